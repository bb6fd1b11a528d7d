/** The first few of many. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FirstHeap } from '../../src/walk/first-heap.ts';

const byNumber = (a: number, b: number): number => a - b;

/** As its users do: what does not come before the last is not added. */
function offer(heap: FirstHeap<number>, item: number): void {
  if (heap.last === undefined || item < heap.last) heap.add(item);
}

describe('of many numbers', () => {
  test('the first few are kept, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), fc.integer({ min: 1, max: 12 }), (numbers, limit) => {
        const heap = new FirstHeap(limit, byNumber);
        for (const number of numbers) offer(heap, number);
        expect(heap.take()).toEqual(numbers.toSorted(byNumber).slice(0, limit));
      }),
    );
  });

  test('they are put in order bit by bit, in any bits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), fc.array(fc.integer({ min: 0, max: 5 })), (numbers, bits) => {
        const heap = new FirstHeap(10, byNumber);
        for (const number of numbers) offer(heap, number);
        const kept = numbers.toSorted(byNumber).slice(0, 10);
        let left = kept.length;
        for (const bit of bits) {
          left = Math.max(0, left - bit);
          expect(heap.settle(bit)).toBe(left > 0);
        }
        expect(heap.take()).toEqual(kept);
      }),
    );
  });

  test('the last of those that are kept is known once there is no room for more', () => {
    const heap = new FirstHeap(2, byNumber);
    offer(heap, 5);
    expect(heap.last).toBeUndefined();
    offer(heap, 3);
    expect(heap.last).toBe(5);
    offer(heap, 4);
    expect(heap.last).toBe(4);
  });

  test('none is left once they were taken', () => {
    const heap = new FirstHeap(2, byNumber);
    offer(heap, 1);
    expect([heap.take(), heap.take()]).toEqual([[1], []]);
  });
});
