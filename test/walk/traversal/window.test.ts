/** The window: whatever order answers come in, the oldest request is consumed first. */

import { beforeEach, expect, test } from 'vitest';
import { Slots } from '../../../src/walk/traversal/slots.ts';
import { Window } from '../../../src/walk/traversal/window.ts';
import { HeldQueue, recordCalls } from './plain-walk.ts';

let slots: Slots;
let window: Window;

beforeEach(() => {
  slots = new Slots(new HeldQueue(3), recordCalls().system);
  window = new Window(slots, 3);
});

test('a later answer waits for the oldest', () => {
  const [first, second] = [window.open(), window.open()];
  window.markReady(second);
  expect([window.head, window.headIsReady]).toEqual([first, false]);
  window.markReady(first);
  expect(window.headIsReady).toBe(true);
  window.close();
  expect([window.head, window.headIsReady]).toEqual([second, true]);
});

test('a slot that is submitted again keeps its place, and is awaited again', () => {
  const [first, second] = [window.open(), window.open()];
  window.markReady(first);
  window.markReady(second);
  window.again(first);
  expect([window.head, window.headIsReady]).toEqual([first, false]);
});

test('places are used again in a ring, and an old answer is not taken for a new one', () => {
  const order: number[] = [];
  const opened: number[] = [window.open(), window.open()];
  for (let i = 0; i < 10; i++) {
    opened.push(window.open());
    window.markReady(window.head);
    order.push(window.head);
    window.close();
    expect(window.headIsReady).toBe(false);
  }
  expect(order).toEqual(opened.slice(0, 10));
});

test('what is closed gives its slot back', () => {
  expect([window.isEmpty, window.headIsReady]).toEqual([true, false]);
  window.open();
  expect([window.isEmpty, slots.free]).toEqual([false, 2]);
  window.close();
  expect([window.isEmpty, slots.free]).toEqual([true, 3]);
});
