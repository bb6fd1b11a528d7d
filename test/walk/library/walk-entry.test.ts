/** An entry and its status show what they are where a program prints them, though all of their fields are getters. */

import { statSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect } from '../../../src/walk/index.ts';
import { file, makeTree, type Tree } from '../../fixture/tree.ts';

let tree: Tree;

beforeAll(async () => {
  tree = await makeTree({ 'a.txt': file({ sizeBytes: 3, time: 1_000_000_000 }) });
});
afterAll(() => tree[Symbol.asyncDispose]());

const fields = { path: './a.txt', name: 'a.txt', parentPath: '.', root: '.', depth: 1, type: 'file' };

test('console.log shows an entry by its fields', async () => {
  const [entry] = await collect('.', '-name a.txt', { cwd: tree.root });
  expect(inspect(entry)).toBe(inspect(fields).replace('{', 'Entry {'));
});

test('JSON has an entry without its status', async () => {
  const [entry] = await collect('.', '-name a.txt', { cwd: tree.root });
  expect(JSON.parse(JSON.stringify(entry))).toEqual(fields);
});

test('a status is shown with all of its fields; in JSON those that are bigints are text', async () => {
  const [entry] = await collect('a.txt', null, { cwd: tree.root });
  const { ino } = statSync(tree.path('a.txt'), { bigint: true });
  expect(inspect(entry!.stat)).toMatch(/^EntryStatus \{/);
  expect(inspect(entry!.stat)).toContain(`ino: ${ino}n`);
  expect(JSON.parse(JSON.stringify(entry!.stat))).toMatchObject({
    type: 'file',
    size: 3,
    ino: String(ino),
    mtimeNs: '1000000000000000000',
    mtime: '2001-09-09T01:46:40.000Z',
  });
});

test('times are there in milliseconds as well, as fs.Stats has them', async () => {
  const [entry] = await collect('a.txt', null, { cwd: tree.root });
  const { atimeMs, mtimeMs, ctimeMs } = statSync(tree.path('a.txt'));
  expect(entry!.stat).toMatchObject({ atimeMs, mtimeMs, ctimeMs });
});
