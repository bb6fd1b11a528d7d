/**
 * Completions are what the table says, and the shells find in them what is meant: each is asked in a process of its own.
 *
 * ask-bash.bash and ask-zsh.zsh ask as the shells do when Tab is pressed; fish has a command for it. A shell that is not installed is left out.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPrimaries } from '../../src/walk/expr/primaries.ts';
import { hasTerminal } from '../fixture/terminal.ts';
import { directory, file, makeTree, type Tree } from '../fixture/tree.ts';

const here = import.meta.dirname;
const completions = join(here, '../../completions');
const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', ':']).error === undefined;

test('they are made from the table as it is', () => {
  const { stderr, status } = spawnSync(process.execPath, [join(here, '../../scripts/make-completions.mjs'), '--check']);
  expect({ stderr: stderr.toString(), status }).toEqual({ stderr: '', status: 0 });
});

/** How each shell is asked about a command line: the words after the program's name, the last one at the cursor. */
const SHELLS: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [join(here, 'ask-bash.bash'), join(completions, 'tswalk.bash'), ...words],
  zsh: (words) => ['-f', join(here, 'ask-zsh.zsh'), completions, lineOf(words)],
  fish: (words) => ['-c', `source ${join(completions, 'tswalk.fish')}; complete -C $argv[1]`, lineOf(words)],
};

function lineOf(words: readonly string[]): string {
  return ['tswalk', ...words].map((word) => (word === ';' ? '\\;' : word)).join(' ');
}

describe.each(Object.entries(SHELLS).filter(([shell]) => isInstalled(shell)))('%s', (shell, argumentsFor) => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await makeTree({ 'some-file': file(), 'some-directory': directory() });
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  /** The candidates, without what they mean and the slashes behind directories. */
  function candidates(...words: readonly string[]): string[] {
    const { stdout, stderr, error } = spawnSync(shell, argumentsFor(words), {
      cwd: tree.root,
      env: { PATH: process.env.PATH, HOME: tree.root, LC_ALL: 'C.UTF-8', TERM: 'dumb' },
      encoding: 'utf8',
      timeout: 30_000,
    });
    if (error) throw error;
    expect(stderr).toBe('');
    const found = stdout.split('\n').map((line) => line.replace(/\t.*/, '').replace(/\/$/, ''));
    return [...new Set(found.filter((line) => line !== ''))].sort();
  }

  test('every name that begins with a dash is completed', () => {
    const names = allPrimaries()
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .filter((name) => /^--?\w\w/.test(name));
    const offered = ['-', '--'].flatMap((word) => candidates(word));
    expect(names.filter((name) => name !== '-newerXY' && !offered.includes(name))).toEqual([]);
  });

  test.each([
    { words: ['-maxd'], found: ['-maxdepth'] },
    { words: ['--h'], found: ['--help'] },
    { words: ['-newerm'], found: ['-newermB', '-newerma', '-newermc', '-newermm', '-newermt'] },
    { words: ['-type', ''], found: ['b', 'c', 'd', 'f', 'l', 'p', 's'] },
    { words: ['-S', ''], found: ['bfs', 'dfs', 'eds', 'help', 'ids'] },
    { words: ['-Sd'], found: ['-Sdfs'] },
    { words: ['-O'], found: expect.arrayContaining(['-O0', '-O4', '-Ofast']) },
    { words: ['-D', 'tree,o'], found: ['tree,opt'] },
    { words: ['-regextype', 'posix-e'], found: ['posix-egrep', 'posix-extended'] },
    { words: ['-json=pa'], found: ['-json=path'] },
    { words: ['-fcsv=path,mt'], found: ['-fcsv=path,mtime'] },
    { words: ['-hyperlink=a'], found: ['-hyperlink=always', '-hyperlink=auto'] },
    { words: ['-user', 'roo'], found: ['root'] },
    { words: ['-group', 'roo'], found: ['root'] },
    { words: ['-fstype', 'tmp'], found: ['tmpfs'] },
    { words: ['-newer', 'some-f'], found: ['some-file'] },
    { words: ['-fprintf', 'some-f'], found: ['some-file'] },
    { words: ['some-d'], found: ['some-directory'] },
    { words: ['-exec', 'ech'], found: expect.arrayContaining(['echo']) },
    { words: ['-ok', 'cat', 'some-f'], found: ['some-file'] },
  ])('$words', ({ words, found }) => {
    expect(candidates(...words)).toEqual(found);
  });

  test('types are completed behind a comma', () => {
    expect(candidates('-type', 'f,')).toEqual(expect.arrayContaining(['f,d', 'f,l']));
  });

  test.each([
    ['a value', ['-name', 'x', '-maxd'], ['-maxdepth']],
    ['two values', ['-fprintf', 'some-file', '%p', '-maxd'], ['-maxdepth']],
    ['fields', ['-json=path', '-maxd'], ['-maxdepth']],
    ['what may be left out', ['-json', '-maxd'], ['-maxdepth']],
    ['fields and a file', ['-fjson=path', 'some-file', '-maxd'], ['-maxdepth']],
    ['a command', ['-exec', 'cat', '{}', ';', '-maxd'], ['-maxdepth']],
    ['a command for many', ['-exec', 'cat', '{}', '+', '-maxd'], ['-maxdepth']],
  ])('after %s names follow', (_, words, found) => {
    expect(candidates(...words)).toEqual(found);
  });

  // zsh takes whatever begins with a dash for an option.
  test.skipIf(shell === 'zsh')('a value may look like a name', () => {
    expect(candidates('-name', '-type', '-maxd')).toEqual(['-maxdepth']);
  });

  test('a pattern is not completed', () => {
    expect(candidates('-name', 'some-f')).toEqual([]);
  });

  test('within a command there are no names of ours', () => {
    expect(candidates('-exec', 'no-such-command', '-maxd')).toEqual([]);
  });
});

test.skipIf(!hasTerminal || !isInstalled('bash'))('Tab in an interactive bash', () => {
  const typed = `source ${join(completions, 'tswalk.bash')}\ntswalk() { echo "<$*>"; }\ntswalk -maxd\t3 -regextype posix-ex\t-fjson=pa\t package.js\t-hyperlink=al\t\nexit\n`;
  const { stdout } = spawnSync('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
    input: typed,
    env: { PATH: process.env.PATH, TERM: 'dumb', HISTFILE: '', PS1: '' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stdout).toMatch(/^<-maxdepth 3 -regextype posix-extended -fjson=path package.json -hyperlink=always>\r?$/m);
});
