/** Who begins when, and what each walk may take: without walks, and without a clock but for patience. */

import { expect, test } from 'vitest';
import { OpenWalks } from '../../../src/walk/library/open-walks.ts';

const LONG_MS = 1_000_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Walks that have entered, in order. */
function crowd(house: OpenWalks, size: number): { walks: object[]; entered: number[] } {
  const walks = Array.from({ length: size }, () => ({}));
  const entered: number[] = [];
  walks.forEach((walk, number) => {
    const wait = house.enter(walk);
    if (wait === null) {
      house.setBusy(walk, true);
      entered.push(number);
    } else {
      void wait.then(() => entered.push(number));
    }
  });
  return { walks, entered };
}

test('a few begin at once; each that ends lets in the next, in order of arrival', async () => {
  const house = new OpenWalks(LONG_MS);
  const { walks, entered } = crowd(house, 11);
  await turn();
  expect(entered).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  house.leave(walks[3]!);
  house.leave(walks[3]!);
  await turn();
  expect(entered.slice(8)).toEqual([8]);
  house.leave(walks[8]!);
  house.leave(walks[0]!);
  await turn();
  expect(entered.slice(8)).toEqual([8, 9, 10]);
  for (const walk of walks) house.leave(walk);
});

test('walks that wait for the program hold up nobody, once it has had a turn', async () => {
  const house = new OpenWalks(LONG_MS);
  const { walks, entered } = crowd(house, 10);
  for (const walk of walks.slice(0, 8)) house.setBusy(walk, false);
  house.setBusy(walks[5]!, true);
  await turn();
  await turn();
  expect(entered.length).toBe(8);
  house.setBusy(walks[5]!, false);
  await turn();
  await turn();
  // The ninth is busy now.
  expect(entered.slice(8)).toEqual([8]);
  house.setBusy(walks[8]!, false);
  await turn();
  await turn();
  expect(entered.slice(8)).toEqual([8, 9]);
  for (const walk of walks) house.leave(walk);
});

test('patience with busy walks has an end', async () => {
  const house = new OpenWalks(1);
  const { walks, entered } = crowd(house, 11);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(entered).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const walk of walks) house.leave(walk);
});

test('who leaves while it waits is waited for no more, and takes no place', async () => {
  const house = new OpenWalks(LONG_MS);
  const { walks, entered } = crowd(house, 10);
  house.leave(walks[8]!);
  await turn();
  expect(entered.slice(8)).toEqual([8]);
  house.leave(walks[0]!);
  await turn();
  expect(entered.slice(8)).toEqual([8, 9]);
  for (const walk of walks) house.leave(walk);
});

test('a walk by itself may take all there is; shares grow smaller, but never too small', () => {
  const house = new OpenWalks(LONG_MS);
  const open = 20;
  const shares = Array.from({ length: 300 }, () => {
    const walk = {};
    house.enterNow(walk);
    const share = house.shareOf(walk, () => ({ limit: 1024, open }));
    house.reserve(walk, Math.max(4, Math.min(100, share.limits.limit - share.limits.open)));
    return share;
  });
  expect(shares[0]).toEqual({ limits: { limit: 1024, open }, threads: undefined, queueDepth: undefined });
  // What others have reserved, though not opened yet, is not there any more.
  expect(shares[3]!.limits.open).toBe(open + 300);
  expect(shares[4]).toMatchObject({ threads: 3, queueDepth: 51 });
  expect(shares.at(-1)).toMatchObject({ threads: 1, queueDepth: 2 });
  for (const { limits } of shares) expect(limits.limit).toBeGreaterThanOrEqual(limits.open);
});
