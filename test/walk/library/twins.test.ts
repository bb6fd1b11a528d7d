/** What the command adds to find, asked for by a program: sums, records, several calls at a time, whether there is any, globs, git's rules. */

import { linkSync, lstatSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  changedBefore,
  changedWithin,
  collect,
  ExpressionError,
  type ExpressionInput,
  extension,
  forEach,
  glob,
  iglob,
  paths,
  records,
  some,
  sum,
} from '../../../src/walk/index.ts';
import { BACKENDS } from '../../fixture/backends.ts';
import { directory, file, link, makeTree, type Tree } from '../../fixture/tree.ts';

let tree: Tree;

beforeAll(async () => {
  tree = await makeTree([
    ['a.ts', file({ sizeBytes: 3000, time: 1_000_000_000.5 })],
    ['b.ts', file({ sizeBytes: 500 })],
    ['c.js', file({ sizeBytes: 70_000 })],
    [
      'deep',
      directory({
        'd.ts': file({ sizeBytes: 7 }),
        README: file({ sizeBytes: 1 }),
        '.gitignore': file({ content: '*.js\nREADME\n' }),
      }),
    ],
    ['link', link('a.ts')],
    [Buffer.from([0x66, 0xff]), file()],
    ['.git', directory({ HEAD: file({ content: 'ref: refs/heads/main\n' }), objects: directory(), refs: directory() })],
  ]);
  linkSync(tree.path('c.js'), tree.path('deep/same.js'));
});
afterAll(() => tree[Symbol.asyncDispose]());

const gather = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe.each(BACKENDS)('sums over %s', (backend) => {
  test('of bytes, a file of two names once; of blocks; of files', async () => {
    expect(await sum(tree.root, '-type f ! -name .gitignore ! -name HEAD', { backend })).toBe(3000 + 500 + 70_000 + 7 + 1);
    const blocks = ['a.ts', 'b.ts'].reduce((total, name) => total + lstatSync(tree.path(name)).blocks, 0);
    expect(await sum(tree.root, '-name [ab].ts', { of: 'blocks', backend })).toBe(blocks);
    expect(await sum(tree.root, '-type f', { of: 'count', backend })).toBe(9);
    expect(await sum(tree.root, '-type f', { of: 'count', limit: 2, backend })).toBe(2);
    expect(await sum(tree.root, '-name nothing', { backend })).toBe(0);
  });

  test('in groups, the greatest first', async () => {
    const inDeep = { cwd: tree.path('deep'), backend };
    expect(await sum('.', '-name *.ts -o -name *.js -o -name README', { ...inDeep, by: 'ext' })).toEqual([
      { key: 'js', value: 70_000, count: 1 },
      { key: 'ts', value: 7, count: 1 },
      { key: '', value: 1, count: 1 },
    ]);
    expect(await sum(tree.root, '! -path */.git*', { of: 'count', by: 'type', backend })).toEqual([
      { key: 'file', value: 7, count: 7 },
      { key: 'directory', value: 2, count: 2 },
      { key: 'symlink', value: 1, count: 1 },
    ]);
    expect(await sum('.', '-name ?.ts', { cwd: tree.root, of: 'count', by: 'depth', backend })).toEqual([
      { key: 1, value: 2, count: 2 },
      { key: 2, value: 1, count: 1 },
    ]);
    expect(await sum('.', '-name ?.ts', { cwd: tree.root, by: 'dir', backend })).toEqual([
      { key: '.', value: 3500, count: 2 },
      { key: './deep', value: 7, count: 1 },
    ]);
    const owned = await sum(tree.path('a.ts'), null, { by: 'user', backend });
    expect(owned).toEqual([{ key: userInfo().username, value: 3000, count: 1 }]);
  });
});

test('a sum of what cannot be summed is refused', async () => {
  await expect(sum(tree.root, null, { of: 'inodes' as 'size' })).rejects.toThrow(/of is "inodes", not one of size/);
  await expect(sum(tree.root, null, { by: 'colour' as 'ext' })).rejects.toThrow(/by is "colour", not one of ext/);
  expect(await sum(tree.root, '-false', { sort: undefined, of: undefined, limit: undefined } as object)).toBe(0);
  await expect(sum(tree.root, null, { sort: 'name' } as object)).rejects.toThrow(/sort means nothing to a sum/);
});

describe.each(BACKENDS)('records over %s', (backend) => {
  test('have the fields that -json prints', async () => {
    const fields = ['path', 'ext', 'depth', 'size', 'size:human', 'mtime', 'mtime:epoch', 'type', 'target', 'user'] as const;
    const made = await gather(records('.', '-name a.ts -o -name link', fields, { cwd: tree.root, sort: 'name', backend }));
    expect(made[0]).toEqual({
      path: './a.ts',
      ext: 'ts',
      depth: 1,
      size: 3000,
      size_human: '2.9K',
      mtime: '2001-09-09T01:46:40.500000000Z',
      mtime_epoch: expect.closeTo(1_000_000_000.5, 3),
      type: 'f',
      target: null,
      user: userInfo().username,
    });
    expect(made[1]).toMatchObject({ path: './link', ext: '', type: 'l', target: 'a.ts' });
  });

  test('have the bytes of a name that is not UTF-8; come in the order of all', async () => {
    const [odd] = await gather(records('.', '-type f -size 0', ['name', 'fstype'], { cwd: tree.root, backend }));
    expect(odd).toMatchObject({ name: 'f\ufffd', name_base64: Buffer.from([0x66, 0xff]).toString('base64') });
    expect(odd!.fstype).toMatch(/^\w+$/);
    const largest = await gather(
      records('.', '-name *.ts', ['name', 'size'], { cwd: tree.root, sort: 'size', limit: 2, backend }),
    );
    expect(largest).toEqual([
      { name: 'a.ts', size: 3000 },
      { name: 'b.ts', size: 500 },
    ]);
  });
});

test('a record of what there is not is refused', () => {
  expect(() => records('.', null, ['colour' as 'path'])).toThrow(/no field "colour"; there are path, name/);
  expect(() => records('.', null, ['mtime:roman' as 'mtime'])).toThrow(/mtime has no style roman; there are iso/);
  expect(() => records('.', null, 'path' as unknown as ['path'])).toThrow(/are a list of their names/);
  expect(() => records('.', null, ['path'], { paths: 'absolute' } as object)).toThrow(/paths means nothing to a record/);
});

describe('some', () => {
  test('says whether there is any, and stops there', async () => {
    const seen = vi.fn(() => true);
    expect(await some(tree.root, ['-name', '*.ts', seen])).toBe(true);
    expect(seen).toHaveBeenCalledTimes(1);
    expect(await some(tree.root, '-name *.rs')).toBe(false);
  });

  test('what went wrong before the first one does not matter, without one it does', async () => {
    expect(await some([tree.path('gone'), tree.path('a.ts')])).toBe(true);
    await expect(some([tree.path('gone'), tree.path('a.ts')], '-name b.ts')).rejects.toThrow(AggregateError);
  });
});

describe('forEach', () => {
  test('what is no function is refused', async () => {
    await expect(forEach(tree.root, null, undefined as unknown as () => void)).rejects.toThrow(/is no function but undefined/);
  });

  test('calls as many at a time as it may, for each entry once', async () => {
    const seen: string[] = [];
    let underWay = 0;
    let most = 0;
    const call = async ({ name }: { name: string }): Promise<void> => {
      most = Math.max(most, ++underWay);
      await sleep(1);
      underWay--;
      seen.push(name);
    };
    await forEach(tree.root, '-type f', call, { concurrency: 3 });
    expect(most).toBe(3);
    expect(underWay).toBe(0);
    expect(seen.sort()).toEqual((await collect(tree.root, '-type f')).map(({ name }) => name).sort());
  });

  test('the first failure ends it, once what is under way is done', async () => {
    let started = 0;
    let ended = 0;
    const call = async (): Promise<void> => {
      if (++started === 2) throw new Error('no');
      await sleep(5);
      ended++;
    };
    await expect(forEach(tree.root, null, call, { concurrency: 2 })).rejects.toThrow('no');
    expect([started, ended]).toEqual([2, 1]);
    const throwing = (): void => {
      throw new Error('at once');
    };
    await expect(forEach(tree.root, null, throwing)).rejects.toThrow('at once');
  });

  test('an error of the walk is thrown when the calls are done', async () => {
    let ended = 0;
    const call = async (): Promise<void> => {
      await sleep(5);
      ended++;
    };
    await expect(forEach([tree.path('a.ts'), tree.path('gone')], null, call)).rejects.toThrow(AggregateError);
    expect(ended).toBe(1);
    await expect(forEach('.', null, call, { concurrency: 0 })).rejects.toThrow(RangeError);
  });
});

test.each<[string, ExpressionInput, string[]]>([
  ['glob', glob('**/*.{ts,rs}'), ['a.ts', 'b.ts', 'deep/d.ts']],
  ['iglob', iglob('DEEP/*.TS'), ['deep/d.ts']],
  ['extension', extension('js', 'rs'), ['c.js', 'deep/same.js']],
  ['changedBefore', [changedBefore('2005-01-01'), '-type', 'f'], ['a.ts']],
  ['changedWithin', [changedWithin('1day'), '-name', '?.ts'], ['b.ts', 'deep/d.ts']],
])('%s', async (_, condition, expected) => {
  const found = await paths('.', condition, { cwd: tree.root, sort: 'name' });
  expect(found).toEqual(expected.map((path) => `./${path}`));
});

test('gitignore leaves out what git ignores, beside what the expression leaves out', async () => {
  const options = { cwd: tree.root, sort: 'name', gitignore: true } as const;
  expect(await paths('deep', '-type f', options)).toEqual(['deep/.gitignore', 'deep/d.ts']);
  expect(await paths('deep', '-exclude -name .gitignore -type f', options)).toEqual(['deep/d.ts']);
});

test.each([
  ['-count', '-type f -count', { start: 2, end: 3 }, /There are the functions count and sum/],
  ['-sum', '-sum size -by ext -json', { start: 0, end: 2 }, /There are the functions count and sum/],
  ['-quiet', '-type f -quiet', { start: 2, end: 3 }, /There is the function some/],
  ['-sort', '-sort size', { start: 0, end: 1 }, /There is the option sort/],
])('%s is for the command, and says what is for programs', async (_, expression, span, advice) => {
  const error = await collect(tree.root, expression).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExpressionError);
  expect((error as ExpressionError).span).toEqual(span);
  expect((error as ExpressionError).message).toMatch(advice);
});
