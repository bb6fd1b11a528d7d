/** Paths relative to descriptors, with /proc and without. */

import { lstatSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Descriptors } from '../../src/ioq/fallback-descriptors.ts';
import { REQUEST_FOLLOW } from '../../src/ioq/layout.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { chain, countOpenDescriptors, directory, file, link, makeTree, type Tree } from '../fixture/tree.ts';

const ENAMETOOLONG = -36;
const ELOOP = -40;

let deep: Tree;
beforeAll(async () => {
  deep = await makeTree({ c: chain(2_048) });
});
afterAll(() => deep[Symbol.asyncDispose]());

describe.each([
  ['with /proc', true],
  ['without /proc', false],
])('%s', (_, hasProc) => {
  test('a name is looked up in an open directory, at any depth of descriptors', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: file({ content: 'c' }) }) }) });
    const descriptors = new Descriptors(hasProc);
    const root = descriptors.open(AT_FDCWD, Buffer.from(tree.root), 0);
    const b = descriptors.open(root, Buffer.from('a//b/'), 0);
    for (const [dirfd, path] of [
      [b, 'c'],
      [b, '../b/c'],
      [root, 'a/b/c'],
      [AT_FDCWD, tree.path('a/b/c')],
      [b, tree.path('a/b/c')],
    ] as const) {
      expect(descriptors.at(dirfd, Buffer.from(path), (spelled) => statSync(spelled).size)).toBe(1);
    }
    expect(descriptors.close(b)).toBe(0);
    expect(descriptors.close(root)).toBe(0);
  });

  test('links are refused at every component, and no descriptor is left open by that', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: directory() }) }), l: link('a') });
    const descriptors = new Descriptors(hasProc);
    const root = descriptors.open(AT_FDCWD, Buffer.from(tree.root), 0);
    const before = countOpenDescriptors();
    expect(descriptors.open(root, Buffer.from('l/b/c'), 0)).toBe(ELOOP);
    renameSync(tree.path('a/b/c'), tree.path('c'));
    symlinkSync('../../c', tree.path('a/b/c'));
    expect(descriptors.open(root, Buffer.from('a/b/c'), 0)).toBe(ELOOP);
    const followed = descriptors.open(root, Buffer.from('l/b/c'), REQUEST_FOLLOW);
    expect(descriptors.close(followed)).toBe(0);
    expect(countOpenDescriptors()).toBe(before);
    descriptors.close(root);
  });

  test('a path of up to 4,095 bytes is taken where /proc helps; a longer one never', () => {
    const descriptors = new Descriptors(hasProc);
    const top = descriptors.open(AT_FDCWD, Buffer.from(deep.path('c')), 0);
    const isDirectory = (length: number): boolean | number => {
      const path = Buffer.alloc(length, 'd/');
      return descriptors.at(top, path, (spelled) => lstatSync(spelled).isDirectory());
    };
    expect(isDirectory(4_000)).toBe(true);
    expect(isDirectory(4_079)).toBe(hasProc ? true : ENAMETOOLONG);
    expect(isDirectory(4_097)).toBe(ENAMETOOLONG);
    descriptors.close(top);
  });
});

/** What sets /proc/self/fd apart from a remembered path. */
test('with /proc a directory is found wherever it was moved', async () => {
  await using tree = await makeTree({ a: directory({ f: file({ content: 'f' }) }) });
  const descriptors = new Descriptors(true);
  const a = descriptors.open(AT_FDCWD, Buffer.from(tree.path('a')), 0);
  renameSync(tree.path('a'), tree.path('b'));
  expect(descriptors.at(a, Buffer.from('f'), (spelled) => statSync(spelled).size)).toBe(1);
  descriptors.close(a);
});
