/** Where results go: pipes that close, devices that are full, streams that are not there; and names, which are bytes. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { records, run, runFind, runTswalk, shellCode, sortedRecords, tswalkCommand } from '../../fixture/run.ts';
import { directory, file, makeTree, type Tree, type TreeNode, wide } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;
const EVERY_BYTE = Array.from({ length: 255 }, (_, i) => i + 1).filter((byte) => byte !== 0x2f);

let tree: Tree;
beforeAll(async () => {
  // Their paths are some 400 kB, which no pipe holds.
  tree = await makeTree({ t: directory(wide({ directories: 100, filesPerDirectory: 100 })), one: file() });
});
afterAll(() => tree[Symbol.asyncDispose]());

/** A whole line of bash in the tree. */
function shell(code: string, env: Record<string, string> = {}): ReturnType<typeof run> {
  return run(['bash', '-c', code], { cwd: tree.root, env });
}

const tswalk = tswalkCommand().join(' ');

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  const env = { TSWALK_IO: backend };

  test('a reader that has had enough ends the walk by SIGPIPE, quietly', () => {
    const { stdout, stderr } = shell(`${tswalk} t | head -n 1; echo "$\{PIPESTATUS[0]}"`, env);
    expect(stdout.toString()).toBe('t\n141\n');
    expect(stderr.toString()).toBe('');
  });

  test('a full device is reported, and fails the run', () => {
    const { stdout, stderr, status } = shell(`${tswalk} t >/dev/full`, env);
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 1, stdout: '' });
    expect(stderr.toString()).toBe('tswalk: error: (standard output): No space left on device.\n');
  });

  test('a full device is noticed when little is written, too', () => {
    const { stderr, status } = shell(`${tswalk} one -print0 >/dev/full`, env);
    expect(status).toBe(1);
    expect(stderr.toString()).toBe('tswalk: error: (standard output): No space left on device.\n');
  });

  test('a closed standard output is an error only if something is written', () => {
    expect(shell(`${tswalk} one -false >&-`, env)).toMatchObject({ status: 0, stderr: Buffer.alloc(0) });
    const { stderr, status } = shell(`${tswalk} one >&-`, env);
    expect(status).toBe(1);
    expect(stderr.toString()).toBe('tswalk: error: (standard output): Bad file descriptor.\n');
  });

  test('other streams that are closed change nothing', () => {
    expect(shell(`${tswalk} one <&-`, env)).toMatchObject({ status: 0, stdout: Buffer.from('one\n') });
    expect(shell(`${tswalk} one nope 2>&-`, env)).toMatchObject({ status: 1, stdout: Buffer.from('one\n') });
    expect(shell(`${tswalk} one <&- 2>&-`, env)).toMatchObject({ status: 0, stdout: Buffer.from('one\n') });
  });

  test('a closed standard input has no starting points to tell', () => {
    const { stdout, stderr, status } = shell(`${tswalk} -files0-from - <&-`, env);
    expect([stdout.toString(), stderr.toString(), status]).toEqual(['', 'tswalk: error: -: Bad file descriptor.\n', 1]);
  });

  /** Only of a null device that the shell has open for both could ours be a copy. */
  test('a shell whose own input is empty can close it', () => {
    const script = `exec </dev/null; ${tswalk} -files0-from - <&-; ${tswalk} -files0-from -; exec <>/dev/null; ${tswalk} -files0-from -`;
    expect(shell(`${script}; echo end`, env).stderr.toString()).toBe('tswalk: error: -: Bad file descriptor.\n');
  });

  /** What it prints is not lost silently, and what it opens is not taken for its output. */
  test('a command finds a closed stream closed', () => {
    const write = `sh -c 'echo x && exit 3' {} +`;
    const { stderr, status } = shell(`${tswalk} one -exec ${write} >&-`, env);
    expect(stderr.toString()).toMatch(/rror/);
    expect(status).toBe(1);
    expect(shell(`${tswalk} one -exec sh -c 'echo x >&2 || echo lost' \\; 2>&-`, env).stdout.toString()).toBe('lost\n');
    expect(
      shell(`${tswalk} one -exec sh -c 'read x <&0 2>/dev/null || readlink /proc/$$/fd/0' \\; <&-`, env).stdout.toString(),
    ).toBe('/dev/null\n');
  });

  /** The pipe does not block and its reader sleeps: write() says EAGAIN, and everything must still arrive. */
  test('a pipe that is full and does not block is waited for', () => {
    const makeNonBlocking =
      'import fcntl,os,sys; fcntl.fcntl(1, fcntl.F_SETFL, fcntl.fcntl(1, fcntl.F_GETFL) | os.O_NONBLOCK); os.execvp(sys.argv[1], sys.argv[1:])';
    const { stdout, stderr } = shell(`python3 -c '${makeNonBlocking}' ${tswalk} t | (sleep 0.5; cat)`, env);
    expect(stderr.toString()).toBe('');
    expect(stdout.equals(runTswalk(['t'], { cwd: tree.root }).stdout)).toBe(true);
    expect(records(stdout)).toHaveLength(10_101);
  });

  test('a file gets every byte', () => {
    const { stdout } = shell(`${tswalk} t > out; cat out; rm out`, env);
    expect(records(stdout)).toHaveLength(10_101);
  });

  test('names are bytes, from the directory to the output', async () => {
    const names = EVERY_BYTE.map((byte) => Buffer.from([0x78, byte]));
    names.push(Buffer.from(EVERY_BYTE), Buffer.from([0xff]), Buffer.from([0xc3, 0x28]), Buffer.alloc(255, 0xe9));
    await using odd = await makeTree(names.map((name): [Uint8Array, TreeNode] => [name, directory({ in: file() })]));
    const words = ['.', '-print0'];
    const options = { cwd: odd.root, env };
    const { stdout, status } = runTswalk(words, options);
    expect(status).toBe(0);
    const paths = records(stdout, '\0');
    expect(paths).toHaveLength(1 + 2 * names.length);
    expect(paths.slice().sort()).toEqual(sortedRecords(runFind(words, options).stdout, '\0'));
  });
});

describe('patterns and starting points are bytes of the command line', () => {
  const e9 = Buffer.from([0xe9]);
  const join = (...parts: (string | Uint8Array)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

  test.each([
    ['a name that is no UTF-8', ['.', '-name', join('caf', e9)]],
    ['a star after it', ['.', '-name', join('caf', e9, '*')]],
    ['a question mark for it', ['.', '-name', 'caf?']],
    ['brackets around it', ['.', '-name', join('caf[', e9, 'x]')]],
    ['a character of two bytes', ['.', '-name', 'caf?', '-name', '*é']],
    ['a path with it', ['.', '-path', join('*', e9, '/*')]],
    ['a starting point', [join('d', e9)]],
    ['a starting point with a slash', [join('./d', e9, '/'), '-type', 'f']],
    ['a reference file', ['.', '-newer', join('caf', e9), '-name', 'new']],
  ])('%s', async (_, words) => {
    await using odd = await makeTree([
      [join('caf', e9), file({ time: 1_000 })],
      [join('caf', e9, '2'), file()],
      ['café', file()],
      ['cafx', file()],
      ['new', file()],
      [join('d', e9), directory({ inside: file() })],
    ]);
    const options = { cwd: odd.root };
    const ours = runTswalk(words, options);
    const theirs = runFind(words, options);
    expect(ours.stderr.toString('latin1')).toBe('');
    expect(sortedRecords(ours.stdout)).toEqual(sortedRecords(theirs.stdout));
    expect(records(theirs.stdout).length).toBeGreaterThan(0);
  });

  test('in messages too', async () => {
    const { stderr, status } = runTswalk([join('nope', e9)]);
    expect(status).toBe(1);
    expect(stderr).toEqual(join('tswalk: error: nope', e9, ': No such file or directory.\n'));
  });
});

test('the shell code of these tests keeps words', () => {
  const words = ['', ' ', "'", '"$x"', '\\', '\n', Buffer.from([0xff, 0x01])];
  const { stdout } = run(['bash', '-c', shellCode(['printf', '%s\\0', ...words])]);
  expect(stdout).toEqual(Buffer.concat(words.map((word) => Buffer.concat([Buffer.from(word), Buffer.alloc(1)]))));
});
