/** Which entries the mount table casts doubt on. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DT } from '../../src/ioq/layout.ts';
import { bindMountMatcher } from '../../src/walk/bind-mounts.ts';
import { makeEntry } from './expr/plain-host.ts';

const scratch = mkdtempSync(join(tmpdir(), 'tswalk-bind-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const WHOLE = `22 28 0:21 / /proc rw,nosuid shared:13 - proc proc rw
36 35 98:0 / /mnt/whole rw,noatime master:1 - ext3 /dev/root rw,errors=continue
`;

function matcherOf(table: string): ReturnType<typeof bindMountMatcher> {
  const path = join(scratch, 'mountinfo');
  writeFileSync(path, table, 'latin1');
  return bindMountMatcher(path);
}

test('file systems that are mounted whole cast none', () => {
  expect(matcherOf(WHOLE)).toBeNull();
});

test('a name at which a part of one is mounted is doubtful wherever it is, but as a directory', () => {
  const isDoubtful = matcherOf(`${WHOLE}67 45 0:6 /null /some/where/a\\040b rw - devtmpfs devtmpfs rw,size=12k\n`)!;
  expect(isDoubtful(makeEntry({ path: 'else/a b', type: DT.regular }))).toBe(true);
  expect(isDoubtful(makeEntry({ path: 'else/a b', type: DT.directory }))).toBe(false);
  expect(isDoubtful(makeEntry({ path: 'else/a c', type: DT.regular }))).toBe(false);
  expect(isDoubtful(makeEntry({ path: 'a b/whole', type: DT.regular }))).toBe(false);
});

test('names are bytes', () => {
  const isDoubtful = matcherOf('67 45 0:6 /null /d/\xc3\xa9 rw - devtmpfs devtmpfs rw\n')!;
  expect(isDoubtful(makeEntry({ path: 'é', type: DT.regular }))).toBe(true);
});

test('without a table nothing is doubted', () => {
  expect(bindMountMatcher('/nonexistent')).toBeNull();
});
