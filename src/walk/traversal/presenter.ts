/**
 * Shows entries to the visitor: when each is visited, whether it is descended into, when a directory is finished.
 *
 * In: the cursor, moved by a driver (breadth-first.ts, depth-first.ts) to one entry after the other. Out: calls of the `Visitor`, and
 * for the driver whether to descend. What is asked of an entry, in this order: could it be examined, is it beyond a boundary, is it
 * admitted, is it to be visited at this depth and now. It makes no request and knows no order.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_WANT_STATUS,
  entryLength,
  NAMES_OFFSET,
  SLOT,
  STATUS_BYTES,
} from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import { Entry, type Root } from '../entry.ts';
import { Boundary, FAIL, PASS, SKIP } from './boundary.ts';
import { Directories } from './directories.ts';
import { DirectoryCache } from './directory-cache.ts';
import { PathSpeller } from './path-speller.ts';
import { slotByte, slotWord } from './slots.ts';
import type { Cursors, TraversalOptions, Visitor } from './visitor.ts';

const SLASH = 0x2f;
const S_IFMT_SHIFT = 12;

export class Presenter {
  readonly roots: readonly Root[];
  readonly directories: Directories;
  readonly boundary: Boundary;
  readonly cache: DirectoryCache;
  /** The cursor over listings. */
  readonly entry: Entry;
  readonly #options: TraversalOptions;
  readonly #visitor: Visitor;
  readonly #system: SystemCalls;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #rootRecord = new Int32Array(STATUS_BYTES / 4);
  readonly #speller: PathSpeller;
  readonly #finished: Entry;
  readonly #finishedSpeller: PathSpeller;
  readonly #probe: Entry;
  readonly #probeSpeller: PathSpeller;
  /** Starting points and entries of listings that have come. */
  listed = 0;
  /** Nothing is visited and nothing asked: only directories matter. */
  readonly directoriesOnly: boolean;

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
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.roots = roots;
    this.directories = new Directories(roots, options.follow === 'always');
    this.boundary = new Boundary(options, this.directories, roots);
    this.cache = new DirectoryCache(system, this.directories, options);
    this.directoriesOnly =
      options.visitedTypes === 0 && options.mayDescend === null && !this.boundary.examines && visitor.admit === null;
    this.entry = cursors.listed;
    this.#finished = cursors.finished;
    this.#probe = cursors.probed;
    this.#speller = new PathSpeller(this.directories, this.entry);
    this.#finishedSpeller = new PathSpeller(this.directories, this.#finished);
    this.#probeSpeller = new PathSpeller(this.directories, this.#probe);
  }

  get stopped(): boolean {
    return this.#visitor.verdict.stopped;
  }

  /** Visit a starting point. @returns Its number where it is to be entered, else -1. */
  visitRoot(root: Root): number {
    const { base, follow, maxDepth } = this.#options;
    const { entry } = this;
    this.listed++;
    setRoot(entry, root);
    this.#speller.reset();
    entry.status.words = this.#rootRecord;
    entry.status.base = 0;
    const record = new Uint8Array(this.#rootRecord.buffer);
    entry.statusResult = this.#system.stat(base, root.path, follow === 'never' ? 0 : 1, record);
    if (entry.statusResult < 0) {
      this.#visitor.failEntry(entry, -entry.statusResult);
      return -1;
    }
    entry.type = (entry.status.mode >>> S_IFMT_SHIFT) & 15;
    this.boundary.setRoot(root, entry.status);
    const descends = this.#visit(entry, entry.type === DT.directory && maxDepth > 0, 0);
    if (!descends || this.stopped) return -1;
    const directory = this.directories.addRoot(root.number);
    this.boundary.setDirectory(directory, entry.status);
    return directory;
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
    if (depth < options.minDepth || ((options.visitedTypes >>> entry.type) & 1) === 0) return descends && this.#mayDescend(entry);
    if (descends && options.postOrder) return true;
    visitor.verdict.pruned = false;
    visitor.visit(entry);
    return descends && !visitor.verdict.pruned && this.#mayDescend(entry);
  }

  /** Make `directory` the one that the entries to come are in; their names are in `bytes`. */
  enter(directory: number, bytes: Uint8Array): void {
    const { entry } = this;
    this.#speller.spell(directory);
    entry.bytes = bytes;
    entry.generation++;
    entry.depth = this.directories.depth(directory) + 1;
    entry.root = this.directories.root(directory);
  }

  /** Show the entry that the cursor is on; `isAbove` where what it is in is above the depth limit. @returns Whether to descend. */
  show(directory: number, isAbove: boolean): boolean {
    const { entry } = this;
    entry.pathLength = -1;
    if (this.boundary.examines && !this.#mayVisit(entry, directory)) return false;
    return this.#visit(entry, isAbove && entry.type === DT.directory, entry.depth);
  }

  #mayDescend(entry: Entry): boolean {
    const { mayDescend } = this.#options;
    if (mayDescend === null) return true;
    // Spelling the path may move it to a larger array.
    const length = entry.spellPath();
    return mayDescend(entry.path, length, entry.root.path.length);
  }

  /**
   * Where entries of `directory` are: its path with a slash, and their depth. For -1 the starting point that was visited last, or will be
   * first.
   */
  place(directory: number): { readonly path: Uint8Array; readonly depth: number } {
    const { entry } = this;
    if (directory < 0) return { path: (this.listed > 0 ? entry.root : this.roots[0])?.path ?? new Uint8Array(0), depth: 0 };
    // Cursors of its own: the others are in use.
    const place = new Entry(entry.services);
    new PathSpeller(this.directories, place).spell(directory);
    return { path: place.path.subarray(0, place.directoryLength), depth: this.directories.depth(directory) + 1 };
  }

  /** A number for the entry that the cursor is on, a directory to be descended into. */
  add(parent: number): number {
    const { entry } = this;
    const directory = this.directories.add(parent, entry.bytes, entry.nameStart, entry.nameEnd);
    this.boundary.setDirectory(directory, entry.status);
    return directory;
  }

  /** What only some walks ask before an entry is visited; what is wrong with it is reported. */
  #mayVisit(entry: Entry, parent: number): boolean {
    const verdict = this.boundary.verdictOf(entry, parent);
    if (verdict === PASS) return true;
    if (verdict === FAIL) this.#visitor.failEntry(entry, -entry.statusResult);
    else if (verdict !== SKIP) {
      this.#pointAt(verdict);
      const length = this.#finished.spellPath();
      this.#visitor.failLoop(entry, this.#finished.path.slice(0, length));
    }
    return false;
  }

  /**
   * Mark the entries of a listing whose status may be wanted (`mayNeedStatus`).
   *
   * @returns Whether there are any: the slot is to be submitted again, as a STAT from its first entry on.
   */
  markForStatus(slot: number): boolean {
    const word = slotWord(slot);
    const words = this.#words;
    const directory = words[word + SLOT.token]!;
    this.#probeSpeller.spell(directory);
    const probe = this.#probe;
    probe.depth = this.directories.depth(directory) + 1;
    probe.root = this.directories.root(directory);
    if (probe.depth < this.#options.minDepth) return false;
    probe.bytes = this.#bytes;
    const mayNeedStatus = this.#visitor.mayNeedStatus!;
    const begin = slotByte(slot) + NAMES_OFFSET;
    const end = begin + words[word + SLOT.namesLength]!;
    let wanted = false;
    for (let at = begin; at < end; at += entryLength(this.#bytes, at) + ENTRY_OVERHEAD) {
      probe.type = this.#bytes[at]!;
      probe.nameStart = at + ENTRY_NAME;
      probe.nameEnd = probe.nameStart + entryLength(this.#bytes, at);
      probe.pathLength = -1;
      if ((this.#bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0 || !mayNeedStatus(probe)) continue;
      this.#bytes[at + ENTRY_FLAGS]! |= ENTRY_WANT_STATUS;
      wanted = true;
    }
    return wanted;
  }

  /** A directory could not be listed, or not to its end; `errno` is positive. */
  failDirectory(directory: number, errno: number): void {
    this.#pointAt(directory);
    this.#visitor.failDirectory(this.#finished, errno);
  }

  /** Drop the directory's hold on itself; visit and remove it, and those above it, if it was the last. */
  finish(directory: number): void {
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
    entry.generation++;
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
  entry.generation++;
  entry.nameStart = start;
  entry.nameEnd = end;
  entry.directoryLength = start;
  entry.pathLength = path.length;
  entry.depth = 0;
  entry.root = root;
  entry.parent = -1;
  entry.postVisit = false;
}
