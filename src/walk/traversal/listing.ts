/**
 * One directory's entries, copied out of the chunks they came in, and put in order where that is wanted (-s).
 *
 * In: packed entries with their status records, as they arrive. Out: a cursor's position by place, once all are there. The order is the
 * directory's until `sort`, which orders by the names' bytes or a locale's collation keys; entries that compare equal keep their
 * order. The copies are valid until the next `clear`; memory grows to the largest directory and stays.
 */

import {
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_TYPE,
  entryLength,
  STATUS_BYTES,
} from '../../ioq/layout.ts';

import type { Entry } from '../entry.ts';

/** Maps a name to bytes that compare as the names do in the locale (strxfrm); null: names compare as they are. */
export type Collation = ((name: Uint8Array) => Uint8Array) | null;

const STATUS_WORDS = STATUS_BYTES / 4;
/** Bytes of a name that a double holds exactly, so that most comparisons are of two numbers. */
const KEY_BYTES = 6;

export class Listing {
  readonly #collation: Collation;
  /** Packed entries, as in a slot. */
  bytes: Uint8Array = new Uint8Array(1024);
  /** Status records, as in a slot. */
  words: Int32Array = new Int32Array(4 * STATUS_WORDS);
  #length = 0;
  #records = 0;
  #count = 0;
  /** By entry: where it is in `bytes`, where its status is in `words` (-1: none), and its place in the order. */
  #offsets: Int32Array = new Int32Array(32);
  #statuses: Int32Array = new Int32Array(32);
  #order: Int32Array = new Int32Array(32);
  #keys: Float64Array = new Float64Array(32);
  #collated: Uint8Array[] = [];

  constructor(collation: Collation) {
    this.#collation = collation;
  }

  get count(): number {
    return this.#count;
  }

  /** Offset in `bytes` of the entry at `place` of the order. */
  offset(place: number): number {
    return this.#offsets[this.#order[place]!]!;
  }

  /** Move the cursor to the entry at `place` of the order. */
  moveTo(place: number, entry: Entry): void {
    const index = this.#order[place]!;
    const at = this.#offsets[index]!;
    const record = this.#statuses[index]!;
    entry.type = this.bytes[at + ENTRY_TYPE]!;
    entry.nameStart = at + ENTRY_NAME;
    entry.nameEnd = entry.nameStart + entryLength(this.bytes, at);
    entry.statusResult = 1;
    if (record < 0) return;
    entry.status.words = this.words;
    entry.status.base = record;
    entry.statusResult = this.words[record]!;
  }

  clear(): void {
    this.#length = 0;
    this.#records = 0;
    this.#count = 0;
    this.#collated.length = 0;
  }

  /** Copy the entries at `source[begin, end)`; the first record is at `record` of `words`. */
  append(source: Uint8Array, begin: number, end: number, words: Int32Array, record: number): void {
    const start = this.#length;
    this.#makeRoom(end - begin);
    this.bytes.set(source.subarray(begin, end), start);
    this.#length = start + end - begin;
    let from = record;
    for (let at = start; at < this.#length; at += entryLength(this.bytes, at) + ENTRY_OVERHEAD) {
      if (this.#count === this.#offsets.length) this.#growCounted();
      this.#offsets[this.#count] = at;
      this.#order[this.#count] = this.#count;
      this.#statuses[this.#count] = -1;
      if ((this.bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0) {
        this.#statuses[this.#count] = this.#copyRecord(words, from);
        from += STATUS_WORDS;
      }
      this.#count++;
    }
  }

  /** Put everything appended since {@link clear} in order. */
  sort(): void {
    for (let i = 0; i < this.#count; i++) this.#keys[i] = this.#key(i);
    const order = this.#order.subarray(0, this.#count);
    order.sort((a, b) => this.#keys[a]! - this.#keys[b]! || this.#compareRest(a, b) || a - b);
  }

  /** The first bytes of what is compared, as a number, shorter names padded with zeros. */
  #key(index: number): number {
    let { bytes } = this;
    let start = this.#offsets[index]! + ENTRY_NAME;
    let length = entryLength(bytes, start - ENTRY_NAME);
    if (this.#collation !== null) {
      bytes = this.#collation(bytes.subarray(start, start + length));
      this.#collated.push(bytes);
      start = 0;
      length = bytes.length;
    }
    let key = 0;
    for (let i = 0; i < KEY_BYTES; i++) key = key * 256 + (i < length ? bytes[start + i]! : 0);
    return key;
  }

  #compareRest(a: number, b: number): number {
    if (this.#collation !== null) return compareBytes(this.#collated[a]!, this.#collated[b]!);
    return compareBytes(this.#name(a), this.#name(b));
  }

  #name(index: number): Uint8Array {
    const start = this.#offsets[index]! + ENTRY_NAME;
    return this.bytes.subarray(start, start + entryLength(this.bytes, start - ENTRY_NAME));
  }

  #copyRecord(words: Int32Array, from: number): number {
    const to = this.#records * STATUS_WORDS;
    if (to === this.words.length) {
      const grown = new Int32Array(2 * to);
      grown.set(this.words);
      this.words = grown;
    }
    for (let i = 0; i < STATUS_WORDS; i++) this.words[to + i] = words[from + i]!;
    this.#records++;
    return to;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.#length + count));
    grown.set(this.bytes.subarray(0, this.#length));
    this.bytes = grown;
  }

  #growCounted(): void {
    const capacity = 2 * this.#count;
    const grow = (array: Int32Array): Int32Array => {
      const grown = new Int32Array(capacity);
      grown.set(array);
      return grown;
    };
    this.#offsets = grow(this.#offsets);
    this.#statuses = grow(this.#statuses);
    this.#order = grow(this.#order);
    this.#keys = new Float64Array(capacity);
  }
}

/** Paths in the order that entries would have; equal ones keep theirs. */
export function sortPaths(paths: readonly Uint8Array[], collation: Collation): Uint8Array[] {
  const keyed = paths.map((path) => ({ path, key: collation === null ? path : collation(path) }));
  keyed.sort((a, b) => compareBytes(a.key, b.key) || compareBytes(a.path, b.path));
  return keyed.map(({ path }) => path);
}

/** As memcmp, the shorter one first where one is the beginning of the other. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
