/** The slots of the queue: taken, handed over together, answered, and everything they hold given back. */

import { beforeEach, describe, expect, test } from 'vitest';
import { OPERATION, SLOT } from '../../../src/ioq/layout.ts';
import { Slots, slotWord } from '../../../src/walk/traversal/slots.ts';
import { HeldQueue, type RecordedCalls, recordCalls } from './plain-walk.ts';

let queue: HeldQueue;
let recorded: RecordedCalls;
let slots: Slots;

beforeEach(() => {
  queue = new HeldQueue(3);
  recorded = recordCalls();
  slots = new Slots(queue, recorded.system);
});

function reaped(wait: boolean): number[] {
  const answered: number[] = [];
  slots.reap(wait, (slot) => answered.push(slot));
  return answered;
}

const field = (slot: number, name: keyof typeof SLOT): number => queue.words[slotWord(slot) + SLOT[name]]!;

describe('requests', () => {
  test('are handed over together, and not before', () => {
    const [a, b] = [slots.take(), slots.take()];
    expect([queue.inFlight, slots.inFlight, slots.free]).toEqual([[], 2, 1]);
    slots.flush();
    expect([queue.inFlight, slots.inFlight]).toEqual([[a, b], 2]);
  });

  test('come back in the order of their answers', () => {
    const [a, b] = [slots.take(), slots.take()];
    slots.flush();
    queue.answer(b);
    expect(reaped(false)).toEqual([b]);
    queue.answer(a);
    expect([reaped(false), slots.inFlight]).toEqual([[a], 0]);
  });

  test('an answered slot goes out once more without being free in between', () => {
    const slot = slots.take();
    slots.flush();
    queue.answer(slot);
    reaped(false);
    slots.again(slot);
    slots.flush();
    expect([queue.inFlight, slots.free]).toEqual([[slot], 2]);
  });

  test('a queue that refuses them is a bug, and said', () => {
    queue.submit = () => -11;
    slots.take();
    expect(() => slots.flush()).toThrow('the queue refused 1 requests: -11');
  });
});

describe('the directory that a slot has left open', () => {
  test('is closed by its next request', () => {
    const slot = slots.take();
    slots.flush();
    queue.answer(slot, 0, 42);
    reaped(false);
    slots.release(slot);
    expect([field(slot, 'closeFd'), field(slot, 'dirfd'), recorded.calls]).toEqual([42, -1, []]);
  });

  test('is closed at once where descriptors are short', () => {
    const slot = slots.take();
    slots.flush();
    queue.answer(slot, 0, 42);
    reaped(false);
    slots.release(slot);
    expect([slots.closeIdle(), recorded.calls, field(slot, 'closeFd')]).toEqual([1, ['close 42'], -1]);
    expect(slots.closeIdle()).toBe(0);
  });

  test('is not the one that a failed open was based on', () => {
    const slot = slots.take();
    queue.words[slotWord(slot) + SLOT.operation] = OPERATION.opendir;
    queue.words[slotWord(slot) + SLOT.dirfd] = 77;
    slots.flush();
    queue.answer(slot, -13);
    reaped(false);
    expect(field(slot, 'dirfd')).toBe(-1);
  });
});

test('draining waits for what is in flight and closes what every slot has open, and no base', () => {
  const [answered, flying] = [slots.take(), slots.take()];
  slots.flush();
  queue.answer(answered, 0, 42);
  reaped(false);
  slots.release(answered);
  queue.words[slotWord(flying) + SLOT.dirfd] = 43;
  expect(slots.take()).toBe(answered);
  const prepared = slots.take();
  queue.words[slotWord(prepared) + SLOT.operation] = OPERATION.opendir;
  queue.words[slotWord(prepared) + SLOT.dirfd] = 77;
  slots.drain();
  expect([queue.cancelled, queue.inFlight]).toEqual([true, []]);
  expect(recorded.calls.toSorted()).toEqual(['close 42', 'close 43']);
});
