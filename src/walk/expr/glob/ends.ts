/**
 * How every name begins and ends that matches a glob: enough to leave most names out without matching them.
 *
 * In: a pattern's bytes. Out: the text before its first and behind its last character that is not plain. It holds for names read as
 * characters and as bytes: what is behind an ASCII character begins a character in both. Where case is folded only ASCII
 * tells anything, so both texts stop where the pattern's ASCII does.
 */

import type { NameEnds } from '../../../ioq/entry-filter.ts';

const BACKSLASH = 0x5c;
/** `*`, `?`, `[`, `]` and backslash. */
const SPECIAL: readonly number[] = [0x2a, 0x3f, 0x5b, 0x5d, BACKSLASH];
const CLOSE = 0x5d;

export function endsOfGlob(pattern: Uint8Array, foldCase: boolean): NameEnds {
  const prefix: number[] = [];
  let at = 0;
  for (; at < pattern.length; at++) {
    const byte = pattern[at]!;
    if (byte !== BACKSLASH && byte !== CLOSE && SPECIAL.includes(byte)) break;
    const literal = byte === BACKSLASH ? pattern[++at] : byte;
    if (literal === undefined || (foldCase && literal >= 0x80)) break;
    prefix.push(literal);
  }
  if (at >= pattern.length) {
    // Where case is folded a name may be longer than the pattern: K is also U+212A.
    return { prefix: Uint8Array.from(prefix), suffix: new Uint8Array(0), whole: !foldCase, foldCase };
  }
  let start = pattern.length;
  while (start > at && !SPECIAL.includes(pattern[start - 1]!) && !(foldCase && pattern[start - 1]! >= 0x80)) start--;
  return { prefix: Uint8Array.from(prefix), suffix: pattern.slice(start), whole: false, foldCase };
}
