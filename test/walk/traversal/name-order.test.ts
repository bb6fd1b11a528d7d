/** The order of names under -s: by bytes or by keys, equal ones as they came, few and many alike. */

import { describe, expect, test } from 'vitest';
import { ENTRY_NAME, entryLength } from '../../../src/ioq/layout.ts';
import { type Collation, compareBytes, NameOrder, sortPaths } from '../../../src/walk/traversal/name-order.ts';
import { makeRandom } from '../../fixture/random-tree.ts';
import { bytes, packEntries, text } from './plain-walk.ts';

function ordered(order: NameOrder, names: readonly string[]): string[] {
  const packed = packEntries(names.map((name) => ({ name })));
  order.begin(packed, packed.length, names.length);
  while (order.proceed());
  return [...order.order.subarray(0, names.length)].map((index) => {
    const at = order.offset(index);
    return text(order.bytes.subarray(at + ENTRY_NAME, at + ENTRY_NAME + entryLength(order.bytes, at)));
  });
}

const FOLDED: Collation = (name) => bytes(text(name).toLowerCase());

describe('by bytes', () => {
  test.each([
    [
      ['b', 'a', 'B'],
      ['B', 'a', 'b'],
    ],
    [
      ['ab', 'a', 'abc', ''],
      ['', 'a', 'ab', 'abc'],
    ],
    [
      ['é', 'z', 'a'],
      ['a', 'z', 'é'],
    ],
    [
      ['same-first-6b', 'same-first-6a', 'same-fi'],
      ['same-fi', 'same-first-6a', 'same-first-6b'],
    ],
    [
      ['a\u0001', 'a'],
      ['a', 'a\u0001'],
    ],
  ])('%j', (names, expected) => {
    expect(ordered(new NameOrder(null), names)).toEqual(expected);
  });

  test.each([1, 11, 12, 13, 200, 5_000])('%i random names', (count) => {
    const random = makeRandom(count);
    const names = Array.from({ length: count }, (_, i) => `${'p'.repeat(random() * 9)}${Math.floor(random() * 50)}.${i}`);
    const expected = names.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect(ordered(new NameOrder(null), names)).toEqual(expected);
  });

  test.each(['', 'file-', 'a-longer-beginning-'])('many names that all begin with %j', (shared) => {
    const random = makeRandom(shared.length);
    const tail = (): string => 'x'.repeat(random() * 3) + String(Math.floor(random() * 1e9)).slice(0, random() * 9);
    const names = [...Array.from({ length: 100 }, () => shared + tail()), shared, `${shared}x`, `${shared}é`];
    const expected = names.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect(ordered(new NameOrder(null), names)).toEqual(expected);
    expect(ordered(new NameOrder((name) => name), names)).toEqual(expected);
    expect(ordered(new NameOrder(null, -1), names)).toEqual(expected.toReversed());
  });
});

test.each([3, 40])('%i names whose keys are equal keep the order of the directory', (count) => {
  const names = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'name' : 'NAME'));
  expect(ordered(new NameOrder(FOLDED), names)).toEqual(names);
});

test('by the keys of a locale', () => {
  expect(ordered(new NameOrder(FOLDED), ['b', 'C', 'a'])).toEqual(['a', 'b', 'C']);
});

test('one order serves one directory after the other', () => {
  const order = new NameOrder(FOLDED);
  const many = Array.from({ length: 100 }, (_, i) => `n${String(i).padStart(3, '0')}`);
  expect(ordered(order, many.toReversed())).toEqual(many);
  expect(ordered(order, ['z', 'y'])).toEqual(['y', 'z']);
});

test('starting points', () => {
  const paths = ['b', 'a/', 'B', 'a'].map(bytes);
  expect(sortPaths(paths, null).map(text)).toEqual(['B', 'a', 'a/', 'b']);
  expect(sortPaths(paths, FOLDED).map(text)).toEqual(['a', 'a/', 'b', 'B']);
});

test.each([
  ['', '', 0],
  ['a', 'a', 0],
  ['a', 'b', -1],
  ['b', 'a', 1],
  ['a', 'ab', -1],
  ['ab', 'a', 1],
  ['\u007f', '\u0080', -1],
])('%j compared with %j is %i', (a, b, sign) => {
  expect(Math.sign(compareBytes(bytes(a), bytes(b)))).toBe(sign);
});
