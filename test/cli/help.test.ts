/** The help is made from the table: nothing is missing, nothing too wide. */

import { expect, test } from 'vitest';
import { formatHelp } from '../../src/cli/help.ts';
import { PRIMARIES } from '../../src/walk/expr/primaries.ts';

const lines = formatHelp('tswalk').split('\n');

test.each(PRIMARIES.flatMap(({ name, aliases }) => [name, ...aliases]))('%s is in it', (name) => {
  const words = lines.flatMap((line) => line.trim().split(/,?\s+/));
  expect(words.some((word) => word.startsWith(name))).toBe(true);
});

test('no line of text is wider than 80 columns', () => {
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test('it begins with the usage and ends with a newline', () => {
  expect(lines[0]).toBe('Usage: tswalk [FLAG | PATH | EXPRESSION]...');
  expect(lines.at(-1)).toBe('');
});
