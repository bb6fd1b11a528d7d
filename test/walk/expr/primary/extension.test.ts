/** -ext: the end of the name, REFERENCE.md 20. */

import { describe, expect, test } from 'vitest';
import { bytes, complaint, matches } from '../plain-host.ts';

describe('-ext', () => {
  test.each([
    ['ts', 'dir/a.ts', true],
    ['ts', 'dir/a.TS', true],
    ['TS', 'dir/a.ts', true],
    ['ts', 'dir/a.tsx', false],
    ['ts', 'dir/ats', false],
    ['ts,tsx', 'dir/a.tsx', true],
    ['.ts', 'dir/a.ts', true],
    ['ts', 'dir/.ts', false],
    ['ts', 'dir/..ts', true],
    ['ts', 'dir.ts/a', false],
    ['tar.gz', 'dir/a.tar.gz', true],
    ['gz', 'dir/a.tar.gz', true],
    ['a*', 'dir/x.abc', false],
    ['a*', 'dir/x.A*', true],
    ['é', 'dir/x.É', true],
    ['é', 'dir/.é', false],
    ['é*', 'dir/x.éa', false],
    ['c++', 'dir/a.C++', true],
  ])('%s of %s is %s', (list, path, expected) => {
    expect(matches(`-ext ${list}`, { path })).toBe(expected);
    expect(matches(`! -ext ${list}`, { path })).toBe(!expected);
  });

  test('names that are no UTF-8 have extensions, too', () => {
    expect(matches('-ext ts', { path: Uint8Array.from([0xff, ...bytes('.ts')]) })).toBe(true);
    expect(matches('-ext ts', { path: Uint8Array.from([...bytes('a.t'), 0xff]) })).toBe(false);
  });

  test.each(['', ',', 'ts,', '.', 'ts,..'])('%j lacks an extension', (list) => {
    expect(complaint(`-ext ${list === '' ? "''" : list}`).code).toBe('missing-extension');
  });

  test('a slash is in no name', () => {
    expect(complaint('-ext a/b')).toMatchObject({ code: 'slash-in-extension', marked: 'a/b' });
  });
});
