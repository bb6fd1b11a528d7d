/**
 * The depth-first walk: everything below a directory before its next sibling.
 *
 * In: starting points, options, a visitor. Out: calls of the visitor, in directory order with every subtree finished before the
 * sibling after it, whatever the workers' number and speed. The entries of each directory on the way down are kept in a `Listing`.
 *
 * To keep the workers busy, directories are read ahead in the order in which they will be entered: `#next` links all that are known, from
 * the one that is entered next. When a listing arrives its directories are put behind it, which keeps the order. Read-ahead stops at
 * `MOST_AHEAD` listings. It is done only where every directory that is found will be entered (`options.speculates`): what -prune or
 * -exclude may spare is not touched before they have been asked.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_NAME,
  ENTRY_TYPE,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  STATUS_OFFSET,
} from '../../ioq/layout.ts';
import { Listing } from './listing.ts';
import type { Presenter } from './presenter.ts';
import { Requests } from './requests.ts';
import { type Slots, slotByte, slotWord } from './slots.ts';
import type { Driver, TraversalOptions, Visitor } from './visitor.ts';

/** Enough for any number of workers that helps, few enough to bound memory. */
const MOST_AHEAD = 128;
/** Requests are prepared together once so many slots are free; see breadth-first.ts. */
const REFILL = 16;

const EXDEV = 18;

const EMPTY: Listing = new Listing(null);

/** A directory that is known and not finished. */
interface Node {
  readonly directory: number;
  /** Given back as soon as its last entry has been shown. */
  listing: Listing;
  /** Its directories in the order of the listing, where they were known ahead. */
  readonly children: Node[];
  /** The one that is entered after it, and what is below it. */
  next: Node | null;
  state: 'known' | 'requested' | 'listed';
  /** Minus the errno with which opening or reading it ended, or 0. */
  error: number;
  /** The next entry to be shown, and the next of `children`. */
  place: number;
  child: number;
}

export class DepthFirst implements Driver {
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
  readonly #spare: Listing[] = [];
  readonly #stack: Node[] = [];
  /** The directory to be entered next, of those that are known ahead. */
  #next: Node | null = null;
  #ahead = 0;
  #root = 0;

  constructor(ioq: Ioq, slots: Slots, presenter: Presenter, options: TraversalOptions, visitor: Visitor) {
    this.#presenter = presenter;
    this.#options = options;
    this.#probes = visitor.mayNeedStatus !== null;
    this.#speculates =
      options.speculates && options.mayDescend === null && !presenter.boundary.examines && visitor.admit === null;
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.#slots = slots;
    this.#requests = new Requests(ioq, presenter, options, this.#probes);
    this.#nodes = new Array<Node | null>(ioq.queueDepth).fill(null);
    this.#cursor = new Int32Array(ioq.queueDepth);
  }

  /** Entries up to the next directory that is entered or finished. */
  step(wait: boolean): boolean {
    if (this.#presenter.stopped) return false;
    const node = this.#stack.at(-1);
    if (node === undefined) return this.#startRoot();
    if (node.state === 'listed') {
      if (this.#slots.free >= REFILL) this.#readAhead();
      this.#proceed(node);
      return true;
    }
    if (node.state === 'known' && this.#slots.free > 0) this.#request(node);
    this.#readAhead();
    this.#slots.reap(wait, this.#answered);
    return true;
  }

  #startRoot(): boolean {
    const root = this.#presenter.roots[this.#root++];
    if (root === undefined) return false;
    const directory = this.#presenter.visitRoot(root);
    if (directory >= 0) this.#stack.push(this.#node(directory));
    return true;
  }

  #node(directory: number): Node {
    const listing = this.#spare.pop() ?? new Listing(this.#options.collation);
    return { directory, listing, children: [], next: null, state: 'known', error: 0, place: 0, child: 0 };
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
    if (result >= 0) this.#keepChunk(slot, node);
    else if (this.#requests.tryAgain(slot, result)) this.#slots.again(slot);
    else this.#endListing(slot, node, result);
  };

  /** Copy what has come of a listing, and ask for the rest. */
  #keepChunk(slot: number, node: Node): void {
    const word = slotWord(slot);
    const words = this.#words;
    const responseFlags = words[word + SLOT.responseFlags]!;
    const statusIsPartial = (responseFlags & RESPONSE_STATUS_MORE) !== 0;
    const end = statusIsPartial ? words[word + SLOT.statusNext]! : words[word + SLOT.namesLength]!;
    const begin = slotByte(slot) + NAMES_OFFSET;
    const records = (slotByte(slot) + STATUS_OFFSET) >>> 2;
    node.listing.append(this.#bytes, begin + this.#cursor[slot]!, begin + end, words, records);
    if (!statusIsPartial && (responseFlags & RESPONSE_MORE) === 0) {
      this.#endListing(slot, node, words[word + SLOT.readError]!);
      return;
    }
    this.#cursor[slot] = statusIsPartial ? end : 0;
    words[word + SLOT.operation] = statusIsPartial ? OPERATION.stat : OPERATION.read;
    this.#slots.again(slot);
  }

  #endListing(slot: number, node: Node, error: number): void {
    this.#requests.settled(slot);
    this.#requests.keepRoot(slot, node.directory);
    this.#cursor[slot] = 0;
    this.#nodes[slot] = null;
    this.#slots.release(slot);
    node.error = error;
    node.state = 'listed';
    if (this.#options.sort) node.listing.sort();
    if (this.#speculates && this.#isAbove(node)) this.#linkChildren(node);
  }

  /** Number the directories of a listing, and put them where they will be entered: behind `node`. */
  #linkChildren(node: Node): void {
    const { listing, directory } = node;
    const { directories } = this.#presenter;
    let last: Node | null = null;
    const isEntered = this.#stack.at(-1) === node;
    const after = isEntered ? this.#next : node.next;
    for (let place = 0; place < listing.count; place++) {
      const at = listing.offset(place);
      if (listing.bytes[at + ENTRY_TYPE] !== DT.directory) continue;
      const start = at + ENTRY_NAME;
      const child = this.#node(directories.add(directory, listing.bytes, start, start + entryLength(listing.bytes, at)));
      node.children.push(child);
      if (last !== null) last.next = child;
      else if (isEntered) this.#next = child;
      else node.next = child;
      last = child;
    }
    if (last !== null) last.next = after;
  }

  #isAbove(node: Node): boolean {
    return this.#presenter.directories.depth(node.directory) + 1 < this.#options.maxDepth;
  }

  /** Show entries until one is entered, or the directory is at its end. */
  #proceed(node: Node): void {
    const presenter = this.#presenter;
    const { listing, directory } = node;
    const isAbove = this.#isAbove(node);
    presenter.enter(directory, listing.bytes);
    while (node.place < listing.count) {
      listing.moveTo(node.place++, presenter.entry);
      const descends = presenter.show(directory, isAbove);
      if (presenter.stopped) return;
      if (!descends) continue;
      this.#stack.push(this.#enter(node));
      if (node.place === listing.count) this.#giveBack(node);
      return;
    }
    this.#leave(node);
  }

  /** The node of the directory that the cursor is on. */
  #enter(parent: Node): Node {
    if (!this.#speculates) return this.#node(this.#presenter.add(parent.directory));
    const node = parent.children[parent.child++]!;
    this.#next = node.next;
    if (node.state !== 'known') this.#ahead--;
    return node;
  }

  #leave(node: Node): void {
    const { directory, error } = node;
    this.#stack.pop();
    if (error < 0 && !(error === -EXDEV && this.#options.sameDevice)) this.#presenter.failDirectory(directory, -error);
    this.#presenter.finish(directory);
    this.#giveBack(node);
  }

  /** A long way down costs no listings of directories that are at their end. */
  #giveBack(node: Node): void {
    if (node.listing === EMPTY) return;
    node.listing.clear();
    this.#spare.push(node.listing);
    node.listing = EMPTY;
  }
}
