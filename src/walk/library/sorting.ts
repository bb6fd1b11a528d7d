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
import { MergeSort } from '../merge-sort.ts';
import { ENTRIES_PER_PART, type ListingOrder } from '../traversal/listing.ts';
import { compareBytes, NameKeys, NameOrder } from '../traversal/name-order.ts';
import type { StatusRecords } from '../traversal/status-records.ts';
import type { SortKey } from './options.ts';

const ZERO = 0x30;
const NINE = 0x39;
/** A part of a millisecond's work. */
const SETTLED_PER_PART = 256;
/** More digits than this are compared as if they were this many. */
const MOST_DIGITS = 255;

/** @param reverse - The last first. */
export function orderOf(sort: SortKey, reverse: boolean): ListingOrder {
  const direction = reverse ? -1 : 1;
  if (sort === 'name') return new NameOrder(null, direction);
  if (sort === 'natural') return new NameOrder(naturalKey, direction);
  return new StatusOrder(sort, direction);
}

/** Does the order need every entry's status? */
export function needsStatus(sort: SortKey | undefined): boolean {
  return sort === 'size' || sort === 'mtime';
}

/**
 * A number becomes `0`, how many digits it has without leading zeros, and these: so shorter numbers come first.
 *
 * @returns Borrowed until the next call.
 */
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
  return key.subarray(0, end);
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

/** The part of a status that counts most, as a number. Of two that are too large for it to be exact, the greater is not the less. */
type StatusKey = (words: Int32Array, base: number) => number;

const BY_STATUS: Readonly<Record<'size' | 'mtime', { readonly key: StatusKey; readonly compare: StatusComparison }>> = {
  size: { key: (words, base) => wide(words, base + STATUS.size), compare: compareSize },
  mtime: { key: (words, base) => wide(words, base + STATUS.modifyS), compare: compareModified },
};

function wide(words: Int32Array, at: number): number {
  return words[at + 1]! * 2 ** 32 + (words[at]! >>> 0);
}

/** By status, then by name; what could not be examined comes last. */
class StatusOrder implements ListingOrder {
  readonly #names = new NameKeys(null, 1);
  readonly #sort = new MergeSort((a, b) => this.#breakTie(a, b));
  readonly #key: StatusKey;
  readonly #compare: StatusComparison;
  readonly #direction: 1 | -1;
  #keys: Float64Array = new Float64Array(32);
  #statuses: StatusRecords | null = null;
  #records: Int32Array | null = null;
  #count = 0;
  #keyed = 0;
  #areNamesRead = false;

  constructor(sort: 'size' | 'mtime', direction: 1 | -1) {
    this.#key = BY_STATUS[sort].key;
    this.#compare = BY_STATUS[sort].compare;
    this.#direction = direction;
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

  begin(source: Uint8Array, length: number, count: number, statuses: StatusRecords, records: Int32Array | null): void {
    if (count > this.#keys.length) this.#keys = new Float64Array(2 * count);
    this.#names.begin(source, length, count);
    this.#sort.begin(count, this.#keys);
    this.#statuses = statuses;
    this.#records = records;
    this.#count = count;
    this.#keyed = 0;
    this.#areNamesRead = false;
  }

  proceed(): boolean {
    if (!this.#areNamesRead) {
      if (this.#names.proceed()) return true;
      this.#areNamesRead = true;
    }
    if (this.#keyed < this.#count) {
      const until = Math.min(this.#count, this.#keyed + ENTRIES_PER_PART);
      for (let index = this.#keyed; index < until; index++) this.#keys[index] = this.#keyOf(index);
      this.#keyed = until;
      if (until < this.#count) return true;
    }
    return this.#sort.proceed(ENTRIES_PER_PART);
  }

  #keyOf(index: number): number {
    const statuses = this.#statuses!;
    const record = this.#records?.[index] ?? -1;
    if (record < 0 || statuses.words(record)[statuses.base(record)] !== 0) return Number.POSITIVE_INFINITY;
    // The largest and the latest come first.
    return -this.#direction * this.#key(statuses.words(record), statuses.base(record));
  }

  #breakTie(a: number, b: number): number {
    if (this.#keys[a] === Number.POSITIVE_INFINITY) return this.#names.compare(a, b);
    const statuses = this.#statuses!;
    const record = this.#records![a]!;
    const other = this.#records![b]!;
    const difference = this.#compare(statuses.words(record), statuses.base(record), statuses.words(other), statuses.base(other));
    return this.#direction * difference || this.#names.compare(a, b);
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
  /** What was kept, in order, once nothing is offered any more, and the values of the first of it. */
  #kept: readonly Candidate<T>[] | null = null;
  readonly #values: T[] = [];
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
    if (this.#heap.settle(SETTLED_PER_PART)) return true;
    this.#kept ??= this.#heap.take();
    this.#appendValues(this.#kept, SETTLED_PER_PART);
    return this.#values.length < this.#kept.length;
  }

  /** What was kept, in order. */
  take(): T[] {
    this.#kept ??= this.#heap.take();
    this.#appendValues(this.#kept, Number.POSITIVE_INFINITY);
    return this.#values;
  }

  #appendValues(kept: readonly Candidate<T>[], count: number): void {
    const values = this.#values;
    for (const until = Math.min(kept.length, values.length + count); values.length < until; ) {
      values.push(kept[values.length]!.value);
    }
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
