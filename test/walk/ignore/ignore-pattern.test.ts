/** Patterns of gitignore(5): what git's own rules say where random paths seldom come. */

import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/walk/ignore/ignore-pattern.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function matches(pattern: string, text: string, options: { isPath?: boolean; foldCase?: boolean } = {}): boolean {
  const match = compilePattern(bytes(pattern), {
    isPath: options.isPath ?? pattern.includes('/'),
    foldCase: options.foldCase ?? false,
  });
  return match(bytes(`#/${text}/#`), 2, 2 + text.length);
}

describe('a name', () => {
  test.each([
    ['foo', 'foo', true],
    ['foo', 'Foo', false],
    ['foo', 'foobar', false],
    ['*', 'anything', true],
    ['*.x', '.x', true],
    ['*.x', 'a.y', false],
    ['a*c', 'abbc', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a**c', 'abc', true],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\a', 'a', true],
    ['a\\', 'a\\', false],
    ['a\\', 'a', false],
    ['\xff?', '\xff\xfe', true],
  ])('%j of %j: %s', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });
});

describe('a set', () => {
  test.each([
    ['[ab]', 'b', true],
    ['[!ab]', 'b', false],
    ['[^ab]', 'c', true],
    ['[a-c]', 'b', true],
    ['[c-a]', 'b', false],
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[a-]', '-', true],
    ['[-a]', '-', true],
    ['[a-c-e]', '-', true],
    ['[a-c-e]', 'd', false],
    ['[\\]]', ']', true],
    ['[a-\\]]', 'a', true],
    ['[a-\\]]', '_', false],
    ['[\\a-c]', 'b', true],
    ['[[:digit:]a]', '7', true],
    ['[[:digit:]a]', 'a', true],
    ['[![:digit:]]', '7', false],
    ['[[:digit:]-z]', '-', true],
    ['[[:nope:]]', 'n', false],
    ['[[:]', ':', true],
    ['[[:digit]', 'd', true],
    ['[a', 'a', false],
    ['[a', '[a', false],
    ['[', '[', false],
    ['[a\\', 'a', false],
  ])('%s of %s: %s', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  test.each([
    ['alnum', 'aZ5', ' -'],
    ['alpha', 'aZ', '5'],
    ['blank', ' \t', '\na'],
    ['cntrl', '\x01\x7f', 'a'],
    ['digit', '09', 'a'],
    ['graph', '!a~', ' '],
    ['lower', 'az', 'A'],
    ['print', ' a', '\x01'],
    ['punct', '!~', 'a '],
    ['space', ' \n\v\r', 'a'],
    ['upper', 'AZ', 'a'],
    ['xdigit', '0aF', 'g'],
  ])('[:%s:] has %j and not %j', (name, those, others) => {
    for (const character of those) expect([character, matches(`[[:${name}:]]`, character)]).toEqual([character, true]);
    for (const character of `${others}\xe9`) expect([character, matches(`[[:${name}:]]`, character)]).toEqual([character, false]);
  });
});

describe('a path', () => {
  test.each([
    ['a/b', 'a/b', true],
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/?', 'a//', false],
    ['a[/]b', 'a/b', false],
    ['**/b', 'b', true],
    ['**/b', 'a/x/b', true],
    ['**/b', 'a/xb', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['a/**b', 'a/xb', true],
    ['a/**b', 'a/x/b', false],
    ['x/a**/b', 'x/ay/b', true],
    ['x/a**/b', 'x/ay/z/b', true],
    ['*/a**/b', 'x/ay/z/b', false],
    ['***/b', 'a/b', true],
    ['*/b', 'a/b', true],
    ['*/b', 'a/a/b', false],
  ])('%s of %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });
});

test('without regard to case, in ASCII only', () => {
  const fold = { foldCase: true };
  for (const pattern of ['FOO', 'f*O', '*oO', '[a-z]oo', '[[:upper:]]oo', 'F[A-Z]?']) {
    expect([pattern, matches(pattern, 'Foo', fold)]).toEqual([pattern, true]);
  }
  // As git has it: the letter of the name is made small, the one in the set is not.
  expect(matches('[F]oo', 'foo', fold)).toBe(false);
  expect(matches('\xc9*', '\xe9a', fold)).toBe(false);
  expect(matches('A/*', 'a/b', fold)).toBe(true);
});

test('a pattern made to take for ever does not', () => {
  const text = 'a'.repeat(4000);
  expect(matches(`${'*a'.repeat(200)}*b`, text)).toBe(false);
  expect(matches(`${'**/'.repeat(200)}b`, `${'a/'.repeat(2000)}c`)).toBe(false);
});
