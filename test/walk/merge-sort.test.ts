/** Sorting in parts: the order of any numbers, equal ones as they came, and no part that takes long. */

import { expect, test } from 'vitest';
import { MergeSort } from '../../src/walk/merge-sort.ts';
import { makeRandom } from '../fixture/random-tree.ts';

/** Sorts by key, then by `seconds`. */
function sorted(keys: readonly number[], moves: number, seconds: readonly number[] = keys): number[] {
  const sort = new MergeSort((a, b) => seconds[a]! - seconds[b]!);
  sort.begin(keys.length, Float64Array.from(keys));
  while (sort.proceed(moves));
  return [...sort.order.subarray(0, keys.length)];
}

const numbersUpTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test.each([0, 1, 2, 11, 12, 13, 24, 25, 100, 3_000])('%i random numbers, however small the parts are', (count) => {
  const random = makeRandom(count);
  const keys = numbersUpTo(count).map(() => Math.floor(random() * 50) - 25);
  const expected = numbersUpTo(count).toSorted((a, b) => keys[a]! - keys[b]! || a - b);
  for (const moves of [1, 7, 1024]) expect(sorted(keys, moves)).toEqual(expected);
});

test('where keys are equal the tie-breaker decides, then the order in which they came', () => {
  const seconds = numbersUpTo(200).map((i) => (200 - i) >> 2);
  const keys = seconds.map((_, i) => i & 1);
  const expected = numbersUpTo(200).toSorted((a, b) => keys[a]! - keys[b]! || seconds[a]! - seconds[b]! || a - b);
  expect(sorted(keys, 10, seconds)).toEqual(expected);
});

test('infinite keys come last, and are equal to each other', () => {
  const last = Number.POSITIVE_INFINITY;
  expect(sorted([last, 3, last, -last, 1], 4, [0, 0, 0, 0, 0])).toEqual([3, 4, 1, 0, 2]);
});

test('what is in order, or the reverse of it, too', () => {
  expect(sorted(numbersUpTo(1_000), 64)).toEqual(numbersUpTo(1_000));
  expect(sorted(numbersUpTo(1_000).toReversed(), 64)).toEqual(numbersUpTo(1_000).toReversed());
});

test('no part compares more than a few times as often as it was to move', () => {
  let comparisons = 0;
  const sort = new MergeSort((a, b) => {
    comparisons++;
    return b - a;
  });
  sort.begin(20_000, new Float64Array(20_000));
  let most = 0;
  for (let goesOn = true; goesOn; comparisons = 0) {
    goesOn = sort.proceed(120);
    most = Math.max(most, comparisons);
  }
  expect(most).toBeLessThanOrEqual(120 * 11);
  expect([...sort.order.subarray(0, 3)]).toEqual([19_999, 19_998, 19_997]);
});

test('one sorts again and again, more and fewer', () => {
  const sort = new MergeSort(() => 0);
  for (const count of [40, 500, 3, 499]) {
    sort.begin(count, Float64Array.from(numbersUpTo(count).toReversed()));
    while (sort.proceed(100));
    expect([...sort.order.subarray(0, count)]).toEqual(numbersUpTo(count).toReversed());
  }
});

test('what it was in the middle of does not matter when it begins anew', () => {
  const sort = new MergeSort(() => 0);
  sort.begin(500, new Float64Array(500));
  for (let part = 0; part < 7; part++) sort.proceed(100);
  sort.begin(30, Float64Array.from(numbersUpTo(30).toReversed()));
  while (sort.proceed(100));
  expect([...sort.order.subarray(0, 30)]).toEqual(numbersUpTo(30).toReversed());
});
