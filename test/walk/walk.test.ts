/** Walks as a whole, over real trees: what drops an entry and in which order, which failures are told, what is given back. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/ioq/open.ts';
import { Outputs } from '../../src/walk/action/outputs.ts';
import { parseCommandLine } from '../../src/walk/expr/parse.ts';
import { planExpression } from '../../src/walk/expr/plan.ts';
import { Surroundings } from '../../src/walk/surroundings.ts';
import { Walk } from '../../src/walk/walk.ts';
import { countOpenDescriptors, directory, file, link, makeTree, type Tree } from '../fixture/tree.ts';

const NOTHING_WRITTEN = 'failures of streams are not expected here';

let tree: Tree;
let results: Tree;
beforeAll(async () => {
  results = await makeTree({});
  tree = await makeTree({
    'a b': directory({ in: file() }),
    again: link('file'),
    d: directory({ 1: file(), e: directory({ 2: file() }) }),
    file: file({ content: 'x' }),
    up: link('.'),
  });
});
afterAll(async () => {
  await tree[Symbol.asyncDispose]();
  await results[Symbol.asyncDispose]();
});

interface Walked {
  /** Paths that were printed, without the tree's own. */
  readonly printed: string[];
  /** What the listener was told. */
  readonly told: string[];
  readonly failures: number;
  readonly requestedStatus: number;
  readonly batchFailed: boolean;
}

/** Walk the tree by `words`, sorted; `-print` is put behind them where `prints`. With `pauses` it is stopped between two steps, and goes on. */
function walk(words: readonly string[], { prints = true, pauses = false, roots = ['.'] } = {}): Walked {
  const engine = openEngine('sync', '');
  const outputs = new Outputs(engine.system, () => {
    throw new Error(NOTHING_WRITTEN);
  });
  const surroundings = new Surroundings({ ...engine, outputs, environment: {}, utf8: true });
  const out = results.path('out');
  const all = ['-s', ...words, ...(prints ? ['-fprint', out] : [])].map((word) => Buffer.from(word));
  const commandLine = parseCommandLine(all, surroundings);
  const shorten = (bytes: Uint8Array): string => Buffer.from(bytes).toString().replace(`${tree.root}/`, '');
  const told: string[] = [];
  const listener = {
    fileFailed: (path: Uint8Array, text: string) => told.push(`${shorten(path)}: ${text}`),
    loopFound: (path: Uint8Array, ancestor: Uint8Array) => told.push(`${shorten(path)} loops to ${shorten(ancestor)}`),
    failed: (text: string) => told.push(text),
    warned: (text: string) => told.push(text),
    starting: () => {},
  };
  const made = new Walk({
    engine,
    commandLine,
    plan: planExpression(commandLine),
    roots: roots.map((root) => Buffer.from(`${tree.root}/${root}`)),
    surroundings,
    listener,
    coloring: null,
    probe: null,
  });
  try {
    if (!made.run(Int32Array.of(pauses ? 1 : 0))) while (made.step());
  } finally {
    made.close();
    outputs.finish();
  }
  const { failures, requestedStatus, batchFailed } = made;
  const printed = prints
    ? readFileSync(out, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((path) => shorten(Buffer.from(path)))
    : [];
  return { printed, told, failures, requestedStatus, batchFailed };
}

describe('an entry is dropped, with all below it', () => {
  test('where it was seen before, by its first name', () => {
    const { printed, told } = walk(['-L', '-unique'], { roots: ['d', 'd/e', 'file', 'again'] });
    expect([printed, told]).toEqual([['again', 'd', 'd/e', 'd/1', 'd/e/2'], []]);
  });

  test('where it is excluded, although the expression would not ask', () => {
    expect(walk(['-exclude', '-name', 'd', '-mindepth', '2']).printed).toEqual(['./a b/in']);
  });

  test('where xargs would take it apart; that is a failure', () => {
    const { printed, told, failures } = walk(['-X', '-type', 'd']);
    expect([printed, told, failures]).toEqual([['.', './d', './d/e'], ['./a b: Path is not safe for xargs'], 1]);
  });

  test('as excluded before it can be unsafe', () => {
    expect(walk(['-X', '-exclude', '-name', 'a b']).told).toEqual([]);
  });

  test('as seen before it is excluded: what is left out once is seen', () => {
    expect(walk(['-unique', '-exclude', '-path', '*/d/e'], { roots: ['d', 'd/e'] }).printed).toEqual(['d', 'd/1']);
  });
});

describe('what is told of failures', () => {
  test('a loop, with where it leads back to, unless -unique drops it anyway', () => {
    expect(walk(['-L', '-name', 'file'])).toMatchObject({ told: ['./up loops to .'], failures: 1 });
    expect(walk(['-L', '-name', 'file', '-unique'])).toMatchObject({ told: [], failures: 0 });
  });

  test('a starting point that is missing, even where races are ignored', () => {
    const missing = { told: ['nosuch: No such file or directory'], failures: 1 };
    expect(walk([], { roots: ['nosuch'] })).toMatchObject(missing);
    expect(walk(['-ignore_readdir_race'], { roots: ['nosuch'] })).toMatchObject(missing);
  });

  test('a file that vanishes between its listing and its test, unless races are ignored', async () => {
    for (const [words, told] of [
      [[], ['race/f: No such file or directory']],
      [['-ignore_readdir_race'], []],
    ] as const) {
      await using vanishing = await makeTree({ f: file() }, { within: tree.root });
      const name = vanishing.root.slice(tree.root.length + 1);
      const race = ['-name', 'f', '-delete', '-xattrname', 'user.none'];
      const result = walk([...words, ...race], { roots: [name] });
      expect(result.told.map((line) => line.replace(name, 'race'))).toEqual(told);
    }
  });

  test('nothing with -noerror, but it is counted', () => {
    expect(walk(['-noerror'], { roots: ['nosuch'] })).toMatchObject({ told: [], failures: 1 });
  });
});

test('-exit leaves its status, -quit none', () => {
  expect(walk(['-exit', '3']).requestedStatus).toBe(3);
  expect(walk(['-quit']).requestedStatus).toBe(-1);
});

test('a batch that fails is known only when it has been run, at the end', () => {
  expect(walk(['-exec', 'false', '{}', '+'], { prints: false })).toMatchObject({ batchFailed: true, failures: 0 });
  expect(walk(['-exec', 'true', '{}', '+'], { prints: false }).batchFailed).toBe(false);
});

test('starting points are sorted with -s, like all else', () => {
  expect(walk(['-maxdepth', '0'], { roots: ['file', 'again', 'd'] }).printed).toEqual(['again', 'd', 'file']);
});

test('a walk that has paused goes on where it was, to its end', () => {
  expect(walk(['-exec', 'false', '{}', '+'], { pauses: true })).toEqual(walk(['-exec', 'false', '{}', '+']));
});

test('every descriptor is given back, also of a walk that was stopped in the middle', () => {
  walk([]);
  const before = countOpenDescriptors();
  walk([]);
  walk(['-name', '1', '-quit']);
  expect(countOpenDescriptors()).toBe(before);
});
