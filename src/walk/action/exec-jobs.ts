/**
 * -exec-jobs: commands that run side by side, what each prints kept together.
 *
 * In: commands, through `run`, which starts them and says that they succeed; the end of the walk. Out: processes, their output whole, one
 * after the other: as they end, or with -keep-order in the order in which they were started, with what actions print between them in its
 * place; so that is what one at a time would have printed. `failed` where any was not started or did not succeed.
 *
 *     run -> wait while `limit` run -> start, output into two files in memory -> ... -> ended -> print both, close them
 *
 * Files and not pipes, as nobody has to read them meanwhile: the walk goes on. Where there is no room for another (descriptors, processes,
 * memory) one that runs is awaited; where none runs, and where the platform cannot run two, the command is run alone as -exec would.
 * With -keep-order what is held back is bounded by `MOST_HELD` commands and `MOST_HELD_BYTES` of text. Loaded with -exec-jobs.
 */

import { constants } from 'node:os';
import type { JobCalls, ProcessCalls } from '../../ioq/processes.ts';
import { judge } from './exec.ts';
import type { Command, ExecServices } from './exec-services.ts';
import { Output } from './output.ts';

const { EAGAIN, EMFILE, ENFILE, ENOMEM } = constants.errno;

/** Another one may start when one has ended. */
const SHORTAGES: ReadonlySet<number> = new Set([EAGAIN, EMFILE, ENFILE, ENOMEM]);

/** Commands that have ended and wait for an earlier one, for each that may run. */
const MOST_HELD = 8;
const MOST_HELD_BYTES: number = 16 * 1024 * 1024;

const CHUNK_BYTES = 65_536;

export interface JobsOptions {
  /** At most so many at a time. */
  readonly limit: number;
  readonly keepOrder: boolean;
}

/** Our own streams. */
export interface JobStreams {
  readonly output: Output;
  readonly errors: Output;
}

export interface Jobs {
  /** What actions are to print to in the place of the standard output. */
  readonly output: Output;
  /** The same services, with commands of `spec` that run side by side. */
  servicesFor(spec: Command): ExecServices;
  /** Wait for all and print what they have printed. */
  end(): void;
  readonly failed: boolean;
}

export function makeJobs(options: JobsOptions, streams: JobStreams, services: ExecServices, processes: ProcessCalls): Jobs {
  return new JobQueue(options, streams, services, processes);
}

/** A command that was started, and its two files. */
interface Job {
  readonly spec: Command;
  readonly pid: number;
  readonly output: number;
  readonly errors: number;
  /** What waitpid(2) tells; null while it runs. */
  waitStatus: number | null;
}

class JobQueue implements Jobs {
  readonly output: Output;
  failed = false;
  readonly #options: JobsOptions;
  readonly #streams: JobStreams;
  readonly #services: ExecServices;
  readonly #processes: ProcessCalls;
  /** Null where commands are run one at a time. */
  readonly #calls: JobCalls | null;
  readonly #running: Map<number, Job> = new Map();
  /** With -keep-order: commands and what was printed between them, that may not be printed yet; the first is a command that runs. */
  readonly #held: (Job | Uint8Array)[] = [];
  #heldBytes = 0;
  readonly #chunk = new Uint8Array(CHUNK_BYTES);

  constructor(options: JobsOptions, streams: JobStreams, services: ExecServices, processes: ProcessCalls) {
    this.#options = options;
    this.#streams = streams;
    this.#services = services;
    this.#processes = processes;
    this.#calls = options.limit > 1 ? (processes.jobs ?? null) : null;
    this.output = options.keepOrder && this.#calls !== null ? this.#heldOutput() : streams.output;
  }

  servicesFor(spec: Command): ExecServices {
    const run = (words: Uint8Array, end: number, dirfd: number): number => this.#run(spec, words, end, dirfd);
    return {
      ...this.#services,
      processes: { ...this.#processes, run },
      prepare: () => {
        this.output.flush();
        if (this.#held.length === 0) this.#services.prepare();
      },
    };
  }

  end(): void {
    this.output.flush();
    while (this.#awaitOne(true));
    this.#services.prepare();
  }

  /** @returns 0 where the command was started; minus an errno where it cannot be; or how it ended, where it was run alone. */
  #run(spec: Command, words: Uint8Array, end: number, dirfd: number): number {
    const { limit } = this.#options;
    while (this.#awaitOne(this.#running.size >= limit || this.#holdsTooMuch()));
    for (;;) {
      const result = this.#calls === null ? -EAGAIN : this.#start(this.#calls, spec, words, end, dirfd);
      if (!SHORTAGES.has(-result)) return result;
      if (!this.#awaitOne(true)) break;
    }
    const result = this.#processes.run(words, end, dirfd);
    // What is minus an errno is told by the caller, and for a batch may be no failure yet.
    if (result > 0) this.failed = true;
    return result;
  }

  #start(calls: JobCalls, spec: Command, words: Uint8Array, end: number, dirfd: number): number {
    const output = calls.createMemoryFile();
    if (output < 0) return output;
    const errors = calls.createMemoryFile();
    const pid = errors < 0 ? errors : calls.start(words, end, dirfd, output, errors);
    if (pid < 0) {
      this.#services.system.close(output);
      if (errors >= 0) this.#services.system.close(errors);
      return pid;
    }
    const job: Job = { spec, pid, output, errors, waitStatus: null };
    this.#running.set(pid, job);
    if (this.#options.keepOrder) this.#held.push(job);
    return 0;
  }

  #holdsTooMuch(): boolean {
    return this.#held.length >= MOST_HELD * this.#options.limit || this.#heldBytes > MOST_HELD_BYTES;
  }

  /** Take one that has ended, and print what may be printed. @returns False where there was none. */
  #awaitOne(wait: boolean): boolean {
    const ended = this.#running.size === 0 ? null : this.#calls!.awaitOne(wait);
    if (ended === null) return false;
    const job = this.#running.get(ended.pid)!;
    this.#running.delete(ended.pid);
    job.waitStatus = ended.waitStatus;
    if (this.#options.keepOrder) this.#release();
    else this.#print(job);
    return true;
  }

  /** Print what is held back up to the first command that still runs. */
  #release(): void {
    while (this.#held.length > 0) {
      const first = this.#held[0]!;
      if (first instanceof Uint8Array) {
        this.#heldBytes -= first.length;
        this.#streams.output.append(first);
      } else {
        if (first.waitStatus === null) return;
        this.#print(first);
      }
      this.#held.shift();
    }
  }

  #print({ spec, output, errors, waitStatus }: Job): void {
    this.#services.prepare();
    this.#copy(output, this.#streams.output);
    this.#copy(errors, this.#streams.errors);
    if (!judge(waitStatus!, spec, null, this.#services)) this.failed = true;
  }

  /** Append all of a file, and close it. */
  #copy(file: number, stream: Output): void {
    for (let position = 0; ; ) {
      const count = this.#calls!.readAt(file, this.#chunk, position);
      if (count <= 0) break;
      stream.append(this.#chunk, 0, count);
      position += count;
    }
    stream.flush();
    this.#services.system.close(file);
  }

  /** In the place of the standard output: what is printed waits for the commands before it. */
  #heldOutput(): Output {
    const { name, immediate, isTerminal } = this.#streams.output;
    const write = (_fd: number, bytes: Uint8Array, start: number, end: number): number => {
      if (this.#held.length === 0) {
        this.#streams.output.append(bytes, start, end);
        if (immediate) this.#streams.output.flush();
      } else {
        this.#held.push(bytes.slice(start, end));
        this.#heldBytes += end - start;
      }
      return 0;
    };
    return new Output({ write }, { name, fd: -1, immediate, isTerminal }, () => {});
  }
}
