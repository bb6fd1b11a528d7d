/**
 * Status records of one directory's entries, copied out of the slots they came in, where the directory may be one of very many.
 *
 * In: records, as they stand in a slot. Out: each again, by its number: the words that it is in, and where in them. They are kept in
 * blocks, so that room for more is made without moving those that are there; the first block is as small as most directories need.
 */

import { STATUS_BYTES } from '../../ioq/layout.ts';

const STATUS_WORDS = STATUS_BYTES / 4;
/** In the first block to begin with. */
const FIRST_RECORDS = 4;
/** 2 ** this many are in each block. */
const BLOCK_SHIFT = 9;
const BLOCK_RECORDS: number = 1 << BLOCK_SHIFT;

export class StatusRecords {
  /** All but the first have room for BLOCK_RECORDS. */
  readonly #blocks: Int32Array[] = [];
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** The words that the record is in. */
  words(record: number): Int32Array {
    return this.#blocks[record >> BLOCK_SHIFT]!;
  }

  /** Where in its words the record begins. */
  base(record: number): number {
    return (record & (BLOCK_RECORDS - 1)) * STATUS_WORDS;
  }

  /** Copy `count` records from `source[begin]` on. */
  append(source: Int32Array, begin: number, count: number): void {
    for (let from = begin, left = count; left > 0; ) {
      const block = this.#length >> BLOCK_SHIFT;
      const at = this.#length & (BLOCK_RECORDS - 1);
      const room = Math.min(left, BLOCK_RECORDS - at);
      if ((this.#blocks[block]?.length ?? 0) / STATUS_WORDS < at + room) this.#grow(block, at + room);
      this.#blocks[block]!.set(source.subarray(from, from + room * STATUS_WORDS), at * STATUS_WORDS);
      from += room * STATUS_WORDS;
      left -= room;
      this.#length += room;
    }
  }

  /** Only the first block is kept. */
  clear(): void {
    if (this.#blocks.length > 1) this.#blocks.length = 1;
    this.#length = 0;
  }

  #grow(block: number, records: number): void {
    const wanted = block > 0 ? BLOCK_RECORDS : Math.min(BLOCK_RECORDS, Math.max(FIRST_RECORDS, 2 * records));
    const grown = new Int32Array(wanted * STATUS_WORDS);
    const old = this.#blocks[block];
    if (old !== undefined) grown.set(old);
    this.#blocks[block] = grown;
  }
}
