/** `paths` and `pathsSync` give what the entries of `collect` say, whatever they are spelled with; over every backend. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, count, countSync, paths, pathsSync, type WalkOptions } from '../../../src/walk/index.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { chain, directory, file, link, makeTree, type Tree } from '../../fixture/tree.ts';

let tree: Tree;

beforeAll(async () => {
  tree = await makeTree([
    [
      'one',
      directory({ 'a.ts': file({ sizeBytes: 3 }), empty: directory(), deep: directory({ 'b.ts': file({ sizeBytes: 9 }) }) }),
    ],
    [
      'more',
      directory(Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`${'n'.repeat(index % 190)}${index}`, file()]))),
    ],
    ['ünï', directory({ 'a.ts': file({ sizeBytes: 5 }), up: link('..') })],
    [Buffer.from([0x66, 0xff]), directory([[Buffer.from([0xfe]), file()]])],
    ['long', chain(150, { end: file() })],
  ]);
});
afterAll(() => tree[Symbol.asyncDispose]());

/** To be compared: one character a byte. */
const latin1 = (path: Buffer): string => path.toString('latin1');

describe.each(BACKENDS)('over %s', (backend) => {
  test.each<[string, WalkOptions]>([
    ['as the walk comes by', {}],
    ['sorted', { sort: 'natural', reverse: true }],
    ['depth first, directories last', { order: 'dfs', postOrder: true }],
    ['the first few of all', { sort: 'size', limit: 3 }],
    ['a few', { limit: 600 }],
    ['absolute', { paths: 'absolute', ignore: 'long/**' }],
    ['real', { paths: 'real', follow: 'always', onError: 'ignore', maxDepth: 2 }],
  ])('%s', async (_, options) => {
    const all = { cwd: tree.root, ...options, backend };
    const roots = ['one//', './more', '.', 'ünï', 'one/a.ts'];
    const expected = await collect(roots, null, all);
    expect(await paths(roots, null, all)).toEqual(expected.map((entry) => entry.path));
    const bytes = await paths(roots, null, { ...all, encoding: 'buffer' });
    expect(bytes.map(latin1)).toEqual(expected.map((entry) => latin1(entry.pathBytes)));
    expect(pathsSync(roots, null, all)).toEqual(expected.map((entry) => entry.path));
    expect(pathsSync(roots, null, { ...all, encoding: 'buffer' }).map(latin1)).toEqual(bytes.map(latin1));
    expect(await count(roots, null, all)).toBe(expected.length);
    expect(countSync(roots, null, all)).toBe(expected.length);
  });

  test('an expression chooses, errors come at the end', async () => {
    expect(await paths(tree.path('one'), "-name '*.ts' -size +4c", { backend })).toEqual([tree.path('one/deep/b.ts')]);
    await expect(paths(tree.path('gone'), null, { backend })).rejects.toThrow(AggregateError);
    expect(() => pathsSync(tree.path('gone'), null, { backend })).toThrow(AggregateError);
    expect(() => countSync(tree.path('gone'), null, { backend })).toThrow(AggregateError);
    await expect(paths('.', null, null as unknown as WalkOptions)).rejects.toThrow('The options are null');
  });
});
