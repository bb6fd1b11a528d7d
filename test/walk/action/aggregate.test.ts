/** -count and -sum over real files: groups, hard links, sizes beyond doubles, and how each form looks. */

import { linkSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileAggregate } from '../../../src/walk/action/aggregate.ts';
import { Group } from '../../../src/walk/action/aggregate-group.ts';
import type { Aggregation, GroupKey, Measure } from '../../../src/walk/aggregate.ts';
import { directory, file, makeTree, type Tree } from '../../fixture/tree.ts';
import { makeEntry, makeOutput, makeServices } from './entries.ts';

const services = makeServices();

interface Request {
  readonly measure?: Measure;
  readonly by?: GroupKey | null;
  readonly form?: Aggregation['form'];
  readonly isTerminal?: boolean;
}

/** What is printed at the end; names are of files in the tree. */
function add(tree: Tree, names: readonly string[], { measure = 'size', by = null, form = 'plain', isTerminal }: Request): string {
  const { output, text } = makeOutput(isTerminal === undefined ? {} : { isTerminal });
  const aggregate = compileAggregate(measure, { by, form, wanted: true }, output, services);
  for (const name of names) {
    const { entry } = makeEntry(`${tree.root}/${name}`, name.split('/').length);
    expect(aggregate.add(entry)).toBe(true);
  }
  expect(text()).toBe('');
  aggregate.end();
  return Buffer.from(text(), 'latin1').toString();
}

const spec = {
  'a.ts': file({ sizeBytes: 100 }),
  'b.ts': file({ sizeBytes: 50 }),
  'c.md': file({ sizeBytes: 1000 }),
  README: file({ sizeBytes: 7 }),
  d: directory({ 'e.ts': file({ sizeBytes: 3 }) }),
};
const names = ['a.ts', 'b.ts', 'c.md', 'README', 'd/e.ts'];

test('one number where nothing is grouped', async () => {
  await using tree = await makeTree(spec);
  expect(add(tree, names, {})).toBe('1160\n');
  expect(add(tree, names, { measure: 'count' })).toBe('5\n');
  expect(add(tree, [], {})).toBe('0\n');
});

test('the greatest group first, equals by their keys', async () => {
  await using tree = await makeTree(spec);
  expect(add(tree, names, { by: 'ext' })).toBe('1000\tmd\n153\tts\n7\t\n');
  expect(add(tree, names, { by: 'ext', measure: 'count' })).toBe('3\tts\n1\t\n1\tmd\n');
});

test('groups by type, depth, owner and directory', async () => {
  await using tree = await makeTree(spec);
  expect(add(tree, [...names, 'd'], { by: 'type', measure: 'count' })).toBe('5\tf\n1\td\n');
  expect(add(tree, names, { by: 'depth' })).toBe('1157\t1\n3\t2\n');
  expect(add(tree, names, { by: 'dir' })).toBe(`1157\t${tree.root}\n3\t${tree.root}/d\n`);
  const owner = add(tree, names, { by: 'user', measure: 'count' });
  expect(owner).toMatch(/^5\t\w+\n$/);
});

test('a file of several hard links is summed once, and counted for each', async () => {
  await using tree = await makeTree(spec);
  linkSync(tree.path('c.md'), tree.path('same.md'));
  expect(add(tree, ['c.md', 'same.md', 'a.ts'], {})).toBe('1100\n');
  expect(add(tree, ['c.md', 'same.md', 'a.ts'], { measure: 'count' })).toBe('3\n');
});

test('a file that is not there is reported and left out', async () => {
  await using tree = await makeTree(spec);
  expect(add(tree, ['a.ts', 'gone'], { form: 'json' })).toBe('{"size":100,"count":1}\n');
});

test('blocks are those that are taken', async () => {
  await using tree = await makeTree({ hole: file() });
  truncateSync(tree.path('hole'), 1e9);
  expect(add(tree, ['hole'], {})).toBe('1000000000\n');
  expect(add(tree, ['hole'], { measure: 'blocks' })).toBe('0\n');
});

test('sums are exact beyond what a double holds', () => {
  const group = new Group(0);
  const amount = 2 ** 52 - 1;
  for (let i = 0; i < 9; i++) group.add(amount);
  group.addLarge(2n ** 60n + 1n);
  expect(group.sum).toBe(9n * BigInt(amount) + 2n ** 60n + 1n);
  expect(group.count).toBe(10);
});

test('extensions with one hash are still two', async () => {
  // FNV-1a of both is the same.
  const twins = ['x.costarring', 'x.liquid'];
  await using tree = await makeTree({ [twins[0]!]: file({ sizeBytes: 2 }), [twins[1]!]: file({ sizeBytes: 1 }) });
  expect(add(tree, twins, { by: 'ext' })).toBe('2\tcostarring\n1\tliquid\n');
});

describe('forms', () => {
  test('JSON has the value and the number of files', async () => {
    await using tree = await makeTree(spec);
    const lines = add(tree, names, { by: 'ext', form: 'json' }).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { ext: 'md', size: 1000, count: 1 },
      { ext: 'ts', size: 153, count: 3 },
      { ext: '', size: 7, count: 1 },
    ]);
    expect(add(tree, names, { by: 'depth', measure: 'count', form: 'json' })).toBe(
      '{"depth":1,"count":4}\n{"depth":2,"count":1}\n',
    );
  });

  test('CSV has a row with the names of the columns', async () => {
    await using tree = await makeTree(spec);
    expect(add(tree, names, { by: 'ext', form: 'csv' })).toBe('ext,ext_base64,size,count\nmd,,1000,1\nts,,153,3\n,,7,1\n');
    expect(add(tree, names, { measure: 'count', form: 'csv' })).toBe('count\n5\n');
  });

  test('a terminal gets a table with bars', async () => {
    await using tree = await makeTree(spec);
    const lines = add(tree, names, { by: 'ext', isTerminal: true }).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^1000 {2}86\.2% █+ md$/);
    expect(lines[1]).toMatch(/^ 153 {2}13\.2% █+.? +ts$/);
    expect(lines[2]).toMatch(/^ {3}7 {3}0\.6% \S? +\(none\)$/);
    expect(add(tree, ['c.md', 'a.ts'], { isTerminal: true })).toBe('1.1K\n');
  });

  test('a terminal is not shown names that act on it', async () => {
    await using tree = await makeTree({ 'a.\x1b[2J': file({ sizeBytes: 1 }) });
    expect(add(tree, ['a.\x1b[2J'], { by: 'ext', isTerminal: true })).toMatch(/\$'\\e\[2J'\n$/);
  });
});
