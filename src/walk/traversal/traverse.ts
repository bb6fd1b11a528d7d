/**
 * The breadth-first traversal: which directory next, and each entry shown to the visitor once.
 *
 * In: starting points, options, a visitor. Out: calls of the visitor, in an order that depends on the tree alone: all starting points,
 * then level by level, each directory's entries as the kernel lists them, whatever the workers' number and speed.
 *
 *     Directories   every directory that is pending or has pending descendants, as a number
 *     DirectoryQueue  numbers that wait to be requested, in order
 *     Window        requests in flight; the oldest is consumed as soon as it is answered
 *     DirectoryCache  descriptors that paths are looked up from
 *
 * A directory is entered relative to an open ancestor, and no symbolic link is followed on the way unless the walk follows
 * links: what is swapped for a link while we walk cannot lead outside. The traversal knows no expression and no action.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_WANT_STATUS,
  NAMES_OFFSET,
  OPERATION,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  STATUS_BYTES,
  STATUS_OFFSET,
} from '../../ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../../ioq/system.ts';
import type { Entry, Root } from '../entry.ts';
import { Boundary, FAIL, PASS, SKIP } from './boundary.ts';
import { Directories } from './directories.ts';
import { DirectoryCache } from './directory-cache.ts';
import { PathSpeller } from './path-speller.ts';
import { DirectoryQueue } from './queue.ts';
import { Requests } from './requests.ts';
import { SortedListing } from './sorted-listing.ts';
import type { Cursors, TraversalOptions, Visitor } from './visitor.ts';
import { slotByte, slotWord, Window } from './window.ts';

/** Requests are prepared together once this many slots are free: a native call costs as much as reading a small directory's entries. */
const REFILL = 16;

const SLASH = 0x2f;
const EXDEV = 18;
const S_IFMT_SHIFT = 12;
const STATUS_WORDS = STATUS_BYTES / 4;

export class Traversal {
  readonly #options: TraversalOptions;
  readonly #visitor: Visitor;
  readonly #system: SystemCalls;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #window: Window;
  readonly #queue = new DirectoryQueue();
  readonly directories: Directories;
  readonly cache: DirectoryCache;
  readonly #roots: readonly Root[];
  readonly #boundary: Boundary;
  readonly #rootRecord = new Int32Array(STATUS_BYTES / 4);

  readonly #entry: Entry;
  readonly #speller: PathSpeller;
  readonly #finished: Entry;
  readonly #finishedSpeller: PathSpeller;
  readonly #probe: Entry;
  readonly #probeSpeller: PathSpeller;

  readonly #follows: boolean;
  /** Nothing is visited and nothing asked: only directories matter. */
  readonly #directoriesOnly: boolean;
  readonly #arrived: (slot: number) => void;
  readonly #requests: Requests;
  /** By slot: where in its names the next unvisited entry is. */
  readonly #cursor: Int32Array;
  readonly #sorted: SortedListing | null;
  #started = false;

  constructor(
    ioq: Ioq,
    system: SystemCalls,
    roots: readonly Root[],
    options: TraversalOptions,
    visitor: Visitor,
    cursors: Cursors,
  ) {
    this.#options = options;
    this.#visitor = visitor;
    this.#system = system;
    this.#roots = roots;
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.#window = new Window(ioq, system);
    this.#follows = options.follow === 'always';
    this.directories = new Directories(roots, this.#follows);
    this.cache = new DirectoryCache(system, this.directories, options);
    this.#boundary = new Boundary(options, this.directories, roots);
    this.#directoriesOnly = options.visitedTypes === 0 && !this.#boundary.examines && visitor.admit === null;
    this.#entry = cursors.listed;
    this.#finished = cursors.finished;
    this.#probe = cursors.probed;
    this.#speller = new PathSpeller(this.directories, this.#entry);
    this.#finishedSpeller = new PathSpeller(this.directories, this.#finished);
    this.#probeSpeller = new PathSpeller(this.directories, this.#probe);
    this.#arrived = visitor.mayNeedStatus === null ? this.#answered : this.#answeredAndProbed;
    this.#requests = new Requests(ioq, this.directories, this.cache, this.#boundary, options, visitor.mayNeedStatus !== null);
    this.#cursor = new Int32Array(ioq.queueDepth);
    this.#sorted = options.sort ? new SortedListing(options.collation) : null;
  }

  /**
   * Do the next piece of work: about one directory.
   *
   * @param wait - Sleep where no answer is there yet; else return true at once.
   * @returns False when the walk is over.
   */
  step(wait: boolean): boolean {
    const window = this.#window;
    if (!this.#started) {
      this.#started = true;
      this.#visitRoots();
    }
    if (this.#visitor.verdict.stopped) return false;
    if (window.headIsReady) {
      if (window.freeSlots >= REFILL) this.#refill();
      this.#consume(window.head);
      return true;
    }
    this.#refill();
    if (window.isEmpty) return false;
    window.reap(wait, this.#arrived);
    return true;
  }

  /** Give back every descriptor and the queue's slots; the queue is cancelled. */
  close(): void {
    this.#window.drain();
    this.cache.close();
    this.#queue.clear();
  }

  #refill(): void {
    const window = this.#window;
    while (this.#queue.length > 0 && window.freeSlots > 0) this.#requests.fill(window.open(), this.#queue.shift());
    window.flush();
  }

  #visitRoots(): void {
    const { follow, maxDepth } = this.#options;
    const entry = this.#entry;
    for (const root of this.#roots) {
      setRoot(entry, root);
      entry.status.words = this.#rootRecord;
      entry.status.base = 0;
      const record = new Uint8Array(this.#rootRecord.buffer);
      const result = this.#system.stat(AT_FDCWD, root.path, follow === 'never' ? 0 : 1, record);
      entry.statusResult = result;
      if (result < 0) {
        this.#visitor.failEntry(entry, -result);
        continue;
      }
      entry.type = (entry.status.mode >>> S_IFMT_SHIFT) & 15;
      this.#boundary.setRoot(root, entry.status);
      const descends = this.#visit(entry, entry.type === DT.directory && maxDepth > 0, 0);
      if (this.#visitor.verdict.stopped) return;
      if (!descends) continue;
      const directory = this.directories.addRoot(root.number);
      this.#boundary.setDirectory(directory, entry.status);
      this.#queue.push(directory);
    }
  }

  /**
   * Show an entry to the visitor at the right time.
   *
   * @param descends - It is a directory above the depth limit.
   * @returns Whether to descend into it.
   */
  #visit(entry: Entry, descends: boolean, depth: number): boolean {
    const visitor = this.#visitor;
    const options = this.#options;
    if (visitor.admit !== null && !visitor.admit(entry)) return false;
    if (depth < options.minDepth || ((options.visitedTypes >>> entry.type) & 1) === 0) return descends;
    if (descends && options.postOrder) return true;
    visitor.verdict.pruned = false;
    visitor.visit(entry);
    return descends && !visitor.verdict.pruned;
  }

  readonly #answered = (slot: number): void => this.#requests.answered(slot);

  /** A listing has arrived: ask for the status of the entries that may need it, and consume it when that is there. */
  readonly #answeredAndProbed = (slot: number): void => {
    this.#requests.answered(slot);
    const word = slotWord(slot);
    const words = this.#words;
    if (words[word + SLOT.operation] === OPERATION.stat || this.#requests.result(slot) < 0) return;
    const directory = words[word + SLOT.token]!;
    this.#probeSpeller.spell(directory);
    const probe = this.#probe;
    probe.depth = this.directories.depth(directory) + 1;
    probe.root = this.directories.root(directory);
    if (probe.depth < this.#options.minDepth) return;
    probe.bytes = this.#bytes;
    const mayNeedStatus = this.#visitor.mayNeedStatus!;
    const begin = slotByte(slot) + NAMES_OFFSET;
    const end = begin + words[word + SLOT.namesLength]!;
    let wanted = false;
    for (let at = begin; at < end; at += this.#bytes[at + ENTRY_LENGTH]! + ENTRY_OVERHEAD) {
      probe.type = this.#bytes[at]!;
      probe.nameStart = at + ENTRY_NAME;
      probe.nameEnd = probe.nameStart + this.#bytes[at + ENTRY_LENGTH]!;
      probe.pathLength = -1;
      if ((this.#bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0 || !mayNeedStatus(probe)) continue;
      this.#bytes[at + ENTRY_FLAGS]! |= ENTRY_WANT_STATUS;
      wanted = true;
    }
    if (!wanted) return;
    words[word + SLOT.operation] = OPERATION.stat;
    words[word + SLOT.statusNext] = 0;
    this.#window.again(slot);
  };

  /** Visit what the head of the window has brought, then ask for its rest or finish it. */
  #consume(slot: number): void {
    const word = slotWord(slot);
    const words = this.#words;
    const directory = words[word + SLOT.token]!;
    const result = this.#requests.result(slot);
    if (result < 0) {
      if (this.#requests.tryAgain(slot, result)) {
        this.#window.again(slot);
        return;
      }
      this.#requests.settled(slot);
      this.#window.close();
      if (!(result === -EXDEV && this.#options.sameDevice)) this.#failDirectory(directory, -result);
      this.#finish(directory);
      return;
    }
    const responseFlags = words[word + SLOT.responseFlags]!;
    const statusIsPartial = (responseFlags & RESPONSE_STATUS_MORE) !== 0;
    const end = statusIsPartial ? words[word + SLOT.statusNext]! : words[word + SLOT.namesLength]!;
    this.#takeChunk(slot, directory, this.#cursor[slot]!, end, !statusIsPartial && (responseFlags & RESPONSE_MORE) === 0);
    if (this.#visitor.verdict.stopped) return;
    if (statusIsPartial) {
      this.#cursor[slot] = end;
      words[word + SLOT.operation] = OPERATION.stat;
      this.#window.again(slot);
    } else if ((responseFlags & RESPONSE_MORE) !== 0) {
      this.#cursor[slot] = 0;
      words[word + SLOT.operation] = OPERATION.read;
      this.#window.again(slot);
    } else {
      this.#endListing(slot, directory);
    }
  }

  /** Visit the entries at [from, to) of a slot's names, or keep them until the last ones are there where they are to be sorted. */
  #takeChunk(slot: number, directory: number, from: number, to: number, isLast: boolean): void {
    const begin = slotByte(slot) + NAMES_OFFSET;
    const isAbove = this.directories.depth(directory) + 1 < this.#options.maxDepth;
    if (this.#sorted !== null) {
      this.#sorted.append(this.#bytes, begin + from, begin + to, this.#words, (slotByte(slot) + STATUS_OFFSET) >>> 2);
      if (isLast) this.#visitSorted(this.#sorted, directory, isAbove);
    } else if (this.#directoriesOnly) {
      if (isAbove) this.#queueDirectories(directory, begin + from, begin + to);
    } else {
      this.#visitListing(slot, directory, begin + from, begin + to, isAbove);
    }
  }

  #visitListing(slot: number, directory: number, begin: number, end: number, isAbove: boolean): void {
    const entry = this.#entry;
    const bytes = this.#bytes;
    const words = this.#words;
    this.#enter(directory, bytes);
    let record = (slotByte(slot) + STATUS_OFFSET) >>> 2;
    for (let at = begin; at < end; ) {
      entry.type = bytes[at]!;
      entry.nameStart = at + ENTRY_NAME;
      entry.nameEnd = entry.nameStart + bytes[at + ENTRY_LENGTH]!;
      entry.statusResult = 1;
      if ((bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0) {
        entry.status.words = words;
        entry.status.base = record;
        entry.statusResult = words[record]!;
        record += STATUS_WORDS;
      }
      at = entry.nameEnd + 1;
      if (!this.#show(entry, directory, isAbove)) return;
    }
  }

  #visitSorted(listing: SortedListing, directory: number, isAbove: boolean): void {
    const entry = this.#entry;
    this.#enter(directory, listing.bytes);
    listing.sort();
    for (let place = 0; place < listing.count; place++) {
      const at = listing.offset(place);
      entry.type = listing.bytes[at]!;
      entry.nameStart = at + ENTRY_NAME;
      entry.nameEnd = entry.nameStart + listing.bytes[at + ENTRY_LENGTH]!;
      entry.statusResult = 1;
      const record = listing.status(place);
      if (record >= 0) {
        entry.status.words = listing.words;
        entry.status.base = record;
        entry.statusResult = listing.words[record]!;
      }
      if (!this.#show(entry, directory, isAbove)) break;
    }
    listing.clear();
  }

  /** Make `directory` the one that the entries to come are in; their names are in `bytes`. */
  #enter(directory: number, bytes: Uint8Array): void {
    const entry = this.#entry;
    this.#speller.spell(directory);
    entry.bytes = bytes;
    entry.depth = this.directories.depth(directory) + 1;
    entry.root = this.directories.root(directory);
  }

  /** Visit one entry of `directory` and queue it where it is to be descended into. @returns False: the walk is to stop. */
  #show(entry: Entry, directory: number, isAbove: boolean): boolean {
    entry.pathLength = -1;
    if (this.#boundary.examines && !this.#mayVisit(entry, directory)) return true;
    if (this.#visit(entry, isAbove && entry.type === DT.directory, entry.depth)) this.#descend(entry, directory);
    return !this.#visitor.verdict.stopped;
  }

  /** The short form of `#visitListing` for walks that visit nothing. */
  #queueDirectories(parent: number, begin: number, end: number): void {
    const bytes = this.#bytes;
    for (let at = begin; at < end; ) {
      const start = at + ENTRY_NAME;
      const stop = start + bytes[at + ENTRY_LENGTH]!;
      if (bytes[at]! === DT.directory) this.#queue.push(this.directories.add(parent, bytes, start, stop));
      at = stop + 1;
    }
  }

  #descend(entry: Entry, parent: number): void {
    const directory = this.directories.add(parent, entry.bytes, entry.nameStart, entry.nameEnd);
    this.#boundary.setDirectory(directory, entry.status);
    this.#queue.push(directory);
  }

  /** What only some walks ask before an entry is visited; what is wrong with it is reported. */
  #mayVisit(entry: Entry, parent: number): boolean {
    const verdict = this.#boundary.verdictOf(entry, parent);
    if (verdict === PASS) return true;
    if (verdict === FAIL) this.#visitor.failEntry(entry, -entry.statusResult);
    else if (verdict !== SKIP) {
      this.#pointAt(verdict);
      const length = this.#finished.spellPath();
      this.#visitor.failLoop(entry, this.#finished.path.slice(0, length));
    }
    return false;
  }

  #endListing(slot: number, directory: number): void {
    const word = slotWord(slot);
    const error = this.#words[word + SLOT.readError]!;
    this.#requests.settled(slot);
    this.#cursor[slot] = 0;
    const fd = this.#words[word + SLOT.dirfd]!;
    if (fd >= 0 && this.directories.parent(directory) < 0) {
      this.cache.keep(directory, fd);
      this.#words[word + SLOT.dirfd] = -1;
    }
    this.#window.close();
    if (error < 0) this.#failDirectory(directory, -error);
    this.#finish(directory);
  }

  #failDirectory(directory: number, errno: number): void {
    this.#pointAt(directory);
    this.#visitor.failDirectory(this.#finished, errno);
  }

  /** Drop the directory's hold on itself; visit and remove it, and those above it, if it was the last. */
  #finish(directory: number): void {
    const { directories } = this;
    const { postOrder, visitedTypes, minDepth } = this.#options;
    const visitsDirectories = postOrder && ((visitedTypes >>> DT.directory) & 1) !== 0;
    let at = directory;
    while (at >= 0 && directories.drop(at)) {
      if (visitsDirectories && directories.depth(at) >= minDepth) {
        this.#pointAt(at);
        this.#finished.postVisit = true;
        this.#visitor.visit(this.#finished);
        if (this.#visitor.verdict.stopped) return;
      }
      const parent = directories.remove(at);
      this.cache.forget(at);
      this.#speller.forget(at);
      this.#finishedSpeller.forget(at);
      this.#probeSpeller.forget(at);
      at = parent;
    }
  }

  /** Move the second cursor to a directory that is no longer in any listing. */
  #pointAt(directory: number): void {
    const entry = this.#finished;
    const parent = this.directories.parent(directory);
    entry.postVisit = false;
    if (parent < 0) {
      setRoot(entry, this.directories.root(directory));
      this.#finishedSpeller.reset();
    } else {
      this.#finishedSpeller.spell(parent);
      const length = this.directories.nameLength(directory);
      const name = new Uint8Array(length);
      this.directories.copyName(directory, name, 0);
      entry.bytes = name;
      entry.nameStart = 0;
      entry.nameEnd = length;
      entry.pathLength = -1;
      entry.depth = this.directories.depth(directory);
      entry.root = this.directories.root(directory);
    }
    entry.type = DT.directory;
    entry.statusResult = 1;
  }
}

/** Make a starting point the entry: all of its path, and its name without trailing slashes. */
function setRoot(entry: Entry, root: Root): void {
  const { path } = root;
  if (path.length > entry.path.length) entry.growPath(path.length);
  entry.path.set(path);
  let end = path.length;
  while (end > 1 && path[end - 1] === SLASH) end--;
  let start = end;
  while (start > 0 && path[start - 1] !== SLASH) start--;
  if (end === 1 && path[0] === SLASH) start = 0;
  entry.bytes = path;
  entry.nameStart = start;
  entry.nameEnd = end;
  entry.directoryLength = start;
  entry.pathLength = path.length;
  entry.depth = 0;
  entry.root = root;
  entry.parent = -1;
  entry.postVisit = false;
}
