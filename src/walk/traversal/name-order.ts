/**
 * The order of names under -s: by their bytes, or by a locale's collation keys (strxfrm) where it has others.
 *
 * In: the packed entries of one directory. Out: the order they are to be visited in, as numbers that are valid until the next `begin`.
 * Names that compare equal keep the order of the directory. One `NameOrder` serves a walk: what it keeps grows to the largest
 * directory. Of what is compared (`NameKeys`), the first bytes in which it differs are kept as a number, so that most comparisons are of two
 * numbers. All of it is done in parts.
 */

import { ENTRY_NAME, ENTRY_OVERHEAD, entryLength } from '../../ioq/layout.ts';
import { MergeSort } from '../merge-sort.ts';
import { ENTRIES_PER_PART, type ListingOrder } from './listing.ts';

/** Maps a name to bytes that compare as the names do in the locale, valid until the next call; null: names compare as they are. */
export type Collation = ((name: Uint8Array) => Uint8Array) | null;

/** As many bytes as a double holds exactly. */
const KEY_BYTES = 6;
/** So few are compared from their first byte on. */
const FEW = 12;

/** One directory's entries, and what is compared of their names. */
export class NameKeys {
  readonly #collation: Collation;
  /** 1, or -1 for the reverse. */
  readonly #direction: 1 | -1;
  /** A copy of the entries. */
  bytes: Uint8Array = new Uint8Array(1024);
  /** By entry: its key as a number. */
  keys: Float64Array = new Float64Array(32);
  /** By entry: where it is in `bytes`. */
  #offsets: Int32Array = new Int32Array(32);
  /** What is compared in the place of names, one behind the other, and where each begins: one more than there are entries. */
  #collated: Uint8Array = new Uint8Array(0);
  #collatedStarts: Int32Array = new Int32Array(0);
  #source: Uint8Array = this.bytes;
  #length = 0;
  #count = 0;
  /** How far they have been copied, how many those are, and how many have a key. */
  #at = 0;
  #copied = 0;
  #keyed = 0;
  /** With how many bytes begin all that are compared, of those that have been copied. */
  #shared = 0;

  constructor(collation: Collation, direction: 1 | -1) {
    this.#collation = collation;
    this.#direction = direction;
  }

  /** Take the `count` entries packed at `source[0, length)`. */
  begin(source: Uint8Array, length: number, count: number): void {
    if (length > this.bytes.length) this.bytes = new Uint8Array(2 * length);
    if (count > this.#offsets.length) this.#grow(count);
    if (this.#collation !== null && this.#collatedStarts.length <= count) this.#collatedStarts = new Int32Array(2 * count + 1);
    this.#source = source;
    this.#length = length;
    this.#count = count;
    this.#at = 0;
    this.#copied = 0;
    this.#keyed = 0;
  }

  /** Make a part of the keys. @returns Whether there is more to do. */
  proceed(): boolean {
    const count = this.#count;
    if (this.#copied < count) {
      this.#copy(Math.min(count, this.#copied + ENTRIES_PER_PART));
      if (this.#copied < count) return true;
    }
    const shared = count <= FEW ? 0 : this.#shared;
    const until = Math.min(count, this.#keyed + ENTRIES_PER_PART);
    for (let index = this.#keyed; index < until; index++) this.keys[index] = this.#direction * this.#key(index, shared);
    this.#keyed = until;
    return until < count;
  }

  /** Offset in `bytes` of the entry `index`. */
  offset(index: number): number {
    return this.#offsets[index]!;
  }

  /** Positive where `a` comes behind `b`, 0 where they compare equal. */
  compare(a: number, b: number): number {
    return this.keys[a]! - this.keys[b]! || this.compareWhole(a, b);
  }

  /** As {@link compare}, of entries that have the same key. */
  compareWhole(a: number, b: number): number {
    const bytes = this.#compared;
    const end = this.#end(a);
    const otherEnd = this.#end(b);
    let at = this.#start(a);
    let other = this.#start(b);
    for (; at < end && other < otherEnd; at++, other++) {
      if (bytes[at] !== bytes[other]) return this.#direction * (bytes[at]! - bytes[other]!);
    }
    return this.#direction * (end - at - (otherEnd - other));
  }

  /** Copy entries, up to `until`, and find what they have in common. */
  #copy(until: number): void {
    const source = this.#source;
    const begin = this.#at;
    let at = begin;
    for (let index = this.#copied; index < until; index++) {
      this.#offsets[index] = at;
      const end = at + entryLength(source, at) + ENTRY_OVERHEAD;
      if (this.#collation !== null) this.#collate(index, this.#collation(source.subarray(at + ENTRY_NAME, end - 1)));
      at = end;
    }
    this.bytes.set(source.subarray(begin, at), begin);
    if (this.#count > FEW) for (let index = this.#copied; index < until; index++) this.#share(index);
    this.#at = at;
    this.#copied = until;
  }

  /** Keep what is compared in the place of a name, behind that of the entry before. */
  #collate(index: number, collated: Uint8Array): void {
    const start = index === 0 ? 0 : this.#collatedStarts[index]!;
    const end = start + collated.length;
    if (end > this.#collated.length) {
      const grown = new Uint8Array(Math.max(2 * end, 2 * this.#length));
      grown.set(this.#collated.subarray(0, start));
      this.#collated = grown;
    }
    this.#collated.set(collated, start);
    this.#collatedStarts[index] = start;
    this.#collatedStarts[index + 1] = end;
  }

  /** The bytes that are compared from `shared` on, as a number, shorter ones padded with zeros. */
  #key(index: number, shared: number): number {
    const bytes = this.#compared;
    const start = this.#start(index) + shared;
    const length = Math.min(this.#end(index) - start, KEY_BYTES);
    let key = 0;
    for (let i = 0; i < KEY_BYTES; i++) key = key * 256 + (i < length ? bytes[start + i]! : 0);
    return key;
  }

  /** Count one more entry among those that begin alike. */
  #share(index: number): void {
    const bytes = this.#compared;
    const first = this.#start(0);
    const start = this.#start(index);
    const most = index === 0 ? this.#end(0) - first : Math.min(this.#shared, this.#end(index) - start);
    let same = index === 0 ? most : 0;
    while (same < most && bytes[start + same] === bytes[first + same]) same++;
    this.#shared = same;
  }

  get #compared(): Uint8Array {
    return this.#collation === null ? this.bytes : this.#collated;
  }

  /** Where the bytes of an entry begin that are compared. */
  #start(index: number): number {
    return this.#collation === null ? this.#offsets[index]! + ENTRY_NAME : this.#collatedStarts[index]!;
  }

  #end(index: number): number {
    if (this.#collation !== null) return this.#collatedStarts[index + 1]!;
    const at = this.#offsets[index]!;
    return at + ENTRY_NAME + entryLength(this.bytes, at);
  }

  #grow(count: number): void {
    this.#offsets = new Int32Array(2 * count);
    this.keys = new Float64Array(2 * count);
  }
}

export class NameOrder implements ListingOrder {
  readonly #names: NameKeys;
  readonly #sort: MergeSort;
  #areKeysMade = false;

  /** @param direction - 1, or -1 for the reverse. */
  constructor(collation: Collation, direction: 1 | -1 = 1) {
    const names = new NameKeys(collation, direction);
    this.#names = names;
    this.#sort = new MergeSort((a, b) => names.compareWhole(a, b));
  }

  get bytes(): Uint8Array {
    return this.#names.bytes;
  }

  get order(): Int32Array {
    return this.#sort.order;
  }

  offset(index: number): number {
    return this.#names.offset(index);
  }

  begin(source: Uint8Array, length: number, count: number): void {
    this.#names.begin(source, length, count);
    this.#sort.begin(count, this.#names.keys);
    this.#areKeysMade = false;
  }

  proceed(): boolean {
    if (!this.#areKeysMade) {
      if (this.#names.proceed()) return true;
      this.#areKeysMade = true;
    }
    return this.#sort.proceed(ENTRIES_PER_PART);
  }
}

/** Paths in the order that entries would have; equal ones keep theirs. */
export function sortPaths(paths: readonly Uint8Array[], collation: Collation): Uint8Array[] {
  const keyed = paths.map((path) => ({ path, key: collation === null ? path : collation(path).slice() }));
  keyed.sort((a, b) => compareBytes(a.key, b.key));
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
