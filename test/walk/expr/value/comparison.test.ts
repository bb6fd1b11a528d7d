/** Comparison numbers: REFERENCE 2.2 and 23.5. */

import { describe, expect, test } from 'vitest';
import {
  type ComparisonSign,
  compileBigComparison,
  compileComparison,
  looksLikeComparison,
  parseComparison,
} from '../../../../src/walk/expr/value/comparison.ts';
import { bytes, failure } from './oracle.ts';

describe('a comparison is accepted', () => {
  test.each<[string, ComparisonSign, bigint]>([
    ['1', '=', 1n],
    ['+1', '>', 1n],
    ['-1', '<', 1n],
    ['++1', '>', 1n],
    ['-+1', '<', 1n],
    ['010', '=', 10n],
    ['+-0', '>', 0n],
    ['--0', '<', 0n],
    ['-9223372036854775807', '<', 9223372036854775807n],
  ])('%j is %s %d', (word, sign, value) => {
    expect(parseComparison(bytes(word))).toEqual({ sign, value });
  });
});

describe('a comparison is refused, naming what follows its sign', () => {
  test.each([
    ['--1', 'integer-negative: Negative integer -1 is not allowed here.'],
    ['+-1', 'integer-negative: Negative integer -1 is not allowed here.'],
    ['+++1', 'integer-invalid: ++1 is not a valid integer.'],
    ['+', 'integer-invalid: "" is not a valid integer.'],
    ['-x', 'integer-invalid: x is not a valid integer.'],
    ['', 'integer-invalid: "" is not a valid integer.'],
    ['-99999999999999999999', 'integer-too-large: 99999999999999999999 is too large an integer.'],
  ])('%j: %s', (word, text) => {
    expect(failure(() => parseComparison(bytes(word)))).toBe(text);
  });
});

test.each([
  ['1', true],
  ['+1', true],
  ['--1x', true],
  ['+-1', true],
  ['+++1', false],
  ['-', false],
  ['', false],
  ['x1', false],
  ['-x', false],
])('%j looks like a comparison: %s', (word, expected) => {
  expect(looksLikeComparison(bytes(word))).toBe(expected);
});

test.each<[string, number[]]>([
  ['2', [2]],
  ['-2', [0, 1]],
  ['+2', [3, 4]],
  ['9223372036854775807', []],
  ['-9223372036854775807', [0, 1, 2, 3, 4]],
])('%j accepts %j of 0 to 4, as numbers and as bigints', (word, accepted) => {
  const comparison = parseComparison(bytes(word));
  expect([0, 1, 2, 3, 4].filter(compileComparison(comparison))).toEqual(accepted);
  expect([0n, 1n, 2n, 3n, 4n].filter(compileBigComparison(comparison)).map(Number)).toEqual(accepted);
});

test('bigint comparisons tell neighbours beyond 2 ** 53 apart', () => {
  const equals = compileBigComparison(parseComparison(bytes('9007199254740993')));
  expect([9007199254740992n, 9007199254740993n, 9007199254740994n].map(equals)).toEqual([false, true, false]);
});
