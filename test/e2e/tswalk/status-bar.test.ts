/**
 * -status on a real terminal: REFERENCE.md 17.
 *
 * The walks are held by a command that says `<name>` and waits for a line: what is drawn before each command can be waited for, not hoped for.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LiveTerminal } from '../../fixture/live-terminal.ts';
import { records, run, shellCode, tswalkCommand } from '../../fixture/run.ts';
import { directory, file, makeTree, type Tree } from '../../fixture/tree.ts';

const HOLD = ['-exec', 'sh', '-c', 'printf "<%s>" "$1"; read line', 'sh', '{}', ';'];
const SHOWN_24 = '\r\n\x1b[A\x1b7\x1b[1;23r\x1b8\x1b[J';
const HIDDEN = '\x1b7\x1b[r\x1b8\x1b[J';

const makeFour = (): Promise<Tree> => makeTree({ a: file(), b: file(), c: file(), d: file() });

test('the last row is taken at the start, written to, and given back at the end', async () => {
  await using tree = await makeTree({ dir: directory({ inner: file() }) });
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-type', 'f', ...HOLD], { cwd: tree.root });
  await terminal.shows(SHOWN_24);
  await terminal.shows('\x1b7\x1b[24;1H\x1b[K\x1b[7m');
  await terminal.shows(/^\.\.\.\. {40,}0\/s 0:00 \(visited: 0; depth: {2}0\)\x1b\[27m\x1b8/);
  await terminal.shows('<./dir/inner>');
  terminal.type('\n');
  await terminal.shows(HIDDEN);
  expect(await terminal.ends()).toBe(0);
  expect(terminal.shown.endsWith(HIDDEN)).toBe(true);
});

test('nothing of it gets into a file or a pipe', async () => {
  await using tree = await makeFour();
  const words = [...tswalkCommand(), '-s', '.', '-status', '-color'];
  const code = `${shellCode(words, { after: '>out' }).replace('exec', '')}; ${shellCode(words, { after: '| cat >piped' })}`;
  await using terminal = new LiveTerminal(['bash', '-c', code], { cwd: tree.root });
  expect(await terminal.ends()).toBe(0);
  for (const name of ['out', 'piped']) {
    const written = records(readFileSync(tree.path(name)));
    expect(written.slice(0, 3)).toEqual(['\x1b[01;34m.\x1b[0m', '\x1b[01;34m./\x1b[0ma', '\x1b[01;34m./\x1b[0mb']);
  }
  expect(terminal.shown.split('(visited: ').length).toBeGreaterThan(2);
});

test('it follows the size of the terminal', async () => {
  await using tree = await makeFour();
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-type', 'f', ...HOLD], { cwd: tree.root });
  await terminal.shows('<./');
  terminal.resize(30, 100);
  terminal.type('\n');
  await terminal.shows(`${HIDDEN}\r\n\x1b[A\x1b7\x1b[1;29r\x1b8\x1b[J\x1b7\x1b[30;1H`);
  const drawn = await terminal.shows('\x1b[27m');
  expect(drawn.replace('\x1b[K\x1b[7m', '').replace('\x1b[27m', '')).toHaveLength(100);
  await terminal.shows('<./');
  terminal.resize(2, 100);
  terminal.type('\n');
  await terminal.shows(HIDDEN);
  await terminal.shows('<./');
  terminal.resize(5, 2);
  terminal.type('\n');
  // On two columns a row is taken, but there is nothing to be read on it.
  await terminal.shows('\x1b[1;4r\x1b8\x1b[J');
  terminal.type('\n\n');
  expect(await terminal.ends()).toBe(0);
  expect(terminal.shown).not.toContain('\x1b[5;1H');
});

test.each(['bfs', 'dfs'])('SIGUSR1 shows it in the middle of a walk, with -S %s', async (strategy) => {
  await using tree = await makeFour();
  await using terminal = LiveTerminal.tswalk(['.', '-S', strategy, '-type', 'f', ...HOLD], { cwd: tree.root });
  const before = await terminal.shows('<./');
  expect(before).toBe('<./');
  terminal.kill('SIGUSR1');
  terminal.type('\n\n\n\n');
  await terminal.shows(SHOWN_24);
  await terminal.shows('(visited: 5; depth:  ');
  expect(await terminal.ends()).toBe(0);
  expect(terminal.shown.endsWith(HIDDEN)).toBe(true);
});

test('SIGUSR1 hides the one that was asked for', async () => {
  await using tree = await makeFour();
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-type', 'f', ...HOLD], { cwd: tree.root });
  await terminal.shows('<./');
  terminal.kill('SIGUSR1');
  terminal.type('\n');
  await terminal.shows(HIDDEN);
  await terminal.shows('<./');
  terminal.kill('SIGUSR1');
  terminal.type('\n');
  await terminal.shows(SHOWN_24);
  terminal.type('\n\n');
  await terminal.shows(HIDDEN);
  expect(await terminal.ends()).toBe(0);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGPIPE', 'SIGALRM'] as const)('%s removes it', async (signal) => {
  await using tree = await makeFour();
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-color', '-print', ...HOLD], { cwd: tree.root });
  await terminal.shows('<.');
  terminal.kill(signal);
  expect(await terminal.ends()).toBe(signal);
  // The colour first, then the bar.
  expect(terminal.shown.endsWith(`\x1b[0m${HIDDEN}`)).toBe(true);
});

test('Ctrl-C ends the walk by SIGINT, and removes it', async () => {
  await using tree = await makeFour();
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-nocolor', ...HOLD], { cwd: tree.root });
  await terminal.shows('<.');
  terminal.type('\x03');
  expect(await terminal.ends()).toBe('SIGINT');
  expect(terminal.shown.endsWith(`^C${HIDDEN}`)).toBe(true);
});

test('a reader that has had enough', async () => {
  await using tree = await makeFour();
  const words = [...tswalkCommand(), ...Array.from({ length: 3000 }, () => tree.root), '-status'];
  const code = `${shellCode(words).replace('exec', '')} | head -n 1; exit \${PIPESTATUS[0]}`;
  await using terminal = new LiveTerminal(['bash', '-c', code], { cwd: tree.root });
  expect(await terminal.ends()).toBe(128 + 13);
  expect(terminal.shown).toContain(SHOWN_24);
  expect(terminal.shown.lastIndexOf(HIDDEN)).toBeGreaterThan(terminal.shown.lastIndexOf('(visited: '));
});

test('Ctrl-Z leaves the screen to the shell, fg takes it again', async () => {
  await using tree = await makeFour();
  const words = [...tswalkCommand(), '.', '-status', '-color', '-type', 'f', ...HOLD];
  const code = `set -m; ${shellCode(words).replace('exec', '')}; echo "[stopped $?]"; fg >/dev/null; echo "[ended $?]"`;
  await using terminal = new LiveTerminal(['bash', '-c', code], { cwd: tree.root });
  await terminal.shows(SHOWN_24);
  await terminal.shows('<./');
  terminal.type('\x1a');
  const left = await terminal.shows('[stopped 148]');
  expect(left).toContain(`\x1b[0m${HIDDEN}`);
  terminal.type('\n');
  await terminal.shows(SHOWN_24);
  terminal.type('\n\n\n');
  await terminal.shows(HIDDEN);
  await terminal.shows('[ended 0]');
  expect(await terminal.ends()).toBe(0);
});

test('a directory whose name would act on the terminal', async () => {
  await using tree = await makeTree([['\x1b[2J\n日本', directory({ one: file(), two: file() })]]);
  await using terminal = LiveTerminal.tswalk(['.', '-status', '-type', 'f', '-exec', 'sh', '-c', 'echo ready; read line', ';'], {
    cwd: tree.root,
  });
  await terminal.shows('ready');
  terminal.resize(24, 70);
  terminal.type('\n');
  await terminal.shows(Buffer.from("\x1b[7m$'./\\e[2J\\n日本/'...  ").toString('latin1'));
  terminal.type('\n');
  expect(await terminal.ends()).toBe(0);
  expect(terminal.shown).not.toContain('\x1b[2J');
});

test('no terminal is a warning, where those are wanted', async () => {
  await using tree = await makeFour();
  for (const [more, warning] of [
    [['-warn'], "tswalk: warning: Couldn't show the status bar: No such device or address.\n"],
    [[], ''],
  ] as const) {
    const { stdout, stderr, status } = run(['setsid', '-w', ...tswalkCommand(), '.', '-status', ...more], { cwd: tree.root });
    expect([stderr.toString(), status]).toEqual([warning, 0]);
    expect(records(stdout)).toHaveLength(5);
  }
});
