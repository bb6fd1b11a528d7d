/**
 * Ends runs at random moments, and says what is wrong with how one ended.
 *
 * In: a tree and a number, from which words, backend, signal and moment follow. Out: findings as sentences. A run that is ended dies of the
 * signal itself, or has ended with status 0 before; it says nothing, what it has printed is the beginning of what it would have
 * printed, byte for byte, and after a signal to all of its processes none of them is left.
 */

import { spawn } from 'node:child_process';
import { BACKENDS } from '../fixture/backends.ts';
import { runTswalk, testEnvironment, tswalkCommand } from '../fixture/run.ts';

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGKILL'] as const;
const SEARCHES: readonly (readonly string[])[] = [
  ['-printf', '%p %s %i\\n'],
  ['-j8', '-size', '+0'],
  ['-S', 'dfs', '-json'],
  ['-sort', 'size', '-print'],
  ['-name', '*1', '-execdir', 'true', '{}', ';', '-print'],
  ['-execdir', 'echo', '{}', '+'],
];
/** After this long a run is taken to hang. */
const PATIENCE_MS = 30_000;
/** Who is woken so much later than asked for was stopped itself, and knows nothing of what others did meanwhile. */
const OVERSLEPT_MS = 5_000;

export interface TearDown {
  readonly words: readonly string[];
  readonly backend: (typeof BACKENDS)[number];
  readonly signal: (typeof SIGNALS)[number];
  readonly afterMs: number;
}

/** @param random - A number in [0, 1). */
export function pickTearDown(random: () => number, longestMs: number): TearDown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return { words: pick(SEARCHES), backend: pick(BACKENDS), signal: pick(SIGNALS), afterMs: random() * longestMs };
}

const complete = new Map<string, Buffer>();

function completeOutput(root: string, { words, backend }: TearDown): Buffer {
  const key = [root, backend, ...words].join('\0');
  const known = complete.get(key) ?? runTswalk([root, ...words], { env: { TSWALK_IO: backend } }).stdout;
  complete.set(key, known);
  return known;
}

/** @returns what was found wrong, and whether the run was still on its way. */
export async function tearDown(root: string, what: TearDown): Promise<{ findings: string[]; wasRunning: boolean }> {
  const [program, ...before] = tswalkCommand();
  const child = spawn(program!, [...before, root, ...what.words], {
    env: { ...testEnvironment(), TSWALK_IO: what.backend },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output: Buffer[] = [];
  let messages = '';
  child.stdout.on('data', (data) => output.push(data));
  child.stderr.on('data', (data) => {
    messages += data;
  });
  const ended = new Promise<[number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end)));
  const timer = setTimeout(() => signalGroup(child.pid!, what.signal), what.afterMs);
  let hung = false;
  let watchdog: NodeJS.Timeout;
  const watch = (): void => {
    const due = performance.now() + PATIENCE_MS;
    watchdog = setTimeout(() => {
      if (performance.now() > due + OVERSLEPT_MS) {
        watch();
        return;
      }
      hung = true;
      signalGroup(child.pid!, 'SIGKILL');
    }, PATIENCE_MS);
  };
  watch();
  const [status, signal] = await ended;
  clearTimeout(timer);
  clearTimeout(watchdog!);
  const findings: string[] = [];
  if (hung) findings.push('did not end');
  else if (signal === null ? status !== 0 : signal !== what.signal)
    findings.push(`ended with status ${status}, signal ${signal}`);
  if (messages !== '') findings.push(`said "${messages}"`);
  const printed = Buffer.concat(output);
  if (!printed.equals(completeOutput(root, what).subarray(0, printed.length)))
    findings.push('printed what a complete run does not');
  if (!(await isGone(child.pid!))) findings.push('left a process');
  return { findings, wasRunning: signal !== null };
}

/** Commands that were ended, too, are there until init has taken note of it. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 500; tries++) {
    if (!signalGroup(pid, 0)) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

/** @returns whether there was anybody. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
