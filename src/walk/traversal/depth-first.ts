/**
 * The depth-first walk: everything below a directory before its next sibling.
 *
 * In: starting points, options, a visitor. Out: calls of the visitor, in directory order with every subtree finished before the
 * sibling after it, whatever the workers' number and speed. The entries of each directory on the way down are kept in a `Listing`.
 *
 * To keep the workers busy, directories are read ahead in the order in which they will be entered: `#next` links all that are known, from
 * the one that is entered next. When a listing arrives its directories are put behind it, which keeps the order; so the first directory
 * of the one that has been entered is always `#next`. Read-ahead stops at `MOST_AHEAD` listings. It is done only where every directory
 * that is found will be entered (`options.speculates`): what -prune may spare is not touched before it has been asked. A walk that
 * visits nothing keeps no listings: their directories are linked as they arrive.
 *
 * What takes long where a directory has very many entries, sorting, linking and showing them, is done in parts, one a step.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_TYPE,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  STATUS_OFFSET,
} from '../../ioq/layout.ts';
import { ENTRIES_PER_PART, Listing, type ListingOrder } from './listing.ts';
import { NameOrder } from './name-order.ts';
import type { Presenter } from './presenter.ts';
import { Requests } from './requests.ts';
import { type Slots, slotByte, slotWord } from './slots.ts';
import type { Driver, TraversalOptions, Visitor } from './visitor.ts';

/** Enough for any number of workers that helps, few enough to bound memory. */
const MOST_AHEAD = 2048;
/** Requests are prepared together once so many slots are free; see breadth-first.ts. */
const REFILL = 16;

const EXDEV = 18;

/** A directory that is known and not finished. */
interface Node {
  readonly directory: number;
  /** What has come of its entries, until the last one has been shown. */
  listing: Listing | null;
  /** The one that is entered after it, and what is below it, of those that are known ahead. */
  next: Node | null;
  /** `postponed`: for want of descriptors, until it is its turn. */
  state: 'known' | 'requested' | 'listed' | 'postponed';
  /** Minus the errno with which opening or reading it ended, or 0. */
  error: number;
}

/** How far the directories among a listing's entries have been put where they will be entered, and the last one of them. */
interface Link {
  at: number;
  last: Node | null;
}

/** A directory all of whose entries have come, too many to be gone through at once, and the slot in which the last ones came. */
interface Unprepared {
  readonly node: Node;
  readonly listing: Listing;
  readonly slot: number;
  isInOrder: boolean;
  readonly link: Link;
}

export class DepthFirst implements Driver {
  /** What is shown next may lie below what is to be removed: no removal can wait. */
  readonly unlinks = null;
  readonly #presenter: Presenter;
  readonly #options: TraversalOptions;
  readonly #probes: boolean;
  readonly #speculates: boolean;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #slots: Slots;
  readonly #requests: Requests;
  /** By slot: whom it is for, and where in its names the next entry to be kept is. */
  readonly #nodes: (Node | null)[];
  readonly #cursor: Int32Array;
  readonly #order: ListingOrder | null;
  readonly #spare: Listing[] = [];
  readonly #stack: Node[] = [];
  /** They are listed, and the others' turn comes, when these are sorted and their directories linked. */
  readonly #unprepared: Unprepared[] = [];
  /** The directory to be entered next, of those that are known ahead. */
  #next: Node | null = null;
  #ahead = 0;
  #root = 0;

  constructor(ioq: Ioq, slots: Slots, presenter: Presenter, options: TraversalOptions, visitor: Visitor) {
    this.#presenter = presenter;
    this.#options = options;
    this.#probes = visitor.mayNeedStatus !== null;
    this.#speculates =
      presenter.directoriesOnly || (options.speculates && options.mayDescend === null && !presenter.boundary.examines);
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.#slots = slots;
    this.#requests = new Requests(ioq, slots, presenter, options, this.#probes);
    this.#nodes = new Array<Node | null>(ioq.queueDepth).fill(null);
    this.#cursor = new Int32Array(ioq.queueDepth);
    this.#order = options.sort ? (options.order ?? new NameOrder(options.collation)) : null;
  }

  get directory(): number {
    return this.#stack.at(-1)?.directory ?? -1;
  }

  /** Entries up to the next directory that is entered or finished, or a part of them where they are very many. */
  step(wait: boolean): boolean {
    if (this.#presenter.stopped) return false;
    if (this.#unprepared.length > 0) {
      this.#prepare(this.#unprepared[0]!);
      return true;
    }
    const node = this.#stack.at(-1);
    if (node === undefined) return this.#startRoot();
    if (node.state === 'listed') {
      if (this.#slots.free >= REFILL) this.#readAhead();
      this.#proceed(node);
      return true;
    }
    if (node.state === 'known' && this.#slots.free > 0) this.#request(node);
    if (node.state !== 'postponed') this.#readAhead();
    else if (this.#slots.inFlight === 0) this.#request(node);
    this.#slots.flush();
    this.#slots.reap(wait, this.#answered);
    return true;
  }

  #startRoot(): boolean {
    const root = this.#presenter.roots[this.#root++];
    if (root === undefined) return false;
    const directory = this.#presenter.visitRoot(root);
    if (directory >= 0) this.#stack.push(makeNode(directory));
    return true;
  }

  #request(node: Node): void {
    const slot = this.#slots.take();
    node.state = 'requested';
    this.#nodes[slot] = node;
    this.#requests.fill(slot, node.directory);
  }

  #readAhead(): void {
    for (let node = this.#next; node !== null && this.#ahead < MOST_AHEAD && this.#slots.free > 0; node = node.next) {
      if (node.state !== 'known') continue;
      this.#ahead++;
      this.#request(node);
    }
    this.#slots.flush();
  }

  readonly #answered = (slot: number): void => {
    this.#requests.answered(slot);
    if (this.#probes && this.#requests.probe(slot)) {
      this.#slots.again(slot);
      return;
    }
    const node = this.#nodes[slot]!;
    const result = this.#requests.result(slot);
    if (result >= 0) this.#takeChunk(slot, node);
    else this.#takeFailure(slot, node, result);
  };

  /** What is read ahead may have to wait for descriptors; the directory that is entered is tried again, when no other has any. */
  #takeFailure(slot: number, node: Node, result: number): void {
    const isEntered = this.#stack.at(-1) === node;
    if (this.#requests.lacksDescriptors(slot, result) && (!isEntered || this.#slots.inFlight > 0)) {
      this.#free(slot);
      if (!isEntered) this.#ahead--;
      node.state = 'postponed';
    } else if (this.#requests.tryAgain(slot, result)) this.#slots.again(slot);
    else this.#endListing(slot, node, result);
  }

  /** Keep what has come of a listing, and ask for the rest. */
  #takeChunk(slot: number, node: Node): void {
    const word = slotWord(slot);
    const words = this.#words;
    const responseFlags = words[word + SLOT.responseFlags]!;
    const statusIsPartial = (responseFlags & RESPONSE_STATUS_MORE) !== 0;
    const names = slotByte(slot) + NAMES_OFFSET;
    const begin = names + this.#cursor[slot]!;
    const end = names + (statusIsPartial ? words[word + SLOT.statusNext]! : words[word + SLOT.namesLength]!);
    const isLast = !statusIsPartial && (responseFlags & RESPONSE_MORE) === 0;
    if (!statusIsPartial) this.#presenter.listed += words[word + SLOT.count]!;
    if (!this.#presenter.directoriesOnly) {
      node.listing ??= this.#takeListing();
      node.listing.append(this.#bytes, begin, end, words, (slotByte(slot) + STATUS_OFFSET) >>> 2);
    } else if (this.#isAbove(node)) {
      if (isLast && node.listing === null && this.#order === null) this.#linkChildren(node, this.#bytes, begin, end);
      else {
        node.listing ??= this.#takeListing();
        node.listing.appendDirectories(this.#bytes, begin, end);
      }
    }
    if (isLast) {
      this.#endListing(slot, node, words[word + SLOT.readError]!);
      return;
    }
    this.#cursor[slot] = statusIsPartial ? end - names : 0;
    words[word + SLOT.operation] = statusIsPartial ? OPERATION.stat : OPERATION.read;
    this.#slots.again(slot);
  }

  #endListing(slot: number, node: Node, error: number): void {
    const { listing } = node;
    node.error = error;
    if (listing !== null && listing.count > ENTRIES_PER_PART) {
      this.#unprepared.push({ node, listing, slot, isInOrder: this.#order === null, link: { at: 0, last: null } });
      return;
    }
    if (listing !== null) {
      if (this.#order !== null) while (listing.sort(this.#order));
      if (this.#links(node)) this.#linkChildren(node, listing.bytes, 0, listing.length);
    }
    this.#setListed(slot, node);
  }

  /** Sort a part, or link a part of the directories; after the last one its turn is over. */
  #prepare(unprepared: Unprepared): void {
    const { node, listing, slot, link } = unprepared;
    if (!unprepared.isInOrder) {
      if (listing.sort(this.#order!)) return;
      unprepared.isInOrder = true;
    }
    if (this.#links(node) && this.#linkPart(node, listing.bytes, listing.length, link)) return;
    this.#unprepared.shift();
    this.#setListed(slot, node);
  }

  #setListed(slot: number, node: Node): void {
    node.state = 'listed';
    if (this.#presenter.directoriesOnly) this.#giveBack(node);
    if (!this.#speculates || this.#presenter.directories.hasChildren(node.directory))
      this.#requests.keepRoot(slot, node.directory);
    this.#free(slot);
  }

  #free(slot: number): void {
    this.#requests.settled(slot);
    this.#cursor[slot] = 0;
    this.#nodes[slot] = null;
    this.#slots.release(slot);
  }

  /** Are its directories known ahead? */
  #links(node: Node): boolean {
    return this.#speculates && this.#isAbove(node);
  }

  /** Number the directories of a listing that is complete, and put them where they will be entered: behind `node`. */
  #linkChildren(node: Node, bytes: Uint8Array, begin: number, end: number): void {
    const link: Link = { at: begin, last: null };
    while (this.#linkPart(node, bytes, end, link));
  }

  /** As {@link #linkChildren}, the next `ENTRIES_PER_PART` entries. @returns Whether there are more. */
  #linkPart(node: Node, bytes: Uint8Array, end: number, link: Link): boolean {
    const { directories } = this.#presenter;
    const isEntered = this.#stack.at(-1) === node;
    let { at, last } = link;
    for (let left = ENTRIES_PER_PART; left > 0 && at < end; left--, at += entryLength(bytes, at) + ENTRY_OVERHEAD) {
      if (bytes[at + ENTRY_TYPE] !== DT.directory) continue;
      const start = at + ENTRY_NAME;
      const child = makeNode(directories.add(node.directory, bytes, start, start + entryLength(bytes, at)));
      if (last !== null) {
        child.next = last.next;
        last.next = child;
      } else if (isEntered) {
        child.next = this.#next;
        this.#next = child;
      } else {
        child.next = node.next;
        node.next = child;
      }
      last = child;
    }
    link.at = at;
    link.last = last;
    return at < end;
  }

  #isAbove(node: Node): boolean {
    return this.#presenter.directories.depth(node.directory) + 1 < this.#options.maxDepth;
  }

  /** Show entries until one is entered, or enough are shown, or the directory is at its end. */
  #proceed(node: Node): void {
    const child = this.#presenter.directoriesOnly ? this.#enterNext(node) : this.#showUpToChild(node);
    if (this.#presenter.stopped) return;
    if (node.listing?.isAtEnd) this.#giveBack(node);
    if (child !== null) this.#stack.push(child);
    else if (node.listing === null) this.#leave(node);
  }

  /** @returns The directory at which the entries shown have come to, or null at their end, or after `ENTRIES_PER_PART`. */
  #showUpToChild({ listing, directory }: Node): Node | null {
    if (listing === null) return null;
    const presenter = this.#presenter;
    const isAbove = presenter.directories.depth(directory) + 1 < this.#options.maxDepth;
    presenter.enter(directory, listing.bytes);
    for (let left = ENTRIES_PER_PART; left > 0 && !listing.isAtEnd; left--) {
      listing.next(presenter.entry);
      const descends = presenter.show(directory, isAbove);
      if (presenter.stopped) return null;
      if (!descends) continue;
      return this.#speculates ? this.#enterNext({ directory }) : makeNode(presenter.add(directory));
    }
    return null;
  }

  /** @returns What is entered next, where that is in `directory`. */
  #enterNext({ directory }: Pick<Node, 'directory'>): Node | null {
    const node = this.#next;
    if (node === null || this.#presenter.directories.parent(node.directory) !== directory) return null;
    this.#next = node.next;
    if (node.state === 'requested' || node.state === 'listed') this.#ahead--;
    return node;
  }

  #leave(node: Node): void {
    const { directory, error } = node;
    this.#stack.pop();
    if (error < 0 && !(error === -EXDEV && this.#options.sameDevice)) this.#presenter.failDirectory(directory, -error);
    this.#presenter.finish(directory);
  }

  #takeListing(): Listing {
    return this.#spare.pop() ?? new Listing();
  }

  /** A long way down costs no listings of directories that are at their end. */
  #giveBack(node: Node): void {
    if (node.listing === null) return;
    node.listing.clear();
    this.#spare.push(node.listing);
    node.listing = null;
  }
}

function makeNode(directory: number): Node {
  return { directory, listing: null, next: null, state: 'known', error: 0 };
}
