/**
 * All the streams of a walk, one `Output` a file, however many actions print to it.
 *
 * In: paths of output files, as given on the command line. Out: numbers, by which the parsed expression names them, and `Output`s
 * behind the numbers, shared where device and inode are equal, so that two actions on one file, or /dev/stdout and standard output,
 * keep their order in one buffer. It owns the descriptors that it opened and closes them in `finish`; it opens nothing else and never
 * closes 1 and 2.
 */

import { STATUS_BYTES } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import { Status } from '../status.ts';
import { textBytes } from '../text-bytes.ts';
import { Output, type OutputFailure } from './output.ts';

const STDOUT = 1;
const STDERR = 2;

/** The numbers of the streams that are there from the start. */
export const STANDARD_OUTPUT = 0;
export const STANDARD_ERROR = 1;

/** errno of a write to a closed descriptor, errno.h. */
const EBADF = 9;

/** The link itself is never meant: an output file is what it leads to. */
const FOLLOW = 2;

/** What the streams need of the system. */
export type OutputsCalls = Pick<SystemCalls, 'write' | 'createFile' | 'close' | 'stat' | 'isTerminal' | 'wasClosed'>;

interface OpenFile {
  readonly output: Output;
  /** `device:inode`, or null where the file could not be examined: then nothing is shared with it. Asked for when a file is opened. */
  readonly identity: () => string | null;
  /** To be closed by {@link Outputs.finish}. */
  readonly owned: boolean;
}

export class Outputs {
  readonly #calls: OutputsCalls;
  readonly #onFailure: OutputFailure;
  readonly #files: OpenFile[] = [];

  /** @param onFailure - Told once a stream whose writing or closing failed. */
  constructor(calls: OutputsCalls, onFailure: OutputFailure) {
    this.#calls = calls;
    this.#onFailure = onFailure;
    this.#addStandard(STDOUT, '(standard output)');
    this.#addStandard(STDERR, '(standard error)');
  }

  get standardOutput(): Output {
    return this.at(STANDARD_OUTPUT);
  }

  get standardError(): Output {
    return this.at(STANDARD_ERROR);
  }

  /** @param number - {@link STANDARD_OUTPUT}, {@link STANDARD_ERROR}, or what {@link openFile} gave. */
  at(number: number): Output {
    return this.#files[number]!.output;
  }

  /**
   * Create or truncate a file, at once.
   *
   * @returns Its number, the same for one file however it is named; or minus an errno where it cannot be created.
   */
  openFile(path: Uint8Array): number {
    const fd = this.#calls.createFile(path);
    if (fd < 0) return fd;
    const identity = this.#identify(fd);
    const number = identity === null ? -1 : this.#files.findIndex((file) => file.identity() === identity);
    if (number >= 0) {
      this.#calls.close(fd);
      return number;
    }
    const isTerminal = this.#calls.isTerminal(fd);
    const output = new Output(this.#calls, { name: path.slice(), fd, immediate: isTerminal, isTerminal }, this.#onFailure);
    return this.#files.push({ output, identity: () => identity, owned: true }) - 1;
  }

  /** Write what is buffered anywhere: before a command or a prompt, and at the end. */
  flush(): void {
    for (const { output } of this.#files) output.flush();
  }

  /** Flush and close; nothing may be printed afterwards. A file system may tell of a full disk only now; that counts as a failed write. */
  finish(): void {
    for (const { output, owned } of this.#files) {
      output.flush();
      if (!owned) continue;
      const result = this.#calls.close(output.fd);
      if (result < 0) output.fail(-result);
    }
  }

  #addStandard(fd: number, name: string): void {
    const closed = this.#calls.wasClosed(fd);
    const isTerminal = !closed && this.#calls.isTerminal(fd);
    const options = {
      name: textBytes(name),
      fd,
      // Diagnostics go to standard error unbuffered; what is printed there has to keep its place among them.
      immediate: isTerminal || fd === STDERR,
      isTerminal,
      brokenBy: closed ? EBADF : 0,
    };
    // A closed stream shares nothing: the null device, which Node has put in its place, is a file that others may name.
    const identity = (): string | null => (closed ? null : this.#identify(fd));
    this.#files.push({ output: new Output(this.#calls, options, this.#onFailure), identity, owned: false });
  }

  #identify(fd: number): string | null {
    const record = new Uint8Array(STATUS_BYTES);
    if (this.#calls.stat(AT_FDCWD, textBytes(`/proc/self/fd/${fd}`), FOLLOW, record) < 0) return null;
    const status = new Status(new Int32Array(record.buffer));
    return `${status.deviceBig}:${status.inodeBig}`;
  }
}
