/** Trees and processes at their limits: depth, descriptors, loops, rights. */

import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { records, runFind, runTswalk, sortedRecords, tswalkCommand } from '../../fixture/run.ts';
import { chain, directory, file, link, makeTree, numberedFiles, type Tree, wide } from '../../fixture/tree.ts';

const BACKENDS = ['uring', 'sync', 'node'] as const;

describe('5,000 levels deep', () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await makeTree({ deep: chain(5_000, { bottom: file({ sizeBytes: 600 }), f: file() }) });
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
    test.each([
      [[]],
      [['-depth']],
      [['-type', 'f', '-size', '2']],
      [['-empty']],
      [['-name', 'bottom', '-newer', '/etc/passwd']],
      [['-L', '-name', 'bottom']],
    ])('%j finds what find does', (words) => {
      const options = { cwd: tree.root, env: { TSWALK_IO: backend } };
      const { stdout, stderr, status } = runTswalk(['deep', ...words], options);
      expect(stderr.toString('latin1', 0, 200)).toBe('');
      expect(status).toBe(0);
      // There is no link in the tree, and GNU find -L gives up so deep.
      const reference = runFind(['deep', ...words.filter((word) => word !== '-L')], options).stdout;
      const same = sortedRecords(stdout).join('\n') === sortedRecords(reference).join('\n');
      expect(same, `${records(stdout).length} paths, find has ${records(reference).length}`).toBe(true);
    });
  });
});

describe('with 32 descriptors', () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await makeTree({
      wide: directory(wide({ directories: 120, filesPerDirectory: 3 })),
      large: directory(numberedFiles(5_000)),
      larger: directory(numberedFiles(4_000)),
      deep: chain(200, wide({ directories: 40, filesPerDirectory: 2 })),
    });
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  describe.each(BACKENDS)('TSWALK_IO=%s', (backend) => {
    test.each([[[]], [['-depth']], [['-size', '0']], [['-empty']], [['-L', '-type', 'f']], [['-j8', '-type', 'd']]])(
      '%j',
      (words) => {
        const options = { cwd: tree.root, env: { TSWALK_IO: backend } };
        const { stdout, stderr, status } = runTswalk(['.', ...words], { ...options, before: 'ulimit -n 32;' });
        expect(stderr.toString()).toBe('');
        expect(status).toBe(0);
        expect(stdout.equals(runTswalk(['.', ...words], options).stdout)).toBe(true);
        expect(records(stdout).length).toBeGreaterThan(100);
      },
    );
  });
});

describe('loops under -L', () => {
  test.each(BACKENDS)('TSWALK_IO=%s: reported with the ancestor, not entered, the walk goes on', async (backend) => {
    await using tree = await makeTree({
      a: directory({ b: directory({ up: link('..'), self: link('.'), top: link('../..'), f: file() }) }),
      z: file(),
    });
    const { stdout, stderr, status } = runTswalk(['-L', '.'], { cwd: tree.root, env: { TSWALK_IO: backend } });
    expect(sortedRecords(stdout)).toEqual(['.', './a', './a/b', './a/b/f', './z']);
    expect(sortedRecords(stderr)).toEqual([
      'tswalk: error: ./a/b/self: Filesystem loop back to ./a/b',
      'tswalk: error: ./a/b/top: Filesystem loop back to .',
      'tswalk: error: ./a/b/up: Filesystem loop back to ./a',
    ]);
    expect(status).toBe(1);
  });

  test('the ancestor is named by its bytes', async () => {
    await using tree = await makeTree([[Buffer.from([0x72, 0xff]), directory({ up: link('.') })]]);
    const { stderr } = runTswalk(['-L', '.', '-false'], { cwd: tree.root });
    expect(records(stderr)).toEqual(['tswalk: error: ./r\xff/up: Filesystem loop back to ./r\xff']);
  });

  test('a link to a directory that is no ancestor is walked, as often as there are links', async () => {
    await using tree = await makeTree({ a: directory({ f: file() }), b: directory({ l: link('../a'), m: link('../a') }) });
    const { stdout, status } = runTswalk(['-L', '.', '-name', 'f'], { cwd: tree.root });
    expect(sortedRecords(stdout)).toEqual(['./a/f', './b/l/f', './b/m/f']);
    expect(status).toBe(0);
  });

  test('a link to itself is an error of that entry', async () => {
    await using tree = await makeTree({ self: link('self'), f: file() });
    const { stdout, stderr, status } = runTswalk(['-L', '.'], { cwd: tree.root });
    expect(sortedRecords(stdout)).toEqual(['.', './f']);
    expect(stderr.toString()).toBe('tswalk: error: ./self: Too many levels of symbolic links.\n');
    expect(status).toBe(1);
  });
});

describe('rights', () => {
  /** As root nothing is unreadable: then the command runs as `nobody`. */
  const asOrdinaryUser = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : '';

  test.each(BACKENDS)('TSWALK_IO=%s: an unreadable directory is found, reported, and the walk goes on', async (backend) => {
    await using tree = await makeTree({
      closed: directory({ hidden: file() }, { mode: 0o000 }),
      listed: directory({ f: file() }, { mode: 0o444 }),
      open: directory({ f: file() }),
    });
    const { stdout, stderr, status } = runTswalk(['.'], {
      cwd: tree.root,
      env: { TSWALK_IO: backend },
      prefix: asOrdinaryUser,
    });
    expect(sortedRecords(stdout)).toEqual(['.', './closed', './listed', './listed/f', './open', './open/f']);
    expect(stderr.toString()).toBe('tswalk: error: ./closed: Permission denied.\n');
    expect(status).toBe(1);
  });

  test('a name whose status is refused fails only the tests that need it', async () => {
    await using tree = await makeTree({ listed: directory({ f: file() }, { mode: 0o444 }), open: directory({ f: file() }) });
    const run = (...words: string[]): ReturnType<typeof runTswalk> =>
      runTswalk(words, { cwd: tree.root, prefix: asOrdinaryUser });
    expect(sortedRecords(run('.', '-name', 'f').stdout)).toEqual(['./listed/f', './open/f']);
    const { stdout, stderr, status } = run('.', '-type', 'f', '-size', '0');
    expect(sortedRecords(stdout)).toEqual(['./open/f']);
    expect(stderr.toString()).toBe('tswalk: error: ./listed/f: Permission denied.\n');
    expect(status).toBe(1);
  });

  test('an unreadable starting point is reported', async () => {
    await using tree = await makeTree({ closed: directory({}, { mode: 0o000 }) });
    const { stdout, stderr, status } = runTswalk(['closed'], {
      cwd: tree.root,
      prefix: asOrdinaryUser,
    });
    expect(stdout.toString()).toBe('closed\n');
    expect(stderr.toString()).toBe('tswalk: error: closed: Permission denied.\n');
    expect(status).toBe(1);
  });
});

test('a walk of / does not stop at what cannot be read there', () => {
  const { status, stdout } = runTswalk(['/proc/self/', '-maxdepth', '2', '-false'], {});
  expect([0, 1]).toContain(status);
  expect(stdout.length).toBe(0);
  expect(execFileSync('sh', ['-c', `${tswalkCommand().join(' ')} /dev -type c -name null`]).toString()).toBe('/dev/null\n');
});
