/** Status records out of slots: each is found again by its number, few or very many, and room is used again. */

import { expect, test } from 'vitest';
import { STATUS, STATUS_BYTES } from '../../../src/ioq/layout.ts';
import { StatusRecords } from '../../../src/walk/traversal/status-records.ts';

const STATUS_WORDS = STATUS_BYTES / 4;

/** Records whose inodes are `from` and the numbers after it, behind two others. */
function slotOf(from: number, count: number): Int32Array {
  const words = new Int32Array((2 + count) * STATUS_WORDS);
  for (let i = 0; i < count; i++) words[(2 + i) * STATUS_WORDS + STATUS.inode] = from + i;
  return words;
}

const inodes = (records: StatusRecords): number[] =>
  Array.from({ length: records.length }, (_, i) => records.words(i)[records.base(i) + STATUS.inode]!);

test.each([[[1, 2, 3]], [[600]], [[511, 1, 1]], [[100, 1_000, 3, 500]]])('in answers of %j', (counts) => {
  const records = new StatusRecords();
  let next = 10;
  for (const count of counts) {
    records.append(slotOf(next, count), 2 * STATUS_WORDS, count);
    next += count;
  }
  expect(inodes(records)).toEqual(Array.from({ length: next - 10 }, (_, i) => 10 + i));
});

test('after clearing there are none, and others take their place', () => {
  const records = new StatusRecords();
  for (const count of [2_000, 3]) {
    records.append(slotOf(1, count), 2 * STATUS_WORDS, count);
    expect(inodes(records)).toHaveLength(count);
    expect(inodes(records).at(-1)).toBe(count);
    records.clear();
    expect(records.length).toBe(0);
  }
});

test('room for more does not move those that are there', () => {
  const records = new StatusRecords();
  records.append(slotOf(1, 512), 2 * STATUS_WORDS, 512);
  const words = records.words(0);
  records.append(slotOf(1, 5_000), 2 * STATUS_WORDS, 5_000);
  expect(records.words(0)).toBe(words);
});
