/** Ages: REFERENCE 2.4 and 6, the vectors of 23.3. */

import { describe, expect, test } from 'vitest';
import { type AgeComparison, compileAge, parseDays, parseMinutes } from '../../../../src/walk/expr/value/age.ts';
import { bytes, failure } from './oracle.ts';

const DAY = 86_400;
const AGES = [
  -DAY,
  1 - DAY,
  -61,
  -60,
  -59,
  0,
  30,
  59,
  60,
  61,
  119,
  120,
  121,
  179,
  DAY - 1,
  DAY,
  DAY + 1,
  2 * DAY - 1,
  2 * DAY,
  777_599,
  777_600,
];

function matching(age: AgeComparison): number[] {
  return AGES.filter(compileAge(age));
}

function between(least: number, most: number): number[] {
  return AGES.filter((age) => age >= least && age <= most);
}

describe('-Xmin', () => {
  test.each([
    ['0', -59, 59],
    ['1', 60, 119],
    ['2', 120, 179],
    ['+0', 60, Number.POSITIVE_INFINITY],
    ['+1', 120, Number.POSITIVE_INFINITY],
    ['-1', Number.NEGATIVE_INFINITY, 59],
    ['-0', Number.NEGATIVE_INFINITY, -60],
  ])('%s matches ages from %d to %d seconds', (word, least, most) => {
    expect(matching(parseMinutes(bytes(word)))).toEqual(between(least, most));
  });
});

describe('-Xtime', () => {
  test.each([
    ['0', 1 - DAY, DAY - 1],
    ['1', DAY, 2 * DAY - 1],
    ['+0', DAY, Number.POSITIVE_INFINITY],
    ['+1', 2 * DAY, Number.POSITIVE_INFINITY],
    ['-0', Number.NEGATIVE_INFINITY, -DAY],
    ['-60s', Number.NEGATIVE_INFINITY, 59],
    ['60s', 60, 60],
    ['+1m59s', 120, Number.POSITIVE_INFINITY],
    ['+1d', DAY + 1, Number.POSITIVE_INFINITY],
    ['-1w2d', Number.NEGATIVE_INFINITY, 777_599],
    ['1w2d', 777_600, 777_600],
    ['1m+1m', 120, 120],
    ['-0s', Number.NEGATIVE_INFINITY, -1],
  ])('%s matches ages from %d to %d seconds', (word, least, most) => {
    expect(matching(parseDays(bytes(word)))).toEqual(between(least, most));
  });
});

test('groups with units add up under one sign', () => {
  expect(parseDays(bytes('-1h30m'))).toEqual({ comparison: { sign: '<', value: 5400n }, unitSeconds: 1 });
  expect(parseDays(bytes('7'))).toEqual({ comparison: { sign: '=', value: 7n }, unitSeconds: DAY });
});

test.each([
  ['1x', 'time-unit-unknown: Unknown time unit x.'],
  ['1日', 'time-unit-unknown: Unknown time unit 日.'],
  ['1D', 'time-unit-unknown: Unknown time unit D.'],
  ['1.5', 'time-unit-unknown: Unknown time unit ..'],
  ['1 ', 'time-unit-unknown: Unknown time unit  .'],
  ['1h2', 'time-unit-missing: Missing time unit.'],
  ['1hh', 'integer-invalid: h is not a valid integer.'],
  ['1mo', 'integer-invalid: o is not a valid integer.'],
  ['1h-2m', 'integer-negative: Negative integer -2m is not allowed here.'],
  ['1h 2m', 'integer-invalid:  2m is not a valid integer.'],
  ['+h', 'integer-invalid: h is not a valid integer.'],
  ['', 'integer-invalid: "" is not a valid integer.'],
  ['99999999999999999999h', 'integer-too-large: 99999999999999999999h is too large an integer.'],
  ['1h9223372036854775807w', 'integer-too-large: 9223372036854775807w is too large an integer.'],
])('-Xtime %j is refused: %s', (word, text) => {
  expect(failure(() => parseDays(bytes(word)))).toBe(text);
});

test('-Xmin takes no units', () => {
  expect(failure(() => parseMinutes(bytes('1h')))).toBe('integer-invalid: 1h is not a valid integer.');
});
