/**
 * Names on a terminal: shown as they are, unless they would act on the terminal (REFERENCE 12.5).
 *
 * In: bytes from anywhere. Out: the same bytes where all of them are printable, newlines or tabs; else one `$'…'` word, as bash and ksh
 * read it, with `\n`, `\e`, `\xHH`. Not printable are control characters, bytes that are no characters in the locale, and the controls
 * that reorder text, with which a name can pass for another one. For terminals only: files and pipes get names byte for byte.
 */

import type { ByteSink } from './byte-sink.ts';

const QUOTE = 0x27;
const BACKSLASH = 0x5c;
const TAB = 0x09;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const DELETE = 0x7f;

/** The escapes of `$'…'` that have a letter. */
const LETTERS: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [TAB, '\\t'],
  [NEWLINE, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x1b, '\\e'],
  [QUOTE, "\\'"],
  [BACKSLASH, '\\\\'],
]);

/** Code points that control, reorder or hide: C1 controls, Bidi_Control, line and paragraph separators, marks without a width. */
const DECEPTIVE: readonly (readonly [first: number, last: number])[] = [
  [0x80, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
];

/** Append `bytes[start, end)` for a terminal that shows UTF-8, or only ASCII. */
export function appendForTerminal(sink: ByteSink, bytes: Uint8Array, start: number, end: number, utf8: boolean): void {
  if (isPrintable(bytes, start, end, utf8)) sink.append(bytes, start, end);
  else appendQuoted(sink, bytes, start, end, utf8);
}

/** Append `bytes[start, end)` as one `$'…'` word, tabs and newlines escaped as well. */
export function appendQuoted(sink: ByteSink, bytes: Uint8Array, start: number, end: number, utf8: boolean): void {
  sink.appendAscii("$'");
  for (let i = start; i < end; ) {
    const length = printableLength(bytes, i, end, utf8);
    const byte = bytes[i]!;
    const letter = LETTERS.get(byte);
    if (letter !== undefined) sink.appendAscii(letter);
    else if (length > 0) sink.append(bytes, i, i + length);
    else sink.appendAscii(`\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`);
    i += Math.max(length, 1);
  }
  sink.appendByte(QUOTE);
}

/** True where the bytes may go to a terminal as they are. */
export function isPrintable(bytes: Uint8Array, start: number, end: number, utf8: boolean): boolean {
  for (let i = start; i < end; ) {
    const byte = bytes[i]!;
    if ((byte >= SPACE && byte < DELETE) || byte === TAB || byte === NEWLINE) {
      i++;
      continue;
    }
    const length = printableLength(bytes, i, end, utf8);
    if (length === 0) return false;
    i += length;
  }
  return true;
}

/** Bytes of the printable character at `i`; 0 where there is none. */
function printableLength(bytes: Uint8Array, i: number, end: number, utf8: boolean): number {
  const byte = bytes[i]!;
  if (byte < 0x80) return byte >= SPACE && byte !== DELETE ? 1 : 0;
  if (!utf8) return 0;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  if (byte < 0xc2 || byte > 0xf4 || i + length > end) return 0;
  let codePoint = byte & (0x7f >> length);
  for (let k = i + 1; k < i + length; k++) {
    const next = bytes[k]!;
    if ((next & 0xc0) !== 0x80) return 0;
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  const shortest = length === 4 ? 0x1_0000 : length === 3 ? 0x800 : 0x80;
  if (codePoint < shortest || codePoint > 0x10_ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return 0;
  return DECEPTIVE.some(([first, last]) => codePoint >= first && codePoint <= last) ? 0 : length;
}
