/**
 * Which entries of a listing JavaScript wants to see: a condition on types and on both ends of names, for whoever reads the directory.
 *
 * In: clauses, of which an entry has to meet one. Out: the same as bytes in the slab's control block, where native/entry-filter.h
 * reads them for requests that have REQUEST_FILTER. Leaving out is a favour, not a duty: node:fs hands out every entry. Directories, and
 * entries of no known type, are never left out. Clauses and texts that find no room make the condition weaker, never stronger.
 */

import { FILTER, FILTER_CLAUSE_BYTES, FILTER_TEXT, FILTER_TEXT_BYTES, MOST_FILTER_CLAUSES } from './layout.ts';

/** How a name begins and ends. */
export interface NameEnds {
  readonly prefix: Uint8Array;
  readonly suffix: Uint8Array;
  /** The prefix is all of the name; then there is no suffix. */
  readonly whole: boolean;
  /** ASCII letters are the same in either case, and what is not ASCII may be anything. Prefix and suffix are ASCII. */
  readonly foldCase: boolean;
}

/** An entry of one of `types`, as bits 1 << DT_*, whose name has all these ends. */
export interface EntryClause {
  readonly types: number;
  readonly ends: NameEnds | null;
}

const WHOLE = 1;
const FOLD = 2;

/** @param clauses - None at all: only directories are wanted. */
export function writeEntryFilter(slab: Uint8Array, clauses: readonly EntryClause[]): void {
  const view = new DataView(slab.buffer, slab.byteOffset + FILTER, (1 + MOST_FILTER_CLAUSES) * FILTER_CLAUSE_BYTES);
  const few = clauses.length <= MOST_FILTER_CLAUSES ? clauses : [{ types: -1, ends: null }];
  let types = 0;
  few.forEach((clause, index) => {
    types |= clause.types;
    writeClause(view, (1 + index) * FILTER_CLAUSE_BYTES, clause);
  });
  view.setInt32(0, few.length, true);
  view.setInt32(4, types, true);
}

function writeClause(view: DataView, at: number, { types, ends }: EntryClause): void {
  view.setInt32(at, types, true);
  if (ends === null) {
    view.setInt32(at + 4, 0, true);
    return;
  }
  const prefix = ends.prefix.subarray(0, ends.whole ? FILTER_TEXT_BYTES : FILTER_TEXT_BYTES >> 1);
  const suffix = ends.suffix.subarray(Math.max(0, ends.suffix.length - (FILTER_TEXT_BYTES >> 1)));
  const isWhole = ends.whole && prefix.length === ends.prefix.length;
  view.setUint8(at + 4, prefix.length);
  view.setUint8(at + 5, suffix.length);
  view.setUint8(at + 6, (isWhole ? WHOLE : 0) | (ends.foldCase ? FOLD : 0));
  const text = [...prefix, ...suffix];
  text.forEach((byte, i) => {
    view.setUint8(at + FILTER_TEXT + i, byte);
  });
}
