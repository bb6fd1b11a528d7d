/** -glob over real trees: the same files however much of the tree is opened for them. */

import { describe, expect, test } from 'vitest';
import { runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, link, makeTree } from '../../fixture/tree.ts';

const spec = {
  src: directory({ 'a.ts': file(), 'b.js': file(), lib: directory({ 'c.ts': file(), '.d.ts': file() }) }),
  node_modules: directory({ x: directory({ 'e.ts': file() }) }),
  'f.ts': file(),
  to: link('src'),
};

async function found(words: string[], level = '-O3'): Promise<string[]> {
  await using tree = await makeTree(spec);
  const { stdout, stderr } = runTswalk([level, ...words], { cwd: tree.root });
  expect(stderr.toString()).toBe('');
  return sortedRecords(stdout);
}

describe.each(['-O0', '-O3', '-O4'])('at %s', (level) => {
  test.each([
    [['.', '-glob', '*.ts'], ['./f.ts']],
    [
      ['.', '-glob', '{src,to}/**/*.ts'],
      ['./src/a.ts', './src/lib/.d.ts', './src/lib/c.ts'],
    ],
    [
      ['src/', 'f.ts', '-glob', '*.ts'],
      ['f.ts', 'src/a.ts'],
    ],
    [
      ['-L', '.', '-glob', 'to/*.ts', '-o', '-glob', 'src/l*/'],
      ['./src/lib', './to/a.ts'],
    ],
    [['.', '-depth', '-glob', 'src/lib/**', '-type', 'd'], ['./src/lib']],
    [
      ['.', '!', '-glob', '!(node_modules)/**', '-glob', '**/*'],
      ['./f.ts', './node_modules', './node_modules/x', './node_modules/x/e.ts', './to'],
    ],
    [['.', '-exclude', '-glob', '{src,node_modules}/**', '-name', '*.ts'], ['./f.ts']],
    [['.', '-glob', 'src', '-prune', '-o', '-iglob', '**/E.TS', '-print'], ['./node_modules/x/e.ts']],
  ])('%j', async (words, expected) => {
    expect(await found(words, level)).toEqual(expected);
  });
});

test('directories in which nothing can match are not opened', async () => {
  await using tree = await makeTree(spec);
  const opened = (words: string[]): number => {
    const { stderr } = runTswalk(['-D', 'io', ...words], { cwd: tree.root });
    const [, ring, plain] = /opendir +(\d+) +(\d+)/.exec(stderr.toString())!;
    return Number(ring) + Number(plain);
  };
  expect(opened(['-name', '*.ts'])).toBe(5);
  expect(opened(['-glob', '*.ts'])).toBe(1);
  expect(opened(['-glob', 'src/*.ts'])).toBe(2);
  expect(opened(['-glob', 'src/**/*.ts'])).toBe(3);
  expect(opened(['-glob', '!(node_modules)/**', '-name', 'x'])).toBe(3);
});

test('names that are no UTF-8 are matched byte by byte', async () => {
  const odd = Buffer.from([0x61, 0xff, 0x2e, 0x74, 0x73]);
  await using tree = await makeTree([[odd, file()]]);
  for (const pattern of ['a?.ts', '*.{ts,js}', '@(a*).ts', odd]) {
    expect(sortedRecords(runTswalk(['-glob', pattern], { cwd: tree.root }).stdout)).toEqual([`./${odd.toString('latin1')}`]);
  }
  expect(runTswalk(['-glob', 'a??.ts'], { cwd: tree.root }).stdout.length).toBe(0);
});
