/** Paths of directories: spelled in full or from what was spelled last, always the same. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/walk/entry.ts';
import { Directories } from '../../../src/walk/traversal/directories.ts';
import { PathSpeller } from '../../../src/walk/traversal/path-speller.ts';
import { bytes, makeCursor, makeRoots, text } from './plain-walk.ts';

let directories: Directories;
let entry: Entry;
let speller: PathSpeller;

beforeEach(() => {
  directories = new Directories(makeRoots('x', 'y/', '/'), false);
  entry = makeCursor();
  speller = new PathSpeller(directories, entry);
});

function add(parent: number, name: string): number {
  return directories.add(parent, bytes(name), 0, name.length);
}

function spelled(directory: number): string {
  speller.spell(directory);
  expect(entry.parent).toBe(directory);
  return text(entry.path.subarray(0, entry.directoryLength));
}

test.each([
  [0, 'x/'],
  [1, 'y/'],
  [2, '/'],
])('starting point %i is %s: a slash is added where none is', (number, path) => {
  const root = directories.addRoot(number);
  expect(spelled(root)).toBe(path);
  expect(spelled(add(root, 'a'))).toBe(`${path}a/`);
});

describe('in whatever order they are asked for', () => {
  test('children, siblings, cousins and ancestors', () => {
    const x = directories.addRoot(0);
    const a = add(x, 'a');
    const b = add(x, 'bb');
    const deep = add(add(a, 'c'), 'd');
    const cousin = add(b, 'e');
    const asked = [x, a, b, deep, deep, cousin, x, deep, a, cousin, b];
    const expected = ['x/', 'x/a/', 'x/bb/', 'x/a/c/d/', 'x/a/c/d/', 'x/bb/e/', 'x/', 'x/a/c/d/', 'x/a/', 'x/bb/e/', 'x/bb/'];
    expect(asked.map(spelled)).toEqual(expected);
  });

  test('a number that is used again is spelled again', () => {
    const x = directories.addRoot(0);
    const a = add(x, 'a');
    expect(spelled(a)).toBe('x/a/');
    directories.drop(a);
    directories.drop(directories.remove(a));
    speller.forget(a);
    const b = add(x, 'b');
    expect([b, spelled(b)]).toEqual([a, 'x/b/']);
  });

  test('a path that was overwritten is spelled anew after a reset', () => {
    const a = add(directories.addRoot(0), 'a');
    spelled(a);
    entry.path.fill(0x21, 0, 8);
    speller.reset();
    expect(spelled(a)).toBe('x/a/');
  });
});

test('a path longer than the entry had room for', () => {
  let directory = directories.addRoot(0);
  for (let i = 0; i < 100; i++) directory = add(directory, 'n'.repeat(255));
  const expected = `x/${`${'n'.repeat(255)}/`.repeat(100)}`;
  expect(spelled(directory)).toBe(expected);
  expect(spelled(add(directory, 'm'))).toBe(`${expected}m/`);
});
