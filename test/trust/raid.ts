/**
 * Walks of a tree under attack, and what is wrong with the outcome of one.
 *
 * In: a lure, a walker's command, a number that picks one of `RAIDS` (every kind of walk with every backend, number of threads and limit of
 * descriptors). Out: findings as sentences; none is what is promised. A walk may fail on what has changed under it; it may not end by
 * a signal, take a message from elsewhere, or do anything to what is beyond the tree.
 */

import { spawn } from 'node:child_process';
import { testEnvironment } from '../fixture/run.ts';
import { CANARY, type Lure, STRANGER } from './lure.ts';

export interface Raid {
  readonly backend: 'uring' | 'sync' | 'node';
  /** Words before the starting point. */
  readonly options: readonly string[];
  readonly expression: readonly string[];
  readonly descriptors: number;
}

const TRAPPED = 'trapped';
/** Tells when it runs beyond the tree. */
const LOOK_AROUND = `[ -e ${CANARY} ] && echo ${TRAPPED}`;

const EXPRESSIONS: readonly (readonly string[])[] = [
  [],
  ['-depth'],
  ['-printf', '%p %U %s %y %l\\n'],
  ['-ls'],
  ['-empty'],
  ['-uid', String(STRANGER)],
  ['-uid', String(STRANGER), '-printf', '%U %p\\n'],
  ['-size', '-1000', '-size', `${CANARY.length}c`, '-printf', '%U %p\\n'],
  ['-not', '-xattr', '-printf', '%U\\n'],
  ['-S', 'ids', '-print'],
  ['-S', 'dfs', '-printf', '%d %i %U\\n'],
  ['-gitignore', '-printf', '%U %p\\n'],
  ['-delete'],
  ['-name', 'f*', '-delete'],
  ['-type', 'd', '-name', 'c*', '-delete'],
  ['-name', 'f0', '-execdir', 'sh', '-c', LOOK_AROUND, ';'],
  ['-name', 'f*', '-execdir', 'sh', '-c', LOOK_AROUND, 'sh', '{}', '+'],
  ['-exec-jobs', '4', '-name', 'f*', '-execdir', 'sh', '-c', LOOK_AROUND, ';'],
  ['-size', '0', '-name', 'f1', '-execdir', 'sh', '-c', LOOK_AROUND, ';', '-delete'],
];

const OPTIONS: readonly (readonly string[])[] = [[], ['-j1'], ['-j4'], ['-s'], ['-H', '-j2']];

export const RAIDS: readonly Raid[] = EXPRESSIONS.flatMap((expression) =>
  // Plain Node.js has no extended attributes to ask for.
  (expression.includes('-xattr') ? (['uring', 'sync'] as const) : (['uring', 'sync', 'node'] as const)).flatMap((backend) =>
    OPTIONS.flatMap((options) => [1024, 40].map((descriptors) => ({ backend, options, expression, descriptors }))),
  ),
);

/** Some of them, unlike ones after each other: a step that has no factor in common with their number visits all. */
export function raidNumber(index: number): Raid {
  return RAIDS[(index * 97) % RAIDS.length]!;
}

/** What a walk may say of a tree that changes. "Invalid argument" is what readlink(2) says of what is no link any more. */
const EXPECTED_MESSAGE =
  /: (No such file or directory|Not a directory|Too many levels of symbolic links|Directory not empty|Is a directory|Stale file handle|File exists|Invalid argument)\.?$/;

/** Walk once. @returns what was found wrong. */
export async function runRaid(lure: Lure, walker: readonly string[], raid: Raid): Promise<string[]> {
  const [program, ...before] = walker;
  const words = [...before, ...raid.options, lure.tree, ...raid.expression];
  const child = spawn('sh', ['-c', `ulimit -n ${raid.descriptors}; exec "$0" "$@"`, program!, ...words], {
    env: { ...testEnvironment(), TSWALK_IO: raid.backend },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  const messages: Buffer[] = [];
  child.stdout.on('data', (data) => output.push(data));
  child.stderr.on('data', (data) => messages.push(data));
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  const findings: string[] = [];
  if (signal !== null || (status !== 0 && status !== 1)) findings.push(`ended with status ${status}, signal ${signal}`);
  const printed = Buffer.concat(output).toString();
  for (const word of [CANARY, TRAPPED, String(STRANGER)]) if (printed.includes(word)) findings.push(`printed "${word}"`);
  if (raid.expression.join(' ') === `-uid ${STRANGER}` && printed !== '')
    findings.push(`found a file of the stranger: ${printed}`);
  const strange = Buffer.concat(messages)
    .toString()
    .split('\n')
    .find((line) => line !== '' && !EXPECTED_MESSAGE.test(line));
  if (strange !== undefined) findings.push(`said "${strange}"`);
  const harm = lure.harm();
  if (harm !== undefined) findings.push(harm);
  return findings;
}

/** As it could be typed. */
export function describeRaid(raid: Raid): string {
  return `ulimit -n ${raid.descriptors}; TSWALK_IO=${raid.backend} tswalk ${[...raid.options, 'TREE', ...raid.expression].join(' ')}`;
}
