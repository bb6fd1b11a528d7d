/** Permission modes: REFERENCE 2.5 and 22, the vectors of 23.4, and GNU find and bfs on files of many modes. */

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileMode, type ModeMatch, parseMode } from '../../../../src/walk/expr/value/mode.ts';
import { bytes, failure, found, isInstalled } from './oracle.ts';

describe('a mode without a prefix is compared exactly', () => {
  test.each<[string, number, number, number]>([
    ['644', 0o022, 0o644, 0o644],
    ['000', 0o022, 0, 0],
    ['0007777', 0o022, 0o7777, 0o7777],
    ['u+rw,g+r', 0o022, 0o640, 0o640],
    ['u=rwX', 0o022, 0o600, 0o700],
    ['a+X', 0o022, 0, 0o111],
    ['=rw', 0o022, 0o644, 0o644],
    ['+rw', 0o022, 0o644, 0o644],
    ['=rw', 0o077, 0o600, 0o600],
    ['+w', 0o022, 0o200, 0o200],
    ['+x+r', 0o022, 0o555, 0o555],
    ['+x+r', 0o077, 0o500, 0o500],
    ['+x,+r', 0o077, 0o500, 0o500],
    ['+u+x', 0o022, 0o111, 0o111],
    ['+', 0o022, 0, 0],
    ['u+', 0o022, 0, 0],
    ['g=u', 0o022, 0, 0],
    ['u=rw,g=u', 0o022, 0o660, 0o660],
    ['u=g+r', 0o022, 0o400, 0o400],
    ['u=rwx,u-w', 0o022, 0o500, 0o500],
    ['a=rwx,=r', 0o022, 0o444, 0o444],
    ['a=rw,-w', 0o022, 0o466, 0o466],
    ['u+s', 0o022, 0o4000, 0o4000],
    ['a+s', 0o022, 0o6000, 0o6000],
    ['+st', 0o022, 0o7000, 0o7000],
    ['u+s,u=r', 0o022, 0o4400, 0o4400],
    ['u+t', 0o022, 0, 0],
    ['ug+rws', 0o022, 0o6660, 0o6660],
    ['a+x,a-X', 0o022, 0o111, 0],
  ])('%s under umask %o is %o for files and %o for directories', (word, umask, fileMode, directoryMode) => {
    expect(parseMode(bytes(word), umask)).toEqual({ match: 'exact', fileMode, directoryMode });
  });
});

describe('a prefix asks for all bits or any bit', () => {
  test.each<[string, ModeMatch, number]>([
    ['-644', 'all', 0o644],
    ['/000', 'any', 0],
    ['-000', 'all', 0],
    ['+222', 'any', 0o222],
    ['-+rw', 'all', 0o644],
    ['/u=s', 'any', 0o4000],
    ['-o+t', 'all', 0o1000],
    ['-u+t', 'all', 0],
    ['--w', 'all', 0],
    ['/-w', 'any', 0],
    ['/+w', 'any', 0o200],
  ])('%s', (word, match, mode) => {
    expect(parseMode(bytes(word), 0o022)).toEqual({ match, fileMode: mode, directoryMode: mode });
  });
});

test.each([
  ...['8', '0x10', '77777', '18', '010000', ' 644', '644 ', '+8', '-8', '', '-', '/'],
  ...['u', 'a', '-w', '/w', 'w', ',u=r', 'u=r,,g=r', 'u+x,', 'u=q', 'u=gr', 'u=rg', 'u=gu', 'u+x g+x'],
])('%j is refused', (word) => {
  expect(failure(() => parseMode(bytes(word), 0o022))).toBe('mode: Invalid mode.');
});

test.each<[string, boolean[]]>([
  ['644', [true, false, false, false]],
  ['-644', [true, true, true, false]],
  ['/022', [false, true, true, false]],
  ['/0', [true, true, true, true]],
  ['4666', [false, false, true, false]],
])('%s matches of 0100644, 0100666, 0104666, 0100000: %j', (word, expected) => {
  const matches = compileMode(parseMode(bytes(word), 0o022));
  expect([0o100644, 0o100666, 0o104666, 0o100000].map((mode) => matches(mode, false))).toEqual(expected);
});

describe('other finders select the same files', () => {
  const MODES = [
    0, 0o1, 0o111, 0o200, 0o222, 0o400, 0o444, 0o500, 0o600, 0o640, 0o644, 0o660, 0o666, 0o700, 0o755, 0o777, 0o1777, 0o2755,
    0o4755, 0o7777,
  ];
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tswalk-mode-'));
    for (const mode of MODES) {
      writeFileSync(join(directory, `f${mode}`), '');
      chmodSync(join(directory, `f${mode}`), mode);
      // Readable and searchable for us, or a finder run by an ordinary user would fail on it.
      if ((mode & 0o500) !== 0o500) continue;
      mkdirSync(join(directory, `d${mode}`));
      chmodSync(join(directory, `d${mode}`), mode);
    }
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function matching(word: string): string[] {
    const matches = compileMode(parseMode(bytes(word), 0o022));
    const files = MODES.filter((mode) => matches(mode, false)).map((mode) => `f${mode}`);
    const directories = MODES.filter((mode) => (mode & 0o500) === 0o500 && matches(mode, true)).map((mode) => `d${mode}`);
    return [...files, ...directories].sort();
  }

  const agreed = [
    ...['644', '-644', '/644', '0', '-0', '/0', '-7000', '/7000', '4755', 'u+rw,g+r', 'u=rw,g=u', 'a+r,u+w', '-a+x', '/a+w'],
    ...[
      '-u+s',
      '/u=s',
      '-o+t',
      'a=rwx,o-x',
      'u=rwx,g=u,o=g',
      '-ug+rw',
      'u=g+r',
      'a=rwx,u-w',
      '/u+s,g+s',
      'a=rwxs',
      'u=rwxs,go=rx',
    ],
  ];
  for (const command of ['find', 'bfs']) {
    describe.skipIf(!isInstalled(command))(command, () => {
      test.each(agreed)('-perm %s', (word) => {
        const words = ['.', '-mindepth', '1', '-perm', word, '-printf', '%f\n'];
        expect(found(command, words, directory)).toEqual(matching(word));
      });
    });
  }
});
