/**
 * The breadth-first walk: which directory next, and each entry shown once.
 *
 * In: starting points, options, a visitor. Out: calls of the visitor, in an order that depends on the tree alone: all starting points,
 * then level by level, each directory's entries as the kernel lists them, whatever the workers' number and speed.
 *
 *     Directories     every directory that is pending or has pending descendants, as a number
 *     DirectoryQueue  numbers that wait to be requested, in order
 *     Window          requests in flight; the oldest is consumed as soon as it is answered
 *     DirectoryCache  descriptors that paths are looked up from
 *     Unlinks         slots whose entries are being removed, where the walk deletes
 *
 * A directory is entered relative to an open ancestor, and no symbolic link is followed on the way unless the walk follows
 * links: what is swapped for a link while we walk cannot lead outside. The traversal knows no expression and no action.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  STATUS_BYTES,
  STATUS_OFFSET,
} from '../../ioq/layout.ts';
import { ENTRIES_PER_PART, Listing, type ListingOrder } from './listing.ts';
import { NameOrder } from './name-order.ts';
import type { Presenter } from './presenter.ts';
import { DirectoryQueue } from './queue.ts';
import { Requests } from './requests.ts';
import { type Slots, slotByte, slotWord } from './slots.ts';
import { Unlinks } from './unlinks.ts';
import type { Driver, TraversalOptions, Visitor } from './visitor.ts';
import { Window } from './window.ts';

/** Requests are prepared together once this many slots are free: a native call costs as much as reading a small directory's entries. */
const REFILL = 16;

const EXDEV = 18;
const STATUS_WORDS = STATUS_BYTES / 4;

export class BreadthFirst implements Driver {
  readonly unlinks: Unlinks | null;
  readonly #presenter: Presenter;
  readonly #options: TraversalOptions;
  readonly #probes: boolean;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #slots: Slots;
  readonly #window: Window;
  readonly #requests: Requests;
  readonly #queue = new DirectoryQueue();
  /** Where entries are to be sorted: those of the head that have come, and how. */
  readonly #sorted: Listing | null;
  readonly #order: ListingOrder | null;
  /** What is done with those of the head: they come, or all have come and are put in order, or shown. */
  #stage: 'gathering' | 'sorting' | 'showing' = 'gathering';
  /** By slot: where in its names the next unvisited entry is. */
  readonly #cursor: Int32Array;
  #started = false;

  constructor(ioq: Ioq, slots: Slots, presenter: Presenter, options: TraversalOptions, visitor: Visitor) {
    this.#presenter = presenter;
    this.#options = options;
    this.#probes = visitor.mayNeedStatus !== null;
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.#slots = slots;
    this.#window = new Window(this.#slots, ioq.queueDepth);
    this.unlinks = options.unlinksLater && !options.sort ? new Unlinks(ioq, slots, presenter, visitor) : null;
    this.#requests = new Requests(ioq, slots, presenter, options, this.#probes || this.unlinks !== null);
    this.#sorted = options.sort ? new Listing() : null;
    this.#order = options.sort ? (options.order ?? new NameOrder(options.collation)) : null;
    this.#cursor = new Int32Array(ioq.queueDepth);
  }

  get directory(): number {
    return this.#window.isEmpty ? -1 : this.#words[slotWord(this.#window.head) + SLOT.token]!;
  }

  /** About one directory a step, or a part of one that has very many entries. */
  step(wait: boolean): boolean {
    const window = this.#window;
    if (!this.#started) {
      this.#started = true;
      this.#visitRoots();
    }
    if (this.#presenter.stopped) return false;
    if (this.unlinks !== null) return this.#stepUnlinking(wait, this.unlinks);
    if (window.headIsReady) {
      if (this.#slots.free >= REFILL) this.#refill();
      this.#consume(window.head);
      return true;
    }
    this.#refill();
    if (window.isEmpty) return false;
    this.#slots.reap(wait, this.#answered);
    return true;
  }

  /** As {@link step}, while removals wait. What is told at once, of a directory that cannot be read, comes after they are settled. */
  #stepUnlinking(wait: boolean, unlinks: Unlinks): boolean {
    const window = this.#window;
    if (unlinks.headIsDone) {
      unlinks.settle(this.#settled);
      return true;
    }
    if (window.headIsReady && (unlinks.isEmpty || this.#requests.result(window.head) >= 0)) {
      if (this.#slots.free >= REFILL || this.#slots.prepared >= REFILL) this.#refill();
      this.#consume(window.head);
      return true;
    }
    this.#refill();
    if (window.isEmpty && unlinks.isEmpty) return false;
    this.#slots.reap(wait, this.#answered);
    return true;
  }

  #visitRoots(): void {
    for (const root of this.#presenter.roots) {
      const directory = this.#presenter.visitRoot(root);
      if (this.#presenter.stopped) return;
      if (directory >= 0) this.#queue.push(directory);
    }
  }

  #refill(): void {
    const window = this.#window;
    while (this.#queue.length > 0 && this.#slots.free > 0) this.#requests.fill(window.open(), this.#queue.shift());
    this.#slots.flush();
  }

  /** An answer has arrived: where the status of entries may be needed, that is asked for before the listing is consumed. */
  readonly #answered = (slot: number): void => {
    if (this.unlinks?.answered(slot)) return;
    this.#requests.answered(slot);
    if (this.#probes && this.#requests.probe(slot)) this.#slots.again(slot);
    else this.#window.markReady(slot);
  };

  /** Visit what the head of the window has brought, then ask for its rest or finish it. */
  #consume(slot: number): void {
    const word = slotWord(slot);
    const words = this.#words;
    const directory = words[word + SLOT.token]!;
    if (this.#stage !== 'gathering') {
      this.#proceedSorted(slot, directory);
      return;
    }
    const result = this.#requests.result(slot);
    if (result < 0) {
      this.#consumeFailure(slot, directory, result);
      return;
    }
    const responseFlags = words[word + SLOT.responseFlags]!;
    const statusIsPartial = (responseFlags & RESPONSE_STATUS_MORE) !== 0;
    const end = statusIsPartial ? words[word + SLOT.statusNext]! : words[word + SLOT.namesLength]!;
    const isLast = !statusIsPartial && (responseFlags & RESPONSE_MORE) === 0;
    if (!statusIsPartial) this.#presenter.listed += words[word + SLOT.count]!;
    this.unlinks?.begin(slot);
    this.#takeChunk(slot, directory, this.#cursor[slot]!, end);
    if (this.#presenter.stopped) return;
    if (isLast && this.#sorted !== null) {
      this.#stage = 'sorting';
      this.#proceedSorted(slot, directory);
    } else if (this.unlinks !== null) {
      if (isLast) this.#window.shift();
      else this.#window.suspend();
      this.unlinks.end(isLast);
    } else if (isLast) {
      this.#window.shift();
      this.#endListing(slot, directory);
    } else {
      this.#askForMore(slot);
    }
  }

  /** What was visited of a slot has been removed, as far as it was to be. */
  readonly #settled = (slot: number, isLast: boolean): void => {
    if (isLast) this.#endListing(slot, this.#words[slotWord(slot) + SLOT.token]!);
    else this.#askForMore(slot);
  };

  /** The head is not at its end: ask for the status of the entries after those that were visited, or for the next entries. */
  #askForMore(slot: number): void {
    const words = this.#words;
    const word = slotWord(slot);
    const statusIsPartial = (words[word + SLOT.responseFlags]! & RESPONSE_STATUS_MORE) !== 0;
    this.#cursor[slot] = statusIsPartial ? words[word + SLOT.statusNext]! : 0;
    words[word + SLOT.operation] = statusIsPartial ? OPERATION.stat : OPERATION.read;
    this.#window.again(slot);
  }

  #consumeFailure(slot: number, directory: number, result: number): void {
    if (this.#requests.tryAgain(slot, result)) {
      this.#window.again(slot);
      return;
    }
    this.#requests.settled(slot);
    this.#cursor[slot] = 0;
    this.#sorted?.clear();
    this.#window.close();
    if (!(result === -EXDEV && this.#options.sameDevice)) this.#presenter.failDirectory(directory, -result);
    this.#presenter.finish(directory);
  }

  /** Visit the entries at [from, to) of a slot's names, or keep them where they are to be sorted. */
  #takeChunk(slot: number, directory: number, from: number, to: number): void {
    const begin = slotByte(slot) + NAMES_OFFSET;
    const { directoriesOnly } = this.#presenter;
    const isAbove = this.#presenter.directories.depth(directory) + 1 < this.#options.maxDepth;
    if (directoriesOnly && !isAbove) return;
    if (this.#sorted === null) {
      if (directoriesOnly) this.#queueDirectories(directory, this.#bytes, begin + from, begin + to);
      else this.#visitListing(slot, directory, begin + from, begin + to, isAbove);
      return;
    }
    if (directoriesOnly) this.#sorted.appendDirectories(this.#bytes, begin + from, begin + to);
    else this.#sorted.append(this.#bytes, begin + from, begin + to, this.#words, (slotByte(slot) + STATUS_OFFSET) >>> 2);
  }

  #visitListing(slot: number, directory: number, begin: number, end: number, isAbove: boolean): void {
    const presenter = this.#presenter;
    const { entry } = presenter;
    const bytes = this.#bytes;
    const words = this.#words;
    presenter.enter(directory, bytes);
    let record = (slotByte(slot) + STATUS_OFFSET) >>> 2;
    for (let at = begin; at < end; ) {
      entry.type = bytes[at]!;
      entry.nameStart = at + ENTRY_NAME;
      entry.nameEnd = entry.nameStart + entryLength(bytes, at);
      entry.statusResult = 1;
      if ((bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0) {
        entry.status.words = words;
        entry.status.base = record;
        entry.statusResult = words[record]!;
        record += STATUS_WORDS;
      }
      at = entry.nameEnd + 1;
      if (presenter.show(directory, isAbove)) this.#queue.push(presenter.add(directory));
      if (presenter.stopped) return;
    }
  }

  /** All entries of the head have come: put them in order, then show them, about `ENTRIES_PER_PART` at a time. */
  #proceedSorted(slot: number, directory: number): void {
    const listing = this.#sorted!;
    if (this.#stage === 'sorting' && listing.sort(this.#order!)) return;
    this.#stage = 'showing';
    this.#showSorted(listing, directory);
    if (this.#presenter.stopped || !listing.isAtEnd) return;
    listing.clear();
    this.#stage = 'gathering';
    this.#window.shift();
    this.#endListing(slot, directory);
  }

  #showSorted(listing: Listing, directory: number): void {
    const presenter = this.#presenter;
    const { entry, directoriesOnly } = presenter;
    const isAbove = presenter.directories.depth(directory) + 1 < this.#options.maxDepth;
    presenter.enter(directory, listing.bytes);
    for (let left = ENTRIES_PER_PART; left > 0 && !listing.isAtEnd && !presenter.stopped; left--) {
      listing.next(entry);
      if (directoriesOnly || presenter.show(directory, isAbove)) this.#queue.push(presenter.add(directory));
    }
  }

  /** The short form of `#visitListing` for walks that visit nothing. */
  #queueDirectories(parent: number, bytes: Uint8Array, begin: number, end: number): void {
    const { directories } = this.#presenter;
    for (let at = begin; at < end; ) {
      const start = at + ENTRY_NAME;
      const stop = start + entryLength(bytes, at);
      if (bytes[at]! === DT.directory) this.#queue.push(directories.add(parent, bytes, start, stop));
      at = stop + 1;
    }
  }

  /** The slot is no longer in the window. */
  #endListing(slot: number, directory: number): void {
    const presenter = this.#presenter;
    const error = this.#words[slotWord(slot) + SLOT.readError]!;
    if (presenter.directories.hasChildren(directory)) this.#requests.keepRoot(slot, directory);
    this.#requests.settled(slot);
    this.#cursor[slot] = 0;
    this.#slots.release(slot);
    if (error < 0) presenter.failDirectory(directory, -error);
    presenter.finish(directory);
  }
}
