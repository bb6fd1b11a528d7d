/**
 * Globs over bytes, by table: one row of 256 verdicts for each position of a run, no decoding, no allocation.
 *
 * There are two kinds of table. `exactTables` is for names whose characters are bytes. `asciiTables` is for UTF-8, and answers
 * `UNSURE` wherever a byte from 0x80 up meets an element that takes a whole character (`?`, a set, a folded letter): the name
 * must then be decoded. ASCII, and all of a pattern's plain text, are decided here, which is nearly always everything.
 *
 * An `UNSURE` position may take several bytes, so what lies beyond it is out of step. Hence the order: heads are compared
 * forwards and everything else backwards, from a place that is certain, and the first `UNSURE` stops the match. For the same
 * reason the search skips (Horspool's way) only by positions to the right of the last that may be unsure.
 */

import { CODE_POINTS, type Ctype } from '../ctype.ts';
import { utf8Of } from '../utf8.ts';
import type { RunElement, Runs } from './runs.ts';

/** What a byte says at a position, and what a whole match came to. */
export type Verdict = 0 | 1 | 2;
const NO = 0;
const YES = 1;
/** Only the decoded characters can tell. */
export const UNSURE = 2;

/** A run of positions. */
export interface ByteRun {
  readonly length: number;
  /** `verdicts[position * 256 + byte]`. */
  readonly verdicts: Uint8Array;
  /** How far the run may be moved right when this byte is under its last position and it does not match. */
  readonly skip: Uint32Array;
}

type Position = (byte: number) => Verdict;

/** Tables for a pattern whose characters are bytes. */
export function exactTables(run: readonly RunElement[], ctype: Ctype, foldCase: boolean): ByteRun {
  const fold = foldCase ? ctype.toLower : (byte: number) => byte;
  return tabulate(
    run.map((element): Position => {
      if (element.kind === 'any') return () => YES;
      const has = element.kind === 'set' ? element.has : (byte: number) => fold(byte) === element.character;
      return (byte) => (has(byte) ? YES : NO);
    }),
  );
}

/** Tables for a pattern whose characters are code points, over names of which only the ASCII can be decided. */
export function asciiTables(run: readonly RunElement[], foldCase: boolean): ByteRun {
  return tabulate(
    run.flatMap((element): Position[] => {
      if (element.kind === 'any') return [(byte) => (byte < 0x80 ? YES : UNSURE)];
      if (element.kind === 'set') return [(byte) => (byte >= 0x80 ? UNSURE : element.has(byte) ? YES : NO)];
      const { character } = element;
      if (!foldCase) return utf8Of(character).map((wanted) => (byte) => (byte === wanted ? YES : NO));
      const beyondAscii = character >= 0x80 || FOLDED_FROM_ABOVE.includes(character) ? UNSURE : NO;
      return [(byte) => (byte >= 0x80 ? beyondAscii : CODE_POINTS.toLower(byte) === character ? YES : NO)];
    }),
  );
}

/** The ASCII letters that are the lower case of something above ASCII: of the Kelvin sign, of I with a dot. */
const FOLDED_FROM_ABOVE: readonly number[] = [0x6b, 0x69];

function tabulate(positions: readonly Position[]): ByteRun {
  const { length } = positions;
  const verdicts = new Uint8Array(length * 256);
  const skip = new Uint32Array(256).fill(length);
  for (const [index, position] of positions.entries()) {
    for (let byte = 0; byte < 256; byte++) verdicts[index * 256 + byte] = position(byte);
    const row = verdicts.subarray(index * 256, index * 256 + 256);
    const stretches = row.includes(UNSURE);
    const distance = Math.max(1, length - 1 - index);
    for (let byte = 0; byte < 256; byte++) {
      // The last position says nothing about how far to move, unless what comes before it may be longer than it looks.
      if (stretches || (row[byte] !== NO && index < length - 1)) skip[byte] = distance;
    }
  }
  return { length, verdicts, skip };
}

/** A matcher of a whole name: bytes [start, end). */
export function matchBytes(runs: Runs<ByteRun>): (bytes: Uint8Array, start: number, end: number) => Verdict {
  const { head, middle, tail } = runs;
  const leastLength = head.length + middle.reduce((sum, run) => sum + run.length, 0) + (tail?.length ?? 0);
  if (tail === undefined) {
    return (bytes, start, end) => {
      if (end - start < leastLength) return NO;
      const verdict = matchForwards(head, bytes, start);
      return verdict === YES && end - start > leastLength ? NO : verdict;
    };
  }
  return (bytes, start, end) => {
    if (end - start < leastLength) return NO;
    const limit = end - tail.length;
    const atEnd = matchBackwards(tail, bytes, limit);
    if (atEnd !== YES) return atEnd;
    const atStart = matchForwards(head, bytes, start);
    if (atStart !== YES) return atStart;
    let at = start + head.length;
    for (let i = 0; i < middle.length; i++) {
      const run = middle[i]!;
      const found = search(run, bytes, at, limit);
      if (found < 0) return found === -1 ? NO : UNSURE;
      at = found + run.length;
    }
    return YES;
  };
}

function matchForwards(run: ByteRun, bytes: Uint8Array, at: number): Verdict {
  const { length, verdicts } = run;
  for (let i = 0; i < length; i++) {
    const verdict = verdicts[(i << 8) | bytes[at + i]!] as Verdict;
    if (verdict !== YES) return verdict;
  }
  return YES;
}

function matchBackwards(run: ByteRun, bytes: Uint8Array, at: number): Verdict {
  const { verdicts } = run;
  for (let i = run.length - 1; i >= 0; i--) {
    const verdict = verdicts[(i << 8) | bytes[at + i]!] as Verdict;
    if (verdict !== YES) return verdict;
  }
  return YES;
}

/** Where `run` matches first in [at, limit); -1: nowhere, -2: unsure. */
function search(run: ByteRun, bytes: Uint8Array, at: number, limit: number): number {
  const { length, skip } = run;
  for (let place = at; place + length <= limit; place += skip[bytes[place + length - 1]!]!) {
    const verdict = matchBackwards(run, bytes, place);
    if (verdict === YES) return place;
    if (verdict === UNSURE) return -2;
  }
  return -1;
}
