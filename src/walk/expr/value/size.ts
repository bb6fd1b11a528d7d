/**
 * Sizes with a unit, `[+-]N[cwbkMGTP]` (REFERENCE 2.3).
 *
 * In: a word. Out: the comparison and the unit in bytes. What is compared is the size in units, rounded up: `-1M` matches empty
 * files only. Every unit is a power of two, so a division by it is exact in doubles.
 */

import type { Comparison } from './comparison.ts';
import { parseSign } from './comparison.ts';
import { scanInteger } from './integer.ts';
import { ValueError } from './value-error.ts';

/** Letters in the order in which the error names them. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['c', 1],
  ['w', 2],
  ['b', 512],
  ['k', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
  ['T', 2 ** 40],
  ['P', 2 ** 50],
]);

const DEFAULT_UNIT = 512;

export interface SizeComparison {
  readonly comparison: Comparison;
  /** A power of two, up to 2 ** 50. */
  readonly unitBytes: number;
}

/** @throws {ValueError} `size-unit`, or as scanInteger. */
export function parseSize(word: Uint8Array): SizeComparison {
  const { sign, end: start } = parseSign(word);
  const { value, end } = scanInteger(word, start);
  const comparison = { sign, value };
  if (end === word.length) return { comparison, unitBytes: DEFAULT_UNIT };

  const unitBytes = end + 1 === word.length ? UNITS.get(String.fromCharCode(word[end]!)) : undefined;
  if (unitBytes === undefined) {
    const letters = [...UNITS.keys()].join('');
    throw new ValueError('size-unit', `Expected a size unit (one of ${letters}); found `, word.subarray(end), '.');
  }
  return { comparison, unitBytes };
}

/**
 * A closure over sizes in bytes that are below 2 ** 53.
 *
 * The rounding is folded into the bound: ceil(size / unit) < N is size <= (N - 1) * unit, and so on, so no division is left.
 */
export function compileSize({ comparison, unitBytes }: SizeComparison): (sizeBytes: number) => boolean {
  const most = Number(comparison.value * BigInt(unitBytes));
  const least = Number((comparison.value - 1n) * BigInt(unitBytes));
  switch (comparison.sign) {
    case '<':
      return (sizeBytes) => sizeBytes <= least;
    case '=':
      return (sizeBytes) => sizeBytes <= most && sizeBytes > least;
    case '>':
      return (sizeBytes) => sizeBytes > most;
  }
}

/** As {@link compileSize}, exact for every size. */
export function compileBigSize({ comparison, unitBytes }: SizeComparison): (sizeBytes: bigint) => boolean {
  const most = comparison.value * BigInt(unitBytes);
  const least = (comparison.value - 1n) * BigInt(unitBytes);
  switch (comparison.sign) {
    case '<':
      return (sizeBytes) => sizeBytes <= least;
    case '=':
      return (sizeBytes) => sizeBytes <= most && sizeBytes > least;
    case '>':
      return (sizeBytes) => sizeBytes > most;
  }
}
