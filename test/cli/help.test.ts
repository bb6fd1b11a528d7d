/** The help is made from the table: nothing is missing, nothing too wide; a primary's own page has all its parts. */

import { describe, expect, test } from 'vitest';
import { formatHelp, formatTopic } from '../../src/cli/help.ts';
import { explain } from '../../src/walk/expr/explanations.ts';
import { allPrimaries } from '../../src/walk/expr/primaries.ts';

const plain = { columns: 80, color: false };
const help = await formatHelp('tswalk', plain);
const lines = help.split('\n');
const linesWith = (columns: number): Promise<string[]> =>
  formatHelp('tswalk', { columns, color: false }).then((text) => text.split('\n'));
const withoutColors = (text: string): string => text.replaceAll(/\x1b\[[\d;]*m/g, '');

test.each(allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]))('%s is in it', (name) => {
  const words = lines.flatMap((line) => line.trim().split(/,?\s+/));
  expect(words.some((word) => word.startsWith(name))).toBe(true);
});

test('it is grouped by kind', () => {
  expect(lines.filter((line) => /^\w+:$/.test(line))).toEqual(['Flags:', 'Operators:', 'Options:', 'Tests:', 'Actions:']);
});

test.each([30, 40, 59, 60, 80, 120, 200])('on a terminal of %d columns no line of text is wider than that', async (columns) => {
  const wrapped = await linesWith(columns);
  const tooWide = wrapped.filter((line) => line.length > columns && !line.startsWith('Usage:'));
  // A name with its value is not taken apart.
  expect(tooWide.filter((line) => !/^ {2}\S/.test(line))).toEqual([]);
  if (columns >= 40) expect(tooWide).toEqual([]);
});

test('more columns make fewer lines', async () => {
  expect((await linesWith(200)).length).toBeLessThan(lines.length);
});

test('it begins with the usage and ends with one newline', () => {
  expect(lines[0]).toBe('Usage: tswalk [FLAG | PATH | EXPRESSION]...');
  expect(help).toMatch(/[^\n]\n$/);
});

test('colours change nothing but the colours', async () => {
  const colored = await formatHelp('tswalk', { columns: 80, color: true });
  expect(withoutColors(colored)).toBe(help);
  expect(colored).toContain('\x1b[1mTests:\x1b[22m');
  expect(colored).toMatch(/\x1b\[1m\x1b\[34m-name\x1b\[\d+m/);
  expect(colored).toMatch(/\x1b\[1m\x1b\[36m-L\x1b/);
  expect(colored).toMatch(/\x1b\[1m\x1b\[31m-exclude\x1b/);
});

describe.each(allPrimaries().map((row) => [row.name, row] as const))('the page about %s', (name, row) => {
  test('has its sentence, its details and its examples', async () => {
    const page = await formatTopic('tswalk', name, plain);
    const text = page.replaceAll(/\s+/g, ' ');
    expect(page.split('\n')[0]).toContain(name);
    expect(text).toContain(`${row.help}.`);
    const { details, examples } = explain(name)!;
    for (const paragraph of details) expect(text).toContain(paragraph);
    for (const { words, about } of examples) expect(text).toContain(`tswalk ${words} ${about}`);
  });

  test('fits into 80 columns, but for examples', async () => {
    const page = await formatTopic('tswalk', name, plain);
    const text = page.split('\n').filter((line) => !line.startsWith('  tswalk '));
    expect(text.filter((line) => line.length > 80)).toEqual([]);
  });

  test('is the same in colours', async () => {
    const colored = await formatTopic('tswalk', name, { columns: 80, color: true });
    expect(withoutColors(colored)).toBe(await formatTopic('tswalk', name, plain));
  });
});

test('a page, as a whole', async () => {
  expect(await formatTopic('tswalk', '-used', plain)).toBe(`Usage: -used [-+]N

Last accessed N days after the inode last changed.

The days are rounded up. N alone is exactly that many, +N more, -N fewer.

It looks at the status of the file: a system call each.

Examples:
  tswalk -used +30
        Read long after it was written
`);
});
