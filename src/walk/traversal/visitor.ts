/**
 * What a traversal is told, and whom it tells: the two interfaces between it and the rest of the walk.
 *
 * In: `TraversalOptions`, all that decides which entries are reached and when. Out: calls of a `Visitor`, one at a time, in
 * the order of the walk. The entries it is shown are the `Cursors`, moved from file to file.
 */

import type { EntryClause } from '../../ioq/entry-filter.ts';
import type { Entry, Matcher } from '../entry.ts';
import type { Verdict } from '../verdict.ts';
import type { ListingOrder } from './listing.ts';
import type { Collation } from './name-order.ts';
import type { Unlinks } from './unlinks.ts';

export interface TraversalOptions {
  /** Descriptor of the directory that starting points are relative to; AT_FDCWD: the current one. It outlives the walk. */
  readonly base: number;
  /** Whether symbolic links are followed: never, where they are starting points, or always. */
  readonly follow: 'never' | 'roots' | 'always';
  /** Entries above this depth are descended into, but not visited. */
  readonly minDepth: number;
  /** Directories at this depth are not descended into. */
  readonly maxDepth: number;
  /** By a directory's path, and how much of that is its starting point's: can anything below it matter? Null: every directory is entered. */
  readonly mayDescend: ((path: Uint8Array, length: number, rootLength: number) => boolean) | null;
  /** Directories are visited after their descendants. */
  readonly postOrder: boolean;
  /** Do not enter directories on another device (-xdev). */
  readonly sameDevice: boolean;
  /** Neither visit nor enter anything on another device (-mount). */
  readonly skipMounts: boolean;
  /** Each directory's entries, and the starting points, in the order of `collation` (-s), or in `order`, where there is one. */
  readonly sort: boolean;
  readonly collation: Collation;
  readonly order?: ListingOrder;
  /** Mask of 1 << DT_*: entries of these types get their status while their directory is read. */
  readonly statusTypes: number;
  /**
   * Mask of 1 << DT_*: entries of other types need not be visited. None at all: the walk looks for directories only, to report
   * those that cannot be read.
   */
  readonly visitedTypes: number;
  /** Visiting has an effect on entries only that meet one of these: others may be left out of listings. Null: none may. */
  readonly filter: readonly EntryClause[] | null;
  /** Every directory above the depth limit will be entered: nothing is pruned. It may be read before its turn. */
  readonly speculates: boolean;
  /**
   * Entries of listings that a visit wants to be gone may be removed later, before their directory's own visit: nothing but messages
   * about failures tells what a visit does.
   */
  readonly unlinksLater: boolean;
  /** Most descriptors to keep open at once. */
  readonly descriptors: number;
}

/** Who is shown the entries. An entry is valid during the call only. */
export interface Visitor {
  readonly visit: Matcher;
  /** Before the first visit: false drops the entry and everything below it. Null: nothing is dropped. */
  readonly admit: Matcher | null;
  /** A cheap test of name, path, type and depth: false: no visit will ask for this entry's status. Null: do not ask. */
  readonly mayNeedStatus: Matcher | null;
  readonly verdict: Verdict;
  /** The directory `entry` could not be listed, or not to its end; `errno` is positive. */
  failDirectory(entry: Entry, errno: number): void;
  /** `entry` could not be examined and is not visited; `errno` is positive. */
  failEntry(entry: Entry, errno: number): void;
  /** `entry` is a directory that contains itself; `ancestor` is the path of the same directory further up. */
  failLoop(entry: Entry, ancestor: Uint8Array): void;
}

/** The entries that the traversal moves: one for listings, one for post visits and errors, one for {@link Visitor.mayNeedStatus}. */
export interface Cursors {
  readonly listed: Entry;
  readonly finished: Entry;
  readonly probed: Entry;
}

/** Drives a walk: makes requests and moves the cursor in an order of its own. */
export interface Driver {
  /** The directory whose entries are being shown, or come next; -1 where that is none. */
  readonly directory: number;
  /** Where removals wait, if they may. */
  readonly unlinks: Unlinks | null;
  /**
   * Do the next piece of work.
   *
   * @param wait - Sleep where no answer is there yet; else return true at once.
   * @returns False when the walk is over.
   */
  step(wait: boolean): boolean;
}
