/** -D tree, cost and rates: REFERENCE.md 16. */

import { expect, test } from 'vitest';
import { annotationOf } from '../../../src/walk/expr/annotate.ts';
import { compileExpression } from '../../../src/walk/expr/compile.ts';
import { formatCommand, formatCost, formatTree, shortNumber } from '../../../src/walk/expr/format-tree.ts';
import { planExpression } from '../../../src/walk/expr/plan.ts';
import { Rates } from '../../../src/walk/expr/rates.ts';
import { makeCompileHost, makeEntry, parse } from './plain-host.ts';

const state = { programName: 'tswalk', threads: 2, color: false };
const style = { utf8: true };

function tree(line: string): string[] {
  const commandLine = parse(line);
  return formatCommand(commandLine, planExpression(commandLine), state, style);
}

test('the command in its normal form, the exclusion, the expression', () => {
  expect(tree('-L . -maxdepth 3 ( -type f -o ( -name a$ ! -hidden ) ) -ls -exclude -name z')).toEqual([
    'tswalk -L -j2 -S bfs . -nocolor -maxdepth 3',
    '(-exclude',
    '  (-name z))',
    '(-and',
    '  (-or',
    '    (-type f)',
    '    (-and',
    "      (-name 'a$')",
    '      (!',
    '        (-hidden))))',
    '  (-ls))',
  ]);
});

test.each([
  ['', 'tswalk -P -j2 -S bfs . -nocolor'],
  ['-HXs -O2 -S dfs -Dtree,cost a', 'tswalk -H -X -s -j2 -O2 -S dfs -D cost,tree a -nocolor'],
  ['-f ! -f -x - ,', "tswalk -P -j2 -S bfs -f '!' -f -x - -f , -nocolor"],
  [
    '-d -ignore_readdir_race -mindepth 1 -maxdepth 2 -mount -quiet -status -unique -xdev',
    'tswalk -P -j2 -S bfs . -nocolor -depth -ignore_readdir_race -mindepth 1 -maxdepth 2 -mount -quiet -status -unique -xdev',
  ],
  ['-depth 3 -print', 'tswalk -P -j2 -S bfs . -nocolor -mindepth 3 -maxdepth 3'],
  ['-files0-from x', 'tswalk -P -j2 -S bfs -files0-from x -nocolor'],
])('%s is %s', (line, expected) => {
  expect(tree(line)[0]).toBe(expected);
});

test('without exclusions nothing is excluded; at level 0 not even that is simplified', () => {
  expect(tree('').slice(1)).toEqual(['(-exclude', '  (-false))', '(-print)']);
  expect(tree('-O0 -L').slice(1)).toEqual(['(-exclude', '  (-or))', '(-and', '  (-and', '    (-O0)', '    (-L))', '  (-print))']);
});

test('what an expression costs', () => {
  expect(formatCost(annotationOf(parse('-name x -size 1 -print').expression, 3))).toEqual([
    '       Cost: ~520',
    'Probability: ~0.1%',
  ]);
});

test.each([
  [0, '0'],
  [726.5714285, '726.571'],
  [1_000_000, '1000000'],
  [0.1 + 0.2, '0.3'],
])('%f is written %s', (value, expected) => {
  expect(shortNumber(value)).toBe(expected);
});

test('rates count evaluations, truths and time', () => {
  let clock = 0;
  const rates = new Rates(() => (clock += 5));
  const { expression } = parse('-name a* -type d -print');
  const matcher = compileExpression(expression, makeCompileHost({ wrap: rates.wrap }));
  for (const path of ['d/a', 'd/ab', 'd/b', 'd/c']) matcher(makeEntry({ path }));
  expect(formatTree(expression, { utf8: true, note: rates.note })).toEqual([
    '(-and [0/4=0%; 20ns]',
    '  (-name "a*" [2/4=50%; 5ns])',
    '  (-type d [0/2=0%; 5ns])',
    '  (-print [0/0=0%; 0ns]))',
  ]);
});
