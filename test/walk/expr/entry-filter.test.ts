/** Which entries need not be shown to an expression: those on which it does nothing, and only those. */

import { describe, expect, test } from 'vitest';
import type { EntryClause } from '../../../src/ioq/entry-filter.ts';
import { DT } from '../../../src/ioq/layout.ts';
import { compileExpression } from '../../../src/walk/expr/compile.ts';
import { planExpression } from '../../../src/walk/expr/plan.ts';
import { meetsAny } from '../../fixture/entry-clause.ts';
import { makeCompileHost, makeEntry, parse } from './plain-host.ts';
import { randomWords, sampleEntries, seeded } from './random-expression.ts';

const filterOf = (line: string): readonly EntryClause[] | null => planExpression(parse(line)).filter;

const LETTERS = { p: DT.fifo, c: DT.char, d: DT.directory, b: DT.block, f: DT.regular, l: DT.link, s: DT.socket };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** `fl:a*.c`, `i:*.ts` where case is folded; `all` where nothing may be left out. */
function show(clauses: readonly EntryClause[] | null): string {
  if (clauses === null) return 'all';
  return clauses
    .map(({ types, ends }) => {
      const letters = Object.entries(LETTERS).filter(([, type]) => ((types >>> type) & 1) !== 0);
      const names = ends === null ? '' : `${text(ends.prefix)}${ends.whole ? '' : '*'}${text(ends.suffix)}`;
      const which = letters.length === Object.keys(LETTERS).length ? '' : letters.map(([letter]) => letter).join('');
      return `${which}${ends?.foldCase ? '/i' : ''}:${names}`;
    })
    .join(' ');
}

describe('an entry is left out that no test lets through to what has an effect', () => {
  test.each([
    ['', 'all'],
    ['-false', ''],
    ['-name *.ts', ':*.ts'],
    ['-name main', ':main'],
    ['-name a*b?c', ':a*c'],
    ['-name [ab].c', ':*.c'],
    ['-name [ab]', ':*'],
    ['-iname *.TS', '/i:*.TS'],
    ['-iname main', '/i:main*'],
    ['-ext ts,c', '/i:*.ts /i:*.c'],
    ['-type f', 'f:'],
    ['-type f -name *.c', 'f:*.c'],
    ['-name a -o -name b', ':a :b'],
    ['-name a -o -type l', 'l: pcdbfs:a'],
    ['-hidden', ':.*'],
    ['! -type d', 'pcbfls:'],
    ['! -name a', 'all'],
    ['! ( ! -name a )', ':a'],
    ['-path */x', 'all'],
    ['-name a -path */x', ':a'],
    ['-name a -print -o -name b', ':a'],
    ['-name a -size +1k', ':a'],
    ['-name a -prune -o -print', 'all'],
    ['-name a , -name b -print', ':b'],
    ['-name a -print , -name b -print', ':a :b'],
    ['-exclude -name a -name b', 'all'],
  ])('%s', (line, shown) => {
    expect(show(filterOf(line))).toBe(shown);
  });

  test('what may fail is a reason to be shown, where nothing has put the cheap test first', () => {
    expect(show(planExpression(parse('-O2 -xtype f -name a')).filter)).toBe('all');
  });

  test('without optimization everything is shown', () => {
    expect(planExpression(parse('-O1 -name a')).filter).toBeNull();
  });

  test('more names than there is room for are any', () => {
    const names = Array.from({ length: 30 }, (_, i) => `-name ${i}`).join(' -o ');
    expect(show(filterOf(names))).toBe('all');
    expect(show(filterOf(`-type f ( ${names} )`))).toBe('f:');
  });
});

test('a random expression has no effect on what it is not shown', () => {
  const random = seeded(43);
  let leftOut = 0;
  for (let i = 0; i < 600; i++) {
    const words = `( ${randomWords(random, 1 + Math.floor(random() * 9))} ) -a -name ?${'*bc'[i % 3]} -o -name x -print`;
    const { expression, filter } = planExpression(parse(words));
    if (filter === null) continue;
    const host = makeCompileHost();
    const matcher = compileExpression(expression, host);
    for (const entry of [...sampleEntries(), makeEntry({ path: 'd/x' })]) {
      const name = entry.bytes.slice(entry.nameStart, entry.nameEnd);
      if (entry.type === DT.directory || meetsAny(filter, entry.type, name)) continue;
      leftOut++;
      matcher(entry);
      const seen = { effects: host.effects, failures: entry.failures, loads: entry.loads.count, stopped: host.verdict.stopped };
      expect(seen, words).toEqual({ effects: [], failures: [], loads: 0, stopped: false });
    }
  }
  expect(leftOut).toBeGreaterThan(1_000);
});
