/**
 * Looks up what tests and actions ask of one entry: its status, a link's text, whether it may be read.
 *
 * In: an entry. Out: the answer, through one system call on the calling thread, relative to the open directory that the entry
 * is in, so that no path is too long and nothing is followed that was swapped for a link. What most entries need is not asked
 * here but with the listing (Plan, `statusTypes` and `mayNeedStatus`): this is for the rest.
 */

import { STATUS_BYTES } from '../ioq/layout.ts';
import { AT_FDCWD, type Follow, type SystemCalls } from '../ioq/system.ts';
import type { Entry, EntryServices } from './entry.ts';
import type { Status } from './status.ts';
import type { DirectoryCache } from './traversal/directory-cache.ts';

/** Told of what failed; `errno` is positive, `text` says it better where there is something better to say. */
export type FailureListener = (entry: Entry, errno: number, text?: string) => void;

export class Lookup implements EntryServices {
  readonly #system: SystemCalls;
  readonly #follow: Follow;
  readonly #rootFollow: Follow;
  readonly #listener: FailureListener;
  /** Set once the traversal exists; until then only starting points can be looked up. */
  traversal: { readonly cache: DirectoryCache } | null = null;

  constructor(system: SystemCalls, follow: 'never' | 'roots' | 'always', listener: FailureListener) {
    this.#system = system;
    this.#follow = follow === 'always' ? 1 : 0;
    this.#rootFollow = follow === 'never' ? 0 : 1;
    this.#listener = listener;
  }

  loadStatus(entry: Entry): number {
    return this.statInto(entry, this.followFor(entry), entry.status);
  }

  /** How the walk treats this entry where it is a link. */
  followFor(entry: Entry): Follow {
    return entry.depth === 0 ? this.#rootFollow : this.#follow;
  }

  statInto(entry: Entry, follow: Follow, status: Status): number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    const record = new Int32Array(STATUS_BYTES / 4);
    const result = this.#system.stat(dirfd, this.nameOf(entry), follow, new Uint8Array(record.buffer));
    status.words = record;
    status.base = 0;
    return result;
  }

  readLink(entry: Entry): Uint8Array | number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    return this.#system.readLink(dirfd, this.nameOf(entry));
  }

  access(entry: Entry, mode: number): number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    return this.#system.access(dirfd, this.nameOf(entry), mode);
  }

  isEmptyDirectory(entry: Entry): number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    return this.#system.isEmptyDirectory(dirfd, this.nameOf(entry), this.followFor(entry) !== 0);
  }

  fail(entry: Entry, errno: number, text?: string): void {
    this.#listener(entry, errno, text);
  }

  /** A descriptor of the directory that the entry is in, AT_FDCWD for starting points, or minus an errno. */
  directoryOf(entry: Entry): number {
    if (entry.depth === 0) return AT_FDCWD;
    return this.traversal!.cache.open(entry.parent);
  }

  /** What to look up there: the name, or a starting point's whole path. */
  nameOf(entry: Entry): Uint8Array {
    return entry.depth === 0 ? entry.root.path : entry.bytes.subarray(entry.nameStart, entry.nameEnd);
  }
}
