/**
 * -exec-jobs as a user runs it: the output of commands that run side by side is that of one at a time.
 *
 * Commands wait for one another through files, so that what is tested happens whatever the load: nothing here is told by a clock.
 */

import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, records, run as runCommand, runTswalk, sortedRecords } from '../../fixture/run.ts';
import { directory, file, makeTree, numberedFiles, type Tree } from '../../fixture/tree.ts';

const checkout = join(import.meta.dirname, '../../..');

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({
    t: directory(numberedFiles(40)),
    pair: directory({ a: file(), b: file() }),
    four: directory({ a: file(), b: file(), c: file(), d: file() }),
  });
});
afterAll(() => tree[Symbol.asyncDispose]());

const run = (words: readonly string[], options: Parameters<typeof runTswalk>[1] = {}): Outcome =>
  runTswalk(words, { cwd: tree.root, ...options });
const sh = (code: string): string[] => ['-exec', 'sh', '-c', code, 'sh', '{}', ';'];
const files = ['-type', 'f'];

/** Two lines to each stream, and something to do between them. */
const CHATTER = 'echo "1 $1"; echo "error 1 $1" >&2; wc -c "$1" >/dev/null; echo "2 $1"; echo "error 2 $1" >&2';

test('commands run side by side', () => {
  // Each waits for the other, which would take for ever one after the other.
  const meet = 'touch "meet-$(basename "$1")"; until [ -e meet-a ] && [ -e meet-b ]; do sleep 0.01; done; echo met';
  const { stdout, status } = run(['pair', ...files, '-exec-jobs', '2', ...sh(meet)], { timeoutMs: 60_000 });
  expect({ stdout: stdout.toString(), status }).toEqual({ stdout: 'met\nmet\n', status: 0 });
});

test('never more than N', () => {
  const count =
    'mkdir "running-$$"; ls -d running-* | wc -l; for i in 1 2 3 4 5; do wc -c "$1" >/dev/null; done; rmdir "running-$$"';
  const { stdout } = run(['t', ...files, '-exec-jobs', '3', ...sh(count)]);
  const counts = records(stdout).map(Number);
  expect(counts).toHaveLength(40);
  expect(Math.max(...counts)).toBeLessThanOrEqual(3);
  expect(readdirSync(tree.root).filter((name) => name.startsWith('running-'))).toEqual([]);
});

describe('output', () => {
  const serial = (): Outcome => run(['t', ...files, '-print', ...sh(CHATTER)]);

  test.each([2, 5, 64])('of %i at a time with -keep-order is that of one at a time, and of -print between them', (jobs) => {
    const { stdout, stderr, status } = run(['t', ...files, '-print', '-exec-jobs', `${jobs}`, '-keep-order', ...sh(CHATTER)]);
    expect(stdout.toString()).toBe(serial().stdout.toString());
    expect(stderr.toString()).toBe(serial().stderr.toString());
    expect(status).toBe(0);
  });

  test('without it is the same, in another order, each command in one piece', () => {
    const { stdout } = run(['t', ...files, '-exec-jobs', '8', ...sh(CHATTER)]);
    expect(sortedRecords(stdout)).toEqual(sortedRecords(run(['t', ...files, ...sh(CHATTER)]).stdout));
    const lines = records(stdout);
    for (let i = 0; i < lines.length; i += 2) expect(lines[i + 1]).toBe(lines[i]!.replace(/^1/, '2'));
  });

  test('keeps its order though a later command ends first', () => {
    const late = 'case $1 in */a) until [ -e b-ended ]; do sleep 0.01; done;; *) touch b-ended;; esac; echo "$1"';
    const words = ['pair', ...files, '-s', '-exec-jobs', '2', '-keep-order', ...sh(late)];
    expect(records(run(words, { timeoutMs: 60_000 }).stdout)).toEqual(['pair/a', 'pair/b']);
  });

  test('of any size arrives whole', () => {
    const much = 'yes "$1" | head -c 300000; echo';
    const { stdout } = run(['four', ...files, '-s', '-exec-jobs', '4', '-keep-order', ...sh(much)]);
    // Buffers are compared by themselves: matchers look at each byte.
    expect(stdout.equals(run(['four', ...files, '-s', ...sh(much)]).stdout)).toBe(true);
    expect(stdout.length).toBe(4 * 300_001);
  });

  test('and -sort and -count come behind it', () => {
    const words = [
      'four',
      ...files,
      '-s',
      '-exec-jobs',
      '2',
      '-keep-order',
      '-sort',
      '-name',
      '-print',
      '-count',
      ...sh('echo "$1"'),
    ];
    const paths = ['four/a', 'four/b', 'four/c', 'four/d'];
    expect(records(run(words).stdout)).toEqual([...paths, ...[...paths].reverse(), '4']);
  });
});

describe('the exit status', () => {
  test('is 1 where any command fails, whether another succeeds or not', () => {
    const oneFails = sh('case $1 in */b) exit 3;; esac');
    expect(run(['four', ...files, ...oneFails]).status).toBe(0);
    for (const jobs of ['1', '2', '9']) expect(run(['four', ...files, '-exec-jobs', jobs, ...oneFails]).status).toBe(1);
    expect(run(['four', ...files, '-exec-jobs', '2', ...sh('exit 0')]).status).toBe(0);
  });

  test('is 1 where one is killed', () => {
    expect(run(['pair', ...files, '-exec-jobs', '2', ...sh('kill -9 $$')]).status).toBe(1);
  });

  test('is 1 where one cannot be started, which is told for each', () => {
    const { status, stderr } = run(['pair', ...files, '-exec-jobs', '2', '-exec', './nope', '{}', ';']);
    expect(status).toBe(1);
    expect(stderr.toString().match(/No such file or directory/g)).toHaveLength(2);
  });

  test('is 1 where a batch fails', () => {
    expect(run(['pair', ...files, '-exec-jobs', '2', '-exec', 'false', '{}', '+']).status).toBe(1);
  });
});

describe('the language', () => {
  test('a command whose value decides is waited for, and is no failure', () => {
    const { stdout, status } = run(['four', ...files, '-s', '-exec-jobs', '4', ...sh('[ "$(basename "$1")" = b ]'), '-print']);
    expect({ stdout: stdout.toString(), status }).toEqual({ stdout: 'four/b\n', status: 0 });
  });

  test('batches run side by side with the search', () => {
    const { stdout } = run(['t', ...files, '-exec-jobs', '2', '-exec', 'printf', '%s\\n', '{}', '+']);
    expect(sortedRecords(stdout)).toEqual(sortedRecords(run(['t', ...files]).stdout));
  });

  test('-execdir runs in the directory of each', () => {
    const { stdout } = run(
      [
        'four',
        'pair',
        ...files,
        '-s',
        '-exec-jobs',
        '3',
        '-keep-order',
        '-execdir',
        'sh',
        '-c',
        'echo "$(basename "$PWD") $1"',
        'sh',
        '{}',
        ';',
      ],
      {
        env: { PATH: '/usr/bin:/bin' },
      },
    );
    expect(sortedRecords(stdout)).toEqual(['four ./a', 'four ./b', 'four ./c', 'four ./d', 'pair ./a', 'pair ./b']);
  });

  test('all have ended when the search is stopped', () => {
    const { stdout } = run([
      'four',
      ...files,
      '-s',
      '-exec-jobs',
      '4',
      '-keep-order',
      '(',
      '-name',
      'c',
      '-quit',
      '-o',
      ...sh('echo "$1"'),
      ')',
    ]);
    expect(records(stdout)).toEqual(['four/a', 'four/b']);
  });

  test('the standard input is empty, as nobody could say whose it is', () => {
    const { stdout } = run(['pair', ...files, '-exec-jobs', '2', '-exec', 'cat', ';'], { input: Buffer.from('typed') });
    expect(stdout.toString()).toBe('');
  });
});

test('where descriptors are few, fewer run at a time', () => {
  const { stdout, status } = run(['t', ...files, '-exec-jobs', '64', ...sh('echo "$1"')], { before: 'ulimit -n 40;' });
  expect(records(stdout)).toHaveLength(40);
  expect(status).toBe(0);
});

test('without the addon they run one after the other, with the same output and status', async () => {
  await using bare = await makeTree({});
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(checkout, part), bare.path(part), { recursive: true });
  const command = [process.execPath, bare.path('bin', 'tswalk.js')];
  const words = ['four', ...files, '-s', '-exec-jobs', '3', '-keep-order', ...sh('echo "$1"; [ "$(basename "$1")" != c ]')];
  const { stdout, status } = runCommand([...command, ...words], { cwd: tree.root });
  expect(records(stdout)).toEqual(['four/a', 'four/b', 'four/c', 'four/d']);
  expect(status).toBe(1);
});
