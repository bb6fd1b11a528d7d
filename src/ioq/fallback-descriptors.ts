/**
 * Descriptors of directories, and paths relative to them, for a Node without the *at system calls.
 *
 * In: a descriptor (or `AT_FDCWD`) and a path's bytes, relative to it. Out: a path that node:fs takes and that leads to the same file:
 * `/proc/self/fd/N/rest`, which the kernel resolves from the open directory itself, wherever that has been moved meanwhile.
 * Where no /proc is mounted, a descriptor's path is remembered from its opening instead; then paths are limited to PATH_MAX
 * and a directory that is moved meanwhile is lost.
 *
 * Links: openat2's RESOLVE_NO_SYMLINKS is had by opening one component at a time with O_NOFOLLOW, each relative to the one
 * before, so that a link put in the middle of a path while it is being opened is refused, never followed. What the next path
 * has in common with the last is kept open meanwhile (fallback-trail.ts).
 * Failure is a value, minus an errno. Rests on open(2), proc(5) and path_resolution(7).
 */

import { closeSync, constants, existsSync, lstatSync, openSync } from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { Trail } from './fallback-trail.ts';
import { REQUEST_FOLLOW, REQUEST_TRUSTED } from './layout.ts';
import { AT_FDCWD } from './system.ts';

/** Not among node:fs's constants; from asm-generic/fcntl.h. */
const O_PATH = 0o10000000;
/** What is to be read is opened once more for that, and only then are rights to read it asked for. */
const OPEN: number = O_PATH | constants.O_DIRECTORY;

/** The longest path that a system call takes, its NUL included. */
const PATH_MAX = 4096;
/** More than the length of `/proc/self/fd/2147483647/`. */
const PREFIX_MAX = 32;
const SLASH = 47;
/** Room for a path and the prefix that makes it too long: most that is spelled fits. */
const SPELLING_BYTES: number = 2 * PATH_MAX;

const { EACCES, EINVAL, ELOOP, EMFILE, ENAMETOOLONG, ENFILE, ENOENT, ENOTDIR } = systemConstants.errno;

/** Minus the errno of a failed call of node:fs; what is none of the kernel's errors counts as EINVAL. */
export function negatedErrno(error: unknown): number {
  const { errno, code } = error as NodeJS.ErrnoException;
  // Node's permission model asks no kernel.
  if (code === 'ERR_ACCESS_DENIED') return -EACCES;
  return errno !== undefined && errno < 0 ? errno : -EINVAL;
}

/** False as well where Node's permission model keeps it from us. */
export function canReadProc(): boolean {
  try {
    return existsSync('/proc/self/fd');
  } catch {
    return false;
  }
}

export class Descriptors {
  /** The paths by which descriptors were opened; null where /proc makes them needless. */
  readonly #opened: Map<number, Buffer> | null;
  /** By descriptor: the path that leads to it by way of /proc. Descriptors are used again, and so are these. */
  readonly #inProc: Buffer[] = [];
  /** The path that is being handed to node:fs. */
  readonly #spelling: Buffer = Buffer.alloc(SPELLING_BYTES);
  readonly #trail: Trail = new Trail((fd) => this.#close(fd));

  /** @param hasProc - False to do without /proc. */
  constructor(hasProc: boolean = canReadProc()) {
    this.#opened = hasProc ? null : new Map();
  }

  /**
   * Open a directory, which needs no right to read it; links are treated by `REQUEST_FOLLOW` and `REQUEST_TRUSTED` as OPENDIR treats them.
   *
   * @param since - What {@link time} was when this was asked for; default: now.
   * @returns A descriptor that the caller owns, to be closed by {@link close}; or minus an errno.
   */
  open(dirfd: number, path: Uint8Array, flags: number, since: number = this.time): number {
    if ((flags & REQUEST_FOLLOW) !== 0) return this.#open(dirfd, path, OPEN);
    if ((flags & REQUEST_TRUSTED) !== 0) return this.#open(dirfd, path, OPEN | constants.O_NOFOLLOW);
    return this.#openWithoutLinks(dirfd, path, since);
  }

  /** Moves on as directories are opened. */
  get time(): number {
    return this.#trail.time;
  }

  /** @returns 0 or minus an errno. */
  close(fd: number): number {
    if (this.#trail.beginsAt(fd)) this.#trail.clear();
    return this.#close(fd);
  }

  /** Give up what is kept open for speed only, where a call has failed with `result`. @returns Whether it may be tried again. */
  makesRoom(result: number): boolean {
    if ((result !== -EMFILE && result !== -ENFILE) || this.#trail.isEmpty) return false;
    this.#trail.clear();
    return true;
  }

  #close(fd: number): number {
    this.#opened?.delete(fd);
    try {
      closeSync(fd);
      return 0;
    } catch (error) {
      return negatedErrno(error);
    }
  }

  /**
   * Make one call of node:fs on a path relative to `dirfd`.
   *
   * @param call - Is given a path that leads to the same file; may throw what node:fs throws.
   * @returns What `call` returned, or minus the errno of what it threw.
   */
  at<T>(dirfd: number, path: Uint8Array, call: (spelled: Buffer) => T): T | number {
    const result = this.#at(dirfd, path, call);
    return typeof result === 'number' && this.makesRoom(result) ? this.#at(dirfd, path, call) : result;
  }

  /** A path that leads to the open directory itself; unlike `DIR/.` it asks for no right to search it. It must not be changed. */
  pathOf(fd: number): Buffer {
    const opened = this.#opened?.get(fd);
    if (opened !== undefined) return opened;
    this.#inProc[fd] ??= Buffer.from(`/proc/self/fd/${fd}`);
    return this.#inProc[fd];
  }

  /** The path as {@link at} would give it to a call; valid until the next one is spelled. */
  spell(dirfd: number, path: Uint8Array): Buffer {
    const prefix = this.#prefix(dirfd, path);
    const start = prefix === null ? 0 : prefix.length + 1;
    const end = start + path.length;
    const bytes = end > SPELLING_BYTES ? Buffer.alloc(end) : this.#spelling;
    if (prefix !== null) {
      bytes.set(prefix);
      bytes[prefix.length] = SLASH;
    }
    bytes.set(path, start);
    return bytes.subarray(0, end);
  }

  #at<T>(dirfd: number, path: Uint8Array, call: (spelled: Buffer) => T): T | number {
    if (path.length === 0) return -ENOENT;
    if (path.length >= PATH_MAX) return -ENAMETOOLONG;
    const spelled = this.spell(dirfd, path);
    if (spelled.length >= PATH_MAX && spelled.length > path.length) return this.#atInTwoSteps(dirfd, path, call);
    return attempt(call, spelled);
  }

  /** A prefix has made the path too long: open its first part, and go on from there. */
  #atInTwoSteps<T>(dirfd: number, path: Uint8Array, call: (spelled: Buffer) => T): T | number {
    const end = path.lastIndexOf(SLASH, PATH_MAX - 2 * PREFIX_MAX) + 1;
    if (end === 0 || this.#opened !== null) return -ENAMETOOLONG;
    const first = this.#openOnce(dirfd, path.subarray(0, end), OPEN);
    if (first < 0) return first;
    const rest = path.subarray(end);
    const result = attempt(call, this.spell(first, rest.length === 0 ? Buffer.from('.') : rest));
    this.#close(first);
    return result;
  }

  #open(dirfd: number, path: Uint8Array, openFlags: number): number {
    const fd = this.#openOnce(dirfd, path, openFlags);
    return this.makesRoom(fd) ? this.#openOnce(dirfd, path, openFlags) : fd;
  }

  #openOnce(dirfd: number, path: Uint8Array, openFlags: number): number {
    const fd = this.#at(dirfd, path, (spelled) => openSync(spelled, openFlags));
    if (fd >= 0) this.#opened?.set(fd, Buffer.from(this.spell(dirfd, path)));
    return fd;
  }

  #openWithoutLinks(dirfd: number, path: Uint8Array, since: number): number {
    if (path.length >= PATH_MAX) return -ENAMETOOLONG;
    if (!path.includes(SLASH)) return this.#open(dirfd, path, OPEN | constants.O_NOFOLLOW);
    // What the current directory is may change.
    const keeps = dirfd !== AT_FDCWD && path[0] !== SLASH;
    const step = keeps ? this.#trail.turnTo(dirfd, path, since) : undefined;
    const fd = this.#openStepwise(step?.fd ?? dirfd, path, step?.next ?? 0, keeps);
    if (fd >= 0 || this.#trail.isEmpty) return fd;
    // What is on the trail may have been removed meanwhile, and something else be in its place.
    this.#trail.clear();
    return this.#openStepwise(dirfd, path, 0, false);
  }

  /**
   * Open the components of `path` from `first` on, the first of them below `dirfd`, each below the one before.
   *
   * @param keeps - What is on the way belongs to the trail; else it is closed.
   */
  #openStepwise(dirfd: number, path: Uint8Array, first: number, keeps: boolean): number {
    let base = dirfd;
    let start = first;
    for (;;) {
      const end = componentEnd(path, start);
      const next = componentStart(path, end);
      const isLast = next === path.length;
      const component = path.subarray(start, end);
      let fd = this.#openOnce(base, component, OPEN | constants.O_NOFOLLOW);
      // openat2 says ELOOP of a link; the addon calls it for all but single names.
      if (fd === -ENOTDIR && this.#isLink(base, component)) fd = -ELOOP;
      if (!keeps && base !== dirfd) this.#close(base);
      if (isLast || fd < 0) return fd;
      if (keeps) this.#trail.add(fd, next);
      base = fd;
      start = next;
    }
  }

  #isLink(dirfd: number, name: Uint8Array): boolean {
    return this.#at(dirfd, name, (spelled) => lstatSync(spelled).isSymbolicLink()) === true;
  }

  /** What goes before `path` and a slash; null where it stands for itself. */
  #prefix(dirfd: number, path: Uint8Array): Buffer | null {
    return dirfd === AT_FDCWD || path[0] === SLASH ? null : this.pathOf(dirfd);
  }
}

/** Where the component that begins at `start` ends. The slash that makes a path absolute counts as a component. */
function componentEnd(path: Uint8Array, start: number): number {
  if (path[start] === SLASH) return start + 1;
  const slash = path.indexOf(SLASH, start);
  return slash < 0 ? path.length : slash;
}

/** Where the next component begins after one that ends at `end`: past all slashes. */
function componentStart(path: Uint8Array, end: number): number {
  let start = end;
  while (path[start] === SLASH) start++;
  return start;
}

function attempt<T>(call: (spelled: Buffer) => T, spelled: Buffer): T | number {
  try {
    return call(spelled);
  } catch (error) {
    return negatedErrno(error);
  }
}
