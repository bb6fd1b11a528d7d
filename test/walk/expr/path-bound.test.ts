/** How paths may begin, and where such paths can lie. */

import { describe, expect, test } from 'vitest';
import { ANY_PATH, compileMayDescend, joinBounds, narrowBounds, type PathBound } from '../../../src/walk/expr/path-bound.ts';
import { bytes, text } from './plain-host.ts';

/** `a/b` is the whole path, `a/b…` its beginning. */
const bound = (written: string): PathBound =>
  written.endsWith('…') ? { prefix: bytes(written.slice(0, -1)), whole: false } : { prefix: bytes(written), whole: true };
const bounds = (written: string): PathBound[] => (written === '' ? [] : written.split(' ').map(bound));
const shown = (list: readonly PathBound[]): string =>
  list.map(({ prefix, whole }) => text(prefix) + (whole ? '' : '…')).join(' ');

test.each([
  ['…', 'a…', 'a…'],
  ['a…', 'ab…', 'ab…'],
  ['ab…', 'a…', 'ab…'],
  ['ab…', 'b…', ''],
  ['a…', 'ab', 'ab'],
  ['ab', 'a…', 'ab'],
  ['a', 'ab…', ''],
  ['ab', 'ab', 'ab'],
  ['ab…', 'ab', 'ab'],
  ['a… b…', 'bc…', 'bc…'],
])('%s narrowed by %s is %s', (list, by, expected) => {
  expect(shown(narrowBounds(bounds(list), bound(by)))).toBe(expected);
});

test.each([
  ['a…', 'b…', 'a… b…'],
  ['a…', 'ab…', 'a…'],
  ['a…', 'ab', 'a…'],
  ['a', 'a', 'a'],
  ['', 'a', 'a'],
])('%s joined with %s is %s', (a, b, expected) => {
  expect(shown(joinBounds(bounds(a), bounds(b)))).toBe(expected);
});

test('paths below a starting point are bounded by all that patterns say of them', () => {
  const [isA, isB] = ['a', 'b'].map((name) => (path: Uint8Array, start: number) => path[start] === name.charCodeAt(0));
  const both = narrowBounds(narrowBounds(ANY_PATH, { ...bound('…'), descents: [isA!] }), { ...bound('…'), descents: [isB!] });
  expect(compileMayDescend(both)!(bytes('top/a'), 5, 3)).toBe(false);
  const either = joinBounds([{ ...bound('…'), descents: [isA!] }], [{ ...bound('…'), descents: [isB!] }]);
  const mayDescend = compileMayDescend(either)!;
  expect(mayDescend(bytes('top/a'), 5, 3)).toBe(true);
  expect(mayDescend(bytes('top/c'), 5, 3)).toBe(false);
  // A starting point that ends in a slash has no other before what is below it.
  expect(mayDescend(bytes('/b'), 2, 1)).toBe(true);
  expect(compileMayDescend(joinBounds(either, ANY_PATH))).toBeNull();
});

test('long lists shrink to what all have in common', () => {
  const many = Array.from({ length: 20 }, (_, i) => bound(`top/${String.fromCharCode(97 + i)}…`));
  expect(shown(many.reduce<readonly PathBound[]>((list, each) => joinBounds(list, [each]), []))).toMatch(/^top\//);
  expect(shown(joinBounds(many.slice(0, 10), many.slice(10)))).toBe('top/…');
});

describe('below which directories', () => {
  test('all, where any path will do', () => {
    expect(compileMayDescend(ANY_PATH)).toBeNull();
  });

  test.each([
    ['/usr/share/git/…', '/', true],
    ['/usr/share/git/…', '/usr', true],
    ['/usr/share/git/…', '/usr/', true],
    ['/usr/share/git/…', '/us', false],
    ['/usr/share/git/…', '/var', false],
    ['/usr/share/git/…', '/usr/share/git', true],
    ['/usr/share/git/…', '/usr/share/git/x/y', true],
    ['/usr/share/git/…', '/usr/share/github', false],
    ['/usr/share/git…', '/usr/share/github', true],
    ['./a/b', '.', true],
    ['./a/b', './a', true],
    ['./a/b', './a/b', false],
    ['./a/b/', './a/b', false],
    ['./a/b', './a/b/c', false],
  ])('%s: %s is entered: %s', (list, directory, expected) => {
    expect(compileMayDescend(bounds(list))!(bytes(directory), directory.length, 1)).toBe(expected);
  });
});
