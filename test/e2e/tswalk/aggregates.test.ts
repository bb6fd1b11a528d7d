/** -count and -sum as a user runs them, beside wc, du and awk on the same real tree: the sources of this checkout. */

import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, makeTree, type Tree } from '../../fixture/tree.ts';

const checkout = join(import.meta.dirname, '../../..');
const places = ['src', 'native', 'test', 'man'].map((name) => join(checkout, name));

const tswalk = (...words: string[]): string => runTswalk(words).stdout.toString();
const bash = (code: string): string => run(['bash', '-c', code]).stdout.toString();
const shellPlaces = places.join(' ');

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({ t: directory({ a: file({ sizeBytes: 10_000 }), d: directory({ b: file({ sizeBytes: 10 }) }) }) });
  linkSync(tree.path('t', 'a'), tree.path('t', 'd', 'twin'));
});
afterAll(() => tree[Symbol.asyncDispose]());

describe.each(['uring', 'sync', 'node'])('TSWALK_IO=%s', (backend) => {
  const env = { TSWALK_IO: backend };

  test('-count is what wc says', () => {
    expect(
      runTswalk([...places, '-count'], { env })
        .stdout.toString()
        .trim(),
    ).toBe(bash(`find ${shellPlaces} | wc -l`).trim());
  });

  test('-sum is what du says, hard links once', () => {
    for (const place of [...places, tree.root]) {
      const size = runTswalk([place, '-sum', 'size'], { env }).stdout.toString().trim();
      const blocks = runTswalk([place, '-sum', 'blocks'], { env }).stdout.toString().trim();
      expect(size).toBe(bash(`du -s --apparent-size -B1 ${place} | cut -f1`).trim());
      expect(blocks).toBe(bash(`du -s -B512 ${place} | cut -f1`).trim());
    }
  });
});

test('groups are what awk makes of what find prints', () => {
  const sums = bash(
    `find ${shellPlaces} -type f -links 1 -printf '%s %h\\n' | awk '{s[$2]+=$1} END {for (k in s) print s[k] "\\t" k}'`,
  );
  expect(sortedRecords(Buffer.from(tswalk(...places, '-type', 'f', '-links', '1', '-sum', 'size', '-by', 'dir')))).toEqual(
    sortedRecords(Buffer.from(sums)),
  );
  const counts = bash(`find ${shellPlaces} -printf '%d\\n' | sort | uniq -c | awk '{print $1 "\\t" $2}'`);
  expect(sortedRecords(Buffer.from(tswalk(...places, '-count', '-by', 'depth')))).toEqual(sortedRecords(Buffer.from(counts)));
});

test('several in one expression are printed in its order, behind what is printed meanwhile', () => {
  const { stdout } = runTswalk(['t', '-type', 'f', '-count', '-print', '-o', '-count'], { cwd: tree.root });
  expect(stdout.toString()).toBe('t/a\nt/d/b\nt/d/twin\n3\n2\n');
});

test('what was counted until the search is stopped is printed', () => {
  expect(runTswalk(['t', '-count', '-quit'], { cwd: tree.root }).stdout.toString()).toBe('1\n');
});

test('-json without fields is about the result, with fields about each file', () => {
  const options = { cwd: tree.root };
  expect(runTswalk(['t', '-type', 'f', '-count', '-json'], options).stdout.toString()).toBe('{"count":3}\n');
  const { stdout } = runTswalk(['t', '-name', 'b', '-count', '-json=path'], options);
  expect(stdout.toString()).toBe('{"path":"t/d/b"}\n1\n');
});

test('a starting point that is not there is told, the others are counted', () => {
  const { stdout, status } = runTswalk(['t/d', 'nope', '-sum', 'size', '-type', 'f'], { cwd: tree.root });
  expect(stdout.toString()).toMatch(/^\d+\n$/);
  expect(status).toBe(1);
});

test.each([
  '-false -count',
  '-false -count -sum size',
  '-quit , -count',
  '-false -count , -sum size',
  '-false -csv=depth',
  '-quit , -csv=depth -o -csv=type',
  '-false -csv=depth -sort name , -csv=type',
])('%s says the same where the optimizer takes out what is never reached', (words) => {
  const [unoptimized, ...others] = ['-O0', '-O2', '-O3', '-O4'].map((level) => tswalk(level, tree.root, ...words.split(' ')));
  expect(unoptimized).not.toBe('');
  for (const output of others) expect(output).toBe(unoptimized);
});
