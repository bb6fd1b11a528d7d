/** Which leaf an evaluation may end with. */

import { expect, test } from 'vitest';
import { lastLeaves } from '../../../src/walk/expr/last-leaves.ts';
import { parseCommandLine } from '../../../src/walk/expr/parse.ts';
import { makeHost, text, wordsOf } from './plain-host.ts';

test.each([
  ['-exec a ;', ['-exec a ;']],
  ['-type f -exec a ;', ['-exec a ;']],
  ['-exec a ; -exec b ;', ['-exec b ;']],
  ['-exec a ; -o -exec b ;', ['-exec b ;']],
  ['-exec a ; , -exec b ;', ['-exec b ;']],
  ['! -exec a ;', ['-exec a ;']],
  ['-type f ( -name x -o -exec a ; )', ['-exec a ;']],
  ['-exec a ; -print', ['-print']],
  ['-exec a ; ( -print , -name x )', ['-name x']],
])('%s ends with %j', (line, expected) => {
  const { expression } = parseCommandLine(wordsOf(line), makeHost());
  expect([...lastLeaves(expression)].map(({ words }) => words.map(text).join(' '))).toEqual(expected);
});
