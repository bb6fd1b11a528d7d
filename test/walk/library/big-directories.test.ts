/**
 * The event loop gets its turns while one directory of very many entries is gone through, whatever is asked of it.
 *
 * Time is not measured: the loop counts as held up all the while, so it has to get a turn at every place where a walk would give it one. How
 * often it does, from the first call to the end, tells how finely the work is cut.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, count, paths, type WalkOptions, walk } from '../../../src/walk/index.ts';
import { loopTurns } from '../../../src/walk/library/loop-turns.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { directory, makeTree, numberedFiles, type Tree } from '../../fixture/tree.ts';

const ENTRIES = 6_000;

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({ many: directory(numberedFiles(ENTRIES)) });
});
afterAll(() => tree[Symbol.asyncDispose]());

beforeEach(() => {
  vi.spyOn(loopTurns, 'isHeldUp', 'get').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** How many turns the loop has while `run` is under way. */
async function turnsOf(run: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await run();
  isOver = true;
  return turns;
}

describe.each(BACKENDS)('over %s', (backend) => {
  const ways: readonly (readonly [string, WalkOptions])[] = [
    ['as it comes', {}],
    ['depth-first', { order: 'dfs' }],
    ['by name', { sort: 'name' }],
    ['by size, depth-first', { sort: 'size', order: 'dfs' }],
    ['naturally', { sort: 'natural', reverse: true }],
    ['by time', { sort: 'mtime' }],
  ];
  test.each(ways)('%s', async (_, options) => {
    const asked = { ...options, backend };
    const ask = {
      count: () => count(tree.path('many'), null, asked),
      collect: async () => (await collect(tree.path('many'), null, asked)).length,
      paths: async () => (await paths(tree.path('many'), null, asked)).length,
      walk: async () => {
        let found = 0;
        for await (const _entry of walk(tree.path('many'), null, asked)) found++;
        return found;
      },
    };
    // A step takes a thousand entries on their way: copied, ordered (some ten times each), written back, shown.
    const least = options.sort === undefined ? ENTRIES / 2048 : (12 * ENTRIES) / 1024;
    for (const run of Object.values(ask)) {
      let found = 0;
      const turns = await turnsOf(async () => (found = await run()));
      expect(found).toBe(1 + ENTRIES);
      expect(turns).toBeGreaterThan(least);
    }
  });
});
