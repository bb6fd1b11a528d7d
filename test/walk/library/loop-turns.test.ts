/** How walks share the event loop: turns are those of a real one, only slices are waited for. */

import { expect, test } from 'vitest';
import { LoopTurns } from '../../../src/walk/library/loop-turns.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Longer than a slice. */
function hold(): void {
  const until = performance.now() + 6;
  while (performance.now() < until);
}

test('one of those that wait goes on in each turn of the loop, in order of arrival', async () => {
  const turns = new LoopTurns();
  const wentOn: number[] = [];
  for (const number of [0, 1, 2, 3]) void turns.next().then(() => wentOn.push(number));
  const after: number[] = [];
  for (let looks = 0; wentOn.length < 4 && looks < 20; looks++) {
    await turn();
    after.push(wentOn.length);
  }
  expect(wentOn).toEqual([0, 1, 2, 3]);
  for (let look = 1; look < after.length; look++) expect(after[look]! - after[look - 1]!).toBeLessThan(2);
});

test('all that are called in one turn share one slice', async () => {
  const turns = new LoopTurns();
  expect(turns.isHeldUp).toBe(true);
  turns.begin();
  hold();
  turns.begin();
  expect(turns.isHeldUp).toBe(true);
  await turn();
  await turn();
  const before = performance.now();
  turns.begin();
  // A machine that stands still in between proves nothing.
  if (performance.now() - before < 1) expect(turns.isHeldUp).toBe(false);
});

test('what has been called by the loop goes on in the next turn, not behind it in the same', async () => {
  const turns = new LoopTurns();
  const happened: string[] = [];
  // Timers come before immediates in a turn of the loop.
  await new Promise<void>((resolve) => setTimeout(resolve, 1));
  turns.begin();
  void turns.next().then(() => happened.push('went on'));
  await turn();
  expect(happened).toEqual([]);
  await turn();
  expect(happened).toEqual(['went on']);
});

test('a walk that the loop calls in every turn puts off the others by one', async () => {
  const turns = new LoopTurns();
  const after: boolean[] = [];
  let hasGoneOn = false;
  void turns.next().then(() => (hasGoneOn = true));
  for (let count = 0; count < 3; count++) {
    turns.begin();
    await turn();
    after.push(hasGoneOn);
  }
  expect(after).toEqual([false, true, true]);
});
