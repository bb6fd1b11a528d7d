/**
 * The event loop gets its turns while one directory of very many entries is gone through, whatever is asked of it.
 *
 * Time is not measured: the loop counts as held up all the while, so it is given a turn at every place where a walk would give it one. How
 * often it is, from the first call to the end, tells how finely the work is cut.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, count, paths, sum, type WalkOptions, walk } from '../../../src/walk/index.ts';
import { loopTurns } from '../../../src/walk/library/loop-turns.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { directory, file, makeTree, numberedFiles, type Tree } from '../../fixture/tree.ts';

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

/** How many turns the loop is given while `run` is under way; those it has while there is nothing to do do not count. */
async function turnsOf(run: () => Promise<unknown>): Promise<number> {
  const next = vi.spyOn(loopTurns, 'next');
  await run();
  const turns = next.mock.calls.length;
  next.mockRestore();
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
      batches: async () => {
        let found = 0;
        for await (const batch of walk.batches(tree.path('many'), null, asked)) found += batch.length;
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

describe('the event loop has turns while', () => {
  test('the first few thousand of all are put in order and handed over', async () => {
    const options = { sort: 'natural', reverse: true, limit: 5_000 } as const;
    const expected = Array.from({ length: 5_000 }, (_, i) => tree.path(`many/f${ENTRIES - 1 - i}`));
    const turnsOfWalk = await turnsOf(() => count(tree.path('many')));
    for (const ask of [
      () => paths(tree.path('many'), '-type f', options),
      async () => (await collect(tree.path('many'), '-type f', options)).map(({ path }) => path),
    ]) {
      let found: string[] = [];
      const turns = await turnsOf(async () => (found = await ask()));
      expect(found).toEqual(expected);
      // Each is put in its place, taken out of what it was compared by, and handed over.
      expect(turns - turnsOfWalk).toBeGreaterThan(5_000 / 256 + 5_000 / 256 + 5_000 / 1024);
    }
  });

  test('very many groups of a sum are put in order', async () => {
    const types = Array.from({ length: 3_000 }, (_, i) => `.x${i}`);
    await using few = await makeTree(
      Object.fromEntries(types.map((type, i) => [`a${type}`, file({ sizeBytes: (i * 7_919) % 1_500 })])),
    );
    let groups: readonly { readonly key: string; readonly value: number }[] = [];
    const turnsOfWalk = await turnsOf(() => count(few.root));
    const turns = await turnsOf(async () => (groups = await sum(few.root, '-type f', { by: 'ext' })));
    expect(groups).toHaveLength(types.length);
    expect(groups.map(({ value }) => value)).toEqual(types.map((_, i) => 1_499 - (i >> 1)));
    for (let i = 1; i < groups.length; i += 2) expect(groups[i]!.key > groups[i - 1]!.key).toBe(true);
    expect(turns - turnsOfWalk).toBeGreaterThan(3_000 / 512 + (6 * 3_000) / 512);
  });
});
