/**
 * The order of a walk: strictly level by level, starting points as given, entries as the kernel lists them; and the same bytes for
 * every number of workers and every backend. The order is computed here from directories read by node:fs alone.
 */

import { opendirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRandom, randomTree } from '../../fixture/random-tree.ts';
import { records, runTswalk } from '../../fixture/run.ts';
import { directory, makeTree, numberedFiles, type Tree, wide } from '../../fixture/tree.ts';

const BACKENDS = ['auto', 'uring', 'sync', 'node'] as const;
const WORKERS = ['-j1', '-j2', '-j8'] as const;

let tree: Tree;
let breadthFirst: string[];
let postOrder: string[];

beforeAll(async () => {
  const random = makeRandom(7);
  const parts = Array.from({ length: 10 }, (_, i) => [`r${i}`, directory(randomTree(random))] as const);
  tree = await makeTree([
    ...parts,
    ['wide', directory(wide({ directories: 150, filesPerDirectory: 4 }))],
    ['large', directory(numberedFiles(3_000))],
  ]);
  breadthFirst = walkInOrder(['wide', '.', 'r1']);
  postOrder = walkInPostOrder(['wide', '.', 'r1']);
});
afterAll(() => tree[Symbol.asyncDispose]());

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  test.each(WORKERS)('%s walks level by level', (workers) => {
    expect(walk([workers, 'wide', '.', 'r1', '-print0'], backend)).toEqual(breadthFirst);
  });

  test('-depth visits a directory as soon as nothing below it is pending', () => {
    expect(walk(['wide', '.', 'r1', '-depth', '-print0'], backend)).toEqual(postOrder);
  });

  test('a test that needs the status changes nothing of the order', () => {
    const words = ['wide', '.', 'r1', '(', '-size', '-1000000', '-o', '-size', '+0', ')', '-print0'];
    expect(walk(words, backend)).toEqual(breadthFirst);
  });

  test('-quit stops at the same place', () => {
    const last = breadthFirst.findIndex((path) => path.endsWith('/f3'));
    expect(walk(['wide', '.', 'r1', '-print0', '-name', 'f3', '-quit'], backend)).toEqual(breadthFirst.slice(0, last + 1));
  });
});

test('twenty runs with eight workers print the same bytes', () => {
  const once = runTswalk(['wide', '-j8'], { cwd: tree.root }).stdout;
  for (let i = 0; i < 20; i++) expect(runTswalk(['wide', '-j8'], { cwd: tree.root }).stdout.equals(once)).toBe(true);
});

function walk(words: readonly string[], backend: string): string[] {
  const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend } });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return records(stdout, '\0');
}

interface Listed {
  readonly path: string;
  readonly isDirectory: boolean;
}

/** A directory's entries in the kernel's order, as the paths (latin1) that a walk prints. */
function list(path: string): Listed[] {
  const entries: Listed[] = [];
  const dir = opendirSync(Buffer.from(`${tree.root}/${path}`, 'latin1'), { encoding: 'latin1' });
  for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) {
    entries.push({ path: `${path}/${entry.name}`, isDirectory: entry.isDirectory() });
  }
  dir.closeSync();
  return entries;
}

function walkInOrder(roots: readonly string[]): string[] {
  const seen: string[] = [...roots];
  const queue: string[] = [...roots];
  for (const path of queue) {
    for (const entry of list(path)) {
      seen.push(entry.path);
      if (entry.isDirectory) queue.push(entry.path);
    }
  }
  return seen;
}

/** Files when their directory is read; a directory when it and all below it are done, and then at once. */
function walkInPostOrder(roots: readonly string[]): string[] {
  interface Pending {
    readonly path: string;
    readonly parent: Pending | null;
    /** Itself, while it is not read, and its child directories. */
    pending: number;
  }
  const seen: string[] = [];
  const queue: Pending[] = roots.map((path) => ({ path, parent: null, pending: 1 }));
  for (const directory of queue) {
    for (const { path, isDirectory } of list(directory.path)) {
      if (!isDirectory) {
        seen.push(path);
        continue;
      }
      directory.pending++;
      queue.push({ path, parent: directory, pending: 1 });
    }
    for (let at: Pending | null = directory; at !== null && --at.pending === 0; at = at.parent) seen.push(at.path);
  }
  return seen;
}
