/** Sizes: REFERENCE 2.3, the vectors of 23.2, and GNU find on the same files. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileBigSize, compileSize, parseSize } from '../../../../src/walk/expr/value/size.ts';
import { bytes, failure, found, isInstalled } from './oracle.ts';

const MIB = 2 ** 20;
const SIZES = [0, 1, 511, 512, 513, 1023, 1024, 1025, MIB, MIB + 1];

function matching(word: string): number[] {
  const size = parseSize(bytes(word));
  const matched = SIZES.filter(compileSize(size));
  expect(SIZES.map(BigInt).filter(compileBigSize(size)).map(Number)).toEqual(matched);
  return matched;
}

describe('a size matches', () => {
  test.each<[string, number[]]>([
    ['0', [0]],
    ['1', [1, 511, 512]],
    ['-2', [0, 1, 511, 512]],
    ['+1', [513, 1023, 1024, 1025, MIB, MIB + 1]],
    ['1k', [1, 511, 512, 513, 1023, 1024]],
    ['-1k', [0]],
    ['+1k', [1025, MIB, MIB + 1]],
    ['1M', SIZES.slice(1, -1)],
    ['2M', [MIB + 1]],
    ['-1M', [0]],
    ['256w', [511, 512]],
    ['1w', [1]],
    ['1c', [1]],
    ['-0', []],
    ['1T', SIZES.slice(1)],
    ['1P', SIZES.slice(1)],
    ['9223372036854775807P', []],
    ['-9223372036854775807P', SIZES],
  ])('%s: %j', (word, sizes) => {
    expect(matching(word)).toEqual(sizes);
  });
});

test('sizes beyond 2 ** 53 are told apart as bigints', () => {
  const equals = compileBigSize(parseSize(bytes('9007199254740993c')));
  expect(equals(9007199254740993n)).toBe(true);
  expect(equals(9007199254740992n)).toBe(false);
});

test.each([
  ['1kk', 'size-unit: Expected a size unit (one of cwbkMGTP); found kk.'],
  ['1K', 'size-unit: Expected a size unit (one of cwbkMGTP); found K.'],
  ['1 ', 'size-unit: Expected a size unit (one of cwbkMGTP); found  .'],
  ['limit', 'integer-invalid: limit is not a valid integer.'],
  ['k', 'integer-invalid: k is not a valid integer.'],
  ['+-1k', 'integer-negative: Negative integer -1k is not allowed here.'],
  ['9223372036854775808', 'integer-too-large: 9223372036854775808 is too large an integer.'],
])('%j is refused: %s', (word, text) => {
  expect(failure(() => parseSize(bytes(word)))).toBe(text);
});

describe.skipIf(!isInstalled('find'))('GNU find selects the same files', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tswalk-size-'));
    for (const size of SIZES) writeFileSync(join(directory, String(size)), Buffer.alloc(size));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each([
    '0',
    '1',
    '+0',
    '-1',
    '-2',
    '+2',
    '3',
    '1b',
    '1c',
    '+512c',
    '-513c',
    '257w',
    '+256w',
    '1k',
    '2k',
    '1M',
    '+1M',
    '2M',
    '1G',
    '-0',
  ])('-size %s', (word) => {
    expect(found('find', ['.', '-type', 'f', '-size', word, '-printf', '%f\n'], directory)).toEqual(
      matching(word).map(String).sort(),
    );
  });
});
