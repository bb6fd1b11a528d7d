/**
 * The orders that a program can ask for: of one directory's entries, and of all that a walk finds.
 *
 * In: the option `sort`. Out: a `ListingOrder` for the traversal (`orderOf`), or `TopEntries`, which keeps the first few of all. Natural
 * order and the order by name compare keys made of the name's bytes; size and time are read from status records. What compares equal
 * is ordered by name, or keeps its order.
 */

import { STATUS } from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import { FirstHeap } from '../first-heap.ts';
import type { ListingOrder } from '../traversal/listing.ts';
import { compareBytes, NameOrder } from '../traversal/name-order.ts';
import type { SortKey } from './options.ts';

const ZERO = 0x30;
const NINE = 0x39;
/** A part of a millisecond's work. */
const ENTRIES_PER_PART = 256;
/** More digits than this are compared as if they were this many. */
const MOST_DIGITS = 255;

/** @param reverse - The last first. */
export function orderOf(sort: SortKey, reverse: boolean): ListingOrder {
  const direction = reverse ? -1 : 1;
  if (sort === 'name') return new NameOrder(null, direction);
  if (sort === 'natural') return new NameOrder(naturalKey, direction);
  return new StatusOrder(sort === 'size' ? compareSize : compareModified, direction);
}

/** Does the order need every entry's status? */
export function needsStatus(sort: SortKey | undefined): boolean {
  return sort === 'size' || sort === 'mtime';
}

/** A number becomes `0`, how many digits it has without leading zeros, and these: so shorter numbers come first. */
export function naturalKey(name: Uint8Array): Uint8Array {
  // No digit of a name makes more than three bytes.
  if (key.length < 3 * name.length) key = new Uint8Array(3 * name.length);
  let end = 0;
  for (let at = 0; at < name.length; ) {
    const byte = name[at]!;
    if (!isDigit(byte)) {
      key[end++] = byte;
      at++;
      continue;
    }
    let start = at;
    while (at < name.length && isDigit(name[at]!)) at++;
    while (start < at - 1 && name[start] === ZERO) start++;
    const digits = Math.min(at - start, MOST_DIGITS);
    key[end++] = ZERO;
    key[end++] = digits;
    for (let digit = 0; digit < digits; digit++) key[end++] = name[start + digit]!;
  }
  return key.slice(0, end);
}

/** Where keys are made. */
let key = new Uint8Array(1024);

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Compares two status records, of each the words it is in and the first of them. */
type StatusComparison = (words: Int32Array, a: number, others: Int32Array, b: number) => number;

const compareSize: StatusComparison = (words, a, others, b) => compareWide(others, b + STATUS.size, words, a + STATUS.size);

const compareModified: StatusComparison = (words, a, others, b) =>
  compareWide(others, b + STATUS.modifyS, words, a + STATUS.modifyS) ||
  others[b + STATUS.modifyNs]! - words[a + STATUS.modifyNs]!;

/** Signed 64-bit numbers, the low half first. */
function compareWide(words: Int32Array, a: number, others: Int32Array, b: number): number {
  return words[a + 1]! - others[b + 1]! || (words[a]! >>> 0) - (others[b]! >>> 0);
}

/** By status, then by name; what could not be examined comes last. */
class StatusOrder implements ListingOrder {
  readonly #names = new NameOrder(null);
  readonly #compare: StatusComparison;
  readonly #direction: 1 | -1;

  constructor(compare: StatusComparison, direction: 1 | -1) {
    this.#compare = compare;
    this.#direction = direction;
  }

  get bytes(): Uint8Array {
    return this.#names.bytes;
  }

  offset(index: number): number {
    return this.#names.offset(index);
  }

  order(source: Uint8Array, length: number, count: number, words: Int32Array, records: Int32Array | null): Int32Array {
    const order = this.#names.order(source, length, count);
    if (records === null) return order;
    const isKnown = (index: number): boolean => records[index]! >= 0 && words[records[index]!] === 0;
    // Sorting a typed array is stable: equal ones stay in the order of their names.
    order.subarray(0, count).sort((a, b) => {
      if (!isKnown(a) || !isKnown(b)) return Number(isKnown(b)) - Number(isKnown(a));
      return this.#direction * this.#compare(words, records[a]!, words, records[b]!);
    });
    return order;
  }
}

/** A name's bytes, or numbers of a status, the one that counts most first. */
type Key = Uint8Array | readonly number[];

interface Candidate<T> {
  readonly key: Key;
  readonly path: Uint8Array;
  readonly value: T;
}

/** The first `limit` of all that it is shown; of what comes behind those that are kept not even the path is copied. */
export class TopEntries<T> {
  readonly #heap: FirstHeap<Candidate<T>>;
  readonly #limit: number;
  readonly #direction: 1 | -1;
  /** Good as long as the entry. */
  readonly #key: (entry: Entry) => Key;

  constructor(sort: SortKey, reverse: boolean, limit: number) {
    this.#limit = limit;
    this.#heap = new FirstHeap(limit, (a, b) => this.#compareKeys(a.key, b.key) || compareBytes(a.path, b.path));
    this.#key = KEYS[sort];
    // The largest and the latest come first.
    this.#direction = reverse === needsStatus(sort) ? 1 : -1;
  }

  /** @param make - Makes what is kept of the entry. */
  offer(entry: Entry, make: (entry: Entry) => T): void {
    if (this.#limit === 0) return;
    const key = this.#key(entry);
    const { last } = this.#heap;
    const after = last === undefined ? -1 : this.#compareKeys(key, last.key);
    if (after > 0) return;
    const path = entry.path.slice(0, entry.spellPath());
    if (after === 0 && compareBytes(path, last!.path) >= 0) return;
    this.#heap.add({ key: key.slice(), path, value: make(entry) });
  }

  /** Do a part of what {@link take} has to do; nothing is offered any more. @returns Whether there is more of it. */
  settle(): boolean {
    return this.#heap.settle(ENTRIES_PER_PART);
  }

  /** What was kept, in order. */
  take(): T[] {
    return this.#heap.take().map(({ value }) => value);
  }

  #compareKeys(a: Key, b: Key): number {
    const length = Math.min(a.length, b.length);
    for (let at = 0; at < length; at++) if (a[at] !== b[at]) return this.#direction * (a[at]! - b[at]!);
    return this.#direction * (a.length - b.length);
  }
}

const nameOf = (entry: Entry): Uint8Array => entry.bytes.subarray(entry.nameStart, entry.nameEnd);

/** What entries are compared by. */
const KEYS: Readonly<Record<SortKey, (entry: Entry) => Key>> = {
  name: nameOf,
  natural: (entry) => naturalKey(nameOf(entry)),
  size: (entry) => {
    if (!entry.needStatus()) return UNKNOWN_SIZE;
    const { words, base } = entry.status;
    return [words[base + STATUS.size + 1]!, words[base + STATUS.size]! >>> 0];
  },
  mtime: (entry) => {
    if (!entry.needStatus()) return UNKNOWN_TIME;
    const { words, base } = entry.status;
    const { modifyS, modifyNs } = STATUS;
    return [words[base + modifyS + 1]!, words[base + modifyS]! >>> 0, words[base + modifyNs]!];
  },
};

/** What cannot be examined counts as smallest and oldest. */
const UNKNOWN_SIZE: Key = [0, 0];
const UNKNOWN_TIME: Key = [0, 0, 0];
