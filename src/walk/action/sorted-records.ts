/**
 * Printed records that wait for their place: all of them, or the first `limit`.
 *
 * In: a `SortValue` and the record's bytes. Out: the records in order; those of equal values in the order in which they came. All records
 * lie in one buffer and their numbers in columns, nothing is an object of its own. The first `limit` of them are a heap with the last of
 * them on top: what comes behind that one is refused before it is even printed, so the memory depends on `limit` alone and not on the tree.
 */

import { FirstHeap } from '../first-heap.ts';
import type { SortOrder } from '../sort-order.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import type { SortValue } from './sort-key.ts';

export interface SortedRecords {
  /** Would a record of this value be kept? */
  admits(value: SortValue): boolean;
  /** Keep a record, that is admitted. */
  add(value: SortValue, record: Scratch): void;
  /** Append the records in order; then there are none. */
  drainTo(sink: ByteSink): void;
}

export function makeSortedRecords({ descending, limit }: SortOrder): SortedRecords {
  return limit === Number.POSITIVE_INFINITY ? new AllRecords(descending) : new FirstRecords(descending, limit);
}

interface HeldRecord {
  high: number;
  low: number;
  text: Buffer;
  record: Buffer;
  number: number;
}

class FirstRecords implements SortedRecords {
  readonly #sign: number;
  readonly #heap: FirstHeap<HeldRecord>;
  #count = 0;

  constructor(descending: boolean, limit: number) {
    this.#sign = descending ? -1 : 1;
    this.#heap = new FirstHeap(limit, (a, b) => this.#compare(a, b));
  }

  admits({ high, low, text }: SortValue): boolean {
    const { last } = this.#heap;
    if (last === undefined) return true;
    const order = high - last.high || low - last.low || compareBytes(text, last.text);
    // Of equals those that came first are the first.
    return order * this.#sign < 0;
  }

  add({ high, low, text }: SortValue, record: Scratch): void {
    this.#heap.add({ high, low, text: copyOf(text), record: copyOf(record), number: this.#count++ });
  }

  drainTo(sink: ByteSink): void {
    for (const { record } of this.#heap.take()) sink.append(record);
  }

  #compare(a: HeldRecord, b: HeldRecord): number {
    return (a.high - b.high || a.low - b.low || Buffer.compare(a.text, b.text)) * this.#sign || a.number - b.number;
  }
}

const FIRST_CAPACITY = 1024;

/** Columns: where the bytes of a record begin (its text, then what is printed), where the text ends, its two numbers. */
class AllRecords implements SortedRecords {
  readonly #sign: number;
  readonly #bytes = new Scratch(1 << 16);
  #starts = new Float64Array(FIRST_CAPACITY);
  #textEnds = new Float64Array(FIRST_CAPACITY);
  #highs = new Float64Array(FIRST_CAPACITY);
  #lows = new Float64Array(FIRST_CAPACITY);
  #count = 0;

  constructor(descending: boolean) {
    this.#sign = descending ? -1 : 1;
  }

  admits(): boolean {
    return true;
  }

  add({ high, low, text }: SortValue, record: Scratch): void {
    // One more than there are records: where the last one ends.
    if (this.#count + 1 >= this.#starts.length) this.#grow();
    const number = this.#count++;
    this.#highs[number] = high;
    this.#lows[number] = low;
    this.#bytes.append(text.bytes, 0, text.length);
    this.#textEnds[number] = this.#bytes.length;
    this.#bytes.append(record.bytes, 0, record.length);
    this.#starts[number + 1] = this.#bytes.length;
  }

  drainTo(sink: ByteSink): void {
    const { bytes } = this.#bytes;
    for (const number of this.#sorted()) sink.append(bytes, this.#textEnds[number]!, this.#starts[number + 1]!);
    this.#count = 0;
    this.#bytes.length = 0;
  }

  #sorted(): Uint32Array {
    const sign = this.#sign;
    const highs = this.#highs;
    const lows = this.#lows;
    const starts = this.#starts;
    const ends = this.#textEnds;
    const bytes = Buffer.from(this.#bytes.bytes.buffer);
    const numbers = Uint32Array.from({ length: this.#count }, (_, number) => number);
    return numbers.sort((a, b) => {
      const order =
        highs[a]! - highs[b]! || lows[a]! - lows[b]! || bytes.compare(bytes, starts[b]!, ends[b]!, starts[a]!, ends[a]!);
      return order * sign || a - b;
    });
  }

  #grow(): void {
    const grow = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(2 * column.length);
      grown.set(column);
      return grown;
    };
    this.#starts = grow(this.#starts);
    this.#textEnds = grow(this.#textEnds);
    this.#highs = grow(this.#highs);
    this.#lows = grow(this.#lows);
  }
}

function copyOf({ bytes, length }: Scratch): Buffer {
  return Buffer.from(bytes.subarray(0, length));
}

function compareBytes({ bytes, length }: Scratch, other: Uint8Array): number {
  return Buffer.compare(bytes.subarray(0, length), other);
}
