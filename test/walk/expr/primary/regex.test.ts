/** -regex, -iregex, -regextype, -E: REFERENCE.md 4.2. The matching itself is tested in ../regex/. */

import { describe, expect, test } from 'vitest';
import { complaint, evaluate, matches, parse } from '../plain-host.ts';

describe('the whole path', () => {
  test.each([
    ['-regex dir/.*', true],
    ['-regex .*nam', false],
    ['-regex name', false],
    ['-regex DIR/name', false],
    ['-iregex DIR/name', true],
  ])('%s of dir/name is %s', (line, expected) => {
    expect(matches(line, { path: 'dir/name' })).toBe(expected);
  });
});

describe('the dialect is that of the words before', () => {
  test.each([
    ['-regex dir/(name|x)', false],
    ['-E -regex dir/(name|x)', true],
    ['-regextype posix-extended -regex dir/(name|x)', true],
    ['-regex dir/(name|x) -E', false],
    ['-E -regextype posix-basic -regex dir/(name|x)', false],
    ['-regextype emacs -regex dir/\\(name\\|x\\)', true],
  ])('%s of dir/name is %s', (line, expected) => {
    expect(matches(line, { path: 'dir/name' })).toBe(expected);
  });
});

test('a pattern that is none is refused', () => {
  expect(complaint('a -E -regex (')).toEqual({
    code: 'invalid-regex',
    text: 'Unmatched ( or \\(.',
    marked: '-regex (',
  });
});

test('a path that takes too many steps is an error of its own', () => {
  const line = '-E -regex (a|aa)+(a*)*\\1\\2b';
  expect(evaluate(line, { path: 'a'.repeat(40) })).toEqual({ value: false, failures: [] });
  const undecided = evaluate('-E -regex (a*)(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5\\6c?b?', { path: `${'a'.repeat(251)}b` });
  expect(undecided.failures.length).toBeLessThanOrEqual(1);
});

test('types are listed where one is unknown', () => {
  expect(parse('-regextype posix-awk').options.warn).toBe(true);
  expect(complaint('-regextype x').code).toBe('unsupported-regex-type');
});
