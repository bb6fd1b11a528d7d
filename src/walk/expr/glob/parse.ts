/**
 * A glob pattern as a list of elements, each of which matches exactly one character, and stars between them.
 *
 * In come the pattern's characters (code points, or bytes) and the `Ctype` they belong to; out come elements, or undefined where
 * the pattern can match nothing at all. With `foldCase` literals come out folded to lower case, to be compared with folded
 * characters, and sets fold inside.
 *
 * The grammar is that of fnmatch(3) without flags (REFERENCE 4.1). A bracket that does not end is an ordinary `[`. As in glibc,
 * whose reading of broken brackets differs from shell to shell, what stands in the bracket counts first: an unknown class, an
 * unfinished `[.x` or a range without an end make the whole pattern match nothing.
 */

import type { Ctype } from '../ctype.ts';
import { parseBracket } from './bracket.ts';
import type { GlobCollation } from './collation.ts';

/** One element of a pattern. */
export type GlobElement =
  /** `*`: any run of characters, also none. */
  | { readonly kind: 'star' }
  /** `?`: one character. */
  | { readonly kind: 'any' }
  /** The character itself; in lower case if case is folded. */
  | { readonly kind: 'literal'; readonly character: number }
  /** `[…]`: one character for which `has` is true; it takes characters unfolded. */
  | { readonly kind: 'set'; readonly has: (character: number) => boolean };

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;

const star: GlobElement = { kind: 'star' };
const any: GlobElement = { kind: 'any' };

/**
 * Parse `pattern`, which does not end in an unescaped backslash.
 *
 * @returns the elements, no two stars adjacent; undefined where nothing can match.
 */
export function parseGlob(
  pattern: ArrayLike<number>,
  ctype: Ctype,
  foldCase: boolean,
  collation: () => GlobCollation | null,
): readonly GlobElement[] | undefined {
  const fold = foldCase ? ctype.toLower : (character: number) => character;
  const elements: GlobElement[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === STAR) {
      if (elements.at(-1) !== star) elements.push(star);
    } else if (character === QUESTION) {
      elements.push(any);
    } else if (character === BACKSLASH) {
      elements.push({ kind: 'literal', character: fold(pattern[++at]!) });
    } else {
      const bracket =
        character === OPEN_BRACKET ? parseBracket(pattern, at + 1, { ctype, fold, foldCase, collation }) : 'unterminated';
      if (bracket === 'impossible') return undefined;
      if (bracket === 'unterminated') {
        elements.push({ kind: 'literal', character: fold(character) });
      } else {
        elements.push({ kind: 'set', has: bracket.has });
        at = bracket.end - 1;
      }
    }
  }
  return elements;
}
