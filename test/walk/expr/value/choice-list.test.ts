/** Lists of what may be written, below a message. */

import { expect, test } from 'vitest';
import { listChoices } from '../../../../src/walk/expr/value/choice-list.ts';

test('a few words are one line', () => {
  expect(listChoices('Keys:', ['name', 'size'])).toEqual(['Keys: name, size']);
  expect(listChoices('', ['name', 'size'])).toEqual(['name, size']);
});

test('many words are lines that fit into 80 columns, the further ones indented', () => {
  const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
  const lines = listChoices('Words:', words);
  expect(lines.every((line, place) => line.length < 80 && line.startsWith(place === 0 ? 'Words: word0,' : '  word'))).toBe(true);
  expect(lines).toHaveLength(5);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`Words: ${words.join(', ')}`);
});

test('a word that is wider than a line has its own', () => {
  const wide = 'w'.repeat(90);
  expect(listChoices('Words:', [wide, 'b'])).toEqual(['Words:', `  ${wide},`, '  b']);
});
