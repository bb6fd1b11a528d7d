/**
 * The main thread's system calls over node:fs, where the addon cannot be loaded.
 *
 * In and out: as `SystemCalls` says, and the same results as the addon's; what is asked about the process itself is answered by
 * process-facts.ts. A path relative to a descriptor goes through `Descriptors`.
 *
 * Signals: Node ignores SIGPIPE and SIGXFSZ. A handler that stays would not do, since JavaScript's handlers do not run while we
 * walk; but one that is added and taken away again makes libuv put the default action back, so that the process dies of them as
 * other filters do. SIGUSR1 opens Node's inspector unless there is a handler, which then has nothing to do. SIGINT and SIGTERM
 * end a Node that has no handler for them at once, whatever JavaScript is doing.
 */

import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { isatty } from 'node:tty';
import { errorText } from './error-text.ts';
import { type Descriptors, negatedErrno } from './fallback-descriptors.ts';
import type { OpenDirectories } from './fallback-directories.ts';
import { fillStatus } from './fallback-status.ts';
import { TRAIL_DESCRIPTORS } from './fallback-trail.ts';
import { REQUEST_FOLLOW, REQUEST_TRUSTED, STATUS } from './layout.ts';
import { commandLine, descriptorLimits, isUtf8Locale, umask, usableProcessors, wasClosed } from './process-facts.ts';
import { AT_FDCWD, type DescriptorLimits, type Follow, type SystemCalls, type TerminalState } from './system.ts';

const { EAGAIN, EINVAL, EINTR, EIO, ENOTTY } = systemConstants.errno;
const LONGEST_WAIT_MS = 16;
const SIGNALS_TO_DIE_OF = ['SIGPIPE', 'SIGXFSZ'] as const;

/** What node:child_process holds of its own while a command runs: an event loop, pipes. */
const DESCRIPTORS_OF_A_COMMAND = 9;

export class FallbackSystemCalls implements SystemCalls {
  readonly #descriptors: Descriptors;
  readonly #directories: OpenDirectories;

  constructor(descriptors: Descriptors, directories: OpenDirectories) {
    this.#descriptors = descriptors;
    this.#directories = directories;
  }

  openDirectory(dirfd: number, path: Uint8Array, flags: number): number {
    return this.#descriptors.open(dirfd, path, flags);
  }

  /** Node closes what a thread has opened. */
  adopt(_fd: number): void {}

  close(fd: number): number {
    return this.#directories.close(fd);
  }

  stat(dirfd: number, path: Uint8Array, follow: Follow, record: Uint8Array): number {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    const result = this.#descriptors.at(dirfd, path, (spelled) => fillStatus(view, 0, spelled, follow));
    // A path may be refused before it gets as far as `fillStatus`.
    view.setInt32(4 * STATUS.result, result, true);
    return result;
  }

  readLink(dirfd: number, path: Uint8Array): Uint8Array | number {
    return this.#descriptors.at(dirfd, path, (spelled) => readlinkSync(spelled, { encoding: 'buffer' }));
  }

  access(dirfd: number, path: Uint8Array, mode: number): number {
    return this.#descriptors.at(dirfd, path, (spelled) => {
      accessSync(spelled, mode);
      return 0;
    });
  }

  isEmptyDirectory(dirfd: number, path: Uint8Array, follow: boolean): number {
    const flags = follow ? REQUEST_TRUSTED | REQUEST_FOLLOW : REQUEST_TRUSTED;
    const fd = this.#descriptors.open(dirfd, path, flags);
    if (fd < 0) return fd;
    const isEmpty = this.#directories.isEmpty(fd);
    this.close(fd);
    return isEmpty;
  }

  openFile(dirfd: number, path: Uint8Array, follow: boolean): number {
    return this.#descriptors.at(dirfd, path, (spelled) => {
      const fd = openSync(spelled, constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW));
      if (fstatSync(fd).isFile()) return fd;
      closeSync(fd);
      return -EINVAL;
    });
  }

  createFile(path: Uint8Array): number {
    return this.#descriptors.at(AT_FDCWD, path, (spelled) => openSync(spelled, 'w', 0o666));
  }

  unlink(dirfd: number, path: Uint8Array, isDirectory: boolean): number {
    return this.#descriptors.at(dirfd, path, (spelled) => {
      if (isDirectory) rmdirSync(spelled);
      else unlinkSync(spelled);
      return 0;
    });
  }

  read(fd: number, bytes: Uint8Array): number {
    for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        return readSync(fd, bytes);
      } catch (error) {
        const errno = negatedErrno(error);
        if (errno !== -EAGAIN && errno !== -EINTR) return errno;
        sleep(waitMs);
      }
    }
  }

  write(fd: number, bytes: Uint8Array, start: number, end: number): number {
    let waitMs = 0;
    for (let at = start; at < end; ) {
      try {
        const written = writeSync(fd, bytes, at, end - at);
        if (written === 0) return -EIO;
        at += written;
        waitMs = 0;
      } catch (error) {
        const errno = negatedErrno(error);
        if (errno !== -EAGAIN && errno !== -EINTR) return errno;
        waitMs = Math.min(2 * waitMs + 1, LONGEST_WAIT_MS);
        sleep(waitMs);
      }
    }
    return 0;
  }

  isTerminal(fd: number): boolean {
    return isatty(fd);
  }

  wasClosed(fd: number): boolean {
    return wasClosed(fd);
  }

  /** What a command will need counts as open, as does what is kept for speed: there must be room for it at any time. */
  descriptorLimits(): DescriptorLimits {
    const { limit, open } = descriptorLimits();
    return { limit, open: open + DESCRIPTORS_OF_A_COMMAND + TRAIL_DESCRIPTORS };
  }

  umask(): number {
    return umask();
  }

  errorText(errno: number): string {
    return errorText(errno);
  }

  commandLine(): Uint8Array[] {
    return commandLine();
  }

  exit(status: number): never {
    return process.exit(status);
  }

  /** A handler of Node's would run only when the walk is over. */
  writeAtSignal(): void {}

  /** As above. */
  countSignals(): void {}

  /** Its size is that of the start: Node learns of another one only where handlers run. */
  terminalState(fd: number): TerminalState | number {
    if (!isatty(fd)) return -ENOTTY;
    const stream = [process.stderr, process.stdout].find(({ isTTY }) => isTTY);
    return stream === undefined ? -ENOTTY : { columns: stream.columns, rows: stream.rows, isOurs: true };
  }

  takeSignals(): void {
    const ignore = (): void => {};
    for (const signal of SIGNALS_TO_DIE_OF) process.on(signal, ignore).off(signal, ignore);
    process.on('SIGUSR1', ignore);
  }

  usableProcessors(): number {
    return usableProcessors();
  }

  isUtf8Locale(): boolean {
    return isUtf8Locale(process.env);
  }
}

/** Do nothing for a while. Nobody wakes this: the memory is our own. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
