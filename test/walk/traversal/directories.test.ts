/** The directories of a walk as numbers: paths, holds, identities, and memory that is used again. */

import { describe, expect, test } from 'vitest';
import { Directories } from '../../../src/walk/traversal/directories.ts';
import { bytes, makeRoots, text } from './plain-walk.ts';

function add(directories: Directories, parent: number, name: string): number {
  const source = bytes(`<${name}>`);
  return directories.add(parent, source, 1, source.length - 1);
}

function below(directories: Directories, from: number, directory: number): string {
  const length = directories.pathLengthBelow(from, directory);
  const target = new Uint8Array(length + 2).fill(0x2e);
  directories.spellBelow(from, directory, target, 1, 1 + length);
  return text(target);
}

describe('a directory', () => {
  test('knows its parent, depth, starting point and path', () => {
    const directories = new Directories(makeRoots('x', 'y'), false);
    const [x, y] = [directories.addRoot(0), directories.addRoot(1)];
    const a = add(directories, y, 'a');
    const b = add(directories, a, 'bé');
    expect([directories.parent(b), directories.depth(b), text(directories.root(b).path)]).toEqual([a, 2, 'y']);
    expect([directories.parent(x), directories.depth(x), text(directories.root(x).path)]).toEqual([-1, 0, 'x']);
    // Nothing beside the path is written.
    expect([below(directories, y, b), below(directories, a, b), below(directories, b, b)]).toEqual(['.a/bé.', '.bé.', '..']);
  });

  test('is finished when it and all below it are dropped', () => {
    const directories = new Directories(makeRoots('x'), false);
    const x = directories.addRoot(0);
    const a = add(directories, x, 'a');
    expect([directories.hasChildren(x), directories.hasChildren(a)]).toEqual([true, false]);
    expect(directories.drop(x)).toBe(false);
    expect(directories.drop(a)).toBe(true);
    expect(directories.remove(a)).toBe(x);
    expect(directories.drop(x)).toBe(true);
    expect(directories.remove(x)).toBe(-1);
  });
});

describe('memory', () => {
  test('numbers are used again, and follow what is pending', () => {
    const directories = new Directories(makeRoots('x'), false);
    const x = directories.addRoot(0);
    const numbers = new Set<number>();
    for (let i = 0; i < 10_000; i++) {
      const directory = add(directories, x, `name${i}`);
      numbers.add(directory);
      directories.drop(directory);
      directories.drop(directories.remove(directory));
    }
    expect(numbers.size).toBe(1);
  });

  test('names stay apart while thousands come and go', () => {
    const directories = new Directories(makeRoots('x'), false);
    const x = directories.addRoot(0);
    const pending: { readonly directory: number; readonly name: string }[] = [];
    for (let i = 0; i < 20_000; i++) {
      const name = `${i}-${'n'.repeat(i % 200)}`;
      pending.push({ directory: add(directories, x, name), name });
      if (i % 3 !== 0) continue;
      // Some from the middle, so that chunks empty out of turn.
      const [gone] = pending.splice(pending.length >> 1, 1);
      directories.drop(gone!.directory);
      directories.drop(directories.remove(gone!.directory));
    }
    const wrong = pending.filter(({ directory, name }) => below(directories, x, directory) !== `.${name}.`);
    expect(wrong).toEqual([]);
  });
});

describe('identities', () => {
  test('the nearest of a directory and its ancestors is found, by device and inode', () => {
    const directories = new Directories(makeRoots('x'), true);
    const x = directories.addRoot(0);
    const a = add(directories, x, 'a');
    const b = add(directories, a, 'b');
    const beside = add(directories, x, 'beside');
    directories.setIdentity(x, 1n, 10n);
    directories.setIdentity(a, 1n, 2n ** 63n);
    directories.setIdentity(b, 1n, 10n);
    directories.setIdentity(beside, 1n, 30n);
    expect(directories.findAncestor(b, 1n, 10n)).toBe(b);
    expect(directories.findAncestor(a, 1n, 10n)).toBe(x);
    expect(directories.findAncestor(b, 1n, 2n ** 63n)).toBe(a);
    expect(directories.findAncestor(b, 2n, 10n)).toBe(-1);
    expect(directories.findAncestor(b, 1n, 30n)).toBe(-1);
  });

  test('they grow with the directories, and are not kept where nobody asks', () => {
    const [kept, none] = [true, false].map((withIdentities) => {
      const directories = new Directories(makeRoots('x'), withIdentities);
      let last = directories.addRoot(0);
      for (let i = 0; i < 3_000; i++) {
        last = add(directories, last, 'd');
        directories.setIdentity(last, 5n, BigInt(i));
      }
      return directories.findAncestor(last, 5n, 7n);
    });
    expect([kept, none]).toEqual([8, -1]);
  });
});
