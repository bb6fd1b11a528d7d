/**
 * All the streams of a walk, one `Output` a file, however many actions print to it.
 *
 * In: paths of output files, as given on the command line. Out: `Output`s, shared where device and inode are equal, so that two
 * actions on one file, or `/dev/stdout` and standard output, keep their order in one buffer. It owns the descriptors that it
 * opened and closes them in `finish`; it opens nothing else and never closes 1 and 2.
 */

import { STATUS_BYTES } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import { Status } from '../status.ts';
import { Output, type OutputFailure } from './output.ts';

const STDOUT = 1;
const STDERR = 2;

/** errno of a write to a closed descriptor, errno.h. */
const EBADF = 9;

/** The link itself is never meant: an output file is what it leads to. */
const FOLLOW = 2;

const encoder = new TextEncoder();

/** What the streams need of the system. */
export type OutputsCalls = Pick<SystemCalls, 'write' | 'createFile' | 'close' | 'stat' | 'isTerminal' | 'wasClosed'>;

interface OpenFile {
  readonly output: Output;
  /** `device:inode`, or null where the file could not be examined: then nothing is shared with it. */
  readonly identity: string | null;
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
    return this.#files[0]!.output;
  }

  get standardError(): Output {
    return this.#files[1]!.output;
  }

  /**
   * Create or truncate a file, at once, and give the stream that prints to it.
   *
   * @returns Minus an errno where it cannot be created.
   */
  openFile(path: Uint8Array): Output | number {
    const fd = this.#calls.createFile(path);
    if (fd < 0) return fd;
    const identity = this.#identify(fd);
    const open = identity === null ? undefined : this.#files.find((file) => file.identity === identity);
    if (open !== undefined) {
      this.#calls.close(fd);
      return open.output;
    }
    const isTerminal = this.#calls.isTerminal(fd);
    const output = new Output(this.#calls, { name: path.slice(), fd, immediate: isTerminal, isTerminal }, this.#onFailure);
    this.#files.push({ output, identity, owned: true });
    return output;
  }

  /** Write what is buffered anywhere: before a command or a prompt, and at the end. */
  flush(): void {
    for (const { output } of this.#files) output.flush();
  }

  /** Flush and close. A file system may tell of a full disk only now; that counts as a failed write. */
  finish(): void {
    for (const { output, owned } of this.#files) {
      output.flush();
      if (!owned) continue;
      const result = this.#calls.close(output.fd);
      if (result < 0) output.fail(-result);
    }
    this.#files.length = 2;
  }

  #addStandard(fd: number, name: string): void {
    const closed = this.#calls.wasClosed(fd);
    const isTerminal = !closed && this.#calls.isTerminal(fd);
    const options = {
      name: encoder.encode(name),
      fd,
      // Diagnostics go to standard error unbuffered; what is printed there has to keep its place among them.
      immediate: isTerminal || fd === STDERR,
      isTerminal,
      brokenBy: closed ? EBADF : 0,
    };
    // A closed stream shares nothing: the null device, which Node has put in its place, is a file that others may name.
    const identity = closed ? null : this.#identify(fd);
    this.#files.push({ output: new Output(this.#calls, options, this.#onFailure), identity, owned: false });
  }

  #identify(fd: number): string | null {
    const record = new Uint8Array(STATUS_BYTES);
    if (this.#calls.stat(AT_FDCWD, encoder.encode(`/proc/self/fd/${fd}`), FOLLOW, record) < 0) return null;
    const status = new Status(new Int32Array(record.buffer));
    return `${status.deviceBig}:${status.inodeBig}`;
  }
}
