/**
 * -ext: a test on the end of the name that find has only longer words for. REFERENCE.md 20.
 *
 * In: an `Item`. Out: a glob on the name, so that the optimizer knows all there is to know of it.
 */

import type { NameEnds } from '../../../ioq/entry-filter.ts';
import type { Expression } from '../ast.ts';
import { compileGlob, type GlobMatch } from '../glob.ts';
import type { Item } from '../primary.ts';

const COMMA = 0x2c;
const DOT = 0x2e;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const QUESTION = 0x3f;
const STAR = 0x2a;

const NOTHING = new Uint8Array(0);

/** -ext LIST: the name ends in a dot and one of these, in upper or lower case, and has something before the dot. */
export function parseExtensions(item: Item): Expression {
  const pattern = item.value();
  const extensions = splitAt(pattern, COMMA).map(withoutLeadingDots);
  if (extensions.some((extension) => extension.length === 0)) throw item.error('missing-extension', 'value');
  if (extensions.some((extension) => extension.includes(SLASH))) throw item.error('slash-in-extension', 'value');
  const { utf8 } = item.context.host;
  const match = matchAny(extensions.map((extension) => compileEnd(extension, utf8)));
  const glob = { match, literal: false, trailingBackslash: false, constant: undefined, literalPrefix: NOTHING };
  return { kind: 'test', test: 'glob', ...item.written(), subject: 'name', pattern, foldCase: true, glob };
}

/** One of these ends has every name that matches such a list. */
export function endsOfExtensions(list: Uint8Array): NameEnds[] {
  return splitAt(list, COMMA).map((word) => {
    const end = Uint8Array.from([DOT, ...withoutLeadingDots(word)]);
    const suffix = end.subarray(end.findLastIndex((byte) => byte >= 0x80) + 1);
    return { prefix: NOTHING, suffix, whole: false, foldCase: true };
  });
}

function matchAny(matches: readonly GlobMatch[]): GlobMatch {
  if (matches.length === 1) return matches[0]!;
  return (bytes, start, end) => {
    for (let i = 0; i < matches.length; i++) if (matches[i]!(bytes, start, end)) return true;
    return false;
  };
}

function compileEnd(extension: Uint8Array, utf8: boolean): GlobMatch {
  if (extension.some((byte) => byte >= 0x80)) {
    const escaped = Array.from(extension).flatMap((byte) => (isAsciiLetter(byte) || byte >= 0x80 ? [byte] : [BACKSLASH, byte]));
    return compileGlob(Uint8Array.from([QUESTION, STAR, BACKSLASH, DOT, ...escaped]), { foldCase: true, utf8 }).match;
  }
  const end = Uint8Array.from([DOT, ...extension], lowerCase);
  const { length } = end;
  return (bytes, start, stop) => {
    const from = stop - length;
    if (from <= start) return false;
    for (let i = length - 1; i >= 0; i--) if (lowerCase(bytes[from + i]!) !== end[i]) return false;
    return true;
  };
}

function isAsciiLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function withoutLeadingDots(word: Uint8Array): Uint8Array {
  let start = 0;
  while (word[start] === DOT) start++;
  return word.subarray(start);
}

function splitAt(word: Uint8Array, separator: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let at = word.indexOf(separator); at >= 0; at = word.indexOf(separator, start)) {
    parts.push(word.subarray(start, at));
    start = at + 1;
  }
  parts.push(word.subarray(start));
  return parts;
}
