/** -color, -nocolor, terminals, LS_COLORS: REFERENCE.md 12, 13.1, 23.11; beside bfs 2.6.1 where section 24 says that it agrees. */

import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { hasBfs, records, run, runBfs, runTswalk, shellCode, sortedRecords, tswalkCommand } from '../../fixture/run.ts';
import { directory, fifo, file, link, makeTree, type Tree, wide } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;

const makeCol = (): Promise<Tree> =>
  makeTree({
    col: directory({
      dir: directory({ inner: file() }),
      sticky: directory({}, { mode: 0o1777 }),
      exec: file({ mode: 0o755 }),
      setuid: file({ mode: 0o4755 }),
      setgid: file({ mode: 0o2755 }),
      'file.txt': file(),
      'a.TAR.gz': file(),
      broken: link('nosuch'),
      into: link('dir/nosuch'),
      device: link('/dev/null'),
      plain: link('file.txt'),
      fifo: fifo(),
    }),
  });

/** Words in a pseudo-terminal of script(1), both streams; newlines as the program wrote them. */
function onTerminal(words: readonly string[], tree: Tree, env: Readonly<Record<string, string>> = {}, after = ''): string {
  const code = shellCode([...tswalkCommand(), ...words], { after });
  return run(['script', '-qec', code, '/dev/null'], { cwd: tree.root, env }).stdout.toString('latin1').replaceAll('\r\n', '\n');
}

describe.each(BACKENDS)('TSWALK_IO=%s', (TSWALK_IO) => {
  const painted = async (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string[]> => {
    await using tree = await makeCol();
    const { stdout, stderr } = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO, ...env } });
    expect(stderr.toString()).toBe('');
    return sortedRecords(stdout);
  };

  test('by default', async () => {
    const blue = '\x1b[01;34mcol/';
    expect(await painted(['col', '-color'])).toEqual(
      [
        '\x1b[01;34mcol\x1b[0m',
        `${blue}dir\x1b[0m`,
        `${blue}dir/\x1b[0minner`,
        `${blue}\x1b[0m\x1b[30;42msticky\x1b[0m`,
        `${blue}\x1b[0m\x1b[01;32mexec\x1b[0m`,
        `${blue}\x1b[0m\x1b[37;41msetuid\x1b[0m`,
        `${blue}\x1b[0m\x1b[30;43msetgid\x1b[0m`,
        `${blue}\x1b[0mfile.txt`,
        `${blue}\x1b[0ma.TAR.gz`,
        ...['broken', 'into', 'device', 'plain'].map((name) => `${blue}\x1b[0m\x1b[01;36m${name}\x1b[0m`),
        `${blue}\x1b[0m\x1b[33mfifo\x1b[0m`,
      ].sort(),
    );
  });

  test('after the directory has been left, and before it', async () => {
    const lines = await painted(['col', '-depth', '-color', '-name', 'dir']);
    expect(lines).toEqual(['\x1b[01;34mcol/dir\x1b[0m']);
    const several = await painted(['col', '-color', '-S', 'dfs', '-type', 'f', '-links', '1', '-name', '*.gz'], {
      LS_COLORS: '*.gz=31',
    });
    expect(several).toEqual(['\x1b[01;34mcol/\x1b[0m\x1b[31ma.TAR.gz\x1b[0m']);
  });
});

describe.runIf(hasBfs)('as bfs', () => {
  // bfs 2.6.1 writes a directory as two runs.
  const joined = (line: string): string => line.replace(/(\x1b\[01;34m[^\x1b]*\/)\x1b\[0m\x1b\[01;34m/g, '$1');
  test.each<[string, string, string]>([
    ['', 'LS_COLORS', ''],
    ['-name e*', 'LS_COLORS', ''],
    ['-L', 'LS_COLORS', ''],
    ['', 'LS_COLORS', 'or=41:mi=42'],
    ['-ls', 'LS_COLORS', 'ln=target:or=41:mi=42'],
    ['-ls', 'LS_COLORS', ''],
    ['', 'LS_COLORS', 'ln=target'],
    ['', 'LS_COLORS', '*.gz=31:*.txt=35'],
    ['', 'LS_COLORS', 'ex=00:*.txt=35:fi=36:no=34'],
    ['', 'LS_COLORS', 'su=0:ow=0:tw=0:mh=45'],
    ['', 'BFS_COLORS', 'ex=7:fi=\\e\\_\\x41'],
    ['-printf %p|%f|%h|%P|%l\\n', 'LS_COLORS', ''],
  ])('%s with %s=%s', async (line, variable, value) => {
    await using tree = await makeCol();
    const words = ['col', '-color', ...line.split(' ').filter((word) => word !== '')];
    const options = { cwd: tree.root, env: { [variable]: value } };
    const expected = sortedRecords(runBfs(words, options).stdout).map(joined);
    expect(sortedRecords(runTswalk(words, options).stdout).map(joined)).toEqual(expected.sort());
  });

  test('messages', async () => {
    await using tree = await makeCol();
    for (const words of [
      ['-color', '-nam', 'x'],
      ['-color', 'nosuch', 'col/nosuch', 'col/file.txt/x'],
    ]) {
      const ours = runTswalk(words, { cwd: tree.root }).stderr.toString().replaceAll('tswalk', 'bfs').replaceAll(/~+/g, '~');
      const theirs = runBfs(words, { cwd: tree.root }).stderr.toString().replaceAll(/~+/g, '~');
      expect(records(Buffer.from(ours))[0]).toBe(records(Buffer.from(theirs))[0]);
    }
  });
});

describe('when', () => {
  const DIR = '\x1b[01;34mcol/dir\x1b[0m\n';
  const words = ['col/dir', '-maxdepth', '0'];

  test.each<[readonly string[], Readonly<Record<string, string>>, string]>([
    [[], {}, DIR],
    [['-nocolor'], {}, 'col/dir\n'],
    [['-color', '-nocolor'], {}, 'col/dir\n'],
    [['-nocolor', '-color'], {}, DIR],
    [[], { NO_COLOR: '1' }, 'col/dir\n'],
    [[], { NO_COLOR: '' }, DIR],
    [['-color'], { NO_COLOR: '1' }, DIR],
    [['-print0'], {}, 'col/dir\0'],
    [['-printx'], {}, 'col/dir\n'],
    [['-fprint', '/dev/tty'], {}, DIR],
    [['-fprint', '/dev/tty', '-nocolor'], {}, 'col/dir\n'],
    [['-fprint', 'file'], {}, ''],
    [[], { LSCOLORS: 'bx' }, '\x1b[31;49mcol/dir\x1b[0m\n'],
  ])('on a terminal: %o %o', async (more, env, expected) => {
    await using tree = await makeCol();
    expect(onTerminal([...words, ...more], tree, env)).toBe(expected);
  });

  test('elsewhere only with -color, and only the standard streams', async () => {
    await using tree = await makeCol();
    // A pipe of the shell: Node's own are sockets, which cannot be opened by name.
    const outcome = (more: readonly string[]): string =>
      runTswalk([...words, ...more], { cwd: tree.root, after: '| cat' }).stdout.toString();
    expect(outcome([])).toBe('col/dir\n');
    expect(outcome(['-color'])).toBe(DIR);
    expect(outcome(['-color', '-fprint', '/dev/stdout'])).toBe(DIR);
    expect(outcome(['-color', '-fprint', 'out', '-exec', 'cat', 'out', ';'])).toBe('col/dir\n');
  });

  test('each stream for itself', async () => {
    await using tree = await makeCol();
    expect(onTerminal([...words, 'nosuch'], tree, {}, '| cat')).toMatch(
      /^\x1b\[1mtswalk:\x1b\[22m \x1b\[1m\x1b\[31merror:\x1b\[39m\x1b\[22m nosuch: No such file or directory\.\n/m,
    );
    expect(onTerminal([...words, 'nosuch'], tree, {}, '| cat')).toContain('\ncol/dir\n'.slice(1));
    expect(onTerminal([...words, 'nosuch'], tree, {}, '2>&1 >/dev/tty | cat')).toContain('tswalk: error: nosuch: No such');
  });

  test.each([
    ['error', { LS_COLORS: 'err=35' }, /\x1b\[1mtswalk:\x1b\[22m \x1b\[35merror:\x1b\[0m nosuch:/],
    ['program', { BFS_COLORS: 'bld=4' }, /\x1b\[4mtswalk:\x1b\[0m \x1b\[1m\x1b\[31merror:/],
    ['end of a colour', { LS_COLORS: 'ec=END' }, /\x1b\[01;39mtswalk:END \x1b\[01;31merror:END nosuch:/],
  ])('messages are as somebody wants them: the %s', async (_, env, expected) => {
    await using tree = await makeCol();
    expect(onTerminal(['nosuch'], tree, env, '| cat')).toMatch(expected);
  });

  test('colours that cannot be understood', async () => {
    await using tree = await makeCol();
    const env = { LS_COLORS: 'di=\\' };
    const forced = runTswalk([...words, '-color'], { cwd: tree.root, env });
    expect(forced.status).toBe(1);
    expect(forced.stdout.toString()).toBe('');
    expect(records(forced.stderr)[1]).toBe(`tswalk: error:${' '.repeat(28)}~~~~~~`);
    expect(records(forced.stderr)[2]).toBe('tswalk: error: Error parsing $LS_COLORS: Invalid argument.');
    const warned = runTswalk([...words, '-warn'], { cwd: tree.root, env });
    expect(warned.stderr.toString()).toBe('tswalk: warning: Error parsing $LS_COLORS: Invalid argument.\n\n');
    expect([warned.status, warned.stdout.toString()]).toEqual([0, 'col/dir\n']);
    for (const [more, variables] of [
      [['-nocolor'], {}],
      [[], { NO_COLOR: '1' }],
      [['-nowarn'], {}],
    ] as const) {
      const silent = runTswalk([...words, '-warn', ...more], { cwd: tree.root, env: { ...env, ...variables } });
      expect(silent.stderr.toString()).toBe('');
    }
  });

  test('-D tree says which', async () => {
    await using tree = await makeCol();
    expect(runTswalk([...words, '-D', 'tree', '-color'], { cwd: tree.root }).stderr.toString()).toContain(' -color');
    expect(runTswalk([...words, '-D', 'tree'], { cwd: tree.root }).stderr.toString()).toContain(' -nocolor');
  });
});

/**
 * A signal must leave no colour behind: the end sequence is the last that is written.
 *
 * The walk prints one path, so that colours are in use, and is then held by a command that sends the signal to its parent and waits.
 */
test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])('%s resets the colour and ends the process', async (signal) => {
  await using tree = await makeTree(wide({ directories: 2, filesPerDirectory: 2 }));
  const command = ['sh', '-c', `kill -${signal.slice(3)} $PPID; sleep 1`];
  const [program, ...words] = [...tswalkCommand(), tree.root, '-color', '-print', '-exec', ...command, ';'];
  const child = spawn(program!, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = await new Promise((resolve) => child.on('close', (_status, name) => resolve(name)));
  expect(ended).toBe(signal);
  expect(Buffer.concat(chunks).toString()).toBe(`\x1b[01;34m${tree.root}\x1b[0m\n\x1b[0m`);
});
