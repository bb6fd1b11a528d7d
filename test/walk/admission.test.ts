/** -unique and -X: REFERENCE 3.6. */

import { describe, expect, test } from 'vitest';
import { compileUnique, isXargsSafe } from '../../src/walk/admission.ts';
import { makeEntry, type StatusFields } from './expr/plain-host.ts';

describe('-X refuses', () => {
  test.each([' ', '\t', '\n', "'", '"', '\\'])('%j, in the name and in the directories before it', (character) => {
    expect(isXargsSafe(makeEntry({ path: `dir/na${character}me` }))).toBe(false);
    expect(isXargsSafe(makeEntry({ path: `d${character}ir/name` }))).toBe(false);
  });

  test('nothing else', () => {
    const others = Array.from({ length: 0x7e }, (_, i) => String.fromCharCode(i + 1)).filter((c) => !' \t\n\'"\\/'.includes(c));
    expect(isXargsSafe(makeEntry({ path: `dir/${others.join('')}é` }))).toBe(true);
  });
});

describe('-unique', () => {
  const entryOf = (status: StatusFields) => makeEntry({ status });

  test('lets a file pass once, by whatever name', () => {
    const admit = compileUnique();
    expect(admit(entryOf({ device: 1, inode: 7 }))).toBe(true);
    expect(admit(entryOf({ device: 1, inode: 7 }))).toBe(false);
  });

  test('tells devices and neighbouring inodes apart, beyond 2 ** 53', () => {
    const admit = compileUnique();
    const files: StatusFields[] = [
      { device: 1, inode: 2n ** 60n },
      { device: 1, inode: 2n ** 60n + 1n },
      { device: 2, inode: 2n ** 60n },
    ];
    expect(files.map((status) => admit(entryOf(status)))).toEqual([true, true, true]);
  });

  test('each walk has seen nothing yet', () => {
    const status = { device: 1, inode: 7 };
    expect([compileUnique(), compileUnique()].map((admit) => admit(entryOf(status)))).toEqual([true, true]);
  });

  test('what cannot be examined is told, and left out', () => {
    const entry = makeEntry({});
    expect([compileUnique()(entry), entry.failures.length]).toEqual([false, 1]);
  });
});
