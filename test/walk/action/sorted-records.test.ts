/** Records in order: the heap of the first ones beside a plain sort, and columns that grow. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { SortValue } from '../../../src/walk/action/sort-key.ts';
import { makeSortedRecords } from '../../../src/walk/action/sorted-records.ts';

interface Row {
  readonly high: number;
  readonly low: number;
  readonly text: string;
}

/** Adds rows; a row's record is its number. @returns The numbers in order, and the most that were kept at once. */
function sortRows(rows: readonly Row[], descending: boolean, limit: number): number[] {
  const records = makeSortedRecords({ key: 'name', needsStatus: false, descending, limit });
  const value = new SortValue();
  rows.forEach(({ high, low, text }, number) => {
    value.high = high;
    value.low = low;
    value.text.length = 0;
    value.text.appendAscii(text);
    if (!records.admits(value)) return;
    const record = new Scratch();
    record.appendAscii(`${number};`);
    records.add(value, record);
  });
  const sink = new Scratch();
  records.drainTo(sink);
  const text = Buffer.from(sink.bytes.subarray(0, sink.length)).toString();
  return text.split(';').slice(0, -1).map(Number);
}

function expected(rows: readonly Row[], descending: boolean, limit: number): number[] {
  const sign = descending ? -1 : 1;
  const compare = (a: Row, b: Row): number =>
    a.high - b.high || a.low - b.low || Buffer.compare(Buffer.from(a.text), Buffer.from(b.text));
  return rows
    .map((_, number) => number)
    .sort((a, b) => sign * compare(rows[a]!, rows[b]!) || a - b)
    .slice(0, limit);
}

const rows = fc.array(
  fc.record({ high: fc.nat(3), low: fc.nat(2), text: fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }) }),
  { maxLength: 60 },
);

test('all of them, and the first ones, are those of a sort that keeps the order of equals', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), fc.integer({ min: 1, max: 12 }), (some, descending, limit) => {
      expect(sortRows(some, descending, limit)).toEqual(expected(some, descending, limit));
      expect(sortRows(some, descending, Number.POSITIVE_INFINITY)).toEqual(expected(some, descending, some.length));
    }),
  );
});

test('more than its first columns hold', () => {
  const many = Array.from({ length: 5000 }, (_, i): Row => ({ high: (i * 7919) % 5003, low: 0, text: `t${i}` }));
  expect(sortRows(many, false, Number.POSITIVE_INFINITY)).toEqual(expected(many, false, many.length));
});

test('what comes behind the last of the first ones is refused', () => {
  const records = makeSortedRecords({ key: 'size', needsStatus: true, descending: false, limit: 2 });
  const value = new SortValue();
  const add = (high: number): boolean => {
    value.high = high;
    const admitted = records.admits(value);
    if (admitted) records.add(value, new Scratch());
    return admitted;
  };
  expect([5, 3, 5, 4, 4, 3, 1].map(add)).toEqual([true, true, false, true, false, true, true]);
});
