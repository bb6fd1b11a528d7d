/**
 * Measured queues: how long requests take and how many are in flight, for -D io.
 *
 * In: an engine. Out: an engine whose queues tell it in `IoqServed.timing`. The addon measures itself, on the threads that serve. What
 * cannot is measured from outside, from the hand-over to the moment when the answer is taken.
 */

import { ForwardingQueue } from './forwarding-queue.ts';
import type { Ioq, IoqServed, ServedOperation } from './ioq.ts';
import { CONTROL_BYTES, OPERATION, REAP_LIST, SLOT, SLOT_BYTES, SUBMIT_LIST } from './layout.ts';
import type { Engine } from './open.ts';

/** Columns of the course of depths: where they are all used two become one. */
export const COLUMNS = 62;
const FIRST_COLUMN_NS = 10_000;

export function timeQueues(engine: Engine): Engine {
  return {
    ...engine,
    createQueue: (options) => {
      const made = engine.createQueue({ ...options, timed: true });
      if (made.ioq.served().timing !== undefined) return made;
      return { ...made, ioq: new TimedQueue(made.ioq, () => Number(process.hrtime.bigint())) };
    },
  };
}

const KINDS: ReadonlyMap<number, ServedOperation> = new Map([
  [OPERATION.close, 'close'],
  [OPERATION.closedir, 'close'],
  [OPERATION.opendir, 'opendir'],
  [OPERATION.read, 'read'],
  [OPERATION.stat, 'stat'],
  [OPERATION.unlink, 'unlink'],
]);

export class TimedQueue extends ForwardingQueue {
  readonly #nowNs: () => number;
  /** By slot: when its request was handed over. */
  readonly #submitted: number[] = [];
  /** By operation: how many took how long. */
  readonly #latencies: Readonly<Record<ServedOperation, Map<number, number>>> = {
    close: new Map(),
    opendir: new Map(),
    read: new Map(),
    stat: new Map(),
    unlink: new Map(),
  };
  /** By column: depths times nanoseconds. */
  #sums = new Array<number>(COLUMNS).fill(0);
  #columnNs = FIRST_COLUMN_NS;
  #began = -1;
  #at = 0;
  #depth = 0;
  #most = 0;

  constructor(ioq: Ioq, nowNs: () => number) {
    super(ioq);
    this.#nowNs = nowNs;
  }

  override submit(count: number): number {
    const now = this.#nowNs();
    for (let i = 0; i < count; i++) this.#submitted[this.words[SUBMIT_LIST / 4 + i]!] = now;
    const result = super.submit(count);
    this.#note(Math.max(result, 0), now);
    return result;
  }

  override reap(wait: boolean): number {
    const count = super.reap(wait);
    const now = this.#nowNs();
    for (let i = 0; i < count; i++) {
      const slot = this.words[REAP_LIST / 4 + i]!;
      const kind = KINDS.get(this.words[(CONTROL_BYTES + slot * SLOT_BYTES) / 4 + SLOT.operation]!);
      if (kind === undefined) continue;
      const latency = now - this.#submitted[slot]!;
      this.#latencies[kind].set(latency, (this.#latencies[kind].get(latency) ?? 0) + 1);
    }
    this.#note(-count, now);
    return count;
  }

  override served(): IoqServed {
    const pairs = (kind: ServedOperation): number[] => [...this.#latencies[kind]].sort(([a], [b]) => a - b).flat();
    const elapsed = this.#at - this.#began;
    const used = this.#began < 0 ? 0 : Math.ceil(elapsed / this.#columnNs);
    const depths = this.#sums.slice(0, used).map((sum, i) => sum / Math.min(this.#columnNs, elapsed - i * this.#columnNs));
    return {
      ...super.served(),
      timing: {
        latencies: {
          close: pairs('close'),
          opendir: pairs('opendir'),
          read: pairs('read'),
          stat: pairs('stat'),
          unlink: pairs('unlink'),
        },
        depths,
        columnNs: this.#columnNs,
        most: this.#most,
      },
    };
  }

  /** So many more are in flight from `now` on. */
  #note(change: number, now: number): void {
    if (this.#began < 0) this.#began = this.#at = now;
    while (now - this.#began > this.#columnNs * COLUMNS) this.#fold();
    while (this.#at < now) {
      const column = Math.floor((this.#at - this.#began) / this.#columnNs);
      const end = Math.min(now, this.#began + (column + 1) * this.#columnNs);
      this.#sums[column]! += this.#depth * (end - this.#at);
      this.#at = end;
    }
    this.#depth += change;
    this.#most = Math.max(this.#most, this.#depth);
  }

  #fold(): void {
    this.#sums = this.#sums.map((_, i) => (this.#sums[2 * i] ?? 0) + (this.#sums[2 * i + 1] ?? 0));
    this.#columnNs *= 2;
  }
}
