/**
 * The order of names under -s: by their bytes, or by a locale's collation keys (strxfrm) where it has others.
 *
 * In: the packed entries of one directory. Out: the order they are to be visited in, as numbers that are valid until the next `order`.
 * Names that compare equal keep the order of the directory. One `NameOrder` serves a walk: what it keeps grows to the largest
 * directory. Of what is compared, the first bytes in which it differs are kept as a number, so that most comparisons are of two numbers.
 */

import { ENTRY_NAME, ENTRY_OVERHEAD, entryLength } from '../../ioq/layout.ts';
import type { ListingOrder } from './listing.ts';

/** Maps a name to bytes that compare as the names do in the locale; null: names compare as they are. */
export type Collation = ((name: Uint8Array) => Uint8Array) | null;

/** As many bytes as a double holds exactly. */
const KEY_BYTES = 6;
/** So few are sorted by insertion, which costs no call. */
const FEW = 12;

export class NameOrder implements ListingOrder {
  readonly #collation: Collation;
  /** 1, or -1 for the reverse. */
  readonly #direction: 1 | -1;
  /** A copy of the entries, from which they can be written over the original in order. */
  bytes: Uint8Array = new Uint8Array(1024);
  /** By entry, as they come: where it is in `bytes`, and its key. */
  #offsets: Int32Array = new Int32Array(32);
  #keys: Float64Array = new Float64Array(32);
  /** By place: which entry. */
  #order: Int32Array = new Int32Array(32);
  #collated: Uint8Array[] = [];

  constructor(collation: Collation, direction: 1 | -1 = 1) {
    this.#collation = collation;
    this.#direction = direction;
  }

  /** @returns By place: which of the entries packed at `source[0, length)`, counted from 0. Longer than there are entries. */
  order(source: Uint8Array, length: number, count: number): Int32Array {
    if (length > this.bytes.length) this.bytes = new Uint8Array(2 * length);
    const { bytes } = this;
    bytes.set(source.subarray(0, length));
    this.#collated.length = 0;
    if (count > this.#order.length) this.#grow(count);
    let index = 0;
    for (let at = 0; at < length; at += entryLength(bytes, at) + ENTRY_OVERHEAD, index++) {
      this.#offsets[index] = at;
      this.#order[index] = index;
      if (this.#collation !== null) {
        const start = at + ENTRY_NAME;
        this.#collated.push(this.#collation(bytes.subarray(start, start + entryLength(bytes, at))));
      }
    }
    const shared = count <= FEW ? 0 : this.#sharedLength(count);
    for (index = 0; index < count; index++) this.#keys[index] = this.#key(index, shared);
    if (count <= FEW) this.#insert(count);
    else this.#order.subarray(0, count).sort(this.#compare);
    return this.#order;
  }

  /** Offset in `bytes` of the entry `index`. */
  offset(index: number): number {
    return this.#offsets[index]!;
  }

  #insert(count: number): void {
    const order = this.#order;
    for (let place = 1; place < count; place++) {
      const index = order[place]!;
      let to = place;
      for (; to > 0 && this.#compare(order[to - 1]!, index) > 0; to--) order[to] = order[to - 1]!;
      order[to] = index;
    }
  }

  readonly #compare = (a: number, b: number): number =>
    this.#direction * (this.#keys[a]! - this.#keys[b]! || this.#compareWhole(a, b)) || a - b;

  /** The bytes that are compared from `shared` on, as a number, shorter ones padded with zeros. */
  #key(index: number, shared: number): number {
    const bytes = this.#collated[index] ?? this.bytes;
    const start = this.#start(index) + shared;
    const length = Math.min(this.#end(index) - start, KEY_BYTES);
    let key = 0;
    for (let i = 0; i < KEY_BYTES; i++) key = key * 256 + (i < length ? bytes[start + i]! : 0);
    return key;
  }

  #compareWhole(a: number, b: number): number {
    const bytes = this.#collated[a] ?? this.bytes;
    const others = this.#collated[b] ?? this.bytes;
    const end = this.#end(a);
    const otherEnd = this.#end(b);
    let at = this.#start(a);
    let other = this.#start(b);
    for (; at < end && other < otherEnd; at++, other++) {
      if (bytes[at] !== others[other]) return bytes[at]! - others[other]!;
    }
    return end - at - (otherEnd - other);
  }

  /** With how many bytes begin all that are compared? */
  #sharedLength(count: number): number {
    const first = this.#collated[0] ?? this.bytes;
    const start = this.#start(0);
    let shared = this.#end(0) - start;
    for (let index = 1; index < count && shared > 0; index++) {
      const bytes = this.#collated[index] ?? this.bytes;
      const from = this.#start(index);
      shared = Math.min(shared, this.#end(index) - from);
      let same = 0;
      while (same < shared && bytes[from + same] === first[start + same]) same++;
      shared = same;
    }
    return shared;
  }

  /** Where the bytes of an entry begin that are compared. */
  #start(index: number): number {
    return this.#collation === null ? this.#offsets[index]! + ENTRY_NAME : 0;
  }

  #end(index: number): number {
    if (this.#collation !== null) return this.#collated[index]!.length;
    const at = this.#offsets[index]!;
    return at + ENTRY_NAME + entryLength(this.bytes, at);
  }

  #grow(count: number): void {
    this.#offsets = new Int32Array(2 * count);
    this.#keys = new Float64Array(2 * count);
    this.#order = new Int32Array(2 * count);
  }
}

/** Paths in the order that entries would have; equal ones keep theirs. */
export function sortPaths(paths: readonly Uint8Array[], collation: Collation): Uint8Array[] {
  const keyed = paths.map((path) => ({ path, key: collation === null ? path : collation(path) }));
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
