/**
 * Writes the requests to open and read directories into slots.
 *
 * In: a slot and a directory's number. Out: an OPENDIR relative to the nearest open ancestor, whose descriptor stays pinned until
 * the answer is there (`answered`), or a NOP where no ancestor can be opened: then `error` tells why, when the slot's turn comes.
 * Starting points are opened by the path as typed; they are kept open, for what is below them.
 */

import { writeEntryFilter } from '../../ioq/entry-filter.ts';
import type { Ioq } from '../../ioq/ioq.ts';
import {
  NAMES_OFFSET,
  OPERATION,
  REQUEST_FILTER,
  REQUEST_FOLLOW,
  REQUEST_KEEP,
  REQUEST_SAME_DEVICE,
  REQUEST_STATUS_FOLLOW,
  REQUEST_TRUSTED,
  SLOT,
} from '../../ioq/layout.ts';
import type { Boundary } from './boundary.ts';
import type { Directories } from './directories.ts';
import type { DirectoryCache } from './directory-cache.ts';
import type { Presenter } from './presenter.ts';
import { type Slots, slotByte, slotWord } from './slots.ts';
import type { TraversalOptions } from './visitor.ts';

/** The kernel refuses longer paths (ENAMETOOLONG), so that no more of one needs to be handed over. */
const PATH_MAX = 4096;

/** Other threads' and walks' descriptors come and go: what fails this often in a row will go on failing. */
const ATTEMPTS = 8;

const EMFILE = 24;
const ENFILE = 23;

/** The memory of the slots, as in `Ioq`. */
type Slab = Pick<Ioq, 'bytes' | 'words' | 'queueDepth'>;

export class Requests {
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #slots: Slots;
  readonly #presenter: Presenter;
  readonly #directories: Directories;
  readonly #cache: DirectoryCache;
  readonly #boundary: Boundary;
  readonly #rootBase: number;
  readonly #flags: number;
  readonly #rootFlags: number;
  readonly #statusTypes: number;
  /** By slot: the directory whose descriptor it is based on, or -1. */
  readonly #base: Int32Array;
  /** By slot: minus the errno for which nothing was requested, or 0. */
  readonly #error: Int32Array;
  /** By slot: how often it has been tried again for want of descriptors. */
  readonly #attempts: Uint8Array;

  /** @param keepsOpen - Directories stay open after their end, because the status of their entries may be wanted. */
  constructor(slab: Slab, slots: Slots, presenter: Presenter, options: TraversalOptions, keepsOpen: boolean) {
    const { directories, cache, boundary } = presenter;
    this.#slots = slots;
    this.#presenter = presenter;
    this.#bytes = slab.bytes;
    this.#words = slab.words;
    this.#directories = directories;
    this.#cache = cache;
    this.#boundary = boundary;
    this.#rootBase = options.base;
    this.#flags =
      (options.follow === 'always' ? REQUEST_FOLLOW | REQUEST_STATUS_FOLLOW : 0) |
      (options.sameDevice ? REQUEST_SAME_DEVICE : 0) |
      (options.filter !== null ? REQUEST_FILTER : 0) |
      (keepsOpen ? REQUEST_KEEP : 0);
    this.#rootFlags = this.#flags | REQUEST_TRUSTED | REQUEST_KEEP | (options.follow === 'never' ? 0 : REQUEST_FOLLOW);
    this.#statusTypes = options.statusTypes;
    if (options.filter !== null) writeEntryFilter(slab.bytes, options.filter);
    this.#base = new Int32Array(slab.queueDepth).fill(-1);
    this.#error = new Int32Array(slab.queueDepth);
    this.#attempts = new Uint8Array(slab.queueDepth);
  }

  /** Ask for `directory` in a slot that is to be submitted. */
  fill(slot: number, directory: number): void {
    const words = this.#words;
    const word = slotWord(slot);
    const base = this.#cache.base(directory);
    const path = slotByte(slot) + NAMES_OFFSET;
    this.#base[slot] = base;
    this.#error[slot] = 0;
    words[word + SLOT.operation] = OPERATION.opendir;
    words[word + SLOT.token] = directory;
    words[word + SLOT.statusTypes] = this.#statusTypes;
    let length = 0;
    if (base < -1) {
      words[word + SLOT.operation] = OPERATION.nop;
      this.#error[slot] = base + 1;
    } else if (base === -1) {
      const root = this.#directories.root(directory).path;
      length = Math.min(root.length, PATH_MAX);
      for (let i = 0; i < length; i++) this.#bytes[path + i] = root[i]!;
      words[word + SLOT.dirfd] = this.#rootBase;
      words[word + SLOT.flags] = this.#rootFlags;
    } else {
      length = this.#directories.pathLengthBelow(base, directory);
      this.#directories.spellBelow(base, directory, this.#bytes, path, path + length);
      words[word + SLOT.dirfd] = this.#cache.pin(base);
      words[word + SLOT.flags] = this.#flags;
    }
    this.#bytes[path + length] = 0;
    words[word + SLOT.pathLength] = length;
    this.#boundary.fillDevice(directory, words, word);
  }

  /** The slot's answer is there: its base may be closed. */
  answered(slot: number): void {
    if (this.#base[slot]! >= 0) this.#cache.unpin(this.#base[slot]!);
    this.#base[slot] = -1;
  }

  /**
   * A listing has arrived: where the status of entries may be needed, turn the slot into the request for that.
   *
   * @returns Whether the slot is to be submitted again before it is consumed.
   */
  probe(slot: number): boolean {
    const word = slotWord(slot);
    if (this.#words[word + SLOT.operation] === OPERATION.stat || this.result(slot) < 0) return false;
    if (!this.#presenter.markForStatus(slot)) return false;
    this.#words[word + SLOT.operation] = OPERATION.stat;
    this.#words[word + SLOT.statusNext] = 0;
    return true;
  }

  /** What the request came to: >= 0, or minus an errno. */
  result(slot: number): number {
    return this.#error[slot]! < 0 ? this.#error[slot]! : this.#words[slotWord(slot) + SLOT.result]!;
  }

  /** Nothing could be opened for want of descriptors, which others may give back. */
  lacksDescriptors(slot: number, result: number): boolean {
    const operation = this.#words[slotWord(slot) + SLOT.operation]!;
    return (result === -EMFILE || result === -ENFILE) && (operation === OPERATION.opendir || operation === OPERATION.nop);
  }

  /**
   * Descriptors have run out: free some and fill the slot again, `ATTEMPTS` times at most and while that frees any.
   * The slot must be that of the directory whose turn it is: what others hold they give back after it.
   *
   * @returns False where it is no use, or `result` means something else.
   */
  tryAgain(slot: number, result: number): boolean {
    if (!this.lacksDescriptors(slot, result)) return false;
    const closed = this.#cache.evictAll() + this.#slots.closeIdle();
    const attempts = this.#attempts[slot]!;
    if (attempts === ATTEMPTS || (closed === 0 && attempts > 0)) return false;
    this.#attempts[slot] = attempts + 1;
    this.fill(slot, this.#words[slotWord(slot) + SLOT.token]!);
    return true;
  }

  /** A starting point has been read: its descriptor goes to the cache, for what is below it. */
  keepRoot(slot: number, directory: number): void {
    const word = slotWord(slot);
    const fd = this.#words[word + SLOT.dirfd]!;
    if (fd < 0 || this.#directories.parent(directory) >= 0) return;
    this.#cache.adopt(directory, fd);
    this.#words[word + SLOT.dirfd] = -1;
  }

  /** The directory has been opened after all, or given up. */
  settled(slot: number): void {
    this.#attempts[slot] = 0;
  }
}
