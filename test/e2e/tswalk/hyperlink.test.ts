/** -hyperlink: paths that are links on terminals that follow them (REFERENCE 20). */

import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { LiveTerminal } from '../../fixture/live-terminal.ts';
import { records, runTswalk } from '../../fixture/run.ts';
import { hasTerminal, runOnTerminal } from '../../fixture/terminal.ts';
import { directory, file, link, makeTree } from '../../fixture/tree.ts';

/** A link to a path that is encoded already. */
const linked = (path: string, shown: string): string => `\x1b]8;;file://${hostname()}${path}\x1b\\${shown}\x1b]8;;\x1b\\`;

/** Paths printed from `cwd`, bytes as latin1 text. */
const printed = (cwd: string, ...words: readonly string[]): string[] => {
  const { stdout, stderr } = runTswalk(['-hyperlink=always', ...words], { cwd });
  expect(stderr.toString()).toBe('');
  return records(stdout);
};

test('the absolute path, however the starting point is written', async () => {
  await using tree = await makeTree({ a: directory({ b: directory({ c: file() }) }), to: link('a') });
  const top = realpathSync(tree.root);
  const roots = ['.', './a', 'a/', 'a//b/../b/c', '..//.', `${tree.root}/a`, 'to', 'to/b', 'to/'];
  expect(printed(tree.root, '-maxdepth', '0', ...roots)).toEqual([
    linked(top, '.'),
    linked(`${top}/a`, './a'),
    linked(`${top}/a`, 'a/'),
    linked(`${top}/a/b/c`, 'a//b/../b/c'),
    linked(realpathSync(`${tree.root}/..`), '..//.'),
    linked(`${top}/a`, `${tree.root}/a`),
    // A link is a file of its own; what is reached through it is where it leads.
    linked(`${top}/to`, 'to'),
    linked(`${top}/a/b`, 'to/b'),
    linked(`${top}/a`, 'to/'),
  ]);
  expect(printed(tree.root, 'a/', '.', '-name', 'c')).toEqual([
    linked(`${top}/a/b/c`, 'a/b/c'),
    linked(`${top}/a/b/c`, './a/b/c'),
  ]);
  expect(printed('/', '/', '-maxdepth', '1', '-name', 'etc')).toEqual([linked('/etc', '/etc')]);
  expect(printed('/', '/', './etc', '-maxdepth', '0')).toEqual([linked('/', '/'), linked('/etc', './etc')]);
});

test('every byte of a name, so that none can end the link', async () => {
  const all = Uint8Array.from({ length: 255 }, (_, index) => index + 1).filter((byte) => byte !== 0x2f);
  await using tree = await makeTree(Array.from(all, (byte) => [Uint8Array.of(0x78, byte), file()] as const));
  const top = realpathSync(tree.root);
  const isPlain = (byte: number): boolean => /[A-Za-z0-9:._~-]/.test(String.fromCharCode(byte));
  const encoded = (byte: number): string =>
    isPlain(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const expected = Array.from(all, (byte) => linked(`${top}/x${encoded(byte)}`, `./x${String.fromCharCode(byte)}`));
  const { stdout } = runTswalk(['-hyperlink=always', '-s', '-mindepth', '1'], { cwd: tree.root, env: { LC_ALL: 'C' } });
  expect(stdout.toString('latin1')).toBe(expected.map((line) => `${line}\n`).join(''));
});

test('with colours, in -ls and beside other actions', async () => {
  await using tree = await makeTree({ dir: directory({ to: link('..') }) });
  const path = `${realpathSync(tree.root)}/dir`;
  expect(printed(tree.root, 'dir', '-color')).toEqual([
    linked(path, '\x1b[01;34mdir\x1b[0m'),
    linked(`${path}/to`, '\x1b[01;34mdir/\x1b[0m\x1b[01;36mto\x1b[0m'),
  ]);
  const [line] = printed(tree.root, 'dir/to', '-ls');
  expect(line!.endsWith(` ${linked(`${path}/to`, 'dir/to')} -> ..`)).toBe(true);
  expect(printed(tree.root, 'dir/to', '-print0', '-printx', '-printf', '%p\\n', '-fprint', 'out')).toEqual([
    'dir/to\0dir/to',
    'dir/to',
  ]);
});

test('auto, and the bare word, mean nothing in a pipe, whatever is coloured', async () => {
  await using tree = await makeTree({ dir: directory() });
  for (const word of ['-hyperlink', '-hyperlink=auto', '-hyperlink=never']) {
    expect(runTswalk(['dir', word], { cwd: tree.root }).stdout.toString()).toBe('dir\n');
    expect(runTswalk(['dir', word, '-color'], { cwd: tree.root }).stdout.toString()).toBe('\x1b[01;34mdir\x1b[0m\n');
  }
});

test.runIf(hasTerminal).each<[readonly string[], Readonly<Record<string, string>>, boolean]>([
  [['-hyperlink'], {}, true],
  [['-hyperlink=auto'], {}, true],
  [['-hyperlink=never'], {}, false],
  [['-hyperlink', '-hyperlink=never'], {}, false],
  [[], {}, false],
  // Who wants no colours wants none of this.
  [['-hyperlink'], { NO_COLOR: '1' }, false],
  [['-hyperlink', '-nocolor'], {}, false],
  [['-hyperlink=always', '-nocolor'], {}, true],
])('on a terminal, %o %o', async (words, env, isLinked) => {
  await using tree = await makeTree({ name: file() });
  const { shown } = runOnTerminal(['name', ...words], { cwd: tree.root, env });
  expect(shown).toBe(`${isLinked ? linked(`${realpathSync(tree.root)}/name`, 'name') : 'name'}\n`);
});

test('in a directory that has been removed there is nothing to link to', async () => {
  await using tree = await makeTree({ gone: directory() });
  const { stdout } = runTswalk(['.', '-hyperlink=always'], { cwd: tree.path('gone'), before: 'rmdir ../gone;' });
  expect(stdout.toString()).toBe('.\n');
});

test('a signal ends the link', async () => {
  await using tree = await makeTree({ name: file() });
  const hold = ['-exec', 'sh', '-c', 'printf "<held>"; read line', ';'];
  await using terminal = LiveTerminal.tswalk(['name', '-hyperlink', '-print', ...hold], { cwd: tree.root });
  await terminal.shows('<held>');
  terminal.kill('SIGTERM');
  expect(await terminal.ends()).toBe('SIGTERM');
  expect(terminal.shown.endsWith('<held>\x1b[0m\x1b]8;;\x1b\\')).toBe(true);
});

test('another word for when is an error', () => {
  const { stderr, status } = runTswalk(['-hyperlink=often']);
  expect([records(stderr)[2], status]).toEqual(['tswalk: error: Expected one of auto, always, never; found often.', 1]);
});
