/** Where a walk does not go: REFERENCE 3.3 and 3.7 for one entry at a time. */

import { describe, expect, test } from 'vitest';
import { DT, SLOT } from '../../../src/ioq/layout.ts';
import { Boundary, FAIL, PASS, SKIP } from '../../../src/walk/traversal/boundary.ts';
import { Directories } from '../../../src/walk/traversal/directories.ts';
import type { TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { fillStatus, makeStatus, type StatusFields } from '../expr/plain-host.ts';
import { bytes, makeCursor, makeOptions, makeRoots } from './plain-walk.ts';

/** Two starting points on devices 1 and 2; in the second, inode 20, a directory with inode 21. */
function makeBoundary(options: Partial<TraversalOptions>) {
  const roots = makeRoots('x', 'y');
  const directories = new Directories(roots, options.follow === 'always');
  const boundary = new Boundary(makeOptions(options), directories, roots);
  const [, y] = roots.map((root) => {
    const status = makeStatus({ device: root.number + 1, inode: 10 * (root.number + 1) });
    boundary.setRoot(root, status);
    const directory = directories.addRoot(root.number);
    boundary.setDirectory(directory, status);
    return directory;
  });
  const inner = directories.add(y!, bytes('d'), 0, 1);
  boundary.setDirectory(inner, makeStatus({ device: 2, inode: 21 }));

  /** The verdict on an entry of `d`. */
  const verdictOf = (type: number, statusResult: number, status: StatusFields = {}): number => {
    const entry = makeCursor();
    entry.type = type;
    entry.root = roots[1]!;
    entry.depth = 2;
    entry.statusResult = statusResult;
    fillStatus(entry.status, status);
    return boundary.verdictOf(entry, inner);
  };
  return { boundary, directories, y: y!, inner, verdictOf };
}

test.each<[Partial<TraversalOptions>, boolean]>([
  [{}, false],
  [{ sameDevice: true }, false],
  [{ skipMounts: true }, true],
  [{ follow: 'roots' }, false],
  [{ follow: 'always' }, true],
])('with %j entries are examined before their visits: %s', (options, examines) => {
  expect(makeBoundary(options).boundary.examines).toBe(examines);
});

describe('loops, where links are followed', () => {
  const { verdictOf, inner, y } = makeBoundary({ follow: 'always' });

  test.each([
    ['its own directory', 21, inner],
    ['its starting point', 20, y],
    ['no ancestor', 22, PASS],
    ['another starting point', 10, PASS],
  ])('a directory that is %s', (_title, inode, verdict) => {
    expect(verdictOf(DT.directory, 0, { device: inode === 10 ? 1 : 2, inode })).toBe(verdict);
  });

  test('only directories loop', () => {
    expect(verdictOf(DT.regular, 0, { device: 2, inode: 21 })).toBe(PASS);
  });

  test('what may lead to a directory fails where it cannot be examined; a file is evaluated all the same', () => {
    expect([DT.directory, DT.link, DT.unknown, DT.regular, DT.fifo].map((type) => verdictOf(type, -13))).toEqual([
      FAIL,
      FAIL,
      FAIL,
      PASS,
      PASS,
    ]);
  });
});

describe('-mount', () => {
  const { verdictOf } = makeBoundary({ skipMounts: true });

  test.each([
    ['on the device of its starting point is shown', DT.regular, 2, PASS],
    ['on the device of another starting point is left out', DT.regular, 1, SKIP],
    ['that is a directory elsewhere is left out', DT.directory, 3, SKIP],
  ])('what is %s', (_title, type, device, verdict) => {
    expect(verdictOf(type, 0, { device })).toBe(verdict);
  });

  test('what cannot be examined fails, whatever it is: it may be a mount point', () => {
    expect(verdictOf(DT.regular, -13)).toBe(FAIL);
  });

  test('what nobody asked about is shown', () => {
    expect(verdictOf(DT.regular, 1)).toBe(PASS);
  });
});

describe('the device that a request may not leave', () => {
  test('is the one of the starting point, all 64 bits of it', () => {
    const { boundary, directories } = makeBoundary({ sameDevice: true });
    boundary.setRoot(directories.roots[1]!, makeStatus({ device: 0x1234_5678_9abc_def0n }));
    const words = new Int32Array(64);
    boundary.fillDevice(1, words, 8);
    const device = new BigUint64Array(words.buffer, 4 * (8 + SLOT.device), 1)[0];
    expect(device).toBe(0x1234_5678_9abc_def0n);
  });

  test('is none where devices do not matter', () => {
    const words = new Int32Array(64).fill(5);
    makeBoundary({}).boundary.fillDevice(1, words, 8);
    expect(words.every((word) => word === 5)).toBe(true);
  });
});
