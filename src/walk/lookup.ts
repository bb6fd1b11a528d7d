/**
 * Looks up what tests and actions ask of one entry: its status, a link's text, whether it may be read.
 *
 * In: an entry. Out: the answer, through one system call on the calling thread, relative to the open directory that the entry
 * is in, so that no path is too long and nothing is followed that was swapped for a link. What most entries need is not asked
 * here but with the listing (Plan, statusTypes and mayNeedStatus): this is for the rest.
 */

import { REQUEST_FOLLOW, REQUEST_TRUSTED, STATUS_BYTES } from '../ioq/layout.ts';
import { AT_FDCWD, type Follow, type SystemCalls } from '../ioq/system.ts';
import type { Entry, EntryServices } from './entry.ts';
import type { FollowMode } from './expr/command-line.ts';
import type { Status } from './status.ts';
import type { DirectoryCache } from './traversal/directory-cache.ts';
import type { Unlinks } from './traversal/unlinks.ts';

const ENFILE = 23;
const EMFILE = 24;
const SLASH = 0x2f;
/** The open directory itself. */
const HERE: Uint8Array = Uint8Array.of(0x2e);

/** Told of what failed; `errno` is positive, `text` says it better where there is something better to say. */
export type FailureListener = (entry: Entry, errno: number, text?: string) => void;

export class Lookup implements EntryServices {
  readonly #system: SystemCalls;
  readonly #follow: Follow;
  readonly #rootFollow: Follow;
  readonly #listener: FailureListener;
  readonly #base: number;
  /** Set once the traversal exists; until then only starting points can be looked up. */
  traversal: {
    readonly cache: Pick<DirectoryCache, 'open' | 'parent' | 'evictAll'>;
    readonly unlinks: Pick<Unlinks, 'mark'> | null;
  } | null = null;

  /** @param base - What starting points are relative to: a descriptor, or AT_FDCWD. */
  constructor(system: SystemCalls, follow: FollowMode, listener: FailureListener, base: number = AT_FDCWD) {
    this.#base = base;
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
    return this.#stat(dirfd, this.nameOf(entry), follow, status);
  }

  /** As {@link statInto}, of a path that is relative to the directory that the entry is in. */
  statBeside(entry: Entry, path: Uint8Array, follow: Follow, status: Status): number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    const before = entry.depth === 0 && path[0] !== SLASH ? entry.directoryLength : 0;
    const whole = before === 0 ? path : Buffer.concat([entry.root.path.subarray(0, before), path]);
    return this.#stat(dirfd, whole, follow, status);
  }

  #stat(dirfd: number, path: Uint8Array, follow: Follow, status: Status): number {
    const record = new Int32Array(STATUS_BYTES / 4);
    const result = this.#system.stat(dirfd, path, follow, new Uint8Array(record.buffer));
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
    if (dirfd < 0 && dirfd !== AT_FDCWD) {
      // Not an answer: nobody was asked.
      this.fail(entry, -dirfd);
      return dirfd;
    }
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

  /** A descriptor of the directory that the entry is in, for starting points that of their base, or minus an errno. */
  directoryOf(entry: Entry): number {
    if (entry.depth === 0) return this.#base;
    return this.traversal!.cache.open(entry.parent);
  }

  /**
   * A descriptor of the directory that the entry is in, to be closed by the caller; or minus an errno.
   *
   * That of a starting point is the leading part of its path, the base where it has none, `/` where it is nothing but slashes.
   */
  openDirectoryOf(entry: Entry): number {
    if (entry.depth === 0) return this.#openDirectoryOfRoot(entry);
    for (;;) {
      const dirfd = this.directoryOf(entry);
      if (dirfd < 0) return dirfd;
      const own = this.#system.openDirectory(dirfd, HERE, 0);
      if ((own !== -EMFILE && own !== -ENFILE) || this.traversal!.cache.evictAll() === 0) return own;
    }
  }

  /** Remove the entry's name from its directory. @returns 0 or minus an errno. */
  unlink(entry: Entry, isDirectory: boolean): number {
    const dirfd = this.directoryOf(entry);
    if (dirfd < 0 && dirfd !== AT_FDCWD) return dirfd;
    return this.#system.unlink(dirfd, this.nameOf(entry), isDirectory);
  }

  /** Have the entry removed together with others of its directory. @returns False where it cannot wait. */
  unlinkLater(entry: Entry): boolean {
    return this.traversal?.unlinks?.mark(entry) ?? false;
  }

  #openDirectoryOfRoot({ root, directoryLength }: Entry): number {
    const length = directoryLength === 0 && root.path[0] === SLASH ? 1 : directoryLength;
    if (length === 0) return this.#base < 0 ? this.#base : this.#system.openDirectory(this.#base, HERE, 0);
    return this.#system.openDirectory(this.#base, root.path.subarray(0, length), REQUEST_TRUSTED | REQUEST_FOLLOW);
  }

  /** What to look up there: the name, or a starting point's whole path. */
  nameOf(entry: Entry): Uint8Array {
    return entry.depth === 0 ? entry.root.path : entry.bytes.subarray(entry.nameStart, entry.nameEnd);
  }
}
