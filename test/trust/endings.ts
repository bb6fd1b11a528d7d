/**
 * Ends walks of programs at random moments, and says what is wrong with how they ended.
 *
 * In: a tree and a number, from which backend, ending and moment follow. Out: findings as sentences. A process ends as it was told to, by
 * the status or the signal that is its own, within `PATIENCE_MS`, and says nothing but the exception that it was ended by. See
 * endings-program.ts for what happens inside; commands whose children are killed are here, too: they go on to their end.
 */

import { spawn } from 'node:child_process';
import { BACKENDS } from '../fixture/backends.ts';
import { testEnvironment, tswalkCommand } from '../fixture/run.ts';
import { makeScript, type Script } from '../fixture/script.ts';

const PATIENCE_MS = 120_000;
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGKILL'] as const;
/** Walks that end otherwise than their process, in one process. */
export const MANY = 20;

/** What is to happen, and what status or signal has to come of it. */
const KINDS = {
  many: { status: 0, share: 3 },
  exit: { status: 5, share: 3 },
  return: { status: 5, share: 1 },
  throw: { status: 1, share: 3 },
  timer: { status: 1, share: 2 },
  kill: { status: null, share: 3 },
  child: { status: 0, share: 2 },
} as const;
type Kind = keyof typeof KINDS;
const DRAWN = (Object.keys(KINDS) as Kind[]).flatMap((kind) => Array<Kind>(KINDS[kind].share).fill(kind));

export interface Ending {
  readonly kind: Kind;
  readonly backend: (typeof BACKENDS)[number];
  readonly seed: number;
  readonly signal: (typeof SIGNALS)[number];
  readonly afterMs: number;
}

/** @param below - A number from 0 to its argument less one. */
export function pickEnding(below: (limit: number) => number): Ending {
  return {
    kind: DRAWN[below(DRAWN.length)]!,
    backend: BACKENDS[below(BACKENDS.length)]!,
    seed: below(1 << 20),
    signal: SIGNALS[below(SIGNALS.length)]!,
    afterMs: below(60),
  };
}

/** How many endings one of these is. */
export const endingsOf = ({ kind }: Ending): number => (kind === 'many' ? MANY : 1);

export const makeProgram = (): Promise<Script> => makeScript(`import '../trust/endings-program.ts';`);

/** Its own number, then it waits to be killed. */
const CHILD = ['sh', '-c', 'echo $$; exec sleep 100'];

/** @returns What is wrong with how it ended. */
export async function findingsOf(program: string, root: string, ending: Ending): Promise<string[]> {
  const { kind, backend, seed, signal, afterMs } = ending;
  const words =
    kind === 'child'
      ? [...tswalkCommand(), root, '-maxdepth', '1', '-name', '*3', '-exec', ...CHILD, ';', '-print']
      : [process.execPath, '--expose-gc', program, backend, root, kind, String(seed), String(MANY)];
  const child = spawn(words[0]!, words.slice(1), {
    env: { ...testEnvironment(), TSWALK_IO: kind === 'child' ? backend : '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let messages = '';
  child.stdout.on('data', (data) => {
    output += data;
    if (kind === 'child') setTimeout(() => process.kill(Number(data), signal), afterMs / 4);
  });
  child.stderr.on('data', (data) => {
    messages += data;
  });
  const ended = new Promise<[number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end)));
  let isHung = false;
  const watchdog = setTimeout(() => {
    isHung = true;
    child.kill('SIGKILL');
  }, PATIENCE_MS);
  const blow = kind === 'kill' ? setTimeout(() => child.kill(signal), afterMs * 3) : undefined;
  const [status, died] = await ended;
  clearTimeout(watchdog);
  clearTimeout(blow);
  if (isHung) return ['did not end'];
  const findings = kind === 'many' && status === 0 ? (JSON.parse(output) as string[]) : [];
  const wanted = kind === 'kill' ? [null, signal] : [KINDS[kind].status, null];
  if (status !== wanted[0] || died !== wanted[1]) findings.push(`ended with status ${status}, signal ${died}: ${messages}`);
  else if (KINDS[kind].status === 1 ? !/^Error: on purpose$/m.test(messages) : messages !== '')
    findings.push(`said "${messages}"`);
  if (kind === 'child' && !/^(\d+\n)+$/.test(output))
    findings.push(`took a command that was killed for one that succeeded: ${output}`);
  return findings;
}
