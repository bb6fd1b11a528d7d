/** Places that are short of something or never come to rest: every search of them ends, with what can be found in them. */

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../fixture/backends.ts';
import { type Outcome, records, run, runTswalk, tswalkCommand } from '../fixture/run.ts';
import { directory, fifo, file, makeTree, wide } from '../fixture/tree.ts';

const SPEC = { t: directory(wide({ directories: 20, filesPerDirectory: 5 })) };
const ENTRIES = 121;
const isRoot = process.getuid?.() === 0;

function summary({ stdout, stderr, status }: Outcome): unknown {
  return [records(stdout).length, stderr.toString(), status];
}

/** Makes files in the directory that it is given until it is killed. */
const FILL = `for (let i = 0; ; i++) require('fs').writeFileSync(process.argv[1] + '/f' + i, 'x')`;
/** Appends to the file that it is given until it is killed; at most 1 GiB. */
const APPEND = `for (let i = 0; i < 1 << 14; i++) require('fs').appendFileSync(process.argv[1], Buffer.alloc(1 << 16))`;

/** Run `body` while a program changes something. */
async function during(script: string, path: string, body: () => void): Promise<void> {
  const child = spawn(process.execPath, ['-e', `require('fs').writeSync(1, 'x'); ${script}`, path], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  try {
    body();
  } finally {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
}

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  const env = { TSWALK_IO: backend };

  test('2 GB of address space are enough', async () => {
    await using tree = await makeTree(SPEC);
    expect(summary(runTswalk(['t'], { cwd: tree.root, env, before: 'ulimit -v 2000000;' }))).toEqual([ENTRIES, '', 0]);
  });

  test.runIf(isRoot)('a search needs no /proc', async () => {
    await using tree = await makeTree(SPEC);
    const script = 'umount -l /proc; exec "$@"';
    const outcome = run(['unshare', '-m', 'sh', '-c', script, 'sh', ...tswalkCommand(), 't', '-size', '-9'], {
      cwd: tree.root,
      env,
    });
    expect(summary(outcome)).toEqual([ENTRIES, '', 0]);
  });

  test.runIf(isRoot)('commands run beside an entry without /proc, or it is told that they cannot', async () => {
    await using tree = await makeTree(SPEC);
    const script = 'umount -l /proc; exec "$@"';
    const words = ['t', '-name', 'd1', '-execdir', 'echo', '{}', ';'];
    const { stdout, stderr, status } = run(['unshare', '-m', 'sh', '-c', script, 'sh', ...tswalkCommand(), ...words], {
      cwd: tree.root,
      env,
    });
    const said = [stdout.toString(), records(stderr).at(-1), status];
    const refusal = 'tswalk: error: -execdir needs /proc where the native part cannot be loaded.';
    expect(said).toEqual(backend === 'node' ? ['', refusal, 1] : ['./d1\n', undefined, 0]);
  });

  test.runIf(isRoot)('a search needs nothing to write to; a removal is refused, file by file', async () => {
    await using tree = await makeTree(SPEC);
    const script = 'mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" && exec "$@"';
    const readOnly = (...words: string[]): Outcome =>
      run(['unshare', '-m', 'sh', '-c', script, 'sh', ...tswalkCommand(), ...words], { cwd: tree.root, env });
    expect(summary(readOnly('t'))).toEqual([ENTRIES, '', 0]);
    const { stderr, status } = readOnly('t', '-name', 'f0', '-delete');
    expect([new Set(records(stderr).map((line) => line.replace(/.*: /, ''))), records(stderr).length, status]).toEqual([
      new Set(['Read-only file system.']),
      20,
      1,
    ]);
  });

  test('starting points come out of a fifo', async () => {
    await using tree = await makeTree({ ...SPEC, fifo: fifo() });
    const before = `printf 't/d0\\0t/d1\\0' >fifo &`;
    expect(summary(runTswalk(['-files0-from', 'fifo'], { cwd: tree.root, env, before }))).toEqual([12, '', 0]);
  });

  test('/proc and /sys come and go under the search', () => {
    const { stdout, stderr } = runTswalk(['/proc', '/sys', '-maxdepth', '6', '-size', '+0'], { env });
    expect(records(stdout).length).toBeGreaterThan(100);
    const reasons = new Set(records(stderr).map((line) => line.replace(/.*: /, '')));
    const usual = [
      'No such file or directory.',
      'Permission denied.',
      'Operation not permitted.',
      'No such process.',
      'Invalid argument.',
    ];
    expect([...reasons].filter((reason) => !usual.includes(reason))).toEqual([]);
  });

  test('a directory that grows as fast as it can be filled has an end', async () => {
    await using tree = await makeTree({ d: directory() });
    await during(FILL, tree.path('d'), () => {
      for (const words of [[], ['-size', '+0'], ['-type', 'f', '-delete']]) {
        expect(summary(runTswalk(['d', ...words], { cwd: tree.root, env }))).toEqual([expect.any(Number), '', 0]);
      }
    });
  });

  test('a file that grows has a size, whichever it is', async () => {
    await using tree = await makeTree({ log: file({ content: 'x' }) });
    await during(APPEND, tree.path('log'), () => {
      const { stdout, stderr } = runTswalk(['log', '-printf', '%s\\n', '-sum', 'size'], { cwd: tree.root, env });
      expect([stderr.toString(), records(stdout).every((line) => /\d/.test(line))]).toEqual(['', true]);
    });
  });

  test('the output may lie in the tree that is searched', async () => {
    await using tree = await makeTree(SPEC);
    expect(summary(runTswalk(['t', '-fls', 't/d3/out', '-print'], { cwd: tree.root, env }))).toEqual([ENTRIES + 1, '', 0]);
  });
});

/** Node 20 has it by another name, and no permission for addons. */
const isNode20 = process.versions.node.startsWith('20.');
const MODEL = isNode20 ? '--experimental-permission' : '--permission';

describe("under Node's permission model", () => {
  const start = (cwd: string, permissions: readonly string[], ...words: string[]): Outcome => {
    const [, program] = tswalkCommand();
    return run([process.execPath, '--no-warnings', MODEL, ...permissions, program!, ...words], { cwd });
  };

  const permitted: [string, string[]][] = [['every file', ['--allow-fs-read=*']]];
  if (!isNode20) permitted.push(['every file, and addons', ['--allow-fs-read=*', '--allow-addons']]);

  test.each(permitted)('a search of what may be read says nothing superfluous: %s', async (_, permissions) => {
    await using tree = await makeTree(SPEC);
    expect(summary(start(tree.root, permissions, 't', '-size', '-9'))).toEqual([ENTRIES, '', 0]);
  });

  test('what is not permitted is told like what the kernel refuses', async () => {
    await using tree = await makeTree(SPEC);
    const everyFile = ['--allow-fs-read=*'];
    const last = ({ stderr, status }: Outcome): unknown => [records(stderr).at(-1), status];
    expect(last(start(tree.root, everyFile, 't/d0', '-maxdepth', '0', '-exec', 'echo', ';'))).toEqual([
      'tswalk: error: t/d0: -exec echo: Permission denied.',
      1,
    ]);
    expect(last(start(tree.root, everyFile, 't/d0/f0', '-delete'))).toEqual(['tswalk: error: t/d0/f0: Permission denied.', 1]);
    const [, program] = tswalkCommand();
    const ownFiles = [`--allow-fs-read=${join(dirname(program!), '..')}/*`, `--allow-fs-read=${tree.path('t')}/*`];
    expect(last(start(tree.root, ownFiles, 't', '-fstype', 'tmpfs'))).toEqual([
      "tswalk: error: Couldn't parse the mount table: Permission denied.",
      1,
    ]);
  });
});
