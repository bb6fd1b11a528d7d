/**
 * Ages as `-Xmin` and `-Xtime` take them (REFERENCE 2.4, 6): minutes, days, or groups of a number and a unit (`+1w2d`).
 *
 * In: a word. Out: the comparison and the unit in which an age is counted. An age in seconds is cut to whole units toward zero before it is
 * compared, so that a file up to one unit in the future counts as 0.
 */

import { characterAt } from '../utf8.ts';
import type { Comparison } from './comparison.ts';
import { parseSign } from './comparison.ts';
import { integerTooLarge, parseInteger, scanInteger } from './integer.ts';
import { ValueError } from './value-error.ts';

const SECONDS: ReadonlyMap<number, bigint> = new Map(
  Object.entries({ s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n }).map(([letter, seconds]) => [
    letter.charCodeAt(0),
    seconds,
  ]),
);

const INT64_LIMIT = 1n << 63n;

export interface AgeComparison {
  readonly comparison: Comparison;
  /** 60: minutes, 86,400: days, 1: the sum of groups with units. */
  readonly unitSeconds: 1 | 60 | 86_400;
}

/** `[+-]N` in minutes. @throws {ValueError} As parseInteger. */
export function parseMinutes(word: Uint8Array): AgeComparison {
  const { sign, end } = parseSign(word);
  return { comparison: { sign, value: parseInteger(word, {}, end) }, unitSeconds: 60 };
}

/**
 * `[+-]N` in days, or `[+-]` and one or more groups `N unit` with the units s, m, h, d, w, which add up.
 *
 * @throws {ValueError} `time-unit-unknown`, `time-unit-missing`, or as scanInteger, naming the rest of the word from the group's number on.
 */
export function parseDays(word: Uint8Array): AgeComparison {
  const { sign, end: start } = parseSign(word);
  let { value, end } = scanInteger(word, start);
  if (end === word.length) return { comparison: { sign, value }, unitSeconds: 86_400 };

  let sum = 0n;
  let groupStart = start;
  for (;;) {
    sum += value * unitAt(word, end);
    if (sum >= INT64_LIMIT) throw integerTooLarge(word, groupStart);
    groupStart = end + 1;
    if (groupStart === word.length) return { comparison: { sign, value: sum }, unitSeconds: 1 };
    ({ value, end } = scanInteger(word, groupStart));
  }
}

/**
 * A closure over ages in whole seconds, floored; negative for files in the future.
 *
 * The cut toward zero is folded into bounds: trunc(age / unit) > N is age >= (N + 1) * unit, and so on; for N = 0 the
 * second on either side of zero counts too.
 */
export function compileAge({ comparison, unitSeconds }: AgeComparison): (ageSeconds: number) => boolean {
  const { sign, value } = comparison;
  const least = value === 0n ? 1 - unitSeconds : Number(value * BigInt(unitSeconds));
  const beyond = Number((value + 1n) * BigInt(unitSeconds));
  switch (sign) {
    case '<':
      return (ageSeconds) => ageSeconds < least;
    case '=':
      return (ageSeconds) => ageSeconds >= least && ageSeconds < beyond;
    case '>':
      return (ageSeconds) => ageSeconds >= beyond;
  }
}

function unitAt(word: Uint8Array, index: number): bigint {
  if (index === word.length) throw new ValueError('time-unit-missing', 'Missing time unit.');
  const seconds = SECONDS.get(word[index]!);
  if (seconds === undefined) {
    throw new ValueError('time-unit-unknown', 'Unknown time unit ', characterAt(word, index), '.');
  }
  return seconds;
}
