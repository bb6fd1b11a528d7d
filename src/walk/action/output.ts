/**
 * A stream that actions print to: a descriptor with a buffer before it.
 *
 * In: bytes, appended through `ByteSink`. Out: writes of `OUTPUT_CAPACITY` bytes, or after each action where someone watches (a terminal) or
 * order against diagnostics matters (standard error). The first write that fails is reported, once, with the stream's
 * name; from then on the stream swallows what it gets, so that the walk can go on and end with status 1. Death by SIGPIPE is
 * the kernel's doing: nothing here knows of it.
 *
 * Written through `SystemCalls`, never Node's own standard output, which loses what a pipe has not taken when the process exits.
 */

import type { SystemCalls } from '../../ioq/system.ts';
import { ByteSink } from './byte-sink.ts';

/** Measured: 2 million paths to a file or a pipe take the same time from 32 KiB on; a pipe holds 64 KiB. */
export const OUTPUT_CAPACITY = 65_536;

/** What a stream needs of the system. */
export type OutputCalls = Pick<SystemCalls, 'write'>;

/** Told once a stream: its name as messages show it, and the errno (positive). */
export type OutputFailure = (name: Uint8Array, errno: number) => void;

export interface OutputOptions {
  /** `(standard output)`, or a file's path as given. */
  readonly name: Uint8Array;
  readonly fd: number;
  /** Write after each action. */
  readonly immediate: boolean;
  /** Names are escaped: a person reads them. */
  readonly isTerminal: boolean;
  /** Errno with which every write fails, because the descriptor was closed when the process started; 0: none. */
  readonly brokenBy?: number;
}

export class Output extends ByteSink {
  readonly name: Uint8Array;
  readonly fd: number;
  readonly immediate: boolean;
  readonly isTerminal: boolean;
  readonly #calls: OutputCalls;
  readonly #onFailure: OutputFailure;
  #brokenBy: number;
  #failed = false;

  constructor(calls: OutputCalls, options: OutputOptions, onFailure: OutputFailure) {
    super(OUTPUT_CAPACITY);
    this.name = options.name;
    this.fd = options.fd;
    this.immediate = options.immediate;
    this.isTerminal = options.isTerminal;
    this.#brokenBy = options.brokenBy ?? 0;
    this.#calls = calls;
    this.#onFailure = onFailure;
  }

  override makeRoom(count: number): boolean {
    if (this.length + count > this.capacity) this.flush();
    return count <= this.capacity;
  }

  /** Write what is buffered. A failure is reported, the bytes are gone either way. */
  flush(): void {
    const { length } = this;
    if (length === 0) return;
    this.length = 0;
    if (this.#failed) return;
    const result = this.#brokenBy !== 0 ? -this.#brokenBy : this.#calls.write(this.fd, this.bytes, 0, length);
    if (result < 0) this.fail(-result);
  }

  /** Report a failure of this stream, unless one has been; then drop what is printed to it. @param errno - Positive. */
  fail(errno: number): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#onFailure(this.name, errno);
  }
}
