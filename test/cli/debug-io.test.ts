/** How -D io shows what a queue has served and measured. */

import { describe, expect, test } from 'vitest';
import { describeService, percentile, shownTime } from '../../src/cli/debug-io.ts';
import type { IoqServed } from '../../src/ioq/ioq.ts';
import { COLUMNS } from '../../src/ioq/timed-queue.ts';

const served: IoqServed = {
  backend: 'uring',
  workersStarted: 1,
  operations: {
    close: { uring: 0, plain: 0 },
    opendir: { uring: 12, plain: 3 },
    read: { uring: 0, plain: 1 },
    stat: { uring: 0, plain: 250 },
    unlink: { uring: 0, plain: 3 },
  },
};

const timing = {
  latencies: { close: [], opendir: [1500, 9, 20_000, 5, 3_000_000, 1], read: [900, 1], stat: [1_000_000_000, 1], unlink: [] },
  depths: [0, 0.1, 4, 8, 2],
  columnNs: 10_000,
  most: 8,
};

test('who served how many', () => {
  expect(describeService(served, undefined, true)).toEqual([
    'backend uring, 1 worker',
    'operation io_uring    plain',
    'close            0        0',
    'opendir         12        3',
    'read             0        1',
    'stat             0      250',
    'unlink           0        3',
  ]);
});

test('how the number of workers was adapted, where it could be', () => {
  const pace = { least: 2, most: 32, grown: 30, shrunk: 28 };
  expect(describeService({ ...served, pace }, undefined, true)[1]).toBe(
    '2 to 32 workers, by how requests block: 30 more, 28 fewer',
  );
  expect(describeService({ ...served, pace: { ...pace, least: 32 } }, undefined, true)[1]).toMatch(/^operation/);
});

test('how often statuses went another way, where there is a choice', () => {
  const line = (toRing: number, toPlain: number) =>
    describeService({ ...served, statuses: { toRing, toPlain } }, undefined, true)[1];
  expect(line(2, 1)).toBe('statuses by what they cost: 2 times to io_uring, 1 back');
  expect(line(1, 0)).toBe('statuses by what they cost: once to io_uring, 0 back');
});

test('how long it took, and how many were in flight', () => {
  expect(describeService({ ...served, timing }, undefined, true)).toEqual([
    'backend uring, 1 worker',
    'operation io_uring    plain      50%      90%      99%  longest',
    'close            0        0        -        -        -        -',
    'opendir         12        3   1.5 us    20 us     3 ms     3 ms',
    'read             0        1   900 ns   900 ns   900 ns   900 ns',
    'stat             0      250      1 s      1 s      1 s      1 s',
    'unlink           0        3        -        -        -        -',
    'in flight, at most 8; a column is 10 us:',
    '| ▁▄█▂|',
  ]);
});

test('no line is wider than a terminal of 80 columns, "tswalk: -D io: " before it', () => {
  const many = { uring: 99_999_999, plain: 10_000_000 };
  const pace = { least: 2, most: 32, grown: 9999, shrunk: 9999 };
  const statuses = { toRing: 9999, toPlain: 9999 };
  const operations = { ...served.operations, opendir: many, unlink: many };
  const depths = new Array<number>(COLUMNS).fill(1);
  const lines = describeService(
    { ...served, operations, pace, statuses, timing: { ...timing, depths, most: 256 } },
    undefined,
    true,
  );
  expect(lines.filter((line) => line.length > 80 - 'tswalk: -D io: '.length)).toEqual([]);
});

test('without characters beyond ASCII', () => {
  expect(describeService({ ...served, timing }, undefined, false).at(-1)).toBe('| .=@:|');
});

test('why the addon is not used, line by line', () => {
  expect(describeService(served, 'a\nb', true).slice(0, 3)).toEqual(['backend uring, 1 worker', 'a', 'b']);
});

describe('percentiles', () => {
  test.each([
    [50, 1],
    [90, 1],
    [91, 2],
    [99, 2],
    [100, 3],
  ])('%i of a hundred', (percent, expected) => {
    expect(percentile([1, 90, 2, 9, 3, 1], percent)).toBe(expected);
  });

  test('of nothing there is none', () => {
    expect(percentile([], 50)).toBeNull();
  });
});

test.each([
  [null, '-'],
  [0, '0 ns'],
  [999, '999 ns'],
  [999.7, '1 us'],
  [1234, '1.23 us'],
  [56_789_000, '56.8 ms'],
  [999_600_000, '1 s'],
  [5_000_000_000_000, '5000 s'],
])('%d nanoseconds are shown as %s', (nanoseconds, expected) => {
  expect(shownTime(nanoseconds)).toBe(expected);
});
