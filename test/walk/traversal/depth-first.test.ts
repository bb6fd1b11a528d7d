/** The depth-first driver over a disk that answers in any order: what is shown when, and what is read ahead. */

import { describe, expect, test } from 'vitest';
import { DepthFirst } from '../../../src/walk/traversal/depth-first.ts';
import { ENTRIES_PER_PART } from '../../../src/walk/traversal/listing.ts';
import type { TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { ANSWER_ORDERS, type FakeDirectory, FakeDisk } from './fake-disk.ts';
import { makeRecorder, type Recorder } from './plain-walk.ts';

const TREE: Readonly<Record<string, FakeDirectory>> = {
  x: ['b/', '1', 'a/', 'c/'],
  'x/b': ['2', 'd/'],
  'x/a': [['3'], ['e/', '4'], ['5']],
  'x/c': [],
  'x/b/d': ['6'],
  'x/a/e': [],
};
const IN_DEPTH = 'x x/b x/b/2 x/b/d x/b/d/6 x/1 x/a x/a/3 x/a/e x/a/4 x/a/5 x/c';

function makeDriver(recorder: Recorder, options: Partial<TraversalOptions> = {}, tree = TREE) {
  const disk = new FakeDisk(tree, recorder, options);
  const driver = new DepthFirst(disk.queue, disk.slots, disk.presenter, disk.options, recorder.visitor);
  return { disk, driver };
}

function walk(options: Partial<TraversalOptions> = {}, tree = TREE, recorder = makeRecorder()) {
  const { disk, driver } = makeDriver(recorder, options, tree);
  disk.run(driver);
  return { visits: recorder.visits.join(' '), failures: recorder.failures, requests: disk.requests };
}

describe.each([true, false])('reading ahead: %s', (speculates) => {
  test.each(ANSWER_ORDERS)('a subtree is finished before its next sibling, with answers %s', (_title, pick) => {
    const recorder = makeRecorder();
    const { disk, driver } = makeDriver(recorder, { speculates });
    disk.run(driver, pick);
    expect(recorder.visits.join(' ')).toBe(IN_DEPTH);
  });

  test('sorted', () => {
    const sorted = 'x x/1 x/a x/a/3 x/a/4 x/a/5 x/a/e x/b x/b/2 x/b/d x/b/d/6 x/c';
    expect(walk({ speculates, sort: true }).visits).toBe(sorted);
  });

  test('with -depth a directory comes after all below it', () => {
    expect(walk({ speculates, postOrder: true }).visits).toBe(
      'x/b/2 x/b/d/6 x/b/d/ x/b/ x/1 x/a/3 x/a/e/ x/a/4 x/a/5 x/a/ x/c/ x/',
    );
  });

  test('each directory is opened once, none below the depth limit', () => {
    expect(
      walk({ speculates })
        .requests.filter((request) => request.startsWith('open'))
        .toSorted(),
    ).toEqual(
      Object.keys(TREE)
        .map((path) => `open ${path}`)
        .toSorted(),
    );
    expect(walk({ speculates, maxDepth: 1 }).requests).toEqual(['open x']);
  });

  test('a directory that cannot be opened is told after its visit, and the walk goes on', () => {
    const told: string[] = [];
    const recorder = makeRecorder({ failDirectory: (_entry, errno) => told.push(`${recorder.visits.at(-1)} ${errno}`) });
    const { visits } = walk({ speculates }, { ...TREE, 'x/b': -13 }, recorder);
    expect([told, visits]).toEqual([['x/b 13'], 'x x/b x/1 x/a x/a/3 x/a/e x/a/4 x/a/5 x/c']);
  });

  test('what can be read of a directory is shown, then why it ended', () => {
    const told: string[] = [];
    const recorder = makeRecorder({ failDirectory: (_entry, errno) => told.push(`${recorder.visits.at(-1)} ${errno}`) });
    const { disk, driver } = makeDriver(recorder, { speculates });
    disk.readErrors['x/a'] = -5;
    disk.run(driver);
    expect([told, recorder.visits.join(' ')]).toEqual([['x/a/5 5'], IN_DEPTH]);
  });

  test('it stops in the middle of a listing', () => {
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path === 'x/a/e') verdict.stopped = true;
    });
    expect(walk({ speculates }, TREE, recorder).visits).toBe(IN_DEPTH.slice(0, IN_DEPTH.indexOf(' x/a/4')));
  });
});

describe.each([true, false])('a directory of very many entries, reading ahead: %s,', (speculates) => {
  const names = Array.from({ length: 5_000 }, (_, i) => `${(i * 7_919) % 5_000}${i === 4_000 ? '/' : ''}`);
  const big = Array.from({ length: 10 }, (_, i) => names.slice(500 * i, 500 * (i + 1)));
  const inner = `x/b/${names[4_000]!.slice(0, -1)}`;
  const tree = { x: ['c/', 'b/', 'a/'], 'x/a': ['2', '1'], 'x/b': big, [inner]: ['inside'], 'x/c': ['3'] };
  const shownOf = (inOrder: readonly string[]): string[] =>
    inOrder.flatMap((name) => (name.endsWith('/') ? [`${inner}`, `${inner}/inside`] : [`x/b/${name}`]));
  const unsorted = ['x', 'x/c', 'x/c/3', 'x/b', ...shownOf(names), 'x/a', 'x/a/2', 'x/a/1'];
  const byName = (a: string, b: string): number => (a.replace('/', '') < b.replace('/', '') ? -1 : 1);
  const sorted = ['x', 'x/a', 'x/a/1', 'x/a/2', 'x/b', ...shownOf(names.toSorted(byName)), 'x/c', 'x/c/3'];

  test.each(ANSWER_ORDERS)('is shown in steps, none of which shows very many, with answers %s', (_title, pick) => {
    for (const [sort, expected] of [
      [true, sorted],
      [false, unsorted],
    ] as const) {
      const recorder = makeRecorder();
      const { disk, driver } = makeDriver(recorder, { speculates, sort }, tree);
      let most = 0;
      const step = (wait: boolean): boolean => {
        const before = recorder.visits.length;
        const goesOn = driver.step(wait);
        most = Math.max(most, recorder.visits.length - before);
        return goesOn;
      };
      disk.run({ directory: -1, unlinks: null, step }, pick);
      expect(recorder.visits).toEqual(expected);
      expect(most).toBe(ENTRIES_PER_PART);
    }
  });

  test('is sorted in steps', () => {
    const recorder = makeRecorder();
    const { disk, driver } = makeDriver(recorder, { speculates, sort: true }, tree);
    let idle = 0;
    let longest = 0;
    const step = (wait: boolean): boolean => {
      const before = recorder.visits.length;
      const goesOn = driver.step(wait);
      idle = recorder.visits.length > before || disk.queue.inFlight.length > 0 ? 0 : idle + 1;
      longest = Math.max(longest, idle);
      return goesOn;
    };
    disk.run({ directory: -1, unlinks: null, step });
    expect(longest).toBeGreaterThan(20);
  });
});

describe.each([true, false])('a directory of very many directories, sorted: %s,', (sort) => {
  const names = Array.from({ length: 1_500 }, (_, i) => `${(i * 7_919) % 1_500}`);
  const inside = Array.from({ length: 3 }, (_, i) => names.slice(500 * i, 500 * (i + 1)).map((name) => `${name}/`));
  const tree = {
    x: ['b/', 'a/'],
    'x/a': ['1'],
    'x/b': inside,
    ...Object.fromEntries(names.map((name) => [`x/b/${name}`, ['2']])),
  };
  const ordered = (sort ? names.toSorted() : names).map((name) => `x/b/${name}`);
  const inTheOther = ['x/b', ...ordered.flatMap((path) => [path, `${path}/2`])];
  const small = ['x/a', 'x/a/1'];

  test.each([true, false])('has them entered one after the other, reading ahead: %s', (speculates) => {
    for (const pick of [ANSWER_ORDERS[0]![1], ANSWER_ORDERS[2]![1]]) {
      const recorder = makeRecorder();
      const { disk, driver } = makeDriver(recorder, { speculates, sort }, tree);
      disk.run(driver, pick);
      expect(recorder.visits).toEqual(['x', ...(sort ? [...small, ...inTheOther] : [...inTheOther, ...small])]);
    }
  });

  test('has them opened in that order, where nothing is visited', () => {
    const { requests } = walk({ visitedTypes: 0, sort }, tree);
    const opened = requests.filter((request) => request.startsWith('open x/b/'));
    expect(opened).toEqual(ordered.map((path) => `open ${path}`));
  });
});

test('directories that are found are opened before it is their turn, the one that is entered next first', () => {
  const recorder = makeRecorder();
  const { disk, driver } = makeDriver(recorder);
  while (disk.requests.length === 0) driver.step(false);
  disk.serve(disk.queue.inFlight[0]!);
  while (!recorder.visits.includes('x/b')) driver.step(false);
  driver.step(false);
  expect(disk.requests).toEqual(['open x', 'open x/b', 'open x/a', 'open x/c']);
});

test('nothing is opened before its visit where that may be pruned', () => {
  const early: string[] = [];
  const recorder: Recorder = makeRecorder({}, (path, verdict) => {
    if (disk.requests.includes(`open ${path}`)) early.push(path);
    if (path === 'x/a') verdict.pruned = true;
  });
  const { disk, driver } = makeDriver(recorder, { speculates: false });
  disk.run(driver);
  expect([early, disk.requests]).toEqual([[], ['open x', 'open x/b', 'open x/b/d', 'open x/c']]);
});

test('where nothing is visited, directories are opened without being listed twice, sorted or not', () => {
  const all = ['open x', 'open x/a', 'open x/a/e', 'open x/b', 'open x/b/d', 'open x/c'];
  for (const sort of [false, true]) {
    const { visits, requests } = walk({ visitedTypes: 0, sort });
    expect([visits, requests.filter((request) => request.startsWith('open')).toSorted()]).toEqual(['', all]);
  }
});

test('where nothing is visited, directories are entered in the order of their names if that is wanted', () => {
  for (const [sort, order] of [
    [true, ['open x', 'open x/a', 'open x/b', 'open x/c']],
    [false, ['open x', 'open x/c', 'open x/b', 'open x/a']],
  ] as const) {
    const recorder = makeRecorder();
    const tree = { x: [['c/'], ['b/', '1'], ['a/']], 'x/a': [], 'x/b': [], 'x/c': [] };
    const { disk, driver } = makeDriver(recorder, { visitedTypes: 0, sort }, tree);
    disk.run(driver);
    expect(disk.requests.filter((request) => request.startsWith('open'))).toEqual(order);
  }
});

test.each([1, 2, 3])('the status of all that may need it comes, %i records an answer', (statusesAtOnce) => {
  const sizes: string[] = [];
  const recorder = makeRecorder({ mayNeedStatus: () => true }, (path, _verdict, entry) => {
    if (entry.statusResult === 0 && path !== 'x') sizes.push(`${path} ${entry.status.size}`);
  });
  const { disk, driver } = makeDriver(
    recorder,
    {},
    {
      x: [
        ['a', 'bb'],
        ['ccc', 'dddd', 'eeeee'],
      ],
    },
  );
  disk.statusesAtOnce = statusesAtOnce;
  disk.run(driver);
  expect(sizes).toEqual(['x/a 1', 'x/bb 2', 'x/ccc 3', 'x/dddd 4', 'x/eeeee 5']);
});
