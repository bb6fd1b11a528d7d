/**
 * What programs get of a walk: the entries that the command prints, their fields, and what each option changes; over every backend.
 *
 * Expected values are those of node:fs on the same real tree, or of the tree's own description.
 */

import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  and,
  collect,
  count,
  type Entry,
  type ExpressionInput,
  name,
  not,
  or,
  prune,
  type Roots,
  size,
  type,
  WalkError,
  type WalkOptions,
  walk,
  walkSync,
} from '../../../src/walk/index.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { chain, directory, fifo, file, link, makeTree, type Tree } from '../../fixture/tree.ts';

let tree: Tree;

beforeAll(async () => {
  tree = await makeTree({
    top: directory({
      'a.ts': file({ sizeBytes: 3000, time: 1_000_000_000.123456 }),
      'b10.js': file({ sizeBytes: 10, time: 1_000_000_003 }),
      'b9.js': file({ sizeBytes: 500_000, time: 1_000_000_001 }),
      '.hidden': directory({ inside: file() }),
      deep: directory({ deeper: directory({ 'c.ts': file({ sizeBytes: 7, time: 1_000_000_002 }) }) }),
      'ünï.ts': file({ sizeBytes: 1, time: 1_000_000_000 }),
      link: link('deep'),
      loop: link('.'),
      missing: link('nowhere'),
      pipe: fifo(),
    }),
  });
});
afterAll(() => tree[Symbol.asyncDispose]());

const texts = (entries: Iterable<Entry>): string[] => [...entries].map((entry) => entry.path);

describe.each(BACKENDS)('over %s', (backend) => {
  const gather = async (roots: Roots, expression?: ExpressionInput | null, options: WalkOptions = {}): Promise<Entry[]> =>
    collect(roots, expression, { ...options, backend });
  /** Paths below the tree's top, in order. */
  const paths = async (expression?: ExpressionInput | null, options: WalkOptions = {}): Promise<string[]> =>
    texts(await gather('top', expression, { cwd: tree.root, ...options })).map((path) => path.slice('top/'.length));

  test('all five ways find the same', async () => {
    const expected = await paths(null, { sort: 'name' });
    expect(expected).toEqual([
      '',
      '.hidden',
      'a.ts',
      'b10.js',
      'b9.js',
      'deep',
      'link',
      'loop',
      'missing',
      'pipe',
      'ünï.ts',
      '.hidden/inside',
      'deep/deeper',
      'deep/deeper/c.ts',
    ]);
    const options = { cwd: tree.root, sort: 'name', backend } as const;
    const fromWalk: string[] = [];
    for await (const entry of walk('top', null, options)) fromWalk.push(entry.path.slice(4));
    const fromBatches: string[] = [];
    for await (const batch of walk.batches('top', null, options)) fromBatches.push(...texts(batch).map((path) => path.slice(4)));
    expect(fromWalk).toEqual(expected);
    expect(fromBatches).toEqual(expected);
    expect(texts(walkSync('top', null, options)).map((path) => path.slice(4))).toEqual(expected);
    expect(await count('top', null, options)).toBe(expected.length);
  });

  test.each<[string, ExpressionInput, string[]]>([
    ['a line', "-name '*.ts' -size +1c", ['a.ts', 'deep/deeper/c.ts']],
    ['words', ['-name', '*.ts', '-size', '+1c'], ['a.ts', 'deep/deeper/c.ts']],
    ['conditions', and(name('*.ts'), size.moreThan(1)), ['a.ts', 'deep/deeper/c.ts']],
    ['a function', (entry) => entry.isFile() && entry.stat.size > 1000, ['a.ts', 'b9.js']],
    ['all of them', [name('b*'), (entry) => entry.name.length === 5, '-size', '+1c'], ['b9.js']],
    ['characters, not bytes', "-name '?????ts' -o -name '???.ts'", ['ünï.ts']],
    ['-prune -o -print', [name('d*'), prune(), '-o', type('directory'), '-print'], ['', '.hidden']],
    ['-print0 as well', '-name c.ts -print0', ['deep/deeper/c.ts']],
    ['an action that prints twice', '-name c.ts -print -print', ['deep/deeper/c.ts', 'deep/deeper/c.ts']],
    ['no action but a function', not((entry) => entry.depth < 3), ['deep/deeper/c.ts']],
    ['-quit', '-name .hidden -quit -o -maxdepth 0', ['']],
  ])('an expression of %s', async (_, expression, expected) => {
    expect(await paths(expression, { sort: 'name' })).toEqual(expected);
  });

  test('an entry says where it is and what it is', async () => {
    const entries = await gather('top/', null, { cwd: tree.root, sort: 'name' });
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    const [top] = entries;
    expect(top).toMatchObject({ path: 'top/', name: 'top', depth: 0, root: 'top/', parentPath: '.', type: 'directory' });
    expect(byName.get('c.ts')).toMatchObject({
      path: 'top/deep/deeper/c.ts',
      parentPath: 'top/deep/deeper',
      root: 'top/',
      depth: 3,
      type: 'file',
    });
    expect(byName.get('ünï.ts')!.nameBytes).toEqual(Buffer.from('ünï.ts'));
    expect(byName.get('ünï.ts')!.pathBytes).toEqual(Buffer.from('top/ünï.ts'));
    expect(byName.get('pipe')!.isFIFO()).toBe(true);
    expect(byName.get('link')!.isSymbolicLink()).toBe(true);
    expect(byName.get('deep')!.isDirectory()).toBe(true);
    expect(byName.get('a.ts')!.isFile()).toBe(true);
    const kinds = entries.map((e) => [e.isSocket(), e.isBlockDevice(), e.isCharacterDevice()]);
    expect(kinds.flat()).not.toContain(true);
  });

  test.each([false, true])('the status is that of fs.lstat, exact to the nanosecond; looked up beforehand: %s', async (stat) => {
    for (const entry of await gather(tree.path('top'), null, { stat })) {
      const expected = lstatSync(entry.path, { bigint: true });
      const { stat: found } = entry;
      expect([found.dev, found.ino, found.rdev]).toEqual([expected.dev, expected.ino, expected.rdev]);
      expect([found.mode, found.nlink, found.uid, found.gid, found.size, found.blocks].map(BigInt)).toEqual([
        expected.mode,
        expected.nlink,
        expected.uid,
        expected.gid,
        expected.size,
        expected.blocks,
      ]);
      expect([found.atimeNs, found.mtimeNs, found.ctimeNs]).toEqual([expected.atimeNs, expected.mtimeNs, expected.ctimeNs]);
      expect(found.mtime).toEqual(expected.mtime);
      expect([found.isFile(), found.isDirectory(), found.isSymbolicLink()]).toEqual([
        expected.isFile(),
        expected.isDirectory(),
        expected.isSymbolicLink(),
      ]);
    }
  });

  test('links are followed where that is asked for, and loops are errors', async () => {
    const errors: WalkError[] = [];
    const onError = (error: WalkError): number => errors.push(error);
    const found = await gather(tree.path('top'), name('c.ts'), { follow: 'always', onError });
    expect(texts(found).sort()).toEqual([tree.path('top/deep/deeper/c.ts'), tree.path('top/link/deeper/c.ts')]);
    expect(errors.map(({ code, path }) => [code, path])).toEqual([['ELOOP', tree.path('top/loop')]]);
    expect((await gather(tree.path('top/link'), null, { maxDepth: 1 })).length).toBe(1);
    expect((await gather(tree.path('top/link'), null, { maxDepth: 1, follow: 'roots' })).length).toBe(2);
    const [entry] = await gather(tree.path('top/link'), null, { maxDepth: 0, follow: 'always' });
    expect(entry!.stat.ino).toBe(statSync(tree.path('top/deep'), { bigint: true }).ino);
  });

  test('order: level by level, or each directory with what is below it; post order', async () => {
    const options: WalkOptions = { sort: 'name', ignore: ['.hidden', 'l*', 'm*', 'p*', 'b*'] };
    expect(await paths(null, options)).toEqual(['', 'a.ts', 'deep', 'ünï.ts', 'deep/deeper', 'deep/deeper/c.ts']);
    const depthFirst = ['', 'a.ts', 'deep', 'deep/deeper', 'deep/deeper/c.ts', 'ünï.ts'];
    expect(await paths(null, { ...options, order: 'dfs' })).toEqual(depthFirst);
    expect(await paths(null, { ...options, order: 'dfs', postOrder: true })).toEqual([
      'a.ts',
      'deep/deeper/c.ts',
      'deep/deeper',
      'deep',
      'ünï.ts',
      '',
    ]);
  });

  const files = and(type('file'), not(name('inside')));
  test.each<[string, WalkOptions, string[]]>([
    ['by name', { sort: 'name' }, ['a.ts', 'b10.js', 'b9.js', 'ünï.ts', 'deep/deeper/c.ts']],
    ['by name, reversed', { sort: 'name', reverse: true }, ['ünï.ts', 'b9.js', 'b10.js', 'a.ts', 'deep/deeper/c.ts']],
    ['naturally', { sort: 'natural' }, ['a.ts', 'b9.js', 'b10.js', 'ünï.ts', 'deep/deeper/c.ts']],
    ['by size', { sort: 'size' }, ['b9.js', 'a.ts', 'b10.js', 'ünï.ts', 'deep/deeper/c.ts']],
    ['by size, the smallest first', { sort: 'size', reverse: true }, ['ünï.ts', 'b10.js', 'a.ts', 'b9.js', 'deep/deeper/c.ts']],
    ['by time', { sort: 'mtime' }, ['b10.js', 'b9.js', 'a.ts', 'ünï.ts', 'deep/deeper/c.ts']],
    ['depth-first by size', { sort: 'size', order: 'dfs' }, ['b9.js', 'deep/deeper/c.ts', 'a.ts', 'b10.js', 'ünï.ts']],
    ['the first two of all by name', { sort: 'name', limit: 2 }, ['a.ts', 'b10.js']],
    ['the last two of all by name', { sort: 'name', reverse: true, limit: 2 }, ['ünï.ts', 'deep/deeper/c.ts']],
    ['the first three of all naturally', { sort: 'natural', limit: 3 }, ['a.ts', 'b9.js', 'b10.js']],
    ['the largest three', { sort: 'size', limit: 3 }, ['b9.js', 'a.ts', 'b10.js']],
    ['the smallest two', { sort: 'size', reverse: true, limit: 2 }, ['ünï.ts', 'deep/deeper/c.ts']],
    ['the latest three', { sort: 'mtime', limit: 3 }, ['b10.js', 'deep/deeper/c.ts', 'b9.js']],
    ['more of the latest than there are', { sort: 'mtime', limit: 9 }, ['b10.js', 'deep/deeper/c.ts', 'b9.js', 'a.ts', 'ünï.ts']],
  ])('sorted %s', async (_, options, expected) => {
    const found = await paths(files, options);
    // Where a directory comes among its siblings depends on its own size.
    if (options.order === 'dfs')
      expect(found.filter((path) => !path.includes('/'))).toEqual(expected.filter((p) => !p.includes('/')));
    else expect(found).toEqual(expected);
  });

  test.each<[string, WalkOptions, ExpressionInput | null, string[]]>([
    ['maxDepth', { maxDepth: 1 }, name('d*'), ['deep']],
    ['the smaller of two depths', { maxDepth: 3 }, [name('d*'), '-maxdepth', '1'], ['deep']],
    ['maxDepth 0', { maxDepth: 0 }, null, ['']],
    ['dot', { dot: false }, type('directory'), ['', 'deep', 'deep/deeper']],
    ['ignore', { ignore: '**/deeper' }, type('directory'), ['', '.hidden', 'deep']],
    [
      'ignore of directories only',
      { ignore: ['deep/', 'a.ts/', '**/c.ts/'] },
      or(type('directory'), name('*.ts')),
      ['', '.hidden', 'a.ts', 'ünï.ts'],
    ],
    ['ignore of several', { ignore: ['deep/**', '.*'] }, type('directory'), ['']],
    ['exclude', { exclude: (entry) => entry.name === 'deep' }, type('directory'), ['', '.hidden']],
    ['limit', { limit: 2 }, type('directory'), ['', '.hidden']],
    ['limit 0', { limit: 0 }, null, []],
    ['one request in flight', { queueDepth: 1, threads: 1 }, type('directory'), ['', '.hidden', 'deep', 'deep/deeper']],
  ])('the option %s', async (_, options, expression, expected) => {
    const sort = options.limit === undefined ? { sort: 'name' as const } : {};
    const found = await paths(expression, { ...sort, ...options });
    expect(found.length).toBe(expected.length);
    if (options.limit === undefined) expect(found).toEqual(expected);
  });

  test('a limit stops the walk, also while counting', async () => {
    expect(await count('top', null, { cwd: tree.root, limit: 3, backend })).toBe(3);
    for (const sort of ['name', 'size'] as const) {
      expect(await count('top', '-type f', { cwd: tree.root, limit: 3, sort, backend })).toBe(3);
      expect(await count('top', '-type f -name "b*"', { cwd: tree.root, limit: 3, sort, backend })).toBe(2);
    }
  });

  test('paths as given, absolute and real', async () => {
    const one = async (root: string, options: WalkOptions): Promise<string[]> =>
      texts(await gather(root, name('c.ts'), { cwd: tree.path('top'), follow: 'roots', ...options }));
    const real = realpathSync(tree.path('top/deep/deeper/c.ts'));
    expect(await one('./deep', {})).toEqual(['./deep/deeper/c.ts']);
    expect(await one('./deep//', { paths: 'absolute' })).toEqual([tree.path('top/deep/deeper/c.ts')]);
    expect(await one('link', { paths: 'absolute' })).toEqual([tree.path('top/link/deeper/c.ts')]);
    expect(await one('link', { paths: 'real' })).toEqual([real]);
    expect(await one('.', { paths: 'real', follow: 'always', onError: 'ignore' })).toEqual([real, real]);
    expect(await one('..', { paths: 'absolute', ignore: 'top/link' })).toEqual([tree.path('top/deep/deeper/c.ts')]);
    expect(texts(await gather('/', null, { maxDepth: 0, paths: 'absolute' }))).toEqual(['/']);
    const [entry] = await gather('.', name('c.ts'), { cwd: tree.path('top'), paths: 'absolute' });
    expect(entry!.parentPath).toBe(tree.path('top/deep/deeper'));
    expect(entry!.stat.size).toBe(7);
  });

  test('starting points are text, bytes and URLs', async () => {
    const roots = [tree.path('top/a.ts'), Buffer.from(tree.path('top/pipe')), pathToFileURL(tree.path('top/b9.js'))];
    expect((await gather(roots)).map((entry) => entry.name)).toEqual(['a.ts', 'pipe', 'b9.js']);
    expect(await gather([])).toEqual([]);
    expect(() => walk('a\0b')).toThrow(TypeError);
    expect(() => walk(1 as unknown as string)).toThrow(TypeError);
  });

  test('what another realm has made is what it is, as in the environments of test runners', async () => {
    const [path, word, words] = runInNewContext(
      "[new Uint8Array([46]), new Uint8Array([45, 101, 109, 112, 116, 121]), ['-type', 'f']]",
    );
    const url = { href: `${pathToFileURL(tree.root).href}/`, protocol: 'file:', hostname: '', pathname: `${tree.root}/` } as URL;
    const found = await gather([path, 'top/a.ts'], [word, '-o', words], { cwd: url, maxDepth: 0 });
    expect(texts(found)).toEqual(['top/a.ts']);
  });

  test('bytes that change after the walk was made do not change it', async () => {
    const [root, word] = [Buffer.from('top'), Buffer.from('a.ts')];
    const options = { cwd: tree.root, maxDepth: 1, backend };
    const made = walk(root, ['-name', word], options);
    root.fill(0x78);
    word.fill(0x78);
    expect((await made.next()).value?.path).toBe('top/a.ts');
    await made.return?.();
  });

  test('files of the expression are in cwd, too', async () => {
    expect(await paths('-newer top/b9.js -type f ! -name inside', { sort: 'name' })).toEqual(['b10.js', 'deep/deeper/c.ts']);
    await using output = await makeTree({ x: file() });
    await gather('x', '-fprint out', { cwd: output.root });
    expect(texts(await gather('.', name('out'), { cwd: output.root }))).toEqual(['./out']);
  });

  test('-exec runs in cwd', async () => {
    await using place = await makeTree({ x: file({ content: 'old' }) });
    await gather('x', ['-exec', 'cp', '{}', 'y', ';'], { cwd: place.root });
    await gather('x', '-exec touch z {} +', { cwd: place.root });
    expect(texts(await gather('.', name('[yz]*'), { cwd: place.root, sort: 'name' }))).toEqual(['./y', './z']);
  });

  test('names that are not UTF-8 are exact as bytes, and have U+FFFD as text', async () => {
    const bad = Buffer.from([0x66, 0xff, 0x80]);
    await using place = await makeTree([[bad, directory([[Buffer.from([0xfe]), file()]])]]);
    const [found] = await gather(place.root, type('file'));
    expect(found!.path).toBe(`${place.root}/f\ufffd\ufffd/\ufffd`);
    expect(found!.pathBytes).toEqual(Buffer.concat([Buffer.from(`${place.root}/`), bad, Buffer.from('/\xfe', 'latin1')]));
    expect(found!.parentPathBytes.subarray(-3)).toEqual(bad);
    expect(found!.stat.isFile()).toBe(true);
    const [bytes] = await collect(place.root, type('file'), { encoding: 'buffer', paths: 'absolute', backend });
    expect(bytes!.path).toEqual(found!.pathBytes);
    expect(bytes!.name).toEqual(Buffer.from([0xfe]));
  });

  test('a path longer than the kernel takes has a status', async () => {
    await using place = await makeTree({ top: chain(3000, { end: file({ sizeBytes: 5 }) }) });
    const [found] = await gather(place.path('top'), name('end'));
    expect(found!.depth).toBe(3000);
    expect(found!.stat.size).toBe(5);
  });

  test('errors end in an AggregateError, go to a function, or nowhere', async () => {
    const missing = tree.path('gone');
    const roots = [missing, tree.path('top/pipe')];
    const seen: string[] = [];
    const run = async (): Promise<void> => {
      for await (const entry of walk(roots, null, { backend })) seen.push(entry.name);
    };
    const error = await run().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(seen).toEqual(['pipe']);
    expect(error).toBeInstanceOf(AggregateError);
    const [first] = (error as AggregateError).errors as WalkError[];
    expect(first).toBeInstanceOf(WalkError);
    expect(first).toMatchObject({ code: 'ENOENT', errno: -2, path: missing, pathBytes: Buffer.from(missing) });
    expect(first!.message).toBe(`ENOENT: No such file or directory: '${missing}'`);

    const told: string[] = [];
    const onError = (each: WalkError): number => told.push(each.code);
    expect((await gather(roots, null, { onError })).length).toBe(1);
    expect(told).toEqual(['ENOENT']);
    expect((await gather(roots, null, { onError: 'ignore' })).length).toBe(1);
    expect(() => [...walkSync(roots, null, { backend })]).toThrow(AggregateError);
  });

  test('what a function throws ends the walk', async () => {
    const fail = (): never => {
      throw new RangeError('on purpose');
    };
    await expect(gather(tree.path('top'), fail)).rejects.toThrow('on purpose');
    await expect(gather(tree.path('top'), null, { exclude: fail })).rejects.toThrow('on purpose');
    await expect(gather(tree.path('gone'), null, { onError: fail })).rejects.toThrow('on purpose');
    expect(() => [...walkSync(tree.path('top'), fail, { backend })]).toThrow('on purpose');
  });

  test('a function that answers later is refused: its promise would always count as true', async () => {
    const later = (async () => false) as unknown as () => boolean;
    const message = 'answered with a promise';
    await expect(gather(tree.path('top'), later)).rejects.toThrow(message);
    await expect(gather(tree.path('top'), null, { exclude: later })).rejects.toThrow(message);
  });

  test('an entry that has vanished has no status', async () => {
    await using place = await makeTree({ x: file() });
    const [entry] = await gather(place.root, name('x'));
    const { unlinkSync } = await import('node:fs');
    unlinkSync(join(place.root, 'x'));
    expect(() => entry!.stat).toThrow(WalkError);
  });
});

test.each<[string, unknown, string]>([
  ['an unknown option', { depth: 1 }, 'There is no option depth'],
  ['an unknown order', { order: 'random' }, 'The option order is "random", not one of bfs, dfs, ids, eds'],
  ['no options', null, 'The options are null, not an object'],
  ['options of another kind', 'bfs', 'The options are "bfs", not an object'],
  ['a word for yes', { dot: 'no' }, 'The option dot is "no", not true or false'],
  ['a number for yes', { postOrder: 1 }, 'The option postOrder is 1, not true or false'],
  ['nothing for no', { stat: null }, 'The option stat is null, not true or false'],
  ['a glob that is none', { ignore: 5 }, 'The option ignore is 5, not a glob or a list of globs'],
  [
    'an absolute glob',
    { ignore: ['a', '/b'] },
    'The option ignore holds "/b": its globs are against the path below the starting point',
  ],
  ['an empty glob', { ignore: ['a', ''] }, 'The option ignore is ["a",""], not a glob or a list of globs'],
  ['a place that is none', { cwd: 5 }, 'The option cwd is 5, not a path or a URL'],
  ['a depth as text', { maxDepth: '2' }, 'The option maxDepth is "2", not a whole number 0 or more'],
  ['a negative depth', { maxDepth: -1 }, 'The option maxDepth is -1, not a whole number 0 or more'],
  ['no threads', { threads: 0 }, 'The option threads is 0, not a whole number from 1 to 1024'],
  ['too deep a queue', { queueDepth: 513 }, 'The option queueDepth is 513, not a whole number from 1 to 512'],
  ['a reversed nothing', { reverse: true }, 'The option reverse needs the option sort'],
  ['no signal', { signal: {} }, 'The option signal is no AbortSignal'],
  ['a place that is not there', { cwd: '/nonexistent' }, "ENOENT: No such file or directory: '/nonexistent'"],
])('%s is refused', (_, options, message) => {
  expect(() => walk('.', null, options as WalkOptions)).toThrow(message);
});
