/** Extended attributes and what lies in them, on files that were given some. */

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmdirSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetadataCalls } from '../../src/ioq/metadata.ts';
import { openEngine } from '../../src/ioq/open.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { directory, file, link, makeTree, type Tree } from '../fixture/tree.ts';

const { ENODATA, ENOENT, ENOTSUP } = constants.errno;
const isRoot = process.getuid?.() === 0;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Set an attribute as setfattr(1) does, which is not everywhere; python3 is, since node-gyp needs it. */
function setAttribute(path: string, name: string, value: Uint8Array): void {
  const script = 'import os, sys; os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]), follow_symlinks=False)';
  execFileSync('python3', ['-c', script, path, name, Buffer.from(value).toString('hex')]);
}

const OWNER = 1;
const USER = 2;
const GROUP = 4;
const MASK = 16;
const OTHER = 32;

/** linux/posix_acl_xattr.h: version 2, then tag, permissions and id of each entry. */
function acl(...tags: number[]): Uint8Array {
  const value = Buffer.alloc(4 + 8 * tags.length);
  value.writeUInt32LE(2);
  for (const [i, tag] of tags.entries()) {
    value.writeUInt16LE(tag, 4 + 8 * i);
    value.writeUInt16LE(6, 6 + 8 * i);
    value.writeUInt32LE(tag === USER ? 1234 : 0xffff_ffff, 8 + 8 * i);
  }
  return value;
}

/** linux/capability.h: revision 2, then permitted and inheritable of two words. */
function capabilities(permitted: number, inheritable: number, high = 0): Uint8Array {
  const value = Buffer.alloc(20);
  value.writeUInt32LE(0x0200_0001);
  value.writeUInt32LE(permitted, 4);
  value.writeUInt32LE(inheritable, 8);
  value.writeUInt32LE(high, 12);
  return value;
}

let tree: Tree;
let metadata: MetadataCalls;
let dirfd: number;
beforeAll(async () => {
  const found = openEngine('sync', '').metadata;
  if (found === null) throw new Error('npm run build:native comes first');
  metadata = found;
  tree = await makeTree({
    plain: file(),
    tagged: file(),
    link: link('tagged'),
    broken: link('nothing'),
    directory: directory(),
    shared: file(),
    trivial: file(),
    inherited: directory(),
    many: file(),
    able: file(),
    high: file(),
    unable: file(),
    labelled: file(),
  });
  dirfd = openSync(tree.root, 'r');
  setAttribute(tree.path('tagged'), 'user.foo', bytes('bar'));
  setAttribute(tree.path('shared'), 'system.posix_acl_access', acl(OWNER, USER, GROUP, MASK, OTHER));
  setAttribute(tree.path('trivial'), 'system.posix_acl_access', acl(OWNER, GROUP, OTHER));
  setAttribute(tree.path('inherited'), 'system.posix_acl_default', acl(OWNER, GROUP, OTHER));
  if (!isRoot) return;
  setAttribute(tree.path('able'), 'security.capability', capabilities(1 << 13, 0));
  setAttribute(tree.path('high'), 'security.capability', capabilities(0, 0, 2));
  setAttribute(tree.path('unable'), 'security.capability', capabilities(0, 0));
  setAttribute(tree.path('labelled'), 'security.selinux', bytes('system_u:object_r:bin_t:s0\0'));
});
afterAll(async () => {
  closeSync(dirfd);
  await tree[Symbol.asyncDispose]();
});

/** Relative to an open directory, and by its whole path. */
function everyWay<Answer>(name: string, ask: (dirfd: number, path: Uint8Array) => Answer): Answer {
  const answer = ask(dirfd, bytes(name));
  expect(ask(AT_FDCWD, bytes(tree.path(name)))).toEqual(answer);
  expect(ask(dirfd, bytes(tree.path(name)))).toEqual(answer);
  return answer;
}

test.each<[string, boolean, number]>([
  ['plain', false, 0],
  ['tagged', false, 1],
  ['link', false, 0],
  ['link', true, 1],
  ['broken', false, 0],
  ['broken', true, 0],
  ['directory', false, 0],
  ['gone', false, -ENOENT],
])('attributes of %s (followed: %s): %d', (name, follow, expected) => {
  expect(everyWay(name, (fd, path) => metadata.hasAttributes(fd, path, follow))).toBe(expected);
});

test.each<[string, string, boolean, number]>([
  ['tagged', 'user.foo', false, 1],
  ['tagged', 'user.fo', false, 0],
  ['tagged', 'foo', false, 0],
  ['plain', 'user.foo', false, 0],
  ['link', 'user.foo', false, 0],
  ['link', 'user.foo', true, 1],
  ['gone', 'user.foo', false, -ENOENT],
])('%s has %s (followed: %s): %d', (name, attribute, follow, expected) => {
  expect(everyWay(name, (fd, path) => metadata.hasAttribute(fd, path, follow, bytes(attribute)))).toBe(expected);
});

test.each<[string, boolean, number]>([
  ['plain', false, 0],
  ['shared', false, 1],
  ['trivial', false, 0],
  ['directory', true, 0],
  ['inherited', true, 1],
  ['inherited', false, 0],
  ['link', false, 0],
  ['gone', false, -ENOENT],
])('an ACL of %s (a directory: %s): %d', (name, isDirectory, expected) => {
  expect(everyWay(name, (fd, path) => metadata.hasAcl(fd, path, false, isDirectory))).toBe(expected);
});

describe.skipIf(!isRoot)('as root', () => {
  test.each<[string, number]>([
    ['able', 1],
    ['high', 1],
    ['unable', 0],
    ['plain', 0],
    ['link', 0],
    ['gone', -ENOENT],
  ])('capabilities of %s: %d', (name, expected) => {
    expect(everyWay(name, (fd, path) => metadata.hasCapabilities(fd, path, false))).toBe(expected);
  });

  test('a label loses its NUL', () => {
    const label = everyWay('labelled', (fd, path) => metadata.securityLabel(fd, path, false));
    expect(Buffer.from(label as Uint8Array).toString()).toBe('system_u:object_r:bin_t:s0');
    expect(-Number(metadata.securityLabel(dirfd, bytes('plain'), false))).toBe(ENODATA);
  });
});

/** /proc keeps no attributes of most kinds. */
test('what a file system does not know, its files do not have', () => {
  const path = bytes('/proc/self/status');
  expect(metadata.hasAcl(AT_FDCWD, path, true, false)).toBe(0);
  expect(metadata.hasAttribute(AT_FDCWD, path, true, bytes('user.foo'))).toBe(0);
  expect(metadata.hasCapabilities(AT_FDCWD, path, true)).toBe(0);
  expect([-ENODATA, -ENOTSUP]).toContain(metadata.securityLabel(AT_FDCWD, path, true));
});

/** The name is looked up in the open directory, whatever has become of its path. */
test('a directory that has been moved is still the one that was opened', async () => {
  await using moved = await makeTree({ a: directory({ f: file() }) });
  setAttribute(moved.path('a', 'f'), 'user.foo', bytes('1'));
  const fd = openSync(moved.path('a'), 'r');
  spawnSync('mv', [moved.path('a'), moved.path('b')]);
  mkdirSync(moved.path('a'));
  expect(metadata.hasAttribute(fd, bytes('f'), false, bytes('user.foo'))).toBe(1);
  rmdirSync(moved.path('a'));
  closeSync(fd);
});
