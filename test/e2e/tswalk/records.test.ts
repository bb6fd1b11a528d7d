/** -json, -csv and -format as a user runs them: over a tree with names of every byte, into pipes and files, beside find's -printf. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { records, runFind, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, link, makeTree, type Tree, type TreeNode } from '../../fixture/tree.ts';

const EVERY_BYTE = Array.from({ length: 255 }, (_, i) => i + 1).filter((byte) => byte !== 0x2f);

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({
    t: directory({ 'a.ts': file({ content: 'abc' }), d: directory({ 'b.ts': file() }), l: link('a.ts') }),
    names: directory(EVERY_BYTE.map((byte): [Uint8Array, TreeNode] => [Uint8Array.of(0x78, byte, 0x79), file()])),
  });
});
afterAll(() => tree[Symbol.asyncDispose]());

const run = (...words: string[]) => runTswalk(words, { cwd: tree.root });

interface PathRecord {
  readonly path: string;
  readonly path_base64?: string;
}

function pathOf({ path, path_base64 }: PathRecord): Buffer {
  return path_base64 === undefined ? Buffer.from(path) : Buffer.from(path_base64, 'base64');
}

/** A reader of RFC 4180 that knows no more than it must. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe.each(['uring', 'sync', 'node'])('TSWALK_IO=%s', (backend) => {
  test('names of every byte come back from JSON', () => {
    const options = { cwd: tree.root, env: { TSWALK_IO: backend } };
    const { stdout, status } = runTswalk(['names', '-json=path'], options);
    const paths = records(stdout).map((line) => pathOf(JSON.parse(Buffer.from(line, 'latin1').toString()) as PathRecord));
    const expected = records(runTswalk(['names', '-print0'], options).stdout, '\0');
    expect(status).toBe(0);
    expect(paths.map((path) => path.toString('latin1'))).toEqual(expected);
    expect(expected).toHaveLength(EVERY_BYTE.length + 1);
  });
});

test('names of every byte come back from CSV', () => {
  const [columns, ...rows] = parseCsv(run('names', '-csv=path').stdout.toString());
  expect(columns).toEqual(['path', 'path_base64']);
  const paths = rows.map(([text, base64]) => (base64 === '' ? Buffer.from(text!) : Buffer.from(base64!, 'base64')));
  expect(paths.map((path) => path.toString('latin1'))).toEqual(records(run('names', '-print0').stdout, '\0'));
});

test('fields are what find prints of the same files', () => {
  const template =
    '{path}|{name}|{dir}|{root}|{relative}|{depth}|{type}|{target}|{size}|{blocks}|{perm}|{links}|{inode}|{device}|{user}|{group}|{uid}|{gid}';
  const format = '%p|%f|%h|%H|%P|%d|%y|%l|%s|%b|%M|%n|%i|%D|%u|%g|%U|%G\\n';
  expect(sortedRecords(run('t', '-format', `${template}|{mtime:epoch}|{fstype}`).stdout)).toEqual(
    sortedRecords(runFind(['t', '-printf', `${format.slice(0, -2)}|%T@|%F\\n`], { cwd: tree.root }).stdout),
  );
});

test("fd's placeholders are fd's", () => {
  expect(records(run('t', '-name', 'b.ts', '-format', '{} {/} {//} {.} {/.} {{}}').stdout)).toEqual([
    't/d/b.ts b.ts t/d t/d/b b {}',
  ]);
});

test('they work within expressions and beside other actions', () => {
  const { stdout } = run('t', '-type', 'f', '-json=name', '-o', '-type', 'l', '-format', '{name} -> {target}', '-o', '-print');
  expect(sortedRecords(stdout)).toEqual(['l -> a.ts', 't', 't/d', '{"name":"a.ts"}', '{"name":"b.ts"}'].sort());
});

test('a word behind -json is a starting point', () => {
  expect(records(run('-json', 't/d', '-name', 'nope').stdout)).toHaveLength(2);
  expect(records(run('-name', 'd', '-json=path', 't/d').stdout)).toEqual(['{"path":"t/d"}']);
});

test('-fjson and -fcsv print into files', () => {
  const { stdout } = run('t', '-type', 'f', '-fjson=path', 'out.json', '-fcsv=path,size', 'out.csv');
  expect(stdout.toString()).toBe('');
  expect(readFileSync(tree.path('out.json'), 'utf8')).toBe('{"path":"t/a.ts"}\n{"path":"t/d/b.ts"}\n');
  expect(readFileSync(tree.path('out.csv'), 'utf8')).toBe('path,path_base64,size\nt/a.ts,,3\nt/d/b.ts,,0\n');
});

test('a file whose status cannot be had is told, and its record has null', () => {
  const { stdout, stderr, status } = run('t/a.ts', 'nope', '-json=path,size');
  expect(stdout.toString()).toBe('{"path":"t/a.ts","size":3}\n');
  expect(stderr.toString()).toContain('nope');
  expect(status).toBe(1);
});

test('a field that is none is a mistake, told with the ones that there are', () => {
  const { stderr, status } = run('t', '-json=nam');
  expect(stderr.toString()).toMatch(/There is no field nam\.[\s\S]*Fields: path, name/);
  expect(status).toBe(1);
});
