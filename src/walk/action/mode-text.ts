/**
 * Types and permissions of files as letters: `%y`, `%M` and the first column of -ls (REFERENCE 9.2).
 *
 * In: DT_* numbers, which are also the upper bits of st_mode, and permission bits. Out: bytes. `%y` and ls(1) differ in one letter,
 * regular files being `f` in the one and `-` in the other.
 */

import { DT } from '../../ioq/layout.ts';
import type { ByteSink } from './byte-sink.ts';

const TYPE_LETTERS: Readonly<Record<number, string>> = {
  [DT.fifo]: 'p',
  [DT.char]: 'c',
  [DT.directory]: 'd',
  [DT.block]: 'b',
  [DT.regular]: 'f',
  [DT.link]: 'l',
  [DT.socket]: 's',
  [DT.whiteout]: 'w',
};

const TYPE_BYTES: Uint8Array = Uint8Array.from({ length: 16 }, (_, type) => (TYPE_LETTERS[type] ?? 'U').charCodeAt(0));
const LIST_TYPE_BYTES: Uint8Array = Uint8Array.from({ length: 16 }, (_, type) =>
  (type === DT.regular ? '-' : (TYPE_LETTERS[type] ?? '?')).charCodeAt(0),
);

const LETTER_R = 0x72;
const LETTER_W = 0x77;
const LETTER_X = 0x78;
const DASH = 0x2d;

/** The byte of a DT_* as `%y` shows it, `U` where it is not known. */
export function typeLetter(type: number): number {
  return TYPE_BYTES[type]!;
}

/** Append ten bytes, `drwxr-xr-x`. @param mode - st_mode, its type included. */
export function appendMode(mode: number, sink: ByteSink): void {
  sink.appendByte(LIST_TYPE_BYTES[(mode >>> 12) & 15]!);
  appendClass(mode >>> 6, (mode & 0o4000) !== 0, 's', sink);
  appendClass(mode >>> 3, (mode & 0o2000) !== 0, 's', sink);
  appendClass(mode, (mode & 0o1000) !== 0, 't', sink);
}

/** Three bytes; `special` takes the place of the x, upper case where there is no x. */
function appendClass(bits: number, isSpecial: boolean, special: 's' | 't', sink: ByteSink): void {
  sink.appendByte((bits & 4) !== 0 ? LETTER_R : DASH);
  sink.appendByte((bits & 2) !== 0 ? LETTER_W : DASH);
  const executable = (bits & 1) !== 0;
  if (isSpecial) sink.appendByte((executable ? special : special.toUpperCase()).charCodeAt(0));
  else sink.appendByte(executable ? LETTER_X : DASH);
}
