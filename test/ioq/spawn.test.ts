/** Programs that are started: their words, where they run, how they end, and that they find the world as if Node had not been there. */

import { closeSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/ioq/open.ts';
import { exitOf, type ProcessCalls } from '../../src/ioq/processes.ts';
import { AT_FDCWD, type SystemCalls } from '../../src/ioq/system.ts';
import { type Outcome, type RunOptions, run, type Word } from '../fixture/run.ts';
import { makeScript, type Script } from '../fixture/script.ts';
import { countOpenDescriptors, directory, file, makeTree } from '../fixture/tree.ts';

const ENOENT = -2;
const E2BIG = -7;
const ENOEXEC = -8;
const EACCES = -13;
const ENOTDIR = -20;
const EILSEQ = -84;

const BACKENDS = ['sync', 'node'] as const;

/** Words as they are handed over: each with a NUL behind it. */
function pack(words: readonly Word[]): Uint8Array {
  return Buffer.concat(words.flatMap((word) => [Buffer.from(word), Buffer.of(0)]));
}

function start(processes: ProcessCalls, words: readonly Word[], dirfd: number = AT_FDCWD): number {
  const packed = pack(words);
  return processes.run(packed, packed.length, dirfd);
}

const SH = ['sh', '-c'];

describe.each(BACKENDS)('%s', (backend) => {
  const { processes, system }: { processes: ProcessCalls; system: SystemCalls } = openEngine(backend, '');

  test.each([
    [['true'], 0, 0],
    [['false'], 1, 0],
    [[...SH, 'exit 255'], 255, 0],
    [[...SH, 'kill -TERM $$'], -1, 15],
    [[...SH, 'kill -KILL $$'], -1, 9],
    // Node ignores SIGPIPE; what it starts does not.
    [[...SH, 'kill -PIPE $$; exit 3'], -1, 13],
  ])('%j ends with status %i, signal %i', (words, status, signal) => {
    expect(exitOf(start(processes, words))).toEqual({ status, signal });
  });

  test.each<[string, Word[], number]>([
    ['a name that is nowhere in $PATH', ['nosuch-command'], ENOENT],
    ['a path that is not there', ['/nosuch/command'], ENOENT],
    ['a path through a file', ['/etc/passwd/command'], ENOTDIR],
    ['no name', [''], ENOENT],
    ['a file that must not be executed', ['/etc/passwd'], EACCES],
    ['a word that is too long', ['true', Buffer.alloc(131_072, 'x')], E2BIG],
  ])('%s is an error, and no descriptor stays open', (_, words, errno) => {
    start(processes, ['true']);
    const before = countOpenDescriptors();
    expect(start(processes, words)).toBe(errno);
    expect(countOpenDescriptors()).toBe(before);
  });

  test('words are handed over byte by byte, empty ones and quotes too', async () => {
    await using tree = await makeTree({});
    const words = ['', ' ', '*', '$HOME', "'", '"', 'a\nb', '-n', 'é'];
    const code = `for word; do printf '%s\\0' "$word"; done > ${tree.path('words')}`;
    expect(start(processes, ['sh', '-c', code, 'sh', ...words])).toBe(0);
    expect(readFileSync(tree.path('words'), 'utf8')).toBe(words.map((word) => `${word}\0`).join(''));
  });

  test('a descriptor says where it runs, whatever the directory is called by now', async () => {
    await using tree = await makeTree({ a: directory({ b: directory() }) });
    const dirfd = system.openDirectory(AT_FDCWD, Buffer.from(tree.path('a', 'b')), 0);
    expect(start(processes, ['mv', tree.path('a'), tree.path('moved')])).toBe(0);
    expect(start(processes, [...SH, 'pwd -P > place'], dirfd)).toBe(0);
    system.close(dirfd);
    expect(readFileSync(tree.path('moved', 'b', 'place'), 'utf8')).toBe(`${realpathSync(tree.path('moved', 'b'))}\n`);
  });

  test('a program beside the entry is found by a path with a slash', async () => {
    await using tree = await makeTree({ here: file({ content: '#!/bin/sh\ntouch made\n', mode: 0o755 }) });
    const dirfd = system.openDirectory(AT_FDCWD, Buffer.from(tree.root), 0);
    expect(start(processes, ['./here'], dirfd)).toBe(0);
    expect(readFileSync(tree.path('made'), 'utf8')).toBe('');
    expect(start(processes, ['here'], dirfd)).toBe(ENOENT);
    closeSync(dirfd);
  });

  test('what there is room for: ARG_MAX, and what the environment takes of it', () => {
    const { limit, environment, page } = processes.argumentSpace();
    expect(limit).toBe(Number(run(['getconf', 'ARG_MAX']).stdout.toString()));
    expect(page).toBe(4096);
    const strings = readFileSync('/proc/self/environ').toString('latin1').split('\0').slice(0, -1);
    expect(environment).toBeGreaterThan(strings.length * 8);
  });
});

describe('what only the addon can do', () => {
  const { processes } = openEngine('sync', '');

  test('any byte but NUL is passed', async () => {
    await using tree = await makeTree({});
    const all = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1));
    expect(start(processes, ['sh', '-c', `printf %s "$1" > ${tree.path('word')}`, 'sh', all])).toBe(0);
    expect(readFileSync(tree.path('word'))).toEqual(all);
  });

  test('a file that is no program is an error, no script', async () => {
    await using tree = await makeTree({ script: file({ content: 'exit 7\n', mode: 0o755 }) });
    expect(start(processes, [tree.path('script')])).toBe(ENOEXEC);
    expect(exitOf(start(openEngine('node', '').processes, [tree.path('script')])).status).toBe(7);
    expect(start(openEngine('node', '').processes, ['true', Buffer.of(0xff)])).toBe(EILSEQ);
  });
});

/** Runs its words as a command; says on standard error what came of it where that is not 0. */
const CODE = `
  import { openEngine } from '../../src/ioq/open.ts';
  const { system, processes } = openEngine(process.argv[2] as 'sync' | 'node', '');
  processes.rememberDescriptors();
  system.createFile(Buffer.from('/dev/zero'));
  const ours = Number(process.env.OPEN ?? 0);
  for (let i = 0; i < ours; i++) system.openDirectory(-100, Buffer.from('/'), 0);
  const words = system.commandLine().slice(3);
  const packed = Buffer.concat(words.flatMap((word) => [Buffer.from(word), Buffer.of(0)]));
  const result = processes.run(packed, packed.length, -100);
  if (result !== 0) system.write(2, Buffer.from(String(result)), 0, String(result).length);
`;

describe('a program finds the world as its parent had it', () => {
  let script: Script;
  beforeAll(async () => {
    script = await makeScript(CODE);
  });
  afterAll(() => script[Symbol.asyncDispose]());

  const child = (words: readonly Word[], options: RunOptions = {}, backend = 'sync'): Outcome =>
    run([process.execPath, script.path, backend, ...words], options);
  const said = (code: string, options: RunOptions = {}, backend = 'sync'): string => {
    const { stdout, stderr } = child(['sh', '-c', code], options, backend);
    expect(stderr.toString()).toBe('');
    return stdout.toString();
  };

  test.each(BACKENDS)('%s: signals have their default dispositions, and none is blocked', (backend) => {
    const status = said('grep -E "^Sig(Blk|Ign):" /proc/self/status', {}, backend);
    expect(status).toBe('SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n');
  });

  test.each(BACKENDS)('%s: the standard streams are passed on', (backend) => {
    const { stdout, stderr } = child(['sh', '-c', 'cat; echo error >&2'], { input: Buffer.from('input\n') }, backend);
    expect([stdout.toString(), stderr.toString()]).toEqual(['input\n', 'error\n']);
  });

  test('no descriptor is passed on that its parent has not had', () => {
    const list = 'ls /proc/self/fd';
    const direct = run(['bash', '-c', `exec 3</etc/passwd; sh -c '${list}'`]).stdout.toString();
    expect(said(list, { before: 'exec 3</etc/passwd;', env: { OPEN: '40' } })).toBe(direct);
  });

  test.each([
    ['a file', '9</etc/hostname', 'cat <&9', () => readFileSync('/etc/hostname', 'utf8')],
    ['the null device', '3>/dev/null', 'echo gone >&3; echo fine', () => 'fine\n'],
    ['a pipe to read from', '5< <(echo piped)', 'cat <&5', () => 'piped\n'],
    ['both ends of a fifo', '', 'echo through >&6; read line <&6; echo $line', () => 'through\n'],
    ['a copy of the standard output', '3>&1', 'echo copied >&3', () => 'copied\n'],
  ])('%s that was inherited is passed on', async (_, redirection, code, expected) => {
    await using tree = await makeTree({});
    run(['mkfifo', tree.path('fifo')]);
    const before = redirection === '' ? `exec 6<>${tree.path('fifo')};` : `exec ${redirection};`;
    expect(said(code, { before })).toBe(expected());
  });

  test('streams that were closed are the null device', () => {
    expect(said('readlink /proc/$$/fd/0', { before: 'exec 0<&-;' })).toBe('/dev/null\n');
    const { status, stdout } = child(['sh', '-c', 'echo lost'], { after: '>&-' });
    expect([status, stdout.toString()]).toEqual([0, '']);
  });

  test.each([64, 100])('ulimit -Sn %i is its limit again', (limit) => {
    // The parent has to be the shell that has set it: a command follows, so that it does not become ours.
    const command = `ulimit -Sn ${limit}; ${process.execPath} ${script.path} sync sh -c 'ulimit -Sn; ulimit -Hn'; true`;
    const hard = run(['bash', '-c', 'ulimit -Hn']).stdout.toString();
    expect(run(['bash', '-c', command]).stdout.toString()).toBe(`${limit}\n${hard}`);
  });

  test('the environment is passed on as it is', () => {
    // The last is the sanitizer's, where the addon has one.
    const before = 'export odd=$\'\\xff\\n=\'; exec env -i odd="$odd" PATH="$PATH" LD_PRELOAD="$LD_PRELOAD"';
    const { stdout } = run(['bash', '-c', `${before} ${process.execPath} ${script.path} sync sh -c 'printf %s "$odd"'`]);
    expect(stdout).toEqual(Buffer.of(0xff, 0x0a, 0x3d));
  });

  describe.each([
    ['an empty component is the current directory', 'PATH=:/usr/bin', '0'],
    ['at the end, too', 'PATH=/usr/bin:', '0'],
    ['and $PATH itself', 'PATH=', '0'],
    ['without $PATH there is the system default, in which it is not', '', '-2'],
    ['what must not be executed does not end the search', 'PATH=/etc/ssl:/nosuch:denied:.', '0'],
    ['but is what is told in the end', 'PATH=denied:/usr/bin', '-13'],
  ])('%s', (_, path, result) => {
    test(`${path || 'unset'} gives ${result}`, async () => {
      await using tree = await makeTree({
        mine: file({ content: '#!/bin/sh\nexit 0\n', mode: 0o755 }),
        denied: directory({ mine: file({ mode: 0o644 }) }),
      });
      const { stderr } = run(['env', '-i', ...(path === '' ? [] : [path]), process.execPath, script.path, 'sync', 'mine'], {
        cwd: tree.root,
      });
      expect(stderr.toString() || '0').toBe(result);
    });
  });

  test('without $PATH the system default is searched', () => {
    const { stdout } = run(['env', '-i', process.execPath, script.path, 'sync', 'echo', 'found']);
    expect(stdout.toString()).toBe('found\n');
  });

  test('a program that ends while many signals arrive is waited for', async () => {
    await using tree = await makeTree({});
    writeFileSync(
      tree.path('code'),
      'i=0; while [ $i -lt 200 ]; do kill -CHLD $PPID; kill -WINCH $PPID; i=$((i+1)); done; echo done',
    );
    expect(said(`. ${tree.path('code')}`)).toBe('done\n');
  });
});
