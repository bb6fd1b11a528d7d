/**
 * Ranges and `[=x=]` of globs in locales that order characters otherwise than by their numbers: German has ä between a and b.
 *
 * In: one item of a bracket, without the bracket. Out: a test of one character, answered by fnmatch(3) itself in the user's locale, since
 * the table that it goes by cannot be had otherwise. Each character is asked about once.
 */

import type { Ctype } from '../ctype.ts';

/** fnmatch(3) in the user's locale. */
export type GlobCollation = (pattern: Uint8Array, text: Uint8Array, foldCase: boolean) => boolean;

const OPEN = 0x5b;
const CLOSE = 0x5d;

export function compileCollated(
  item: readonly number[],
  ctype: Ctype,
  foldCase: boolean,
  matches: GlobCollation,
): (character: number) => boolean {
  const pattern = ctype.encode([OPEN, ...item, CLOSE]);
  const known = new Map<number, boolean>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const has = matches(pattern, ctype.encode([character]), foldCase);
    known.set(character, has);
    return has;
  };
}
