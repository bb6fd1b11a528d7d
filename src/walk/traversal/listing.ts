/**
 * One directory's entries, copied out of the chunks they came in, and put in order where that is wanted (-s).
 *
 * In: packed entries with their status records, as they arrive. Out: the same packed one behind the other, and a cursor's way over them
 * (`next`), once all are there. The order is the directory's until `sort`. The copies are valid until `clear`, which lets go of
 * what few directories need: a listing that is used again keeps only so much memory.
 */

import {
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_TYPE,
  entryLength,
  STATUS_BYTES,
} from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';

const STATUS_WORDS = STATUS_BYTES / 4;

/** Bytes of names, and words of status, to begin with: enough for most directories. */
const FIRST_BYTES = 512;
const FIRST_WORDS: number = 4 * STATUS_WORDS;
/** More than these are not kept by {@link Listing.clear}. */
const KEPT_BYTES: number = 32 * 1024;
const KEPT_WORDS: number = 16 * 1024;

const NO_BYTES = new Uint8Array(0);
const NO_WORDS = new Int32Array(0);

/** In which order the entries of a listing are to be visited. One serves a walk, one listing after the other. */
export interface ListingOrder {
  /** A copy of the entries, from which they can be written over the original in order. */
  readonly bytes: Uint8Array;
  /**
   * Look at the `count` entries packed at `source[0, length)`.
   *
   * @param words - What `records` are in.
   * @param records - By entry: where its status record is, or -1; null where none has one.
   * @returns By place: which of the entries, counted from 0. Longer than there are entries; valid until the next call.
   */
  order(source: Uint8Array, length: number, count: number, words: Int32Array, records: Int32Array | null): Int32Array;
  /** Offset in `bytes` of an entry. */
  offset(index: number): number;
}

export class Listing {
  /** Packed entries, as in a slot, up to `length`. */
  bytes: Uint8Array = NO_BYTES;
  /** Status records, as in a slot: in the order of the entries that have one. */
  #words: Int32Array = NO_WORDS;
  #length = 0;
  #count = 0;
  /** Words in use. */
  #wordsLength = 0;
  /** Where the next entry and its record are. */
  #at = 0;
  #record = 0;

  /** Bytes in use. */
  get length(): number {
    return this.#length;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#length;
  }

  /** Move the cursor to the next entry, which there must be. */
  next(entry: Entry): void {
    const { bytes } = this;
    const at = this.#at;
    entry.type = bytes[at + ENTRY_TYPE]!;
    entry.nameStart = at + ENTRY_NAME;
    entry.nameEnd = entry.nameStart + entryLength(bytes, at);
    entry.statusResult = 1;
    this.#at = entry.nameEnd + 1;
    if ((bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) === 0) return;
    entry.status.words = this.#words;
    entry.status.base = this.#record;
    entry.statusResult = this.#words[this.#record]!;
    this.#record += STATUS_WORDS;
  }

  clear(): void {
    if (this.bytes.length > KEPT_BYTES) this.bytes = NO_BYTES;
    if (this.#words.length > KEPT_WORDS) this.#words = NO_WORDS;
    this.#length = 0;
    this.#count = 0;
    this.#wordsLength = 0;
    this.#at = 0;
    this.#record = 0;
  }

  /** Copy the entries at `source[begin, end)`; the first record is at `record` of `words`. */
  append(source: Uint8Array, begin: number, end: number, words: Int32Array, record: number): void {
    let records = 0;
    for (let at = begin; at < end; at += entryLength(source, at) + ENTRY_OVERHEAD) {
      this.#count++;
      if ((source[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0) records++;
    }
    this.#copyBytes(source, begin, end);
    if (records > 0) this.#copyWords(words, record, record + records * STATUS_WORDS);
  }

  /** Copy the directories among the entries at `source[begin, end)`, without their status. */
  appendDirectories(source: Uint8Array, begin: number, end: number): void {
    for (let at = begin; at < end; ) {
      const next = at + entryLength(source, at) + ENTRY_OVERHEAD;
      if (source[at + ENTRY_TYPE] === DT.directory) {
        const copy = this.#length;
        this.#copyBytes(source, at, next);
        this.bytes[copy + ENTRY_FLAGS] = 0;
        this.#count++;
      }
      at = next;
    }
  }

  /** Put everything appended since {@link clear} in order; the cursor has not been moved. */
  sort(chosen: ListingOrder): void {
    if (this.#count < 2) return;
    const records = this.#recordsByEntry();
    const order = chosen.order(this.bytes, this.#length, this.#count, this.#words, records);
    const words = records === null ? NO_WORDS : this.#words.slice(0, this.#wordsLength);
    this.#length = 0;
    this.#wordsLength = 0;
    for (let place = 0; place < this.#count; place++) {
      const index = order[place]!;
      const at = chosen.offset(index);
      this.#copyBytes(chosen.bytes, at, at + entryLength(chosen.bytes, at) + ENTRY_OVERHEAD);
      if (records !== null && records[index]! >= 0) this.#copyWords(words, records[index]!, records[index]! + STATUS_WORDS);
    }
  }

  /** By entry: where its record is, or -1; null where none has one. */
  #recordsByEntry(): Int32Array | null {
    if (this.#wordsLength === 0) return null;
    const records = new Int32Array(this.#count).fill(-1);
    let record = 0;
    let index = 0;
    for (let at = 0; at < this.#length; at += entryLength(this.bytes, at) + ENTRY_OVERHEAD, index++) {
      if ((this.bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) === 0) continue;
      records[index] = record;
      record += STATUS_WORDS;
    }
    return records;
  }

  #copyBytes(source: Uint8Array, begin: number, end: number): void {
    const start = this.#length;
    const length = start + end - begin;
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(FIRST_BYTES, 2 * length));
      grown.set(this.bytes.subarray(0, start));
      this.bytes = grown;
    }
    const { bytes } = this;
    // A call costs more than a short copy.
    if (end - begin > 64) bytes.set(source.subarray(begin, end), start);
    else for (let from = begin, to = start; from < end; from++, to++) bytes[to] = source[from]!;
    this.#length = length;
  }

  #copyWords(source: Int32Array, begin: number, end: number): void {
    const start = this.#wordsLength;
    const length = start + end - begin;
    if (length > this.#words.length) {
      const grown = new Int32Array(Math.max(FIRST_WORDS, 2 * length));
      grown.set(this.#words.subarray(0, start));
      this.#words = grown;
    }
    this.#words.set(source.subarray(begin, end), start);
    this.#wordsLength = length;
  }
}
