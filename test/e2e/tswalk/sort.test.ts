/** -sort as a user runs it: every key beside sort(1) over what find prints, with -limit, with every action that prints. */

import { readFileSync, utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { records, run, runTswalk } from '../../fixture/run.ts';
import { directory, file, makeTree, type Tree, wide } from '../../fixture/tree.ts';

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({
    t: directory({
      a10: file({ sizeBytes: 30 }),
      a9: file({ sizeBytes: 1 }),
      a09: file({ sizeBytes: 2 }),
      'b.ts': file({ sizeBytes: 4000 }),
      d2: directory({ x: file({ sizeBytes: 5 }) }),
      d10: directory({ x: file({ sizeBytes: 4 }) }),
    }),
    many: directory(wide({ directories: 20, filesPerDirectory: 30 })),
  });
  ['a9', 'b.ts', 'a10'].forEach((name, i) => void utimesSync(tree.path('t', name), 1000, 1000 + i));
});
afterAll(() => tree[Symbol.asyncDispose]());

const tswalk = (...words: string[]): string[] => records(runTswalk(words, { cwd: tree.root }).stdout);

test.each([
  ['size', ['t/a9', 't/a09', 't/d10/x', 't/d2/x', 't/a10', 't/b.ts']],
  ['-size', ['t/b.ts', 't/a10', 't/d2/x', 't/d10/x', 't/a09', 't/a9']],
  ['name', ['t/a09', 't/a10', 't/a9', 't/b.ts']],
  ['natural', ['t/a09', 't/a9', 't/a10', 't/b.ts', 't/d2/x', 't/d10/x']],
  ['path', ['t/a09', 't/a10', 't/a9', 't/b.ts', 't/d10/x', 't/d2/x']],
  ['-path', ['t/d2/x', 't/d10/x', 't/b.ts', 't/a9', 't/a10', 't/a09']],
])('by %s', (key, paths) => {
  const words = key === 'name' ? ['-maxdepth', '1'] : [];
  expect(tswalk('t', ...words, '-type', 'f', '-sort', key)).toEqual(paths);
});

test('by time, to the second and beyond', () => {
  expect(tswalk('t', '-name', '[ab]*[09s]', '!', '-name', 'a09', '-sort', 'mtime')).toEqual(['t/a9', 't/b.ts', 't/a10']);
});

test('-limit keeps the first ones, and the search goes on to the end', () => {
  expect(tswalk('t', '-type', 'f', '-sort', '-size', '-limit', '2')).toEqual(['t/b.ts', 't/a10']);
  expect(tswalk('t', '-type', 'f', '-limit', '1', '-sort', 'size', '-print')).toEqual(['t/a9']);
});

describe('is what sort(1) makes of the same output', () => {
  const bash = (code: string): string[] => records(run(['bash', '-c', code], { cwd: tree.root }).stdout);

  test.each([
    ['path', '%p', 'sort'],
    ['-inode', '%i', 'sort -rn'],
    ['blocks', '%b', 'sort -sn'],
    ['-depth', '%d', 'sort -srn'],
  ])('%s', (key, directive, sort) => {
    expect(tswalk('many', '-printf', `${directive}\\n`, '-sort', key)).toEqual(
      bash(`find many -printf '${directive}\\n' | ${sort}`),
    );
    const first = tswalk('many', '-printf', `${directive}\\n`, '-sort', key, '-limit', '17');
    expect(first).toEqual(bash(`find many -printf '${directive}\\n' | ${sort} | head -n 17`));
  });
});

test('every action that prints is sorted, each file of its own', () => {
  const { stdout } = runTswalk(
    ['t', '-type', 'f', '-sort', '-size', '-limit', '2', '-fprint', 'one', '-fcsv=path,size', 'two', '-format', '{/}'],
    { cwd: tree.root },
  );
  expect(stdout.toString()).toBe('b.ts\na10\n');
  expect(readFileSync(tree.path('one'), 'utf8')).toBe('t/b.ts\nt/a10\n');
  expect(readFileSync(tree.path('two'), 'utf8')).toBe('path,path_base64,size\nt/b.ts,,4000\nt/a10,,30\n');
  expect(tswalk('t', '-type', 'f', '-sort', 'size', '-limit', '1', '-ls')[0]).toMatch(/ t\/a9$/);
  expect(runTswalk(['t', '-type', 'f', '-sort', 'path', '-print0'], { cwd: tree.root }).stdout.toString()).toMatch(
    /^t\/a09\0t\/a10\0/,
  );
});

test('several actions of one stream share its order', () => {
  expect(tswalk('t', '-name', 'a*', '-sort', 'name', '-printf', 'A %f\\n', '-o', '-name', 'b*', '-printf', 'B %f\\n')).toEqual([
    'A a09',
    'A a10',
    'A a9',
    'B b.ts',
  ]);
});

test('what was found until -quit is printed', () => {
  expect(tswalk('t', '-name', 'b.ts', '-print', '-quit', '-sort', 'size')).toEqual(['t/b.ts']);
});

test('what has no status comes last, with an error', () => {
  for (const key of ['size', '-size']) {
    const { stdout, status, stderr } = runTswalk(['nope', 't/a9', '-sort', key], { cwd: tree.root });
    expect(records(stdout)[0]).toBe('t/a9');
    expect(stderr.toString()).toContain('nope');
    expect(status).toBe(1);
  }
});
