/** Columns of text on a terminal, as wcwidth(3) counts them. */

import { expect, test } from 'vitest';
import { displayWidth } from '../../src/walk/display-width.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['한', 2],
  ['\u1112\u1161\u11ab', 2],
  ['ｶﾅ', 2],
  ['Ａ', 2],
  ['😀', 2],
  ['⌚', 2],
  ['☺', 1],
  ['🇩', 1],
  ['\u200b', 0],
  ['\u00ad', 1],
  ['\u0001', 0],
  ['𝒳', 1],
])('%j takes %i', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});
