/** Signals end a walk at once, and as what they are: a shell must see which one it was. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { LiveTerminal } from '../../fixture/live-terminal.ts';
import { testEnvironment, tswalkCommand } from '../../fixture/run.ts';
import { fifo, file, makeTree } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;

/** Some seconds of walking, whatever is in it. */
const LONG_WALK: readonly string[] = Array.from({ length: 400 }, () => '/usr');

interface Death {
  readonly signal: string | null;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly stderr: string;
}

/** Start a walk, send it a signal when it has printed something, and see how it ends. */
async function kill(signal: NodeJS.Signals, words: readonly string[], env: Record<string, string>): Promise<Death> {
  const [program, ...before] = tswalkCommand();
  const child = spawn(program!, [...before, ...words], {
    env: { ...testEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('readable', resolve);
    child.once('exit', () => reject(new Error(`ended by itself: ${stderr}`)));
  });
  child.removeAllListeners('exit');
  child.stdout.resume();
  const sent = performance.now();
  const ended = new Promise<[number | null, string | null]>((resolve) =>
    child.once('exit', (status, by) => resolve([status, by])),
  );
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  const [status, by] = await ended;
  clearTimeout(late);
  return { status, signal: by, milliseconds: performance.now() - sent, stderr };
}

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while walking', async (signal) => {
    const death = await kill(signal, ['-print', ...LONG_WALK], { TSWALK_IO: backend });
    expect(death).toMatchObject({ signal, status: null, stderr: '' });
    expect(death.milliseconds).toBeLessThan(20_000);
  });

  /** The reader takes nothing more: the walk sleeps in write(). */
  test('SIGINT while the output waits for its reader', async () => {
    const [program, ...before] = tswalkCommand();
    const child = spawn(program!, [...before, '-print', ...LONG_WALK], {
      env: { ...testEnvironment(), TSWALK_IO: backend },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('readable', resolve));
    child.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ended = new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    child.stdout.destroy();
  });

  test('SIGUSR1 does not open the inspector', async () => {
    const death = await kill('SIGUSR1', ['-print', ...LONG_WALK.slice(0, 2)], { TSWALK_IO: backend });
    expect(death.stderr).not.toContain('Debugger');
  });
});

/**
 * What is sent to tswalk alone is no business of the command that it waits for: that goes on, and keeps what it was given.
 *
 * The command says that it is there, waits at a fifo until tswalk is dead, and leaves a file. Were it killed, opening the fifo would hang.
 */
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s to tswalk alone leaves the command alive', async (signal) => {
  await using tree = await makeTree({ gate: fifo(), name: file() });
  const command = ['sh', '-c', 'echo started; read line <gate; echo "$line" >left', ';'];
  const [program, ...words] = [...tswalkCommand(), 'name', '-color', '-print', '-exec', ...command];
  const child = spawn(program!, words, { cwd: tree.root, env: testEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      if (data.includes('started')) resolve();
    });
  });
  const ended = new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
  child.kill(signal);
  expect(await ended).toBe(signal);
  await writeFile(tree.path('gate'), 'alive\n');
  // The command has its output open for as long as it lives.
  if (!child.stdout.readableEnded) await new Promise((resolve) => child.stdout.once('end', resolve));
  expect(await readFile(tree.path('left'), 'utf8')).toBe('alive\n');
});

describe('at a terminal', () => {
  test('Ctrl-C while a question waits for its answer', async () => {
    await using tree = await makeTree({ 'na\x1bme': file() });
    await using terminal = LiveTerminal.tswalk(['.', '-type', 'f', '-ok', 'rm', '{}', ';'], { cwd: tree.root });
    // What asks shows nothing that acts on the terminal.
    await terminal.shows("rm $'./na\\eme' ? ");
    terminal.type('\x03');
    expect(await terminal.ends()).toBe('SIGINT');
    expect(existsSync(tree.path('na\x1bme'))).toBe(true);
  });

  /** Under a shell that stays: with the first process of its session a terminal's others would be hung up. */
  test('Ctrl-C goes to the command as well', async () => {
    await using tree = await makeTree({ name: file() });
    const command = ['sh', '-c', 'trap "echo heard; exit" INT; echo started; read line', ';'];
    const words = [...tswalkCommand(), 'name', '-exec', ...command].map((word) => `'${word}'`);
    const code = `trap : INT; ${words.join(' ')}; echo "[ended $?]"; read line`;
    await using terminal = new LiveTerminal(['bash', '-c', code], { cwd: tree.root });
    await terminal.shows('started');
    terminal.type('\x03');
    await terminal.shows(/heard.*\[ended 130\]|\[ended 130\].*heard/s);
    terminal.type('\n');
    expect(await terminal.ends()).toBe(0);
  });

  test('Ctrl-Z in the middle of a coloured walk, and fg', async () => {
    await using tree = await makeTree({ a: file(), b: file() });
    const words = [...tswalkCommand(), '-s', '.', '-type', 'f', '-print', '-exec', 'sh', '-c', 'printf "<held>"; read line', ';'];
    const code = `set -m; ${words.map((word) => `'${word}'`).join(' ')}; echo "[stopped $?]"; fg >/dev/null; echo "[ended $?]"`;
    await using terminal = new LiveTerminal(['bash', '-c', code], { cwd: tree.root });
    await terminal.shows('<held>');
    terminal.type('\x1a');
    // Colours are off when the shell has the terminal back.
    expect(await terminal.shows('[stopped 148]')).toContain('\x1b[0m');
    terminal.type('\n\n');
    await terminal.shows('./\x1b[0mb');
    await terminal.shows('[ended 0]');
    expect(await terminal.ends()).toBe(0);
  });
});
