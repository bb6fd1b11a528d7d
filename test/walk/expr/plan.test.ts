/** What the walk is told beforehand: REFERENCE.md 1.10. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../src/ioq/layout.ts';
import { compileExpression } from '../../../src/walk/expr/compile.ts';
import { type Plan, type PlanOptions, planExpression } from '../../../src/walk/expr/plan.ts';
import { bytes, type EntryFields, makeCompileHost, makeEntry, parse, show } from './plain-host.ts';
import { randomWords, sampleEntries, seeded } from './random-expression.ts';

const plan = (line: string, options?: PlanOptions): Plan => planExpression(parse(line), options);

const LETTERS = {
  U: DT.unknown,
  p: DT.fifo,
  c: DT.char,
  d: DT.directory,
  b: DT.block,
  f: DT.regular,
  l: DT.link,
  s: DT.socket,
  w: DT.whiteout,
};
const lettersOf = (types: number): string =>
  Object.entries(LETTERS)
    .filter(([, type]) => (types >>> type) & 1)
    .map(([letter]) => letter)
    .join('');

describe('whether the one owner that is left has a name is looked up beforehand', () => {
  /** Ids that are odd have no name; what is asked is written down. */
  const planned = (line: string): { readonly shown: string; readonly asked: string[] } => {
    const asked: string[] = [];
    const isNameless = (field: string, id: number): boolean => {
      asked.push(`${field} ${id}`);
      return id % 2 === 1;
    };
    const { expression } = plan(`${line} -print`, { isNameless });
    return { shown: show(expression), asked };
  };

  test.each([
    ['-uid 4 -nouser', '(-true)', 'uid 4'],
    ['-uid 5 -nouser', '(and (-uid 5) (-print))', 'uid 5'],
    ['-gid 4 ! -nogroup', '(and (-gid 4) (-print))', 'gid 4'],
    ['-nogroup -gid 4', '(-true)', 'gid 4'],
    ['-uid +3 -uid -5 -nouser', '(-true)', 'uid 4'],
    ['-uid 4 -nogroup', '(and (-nogroup) (-uid 4) (-print))', 'uid 4'],
    ['! -uid 4 -nouser', '(and (-nouser) (-print))', 'uid 4'],
    ['-uid 4 -o -uid 5 -nouser', '(or (-uid 4) (and (-uid 5) (-print)))', 'uid 4, uid 5'],
  ])('%s', (line, shown, asked) => {
    const { shown: became, asked: questions } = planned(line);
    expect({ shown: became, asked: [...new Set(questions)].join(', ') }).toEqual({ shown, asked });
  });

  test('but where nobody wants to know, or a command may add a name', () => {
    expect(planned('-uid 4').asked).toEqual([]);
    expect(planned('-exec true ; -uid 4 -nouser').asked).toEqual([]);
  });
});

describe('types whose status is needed whatever they are called', () => {
  test.each([
    ['-name x', 'U'],
    ['-size +1', 'Upcdbflsw'],
    ['-type f -size +1', 'Uf'],
    ['-O2 -size +1 -type f', 'Upcdbflsw'],
    ['-size +1 -type f', 'Uf'],
    ['-name x -size +1', 'U'],
    ['-type d -o -size 1', 'Upcbflsw'],
    ['-empty', 'Uf'],
    ['-lname x', 'U'],
    ['-readable', 'U'],
    ['-xtype f', 'U'],
    ['-print -size 1', 'U'],
    ['-print -size 1 -print', 'Upcdbflsw'],
    ['-prune -links 1 -print', 'Upcdbflsw'],
    ['-ls', 'Upcdbflsw'],
    ['-printf %p', 'U'],
    ['-printf %s', 'Upcdbflsw'],
    ['-printf %Y', 'U'],
    ['-type d -printf %TY', 'Ud'],
    ['-fstype x', 'Upcdbflsw'],
    ['-nouser', 'Upcdbflsw'],
    ['-exclude -size 1 -name x', 'Upcdbflsw'],
    ['-exclude -name x -size 1', 'U'],
    ['-L', 'Udl'],
    ['-xdev', 'Ud'],
    ['-mount', 'Upcdbflsw'],
    ['-unique', 'Upcdbflsw'],
  ])('%s: %s', (line, expected) => {
    expect(lettersOf(plan(line).statusTypes)).toBe(expected);
  });

  test('with colours, printing a path needs it, of types whose colour depends on it', () => {
    const colored = { statusTypes: (1 << DT.regular) | (1 << DT.directory), isColored: (output: number) => output === 0 };
    expect(lettersOf(plan('-name x', { colored }).statusTypes)).toBe('U');
    const { mayNeedStatus } = plan('-name x', { colored });
    expect(mayNeedStatus?.(makeEntry({ path: 'd/x', type: DT.regular }))).toBe(true);
    expect(mayNeedStatus?.(makeEntry({ path: 'd/x', type: DT.link }))).toBe(false);
    expect(mayNeedStatus?.(makeEntry({ path: 'd/y', type: DT.regular }))).toBe(false);
    expect(lettersOf(plan('', { colored }).statusTypes)).toBe('Udf');
    expect(lettersOf(plan('-printf %f', { colored }).statusTypes)).toBe('Udf');
    for (const line of ['-print0', '-printx', '-printf %h%l%d', '-fprint /dev/stderr']) {
      expect(lettersOf(plan(line, { colored }).statusTypes)).toBe('U');
    }
  });
});

describe('which of the others may need it', () => {
  test.each<[string, EntryFields, boolean | null]>([
    ['-name *.ts', {}, null],
    ['-size +1', {}, null],
    ['-type f -size +1', { type: DT.directory }, null],
    ['-name *.ts -size +1', { path: 'd/a.ts' }, true],
    ['-name *.ts -size +1', { path: 'd/a.js' }, false],
    ['-name *.ts -type f -size +1', { path: 'd/a.ts', type: DT.directory }, false],
    ['-name *.ts -o -size +1', { path: 'd/a.ts' }, false],
    ['-name *.ts -o -size +1', { path: 'd/a.js' }, true],
    ['! ( -name *.ts -o -size +1 )', { path: 'd/a.js' }, true],
    ['-path d/* -links 2', { path: 'd/x' }, true],
    ['-path d/* -links 2', { path: 'e/x' }, false],
    ['-depth 2 -links 2', { depth: 1 }, false],
    ['-depth 2 -links 2', { depth: 2 }, true],
    ['-hidden -links 2', { path: 'd/.x' }, true],
    ['-name x -empty', { path: 'd/x', type: DT.regular }, true],
    ['-name x -empty', { path: 'd/x', type: DT.directory }, false],
    ['-O2 -readable -links 2', { path: 'd/x' }, true],
    ['-regex .*x -links 2', { path: 'd/x' }, true],
    ['-regex .*x -links 2', { path: 'd/y' }, false],
    ['-exclude -name x -links 2', { path: 'd/x' }, false],
    ['-exclude -name x -links 2', { path: 'd/y' }, true],
    ['-name x -print , -name y -ls', { path: 'd/x' }, false],
    ['-name x -print , -name y -ls', { path: 'd/y' }, true],
  ])('%s of %j: %s', (line, fields, expected) => {
    const { mayNeedStatus } = plan(line);
    expect(mayNeedStatus === null ? null : mayNeedStatus(makeEntry(fields))).toBe(expected);
  });

  test('a list of thousands is no trouble', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `-name x${i}`).join(' -o ');
    const { mayNeedStatus } = plan(`${names} -o -size 1`);
    expect(mayNeedStatus!(makeEntry({ path: 'd/x19999' }))).toBe(false);
    expect(mayNeedStatus!(makeEntry({ path: 'd/y' }))).toBe(true);
  });

  test('no evaluation of a random expression reads a status that was not foreseen', () => {
    const random = seeded(31);
    for (let i = 0; i < 400; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 9));
      const { expression, statusTypes, mayNeedStatus } = plan(`( ${words} ) , -false -print`);
      const host = makeCompileHost();
      const matcher = compileExpression(expression, host);
      for (const entry of sampleEntries()) {
        const foreseen = ((statusTypes >>> entry.type) & 1) !== 0 || mayNeedStatus?.(entry) === true;
        matcher(entry);
        host.verdict.stopped = false;
        if (!foreseen) expect(entry.loads.count, `${words} on type ${entry.type}`).toBe(0);
      }
    }
  });
});

describe('types that have to be evaluated', () => {
  test.each([
    ['', 'Upcdbflsw'],
    ['-false', ''],
    ['-true -name x -false', ''],
    ['-type d', 'Ud'],
    ['-type f,d -name x', 'Udf'],
    ['-name .git -prune -o -type f -print', 'Udf'],
    ['-prune -false', 'Ud'],
    ['-exclude -name x -type f', 'Udf'],
    ['-exclude -empty -type l', 'Upcdbflsw'],
    ['! -type d -delete', 'Upcbflsw'],
    ['-quit', 'Upcdbflsw'],
    ['-O0 -false', 'Upcdbflsw'],
  ])('%j: %s', (line, expected) => {
    expect(lettersOf(plan(line).evaluatedTypes)).toBe(expected);
  });

  test('a random expression does nothing on the others', () => {
    const random = seeded(37);
    for (let i = 0; i < 300; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 9));
      const { expression, evaluatedTypes } = plan(`( ${words} ) , -false -print`);
      const host = makeCompileHost();
      const matcher = compileExpression(expression, host);
      for (const entry of sampleEntries()) {
        if ((evaluatedTypes >>> entry.type) & 1) continue;
        matcher(entry);
        expect([host.effects, host.verdict.stopped], words).toEqual([[], false]);
      }
    }
  });
});

test('the expressions of a plan are optimized, its depths the options’', () => {
  const { expression, exclude, minDepth, maxDepth } = plan('-mindepth 1 -maxdepth 3 -exclude ( -name a ) ! ! -name b');
  expect([show(expression), show(exclude), minDepth, maxDepth]).toEqual(['(and (-name b) (-print))', '(-name a)', 1, 3]);
});

describe('where the walk has to go', () => {
  const bounds = (line: string): unknown[] => {
    const { minDepth, maxDepth, mayDescend } = plan(line);
    const directories = ['a', 'a/b', 'a/bc', 'a/b/c', 'b', 'a/'];
    const entered = directories.filter((path) => mayDescend?.(bytes(path), path.length, 1) ?? true);
    return [minDepth, maxDepth === Number.POSITIVE_INFINITY ? 'any' : maxDepth, entered.join(' ')];
  };
  const all = 'a a/b a/bc a/b/c b a/';

  test.each([
    ['', [0, 'any', all]],
    ['-depth 2', [2, 2, all]],
    ['-depth -3', [0, 2, all]],
    ['-depth +1', [2, 'any', all]],
    ['-depth -3 -o -name x', [0, 'any', all]],
    ['-mindepth 1 -maxdepth 4 -depth +2', [3, 4, all]],
    ['-depth +2 -depth -1', [0, 'any', all]],
    ['-O4 -false', [0, 0, all]],
    ['-false', [0, 'any', all]],
    ['-O2 -depth -3', [0, 'any', all]],
    ['-O1 -depth +3', [0, 'any', all]],
    ['-unique -depth -3', [0, 'any', all]],
    ['-d -depth -3', [0, 'any', all]],
    ['-path a/b*', [0, 'any', 'a a/b a/bc a/b/c a/']],
    ['-path a/b/*', [0, 'any', 'a a/b a/b/c a/']],
    ['-path a/b', [0, 'any', 'a a/']],
    ['-path a/b/x', [0, 'any', 'a a/b a/']],
    ['-ipath a/b*', [0, 'any', all]],
    ['-path b* -o -path a/b/*', [0, 'any', 'a a/b a/b/c b a/']],
    ['-path a/b/* -path a/bc*', [0, 'any', all]],
    ['-path *x', [0, 'any', all]],
    ['-glob b/*', [0, 'any', 'a a/b b a/']],
    ['-glob b/**', [0, 'any', 'a a/b a/b/c b a/']],
    ['-glob **/x', [0, 'any', all]],
    ['! -glob b/*', [0, 'any', all]],
    ['-glob b* -o -glob b/*', [0, 'any', 'a a/b b a/']],
    ['-path a/b* -glob b/*', [0, 'any', 'a a/b a/']],
    ['-path a/bc/* -o -glob b/*', [0, 'any', 'a a/b a/bc b a/']],
    ['-glob b/ -o -size 1 -glob bc/*', [0, 'any', 'a a/bc b a/']],
    ['! -path a/b*', [0, 'any', all]],
    ['-path a/b* -o -print', [0, 'any', all]],
    ['-path a/b* -prune -o -name x', [0, 'any', all]],
    ['-regex a/b/.*', [0, 'any', 'a a/b a/b/c a/']],
    ['-O2 -path a/b*', [0, 'any', all]],
    ['-exclude -path a/b* -name x', [0, 'any', all]],
    ['-exclude -empty -path a/b*', [0, 'any', all]],
  ])('%s', (line, expected) => {
    expect(bounds(line)).toEqual(expected);
  });
});
