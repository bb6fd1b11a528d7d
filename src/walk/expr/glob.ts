/**
 * Globs: fnmatch(3) without flags, on bytes, compiled once and run on millions of names.
 *
 * In come a pattern's bytes and the locale's kind; out comes a `Glob` whose `match` takes a range of bytes. A name that is valid
 * UTF-8 is seen as characters, any other byte by byte, and so is everything where the pattern itself is not valid: the same answer
 * as glibc's, less its second, bytewise try after characters have failed (REFERENCE 4.1, section 22).
 *
 * Of three matchers the cheapest that suffices is chosen here, before the first name: `matchText` for plain text and stars, the
 * byte tables of `matchBytes`, and behind them `matchCharacters` for the names on which the tables answer `UNSURE`.
 *
 * It knows nothing of paths: `/` and a leading `.` are ordinary.
 */

import { BYTES, CODE_POINTS, type Ctype } from './ctype.ts';
import { asciiTables, exactTables, matchBytes, UNSURE } from './glob/byte-matcher.ts';
import { matchCharacters } from './glob/character-matcher.ts';
import type { GlobCollation } from './glob/collation.ts';
import { type GlobElement, parseGlob } from './glob/parse.ts';
import { cutAtStars, mapRuns } from './glob/runs.ts';
import { matchText } from './glob/text-matcher.ts';
import { codePointsOf, decodeUtf8 } from './utf8.ts';

/** Whether the bytes [start, end) match as a whole. Pure; keeps no reference to `bytes`. */
export type GlobMatch = (bytes: Uint8Array, start: number, end: number) => boolean;

export interface GlobOptions {
  /** Upper and lower case are the same, character by character (`-iname`). */
  readonly foldCase: boolean;
  /** The locale's characters are UTF-8; otherwise they are bytes. */
  readonly utf8: boolean;
  /** The locale's order of characters, for ranges and `[=x=]`; asked for where there is one of those. Null, or absent: by number. */
  readonly collation?: () => GlobCollation | null;
}

/** A compiled glob. */
export interface Glob {
  readonly match: GlobMatch;
  /** No `*`, `?`, `[` or backslash: only one name (or its other cases) can match. */
  readonly literal: boolean;
  /** The pattern ends in an unescaped backslash: worth a warning, and nothing matches. */
  readonly trailingBackslash: boolean;
  /** What `match` always answers, where the name does not matter: true for `*`, false for what cannot match. */
  readonly constant: boolean | undefined;
  /** Bytes that everything that matches begins with; stops at the first letter if case is folded. */
  readonly literalPrefix: Uint8Array;
}

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;

/** Compile `pattern`; any bytes will do. */
export function compileGlob(pattern: Uint8Array, options: GlobOptions): Glob {
  const trailingBackslash = endsInBackslash(pattern);
  const match = trailingBackslash ? undefined : compileMatch(pattern, options);
  return {
    match: match ?? (() => false),
    literal: !pattern.some(isMetacharacter),
    trailingBackslash,
    constant: match === undefined ? false : pattern.length > 0 && pattern.every((byte) => byte === STAR) ? true : undefined,
    literalPrefix: literalPrefix(pattern, options.foldCase),
  };
}

/** The matcher, undefined where nothing can match. */
function compileMatch(pattern: Uint8Array, options: GlobOptions): GlobMatch | undefined {
  const { foldCase, utf8, collation = () => null } = options;
  const bytewise = parseGlob(pattern, BYTES, foldCase, collation);
  if (bytewise !== undefined && !foldCase) {
    const text = compileText(bytewise);
    if (text !== undefined) return text;
  }
  const characters = utf8 ? codePointsOf(pattern) : undefined;
  if (characters === undefined) return compileBytes(bytewise, BYTES, foldCase);
  return compileUtf8(characters, bytewise, foldCase, collation);
}

function compileText(elements: readonly GlobElement[]): GlobMatch | undefined {
  const plain = elements.every((element) => element.kind === 'star' || element.kind === 'literal');
  if (!plain) return undefined;
  const textOf = (run: readonly GlobElement[]) =>
    Uint8Array.from(run, (element) => (element.kind === 'literal' ? element.character : 0));
  return matchText(mapRuns(cutAtStars(elements), textOf));
}

function compileBytes(elements: readonly GlobElement[] | undefined, ctype: Ctype, foldCase: boolean): GlobMatch | undefined {
  if (elements === undefined) return undefined;
  const match = matchBytes(mapRuns(cutAtStars(elements), (run) => exactTables(run, ctype, foldCase)));
  return (bytes, start, end) => match(bytes, start, end) === 1;
}

/** Characters of the name that is being looked at twice; grows with the longest. */
let decoded = new Int32Array(256);

/**
 * The matcher for UTF-8 locales.
 *
 * The byte tables may decide for a name before all of it was seen to be valid. That is sound because, where they are sure, reading
 * the same name bytewise gives the same answer, unless the pattern itself reads differently: `isAmbiguous`.
 */
function compileUtf8(
  pattern: Int32Array,
  bytewise: readonly GlobElement[] | undefined,
  foldCase: boolean,
  collation: () => GlobCollation | null,
): GlobMatch | undefined {
  const elements = parseGlob(pattern, CODE_POINTS, foldCase, collation);
  if (elements === undefined) return undefined;
  const matchInvalid = compileBytes(bytewise, BYTES, foldCase);
  const runs = cutAtStars(elements);
  const matchValid = matchCharacters(runs, foldCase ? CODE_POINTS.toLower : (character) => character);
  const matchSure = matchBytes(mapRuns(runs, (run) => asciiTables(run, foldCase)));

  const decide: GlobMatch = (bytes, start, end) => {
    if (decoded.length < end - start) decoded = new Int32Array(2 * (end - start));
    const count = decodeUtf8(bytes, start, end, decoded);
    return count < 0 ? matchInvalid?.(bytes, start, end) === true : matchValid(decoded, count);
  };
  if (isAmbiguous(pattern, foldCase)) return decide;
  return (bytes, start, end) => {
    const verdict = matchSure(bytes, start, end);
    return verdict === UNSURE ? decide(bytes, start, end) : verdict === 1;
  };
}

/**
 * Whether a pattern that is valid UTF-8 may treat ASCII differently when it is read as bytes: where a bracket holds several bytes
 * for a character, or a character above ASCII folds to an ASCII letter.
 */
function isAmbiguous(pattern: Int32Array, foldCase: boolean): boolean {
  if (pattern.includes(OPEN_BRACKET)) return pattern.some((character) => character >= 0x80);
  return foldCase && pattern.some((character) => character >= 0x80 && CODE_POINTS.toLower(character) < 0x80);
}

function isMetacharacter(byte: number): boolean {
  return byte === STAR || byte === QUESTION || byte === OPEN_BRACKET || byte === BACKSLASH;
}

/** Whether the pattern ends in an odd number of backslashes. */
function endsInBackslash(pattern: Uint8Array): boolean {
  let count = 0;
  while (pattern[pattern.length - 1 - count] === BACKSLASH) count++;
  return count % 2 === 1;
}

function literalPrefix(pattern: Uint8Array, foldCase: boolean): Uint8Array {
  const prefix: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const byte = pattern[at]!;
    if (isMetacharacter(byte) && byte !== BACKSLASH) break;
    const literal = byte === BACKSLASH ? pattern[++at] : byte;
    if (literal === undefined || (foldCase && (literal >= 0x80 || BYTES.isClass('alpha', literal)))) break;
    prefix.push(literal);
  }
  return Uint8Array.from(prefix);
}
