/**
 * Comparison numbers `[+-]N`: less than, equal to or more than N (REFERENCE 2.2).
 *
 * In: a word. Out: a `Comparison`, plain data that passes of the optimizer can read, and closures made from it, one per sign, so
 * that a test that runs a million times tests no option. The value compared with is never negative.
 */

import { isDigit, parseInteger } from './integer.ts';

export type ComparisonSign = '<' | '=' | '>';

export interface Comparison {
  readonly sign: ComparisonSign;
  /** 0 to 2 ** 63 - 1. */
  readonly value: bigint;
}

const PLUS = 0x2b;
const MINUS = 0x2d;

/** The sign of a word that begins a comparison, and the index behind it. */
export function parseSign(word: Uint8Array): { readonly sign: ComparisonSign; readonly end: number } {
  if (word[0] === MINUS) return { sign: '<', end: 1 };
  if (word[0] === PLUS) return { sign: '>', end: 1 };
  return { sign: '=', end: 0 };
}

/**
 * Parse `[+-]N`. One more `+` is tolerated behind the sign (`++1`, `-+1`), a `-` only before zero.
 *
 * @throws {ValueError} As {@link parseInteger}, naming what follows the sign.
 */
export function parseComparison(word: Uint8Array): Comparison {
  const { sign, end } = parseSign(word);
  return { sign, value: parseInteger(word, {}, end) };
}

/** True where a word that could be something else is taken for a comparison: at most two of `+` and `-`, then a digit. */
export function looksLikeComparison(word: Uint8Array): boolean {
  let i = 0;
  while (i < 2 && (word[i] === PLUS || word[i] === MINUS)) i++;
  return isDigit(word[i]);
}

/**
 * A closure that compares numbers.
 *
 * Exact for tested numbers below 2 ** 53, whatever the value; where they may be larger use {@link compileBigComparison}.
 */
export function compileComparison(comparison: Comparison): (tested: number) => boolean {
  const value = Number(comparison.value);
  switch (comparison.sign) {
    case '<':
      return (tested) => tested < value;
    case '=':
      return (tested) => tested === value;
    case '>':
      return (tested) => tested > value;
  }
}

/** A closure that compares bigints. */
export function compileBigComparison(comparison: Comparison): (tested: bigint) => boolean {
  const { value } = comparison;
  switch (comparison.sign) {
    case '<':
      return (tested) => tested < value;
    case '=':
      return (tested) => tested === value;
    case '>':
      return (tested) => tested > value;
  }
}
