/**
 * The window of slots: requests in flight, answered in any order, consumed in the order in which they were requested.
 *
 * In: slots that the traversal has filled in. Out: the oldest one, once it is answered. This is what makes a parallel walk
 * deterministic: workers may finish as they like, the head of the window waits for its own answer. It costs nothing while the
 * window is wider than the workers are many.
 *
 *     free ─ open ─▶ prepared ─ flush ─▶ in flight ─ reap ─▶ ready ─ close ─▶ free
 *                       ▲                                      │
 *                       └────────────── again ─────────────────┘  (next chunk, status)
 */

import type { Ioq } from '../../ioq/ioq.ts';
import { CONTROL_BYTES, OPERATION, REAP_LIST, SLOT, SLOT_BYTES, SUBMIT_LIST } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';

const EINTR = 4;

/** int32 index of the first field of slot `slot`. */
export function slotWord(slot: number): number {
  return (CONTROL_BYTES + slot * SLOT_BYTES) >>> 2;
}

/** Byte offset of slot `slot`. */
export function slotByte(slot: number): number {
  return CONTROL_BYTES + slot * SLOT_BYTES;
}

export class Window {
  readonly #ioq: Ioq;
  readonly #system: SystemCalls;
  readonly #words: Int32Array;
  /** Slots in the order of their requests: a ring. */
  readonly #order: Int32Array;
  #head = 0;
  #length = 0;
  readonly #ready: Uint8Array;
  readonly #free: number[] = [];
  #prepared = 0;
  #inFlight = 0;

  constructor(ioq: Ioq, system: SystemCalls) {
    this.#ioq = ioq;
    this.#system = system;
    this.#words = ioq.words;
    this.#order = new Int32Array(ioq.queueDepth);
    this.#ready = new Uint8Array(ioq.queueDepth);
    for (let slot = ioq.queueDepth - 1; slot >= 0; slot--) {
      this.#free.push(slot);
      this.#words[slotWord(slot) + SLOT.closeFd] = -1;
      this.#words[slotWord(slot) + SLOT.dirfd] = -1;
    }
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  get freeSlots(): number {
    return this.#free.length;
  }

  /** The oldest slot, or -1. */
  get head(): number {
    return this.#length === 0 ? -1 : this.#order[this.#head]!;
  }

  get headIsReady(): boolean {
    return this.#length > 0 && this.#ready[this.#order[this.#head]!] === 1;
  }

  /** Take a free slot, of which there must be one, to the window's end. It is submitted with the next {@link flush}. */
  open(): number {
    const slot = this.#free.pop()!;
    let at = this.#head + this.#length++;
    if (at >= this.#order.length) at -= this.#order.length;
    this.#order[at] = slot;
    this.again(slot);
    return slot;
  }

  /** Submit a ready slot once more, at its old place. */
  again(slot: number): void {
    this.#ready[slot] = 0;
    this.#words[(SUBMIT_LIST >>> 2) + this.#prepared++] = slot;
  }

  /** The head is consumed: its slot is free again. A directory left open in it is closed with the slot's next request. */
  close(): void {
    const slot = this.#order[this.#head]!;
    if (++this.#head === this.#order.length) this.#head = 0;
    this.#length--;
    const word = slotWord(slot);
    this.#words[word + SLOT.closeFd] = this.#words[word + SLOT.dirfd]!;
    this.#words[word + SLOT.dirfd] = -1;
    this.#free.push(slot);
  }

  /** Hand over what has been prepared. */
  flush(): void {
    if (this.#prepared === 0) return;
    const accepted = this.#ioq.submit(this.#prepared);
    if (accepted !== this.#prepared) throw new Error(`the queue refused ${this.#prepared} requests: ${accepted}`);
    this.#inFlight += this.#prepared;
    this.#prepared = 0;
  }

  /** Take answers, sleeping until there is one if `wait`; `arrived` is called for each slot. */
  reap(wait: boolean, arrived: (slot: number) => void): void {
    if (this.#inFlight === 0) return;
    const count = this.#ioq.reap(wait);
    this.#inFlight -= count;
    const list = REAP_LIST >>> 2;
    for (let i = 0; i < count; i++) this.#answered(this.#words[list + i]!);
    for (let i = 0; i < count; i++) arrived(this.#words[list + i]!);
  }

  /** Give everything back: wait for what is in flight, close every descriptor that a slot still has. The queue is cancelled. */
  drain(): void {
    this.#ioq.cancel();
    while (this.#inFlight > 0) this.reap(true, ignore);
    for (let i = 0; i < this.#prepared; i++) this.#disown(this.#words[(SUBMIT_LIST >>> 2) + i]!);
    for (let slot = 0; slot < this.#ioq.queueDepth; slot++) {
      const word = slotWord(slot);
      for (const field of [SLOT.dirfd, SLOT.closeFd]) {
        if (this.#words[word + field]! >= 0) this.#system.close(this.#words[word + field]!);
        this.#words[word + field] = -1;
      }
    }
    this.#length = 0;
    this.#prepared = 0;
  }

  #answered(slot: number): void {
    this.#ready[slot] = 1;
    const word = slotWord(slot);
    if (this.#words[word + SLOT.result]! < 0) this.#disown(slot);
    if (this.#words[word + SLOT.result] !== -EINTR) this.#words[word + SLOT.closeFd] = -1;
  }

  /** An OPENDIR that opened nothing still names the directory that it was based on, which is not the slot's to close. */
  #disown(slot: number): void {
    const word = slotWord(slot);
    if (this.#words[word + SLOT.operation] === OPERATION.opendir) this.#words[word + SLOT.dirfd] = -1;
  }
}

function ignore(): void {}
