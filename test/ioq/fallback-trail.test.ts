/** Directories on the way, kept open for the neighbours of what was opened last. */

import { mkdirSync, renameSync, rmdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Descriptors } from '../../src/ioq/fallback-descriptors.ts';
import { TRAIL_DESCRIPTORS, Trail } from '../../src/ioq/fallback-trail.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { countOpenDescriptors, directory, link, makeTree } from '../fixture/tree.ts';

const ENOENT = -2;
const ELOOP = -40;

/** The base of the trail; the components on the way get the numbers 1, 2, ... */
const BASE = 100;

function trailTo(path: string, steps: number): { trail: Trail; closed: number[] } {
  const closed: number[] = [];
  const trail = new Trail((fd) => closed.push(fd));
  trail.turnTo(BASE, Buffer.from(path), 0);
  for (let step = 1; step <= steps; step++) trail.add(step, path.split('/').slice(0, step).join('/').length + 1);
  return { trail, closed };
}

describe('a trail to a/b/c goes on', () => {
  test.each([
    ['to a neighbour, from the parent', 'a/b/d', { fd: 2, next: 4 }, []],
    ['to a neighbour whose name begins the same', 'a/b/cc', { fd: 2, next: 4 }, []],
    ['to what is deeper', 'a/b/c/d', { fd: 2, next: 4 }, []],
    ["to a parent's neighbour, from the grandparent", 'a/bb/c', { fd: 1, next: 2 }, [2]],
    ['to the parent itself, from the grandparent', 'a/b', { fd: 1, next: 2 }, [2]],
    ['to the parent with a slash', 'a/b/', { fd: 1, next: 2 }, [2]],
    ['to the parent with slashes', 'a/b//', { fd: 1, next: 2 }, [2]],
    ['to somewhere else, from its base', 'x/b/c', undefined, [2, 1]],
  ])('%s', (_, path, step, given) => {
    const { trail, closed } = trailTo('a/b/c', 2);
    expect(trail.turnTo(BASE, Buffer.from(path), 0)).toEqual(step && { ...step, time: 1 });
    expect(closed).toEqual(given);
  });

  test('nowhere from another base', () => {
    const { trail, closed } = trailTo('a/b/c', 2);
    expect(trail.turnTo(BASE + 1, Buffer.from('a/b/d'), 0)).toBeUndefined();
    expect(closed).toEqual([2, 1]);
  });

  test('nowhere for who asks after it was begun, however late its last step is', () => {
    const { trail, closed } = trailTo('a/b/c', 1);
    const asked = trail.time;
    trail.add(2, 4);
    expect(trail.turnTo(BASE, Buffer.from('a/b/d'), asked)).toBeUndefined();
    expect(closed).toEqual([2, 1]);
    trail.add(3, 2);
    expect(trail.turnTo(BASE, Buffer.from('a/c'), asked)).toEqual({ fd: 3, next: 2, time: asked + 1 });
  });
});

test('of a long trail the end is kept', () => {
  const { trail, closed } = trailTo('a/b/c/d/e/f/g', 6);
  expect(closed).toEqual([1, 2]);
  expect(trail.turnTo(BASE, Buffer.from('a/b/c/d/e/f/h'), 0)).toEqual({ fd: 6, next: 12, time: 1 });
  expect(trail.turnTo(BASE, Buffer.from('a/b/x'), 0)).toBeUndefined();
  expect(closed).toEqual([1, 2, 6, 5, 4, 3]);
});

describe.each([
  ['with /proc', true],
  ['without /proc', false],
])('%s', (_, hasProc) => {
  test('neighbours are opened along the trail, which ends with its base', async () => {
    const deep = directory({ c: directory(), d: directory({ e: directory() }) });
    await using tree = await makeTree({ a: directory({ b: deep }), f: directory({ g: directory() }) });
    const descriptors = new Descriptors(hasProc);
    const before = countOpenDescriptors();
    const root = descriptors.open(AT_FDCWD, Buffer.from(tree.root), 0);
    for (const path of ['a/b/c', 'a/b/d', 'a/b/d/e', 'a/b', 'f/g', 'a/b/c']) {
      const fd = descriptors.open(root, Buffer.from(path), 0, 0);
      expect(fd).toBeGreaterThanOrEqual(0);
      expect(descriptors.close(fd)).toBe(0);
      expect(countOpenDescriptors()).toBeLessThanOrEqual(before + 1 + TRAIL_DESCRIPTORS);
    }
    expect(descriptors.close(root)).toBe(0);
    expect(countOpenDescriptors()).toBe(before);
  });

  test('a link put in its place is refused, and what has been put there anew is found', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: directory() }) }), out: directory({ c: directory() }) });
    const descriptors = new Descriptors(hasProc);
    const root = descriptors.open(AT_FDCWD, Buffer.from(tree.root), 0);
    const open = (path: string): number => descriptors.open(root, Buffer.from(path), 0, 0);
    descriptors.close(open('a/b/c'));
    rmdirSync(tree.path('a/b/c'));
    symlinkSync('../../out', tree.path('a/b/c'));
    expect(open('a/b/c')).toBe(ELOOP);
    renameSync(tree.path('a/b'), tree.path('old'));
    mkdirSync(tree.path('a/b'));
    mkdirSync(tree.path('a/b/d'));
    const d = open('a/b/d');
    expect(d).toBeGreaterThanOrEqual(0);
    descriptors.close(d);
    rmdirSync(tree.path('a/b/d'));
    expect(open('a/b/d')).toBe(ENOENT);
    descriptors.close(root);
  });

  test('a directory removed and made again is found again', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: directory() }) }), l: link('a') });
    const descriptors = new Descriptors(hasProc);
    const root = descriptors.open(AT_FDCWD, Buffer.from(tree.root), 0);
    descriptors.close(descriptors.open(root, Buffer.from('a/b/c'), 0, 0));
    rmdirSync(tree.path('a/b/c'));
    rmdirSync(tree.path('a/b'));
    mkdirSync(tree.path('a/b'));
    mkdirSync(tree.path('a/b/c'));
    const again = descriptors.open(root, Buffer.from('a/b/c'), 0, 0);
    expect(again).toBeGreaterThanOrEqual(0);
    descriptors.close(again);
    expect(descriptors.open(root, Buffer.from('l/b/c'), 0)).toBe(ELOOP);
    descriptors.close(root);
  });
});
