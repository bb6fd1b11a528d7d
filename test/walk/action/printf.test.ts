/** -printf: REFERENCE 9.2, the vectors of 23.1 and 23.8, and GNU find on real files for the directives where it agrees. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, linkSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STATUS } from '../../../src/ioq/layout.ts';
import { compilePrintf } from '../../../src/walk/action/printf.ts';
import type { Entry } from '../../../src/walk/entry.ts';
import { parsePrintfFormat } from '../../../src/walk/expr/printf-format.ts';
import { directory, fifo, file, link, makeTree, type Tree } from '../../fixture/tree.ts';
import { makeEntry, makeOutput, makeServices, pathBytes, type TestEntry } from './entries.ts';

const { ENOENT, ENODATA, ENOTSUP, EOVERFLOW, EACCES } = constants.errno;

function printed({ entry }: TestEntry, format: string, changes: Parameters<typeof makeServices>[0] = {}): string {
  const memory = makeOutput();
  const matcher = compilePrintf(memory.output, parsePrintfFormat(pathBytes(format)), makeServices(changes));
  expect(matcher(entry)).toBe(true);
  return memory.text();
}

/** Every status field can be set; the file is never asked for. */
function withStatus(fields: Partial<Record<keyof typeof STATUS, number>>, test: TestEntry = makeEntry('.')): TestEntry {
  const { status } = test.entry;
  status.words.fill(0);
  for (const [name, value] of Object.entries(fields)) {
    const field = STATUS[name as keyof typeof STATUS];
    status.words[field] = value;
    if (name === 'modifyS' && value < 0) status.words[field + 1] = -1;
  }
  test.entry.statusResult = 0;
  return test;
}

describe('parts of starting points', () => {
  test.each([
    ['.', '.', '.'],
    ['..', '.', '..'],
    ['/', '/', '/'],
    ['//', '/', '/'],
    ['///', '/', '/'],
    ['////', '//', '/'],
    ['/usr', '/', 'usr'],
    ['/usr/', '/', 'usr/'],
    ['///usr', '//', 'usr'],
    ['pf', '.', 'pf'],
    ['pf//', '.', 'pf//'],
    ['./pf', '.', 'pf'],
    ['pf/d/', 'pf', 'd/'],
    ['.//', '.', './/'],
  ])('%s has %%h %s and %%f %s', (root, head, name) => {
    expect(printed(makeEntry(root), '%p|%h|%f|%H|%P|%d')).toBe(`${root}|${head}|${name}|${root}||0`);
  });

  test.each([
    ['pf//d', 'pf//', 'pf/', 'd'],
    ['./pf/d', './', './pf', 'pf/d'],
    ['/usr', '/', '/', 'usr'],
    ['a/b/c', 'a', 'a/b', 'b/c'],
  ])('%s below %s has %%h %s and %%P %s', (path, root, head, below) => {
    const entry = makeEntry(path, 1);
    entry.entry.root = { path: pathBytes(root), number: 0 };
    expect(printed(entry, '%h|%P|%H')).toBe(`${head}|${below}|${root}`);
  });
});

describe('formatting, of a file with mode 4755', () => {
  test.each([
    ['[%5m]', '[ 4755]'],
    ['[%-6m]', '[4755  ]'],
    ['[%#m]', '[04755]'],
    ['[%05m]', '[04755]'],
    ['[%+d]', '[+0]'],
    ['[% d]', '[ 0]'],
    ['[%.3d]', '[000]'],
    ['[%-10.3p]', '[pf/       ]'],
    ['[%.2f]', '[fi]'],
    ['[%5y]', '[    f]'],
    ['[%3l]', '[   ]'],
    ['%M', '-rwsr-xr-x'],
    ['%5Ta', '  Sat'],
    ['%.2TY', '19'],
    ['%T%', '%'],
    ['%%', '%'],
    ['a\\tb\\101\\0c\\1012\\\\\\a', 'a\tbA\0cA2\\\x07'],
    ['a\\cb', 'a'],
    ['', ''],
  ])('%s prints %j', (format, expected) => {
    const entry = makeEntry('pf/file');
    entry.entry.type = 8;
    withStatus({ mode: 0o104755, modifyS: 692_679_845 }, entry);
    expect(printed(entry, format)).toBe(expected);
  });
});

test.each([
  [0o100000, '----------'],
  [0o040755, 'drwxr-xr-x'],
  [0o041777, 'drwxrwxrwt'],
  [0o041776, 'drwxrwxrwT'],
  [0o106711, '-rws--s--x'],
  [0o106600, '-rwS--S---'],
  [0o020644, 'crw-r--r--'],
  [0o060644, 'brw-r--r--'],
  [0o010644, 'prw-r--r--'],
  [0o140644, 'srw-r--r--'],
  [0o120777, 'lrwxrwxrwx'],
  [0o160000, 'w---------'],
])('mode %o is %s', (mode, expected) => {
  expect(printed(withStatus({ mode }), '%M')).toBe(expected);
});

test.each<[number, number, string]>([
  [0, 0, '1'],
  [0, 8, 'inf'],
  [4096, 8, '1'],
  [3, 8, '1365.33'],
  [2 ** 22, 8, '0.000976562'],
  [1000, 0, '0'],
])('a file of %d bytes in %d blocks has sparseness %s', (size, blocks, expected) => {
  expect(printed(withStatus({ size, blocks }), '%S')).toBe(expected);
});

describe('numbers are exact', () => {
  test('beyond 2 ** 53', () => {
    const entry = withStatus({});
    const words = new BigUint64Array(entry.entry.status.words.buffer);
    words[STATUS.size / 2] = 2n ** 62n + 1n;
    words[STATUS.inode / 2] = 2n ** 64n - 1n;
    words[STATUS.device / 2] = 2n ** 60n + 3n;
    expect(printed(entry, '%s %i %D')).toBe('4611686018427387905 18446744073709551615 1152921504606846979');
  });

  test('at 2 ** 53', () => {
    const entry = withStatus({});
    const words = new BigUint64Array(entry.entry.status.words.buffer);
    words[STATUS.size / 2] = 2n ** 53n - 1n;
    words[STATUS.inode / 2] = 2n ** 53n + 1n;
    expect(printed(entry, '%s %i')).toBe('9007199254740991 9007199254740993');
  });

  test('of nanoseconds', () => {
    expect(printed(withStatus({ modifyS: -2, modifyNs: 500_000_000 }), '%T@')).toBe('-2.5000000000');
    expect(printed(withStatus({ accessS: 1, accessNs: 1 }), '%A@ %AS')).toBe('1.0000000010 01.0000000010');
  });
});

describe('a value that cannot be had prints nothing, the others are printed, and one error is reported', () => {
  test('no status', () => {
    const entry = makeEntry('/nonexistent/file');
    expect(printed(entry, '[%p] [%s] [%5m] [%t] [%f]')).toBe('[/nonexistent/file] [] [] [] [file]');
    expect(entry.failures).toEqual([String(ENOENT)]);
  });

  test('no birth time', () => {
    const entry = withStatus({});
    expect(printed(entry, '[%w][%5Wk][%BY]')).toBe('[][][]');
    expect(entry.failures).toEqual(["0: Couldn't get file birth time"]);
  });

  test('no label', () => {
    const entry = withStatus({}, makeEntry('/proc/self/status'));
    expect(printed(entry, '[%5Z]')).toBe('[]');
    expect([[String(ENODATA)], [String(ENOTSUP)]]).toContainEqual(entry.failures);
  });

  test('no calendar date', () => {
    const entry = withStatus({ modifyS: 0 });
    entry.entry.status.words[STATUS.modifyS + 1] = 2 ** 25;
    expect(printed(entry, '[%t][%TY][%Ts]')).toBe('[][][144115188075855872]');
    expect(entry.failures).toEqual([String(EOVERFLOW)]);
  });

  test('a width that C could not count', () => {
    const entry = makeEntry('.');
    expect(printed(entry, '[%2147483648p][%.99999999999999999999d]')).toBe('[][]');
    expect(entry.failures).toEqual([String(EOVERFLOW)]);
  });

  test('the text of a link that has gone', async () => {
    await using tree = await makeTree({ l: link('x') });
    const entry = makeEntry(tree.path('l'));
    await tree[Symbol.asyncDispose]();
    expect(printed(entry, '[%l]')).toBe('[]');
    expect(entry.failures).toEqual([String(ENOENT)]);
  });
});

describe('%Y follows', () => {
  const cases: readonly (readonly [name: string, letter: string, failures: readonly string[]])[] = [
    ['plain', 'f', []],
    ['toplain', 'f', []],
    ['todirectory', 'd', []],
    ['broken', 'N', []],
    ['notdirectory', 'N', []],
    ['loop', 'L', []],
    ['far', '?', [String(constants.errno.ENAMETOOLONG)]],
  ];

  test.each(cases)('%s to %s', async (name, letter, failures) => {
    await using tree = await makeTree({
      plain: file(),
      toplain: link('plain'),
      todirectory: link('.'),
      broken: link('nothing'),
      notdirectory: link('plain/x'),
      loop: link('loop'),
      far: link('x'.repeat(300)),
    });
    const entry = makeEntry(tree.path(name));
    expect(printed(entry, '[%3Y]')).toBe(`[  ${letter}]`);
    expect(entry.failures).toEqual(failures);
  });
});

test('names fall back to numbers', () => {
  const accounts = (answer: Uint8Array | null | number): Parameters<typeof makeServices>[0] => ({
    accounts: { userName: () => answer, groupName: () => answer } as never,
  });
  expect(printed(withStatus({ uid: 7, gid: 8 }), '%u %g', accounts(pathBytes('me')))).toBe('me me');
  expect(printed(withStatus({ uid: 7, gid: 8 }), '%u %g', accounts(null))).toBe('7 8');
  expect(printed(withStatus({ uid: -1, gid: -2 }), '%u %G', accounts(-EACCES))).toBe('4294967295 4294967294');
});

describe('flushing', () => {
  function writesOf(format: string, immediate: boolean): number {
    const memory = makeOutput({ immediate });
    const matcher = compilePrintf(memory.output, parsePrintfFormat(pathBytes(format)), makeServices());
    for (let i = 0; i < 3; i++) matcher(makeEntry('.').entry);
    return memory.writes();
  }

  test('\\c flushes each time', () => expect(writesOf('x\\c', false)).toBe(3));
  test('an immediate stream is flushed each time', () => expect(writesOf('x\\n', true)).toBe(3));
  test('other streams are not', () => expect(writesOf('x\\n', false)).toBe(0));
});

test('on a terminal names are escaped, the format and numbers are not', () => {
  const memory = makeOutput({ immediate: true, isTerminal: true });
  const { entry } = makeEntry('d/\x1b[31m', 1);
  compilePrintf(memory.output, parsePrintfFormat(pathBytes('\\033[1m%f|%.3p|%10f|%d')), makeServices())(entry);
  expect(memory.text()).toBe("\x1b[1m$'\\e[31m'|$'d/\\e'|$'     \\e[31m'|1");
});

describe('GNU find prints the same', () => {
  const NAMES = ['plain', 'sparse', 'directory', 'link', 'broken', 'fifo', 'owned', 'old', 'hard', 'modes', 'socket-like name\n'];
  let tree: Tree;
  beforeAll(async () => {
    tree = await makeTree({
      plain: file({ content: 'x'.repeat(5000) }),
      sparse: file({ sizeBytes: 10_000_000 }),
      directory: directory({ inside: file() }),
      link: link('plain'),
      broken: link('nothing'),
      fifo: fifo(),
      owned: file(),
      old: file(),
      modes: file(),
      'socket-like name\n': file(),
    });
    utimesSync(tree.path('old'), 692_679_845.5, 1e9 + 0.25);
    linkSync(tree.path('plain'), tree.path('hard'));
    chmodSync(tree.path('modes'), 0o6751);
    if (process.getuid?.() === 0) chownSync(tree.path('owned'), 33, 54_321);
  });
  afterAll(() => tree[Symbol.asyncDispose]());

  const directives = [
    ...[
      '%p',
      '%f',
      '%h',
      '%H',
      '%P',
      '%d',
      '%y',
      '%Y',
      '%l',
      '%m',
      '%M',
      '%u',
      '%U',
      '%g',
      '%G',
      '%n',
      '%i',
      '%D',
      '%s',
      '%b',
      '%k',
      '%S',
    ],
    ...[
      '%F',
      '%a',
      '%c',
      '%t',
      '%A@',
      '%T+',
      '%TT',
      '%TS',
      '%C@',
      '%TY-%Tm-%Td',
      '%Tc',
      '%Tx',
      '%Tr',
      '%TZ',
      '%Tz',
      '%Tj',
      '%TU',
      '%TV',
      '%TG',
    ],
    ...[
      '%10s',
      '%-10s|',
      '%5d',
      '%05d',
      '%+d',
      '%#m',
      '%10m',
      '%-6u|',
      '%.2f',
      '%10.3f',
      '%-10.3f|',
      '%20Tc',
      '%5y',
      '%3Y',
      '%8S',
      '%.3S',
    ],
    ...['\\101\\t\\\\\\n', '%%', 'a\\0b', 'x%sy%mz\\n'],
  ];

  test.each(directives)('%j', (format) => {
    const environment = { PATH: process.env.PATH, TZ: process.env.TZ, LC_ALL: 'C' };
    for (const name of NAMES) {
      const path = tree.path(name);
      const expected = execFileSync('find', [path, '-maxdepth', '0', '-printf', format], {
        env: environment,
        encoding: 'latin1',
      });
      expect(`${name}: ${printed(makeEntry(path), format)}`).toBe(`${name}: ${expected}`);
    }
    const below = spawnSync('find', [tree.root, '-path', '*/inside', '-printf', format], {
      env: environment,
      encoding: 'latin1',
    });
    expect(printed(makeEntry(tree.path('directory', 'inside'), 2), format)).toBe(below.stdout);
  });
});

/** Deeper than a buffer: the pieces must not be reordered by a flush in their middle. */
test('a path longer than the stream takes at once is printed between its neighbours', () => {
  const path = `top/${'x'.repeat(250)}/`.repeat(300).concat('end');
  const entry: Entry = makeEntry(path, 3).entry;
  expect(printed({ entry, failures: [] }, '<%p>%f')).toBe(`<${path}>end`);
  expect(printed({ entry, failures: [] }, '<%.5p|%-6f>')).toBe(`<top/x|end   >`);
});
