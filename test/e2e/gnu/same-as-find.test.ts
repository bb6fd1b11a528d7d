/** Where GNU find and tswalk have the same words, they find the same files. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRandom, randomExpression, randomTree } from '../../fixture/random-tree.ts';
import { hasBfs, runBfs, runFind, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, makeTree, type Tree } from '../../fixture/tree.ts';

const REFERENCE_TIME = 1e9 + 4_000 * 86_400;

let tree: Tree;

beforeAll(async () => {
  const random = makeRandom(2);
  const parts = Array.from({ length: 12 }, (_, i) => [`part${i}`, directory(randomTree(random))] as const);
  tree = await makeTree([...parts, ['reference', file({ time: REFERENCE_TIME })]]);
});
afterAll(() => tree[Symbol.asyncDispose]());

/** Run both in the tree and compare what they print; the order is each one's own. */
function expectSame(words: readonly string[], separator = '\n'): void {
  const options = { cwd: tree.root };
  const ours = runTswalk(words, options);
  const theirs = runFind(words, options);
  expect(ours.stderr.toString()).toBe('');
  expect(sortedRecords(ours.stdout, separator)).toEqual(sortedRecords(theirs.stdout, separator));
  expect(ours.status).toBe(theirs.status);
}

test('the tree has something of everything', () => {
  const kinds = new Set(sortedRecords(runFind([tree.root, '-printf', '%y\\n']).stdout));
  expect([...kinds].join('')).toBe('dflps');
  expect(sortedRecords(runFind([tree.root, '-print0']).stdout, '\0').length).toBeGreaterThan(300);
});

describe('starting points', () => {
  test.each([[[]], [['.']], [['./']], [['part0', 'part1']], [['part1/', 'part1//', 'reference']]])('%j', (words) =>
    expectSame(words),
  );
});

describe('tests', () => {
  test.each([
    '-name a',
    '-name a*',
    '-name .*',
    '-name *[0-9]',
    '-name ?',
    '-name [[]x]',
    '-name é',
    '-iname É',
    '-iname foo*',
    '-iname FOO.TS',
    '-path ./part1/*',
    '-path *a*/*b*',
    '-ipath *FOO*',
    '-wholename ./part2',
    '-type f',
    '-type d',
    '-type l',
    '-type p',
    '-type s',
    '-type f,l',
    '-size 0',
    '-size 1',
    '-size +1',
    '-size -2',
    '-size 1c',
    '-size +511c',
    '-size 1k',
    '-size -1k',
    '-size +1k',
    '-size 1M',
    '-size 2M',
    '-size 1w',
    '-size 2b',
    '-empty',
    '-empty -type d',
    '-newer reference',
    '! -newer reference',
    '-true',
    '-false',
    '-maxdepth 0',
    '-maxdepth 2',
    '-mindepth 2',
    '-mindepth 1 -maxdepth 1',
    '-mindepth 3 -maxdepth 2',
    '-name part1 -prune -o -print',
    '-type d -name *a* -prune -o -type f -print',
    '-mindepth 2 -name a* -prune -o -print',
    '-depth',
    '-depth -name a* -prune -o -print',
    '-depth -type d',
    '-xdev',
    '-name a* -print -o -name b*',
    '-name a* -print -name *1 -print',
    '( -name a -o -name ab ) -type f',
    '! ( -name a* -o -type d )',
    '-not -name a*',
    '-type f -a ! -size 0 -o -type l',
    '-name a -print , -name ab -print',
    '-print -print',
    '-print -prune',
    '-name nothing -print -quit',
  ])('%s', (line) => expectSame(['.', ...line.split(' ')]));
});

test.each(['-print0', '-name *é* -print0', '-type f -print0 -o -type d -print0'])('%s', (line) =>
  expectSame(['.', ...line.split(' ')], '\0'),
);

describe('links that are followed', () => {
  test.each([
    '-L .',
    '-H .',
    '-P .',
    '-L . -type l',
    '-L . -type d',
    '-L . -type c',
    '-L . -size 0',
    '-L . -xdev',
    '. -follow -type f',
    '-L . -newer reference',
    '-L . -empty',
    '-L . -depth -maxdepth 4',
    '-L -P . -type l',
    '-L . -name a* -size +0',
    '-L . -size +0 -type f -name x*',
  ])('%s', (line) => expectSame(line.split(' ')));
});

describe('what find spells otherwise', () => {
  test.each([
    ['-hidden', '-name .?*'],
    ['-type f ! -hidden', '-type f ! -name .?*'],
    ['-depth 2', '-mindepth 2 -maxdepth 2'],
    ['-depth +2', '-mindepth 3'],
    ['-depth -2 -type d', '-maxdepth 1 -type d'],
    ['-hidden -prune -o -size +0', '-name .?* -prune -o -size +0'],
  ])('%s is %s', (line, theirs) => {
    const options = { cwd: tree.root };
    const ours = runTswalk(['.', ...line.split(' ')], options);
    expect(ours.stderr.toString()).toBe('');
    expect(sortedRecords(ours.stdout)).toEqual(sortedRecords(runFind(['.', ...theirs.split(' ')], options).stdout));
    if (hasBfs) expect(sortedRecords(ours.stdout)).toEqual(sortedRecords(runBfs(['.', ...line.split(' ')], options).stdout));
  });
});

describe('random expressions', () => {
  const random = makeRandom(20_260);
  const rows = Array.from({ length: 40 }, (_, i) => randomExpression(random, 1 + (i % 6), 'reference'));
  test.each(rows.map((words) => [words.join(' '), words] as const))('%s', (_, words) => expectSame(['.', ...words]));
});
