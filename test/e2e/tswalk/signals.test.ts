/** Signals end a walk at once, and as what they are: a shell must see which one it was. */

import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { testEnvironment, tswalkCommand } from '../../fixture/run.ts';

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
