/** Flags and options: REFERENCE.md 1.3 to 1.6. */

import { describe, expect, test } from 'vitest';
import type { Options } from '../../../../src/walk/expr/command-line.ts';
import { messageText } from '../../../../src/walk/expr/expression-error.ts';
import { complaint, parse, text } from '../plain-host.ts';

describe('what they set', () => {
  test.each<[string, Partial<Options>]>([
    ['', { follow: 'never', optimizeLevel: 3, strategy: 'bfs', threads: null, minDepth: 0, maxDepth: Number.POSITIVE_INFINITY }],
    ['-H', { follow: 'roots' }],
    ['-L', { follow: 'always' }],
    ['-follow', { follow: 'always' }],
    ['-L -H -P', { follow: 'never' }],
    ['-P -follow', { follow: 'always' }],
    ['-X', { xargsSafe: true }],
    ['-d', { postOrder: true }],
    ['-depth', { postOrder: true }],
    ['-delete', { postOrder: true }],
    ['-s', { sort: true }],
    ['-x', { sameDevice: true }],
    ['-xdev', { sameDevice: true }],
    ['-mount', { skipMounts: true }],
    ['-unique', { unique: true }],
    ['-ignore_readdir_race', { ignoreRace: true }],
    ['-ignore_readdir_race -noignore_readdir_race', { ignoreRace: false }],
    ['-noerror', { noError: true }],
    ['-status', { status: true }],
    ['-warn', { warn: true }],
    ['-warn -nowarn', { warn: false }],
    ['-color', { color: true, colorSpan: { start: 0, end: 1 } }],
    ['-color -nocolor', { color: false, colorSpan: { start: 1, end: 2 } }],
    ['-maxdepth 2 -mindepth +1', { maxDepth: 2, minDepth: 1 }],
    ['-maxdepth 2 -maxdepth 010', { maxDepth: 10 }],
    ['-O2', { optimizeLevel: 2 }],
    ['-Ofast', { optimizeLevel: 4 }],
    ['-O9', { optimizeLevel: 4 }],
    ['-O1 -O0', { optimizeLevel: 0 }],
    ['-j4', { threads: 4 }],
    ['-j+2', { threads: 2 }],
    ['-S dfs', { strategy: 'dfs' }],
    ['-Sids -Seds', { strategy: 'eds' }],
    ['-LSdfs', { follow: 'always', strategy: 'dfs' }],
    ['-LS dfs', { follow: 'always', strategy: 'dfs' }],
    ['-LXO2', { follow: 'always', xargsSafe: true, optimizeLevel: 2 }],
    ['-D tree', { debug: new Set(['tree'] as const) }],
    ['-Dtree,io -D cost', { debug: new Set(['tree', 'io', 'cost'] as const) }],
    ['-Dall', { debug: new Set(['cost', 'exec', 'io', 'opt', 'rates', 'search', 'stat', 'tree'] as const) }],
    ['-type w', { whiteouts: true }],
  ])('%j', (line, options) => {
    expect(parse(line).options).toMatchObject(options);
  });
});

test('-files0-from keeps its last file, and there is no starting point beside it', () => {
  const { files0From, roots } = parse('-files0-from a -name x -files0-from -');
  expect([text(files0From!), roots]).toEqual(['-', []]);
});

describe('what they refuse', () => {
  test.each([
    ['-O', 'missing-value', '-O needs a value.', '-O'],
    ['-Ox', 'integer-invalid', 'x is not a valid integer.', '-Ox'],
    ['-O-1', 'integer-negative', 'Negative integer -1 is not allowed here.', '-O-1'],
    ['-jx a', 'integer-invalid', 'x is not a valid integer.', '-jx'],
    ['-j0', 'too-few-threads', '0 is not enough threads.', '-j0'],
    ['-j99999999999', 'integer-too-large', '99999999999 is too large an integer.', '-j99999999999'],
    ['-S', 'missing-value', '-S needs a value.', '-S'],
    ['-S foo', 'unrecognized-strategy', 'Unrecognized search strategy.', '-S foo'],
    ['-Sfoo', 'unrecognized-strategy', 'Unrecognized search strategy.', '-Sfoo'],
    ['-D', 'missing-value', '-D needs a value.', '-D'],
    ['-f', 'missing-value', '-f needs a value.', '-f'],
    ['-regextype', 'missing-value', '-regextype needs a value.', '-regextype'],
    ['-regextype perl', 'unsupported-regex-type', 'Unsupported regex type.', '-regextype perl'],
    ['-maxdepth', 'missing-value', '-maxdepth needs a value.', '-maxdepth'],
    ['-maxdepth -1', 'integer-negative', 'Negative integer -1 is not allowed here.', '-1'],
    ['-mindepth x', 'integer-invalid', 'x is not a valid integer.', 'x'],
    [
      '-mindepth 99999999999999999999',
      'integer-too-large',
      '99999999999999999999 is too large an integer.',
      '99999999999999999999',
    ],
    ['-depth +-1', 'integer-negative', 'Negative integer -1 is not allowed here.', '+-1'],
  ])('%s', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });
});

describe('what they warn of', () => {
  test.each([
    ['-O9', 'optimize-level-too-high'],
    ['-D foo', 'unknown-debug-name'],
    ['-D toString', 'unknown-debug-name'],
    ['-noleaf', 'noleaf-ignored'],
  ])('%s', (line, code) => {
    expect(parse(line).warnings.map((warning) => warning.code)).toEqual([code]);
  });

  test('an unknown name of -D is followed by the known ones', () => {
    expect(parse('-D foo').warnings[0]!.appendix.join('\n')).toMatch(/\btree\b/);
  });

  test('several are followed by the known ones once', () => {
    const { warnings } = parse('-D foo,tree,bar');
    expect(warnings.map(({ message }) => messageText(message))).toEqual([
      'Unrecognized debug flag foo.',
      'Unrecognized debug flag bar.',
    ]);
    expect(warnings.map(({ appendix }) => appendix.length > 0)).toEqual([false, true]);
  });
});
