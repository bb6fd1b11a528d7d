/** Integers: REFERENCE 2.1 and the numbers of 23.5. */

import { describe, expect, test } from 'vitest';
import { type IntegerOptions, parseInteger, scanInteger } from '../../../../src/walk/expr/value/integer.ts';
import { ValueError } from '../../../../src/walk/expr/value/value-error.ts';
import { bytes, failure } from './oracle.ts';

describe('an integer is accepted', () => {
  test.each<[string, IntegerOptions, bigint]>([
    ['0', {}, 0n],
    ['+1', {}, 1n],
    ['010', {}, 10n],
    ['-0', {}, 0n],
    ['00000000000000000000000000000000000000000000000000000000005', {}, 5n],
    ['9223372036854775807', {}, 9223372036854775807n],
    ['-9223372036854775808', { negative: true }, -9223372036854775808n],
    ['2147483647', { width: 32 }, 2147483647n],
    ['-2147483648', { width: 32, negative: true }, -2147483648n],
    ['-3', { negative: true }, -3n],
  ])('%j with %j is %d', (word, options, value) => {
    expect(parseInteger(bytes(word), options)).toBe(value);
  });
});

describe('an integer is refused', () => {
  test.each<[string, IntegerOptions, string]>([
    ['', {}, 'integer-invalid: "" is not a valid integer.'],
    ['+', {}, 'integer-invalid: + is not a valid integer.'],
    ['x', {}, 'integer-invalid: x is not a valid integer.'],
    [' 1', {}, 'integer-invalid:  1 is not a valid integer.'],
    ['1 ', {}, 'integer-invalid: 1  is not a valid integer.'],
    ['0x10', {}, 'integer-invalid: 0x10 is not a valid integer.'],
    ['1_000', {}, 'integer-invalid: 1_000 is not a valid integer.'],
    ['+-1', {}, 'integer-invalid: +-1 is not a valid integer.'],
    ['-5x', {}, 'integer-invalid: -5x is not a valid integer.'],
    ['99999999999x', { width: 32 }, 'integer-invalid: 99999999999x is not a valid integer.'],
    ['-1', {}, 'integer-negative: Negative integer -1 is not allowed here.'],
    ['-5000000000', { width: 32 }, 'integer-negative: Negative integer -5000000000 is not allowed here.'],
    ['99999999999999999999', {}, 'integer-too-large: 99999999999999999999 is too large an integer.'],
    ['9223372036854775808', {}, 'integer-too-large: 9223372036854775808 is too large an integer.'],
    ['-99999999999999999999', {}, 'integer-too-large: -99999999999999999999 is too large an integer.'],
    ['99999999999999999999x', {}, 'integer-too-large: 99999999999999999999x is too large an integer.'],
    ['2147483648', { width: 32 }, 'integer-too-large: 2147483648 is too large an integer.'],
    ['-2147483649', { width: 32, negative: true }, 'integer-too-large: -2147483649 is too large an integer.'],
  ])('%j with %j: %s', (word, options, text) => {
    expect(failure(() => parseInteger(bytes(word), options))).toBe(text);
  });
});

test('a scan stops behind the digits and tells where', () => {
  expect(scanInteger(bytes('+12kB'))).toEqual({ value: 12n, end: 3 });
  expect(scanInteger(bytes('1h30m'), 2)).toEqual({ value: 30n, end: 4 });
});

test('the culprit of an error stays bytes, so that what is not UTF-8 can be shown as it was typed', () => {
  const word = Uint8Array.of(0xff, 0x31);
  let thrown: unknown;
  try {
    parseInteger(word);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ValueError);
  expect((thrown as ValueError).culprit).toEqual(word);
});
