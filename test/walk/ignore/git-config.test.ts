/** What git's configuration says of core.excludesFile and core.ignoreCase; git itself is asked the same. */

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expandHome, readIgnoreSettings } from '../../../src/walk/ignore/git-config.ts';
import { makeTree } from '../../fixture/tree.ts';

const settings = (files: Record<string, string>, gitDirectory = '/w/.git') =>
  readIgnoreSettings(['/c/config'], { read: (path) => files[path] ?? null, home: '/home/me', gitDirectory });

const TEXTS = [
  '[core]\nexcludesFile = /x\n',
  '[CORE]\n\tEXCLUDESFILE=/x # comment\n',
  '[core] excludesFile = /x ; comment',
  '[core]\nexcludesFile = "/x y" z\n',
  '[core]\nexcludesFile = /x\\\ny\n',
  '[core]\nexcludesFile = "/x#y;\\"z\\\\"\n',
  '[core]\nexcludesFile = /x   \t\n[other]\nexcludesFile = /y\n',
  '[core "sub"]\nexcludesFile = /x\n',
  '# c\n; d\n\n[a "b\\"c"]\nd\n[core]\n\n  excludesFile = /last\n  excludesFile = /x\n',
  '[core]\r\nexcludesFile = /x\r\n',
  '[core]\nexcludesFile =\n',
  '[core]\n',
];

describe.skipIf(spawnSync('git', ['--version']).error !== undefined)('as git reads it', () => {
  test.each(TEXTS)('%j', async (text) => {
    await using tree = await makeTree({});
    const path = tree.path('config');
    writeFileSync(path, text);
    const { stdout, status } = spawnSync('git', ['config', '-z', '-f', path, 'core.excludesFile'], { encoding: 'utf8' });
    expect(settings({ '/c/config': text }).excludesFile).toBe(status === 0 ? stdout.slice(0, -1) : null);
  });

  test('what git writes', async () => {
    await using tree = await makeTree({});
    for (const value of ['/a b', ' /a ', '/a"b\\c', '/a#b', '/a;b', '/a\tb', '/é']) {
      const path = tree.path('config');
      writeFileSync(path, '');
      execFileSync('git', ['config', '-f', path, 'core.excludesFile', value]);
      const read = settings({ '/c/config': readFileSync(path, 'latin1') }).excludesFile;
      expect(read).toBe(Buffer.from(value).toString('latin1'));
    }
  });
});

test.each([
  ['true', true],
  ['YES', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', false],
])('core.ignoreCase = %s is %s', (value, expected) => {
  expect(settings({ '/c/config': `[core]\nignoreCase = ${value}\n` }).ignoreCase).toBe(expected);
});

test('a key alone is true', () => {
  expect(settings({ '/c/config': '[core]\nignoreCase\n' }).ignoreCase).toBe(true);
});

describe('files in files', () => {
  const inner = '[core]\nexcludesFile = /inner\n';

  test.each([
    ['[include]\npath = more\n', '/c/more', true],
    ['[include]\npath = ~/more\n', '/home/me/more', true],
    ['[include]\npath = /a/more\n', '/a/more', true],
    ['[includeIf "gitdir:/w/"]\npath = more\n', '/c/more', true],
    ['[includeIf "gitdir:/v/"]\npath = more\n', '/c/more', false],
    ['[includeIf "gitdir:w/.git"]\npath = more\n', '/c/more', true],
    ['[includeIf "gitdir:/W/"]\npath = more\n', '/c/more', false],
    ['[includeIf "gitdir/i:/W/"]\npath = more\n', '/c/more', true],
    ['[includeIf "gitdir:/*/.git"]\npath = more\n', '/c/more', true],
    ['[includeIf "onbranch:main"]\npath = more\n', '/c/more', false],
  ])('%j reads %s: %s', (text, path, expected) => {
    expect(settings({ '/c/config': text, [path]: inner }).excludesFile).toBe(expected ? '/inner' : null);
  });

  test('what comes later counts', () => {
    expect(settings({ '/c/config': '[include]\npath = more\n[core]\nexcludesFile = /x\n', '/c/more': inner }).excludesFile).toBe(
      '/x',
    );
  });

  test('one that includes itself ends', () => {
    expect(settings({ '/c/config': `[include]\npath = config\n${inner}` }).excludesFile).toBe('/inner');
  });
});

test('~ is the home directory', () => {
  expect(['~/x', '~', '~you/x', '/~/x'].map((path) => expandHome(path, '/h'))).toEqual(['/h/x', '/h', '~you/x', '/~/x']);
  expect(expandHome('~/x', null)).toBe('~/x');
});
