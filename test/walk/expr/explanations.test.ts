/** Every row of the table is explained, with examples that the parser understands and that show it. */

import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/walk/expr/explanations.ts';
import { parseCommandLine } from '../../../src/walk/expr/parse.ts';
import { allPrimaries } from '../../../src/walk/expr/primaries.ts';
import { bytes, makeHost, makeStatus } from './plain-host.ts';

/** The words of a shell's command line without variables and globs. */
function shellWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, one) => single ?? double ?? one));
}

/** A machine on which the files and users of the examples exist. */
const host = makeHost({
  statReference: () => makeStatus({ mode: 0o100644, modifyS: 1, birthS: 1 }),
  lookupUser: () => 0,
});

describe.each(allPrimaries().map((row) => [row.name, row] as const))('%s', (name, row) => {
  const explanation = explain(name);

  test('has examples and, of whole sentences, details', () => {
    expect(explanation?.examples.length).toBeGreaterThan(0);
    for (const paragraph of explanation!.details) expect(paragraph).toMatch(/^[-\S].*[.?]$/s);
    for (const { words, about } of explanation!.examples) {
      expect(words).toMatch(/^\S.*\S$/);
      expect(about).toMatch(/^\S.*[^.]$/);
    }
  });

  test.each(explanation?.examples.map(({ words }) => [words]) ?? [])('%s is understood', (example) => {
    const words = shellWords(example);
    parseCommandLine(words.map(bytes), host);
    const names = [row.name, ...row.aliases];
    const isShown = words.some((word) => names.includes(word) || (row.prefix !== null && word.startsWith(row.prefix)));
    expect(isShown).toBe(true);
  });
});

test('what takes values says something about them', () => {
  const silent = allPrimaries().filter(({ name, values }) => values.length > 0 && explain(name)?.details.length === 0);
  expect(silent.map(({ name }) => name)).toEqual(['-f']);
});

test('what is no row has no explanation', () => {
  expect(explain('-nam')).toBeUndefined();
  expect(explain('toString')).toBeUndefined();
});
