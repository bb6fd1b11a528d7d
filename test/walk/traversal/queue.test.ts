/** The queue of directories: first in, first out, of any length. */

import { expect, test } from 'vitest';
import { DirectoryQueue } from '../../../src/walk/traversal/queue.ts';

test('the oldest comes first', () => {
  const queue = new DirectoryQueue();
  for (const directory of [7, 3, 9]) queue.push(directory);
  expect([queue.shift(), queue.shift(), queue.length, queue.shift(), queue.length]).toEqual([7, 3, 1, 9, 0]);
});

test('growing keeps the order, wherever the oldest stands in the buffer', () => {
  const queue = new DirectoryQueue();
  const taken: number[] = [];
  // Three in, one out: at each doubling the oldest is somewhere else.
  for (let next = 0; next < 30_000; next += 3) {
    for (let i = 0; i < 3; i++) queue.push(next + i);
    taken.push(queue.shift());
  }
  while (queue.length > 0) taken.push(queue.shift());
  expect(taken).toEqual(Array.from({ length: 30_000 }, (_, i) => i));
});
