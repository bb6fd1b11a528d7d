/**
 * The system calls that the main thread makes itself, on bytes: for starting points, for what a test needs rarely, for output.
 *
 * Paths are byte strings without a NUL, relative to a directory descriptor (`AT_FDCWD`: the current directory). Failure is a
 * value: minus an errno, never an exception. Implemented by `native.ts`, and by `fallback.ts` over node:fs where the addon cannot load.
 */

/** The current directory as a base for paths, from fcntl.h on Linux. */
export const AT_FDCWD = -100;

/** How the last component of a path is treated where it is a symbolic link. */
export type Follow =
  /** The link itself (lstat). */
  | 0
  /** What it points to; on ENOENT and ENOTDIR the link itself. */
  | 1
  /** What it points to, strictly (stat). */
  | 2;

/** The limits and uses of descriptors in this process. */
export interface DescriptorLimits {
  /** RLIMIT_NOFILE, soft. */
  readonly limit: number;
  /** Descriptors open now, or kept for what will be started. */
  readonly open: number;
}

/** What a terminal is like at the moment. */
export interface TerminalState {
  readonly columns: number;
  readonly rows: number;
  /** We are in its foreground, or it has none. */
  readonly isOurs: boolean;
}

/** What {@link SystemCalls.countSignals} counts, by its place. The same numbers stand in native/signals.h. */
export const SIGNAL_COUNT = {
  /** SIGUSR1: show or hide what the walk is at. */
  toggle: 0,
  /** The terminal has another size (SIGWINCH), or others have written to it while we were stopped (SIGCONT). */
  redraw: 1,
} as const;

export interface SystemCalls {
  /**
   * Open a directory to look up names in it (O_PATH).
   *
   * @param flags - REQUEST_FOLLOW and REQUEST_TRUSTED with the meaning that they have for OPENDIR; 0 refuses any link in `path`.
   */
  openDirectory(dirfd: number, path: Uint8Array, flags: number): number;
  close(fd: number): number;
  /** A descriptor that the queue has opened is from now on one of these: closed by {@link close}, or with the thread. */
  adopt(fd: number): void;
  /** Fill `record` (STATUS_BYTES bytes, layout.ts) with a file's status. */
  stat(dirfd: number, path: Uint8Array, follow: Follow, record: Uint8Array): number;
  readLink(dirfd: number, path: Uint8Array): Uint8Array | number;
  /** faccessat with the real ids; `mode` is R_OK 4, W_OK 2, X_OK 1. Follows links. */
  access(dirfd: number, path: Uint8Array, mode: number): number;
  /** 1: a directory without entries, 0: one with entries. A link to a directory is one only with `follow`. */
  isEmptyDirectory(dirfd: number, path: Uint8Array, follow: boolean): number;
  /**
   * Open a regular file for reading.
   *
   * @param follow - Follow links; else refuse one in the last component.
   * @returns A descriptor, or minus an errno: EINVAL where it is no regular file.
   */
  openFile(dirfd: number, path: Uint8Array, follow: boolean): number;
  /** Create or truncate a file for writing, mode 0666 less the umask. */
  createFile(path: Uint8Array): number;
  /** unlinkat: remove a name, of a directory with AT_REMOVEDIR. A link is removed itself. */
  unlink(dirfd: number, path: Uint8Array, isDirectory: boolean): number;
  /** Read up to as many bytes as `bytes` has; waits for the first. How many, 0 at the end, or minus an errno. */
  read(fd: number, bytes: Uint8Array): number;
  /** Write bytes [start, end) entirely; waits out EAGAIN and EINTR. 0, or minus the errno that stopped it. */
  write(fd: number, bytes: Uint8Array, start: number, end: number): number;
  isTerminal(fd: number): boolean;
  /**
   * True where `fd` was closed when the process started. Node has then put the null device there, open for reading and writing, as
   * some programs do on purpose; which of the two it was, the parent process shows.
   */
  wasClosed(fd: number): boolean;
  descriptorLimits(): DescriptorLimits;
  /** The process's umask, unchanged. */
  umask(): number;
  /** The text of an errno (positive), as strerror gives it: "No such file or directory". */
  errorText(errno: number): string;
  /** The words of the command line as bytes: `process.argv` decodes them and loses what is not UTF-8. Empty where they cannot be had. */
  commandLine(): Uint8Array[];
  /** Die of SIGPIPE and SIGXFSZ as other filters do, and keep SIGUSR1 from opening Node's inspector. For the command, not the library. */
  takeSignals(): void;
  /**
   * Count signals in `counts`, which has a place for each of {@link SIGNAL_COUNT}, from now on; after {@link takeSignals}. Only with the addon.
   */
  countSignals(counts: Int32Array): void;
  /** What the terminal `fd` is like, or minus an errno. */
  terminalState(fd: number): TerminalState | number;
  /**
   * Write `bytes` to `fd` when a signal ends or stops the process, before it does so; not where that would have to wait. For a later call
   * with the same `fd` the bytes are replaced. Only with the addon: without it signals end the process as they do anyway.
   */
  writeAtSignal(fd: number, bytes: Uint8Array): void;
  /** End the process at once, with nothing tidied up: output must have been written, and files need no closing. */
  exit(status: number): never;
  /** Usable processors: the affinity mask, and the cgroup's quota where there is one. At least 1. */
  usableProcessors(): number;
  /** True where LC_ALL, LC_CTYPE or LANG name a UTF-8 locale that exists. */
  isUtf8Locale(): boolean;
}
