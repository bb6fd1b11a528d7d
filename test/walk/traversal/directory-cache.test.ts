/** Descriptors of directories: who is opened from where, who is closed first, and what is done when none are left. */

import { describe, expect, test } from 'vitest';
import { Directories } from '../../../src/walk/traversal/directories.ts';
import { DirectoryCache } from '../../../src/walk/traversal/directory-cache.ts';
import { bytes, makeOptions, makeRoots, recordCalls } from './plain-walk.ts';

const EMFILE = -24;
const EACCES = -13;

function makeCache(descriptors: number, refuse?: (path: string, attempt: number) => number) {
  const { system, calls } = recordCalls(refuse);
  const directories = new Directories(makeRoots('x'), false);
  const cache = new DirectoryCache(system, directories, makeOptions({ descriptors }));
  const root = directories.addRoot(0);
  const add = (parent: number, name: string): number => directories.add(parent, bytes(name), 0, name.length);
  const chain = (levels: number, name = 'd'): number => {
    let directory = root;
    for (let i = 0; i < levels; i++) directory = add(directory, name);
    return directory;
  };
  return { cache, calls, directories, root, add, chain };
}

describe('opening', () => {
  test('a starting point is opened by its path, what is below it relative to it, each once', () => {
    const { cache, calls, root, add } = makeCache(8);
    const b = add(add(root, 'a'), 'b');
    expect([cache.open(root), cache.open(b), cache.open(b)]).toEqual([100, 101, 101]);
    expect(calls).toEqual(['open . x', 'open 100 a/b']);
  });

  test('the nearest ancestor that is held is the base', () => {
    const { cache, calls, root, add } = makeCache(8);
    const a = add(root, 'a');
    const b = add(a, 'b');
    cache.keep(a, 50);
    expect(cache.base(b)).toBe(a);
    expect(cache.open(b)).toBe(100);
    expect(calls).toEqual(['open 50 b']);
  });

  test('what fails says why, and holds nothing', () => {
    const { cache, root, add } = makeCache(8, (path) => (path === 'a' ? EACCES : 0));
    expect(cache.open(add(root, 'a'))).toBe(EACCES);
    expect(cache.evictAll()).toBe(1);
  });

  test('a starting point that cannot be opened fails all below it', () => {
    const { cache, root, add } = makeCache(8, () => EACCES);
    const a = add(root, 'a');
    expect([cache.open(a), cache.base(a)]).toEqual([EACCES, EACCES - 1]);
  });

  test.each([33, 40, 100])('of a path %i levels deep no call has more than 32 names, and every step is taken once', (levels) => {
    const { cache, calls, chain } = makeCache(8);
    const deep = chain(levels);
    expect(cache.open(deep)).toBeGreaterThan(0);
    const steps = calls.filter((call) => call.startsWith('open 1')).map((call) => call.split(' ')[2]!.split('/').length);
    expect(Math.max(...steps)).toBeLessThanOrEqual(32);
    expect(steps.reduce((sum, names) => sum + names)).toBe(levels);
  });

  test('of long names no call has more than 2048 bytes', () => {
    const { cache, calls, chain } = makeCache(8);
    expect(cache.open(chain(40, 'n'.repeat(255)))).toBeGreaterThan(0);
    const lengths = calls.filter((call) => call.startsWith('open')).map((call) => call.split(' ')[2]!.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2048);
  });
});

describe('closing', () => {
  test('the least recently used goes first', () => {
    const { cache, calls, root, add } = makeCache(3);
    const [a, b, c] = [add(root, 'a'), add(root, 'b'), add(root, 'c')];
    cache.open(a);
    cache.open(b);
    cache.open(a);
    cache.open(c);
    expect(calls.filter((call) => call.startsWith('close'))).toEqual(['close 102']);
  });

  test('what a request is based on stays until it is answered', () => {
    const { cache, calls, root, add } = makeCache(2);
    const a = add(root, 'a');
    cache.open(a);
    expect([cache.pin(root), cache.pin(a)]).toEqual([100, 101]);
    cache.open(add(root, 'b'));
    expect(calls.filter((call) => call.startsWith('close'))).toEqual([]);
    cache.unpin(a);
    cache.open(add(root, 'c'));
    expect(calls.filter((call) => call.startsWith('close'))).toEqual(['close 101', 'close 102']);
  });

  test('a number that is used again does not find the old descriptor', () => {
    const { cache, calls, directories, root, add } = makeCache(8);
    const a = add(root, 'a');
    cache.open(a);
    directories.drop(a);
    directories.drop(directories.remove(a));
    cache.forget(a);
    expect(add(root, 'b')).toBe(a);
    cache.open(a);
    expect(calls).toEqual(['open . x', 'open 100 a', 'close 101', 'open 100 b']);
  });

  test('a second descriptor of the same directory is given back at once', () => {
    const { cache, calls, root } = makeCache(8);
    cache.keep(root, 50);
    cache.keep(root, 51);
    expect([cache.open(root), calls]).toEqual([50, ['close 51']]);
  });

  test('everything is closed at the end, pinned or not', () => {
    const { cache, calls, root, add } = makeCache(8);
    cache.open(add(root, 'a'));
    cache.pin(root);
    cache.close();
    expect(calls.slice(2).toSorted()).toEqual(['close 100', 'close 101']);
  });
});

describe('when descriptors run out', () => {
  test('others are given up until one can be opened', () => {
    const { cache, calls, root, add } = makeCache(8, (path, attempt) => (path === 'c' && attempt < 3 ? EMFILE : 0));
    cache.open(add(root, 'a'));
    cache.open(add(root, 'b'));
    expect(cache.open(add(root, 'c'))).toBe(103);
    expect(calls.slice(3)).toEqual(['open 100 c', 'close 101', 'open 100 c', 'close 102', 'open 100 c']);
  });

  test('it fails where nothing is left to give up', () => {
    const { cache, root, add } = makeCache(8, (path) => (path === 'a' ? EMFILE : 0));
    expect(cache.open(add(root, 'a'))).toBe(EMFILE);
  });
});
