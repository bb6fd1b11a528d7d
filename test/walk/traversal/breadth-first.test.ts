/** The breadth-first driver over a disk that answers in any order: what is shown when, and what is asked of the disk. */

import { describe, expect, test } from 'vitest';
import { BreadthFirst } from '../../../src/walk/traversal/breadth-first.ts';
import { ENTRIES_PER_PART } from '../../../src/walk/traversal/listing.ts';
import type { TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { ANSWER_ORDERS, type FakeDirectory, FakeDisk } from './fake-disk.ts';
import { makeRecorder, pathOf, type Recorder } from './plain-walk.ts';

const TREE: Readonly<Record<string, FakeDirectory>> = {
  x: ['b/', '1', 'a/', 'c/'],
  'x/b': ['2', 'd/'],
  'x/a': [['3'], ['e/', '4'], ['5']],
  'x/c': [],
  'x/b/d': ['6'],
  'x/a/e': [],
};
const BY_LEVELS = 'x x/b x/1 x/a x/c x/b/2 x/b/d x/a/3 x/a/e x/a/4 x/a/5 x/b/d/6';

function makeDriver(recorder: Recorder, options: Partial<TraversalOptions> = {}, tree = TREE) {
  const disk = new FakeDisk(tree, recorder, options);
  const driver = new BreadthFirst(disk.queue, disk.slots, disk.presenter, disk.options, recorder.visitor);
  return { disk, driver };
}

function walk(options: Partial<TraversalOptions> = {}, tree = TREE, recorder = makeRecorder()) {
  const { disk, driver } = makeDriver(recorder, options, tree);
  disk.run(driver);
  return { visits: recorder.visits.join(' '), failures: recorder.failures, requests: disk.requests };
}

describe('the order', () => {
  test.each(ANSWER_ORDERS)('is that of the levels, with answers %s', (_title, pick) => {
    const recorder = makeRecorder();
    const { disk, driver } = makeDriver(recorder);
    disk.run(driver, pick);
    expect(recorder.visits.join(' ')).toBe(BY_LEVELS);
  });

  test('sorted: of all chunks of a directory together', () => {
    expect(walk({ sort: true }).visits).toBe('x x/1 x/a x/b x/c x/a/3 x/a/4 x/a/5 x/a/e x/b/2 x/b/d x/b/d/6');
  });

  test('with -depth a directory comes as soon as all below it has', () => {
    expect(walk({ postOrder: true }).visits).toBe('x/1 x/b/2 x/a/3 x/a/4 x/a/5 x/c/ x/b/d/6 x/b/d/ x/b/ x/a/e/ x/a/ x/');
  });
});

describe('a directory of very many entries, sorted,', () => {
  const names = Array.from({ length: 5_000 }, (_, i) => `${(i * 7_919) % 5_000}${i % 100 === 0 ? '/' : ''}`);
  const chunks = Array.from({ length: 10 }, (_, i) => names.slice(500 * i, 500 * (i + 1)));
  const directories = names.filter((name) => name.endsWith('/')).map((name) => `x/${name.slice(0, -1)}`);
  const tree = { x: chunks, ...Object.fromEntries(directories.map((path) => [path, []])) };
  const paths = names.map((name) => `x/${name.replace('/', '')}`).sort();

  test('is gone through in steps, none of which shows very many', () => {
    const recorder = makeRecorder();
    const { disk, driver } = makeDriver(recorder, { sort: true }, tree);
    const shown: number[] = [];
    disk.run({
      directory: -1,
      unlinks: null,
      step: (wait) => {
        const before = recorder.visits.length;
        const goesOn = driver.step(wait);
        shown.push(recorder.visits.length - before);
        return goesOn;
      },
    });
    expect(recorder.visits).toEqual(['x', ...paths]);
    expect(Math.max(...shown)).toBe(ENTRIES_PER_PART);
    const read = shown.indexOf(1) + chunks.length;
    expect(shown.findIndex((count) => count > 1) - read).toBeGreaterThan(20);
  });

  test('is left when the walk is to stop', () => {
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path === paths[2_000]) verdict.stopped = true;
    });
    expect(walk({ sort: true }, tree, recorder).visits).toBe(['x', ...paths.slice(0, 2_001)].join(' '));
  });

  test('has its directories opened in order, where nothing is visited', () => {
    const opened = walk({ sort: true, visitedTypes: 0 }, tree).requests.filter((request) => request.startsWith('open'));
    expect(opened).toEqual(['open x', ...directories.toSorted().map((path) => `open ${path}`)]);
  });
});

describe('what is asked of the disk', () => {
  test('each directory once, and the rest of those that come in chunks', () => {
    expect(walk().requests.toSorted()).toEqual([
      'open x',
      'open x/a',
      'open x/a/e',
      'open x/b',
      'open x/b/d',
      'open x/c',
      'read x/a',
      'read x/a',
    ]);
  });

  test('nothing below the depth limit', () => {
    const { visits, requests } = walk({ maxDepth: 1 });
    expect([visits, requests]).toEqual(['x x/b x/1 x/a x/c', ['open x']]);
  });

  test('nothing below what was pruned', () => {
    const recorder = makeRecorder({}, (path, verdict) => {
      if (path === 'x/a') verdict.pruned = true;
    });
    expect(walk({}, TREE, recorder).requests).toEqual(['open x', 'open x/b', 'open x/c', 'open x/b/d']);
  });

  test('where nothing is visited, directories alone, in the same order', () => {
    const { visits, requests } = walk({ visitedTypes: 0 });
    expect(visits).toBe('');
    expect(requests.filter((request) => request.startsWith('open'))).toEqual([
      'open x',
      'open x/b',
      'open x/a',
      'open x/c',
      'open x/b/d',
      'open x/a/e',
    ]);
  });

  test('the status of what may need it, before the listing is shown', () => {
    const sizes: string[] = [];
    const recorder = makeRecorder({ mayNeedStatus: (entry) => pathOf(entry).endsWith('1') }, (path, _verdict, entry) => {
      if (entry.statusResult === 0 && path !== 'x') sizes.push(`${path} ${entry.status.size}`);
    });
    const { visits, requests } = walk({}, TREE, recorder);
    expect([visits, sizes, requests.filter((request) => request.startsWith('stat'))]).toEqual([BY_LEVELS, ['x/1 1'], ['stat x']]);
  });

  test.each([1, 2, 3])('and all of it, %i records an answer', (statusesAtOnce) => {
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
});

describe('failures', () => {
  test('a directory that cannot be opened is told, and the walk goes on', () => {
    const { visits, failures } = walk({ postOrder: true }, { ...TREE, 'x/b': -13 });
    expect(failures).toEqual(['directory x/b 13']);
    expect(visits).toBe('x/1 x/b/ x/a/3 x/a/4 x/a/5 x/c/ x/a/e/ x/a/ x/');
  });

  test('one that cannot be read to its end is told after what could be read', () => {
    const told: number[] = [];
    const recorder = makeRecorder({ failDirectory: () => told.push(recorder.visits.length) });
    const { disk, driver } = makeDriver(recorder);
    disk.readErrors['x/b'] = -5;
    disk.run(driver);
    expect(told).toEqual([BY_LEVELS.split(' ').indexOf('x/b/d') + 1]);
    expect(recorder.visits.join(' ')).toBe(BY_LEVELS);
  });

  test('another device is no failure where the walk stays on its own', () => {
    const EXDEV = 18;
    expect(walk({ sameDevice: true }, { ...TREE, 'x/b': -EXDEV }).failures).toEqual([]);
    expect(walk({}, { ...TREE, 'x/b': -EXDEV }).failures).toEqual([`directory x/b ${EXDEV}`]);
  });
});

test('a walk that is stopped shows nothing more, not even of the same listing', () => {
  const recorder = makeRecorder({}, (path, verdict) => {
    if (path === 'x/b/2') verdict.stopped = true;
  });
  expect(walk({}, TREE, recorder).visits).toBe('x x/b x/1 x/a x/c x/b/2');
});
