/** Directories read by node:fs, all at once or bit by bit: the same entries. */

import { closeSync, opendirSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Descriptors } from '../../src/ioq/fallback-descriptors.ts';
import { OpenDirectories } from '../../src/ioq/fallback-directories.ts';
import { DT, ENTRY_NAME, ENTRY_OVERHEAD, ENTRY_TYPE, entryLength } from '../../src/ioq/layout.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { countOpenDescriptors, directory, file, link, makeTree, numberedFiles, type TreeSpec } from '../fixture/tree.ts';

const EBADF = -9;

/** All entries as `NAME TYPE`, read in chunks of `chunkBytes`. */
async function list(spec: TreeSpec, chunkBytes = 32_768, anyOrder = true): Promise<string[]> {
  await using tree = await makeTree(spec);
  return listRoot(tree.root, chunkBytes, anyOrder);
}

function listRoot(root: string, chunkBytes: number, anyOrder: boolean): string[] {
  const descriptors = new Descriptors();
  const directories = new OpenDirectories(descriptors);
  const before = countOpenDescriptors();
  const fd = descriptors.open(AT_FDCWD, Buffer.from(root), 0);
  const found: string[] = [];
  const bytes = Buffer.alloc(chunkBytes);
  for (let more = true; more; ) {
    const chunk = directories.read(fd, bytes, 0, chunkBytes, anyOrder);
    if (typeof chunk === 'number') throw new Error(`read: ${chunk}`);
    expect(chunk.error).toBe(0);
    let at = 0;
    for (let entry = 0; entry < chunk.count; entry++) {
      const length = entryLength(bytes, at);
      found.push(`${bytes.toString('latin1', at + ENTRY_NAME, at + ENTRY_NAME + length)} ${bytes[at + ENTRY_TYPE]}`);
      at += ENTRY_OVERHEAD + length;
      expect(bytes[at - 1]).toBe(0);
    }
    expect(at).toBe(chunk.length);
    more = chunk.more;
  }
  directories.close(fd);
  expect(countOpenDescriptors()).toBe(before);
  return found;
}

const latin1 = (name: string): string => Buffer.from(name).toString('latin1');

/** The names in a directory as the kernel gives them. */
function kernelOrder(root: string): string[] {
  const opened = opendirSync(root);
  const names: string[] = [];
  for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) names.push(entry.name);
  opened.closeSync();
  return names;
}

test.each([
  ['where no other will do', 40, false],
  ['where it is large', 6_000, true],
])('a directory is read in the order in which the kernel gives its entries %s', async (_, files, anyOrder) => {
  await using tree = await makeTree(numberedFiles(files));
  const listed = listRoot(tree.root, 64, anyOrder);
  expect(listed.map((line) => line.split(' ')[0])).toEqual(kernelOrder(tree.root));
});

describe('a small directory', () => {
  test('is read in the order of the names where any will do', async () => {
    const names = ['b', 'a', 'c', 'B', '10', '9'];
    const listed = await list(Object.fromEntries(names.map((name) => [name, file()])));
    expect(listed).toEqual(['10', '9', 'B', 'a', 'b', 'c'].map((name) => `${name} ${DT.regular}`));
  });

  test('keeps names beyond ASCII as they are', async () => {
    const names = ['é', '\ufeffmark', '日本', '😀', 'e\u0301', '\ue000'];
    const listed = await list(Object.fromEntries(names.map((name) => [name, directory()])));
    expect(listed.sort()).toEqual(names.map((name) => `${latin1(name)} ${DT.directory}`).sort());
  });

  test.each([
    ['a name that is not UTF-8', Buffer.from([0x66, 0xff])],
    ['a name with U+FFFD itself', Buffer.from('\ufffd')],
    ['a surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80])],
  ])('with %s has that one and all others', async (_, name) => {
    const listed = await list([
      ['plain', file()],
      [name, link('plain')],
      ['é', directory()],
    ]);
    const expected = [`plain ${DT.regular}`, `${name.toString('latin1')} ${DT.link}`, `${latin1('é')} ${DT.directory}`];
    expect(listed.sort()).toEqual(expected.sort());
  });
});

test.each([
  ['at once', true],
  ['bit by bit', false],
])('a directory read %s comes in chunks as small as a name, each entry once', async (_, anyOrder) => {
  const files = 600;
  const listed = await list(numberedFiles(files), 64, anyOrder);
  expect(new Set(listed).size).toBe(files);
  expect(listed).toHaveLength(files);
});

test('what cannot be read is told by the errno', () => {
  const descriptors = new Descriptors();
  const directories = new OpenDirectories(descriptors);
  const fd = openSync('/', 'r');
  closeSync(fd);
  expect(directories.close(fd)).toBe(EBADF);
  expect(directories.read(fd, new Uint8Array(64), 0, 64, true)).toBeLessThan(0);
});
