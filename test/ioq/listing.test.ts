/** Directories opened and read through the queue: the same entries in the same order, whatever serves them. */

import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DT, REQUEST_FOLLOW, REQUEST_KEEP, REQUEST_TRUSTED } from '../../src/ioq/layout.ts';
import { BACKENDS, openQueue } from '../fixture/backends.ts';
import { chain, directory, fifo, file, link, makeTree, numberedFiles, socket, type Tree } from '../fixture/tree.ts';

const ENOENT = -2;
const ENOTDIR = -20;
const ELOOP = -40;
const ENAMETOOLONG = -36;

/** Every byte that a name may have, each in a name of its own, and one with all of them in pieces of the longest name. */
const ALL_BYTES = Array.from({ length: 255 }, (_, i) => i + 1).filter((byte) => byte !== 0x2f && byte !== 0x2e);

let large: Tree;
beforeAll(async () => {
  large = await makeTree({ wide: directory(numberedFiles(20_000)), c: chain(2_048, { x: file() }) });
});
afterAll(() => large[Symbol.asyncDispose]());

describe.each(BACKENDS)('%s', (backend) => {
  test('an entry has its type and name, without `.` and `..`', async () => {
    await using tree = await makeTree({ d: directory(), f: file(), l: link('f'), p: fifo(), s: socket() });
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: tree.root });
    expect(entries.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
      `d ${DT.directory}`,
      `f ${DT.regular}`,
      `l ${DT.link}`,
      `p ${DT.fifo}`,
      `s ${DT.socket}`,
    ]);
  });

  test('devices have their types', () => {
    using queue = openQueue(backend);
    const entries = queue.requests.list({ path: '/dev' });
    expect(entries.find(({ name }) => name === 'null')?.type).toBe(DT.char);
  });

  test('an empty directory is answered with no entries and closed', async () => {
    await using tree = await makeTree({});
    using queue = openQueue(backend);
    expect(queue.requests.open({ path: tree.root })).toMatchObject({ result: 0, count: 0, more: false, dirfd: -1 });
  });

  test('names are bytes: every one but NUL and `/`, alone and beside others', async () => {
    const names = [...ALL_BYTES.map((byte) => Buffer.from([byte])), Buffer.from(ALL_BYTES), Buffer.from([0xc3, 0x28, 0xff])];
    await using tree = await makeTree(names.map((name) => [name, file()] as const));
    using queue = openQueue(backend);
    const listed = queue.requests.list({ path: tree.root }).map(({ name }) => name);
    expect(listed.sort()).toEqual(names.map((name) => name.toString('latin1')).sort());
  });

  test('names of 255 bytes fill a chunk and go on in the next', async () => {
    const names = Array.from({ length: 300 }, (_, i) => String(i).padStart(255, 'n'));
    await using tree = await makeTree(names.map((name) => [name, file()] as const));
    using queue = openQueue(backend);
    expect(queue.requests.open({ path: tree.root, flags: REQUEST_KEEP }).more).toBe(true);
    const listed = queue.requests.list({ path: tree.root, closeFd: queue.requests.answer(0).dirfd });
    expect(listed.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  test('a directory of 20,000 entries comes in chunks, each entry once', () => {
    using queue = openQueue(backend);
    const first = queue.requests.open({ path: large.path('wide') });
    expect(first).toMatchObject({ result: 0, more: true });
    expect(first.dirfd).toBeGreaterThanOrEqual(0);
    const names = queue.requests.list({ path: large.path('wide'), slot: 1, closeFd: first.dirfd }).map(({ name }) => name);
    expect(names).toHaveLength(20_000);
    expect(new Set(names).size).toBe(20_000);
  });

  test('entries come in the order in which the kernel lists them', () => {
    using queue = openQueue(backend);
    const names = queue.requests.list({ path: large.path('wide') }).map(({ name }) => name);
    const reference = execFileSync('ls', ['-UA', large.path('wide')], { encoding: 'latin1' });
    expect(names).toEqual(reference.split('\n').slice(0, -1));
  });

  test('a path is looked up from a directory descriptor', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: file() }) }) });
    using queue = openQueue(backend);
    const base = queue.requests.open({ path: tree.root, flags: REQUEST_KEEP });
    expect(base.dirfd).toBeGreaterThanOrEqual(0);
    for (const path of ['a/b', 'a//b', 'a/b/', './a/./b//', 'a/b/../b']) {
      expect(queue.requests.list({ slot: 1, dirfd: base.dirfd, path })).toMatchObject([{ name: 'c' }]);
    }
    expect(queue.system.close(base.dirfd)).toBe(0);
  });

  test('a descriptor of openDirectory is a base as good as any', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: file() }) }) });
    using queue = openQueue(backend);
    const a = queue.system.openDirectory(-100, Buffer.from(tree.path('a')), 0);
    expect(queue.requests.list({ dirfd: a, path: 'b' })).toMatchObject([{ name: 'c' }]);
    expect(queue.requests.list({ dirfd: a, path: tree.path('a') })).toMatchObject([{ name: 'b' }]);
    expect(queue.system.close(a)).toBe(0);
  });

  test('a path of nearly 4,096 bytes below a descriptor is opened, a longer one is refused', () => {
    using queue = openQueue(backend);
    const top = queue.system.openDirectory(-100, Buffer.from(large.path('c')), 0);
    const levels = (count: number): string => Array.from({ length: count }, () => 'd').join('/');
    for (const flags of [0, REQUEST_TRUSTED, REQUEST_FOLLOW]) {
      expect(queue.requests.list({ dirfd: top, path: levels(2_047), flags })).toMatchObject([{ name: 'x' }]);
      expect(queue.requests.open({ dirfd: top, path: `${levels(2_047)}///`, flags }).result).toBe(ENAMETOOLONG);
    }
    queue.system.close(top);
  });

  describe('what cannot be opened', () => {
    test.each([
      ['nothing there', 'nope', ENOENT],
      ['nothing there in the middle', 'nope/d', ENOENT],
      ['an empty path', '', ENOENT],
      ['a file', 'f', ENOTDIR],
      ['a file in the middle', 'f/d', ENOTDIR],
      ['a fifo, without waiting for its other end', 'p', ENOTDIR],
      ['a link, as a single name', 'l', ENOTDIR],
      ['a link at the end of a path', './l', ELOOP],
      ['a link in the middle of a path', 'l/e', ELOOP],
      ['a link with a slash after it', 'l/', ELOOP],
      ['a broken link', 'broken', ENOTDIR],
      ['a broken link in the middle', 'broken/e', ELOOP],
      ['a name that is too long', 'n'.repeat(256), ENAMETOOLONG],
    ])('%s', async (_, path, result) => {
      await using tree = await makeTree({
        d: directory({ e: directory() }),
        f: file(),
        p: fifo(),
        l: link('d'),
        broken: link('nope'),
      });
      using queue = openQueue(backend);
      const top = queue.system.openDirectory(-100, Buffer.from(tree.root), 0);
      expect(queue.requests.open({ dirfd: top, path })).toMatchObject({ result });
      queue.system.close(top);
    });
  });

  describe('links', () => {
    test.each([
      ['TRUSTED', 'l/e', REQUEST_TRUSTED, 0],
      ['TRUSTED', 'l/', REQUEST_TRUSTED, 0],
      ['TRUSTED', 'l', REQUEST_TRUSTED, ENOTDIR],
      ['TRUSTED', './l', REQUEST_TRUSTED, ENOTDIR],
      ['TRUSTED', 'self', REQUEST_TRUSTED, ENOTDIR],
      ['TRUSTED', 'self/e', REQUEST_TRUSTED, ELOOP],
      ['FOLLOW', 'l', REQUEST_FOLLOW, 0],
      ['FOLLOW', 'l/e', REQUEST_FOLLOW, 0],
      ['FOLLOW', 'self', REQUEST_FOLLOW, ELOOP],
      ['FOLLOW', 'broken', REQUEST_FOLLOW, ENOENT],
      ['FOLLOW', 'to-file', REQUEST_FOLLOW, ENOTDIR],
      ['TRUSTED and FOLLOW', 'l', REQUEST_TRUSTED | REQUEST_FOLLOW, 0],
    ])('with %s, %s', async (_, path, flags, result) => {
      await using tree = await makeTree({
        d: directory({ e: directory() }),
        f: file(),
        l: link('d'),
        self: link('self'),
        broken: link('nope'),
        'to-file': link('f'),
      });
      using queue = openQueue(backend);
      const top = queue.system.openDirectory(-100, Buffer.from(tree.root), 0);
      expect(queue.requests.open({ dirfd: top, path, flags })).toMatchObject({ result });
      queue.system.close(top);
    });
  });
});
