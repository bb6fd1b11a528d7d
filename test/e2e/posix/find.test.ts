/** What POSIX says of find, within what tswalk has of it: starting points, links, pruning, order of operators, errors and status. */

import { describe, expect, test } from 'vitest';
import { records, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, link, makeTree, type TreeSpec } from '../../fixture/tree.ts';

const TREE: TreeSpec = {
  a: directory({ f: file({ sizeBytes: 513, time: 1_000 }), '.h': file({ time: 2_000 }), b: directory({ g: file() }) }),
  'to-a': link('a'),
  broken: link('nope'),
  e: directory(),
};

/** What a command prints in the tree, sorted, and its status. */
async function find(words: readonly string[]): Promise<{ paths: string[]; status: number | null; stderr: string }> {
  await using tree = await makeTree(TREE);
  const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root });
  return { paths: sortedRecords(stdout), status, stderr: stderr.toString() };
}

const ALL = ['.', './a', './a/.h', './a/b', './a/b/g', './a/f', './broken', './e', './to-a'];

describe('what is found', () => {
  test.each<[string, string[]]>([
    ['.', ALL],
    ['. -print', ALL],
    ['a', ['a', 'a/.h', 'a/b', 'a/b/g', 'a/f']],
    ['a/', ['a/', 'a/.h', 'a/b', 'a/b/g', 'a/f']],
    ['./a//', ['./a//', './a//.h', './a//b', './a//b/g', './a//f']],
    ['a/f', ['a/f']],
    ['a/f a/f', ['a/f', 'a/f']],
    ['to-a', ['to-a']],
    ['to-a/', ['to-a/', 'to-a/.h', 'to-a/b', 'to-a/b/g', 'to-a/f']],
    ['-H to-a', ['to-a', 'to-a/.h', 'to-a/b', 'to-a/b/g', 'to-a/f']],
    ['-H broken', ['broken']],
    ['-L to-a -name b', ['to-a/b']],
    ['-L . -type l', ['./broken']],
    ['-L . -name g', ['./a/b/g', './to-a/b/g']],
    ['-H . -name g', ['./a/b/g']],
    ['-H -L -P . -type l', ['./broken', './to-a']],
    ['. -type d', ['.', './a', './a/b', './e']],
    ['. -name a', ['./a']],
    ['. -name .', ['.']],
    ['a/ -name a', ['a/']],
    ['. -name *', ALL],
    ['. -name .?*', ['./a/.h']],
    ['. -path ./a/*', ['./a/.h', './a/b', './a/b/g', './a/f']],
    ['. -path ./a', ['./a']],
    ['a -path ./a', []],
    ['. -size 2', ['./a/f']],
    ['. -size 513c', ['./a/f']],
    ['. -type f -size +1', ['./a/f']],
    ['. -type f -size -1', ['./a/.h', './a/b/g']],
    ['a -newer a/f -type f', ['a/.h', 'a/b/g']],
    ['a -newer a/.h -type f', ['a/b/g']],
    ['. -name a -prune -o -print', ['.', './broken', './e', './to-a']],
    ['. -name a -prune -o -name e', ['./a', './e']],
    ['. -depth -name a -prune -o -print', ALL.filter((path) => path !== './a')],
    ['. -name f -o -name g', ['./a/b/g', './a/f']],
    ['. -name f -o -name g -print', ['./a/b/g']],
    ['. ( -name f -o -name g ) -print', ['./a/b/g', './a/f']],
    ['. ! -type d ! -type l', ['./a/.h', './a/b/g', './a/f']],
    ['. ! ! -name f', ['./a/f']],
    ['. -name f -a -type f', ['./a/f']],
    ['. -name f -type d', []],
    ['. -false -o -name f', ['./a/f']],
    ['. -xdev -name g', ['./a/b/g']],
  ])('%s', async (line, expected) => {
    expect(await find(line.split(' '))).toEqual({ paths: expected, status: 0, stderr: '' });
  });
});

describe('errors on the way', () => {
  test('a starting point that is missing is reported, the others are walked, the status is 1', async () => {
    expect(await find(['nope', 'e'])).toEqual({
      paths: ['e'],
      status: 1,
      stderr: 'tswalk: error: nope: No such file or directory.\n',
    });
  });

  test.each([
    ['a/f/x', 'Not a directory'],
    ['', 'No such file or directory'],
    ['n'.repeat(300), 'File name too long'],
    ['broken/', 'No such file or directory'],
  ])('the starting point %j', async (root, text) => {
    expect(await find([root, 'e'])).toEqual({ paths: ['e'], status: 1, stderr: `tswalk: error: ${root}: ${text}.\n` });
  });

  test('a reference file that is missing is a usage error: nothing is walked', async () => {
    const { paths, status, stderr } = await find(['.', '-newer', 'nope']);
    expect({ paths, status }).toEqual({ paths: [], status: 1 });
    expect(stderr).toContain('No such file or directory');
  });
});

test('actions happen in the order in which they are written', async () => {
  await using tree = await makeTree({ a: file(), b: file() });
  const { stdout } = runTswalk(['.', '-print', '-name', '[ab]', '-print0'], { cwd: tree.root });
  const [first, second, third] = records(stdout);
  expect(first).toBe('.');
  expect([second!, third!.split('\0')[1]!].sort()).toEqual(['./a', './b']);
});
