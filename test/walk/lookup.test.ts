/** Look-ups of one entry over a real tree: relative to the directory it is in, links treated as the walk treats them. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DT } from '../../src/ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../../src/ioq/system.ts';
import { Entry } from '../../src/walk/entry.ts';
import { Lookup } from '../../src/walk/lookup.ts';
import { Status } from '../../src/walk/status.ts';
import { directory, file, link, makeTree, type Tree } from '../fixture/tree.ts';
import { system } from './action/entries.ts';

const ENOENT = -2;
const ENOTDIR = -20;
const EMFILE = -24;

let tree: Tree;
let opened: number[];
beforeAll(async () => {
  tree = await makeTree({
    d: directory({ f: file({ content: 'four' }), l: link('f'), broken: link('nosuch'), e: directory() }),
    ld: link('d'),
  });
});
afterAll(() => tree[Symbol.asyncDispose]());
beforeEach(() => {
  opened = [];
  return () => {
    for (const fd of opened) system.close(fd);
  };
});

type FollowMode = ConstructorParameters<typeof Lookup>[1];

/** Look-ups below `d`, which is open as the traversal would have it. */
function makeLookup(follow: FollowMode = 'never', calls: SystemCalls = system) {
  const failures: string[] = [];
  const lookup = new Lookup(calls, follow, (_entry, errno, text) => failures.push(text ?? String(errno)));
  const fd = system.openDirectory(AT_FDCWD, Buffer.from(tree.path('d')), 0);
  opened.push(fd);
  let evictable = 1;
  lookup.traversal = {
    cache: { open: () => fd, parent: () => -1, evictAll: () => (evictable > 0 ? evictable-- : 0) },
    unlinks: null,
  };
  const below = (name: string): Entry => {
    const entry = new Entry(lookup);
    entry.depth = 1;
    entry.parent = 0;
    entry.bytes = Buffer.from(name);
    entry.nameEnd = entry.bytes.length;
    return entry;
  };
  const root = (path: string): Entry => {
    const entry = new Entry(lookup);
    const bytes = Buffer.from(path);
    entry.root = { path: bytes, number: 0 };
    entry.directoryLength = path.replace(/\/+$/, '').lastIndexOf('/') + 1;
    return entry;
  };
  return { lookup, failures, below, root, fd };
}

function typeOf(entry: Entry): number {
  const result = entry.services.loadStatus(entry);
  return result < 0 ? result : (entry.status.mode >>> 12) & 15;
}

describe('the status of a link is', () => {
  test.each<[FollowMode, number, number]>([
    ['never', DT.link, DT.link],
    ['roots', DT.directory, DT.link],
    ['always', DT.directory, DT.regular],
  ])('with links followed %s: as a starting point %i, below one %i', (follow, asRoot, belowOne) => {
    const { below, root } = makeLookup(follow);
    expect([typeOf(root(tree.path('ld'))), typeOf(below('l'))]).toEqual([asRoot, belowOne]);
  });

  test('that of the link itself where its target is missing', () => {
    expect(typeOf(makeLookup('always').below('broken'))).toBe(DT.link);
  });
});

test('names are looked up in the directory that they are in, starting points by their paths', () => {
  const { lookup, below, root } = makeLookup();
  expect(typeOf(below('f'))).toBe(DT.regular);
  expect(typeOf(root(tree.path('d', 'f')))).toBe(DT.regular);
  expect(typeOf(below('nosuch'))).toBe(ENOENT);
  expect(Buffer.from(lookup.readLink(below('l')) as Uint8Array).toString()).toBe('f');
  expect([lookup.access(below('f'), 4), lookup.access(below('nosuch'), 4)]).toEqual([0, ENOENT]);
  expect([lookup.isEmptyDirectory(below('e')), lookup.isEmptyDirectory(root(tree.path('d')))]).toEqual([1, 0]);
});

test('a link is an empty directory only where links are followed', () => {
  expect(makeLookup('never').lookup.isEmptyDirectory(makeLookup('never').root(tree.path('ld')))).toBe(ENOTDIR);
  expect(makeLookup('always').lookup.isEmptyDirectory(makeLookup('always').root(tree.path('ld')))).toBe(0);
});

describe('a path beside an entry', () => {
  test.each(['below', 'root'] as const)('is relative to where it is: %s', (where) => {
    const { lookup, below, root } = makeLookup();
    const entry = where === 'below' ? below('l') : root(tree.path('d', 'l'));
    const status = new Status();
    expect(lookup.statBeside(entry, Buffer.from('f'), 2, status)).toBe(0);
    expect(status.size).toBe(4);
    expect(lookup.statBeside(entry, Buffer.from('nosuch'), 2, status)).toBe(ENOENT);
    expect(lookup.statBeside(entry, Buffer.from(tree.path('d', 'f')), 2, status)).toBe(0);
  });
});

test('a directory that cannot be opened fails every look-up in it', () => {
  const { lookup, below } = makeLookup();
  lookup.traversal = { cache: { open: () => -13, parent: () => -1, evictAll: () => 0 }, unlinks: null };
  const entry = below('f');
  expect([
    lookup.loadStatus(entry),
    lookup.readLink(entry),
    lookup.access(entry, 4),
    lookup.isEmptyDirectory(entry),
    lookup.unlink(entry, false),
    lookup.openDirectoryOf(entry),
    lookup.statBeside(entry, Buffer.from('f'), 0, new Status()),
  ]).toEqual(new Array(7).fill(-13));
});

describe('a descriptor of its own for the directory that an entry is in', () => {
  test('is another one than the traversal has', () => {
    const { lookup, below, fd } = makeLookup();
    const own = lookup.openDirectoryOf(below('f'));
    opened.push(own);
    expect(own).toBeGreaterThanOrEqual(0);
    expect(own).not.toBe(fd);
    const record = new Status();
    expect(system.stat(own, Buffer.from('f'), 0, new Uint8Array(record.words.buffer))).toBe(0);
  });

  test('is got in spite of a lack, once the traversal has given some up', () => {
    let refusals = 1;
    const calls: SystemCalls = {
      ...system,
      openDirectory: (dirfd, path, flags) => (refusals-- > 0 ? EMFILE : system.openDirectory(dirfd, path, flags)),
    };
    const { lookup, below } = makeLookup('never', calls);
    const own = lookup.openDirectoryOf(below('f'));
    opened.push(own);
    expect(own).toBeGreaterThanOrEqual(0);
  });

  test('is not got where there is nothing to give up', () => {
    const { lookup, below } = makeLookup('never', { ...system, openDirectory: () => EMFILE });
    expect(lookup.openDirectoryOf(below('f'))).toBe(EMFILE);
  });

  test.each([
    ['f', AT_FDCWD],
    ['./f', '.'],
    ['a/b/', 'a/'],
    ['/', '/'],
    ['//', '/'],
    ['/usr', '/'],
  ])('of the starting point %s: %s', (path, expected) => {
    const asked: string[] = [];
    const calls: SystemCalls = {
      ...system,
      openDirectory: (_dirfd, name) => {
        asked.push(Buffer.from(name).toString());
        return 5;
      },
    };
    const { lookup, root } = makeLookup('never', calls);
    const result = lookup.openDirectoryOf(root(path));
    expect(typeof expected === 'number' ? result : asked[0]!.replace(/(?<=\.)\/$/, '')).toBe(expected);
  });
});

test('a name is removed from its directory, a starting point by its path', async () => {
  await using removed = await makeTree({ a: file(), b: directory() });
  const { lookup, root } = makeLookup();
  expect(lookup.unlink(root(removed.path('a')), false)).toBe(0);
  expect(lookup.unlink(root(removed.path('b')), true)).toBe(0);
  expect(lookup.unlink(root(removed.path('b')), true)).toBe(ENOENT);
});
