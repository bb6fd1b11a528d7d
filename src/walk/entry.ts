/**
 * One entry of a walk as tests and actions see it: a cursor that is moved over packed entries, never an object per file.
 *
 * The traversal sets the fields; a matcher reads them. All bytes are borrowed: they are valid while the entry is being
 * evaluated and must be copied to be kept. What costs a system call or a copy (the whole path, the status, a link's text) is
 * fetched when first asked for, through `EntryServices`. Names are bytes; nothing here decodes them.
 */

import type { Follow } from '../ioq/system.ts';
import { Status } from './status.ts';

/** A starting point. */
export interface Root {
  /** As typed, trailing slashes included. */
  readonly path: Uint8Array;
  /** Its place among the starting points, from 0. */
  readonly number: number;
}

/** What an entry asks the walk for. Errors are values: minus an errno. */
export interface EntryServices {
  /** Fill `entry.status`, links treated as the walk treats them. @returns 0 or minus an errno. */
  loadStatus(entry: Entry): number;
  /** Fill `status` with the given treatment of a link. @returns 0 or minus an errno. */
  statInto(entry: Entry, follow: Follow, status: Status): number;
  readLink(entry: Entry): Uint8Array | number;
  /** faccessat with the real ids, following links. @returns 0 or minus an errno. */
  access(entry: Entry, mode: number): number;
  /** 1: the directory has no entries; 0: it has; or minus an errno. */
  isEmptyDirectory(entry: Entry): number;
  /** Report that examining this entry failed: `PATH: text of errno` (positive), or `text` instead; the walk goes on, exit status 1. */
  fail(entry: Entry, errno: number, text?: string): void;
}

export class Entry {
  readonly services: EntryServices;

  /** The name is `bytes[nameStart, nameEnd)`: the last component, a starting point's without its trailing slashes (`/` stays). */
  bytes: Uint8Array = new Uint8Array(0);
  nameStart = 0;
  nameEnd = 0;

  /** Counts up whenever the cursor goes to another directory, or comes back to one: what was learnt of the last one is old. */
  generation = 0;
  /** Levels below the starting point, which is 0. */
  depth = 0;
  /** DT_* of layout.ts, after the rules for links; `DT.unknown` only where stat failed. */
  type = 0;
  /** A directory's second visit, after its descendants. */
  postVisit = false;
  root: Root = { path: new Uint8Array(0), number: 0 };

  /** `path[0, directoryLength)` is the parent directory with its slash; the rest is spelled by {@link spellPath}. */
  path: Uint8Array = new Uint8Array(4096);
  directoryLength = 0;
  /** Bytes of the whole path in `path`, or -1 while it has not been spelled. */
  pathLength = -1;
  /** The traversal's number of the directory that this entry is in, -1 for a starting point. */
  parent = -1;

  readonly status: Status = new Status();
  /** 0: `status` is valid; minus an errno: stat failed; 1: not asked for yet. */
  statusResult = 1;

  constructor(services: EntryServices) {
    this.services = services;
  }

  /** The whole path is `path[0, pathLength)` after this. @returns its length in bytes. */
  spellPath(): number {
    if (this.pathLength >= 0) return this.pathLength;
    const length = this.nameEnd - this.nameStart;
    const start = this.directoryLength;
    if (start + length > this.path.length) this.growPath(start + length);
    const { path, bytes, nameStart } = this;
    for (let i = 0; i < length; i++) path[start + i] = bytes[nameStart + i]!;
    this.pathLength = start + length;
    return this.pathLength;
  }

  /** Make room for `length` bytes of path, keeping what is spelled. */
  growPath(length: number): void {
    const grown = new Uint8Array(2 * length);
    grown.set(this.path);
    this.path = grown;
  }

  /**
   * Make `status` valid. A failure is reported as this entry's error, by every test that asks.
   *
   * @returns False where the status cannot be had; the test that asked is then false.
   */
  needStatus(): boolean {
    if (this.statusResult === 1) this.statusResult = this.services.loadStatus(this);
    if (this.statusResult === 0) return true;
    this.services.fail(this, -this.statusResult);
    return false;
  }
}

/** A compiled expression. */
export type Matcher = (entry: Entry) => boolean;
