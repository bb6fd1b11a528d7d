/** Which way the requests go: what TSWALK_IO asks for is what happens, and where it cannot be had the walk goes on without. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, run, runTswalk, tswalkCommand } from '../../fixture/run.ts';
import { makeTree, type Tree, wide } from '../../fixture/tree.ts';

/** Make io_uring_setup(2) fail with EPERM, as container runtimes do, and become the command that is given. */
const FORBID_IO_URING = `
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char** argv) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("seccomp");
    return 126;
  }
  execvp(argv[1], argv + 1);
  perror(argv[1]);
  return 127;
}
`;

let tree: Tree;
let tools: Tree;
let expected: Buffer;

beforeAll(async () => {
  tree = await makeTree(wide({ directories: 60, filesPerDirectory: 5 }));
  tools = await makeTree({});
  writeFileSync(tools.path('forbid.c'), FORBID_IO_URING);
  execFileSync('cc', ['-o', tools.path('forbid'), tools.path('forbid.c')]);
  expected = runTswalk(['.'], { cwd: tree.root }).stdout;
});
afterAll(async () => {
  await tree[Symbol.asyncDispose]();
  await tools[Symbol.asyncDispose]();
});

describe('with io_uring forbidden', () => {
  const forbidden = (words: readonly string[], choice: string): Outcome =>
    run([tools.path('forbid'), ...tswalkCommand(), ...words], { cwd: tree.root, env: { TSWALK_IO: choice } });

  test.each(['auto', 'sync', 'node', ''])('TSWALK_IO=%s answers as ever, silently', (choice) => {
    const { stdout, stderr, status } = forbidden(['.'], choice);
    expect(stderr.toString()).toBe('');
    expect(stdout.equals(expected)).toBe(true);
    expect(status).toBe(0);
  });

  test('TSWALK_IO=uring warns once, then answers as ever', () => {
    const { stdout, stderr, status } = forbidden(['.', '-size', '0', '-o', '-print'], 'uring');
    expect(stderr.toString()).toMatch(/^tswalk: warning: [^\n]*io_uring[^\n]*\n$/);
    expect(stdout.toString()).not.toBe('');
    expect(status).toBe(0);
  });
});

test('TSWALK_IO with a word that it does not know warns, and is left alone', () => {
  const { stdout, stderr, status } = runTswalk(['.'], { cwd: tree.root, env: { TSWALK_IO: 'quickly' } });
  expect(stderr.toString()).toMatch(/^tswalk: warning: [^\n]*quickly[^\n]*\n$/);
  expect(stdout.equals(expected)).toBe(true);
  expect(status).toBe(0);
});

describe('-D io tells what has served', () => {
  test.each(['uring', 'sync', 'node'])('TSWALK_IO=%s', (choice) => {
    const { stdout, stderr, status } = runTswalk(['-D', 'io', '.'], { cwd: tree.root, env: { TSWALK_IO: choice } });
    expect(stdout.equals(expected)).toBe(true);
    expect(stderr.toString()).toMatch(new RegExp(`^tswalk: -D io: .*\\b${choice}\\b`, 'm'));
    expect(status).toBe(0);
  });
});

describe('system calls, as strace sees them', () => {
  /** The calls of a run, one a line. */
  function trace(choice: string, words: readonly string[]): string[] {
    const out = tools.path(`trace-${choice}`);
    const calls = 'openat,openat2,statx,newfstatat,getdents64,io_uring_enter';
    const command = ['strace', '-f', '-qq', '-e', `trace=${calls}`, '-o', out, ...tswalkCommand(), ...words];
    expect(run(command, { cwd: tree.root, env: { TSWALK_IO: choice } })).toMatchObject({ status: 0, stderr: Buffer.alloc(0) });
    return execFileSync('cat', [out], { encoding: 'latin1' }).split('\n');
  }
  const opensOfOurs = (calls: readonly string[]): string[] => calls.filter((call) => /open.*"(\.\/)?d\d+"/.test(call));

  test('TSWALK_IO=uring: the ring opens the directories', () => {
    const calls = trace('uring', ['.', '-false']);
    expect(calls.filter((call) => call.includes('io_uring_enter')).length).toBeGreaterThan(0);
    expect(opensOfOurs(calls)).toEqual([]);
  });

  test('TSWALK_IO=sync: plain calls do, one open for each, and no ring is entered', () => {
    const calls = trace('sync', ['.', '-false']);
    // Before the walk, libuv may have used a ring of its own, as it does in Node 22.
    const walking = calls.slice(calls.findIndex((call) => call.includes('getdents64')));
    expect(walking.filter((call) => call.includes('io_uring_enter'))).toEqual([]);
    expect(opensOfOurs(calls)).toHaveLength(60);
  });

  test('a walk by name asks for no status of the entries', () => {
    const calls = trace('sync', ['.', '-name', 'f1', '-type', 'f']);
    expect(calls.filter((call) => /(statx|newfstatat).*"f\d+"/.test(call))).toEqual([]);
  });
});
