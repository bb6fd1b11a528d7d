/**
 * The slots of the queue: which are free, prepared, in flight.
 *
 * In: a slot that its user has filled in. Out: the same slot, answered. `release` ends its use; a directory left open in it is closed with
 * the slot's next request, which saves one of its own. Requests are handed over together (`flush`).
 *
 *     free ─ take ─▶ prepared ─ flush ─▶ in flight ─ reap ─▶ answered ─ release ─▶ free
 *                       ▲                                      │
 *                       └────────────── again ─────────────────┘  (next chunk, status)
 */

import type { Ioq } from '../../ioq/ioq.ts';
import { CONTROL_BYTES, OPERATION, REAP_LIST, SLOT, SLOT_BYTES, SUBMIT_LIST } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';

/** int32 index of the first field of slot `slot`. */
export function slotWord(slot: number): number {
  return (CONTROL_BYTES + slot * SLOT_BYTES) >>> 2;
}

/** Byte offset of slot `slot`. */
export function slotByte(slot: number): number {
  return CONTROL_BYTES + slot * SLOT_BYTES;
}

export class Slots {
  readonly #ioq: Ioq;
  readonly #system: SystemCalls;
  readonly #words: Int32Array;
  /** Used before, and released. */
  readonly #free: number[] = [];
  /** Slots below this have been used. The others' memory has not been touched: a short walk needs few, and each is pages of its own. */
  #used = 0;
  #prepared = 0;
  #inFlight = 0;
  /** How often {@link reap} was not to wait, and found nothing. */
  misses = 0;

  constructor(ioq: Ioq, system: SystemCalls) {
    this.#ioq = ioq;
    this.#system = system;
    this.#words = ioq.words;
  }

  get free(): number {
    return this.#free.length + this.#ioq.queueDepth - this.#used;
  }

  /** Requests that wait for {@link flush}. */
  get prepared(): number {
    return this.#prepared;
  }

  /** Requests that have not been answered, handed over or not. */
  get inFlight(): number {
    return this.#inFlight + this.#prepared;
  }

  /** Take a free slot, of which there must be one. It is submitted with the next {@link flush}. */
  take(): number {
    const slot = this.#free.pop() ?? this.#useNext();
    this.again(slot);
    return slot;
  }

  /** Submit an answered slot once more. */
  again(slot: number): void {
    this.#words[(SUBMIT_LIST >>> 2) + this.#prepared++] = slot;
  }

  release(slot: number): void {
    const word = slotWord(slot);
    this.#words[word + SLOT.closeFd] = this.#words[word + SLOT.dirfd]!;
    this.#words[word + SLOT.dirfd] = -1;
    this.#free.push(slot);
  }

  /** Close the directories that free slots have left open. @returns How many. */
  closeIdle(): number {
    let closed = 0;
    for (const slot of this.#free) {
      const field = slotWord(slot) + SLOT.closeFd;
      if (this.#words[field]! < 0) continue;
      this.#system.close(this.#words[field]!);
      this.#words[field] = -1;
      closed++;
    }
    return closed;
  }

  /** Hand over what has been prepared. */
  flush(): void {
    if (this.#prepared === 0) return;
    const accepted = this.#ioq.submit(this.#prepared);
    if (accepted !== this.#prepared) throw new Error(`the queue refused ${this.#prepared} requests: ${accepted}`);
    this.#inFlight += this.#prepared;
    this.#prepared = 0;
  }

  /** Take answers, sleeping until there is one if `wait`; `answered` is called for each slot. */
  reap(wait: boolean, answered: (slot: number) => void): void {
    if (this.#inFlight === 0) return;
    const count = this.#ioq.reap(wait);
    this.#inFlight -= count;
    if (count === 0) this.misses++;
    const list = REAP_LIST >>> 2;
    for (let i = 0; i < count; i++) {
      const slot = this.#words[list + i]!;
      const word = slotWord(slot);
      if (this.#words[word + SLOT.result]! < 0) this.#disown(slot);
      answered(slot);
    }
  }

  /** Give everything back: wait for what is in flight, close every descriptor that a slot still has. The queue is cancelled. */
  drain(): void {
    this.#ioq.cancel();
    while (this.#inFlight > 0) this.reap(true, ignore);
    for (let i = 0; i < this.#prepared; i++) this.#disown(this.#words[(SUBMIT_LIST >>> 2) + i]!);
    for (let slot = 0; slot < this.#used; slot++) {
      const word = slotWord(slot);
      for (const field of [SLOT.dirfd, SLOT.closeFd]) {
        if (this.#words[word + field]! >= 0) this.#system.close(this.#words[word + field]!);
        this.#words[word + field] = -1;
      }
    }
    this.#prepared = 0;
  }

  #useNext(): number {
    const slot = this.#used++;
    const word = slotWord(slot);
    this.#words[word + SLOT.closeFd] = -1;
    this.#words[word + SLOT.dirfd] = -1;
    return slot;
  }

  /** An OPENDIR that opened nothing still names the directory that it was based on, which is not the slot's to close. */
  #disown(slot: number): void {
    const word = slotWord(slot);
    if (this.#words[word + SLOT.operation] === OPERATION.opendir) this.#words[word + SLOT.dirfd] = -1;
  }
}

function ignore(): void {}
