/**
 * A queue that hands every call on to another one: what looks on at a queue extends it, and overrides what it looks at.
 */

import type { Ioq, IoqServed } from './ioq.ts';

export class ForwardingQueue implements Ioq {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly queueDepth: number;
  readonly #ioq: Ioq;

  constructor(ioq: Ioq) {
    this.#ioq = ioq;
    this.bytes = ioq.bytes;
    this.words = ioq.words;
    this.queueDepth = ioq.queueDepth;
  }

  submit(count: number): number {
    return this.#ioq.submit(count);
  }

  reap(wait: boolean): number {
    return this.#ioq.reap(wait);
  }

  waitFor(microseconds: number): boolean {
    return this.#ioq.waitFor(microseconds);
  }

  notify(listener: () => void): boolean {
    return this.#ioq.notify(listener);
  }

  cancel(): void {
    this.#ioq.cancel();
  }

  destroy(): void {
    this.#ioq.destroy();
  }

  served(): IoqServed {
    return this.#ioq.served();
  }
}
