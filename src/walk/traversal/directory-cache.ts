/**
 * Open descriptors of directories, from which names further down are looked up.
 *
 * In: a directory's number. Out: a descriptor of it, or of its nearest ancestor that is worth keeping, and the path between
 * the two, which is short enough for the kernel (PATH_MAX) and cheap enough to walk. A tree as deep as you like is so
 * opened step by step, and no link on the way is followed unless the walk follows links.
 *
 * Least recently used descriptors are closed first; one that a request in flight is based on is pinned until it is answered.
 * A descriptor belongs to the cache from `adopt` on. A directory that is removed must be forgotten (`forget`), since its
 * number will be used again.
 */

import { REQUEST_FOLLOW, REQUEST_TRUSTED } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import type { Directories } from './directories.ts';
import type { TraversalOptions } from './visitor.ts';

/** Longest relative path handed to the kernel, in bytes: well under PATH_MAX, with room for an entry's name. */
const PATH_LIMIT = 2048;
/** Most components in it: each is looked up again for every directory below, about 30 ns warm, against 2 us for an open. */
const COMPONENT_LIMIT = 32;

const EMFILE = 24;
const ENFILE = 23;

interface Held {
  readonly fd: number;
  pins: number;
}

export class DirectoryCache {
  readonly #system: SystemCalls;
  readonly #directories: Directories;
  readonly #capacity: number;
  readonly #flags: number;
  readonly #rootFlags: number;
  readonly #rootBase: number;
  /** In order of use, the least recent first. */
  readonly #held = new Map<number, Held>();

  /** @param options - `descriptors`: most kept open, at least 2; more only while all are pinned. */
  constructor(system: SystemCalls, directories: Directories, options: TraversalOptions) {
    this.#system = system;
    this.#directories = directories;
    this.#capacity = Math.max(2, options.descriptors);
    this.#flags = options.follow === 'always' ? REQUEST_FOLLOW : 0;
    this.#rootBase = options.base;
    this.#rootFlags = REQUEST_TRUSTED | (options.follow === 'never' ? 0 : REQUEST_FOLLOW);
  }

  /** Take over the descriptor by which the queue has read `directory`. */
  adopt(directory: number, fd: number): void {
    this.#system.adopt(fd);
    this.keep(directory, fd);
  }

  /** Take over a descriptor that the system calls have opened. */
  keep(directory: number, fd: number): void {
    if (this.#held.has(directory)) {
      this.#system.close(fd);
      return;
    }
    while (this.#held.size >= this.#capacity && this.#evictOne());
    this.#held.set(directory, { fd, pins: 0 });
  }

  /** The directory's own descriptor, opening it where it is not held. @returns the descriptor, or minus an errno. */
  open(directory: number): number {
    const held = this.#use(directory);
    if (held !== undefined) return held.fd;
    const base = this.base(directory);
    if (base === -1) return this.#openRoot(directory);
    if (base < -1) return base + 1;
    return this.#openBelow(base, directory);
  }

  /** The directory that `directory` is in, -1 for a starting point. */
  parent(directory: number): number {
    return this.#directories.parent(directory);
  }

  /**
   * The ancestor (or `directory` itself) to look `directory` up from; it is held when this returns.
   *
   * @returns its number; -1: the starting point itself is to be opened by its path; below -1: minus an errno, minus 1.
   */
  base(directory: number): number {
    const directories = this.#directories;
    let at = directory;
    let components = 0;
    let length = 0;
    for (;;) {
      if (this.#held.has(at)) break;
      const parent = directories.parent(at);
      if (parent < 0) break;
      length += directories.nameLength(at) + 1;
      components++;
      at = parent;
    }
    const isHeld = this.#use(at) !== undefined;
    if (!isHeld && at === directory) return -1;
    if (!isHeld) {
      const fd = this.#openRoot(at);
      if (fd < 0) return fd - 1;
    }
    if (length <= PATH_LIMIT && components <= COMPONENT_LIMIT) return at;
    return this.#approach(at, directory, components);
  }

  /** The descriptor of a directory that {@link base} has returned. Pinned until {@link unpin}. */
  pin(directory: number): number {
    const held = this.#held.get(directory)!;
    held.pins++;
    return held.fd;
  }

  unpin(directory: number): void {
    const held = this.#held.get(directory);
    if (held !== undefined) held.pins--;
  }

  /** Close what is held of a directory whose number is about to be used again. */
  forget(directory: number): void {
    const held = this.#held.get(directory);
    if (held === undefined) return;
    this.#held.delete(directory);
    this.#system.close(held.fd);
  }

  /** Close every descriptor that no request in flight is based on. @returns how many were closed. */
  evictAll(): number {
    let closed = 0;
    while (this.#evictOne()) closed++;
    return closed;
  }

  /** Close everything; nothing may be in flight. */
  close(): void {
    for (const { fd } of this.#held.values()) this.#system.close(fd);
    this.#held.clear();
  }

  #use(directory: number): Held | undefined {
    const held = this.#held.get(directory);
    if (held === undefined) return undefined;
    if (this.#held.size > 1) {
      this.#held.delete(directory);
      this.#held.set(directory, held);
    }
    return held;
  }

  /** Open directories on the way down from `base`, half a limit apart, until `directory` is near. */
  #approach(base: number, directory: number, components: number): number {
    const steps = new Int32Array(components);
    for (let at = directory, i = components - 1; i >= 0; at = this.#directories.parent(at), i--) steps[i] = at;
    let from = base;
    let next = 0;
    for (;;) {
      let length = 0;
      let last = next;
      while (last < components && last - next < COMPONENT_LIMIT / 2) {
        const more = this.#directories.nameLength(steps[last]!) + 1;
        if (last > next && length + more > PATH_LIMIT / 2) break;
        length += more;
        last++;
      }
      if (last === components) return from;
      const fd = this.#openBelow(from, steps[last - 1]!);
      if (fd < 0) return fd - 1;
      from = steps[last - 1]!;
      next = last;
    }
  }

  #openRoot(directory: number): number {
    const { path } = this.#directories.root(directory);
    const fd = this.#retry(() => this.#system.openDirectory(this.#rootBase, path, this.#rootFlags));
    if (fd >= 0) this.keep(directory, fd);
    return fd;
  }

  #openBelow(base: number, directory: number): number {
    const directories = this.#directories;
    const length = directories.pathLengthBelow(base, directory);
    const path = new Uint8Array(length);
    directories.spellBelow(base, directory, path, 0, length);
    const baseFd = this.pin(base);
    const fd = this.#retry(() => this.#system.openDirectory(baseFd, path, this.#flags));
    this.unpin(base);
    if (fd >= 0) this.keep(directory, fd);
    return fd;
  }

  /** Descriptors may run out: give up the least recently used one and try again. */
  #retry(open: () => number): number {
    for (;;) {
      const fd = open();
      if (fd !== -EMFILE && fd !== -ENFILE) return fd;
      if (!this.#evictOne()) return fd;
    }
  }

  #evictOne(): boolean {
    for (const [directory, held] of this.#held) {
      if (held.pins > 0) continue;
      this.#held.delete(directory);
      this.#system.close(held.fd);
      return true;
    }
    return false;
  }
}
