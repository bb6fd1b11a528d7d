/** Many walks of one process: a slice of `npm run load`. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../fixture/run.ts';

const here = import.meta.dirname;

interface Report {
  readonly most: { readonly threads: number; readonly descriptors: number };
  readonly findings: readonly string[];
}

function load(way: string, walks: number, descriptors: number): Report {
  const words = [join(here, '../fixture/run-bundled.mjs'), join(here, 'load.ts'), '--only', way, '--walks', String(walks)];
  const { stdout, stderr } = run([process.execPath, ...words], { before: `ulimit -n ${descriptors};` });
  expect(stderr.toString()).toBe('');
  return JSON.parse(stdout.toString());
}

test('walks that begin together are content with the threads and descriptors of a few', () => {
  const { most, findings } = load('atOnce', 300, 256);
  expect(findings).toEqual([]);
  // Each of them would have two threads, a root and a directory that it is reading.
  expect(most.threads).toBeLessThan(200);
});

test('walks that are read in turns are all open at once, and all come to their ends', () => {
  expect(load('inTurns', 60, 512).findings).toEqual([]);
});

test('walks one after another leave nothing and take no more memory', () => {
  expect(load('oneAfterAnother', 150, 256).findings).toEqual([]);
});
