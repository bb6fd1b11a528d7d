/**
 * Running commands: a program is started without a shell, and its end is awaited.
 *
 * In: its words as bytes, one after the other in one array, each with a NUL behind it; that is how they are kept while they are collected.
 * Out: its wait status, or minus the errno for which it could not be started. It gets our environment, our standard streams and what else
 * we have inherited, default dispositions of signals, an empty mask, and the limits of our parent. Implemented by the addon
 * (native/spawn.h) and, with less to promise, by `fallback-spawn.ts`.
 */

/** What the words of a command, the environment and a pointer to each have room for: execve(2). */
export interface ArgumentSpace {
  /** sysconf(_SC_ARG_MAX); negative where there is no limit. */
  readonly limit: number;
  /** Bytes that the environment takes of it, pointers included. */
  readonly environment: number;
  /** Bytes of a page. */
  readonly page: number;
}

export interface ProcessCalls {
  /** Let programs have the descriptors that are open now and are not Node's own: to be called before anything is opened. */
  rememberDescriptors(): void;
  /** False where programs cannot be run but in the current directory; absent where they can. */
  readonly runsInDirectories?: boolean;
  /**
   * Run a program and wait for it.
   *
   * @param words - Its name and arguments are `words[0, end)`; the name is looked up in $PATH unless it has a slash.
   * @param dirfd - A descriptor of the directory to run it in, `AT_FDCWD` for the current one.
   * @returns A wait status for {@link exitOf}; or minus an errno where the program could not be started.
   */
  run(words: Uint8Array, end: number, dirfd: number): number;
  /** Programs that run side by side; null where there can be one at a time only. */
  readonly jobs: JobCalls | null;
  argumentSpace(): ArgumentSpace;
  /** What a signal is called: `Killed`. */
  signalText(signal: number): string;
}

/** Several programs at a time, each with an empty standard input and files for its output. */
export interface JobCalls {
  /**
   * Start a program and do not wait for it.
   *
   * @param words - As of {@link ProcessCalls.run}, and so `dirfd`.
   * @param output - A descriptor that becomes its standard output, `errors` its standard error; both stay ours.
   * @returns Its process id, or minus the errno for which it could not be started.
   */
  start(words: Uint8Array, end: number, dirfd: number, output: number, errors: number): number;
  /** Take one that was started and has ended, waiting for it or not; null where there is none. */
  awaitOne(wait: boolean): { readonly pid: number; readonly waitStatus: number } | null;
  /** A file in memory, or minus an errno. Closed by `SystemCalls.close`. */
  createMemoryFile(): number;
  /** pread(2). @returns How many bytes were read, 0 at the end, or minus an errno. */
  readAt(fd: number, bytes: Uint8Array, position: number): number;
}

/** How a program has ended. */
export interface Exit {
  /** 0 to 255; -1 where a signal ended it. */
  readonly status: number;
  /** The number of the signal, or 0. */
  readonly signal: number;
}

/** Take apart what waitpid(2) tells: the signal in the low 7 bits, the status in the next byte. */
export function exitOf(waitStatus: number): Exit {
  const signal = waitStatus & 0x7f;
  return { status: signal === 0 ? (waitStatus >> 8) & 0xff : -1, signal };
}
