/**
 * The window: slots in the order of their requests, of which the oldest is consumed first.
 *
 * This is what makes a parallel walk deterministic: workers may finish as they like, the head of the window waits for its own
 * answer. It costs nothing while the window is wider than the workers are many.
 */

import type { Slots } from './slots.ts';

export class Window {
  readonly #slots: Slots;
  /** A ring. */
  readonly #order: Int32Array;
  #head = 0;
  #length = 0;
  readonly #ready: Uint8Array;

  /** @param width - How many slots there are. */
  constructor(slots: Slots, width: number) {
    this.#slots = slots;
    this.#order = new Int32Array(width);
    this.#ready = new Uint8Array(width);
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The oldest slot, which there must be. */
  get head(): number {
    return this.#order[this.#head]!;
  }

  get headIsReady(): boolean {
    return this.#length > 0 && this.#ready[this.#order[this.#head]!] === 1;
  }

  /** Take a free slot, of which there must be one, to the window's end. */
  open(): number {
    const slot = this.#slots.take();
    let at = this.#head + this.#length++;
    if (at >= this.#order.length) at -= this.#order.length;
    this.#order[at] = slot;
    this.#ready[slot] = 0;
    return slot;
  }

  /** A slot's answer is there, and complete. */
  markReady(slot: number): void {
    this.#ready[slot] = 1;
  }

  /** Submit the head once more, at its old place. */
  again(slot: number): void {
    this.#ready[slot] = 0;
    this.#slots.again(slot);
  }

  /** The head is consumed for now: it is not ready before it has been submitted once more. */
  suspend(): void {
    this.#ready[this.head] = 0;
  }

  /** The head is consumed, and its slot no longer the window's. @returns the slot. */
  shift(): number {
    const slot = this.head;
    if (++this.#head === this.#order.length) this.#head = 0;
    this.#length--;
    return slot;
  }

  /** The head is consumed: its slot is free again. */
  close(): void {
    this.#slots.release(this.shift());
  }
}
