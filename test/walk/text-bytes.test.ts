/** Texts of Latin-1 characters as bytes. */

import { expect, test } from 'vitest';
import { wordText } from '../../src/walk/expr/token.ts';
import { textBytes } from '../../src/walk/text-bytes.ts';

test('every byte is the character that a word shows it as', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(textBytes(wordText(bytes))).toEqual(bytes);
});

test('no text is no bytes', () => {
  expect(textBytes('')).toEqual(new Uint8Array(0));
});
