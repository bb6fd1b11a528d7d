/** Lines of an ignore file: which are rules, and which has the last word. */

import { describe, expect, test } from 'vitest';
import { IgnoreFile, type IgnoreRule } from '../../../src/walk/ignore/ignore-file.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function ruleOf(lines: string, path: string, isDirectory = false, base = ''): IgnoreRule | null {
  const file = new IgnoreFile(bytes(lines), bytes('.gitignore'), base.length, false);
  const all = base + path;
  return file.ruleOf({ bytes: bytes(all), nameStart: all.lastIndexOf('/') + 1, end: all.length, isDirectory });
}

const lineOf = (lines: string, path: string, isDirectory?: boolean, base?: string): number | null =>
  ruleOf(lines, path, isDirectory, base)?.line ?? null;

describe('lines', () => {
  test.each([
    ['', null],
    ['# a\na\n', 2],
    ['\n\na', 3],
    ['b\na\r\n', 2],
    ['\xef\xbb\xbfa\n', 1],
    ['a\n*\nb\n', 2],
    ['a  \n', 1],
    ['a\t\n', null],
    ['a\0b\n', 1],
    ['/\n//\n!\n', null],
    ['/a', 1],
    ['./a', null],
  ])('%j: line %s is about a', (lines, line) => {
    expect(lineOf(lines, 'a')).toBe(line);
  });

  test.each([
    ['a\\ \n', 'a ', 1],
    ['a \\ \n', 'a  ', 1],
    ['a\\  \n', 'a ', 1],
    ['\\#a', '#a', 1],
    ['\\!a', '!a', 1],
    ['#a', '#a', null],
  ])('%j: of %j it is line %s', (lines, name, line) => {
    expect(lineOf(lines, name)).toBe(line);
  });
});

test('the pattern is kept as it was written', () => {
  const { pattern, isNegated } = ruleOf('!/a*/  \n', 'ab', true)!;
  expect([Buffer.from(pattern).toString(), isNegated]).toEqual(['!/a*/', true]);
});

test('directories only', () => {
  expect(lineOf('a/', 'a')).toBeNull();
  expect(lineOf('a/', 'a', true)).toBe(1);
});

test('with a slash a path below the directory of the file, without one a name', () => {
  expect(lineOf('b', 'a/b')).toBe(1);
  expect(lineOf('/b', 'a/b')).toBeNull();
  expect(lineOf('a/b', 'a/b')).toBe(1);
  expect(lineOf('a/b', 'a/b', false, 'top/')).toBe(1);
  expect(lineOf('top/a/b', 'a/b', false, 'top/')).toBeNull();
});
