/** The text of the status bar, by the terminal's columns. */

import { expect, test } from 'vitest';
import { formatStatusLine } from '../../src/cli/status-line.ts';
import { displayWidth } from '../../src/walk/display-width.ts';

const line = (
  path: string | Uint8Array,
  columns: number,
  utf8 = true,
  entries = 1_234_567,
  rate = 412_345,
  elapsed = 5.9,
): string => formatStatusLine({ path: Buffer.from(path), depth: 4, entries }, { rate, elapsedSeconds: elapsed }, columns, utf8);

test.each<[string, number, string]>([
  [
    'rate and time are there where there is room',
    80,
    '/usr/share/doc/...                   412k/s 0:05 (visited: 1,234,567; depth:  4)',
  ],
  ['they go first', 60, '/usr/share/doc/...           (visited: 1,234,567; depth:  4)'],
  ['the path is cut', 40, '/usr/... (visited: 1,234,567; depth:  4)'],
  ['the numbers go next', 33, '/usr/share/doc/...               '],
  ['at last the path', 5, '/u...'],
  ['three columns', 3, '...'],
])('%s', (_title, columns, expected) => {
  expect(line('/usr/share/doc/', columns)).toBe(expected);
  expect(expected).toHaveLength(columns);
});

test.each<[string, string, boolean, string]>([
  ['wide characters take two columns', '日本語日本語', true, '日本語日本... '],
  ['what combines stays with its character', 'e\u0301'.repeat(20), true, `${'e\u0301'.repeat(11)}...`],
  ['control characters are escaped', 'a\x1b[2J\x07b', true, "$'a\\e[2J\\ab..."],
  ['so are line ends and tabs', 'a\nb\tc', true, "$'a\\nb\\tc'... "],
  ['everything but ASCII where the locale has nothing else', 'é', false, "$'\\xC3\\xA9'..."],
])('%s', (_title, path, utf8, expected) => {
  const shown = line(path, 14, utf8);
  expect(shown).toBe(expected);
  expect(displayWidth(shown)).toBe(14);
});

test('bytes that are no characters are escaped', () => {
  expect(line(Uint8Array.of(0x61, 0xff), 14)).toBe("$'a\\xFF'...   ");
});

test.each<[number, string]>([
  [0, '0/s'],
  [87.4, '87/s'],
  [999.4, '999/s'],
  [999.6, '1.0k/s'],
  [9_960, '10k/s'],
  [1_234_567, '1.2M/s'],
])('a rate of %d is %s', (rate, expected) => {
  expect(line('/', 80, true, 1, rate)).toContain(` ${expected} 0:05 `);
});

test.each<[number, string]>([
  [0.99, '0:00'],
  [61, '1:01'],
  [3599.9, '59:59'],
  [3661, '1:01:01'],
])('%d seconds are %s', (seconds, expected) => {
  expect(line('/', 80, true, 1, 1, seconds)).toContain(`/s ${expected} (`);
});
