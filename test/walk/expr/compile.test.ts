/** Closures: operators in every width, order of evaluation. */

import { describe, expect, test } from 'vitest';
import type { Expression } from '../../../src/walk/expr/ast.ts';
import { compileExpression } from '../../../src/walk/expr/compile.ts';
import { makeCompileHost, makeEntry, parse } from './plain-host.ts';

/** The first words of what was done, for an entry `d/a`. */
function effects(line: string): string {
  const host = makeCompileHost();
  compileExpression(parse(line).expression, host)(makeEntry({ path: 'd/a' }));
  return host.effects.map((effect) => effect.replace(/ d\/a$/, '')).join(' ');
}

describe('operators evaluate left to right and no more than needed', () => {
  test.each([
    ['-print -print0', '-print -print0'],
    ['-print -print0 -printx', '-print -print0 -printx'],
    ['-print -print0 -printx -ls', '-print -print0 -printx -ls'],
    ['-print -delete -printx -ls', '-print -delete'],
    ['-delete -print -print0', '-delete'],
    ['-delete -o -print', '-delete -print'],
    ['-print -o -print0', '-print'],
    ['-delete -o -delete -o -print', '-delete -delete -print'],
    ['-delete -o -delete -o -delete -o -print -o -ls', '-delete -delete -delete -print'],
    ['-delete , -print , -ls', '-delete -print -ls'],
    ['! -delete -print', '-delete -print'],
    ['! -print -o -ls', '-print -ls'],
    ['-name b -print , -name a -ls', '-ls'],
    ['-true -print', '-print'],
    ['-maxdepth 3 -L -print', '-print'],
    ['-false -print', ''],
  ])('%s: %s', (line, expected) => {
    expect(effects(line)).toBe(expected);
  });
});

test.each<[Expression['kind'], boolean]>([
  ['and', true],
  ['or', false],
  ['comma', true],
])('an empty %s is %s', (kind, value) => {
  const empty = { kind, children: [], spans: [] } as unknown as Expression;
  expect(compileExpression(empty, makeCompileHost())(makeEntry())).toBe(value);
});
