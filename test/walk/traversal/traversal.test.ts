/** The four strategies: REFERENCE 3.4 over its own tree, passes that show everything once, errors that are told once. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/walk/entry.ts';
import type { StrategyName } from '../../../src/walk/traversal/traversal.ts';
import type { TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { directory, file, link, makeTree, type Tree } from '../../fixture/tree.ts';
import { makeRecorder, pathOf, traverse } from './plain-walk.ts';

const STRATEGIES: readonly StrategyName[] = ['bfs', 'dfs', 'ids', 'eds'];

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({
    tr: directory({
      a: directory({ 1: file(), b: directory({ 2: file(), c: directory() }) }),
      d: directory({ e: directory({ 3: file() }) }),
      f: directory(),
    }),
    loop: directory({ in: directory({ up: link('..') }) }),
  });
});
afterAll(() => tree[Symbol.asyncDispose]());

/** Paths without `tr/` and marks of post visits. */
function order(strategy: StrategyName, options: Partial<TraversalOptions> = {}, recorder = makeRecorder()): string {
  const { visits } = traverse(tree.root, ['tr'], strategy, { sort: true, ...options }, recorder);
  return visits.map((path) => path.replace(/\/$/, '').replace(/^tr\//, '')).join(' ');
}

describe('the order of REFERENCE 3.4', () => {
  test.each<[StrategyName, string]>([
    ['bfs', 'tr a d f a/1 a/b d/e a/b/2 a/b/c d/e/3'],
    ['dfs', 'tr a a/1 a/b a/b/2 a/b/c d d/e d/e/3 f'],
    ['ids', 'tr a d f a/1 a/b d/e a/b/2 a/b/c d/e/3'],
    ['eds', 'tr a d f a/1 a/b a/b/2 a/b/c d/e d/e/3'],
  ])('%s', (strategy, expected) => {
    expect(order(strategy)).toBe(expected);
  });

  test.each<[StrategyName, string]>([
    ['bfs', 'a/1 f a/b/2 d/e/3 d/e d a/b/c a/b a tr'],
    ['dfs', 'a/1 a/b/2 a/b/c a/b a d/e/3 d/e d f tr'],
    ['ids', 'a/b/2 a/b/c d/e/3 a/1 a/b d/e a d f tr'],
    ['eds', 'a/1 a/b/2 d/e/3 a/b/c a/b a d/e d f tr'],
  ])('%s with -depth', (strategy, expected) => {
    expect(order(strategy, { postOrder: true })).toBe(expected);
  });
});

describe.each(STRATEGIES)('%s', (strategy) => {
  test.each([
    [{ maxDepth: 1 }, 'a d f tr'],
    [{ minDepth: 2, maxDepth: 2 }, 'a/1 a/b d/e'],
    [{ minDepth: 3 }, 'a/b/2 a/b/c d/e/3'],
    [{ maxDepth: 0, postOrder: true }, 'tr'],
    [{ minDepth: 2, postOrder: true }, 'a/1 a/b a/b/2 a/b/c d/e d/e/3'],
  ])('shows with %j once what is between the limits', (options, expected) => {
    expect(order(strategy, options).split(' ').toSorted()).toEqual(expected.split(' ').toSorted());
  });

  test('asks whether to admit each entry once, and leaves out what is below the refused', () => {
    const asked: string[] = [];
    const admit = (entry: Entry): boolean => {
      const path = pathOf(entry).slice(tree.root.length + 1);
      asked.push(path);
      return path !== 'tr/a';
    };
    expect(order(strategy, {}, makeRecorder({ admit })).split(' ').toSorted()).toEqual(['d', 'd/e', 'd/e/3', 'f', 'tr']);
    const below = asked.filter((path) => path.startsWith('tr/a/'));
    expect([below, asked.length]).toEqual([[], new Set(asked).size]);
  });

  test('enters nothing that was pruned, in any pass', () => {
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path.endsWith('/a')) verdict.pruned = true;
    });
    const visits = order(strategy, { speculates: false }, recorder).split(' ');
    expect(visits.toSorted()).toEqual(['a', 'd', 'd/e', 'd/e/3', 'f', 'tr']);
  });

  test('stops where it is told to', () => {
    const whole = order(strategy).split(' ');
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path.endsWith('/a/b')) verdict.stopped = true;
    });
    expect(order(strategy, {}, recorder).split(' ')).toEqual(whole.slice(0, whole.indexOf('a/b') + 1));
  });

  test.each([false, true])('tells a starting point that is missing and a loop once each, with -depth: %s', (postOrder) => {
    const { visits, failures } = traverse(tree.root, ['nosuch', 'loop'], strategy, {
      follow: 'always',
      statusTypes: -1,
      postOrder,
    });
    expect(failures.toSorted()).toEqual(['entry nosuch 2', 'loop loop/in/up loop']);
    expect(visits.map((path) => path.replace(/\/$/, '')).toSorted()).toEqual(['loop', 'loop/in']);
  });
});
