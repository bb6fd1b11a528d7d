/**
 * The orders that a program can ask for: of one directory's entries, and of all that a walk finds.
 *
 * In: the option `sort`. Out: a `ListingOrder` for the traversal (`orderOf`), or `TopEntries`, which keeps the first few of all. Natural
 * order and the order by name compare keys made of the name's bytes; size and time are read from status records. What compares equal
 * is ordered by name, or keeps its order.
 */

import { STATUS, STATUS_BYTES } from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import { FirstHeap } from '../first-heap.ts';
import type { ListingOrder } from '../traversal/listing.ts';
import { compareBytes, NameOrder } from '../traversal/name-order.ts';
import type { SortKey } from './options.ts';

const ZERO = 0x30;
const NINE = 0x39;
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
  const key: number[] = [];
  for (let at = 0; at < name.length; ) {
    const byte = name[at]!;
    if (byte < ZERO || byte > NINE) {
      key.push(byte);
      at++;
      continue;
    }
    let start = at;
    while (at < name.length && name[at]! >= ZERO && name[at]! <= NINE) at++;
    while (start < at - 1 && name[start] === ZERO) start++;
    const end = Math.min(at, start + MOST_DIGITS);
    key.push(ZERO, end - start, ...name.subarray(start, end));
  }
  return Uint8Array.from(key);
}

/** Compares two status records: of the first word of each. */
type StatusComparison = (words: Int32Array, a: number, b: number) => number;

const compareSize: StatusComparison = (words, a, b) => compareWide(words, b + STATUS.size, a + STATUS.size);

const compareModified: StatusComparison = (words, a, b) =>
  compareWide(words, b + STATUS.modifyS, a + STATUS.modifyS) || words[b + STATUS.modifyNs]! - words[a + STATUS.modifyNs]!;

/** Signed 64-bit numbers, the low half first. */
function compareWide(words: Int32Array, a: number, b: number): number {
  return words[a + 1]! - words[b + 1]! || (words[a]! >>> 0) - (words[b]! >>> 0);
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
      return this.#direction * this.#compare(words, records[a]!, records[b]!);
    });
    return order;
  }
}

/** What of an entry is compared; it is the caller's until it is kept. */
interface Candidate<T> {
  /** A name's key, or a status record. */
  readonly key: Uint8Array | Int32Array;
  readonly path: Uint8Array;
  readonly value: T;
}

/** The first `limit` of all that it is shown; what comes behind those that are kept is not even copied. */
export class TopEntries<T> {
  readonly #heap: FirstHeap<Candidate<T>>;
  readonly #limit: number;
  readonly #key: (entry: Entry) => Uint8Array | Int32Array;
  readonly #compareKeys: (a: Uint8Array | Int32Array, b: Uint8Array | Int32Array) => number;

  constructor(sort: SortKey, reverse: boolean, limit: number) {
    this.#limit = limit;
    this.#heap = new FirstHeap(limit, (a, b) => this.#compare(a, b));
    const direction = reverse ? -1 : 1;
    if (needsStatus(sort)) {
      const compare = sort === 'size' ? compareSize : compareModified;
      const both = new Int32Array(STATUS_BYTES / 2);
      this.#key = statusRecord;
      this.#compareKeys = (a, b) => {
        both.set(a);
        both.set(b, STATUS_BYTES / 4);
        return direction * compare(both, 0, STATUS_BYTES / 4);
      };
    } else {
      const nameOf = (entry: Entry): Uint8Array => entry.bytes.slice(entry.nameStart, entry.nameEnd);
      this.#key = sort === 'name' ? nameOf : (entry) => naturalKey(nameOf(entry));
      this.#compareKeys = (a, b) => direction * compareBytes(a as Uint8Array, b as Uint8Array);
    }
  }

  /** @param make - Makes what is kept of the entry. */
  offer(entry: Entry, make: (entry: Entry) => T): void {
    if (this.#limit === 0) return;
    const key = this.#key(entry);
    const path = entry.path.slice(0, entry.spellPath());
    const { last } = this.#heap;
    if (last !== undefined && this.#compare({ key, path }, last) >= 0) return;
    this.#heap.add({ key, path, value: make(entry) });
  }

  /** What was kept, in order. */
  take(): T[] {
    return this.#heap.take().map(({ value }) => value);
  }

  #compare(a: Omit<Candidate<T>, 'value'>, b: Omit<Candidate<T>, 'value'>): number {
    return this.#compareKeys(a.key, b.key) || compareBytes(a.path, b.path);
  }
}

/** A copy of the status; zeros where it cannot be had: smallest and oldest. */
function statusRecord(entry: Entry): Int32Array {
  const { status } = entry;
  if (!entry.needStatus()) return new Int32Array(STATUS_BYTES / 4);
  return status.words.slice(status.base, status.base + STATUS_BYTES / 4);
}
