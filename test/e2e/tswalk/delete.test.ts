/** -delete on real trees: the same is left as by find and bfs, and nothing outside of the tree is touched. */

import { spawn } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  hasBfs,
  type Outcome,
  records,
  run,
  runBfs,
  runFind,
  runTswalk,
  sortedRecords,
  testEnvironment,
  tswalkCommand,
} from '../../fixture/run.ts';
import { chain, directory, fifo, file, link, makeTree, socket, type Tree, type TreeSpec, wide } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;

const MIXED: TreeSpec = {
  t: directory({
    a: directory({ 'x.o': file(), 'y.c': file(), sub: directory({ 'z.o': file(), empty: directory() }) }),
    'b.o': directory({ in: file() }),
    'link.o': link('../outside'),
    'dead.o': link('nowhere'),
    'file-link': link('../outside/kept'),
    fifo: fifo(),
    socket: socket(),
    [`long-${'n'.repeat(250)}`]: file(),
  }),
  outside: directory({ kept: file(), 'kept.o': file() }),
};

/** What is there below `tree`, one path a record. */
function left(tree: Tree): string[] {
  return sortedRecords(runFind(['.', '-print0'], { cwd: tree.root }).stdout, '\0');
}

type Runner = (words: readonly string[], options: { cwd: string; prefix?: string }) => Outcome;

/** Root may remove everything. */
const AS_NOBODY = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : '';

/** What a finder leaves of a tree of its own, and its status. */
async function leftBy(
  runner: Runner,
  words: readonly string[],
): Promise<{ paths: string[]; status: number | null; stdout: string[] }> {
  await using tree = await makeTree(MIXED);
  const { status, stdout } = runner(words, { cwd: tree.root });
  return { paths: left(tree), status, stdout: sortedRecords(stdout) };
}

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  const tswalk: Runner = (words, options) => runTswalk(words, { ...options, env: { TSWALK_IO: backend } });

  test.each([
    [['t', '-delete']],
    [['t/', '-delete']],
    [['t', '-name', '*.o', '-delete']],
    [['t', '-type', 'f', '-delete']],
    [['t', '!', '-type', 'd', '-delete', '-print']],
    [['t', '-empty', '-delete']],
    [['t', '-maxdepth', '1', '-delete', '-print']],
    [['t', '-mindepth', '2', '-delete', '-print']],
    [['t', '-name', 'sub', '-delete', '-o', '-name', '*.c', '-print']],
    [['t/link.o', '-delete']],
    [['t/link.o/', '-delete']],
    [['t/dead.o', 'nosuch', '-delete']],
  ])('%j leaves what find leaves', async (words) => {
    const own = await leftBy(tswalk, words);
    expect(own).toEqual(await leftBy(runFind, words));
    if (hasBfs) expect(own).toEqual(await leftBy(runBfs, words));
  });

  // find refuses to remove a link that it follows, and visits one starting point after the other.
  test
    .skipIf(!hasBfs)
    .each([
      [['-L', 't', '-name', 'link.o', '-delete', '-print']],
      [['-H', 't/link.o', '-delete']],
      [['t/a', 't', '-delete', '-print']],
    ])('%j leaves what bfs leaves', async (words) => {
    expect(await leftBy(tswalk, words)).toEqual(await leftBy(runBfs, words));
  });

  test.each(['bfs', 'dfs', 'ids', 'eds'])('-S %s removes everything', async (strategy) => {
    await using tree = await makeTree({ t: directory(wide({ directories: 20, filesPerDirectory: 50 })) });
    const { status, stderr } = tswalk(['-S', strategy, 't', '-delete'], { cwd: tree.root });
    expect([left(tree), stderr.toString(), status]).toEqual([['.'], '', 0]);
  });

  test('a tree deeper than any path, and a directory larger than any buffer', async () => {
    await using tree = await makeTree({ t: directory({ deep: chain(3_000, { f: file() }) }) }, { within: '/dev/shm' });
    run(['bash', '-c', 'mkdir t/large; cd t/large; seq -f name-of-some-length-%.0f 20000 | xargs touch'], { cwd: tree.root });
    const { status, stderr } = tswalk(['t', '-delete'], { cwd: tree.root });
    expect([left(tree), stderr.toString('latin1', 0, 300), status]).toEqual([['.'], '', 0]);
  }, 180_000);

  test('. is spared, without a word; other ways to write it are refused', async () => {
    await using tree = await makeTree({ t: directory({ f: file() }), u: directory(), v: directory() });
    const spared = tswalk(['.', '-delete'], { cwd: tree.path('t') });
    expect([spared.status, spared.stderr.toString(), existsSync(tree.path('t', 'f'))]).toEqual([0, '', false]);
    const refused = tswalk(['./', 'u/.', '-delete'], { cwd: tree.root });
    expect(refused.status).toBe(1);
    expect(sortedRecords(refused.stderr)).toEqual([
      'tswalk: error: ./: Invalid argument.',
      'tswalk: error: u/.: Invalid argument.',
    ]);
  });

  test('errors name the file, make the value false and the status 1', async () => {
    await using tree = await makeTree({ t: directory({ d: directory({ f: file() }) }) });
    const { stdout, stderr, status } = tswalk(['t', '-type', 'd', '(', '-delete', '-o', '-print', ')'], { cwd: tree.root });
    expect([records(stdout), status]).toEqual([['t/d', 't'], 1]);
    expect(stderr.toString()).toBe('tswalk: error: t/d: Directory not empty.\ntswalk: error: t: Directory not empty.\n');
  });

  /**
   * The removals of the first expression are handed to the workers, a directory's together, and further directories are visited
   * meanwhile; those of the second are done one by one, for their values are asked for. Messages of every kind: of the walk (a directory
   * that cannot be opened), of tests (a status that cannot be had, a name that is not safe) and of removals, in listings and of
   * directories after them.
   */
  test.each([1, 8])('with -j %i messages come in the order of the walk, whether removals wait or not', async (threads) => {
    const inside = { a: file(), 'b c': file(), d: directory({ x: file(), 'y z': file() }), e: file() };
    const makeSpec = (): TreeSpec =>
      Object.fromEntries(
        Array.from({ length: 60 }, (_, i) => [`d${i}`, directory(inside, { mode: [0o777, 0o755, 0o444, 0][i % 4]! })]),
      );
    const outcomes: unknown[] = [];
    for (const words of [['-delete'], ['(', '-delete', '-o', '-name', 'none', '-print', ')']]) {
      await using tree = await makeTree({ t: directory(makeSpec(), { mode: 0o777 }) });
      const { stderr, status } = tswalk(['-X', `-j${threads}`, 't', '-size', '-9', ...words], {
        cwd: tree.root,
        prefix: AS_NOBODY,
      });
      outcomes.push({ messages: records(stderr), status, left: left(tree) });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(new Set((outcomes[0] as { messages: string[] }).messages.map((line) => line.replace(/.*: /, ''))).size).toBe(3);
  });

  test('what vanishes first is an error, or none with -ignore_readdir_race; either way false', async () => {
    const words = ['t', '-name', 'f', '-exec', 'rm', '{}', ';', '-delete', '-print', '-o', '-name', 'f', '-printf', 'false\\n'];
    for (const [option, error, expected] of [
      ['-noignore_readdir_race', 'tswalk: error: t/f: No such file or directory.\n', 1],
      ['-ignore_readdir_race', '', 0],
    ] as const) {
      await using tree = await makeTree({ t: directory({ f: file() }) });
      const { stdout, stderr, status } = tswalk([option, ...words], { cwd: tree.root });
      expect([stdout.toString(), stderr.toString(), status]).toEqual(['false\n', error, expected]);
    }
  });

  test('a directory that is swapped for a link between listing and removal leads nowhere', async () => {
    await using tree = await makeTree({
      t: directory({ d: directory({ f: file(), g: file() }), swap: link('../outside') }),
      outside: directory({ f: file(), g: file() }),
    });
    const swap = 'mv t/d away; mv t/swap t/d';
    const words = ['-s', 't', '-path', '*/d/f', '-exec', 'sh', '-c', swap, ';', '-o', '-path', '*/d*', '-delete'];
    const { stderr, status } = tswalk(words, { cwd: tree.root });
    expect(status).toBe(1);
    expect(records(stderr).every((line) => /: (Not a directory|Too many levels of symbolic links)\.$/.test(line))).toBe(true);
    expect(left(tree).filter((path) => path.startsWith('./outside'))).toEqual(['./outside', './outside/f', './outside/g']);
  });
});

test('while directories are swapped for links all the time, nothing outside is removed', async () => {
  await using tree = await makeTree({ outside: directory({}) });
  run(['bash', '-c', 'cd outside; touch f{0..49}'], { cwd: tree.root });
  for (let round = 0; round < 5; round++) {
    run(['bash', '-c', 'mkdir -p t/d{0..39}; for d in t/*; do touch $d/f{0..49}; done'], { cwd: tree.root });
    const swapper = spawn(
      'bash',
      [
        '-c',
        'while :; do for d in t/d{0..39}; do mv $d away && ln -s ../outside $d && rm -f $d && mv away $d; done; done 2>/dev/null',
      ],
      { cwd: tree.root, stdio: 'ignore' },
    );
    const [program, ...before] = tswalkCommand();
    const child = spawn(program!, [...before, 't', '-delete'], { cwd: tree.root, env: testEnvironment(), stdio: 'ignore' });
    await new Promise((resolve) => child.once('exit', resolve));
    swapper.kill('SIGKILL');
    await new Promise((resolve) => swapper.once('exit', resolve));
    expect(left(tree).filter((path) => path.startsWith('./outside/')).length).toBe(50);
    run(['rm', '-rf', 't', 'away'], { cwd: tree.root });
  }
  expect(() => readlinkSync(tree.path('outside'))).toThrow();
}, 180_000);
