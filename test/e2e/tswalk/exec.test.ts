/** Commands that a walk runs: their words, where and when they run, what comes of them; REFERENCE.md 10, 23.9 and 23.10. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { records, run, runFind, runTswalk, shellCode, sortedRecords, tswalkCommand } from '../../fixture/run.ts';
import { chain, directory, file, link, makeTree, numberedFiles, type Tree, type TreeSpec, wide } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;

/** Where many files are made quickly. */
const IN_MEMORY = { within: '/dev/shm' };

const makeBasic = (): Promise<Tree> =>
  makeTree({ f: file(), pf: directory({ file: file(), script: file({ content: '#!/bin/sh\necho "$0 $*"\n', mode: 0o755 }) }) });

/** Words as a line shows them; `^` is an empty word. */
const split = (line: string): string[] => line.split(' ').map((word) => (word === '^' ? '' : word));

describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
  test.each([
    ['f -exec echo {} {}x{}{} ;', 'f fxff\n', '', 0],
    ['f -exec echo {} ^ {}} {{}} ;', 'f  f} {f}\n', '', 0],
    ['f -exec echo + ;', '+\n', '', 0],
    ['f -exec echo {} x + ;', 'f x +\n', '', 0],
    ['f -exec echo a{} + ;', 'af +\n', '', 0],
    ['pf/file -execdir echo x{}y {} ;', 'x./filey ./file\n', '', 0],
    ['pf/script -execdir {} {} a ;', './script ./script a\n', '', 0],
    ['pf/script -exec {} {} a ;', 'pf/script pf/script a\n', '', 0],
    ['pf/script f -exec {} +', 'pf/script f\n', '', 0],
    ['f -exec false ; -print', '', '', 0],
    ['f -exec false ; -o -print', 'f\n', '', 0],
    ['f -exec true ; -print', 'f\n', '', 0],
    ['f -exec false {} + -print', 'f\n', '', 1],
    ['f -exec nosuch ;', '', 'f: -exec nosuch: No such file or directory', 1],
    ['f -ignore_readdir_race -exec nosuch ;', '', 'f: -exec nosuch: No such file or directory', 1],
    ['f -exec /etc/passwd x{}y ;', '', 'f: -exec /etc/passwd: Permission denied', 1],
    ['f -execdir ./no{}$x ;', '', "f: -execdir './no{}$x': No such file or directory", 1],
    ['f -exec nosuch {} +', '', '-exec nosuch: No such file or directory', 1],
    ['f -noerror -exec nosuch ; -o -print', 'f\n', '', 0],
    ['pf -maxdepth 0 -exec echo got {} + -quit', 'got pf\n', '', 0],
    ['pf -maxdepth 0 -exec echo got {} + -exit 3', 'got pf\n', '', 3],
    ['pf -maxdepth 0 -exec echo got {} + -limit 1', 'got pf\n', '', 0],
    ['pf -maxdepth 0 -exec false {} + -exit 3', '', '', 1],
    ['f -exec sh -c exit\\ 9 {} + -exit 300', '', '', 1],
    ['nosuch f -exit 0', '', 'nosuch: No such file or directory', 0],
    ['f -exit 300', '', '', 44],
    ['f -print -exec echo a ; -print -exec echo b ; -print', 'f\na\nf\nb\nf\n', '', 0],
  ])('%s', async (line, stdout, error, status) => {
    await using tree = await makeBasic();
    const words = split(line.replace('exit\\ 9', 'exit_9')).map((word) => word.replace('_9', ' 9'));
    const outcome = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend } });
    expect(outcome.stderr.toString()).toBe(error === '' ? '' : `tswalk: error: ${error}.\n`);
    expect([outcome.stdout.toString(), outcome.status]).toEqual([stdout, status]);
  });

  test('-execdir runs where the entry is; a starting point has the leading part of its path', async () => {
    await using tree = await makeTree({ a: directory({ b: directory({ f: file() }) }) });
    const show = (roots: string[], cwd: string): string[] => {
      const words = [...roots, '-execdir', 'sh', '-c', 'echo "$1 in $(pwd -P)"', 'sh', '{}', ';'];
      const { stdout, stderr } = runTswalk(words, { cwd, env: { TSWALK_IO: backend } });
      expect(stderr.toString()).toBe('');
      return records(stdout);
    };
    const { root } = tree;
    expect(show(['a'], root)).toEqual([`./a in ${root}`, `./b in ${root}/a`, `./f in ${root}/a/b`]);
    expect(show(['a/b/'], root)).toEqual([`./b/ in ${root}/a`, `./f in ${root}/a/b`]);
    expect(show(['.'], `${root}/a/b`)).toEqual([`./. in ${root}/a/b`, `./f in ${root}/a/b`]);
    expect(show(['..', '-maxdepth', '0'], `${root}/a`)).toEqual([`./.. in ${root}/a`]);
    expect(show(['/', '//', '/usr', '-maxdepth', '0'], root)).toEqual(['/ in /', '/ in /', './usr in /']);
  });

  test('-execdir with + has a batch for each directory, its own among them', async () => {
    await using tree = await makeTree({ d: directory({ e: directory({ 1: file(), 2: file() }), f: file() }) });
    const batches = (words: string[]): string[] => {
      const command = ['-execdir', 'sh', '-c', 'echo "$(basename "$PWD"): $*"', 'sh', '{}', '+'];
      return records(runTswalk(['-s', ...words, ...command], { cwd: tree.root, env: { TSWALK_IO: backend } }).stdout);
    };
    expect(batches(['d', 'd/e'])).toEqual([`${tree.root.split('/').at(-1)}: ./d`, 'd: ./e ./e ./f', 'e: ./1 ./2 ./1 ./2']);
    // bfs misses the way back to the starting point's own parent.
    expect(batches(['d/e/', '-depth'])).toEqual(['e: ./1 ./2', 'd: ./e/']);
  });

  test('a signal that ends a command is told where warnings are wanted', async () => {
    await using tree = await makeBasic();
    const words = ['f', '-exec', 'sh', '-c', 'kill -9 $$', ';', '-o', '-print'];
    const quiet = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend } });
    expect([quiet.stdout.toString(), quiet.stderr.toString(), quiet.status]).toEqual(['f\n', '', 0]);
    const told = runTswalk([...words, '-warn'], { cwd: tree.root, env: { TSWALK_IO: backend } });
    const name = backend === 'node' ? 'SIGKILL' : 'Killed';
    expect(told.stderr.toString()).toBe(`tswalk: warning: -exec sh: terminated by signal 9 (${name}).\n`);
    const batch = runTswalk(['f', '-exec', 'sh', '-c', 'kill -9 $$', '{}', '+'], { cwd: tree.root });
    expect(batch.status).toBe(1);
  });

  test('a directory may change under a command that runs for it', async () => {
    await using tree = await makeTree({ a: directory({ old: file() }), b: directory() });
    // `.` is one character, too.
    const words = ['-s', '.', '-type', 'd', '-name', '?', '-exec', 'touch', '{}/new', ';', '-o', '-print'];
    const { stdout } = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend } });
    expect(sortedRecords(stdout)).toEqual(['./a/new', './a/old', './b/new', './new']);
    const dfs = runTswalk(['-S', 'dfs', '.', '-name', '?', '-exec', 'touch', '{}/newer', ';', '-o', '-name', 'newer', '-print'], {
      cwd: tree.root,
      env: { TSWALK_IO: backend },
    });
    expect(sortedRecords(dfs.stdout)).toEqual(['./a/newer', './b/newer', './newer']);
  });

  test('what is printed stands before what a command prints', async () => {
    await using tree = await makeTree({ d: directory(numberedFiles(50)) });
    const words = ['d', '-type', 'f', '-printf', '%f=', '-exec', 'echo', '{}', ';'];
    for (const line of records(runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend } }).stdout)) {
      const [name, path] = line.split('=');
      expect(path).toBe(`d/${name}`);
    }
  });

  describe('-ok', () => {
    test.each([
      ['y\n', true],
      ['n\n', false],
      ['yes\n', true],
      ['NO\n', false],
      ['q\n', false],
      ['', false],
      ['\n', false],
      [' y\n', false],
      ['Y', true],
      ['ja\n', false],
    ])('%j', async (answer, runs) => {
      await using tree = await makeBasic();
      const words = ['f', '-ok', 'echo', 'run', '{}', ';'];
      const { stdout, stderr, status } = runTswalk(words, {
        cwd: tree.root,
        env: { TSWALK_IO: backend },
        input: Buffer.from(answer),
      });
      expect(stderr.toString()).toBe('echo run f ? ');
      expect([stdout.toString(), status]).toEqual([runs ? 'run f\n' : '', 0]);
    });

    test('a command gets the input after the answer', async () => {
      await using tree = await makeBasic();
      const { stdout, stderr } = runTswalk(['f', 'f', '-okdir', 'sh', '-c', 'read x; echo "got $x"', ';'], {
        cwd: tree.root,
        env: { TSWALK_IO: backend },
        input: Buffer.from('y\nfirst\ny\nsecond\n'),
      });
      expect(stdout.toString()).toBe('got first\ngot second\n');
      expect(stderr.toString()).toBe('sh -c read x; echo "got $x" ? sh -c read x; echo "got $x" ? ');
    });

    test('a closed input is no answer, a refusal is false', async () => {
      await using tree = await makeBasic();
      const words = ['f', '-ok', 'echo', '{}', ';', '-o', '-print'];
      const { stdout, status } = runTswalk(words, { cwd: tree.root, env: { TSWALK_IO: backend }, after: '<&-' });
      expect([stdout.toString(), status]).toEqual(['f\n', 0]);
    });
  });
});

describe('names', () => {
  test('any byte of a name reaches the command', async () => {
    const names = Array.from({ length: 255 }, (_, i) => i + 1)
      .filter((byte) => byte !== 0x2f && byte !== 0x2e)
      .map((byte) => Buffer.of(0x61, byte, 0x62));
    await using tree = await makeTree(names.map((name) => [name, file()] as const));
    const expected = names.map((name) => name.toString('latin1')).sort();
    for (const last of [';', '+']) {
      const words = ['.', '-mindepth', '1', '-execdir', 'printf', '%s\\0', '{}', last];
      const { stdout } = runTswalk(words, { cwd: tree.root });
      expect(sortedRecords(stdout, '\0')).toEqual(expected.map((name) => `./${name}`));
    }
  });

  test('a path longer than any path may be can be a word, but no longer than a word may be', async () => {
    await using tree = await makeTree({ deep: chain(5_000, { f: file() }), x: file() }, IN_MEMORY);
    const words = ['deep', 'x', '-name', '[fx]', '-exec', 'sh', '-c', 'for w; do printf %s "$w" | wc -c; done', 'sh', '{}', '+'];
    const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root });
    const length = runFind(['deep', '-name', 'f', '-printf', '%p'], { cwd: tree.root }).stdout.length;
    expect([records(stdout).map(Number).sort(), stderr.toString(), status]).toEqual([[1, length].sort(), '', 0]);
    const long = 'x'.repeat(200);
    let inside: TreeSpec = { f: file() };
    for (let level = 0; level < 700; level++) inside = { [long]: directory(inside) };
    await using deeper = await makeTree({ deep: directory(inside), x: file() }, IN_MEMORY);
    const more = runTswalk(words, { cwd: deeper.root });
    expect([more.stdout.toString(), more.status]).toEqual(['1\n', 1]);
    expect(more.stderr.toString('latin1').endsWith('/f: -exec sh: Argument list too long.\n')).toBe(true);
    const bottom = runTswalk(['deep', '-name', 'f', '-execdir', 'echo', '{}', ';'], { cwd: deeper.root });
    expect(bottom.stdout.toString()).toBe('./f\n');
  }, 180_000);
});

describe('batches', () => {
  test('200,000 files are handed over exactly once, in a few batches', async () => {
    await using tree = await makeTree({}, IN_MEMORY);
    run(['bash', '-c', 'for d in {1..200}; do mkdir d$d; (cd d$d; touch file-with-a-name-{1..1000}); done'], { cwd: tree.root });
    const outcome = runTswalk(['.', '-exec', 'sh', '-c', 'echo "$#" >&2; printf "%s\\0" "$@"', 'sh', '{}', '+'], {
      cwd: tree.root,
    });
    const expected = sortedRecords(runFind(['.', '-print0'], { cwd: tree.root }).stdout, '\0');
    expect(expected.length).toBe(200_201);
    expect(sortedRecords(outcome.stdout, '\0').join('\n') === expected.join('\n')).toBe(true);
    const counts = records(outcome.stderr).map(Number);
    expect(counts.length).toBeLessThan(8);
    expect(counts.reduce((sum, count) => sum + count)).toBe(200_201);
  }, 180_000);

  test.each([
    ['a small stack', 'ulimit -s 512;'],
    // ARG_MAX is then without a limit, but the kernel has one of 6 MiB all the same.
    ['no limit of the stack', 'ulimit -s unlimited;'],
  ])(
    'with %s nothing is lost',
    async (_, before) => {
      await using tree = await makeTree({});
      run(['bash', '-c', `mkdir d; cd d; seq -f 'f%.0f-${'x'.repeat(200)}' 40000 | xargs touch`], { cwd: tree.root });
      const words = ['d', '-exec', 'sh', '-c', 'echo "$#" >&2; printf "%s\\n" "$@"', 'sh', '{}', '+'];
      const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root, before });
      expect(status).toBe(0);
      const found = sortedRecords(stdout);
      expect(found.join('\n') === sortedRecords(runFind(['d'], { cwd: tree.root }).stdout).join('\n')).toBe(true);
      expect(
        records(stderr)
          .map(Number)
          .reduce((sum, count) => sum + count),
      ).toBe(40_001);
    },
    180_000,
  );

  test('two batches in an expression end in its order', async () => {
    await using tree = await makeBasic();
    const words = ['f', '-exec', 'echo', '1', '{}', '+', '-exec', 'echo', '2', '{}', '+'];
    expect(runTswalk(words, { cwd: tree.root }).stdout.toString()).toBe('1 f\n2 f\n');
  });
});

describe('what a command finds', () => {
  test('no descriptor of the walk, its limit and signals as a shell leaves them', async () => {
    await using tree = await makeTree({ d: directory({ f: file() }) });
    const code = 'ls /proc/self/fd; ulimit -Sn; grep Sig[BI] /proc/self/status';
    const direct = run(['bash', '-c', `ulimit -Sn 200; exec 3</etc/passwd; sh -c '${code}' | cat; true`]).stdout.toString();
    const words = ['d', '-fprint', tree.path('out'), '-name', 'f', '-execdir', 'sh', '-c', code, ';'];
    const command = shellCode([...tswalkCommand(), ...words]).replace(/^ *exec/, '');
    const { stdout } = run(['bash', '-c', `ulimit -Sn 200; exec 3</etc/passwd; ${command} | cat; true`], { cwd: tree.root });
    expect(stdout.toString()).toBe(direct);
    expect(readFileSync(tree.path('out'), 'utf8')).toBe('d\nd/f\n');
  });

  test('under ulimit -n 32 a deep walk still runs its commands', async () => {
    await using tree = await makeTree({ deep: chain(200, { f: file() }) });
    const words = ['deep', '-execdir', 'true', '{}', '+', '-name', 'f', '-execdir', 'echo', '{}', ';'];
    const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root, before: 'ulimit -n 32;' });
    expect([stdout.toString(), stderr.toString(), status]).toEqual(['./f\n', '', 0]);
  });

  test.each([32, 40, 44])('under ulimit -n %i there are descriptors left for the commands of plain Node.js', async (limit) => {
    const leaves = wide({ directories: 4, filesPerDirectory: 1 });
    const inner = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, directory(leaves)]));
    await using tree = await makeTree(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, directory(inner)])));
    const { stdout, stderr } = runTswalk(['-j1', '.', '-size', '0', '-name', 'f0', '-execdir', 'echo', '{}', ';'], {
      cwd: tree.root,
      env: { TSWALK_IO: 'node' },
      before: `ulimit -n ${limit};`,
    });
    expect([stdout.toString(), stderr.toString()]).toEqual(['./f0\n'.repeat(64), '']);
  });
});

describe('$PATH and -execdir', () => {
  const node = process.execPath;
  const bin = tswalkCommand().at(-1)!;

  test.each([
    ['', 'echo', 1],
    [':/bin', 'echo', 1],
    ['/bin:', 'echo', 1],
    ['/bin:foo', 'echo', 1],
    ['/bin:foo', '/bin/echo', 0],
    ['/bin', 'echo', 0],
  ])('PATH=%s, %s', async (path, command, status) => {
    await using tree = await makeBasic();
    const outcome = run(['env', `PATH=${path}`, node, bin, 'f', '-execdir', command, '{}', ';'], { cwd: tree.root });
    expect(outcome.status).toBe(status);
    expect(outcome.stdout.toString()).toBe(status === 0 ? './f\n' : '');
    if (status === 1)
      expect(outcome.stderr.toString()).toContain('This action would be unsafe, since $PATH contains the relative path');
  });

  test('a link in the place of the directory leads no command elsewhere', async () => {
    await using tree = await makeTree({
      d: directory({ f: file(), g: file() }),
      outside: directory({ f: file(), g: file() }),
      swap: link('outside'),
    });
    const swap = ['-name', 'f', '-exec', 'sh', '-c', 'mv d away; mv swap d', ';'];
    for (const root of ['d', '.']) {
      run(['sh', '-c', 'test ! -e away || { mv d swap; mv away d; }'], { cwd: tree.root });
      const words = ['-s', root, '-path', '*d/*', ...swap, '-o', '-name', 'g', '-path', '*d/*', '-execdir', 'pwd', '-P', ';'];
      const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root });
      expect([stdout.toString(), status]).toEqual(['', 1]);
      expect(stderr.toString()).toMatch(/^tswalk: error: (\.\/)?d\/g: (Not a directory|Too many levels of symbolic links)\.\n$/);
    }
  });
});
