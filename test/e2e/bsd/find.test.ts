/** What the BSDs' finds brought: flags for what others spell out, `-depth N`, words in any order. */

import { describe, expect, test } from 'vitest';
import { runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, makeTree } from '../../fixture/tree.ts';

describe.each<[string, string[]]>([
  ['-f .', ['.', './-x', './a', './a/b', './a/b/c']],
  ['-f -x', ['-x']],
  ['-f -x a', ['-x', 'a', 'a/b', 'a/b/c']],
  ['. -depth 1', ['./-x', './a']],
  ['. -depth +1', ['./a/b', './a/b/c']],
  ['. -depth -1', ['.']],
  ['. -depth 0', ['.']],
  ['. -depth 2 -name b', ['./a/b']],
  ['-x . -name c', ['./a/b/c']],
  ['-name c', ['./a/b/c']],
  ['-type d a', ['a', 'a/b']],
  ['-name b a -type d', ['a/b']],
  ['a -- -name b', ['a/b']],
  ['-- a -name b', ['a/b']],
])('%s', (line, expected) => {
  test('finds', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ c: file() }) }), '-x': file() });
    const { stdout, stderr, status } = runTswalk(line.split(' '), { cwd: tree.root });
    expect(stderr.toString()).toBe('');
    expect(sortedRecords(stdout)).toEqual(expected);
    expect(status).toBe(0);
  });
});

test('-d lists a directory after what is in it', async () => {
  await using tree = await makeTree({ a: directory({ b: directory({ c: file() }) }) });
  const { stdout } = runTswalk(['-d', '.'], { cwd: tree.root });
  expect(stdout.toString()).toBe('./a/b/c\n./a/b\n./a\n.\n');
});
