/** A machine in need, as cron jobs meet it: too few processes, little memory, a full disk, streams that are closed, readers that take a rest. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../fixture/backends.ts';
import { type Outcome, records, run, runTswalk, shellWord, tswalkCommand } from '../fixture/run.ts';
import { directory, makeTree, type Tree, wide } from '../fixture/tree.ts';

const DIRECTORIES = 120;
const ENTRIES = 1 + DIRECTORIES * 6;
const isRoot = process.getuid?.() === 0;

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree({ t: directory(wide({ directories: DIRECTORIES, filesPerDirectory: 5 })) });
});
afterAll(() => tree[Symbol.asyncDispose]());

function summary({ stdout, stderr, status }: Outcome): unknown {
  return [records(stdout).length, stderr.toString(), status];
}

/** A memory cgroup of so many bytes, by the file that a process writes itself into; null where there is none to be had. */
function makeMemoryGroup(bytes: number): { readonly processes: string; remove(): void } | null {
  const name = `tswalk-test-${process.pid}`;
  for (const [top, limit] of [
    ['/sys/fs/cgroup', 'memory.max'],
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
  ] as const) {
    const group = `${top}/${name}`;
    try {
      mkdirSync(group);
    } catch {
      continue;
    }
    const remove = (): void => rmdirSync(group);
    if (existsSync(`${group}/${limit}`)) {
      writeFileSync(`${group}/${limit}`, String(bytes));
      return { processes: `${group}/cgroup.procs`, remove };
    }
    remove();
  }
  return null;
}

const group = isRoot ? makeMemoryGroup(128 * 1024 * 1024) : null;
afterAll(() => group?.remove());

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  const env = { TSWALK_IO: backend };

  // Root is under no limit of processes; nobody else is of this number.
  const USER = 900_000 + (process.pid % 50_000);
  test.runIf(isRoot)('threads that cannot be created are done without', () => {
    const asUser = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'];
    const threads = "require('fs').readFileSync('/proc/self/status', 'utf8').match(/Threads:\\s*(\\d+)/)[1]";
    const own = Number(execFileSync(process.execPath, ['-p', threads], { encoding: 'utf8' }));
    const outcomes = [0, 1, 2, 3].map((more) =>
      summary(
        run([...asUser, 'prlimit', `--nproc=${own + more}`, ...tswalkCommand(), 't', '-size', '-9'], { cwd: tree.root, env }),
      ),
    );
    expect(outcomes).toEqual(Array(4).fill([ENTRIES, '', 0]));
  });

  test.runIf(group !== null)('128 MiB of memory are enough for everything', () => {
    const before = `echo $$ >${group!.processes};`;
    for (const words of [
      ['-size', '-9'],
      ['-S', 'dfs', '-sort', 'size'],
      ['-s', '-json'],
      ['-exec', 'true', '{}', '+', '-print'],
    ]) {
      expect(summary(runTswalk(['t', ...words], { cwd: tree.root, env, before }))).toEqual([ENTRIES, '', 0]);
    }
  });

  test.runIf(isRoot)('a disk that becomes full is told once for each output, and what goes elsewhere is complete', () => {
    const script =
      'mkdir -p disk && mount -t tmpfs -o size=4k none disk && "$@" -fprint disk/f -fls disk/l && stat -c %s disk/f disk/l';
    const outcome = run(['unshare', '-m', 'sh', '-c', script, 'sh', ...tswalkCommand(), 't', '-print'], { cwd: tree.root, env });
    const { stdout, stderr, status } = outcome;
    expect(records(stdout).length).toBe(ENTRIES);
    expect(records(stderr).sort()).toEqual([
      'tswalk: error: disk/f: No space left on device.',
      'tswalk: error: disk/l: No space left on device.',
    ]);
    expect(status).toBe(1);
  });

  describe.each([0, 1, 2, 3, 4, 5, 6, 7])('streams closed: %i', (closed) => {
    const redirections = [closed & 1 ? '<&-' : '', closed & 2 ? '>&-' : '', closed & 4 ? '2>&-' : ''].join(' ');
    /** By a shell that waits: of its streams tswalk can tell which it has closed. */
    const runClosed = (...words: string[]): Outcome => {
      const command = [...tswalkCommand(), ...words].map(shellWord).join(' ');
      return run(['bash', '-c', `${command} ${redirections}; exit $?`], { cwd: tree.root, env });
    };

    test('a file that is written gets its own lines and no others', () => {
      const file = `out-${backend}-${closed}`;
      const { stdout, stderr, status } = runClosed('t', '-fprint', file, '-name', 'nothing', '-print');
      expect([stdout.toString(), stderr.toString(), status]).toEqual(['', '', 0]);
      expect(records(readFileSync(tree.path(file))).length).toBe(ENTRIES);
    });

    test('what cannot be printed is an error, and disturbs no other file', () => {
      const file = `too-${backend}-${closed}`;
      const { stdout, stderr, status } = runClosed('t', '-fprint', file, '-print', 'missing');
      const messages = [
        'tswalk: error: missing: No such file or directory.',
        ...(closed & 2 ? ['tswalk: error: (standard output): Bad file descriptor.'] : []),
      ];
      expect(records(stdout).length).toBe(closed & 2 ? 0 : ENTRIES);
      expect(records(stderr).sort()).toEqual(closed & 4 ? [] : messages.sort());
      expect(status).toBe(1);
      expect(records(readFileSync(tree.path(file))).length).toBe(ENTRIES);
    });

    test('a command that is run has streams of its own', () => {
      const { stdout, status } = runClosed('t', '-maxdepth', '0', '-exec', 'sh', '-c', 'cat; echo "$0"', '{}', ';');
      // What a command does with a closed stream, its status says; -exec is false then, no more.
      expect([stdout.toString(), status]).toEqual([closed & 2 ? '' : 't\n', 0]);
    });
  });
});

/** Starts a command, does not read for a while, then reads it to its end. Prints what came, and the most memory that it had, KiB. */
const READ_LATE = `
import resource, subprocess, sys, time
child = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE)
time.sleep(float(sys.argv[1]))
size = 0
while True:
    piece = child.stdout.read1(1 << 16)
    if not piece: break
    size += len(piece)
child.wait()
print(size, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
`;

test.each(BACKENDS)(
  'TSWALK_IO=%s: a reader that takes a rest gets everything, and lets no output pile up in memory',
  (backend) => {
    const line = 4096;
    const words = ['t', '-type', 'f', '-printf', `${'x'.repeat(line - 1)}\\n`, '-printf', '%p\\n'.repeat(500)];
    const read = (seconds: string): number[] => {
      const { stdout, stderr } = run(['python3', '-c', READ_LATE, seconds, ...tswalkCommand(), ...words], {
        cwd: tree.root,
        env: { TSWALK_IO: backend },
      });
      expect(stderr.toString()).toBe('');
      return stdout.toString().split(' ').map(Number);
    };
    const [size, kib] = read('0');
    const [sizeLate, kibLate] = read('1');
    expect(size).toBeGreaterThan(4_000_000);
    expect(sizeLate).toBe(size);
    expect(kibLate! - kib!).toBeLessThan(4_000);
  },
);
