/** -ls: REFERENCE 9.3, and bfs on real files. */

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, linkSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STATUS } from '../../../src/ioq/layout.ts';
import { compileList } from '../../../src/walk/action/ls.ts';
import { directory, fifo, file, link, makeTree, type Tree } from '../../fixture/tree.ts';
import { isInstalled } from '../expr/value/oracle.ts';
import { makeEntry, makeOutput, makeServices, pathBytes, type TestEntry } from './entries.ts';

const NOW = 1_700_000_000;
const DAY = 86_400;

/** What is printed of some entries, one after the other, by one action. */
function listed(entries: readonly TestEntry[], changes: Parameters<typeof makeServices>[0] = {}, isTerminal = false): string {
  const memory = makeOutput({ isTerminal, immediate: isTerminal });
  const matcher = compileList(memory.output, makeServices(changes));
  for (const { entry } of entries) expect(matcher(entry)).toBe(true);
  return memory.text();
}

/** An entry that is said to have this status. */
function pretend(path: string, fields: Partial<Record<keyof typeof STATUS, number>>, depth = 1): TestEntry {
  const test = makeEntry(path, depth);
  const { status } = test.entry;
  status.words.fill(0);
  for (const [name, value] of Object.entries(fields)) status.words[STATUS[name as keyof typeof STATUS]] = value;
  test.entry.type = (status.mode >>> 12) & 15;
  test.entry.statusResult = 0;
  return test;
}

const names = (user: string, group: string): Parameters<typeof makeServices>[0] => ({
  nowSeconds: NOW,
  accounts: { userName: () => pathBytes(user), groupName: () => pathBytes(group) } as never,
  metadata: { hasAcl: () => 0, hasCapabilities: () => 0, securityLabel: () => -1, fileSystemType: () => pathBytes('x') },
});

const FILE = { mode: 0o100644, inode: 12_345, links: 1, size: 5000, blocks: 9, modifyS: NOW };

test('columns are where ls -dils has them', () => {
  expect(listed([pretend('d/f', FILE)], names('root', 'wheel'))).toBe(
    '    12345      5 -rw-r--r--   1 root     wheel        5000 Nov 14 22:13 d/f\n',
  );
});

test('POSIXLY_CORRECT counts blocks of 512 bytes', () => {
  expect(listed([pretend('d/f', FILE)], { ...names('a', 'b'), posixlyCorrect: true })).toContain('12345      9 -rw');
});

test('a plus marks an ACL', () => {
  const { metadata } = makeServices();
  const changes = { ...names('a', 'b'), metadata: { ...metadata, hasAcl: () => 1 } };
  expect(listed([pretend('d/f', FILE)], changes)).toContain('-rw-r--r--+  1 a');
});

test('columns of owners are as wide as the longest so far, in columns of the terminal', () => {
  const memory = makeOutput();
  const services = names('', '');
  let user = 'short';
  const changes = { ...services, accounts: { userName: () => pathBytes(user), groupName: () => pathBytes('g') } as never };
  const matcher = compileList(memory.output, makeServices(changes));
  for (user of ['short', 'longer-than-eight', 'ünïcödé', 'short']) matcher(pretend('d/f', FILE).entry);
  const columns = memory
    .text()
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1').toString().slice(32));
  expect(columns.slice(0, 4)).toEqual([
    'short    g            5000 Nov 14 22:13 d/f',
    'longer-than-eight g            5000 Nov 14 22:13 d/f',
    'ünïcödé           g            5000 Nov 14 22:13 d/f',
    'short             g            5000 Nov 14 22:13 d/f',
  ]);
});

test.each([
  ['now', NOW, 'Nov 14 22:13'],
  ['just under 180 days ago', NOW - 180 * DAY + 1, 'May 18 22:13'],
  ['180 days ago', NOW - 180 * DAY, 'May 18  2023'],
  ['in a day', NOW + DAY, 'Nov 15  2023'],
  ['in just under a day', NOW + DAY - 1, 'Nov 15 22:13'],
])('a time %s', (_title, seconds, shown) => {
  expect(listed([pretend('d/f', { ...FILE, modifyS: seconds })], names('a', 'b'))).toContain(` ${shown} d/f`);
});

test('a time without a date is shown in seconds', () => {
  const entry = pretend('d/f', FILE);
  entry.entry.status.words[STATUS.modifyS + 1] = 2 ** 26;
  expect(listed([entry], names('a', 'b'))).toContain('    5000 288230377851711744 d/f');
});

test('devices show their numbers instead of a size', () => {
  const device = pretend('d/f', { ...FILE, mode: 0o020600 });
  const words = new BigUint64Array(device.entry.status.words.buffer);
  words[STATUS.rdevice / 2] = 0x0501n;
  expect(listed([device], names('a', 'b'))).toContain('a        b          5,   1 Nov');
  // makedev(0x12345, 0x6789a)
  words[STATUS.rdevice / 2] = 0x12000n * 2n ** 32n + 0x678n * 2n ** 20n + 0x345n * 2n ** 8n + 0x9an;
  expect(listed([device], names('a', 'b'))).toContain('a        b        74565, 424090 Nov');
});

test('without a status there is no line, and the failure is reported', () => {
  const entry = makeEntry('/nonexistent', 0);
  expect(listed([entry])).toBe('');
  expect(entry.failures).toEqual([String(constants.errno.ENOENT)]);
});

test('on a terminal names are escaped', async () => {
  await using tree = await makeTree({ 'a\x1b': link('b\x07') });
  expect(listed([makeEntry(tree.path('a\x1b'))], {}, true)).toContain(` $'${tree.root}/a\\e' -> $'b\\a'\n`);
});

describe.skipIf(!isInstalled('bfs'))('bfs prints the same', () => {
  const NAMES = ['plain', 'directory', 'link', 'fifo', 'owned', 'old', 'future', 'hard', 'modes', 'big', 'odd\n name'];
  let tree: Tree;
  beforeAll(async () => {
    tree = await makeTree({
      plain: file({ content: 'x'.repeat(5000) }),
      directory: directory({ inside: file() }),
      link: link('some where'),
      fifo: fifo(),
      owned: file(),
      old: file({ time: 692_679_845 }),
      future: file({ time: 4_000_000_000 }),
      modes: file(),
      big: file({ sizeBytes: 123_456_789_012 }),
      'odd\n name': file(),
    });
    linkSync(tree.path('plain'), tree.path('hard'));
    chmodSync(tree.path('modes'), 0o7123);
    if (process.getuid?.() === 0) chownSync(tree.path('owned'), 33, 54_321);
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  test.each([...NAMES, '/dev/null', '/dev/full'])('of %j', (name) => {
    const path = name.startsWith('/') ? name : tree.path(name);
    const expected = execFileSync('bfs', [path, '-maxdepth', '0', '-ls'], {
      encoding: 'latin1',
      env: { ...process.env, LC_ALL: 'C' },
    });
    expect(listed([makeEntry(path)])).toBe(expected);
  });
});
