/** What a word can be: REFERENCE.md 1.2. */

import { expect, test } from 'vitest';
import { isBinaryOperator, isPathWord, Words, wordText } from '../../../src/walk/expr/token.ts';
import { bytes } from './plain-host.ts';

test.each([
  ['a', true, true],
  ['', true, true],
  ['-', true, true],
  ['-a', false, false],
  ['--', false, false],
  ['(', false, false],
  ['!', false, false],
  [')', true, false],
  [',', true, false],
])('%j is a path before (%s) and after (%s) the expression has started', (word, before, after) => {
  expect(isPathWord(word, false)).toBe(before);
  expect(isPathWord(word, true)).toBe(after);
});

test.each([
  ['-o', true],
  ['-or', true],
  [',', true],
  [')', true],
  ['-a', false],
  ['(', false],
])('%s ends a term: %s', (word, ends) => {
  expect(isBinaryOperator(word)).toBe(ends);
});

test('distinct bytes are distinct as text', () => {
  const texts = new Set(Array.from({ length: 256 }, (_, byte) => wordText(Uint8Array.of(byte))));
  expect(texts.size).toBe(256);
});

test('the cursor remembers the last item, not its values', () => {
  const words = new Words([bytes('-name'), bytes('x'), bytes('y')]);
  expect(words.lastItem).toBe(-1);
  expect(words.begin()).toEqual({ start: 0, end: 1 });
  expect(wordText(words.next())).toBe('x');
  expect(words.lastItem).toBe(0);
  expect(words.peek()).toBe('y');
  words.next();
  expect(words.peek()).toBeNull();
  expect(words.since(1)).toEqual({ start: 1, end: 3 });
});
