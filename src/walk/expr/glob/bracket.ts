/**
 * Bracket expressions of globs: `[a-z]`, `[!abc]`, `[[:alpha:]_]`, `[[=e=]]`, `[[.-.]]`, `[\]]`.
 *
 * In come the pattern and the index after `[`; out comes a test of one character and the index after `]`. The items of a bracket
 * are tried from left to right and the first that matches decides, so an unknown class makes a character fail only if no earlier
 * item has matched it, and fails it even under `!`. Ranges are by number, code points or bytes, unless the locale has an order of its own.
 *
 * Case, as glibc folds it: characters and ranges compare folded with folded; classes, `[=x=]` and `[.x.]` see the character as
 * it is.
 */

import { type ClassName, type Ctype, classNamed } from '../ctype.ts';
import { compileCollated, type GlobCollation } from './collation.ts';

/** A bracket that ended. */
export interface Bracket {
  readonly has: (character: number) => boolean;
  /** Index of the first character after `]`. */
  readonly end: number;
}

/** How the pattern's characters are read. */
export interface Reading {
  readonly ctype: Ctype;
  readonly foldCase: boolean;
  /** `ctype.toLower` where case is folded, else nothing. */
  readonly fold: (character: number) => number;
  /** The locale's order, asked for where it matters; null: by number. */
  readonly collation: () => GlobCollation | null;
}

/** One thing listed in a bracket. */
type Item =
  /** From `low` to `high`, both folded. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'exactly'; readonly character: number }
  /** What the locale puts between two characters, or beside one. */
  | { readonly kind: 'collated'; readonly has: (character: number) => boolean }
  | { readonly kind: 'class'; readonly name: ClassName }
  /** An unknown class, a collating symbol of several characters: here the whole match fails. */
  | { readonly kind: 'impossible' };

const EXCLAMATION = 0x21;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const CARET = 0x5e;

/**
 * Parse the bracket whose first character after `[` is `pattern[start]`.
 *
 * @returns 'unterminated' where there is no `]`, 'impossible' where the pattern ends within an item that cannot match.
 */
export function parseBracket(
  pattern: ArrayLike<number>,
  start: number,
  reading: Reading,
): Bracket | 'unterminated' | 'impossible' {
  const negated = pattern[start] === EXCLAMATION || pattern[start] === CARET;
  const first = negated ? start + 1 : start;
  const items: Item[] = [];
  for (let at = first; ; ) {
    if (at >= pattern.length) return items.some((item) => item.kind === 'impossible') ? 'impossible' : 'unterminated';
    if (pattern[at] === CLOSE && at > first) return { has: compileItems(items, negated, reading), end: at + 1 };
    const named = parseClass(pattern, at) ?? parseEquivalence(pattern, at, reading);
    if (named !== undefined) {
      items.push(named.item);
      at = named.end;
      continue;
    }
    const low = parseEndpoint(pattern, at);
    if (low === undefined) return 'impossible';
    at = low.end;
    const ranged = pattern[at] === HYPHEN && pattern[at + 1] !== CLOSE;
    const high = ranged ? parseEndpoint(pattern, at + 1) : low;
    if (high === undefined) return 'impossible';
    at = high.end;
    if (low.character < 0 || high.character < 0) {
      items.push({ kind: 'impossible' });
    } else if (low.symbol && !ranged) {
      items.push({ kind: 'exactly', character: low.character });
    } else {
      items.push(makeRange(low.character, high.character, ranged, reading));
    }
  }
}

/** `[:name:]` at `at`. Anything but lower-case letters up to the colon makes it no class but ordinary characters. */
function parseClass(pattern: ArrayLike<number>, at: number): { item: Item; end: number } | undefined {
  if (pattern[at] !== OPEN || pattern[at + 1] !== COLON) return undefined;
  let word = '';
  let end = at + 2;
  for (; pattern[end]! >= 0x61 && pattern[end]! <= 0x7a; end++) word += String.fromCharCode(pattern[end]!);
  if (pattern[end] !== COLON || pattern[end + 1] !== CLOSE) return undefined;
  const name = classNamed(word);
  return { item: name === undefined ? { kind: 'impossible' } : { kind: 'class', name }, end: end + 2 };
}

/** `[=x=]` at `at`: without collation, x itself. */
function parseEquivalence(
  pattern: ArrayLike<number>,
  at: number,
  { ctype, foldCase, collation }: Reading,
): { item: Item; end: number } | undefined {
  const found = pattern[at] === OPEN && pattern[at + 1] === EQUALS && pattern[at + 3] === EQUALS && pattern[at + 4] === CLOSE;
  if (!found) return undefined;
  const character = pattern[at + 2]!;
  const matches = collation();
  if (matches === null) return { item: { kind: 'exactly', character }, end: at + 5 };
  const has = compileCollated([OPEN, EQUALS, character, EQUALS, CLOSE], ctype, foldCase, matches);
  return { item: { kind: 'collated', has }, end: at + 5 };
}

/**
 * One character, perhaps an end of a range: `x`, `\x` or `[.x.]`. The character is -1 where a symbol has several: none is known.
 * Undefined where the pattern ends first.
 */
function parseEndpoint(pattern: ArrayLike<number>, at: number): { character: number; symbol: boolean; end: number } | undefined {
  if (pattern[at] === OPEN && pattern[at + 1] === DOT) {
    for (let end = at + 2; end + 1 < pattern.length; end++) {
      if (pattern[end] !== DOT || pattern[end + 1] !== CLOSE) continue;
      return { character: end === at + 3 ? pattern[at + 2]! : -1, symbol: true, end: end + 2 };
    }
    return undefined;
  }
  const index = pattern[at] === BACKSLASH ? at + 1 : at;
  const character = pattern[index];
  return character === undefined ? undefined : { character, symbol: false, end: index + 1 };
}

/** From `low` to `high`; one character is a range of itself. */
function makeRange(low: number, high: number, ranged: boolean, { ctype, fold, foldCase, collation }: Reading): Item {
  const matches = ranged ? collation() : null;
  if (matches === null) return { kind: 'range', low: fold(low), high: fold(high) };
  return { kind: 'collated', has: compileCollated([BACKSLASH, low, HYPHEN, BACKSLASH, high], ctype, foldCase, matches) };
}

/** The items as one test. */
function compileItems(items: readonly Item[], negated: boolean, { ctype, fold }: Reading): (character: number) => boolean {
  return (character) => {
    const folded = fold(character);
    for (const item of items) {
      switch (item.kind) {
        case 'range':
          if (folded >= item.low && folded <= item.high) return !negated;
          break;
        case 'exactly':
          if (character === item.character) return !negated;
          break;
        case 'collated':
          if (item.has(character)) return !negated;
          break;
        case 'class':
          if (ctype.isClass(item.name, character)) return !negated;
          break;
        case 'impossible':
          return false;
      }
    }
    return negated;
  };
}
