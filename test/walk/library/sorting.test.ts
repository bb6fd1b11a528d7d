/** Natural keys compare as people count. The rest of the orders is seen in walks, in walk.test.ts. */

import { expect, test } from 'vitest';
import { naturalKey } from '../../../src/walk/library/sorting.ts';
import { compareBytes } from '../../../src/walk/traversal/name-order.ts';

test('numbers within names are compared by their value', () => {
  const sorted = ['a', 'a1', 'a02', 'a2b', 'a10', 'a10b2', 'a10b10', 'a100', 'b', 'b9.txt', 'b10.txt'];
  const shuffled = sorted.toReversed();
  const byKey = (a: string, b: string): number => compareBytes(naturalKey(Buffer.from(a)).slice(), naturalKey(Buffer.from(b)));
  expect(shuffled.sort(byKey)).toEqual(sorted);
});

test('a number of more digits than a byte can count is still greater than a short one', () => {
  const long = naturalKey(Buffer.from(`x${'9'.repeat(300)}`)).slice();
  expect(compareBytes(long, naturalKey(Buffer.from('x12345')))).toBeGreaterThan(0);
});
