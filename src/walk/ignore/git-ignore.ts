/**
 * Which rule of git hides an entry: .gitignore files from the top of the repository down, `info/exclude`, core.excludesFile. gitignore(5).
 *
 * In: entries, in any order. Out: the rule, through the `Scope` of the directory that the entry is in: made when its first entry
 * is asked about, from that of its parent, with one look for `.gitignore` and one for `.git`. Inside of a directory that is
 * hidden nothing is read: all of it is. A directory with a repository of its own begins anew: what is in it is judged by its own rules, it
 * itself by those of the outer one. Above a starting point everything is looked up by its real path. Outside of repositories
 * nothing is ignored. What is in git's index is not looked at: a file that was added all the same counts as any other.
 */

import { DT, REQUEST_FOLLOW, REQUEST_TRUSTED } from '../../ioq/layout.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import type { Entry, Root } from '../entry.ts';
import { type Candidate, IgnoreFile } from './ignore-file.ts';
import type { HidingRule, IgnoreServices } from './ignore-services.ts';
import {
  bytesOf,
  pathOfDescriptor,
  Repositories,
  type Repository,
  type RepositoryCalls,
  readFile,
  textOf,
} from './repository.ts';

const SLASH = 0x2f;
const FOLLOW = REQUEST_TRUSTED | REQUEST_FOLLOW;
const IGNORE_FILE = bytesOf('.gitignore');
const EMPTY = new Uint8Array(0);

/** The directories of the walk, by their numbers. */
export interface WalkedDirectories {
  /** A descriptor of the directory, which stays the walk's; or minus an errno. */
  open(directory: number): number;
  /** -1 for a starting point. */
  parent(directory: number): number;
}

/**
 * @param directories - Those of the walk as it is now.
 * @param base - What starting points are relative to: a descriptor, or AT_FDCWD.
 */
export function openGitIgnore(
  calls: RepositoryCalls,
  environment: NodeJS.ProcessEnv,
  directories: () => WalkedDirectories,
  base: number,
): IgnoreServices {
  return new GitIgnore(calls, environment, directories, base);
}

/** What holds for the entries of one directory. */
interface Scope {
  readonly repository: Repository | null;
  /** .gitignore files, the nearest first. */
  readonly files: readonly IgnoreFile[];
  /** The directory's path below the top of the repository, with a slash at its end; empty for the top. */
  readonly base: Uint8Array;
  /** What hides the directory, and with it all of its entries. */
  readonly hiddenBy: HidingRule | null;
}

const OUTSIDE: Scope = { repository: null, files: [], base: EMPTY, hiddenBy: null };

/** A directory's scope, kept while it may be asked for again. Numbers are used again: the path tells. */
interface Kept {
  readonly path: Uint8Array;
  readonly scope: Scope;
}

class GitIgnore implements IgnoreServices {
  readonly #calls: RepositoryCalls;
  readonly #repositories: Repositories;
  readonly #base: number;
  readonly #directories: () => WalkedDirectories;
  /** By the walk's number of the directory: as many as were ever pending at once. */
  readonly #kept = new Map<number, Kept>();
  /** Of starting points: the scope that they themselves are in, and that of what is in them. */
  readonly #roots = new Map<Root, { readonly outer: Scope; readonly name: Uint8Array; inner: Scope | null }>();
  #lastNumber = -1;
  #last: Kept = { path: EMPTY, scope: OUTSIDE };
  #candidate = new Uint8Array(4096);

  constructor(calls: RepositoryCalls, environment: NodeJS.ProcessEnv, directories: () => WalkedDirectories, base: number) {
    this.#base = base;
    this.#calls = calls;
    this.#repositories = new Repositories(calls, environment);
    this.#directories = directories;
  }

  ruleOf(entry: Entry): HidingRule | null {
    const isDirectory = entry.type === DT.directory;
    if (entry.depth === 0) {
      const { outer, name } = this.#root(entry.root, isDirectory);
      return this.#judge(outer, name, 0, name.length, isDirectory);
    }
    return this.#judge(this.#scopeOf(entry), entry.bytes, entry.nameStart, entry.nameEnd, isDirectory);
  }

  #judge(scope: Scope, bytes: Uint8Array, start: number, end: number, isDirectory: boolean): HidingRule | null {
    const { repository, files, base, hiddenBy } = scope;
    if (hiddenBy !== null) return hiddenBy;
    if (repository === null || (files.length === 0 && repository.files.length === 0)) return null;
    const nameStart = base.length;
    const length = nameStart + end - start;
    if (this.#candidate.length < length) this.#candidate = new Uint8Array(2 * length);
    const path = this.#candidate;
    path.set(base);
    for (let i = start; i < end; i++) path[nameStart + i - start] = bytes[i]!;
    const candidate: Candidate = { bytes: path, nameStart, end: length, isDirectory };
    for (const list of [files, repository.files]) {
      for (const file of list) {
        const rule = file.ruleOf(candidate);
        if (rule !== null) return rule.isNegated ? null : rule;
      }
    }
    return null;
  }

  /** The scope of the directory that the entry is in. */
  #scopeOf(entry: Entry): Scope {
    const { parent, path, directoryLength } = entry;
    if (parent === this.#lastNumber && isPath(this.#last, path, directoryLength)) return this.#last.scope;
    const directories = this.#directories();
    // From here up to a directory that is known, then down again.
    const unknown: { readonly number: number; readonly length: number }[] = [];
    let kept: Kept | null = null;
    for (let number = parent, length = directoryLength; number >= 0 && kept === null; number = directories.parent(number)) {
      const known = this.#kept.get(number);
      if (known !== undefined && isPath(known, path, length)) kept = known;
      else unknown.push({ number, length });
      length = lengthOfParent(path, length);
    }
    for (const { number, length } of unknown.reverse()) {
      const scope = kept === null ? this.#innerScope(entry.root) : this.#enterWalked(kept, number, path, length);
      kept = { path: path.slice(0, length), scope };
      this.#kept.set(number, kept);
    }
    this.#last = kept!;
    this.#lastNumber = parent;
    return kept!.scope;
  }

  #enterWalked(outer: Kept, number: number, path: Uint8Array, length: number): Scope {
    const open = (): number => this.#directories().open(number);
    return this.#enter(outer.scope, path.subarray(outer.path.length, length - 1), path.subarray(0, length), open);
  }

  /**
   * The scope of what is in a directory.
   *
   * @param outer - The scope that it is in itself.
   * @param directory - Its path for messages, with a slash at its end.
   * @param open - A descriptor of it that stays open, or minus an errno: then nothing is known of it.
   */
  #enter(outer: Scope, name: Uint8Array, directory: Uint8Array, open: () => number): Scope {
    const hiddenBy = outer.hiddenBy ?? this.#judge(outer, name, 0, name.length, true);
    if (hiddenBy !== null) return { ...outer, hiddenBy };
    const dirfd = open();
    const own = dirfd < 0 ? null : this.#repositories.openAt(dirfd, directory);
    const repository = own ?? outer.repository;
    if (repository === null) return OUTSIDE;
    const base = own === null ? Uint8Array.from([...outer.base, ...name, SLASH]) : EMPTY;
    const files = own === null ? outer.files : [];
    const bytes = dirfd < 0 ? null : readFile(this.#calls, dirfd, IGNORE_FILE, false);
    if (bytes === null) return { repository, files, base, hiddenBy: null };
    const file = new IgnoreFile(bytes, Uint8Array.from([...directory, ...IGNORE_FILE]), base.length, repository.foldCase);
    return { repository, files: file.isEmpty ? files : [file, ...files], base, hiddenBy: null };
  }

  /** The scope of what is in a starting point that is a directory. */
  #innerScope(root: Root): Scope {
    const found = this.#root(root, true);
    if (found.inner === null) {
      const fd = this.#calls.openDirectory(this.#base, root.path, FOLLOW);
      const directory = root.path.at(-1) === SLASH ? root.path : Uint8Array.from([...root.path, SLASH]);
      found.inner = this.#enter(found.outer, found.name, directory, () => fd);
      if (fd >= 0) this.#calls.close(fd);
    }
    return found.inner;
  }

  /** Where a starting point really is: the scope that it is in, and its name there. */
  #root(root: Root, isDirectory: boolean): { readonly outer: Scope; readonly name: Uint8Array; inner: Scope | null } {
    let found = this.#roots.get(root);
    if (found === undefined) {
      const path = this.#realPath(root.path, isDirectory);
      const slash = path.lastIndexOf('/');
      const isTop = path === '' || path === '/';
      found = {
        outer: isTop ? OUTSIDE : this.#scopeAbove(path.slice(0, slash)),
        name: bytesOf(path.slice(slash + 1)),
        inner: null,
      };
      this.#roots.set(root, found);
    }
    return found;
  }

  /** The scope of what is in the directory `path`, absolute and real, empty for the root directory: from the top of the file system down. */
  #scopeAbove(path: string): Scope {
    let scope = OUTSIDE;
    for (let end = 0; ; end = path.indexOf('/', end + 1) < 0 ? path.length : path.indexOf('/', end + 1)) {
      const directory = bytesOf(`${path.slice(0, end)}/`);
      const fd = this.#calls.openDirectory(AT_FDCWD, directory, FOLLOW);
      scope = this.#enter(scope, bytesOf(path.slice(path.lastIndexOf('/', end - 1) + 1, end)), directory, () => fd);
      if (fd >= 0) this.#calls.close(fd);
      if (end === path.length) return scope;
    }
  }

  /** The absolute path without links, but for the last component of what is no directory; empty where it cannot be had. */
  #realPath(path: Uint8Array, isDirectory: boolean): string {
    const text = textOf(path);
    const slash = text.lastIndexOf('/');
    const directory = isDirectory ? text : slash < 0 ? '.' : text.slice(0, slash + 1);
    const fd = this.#calls.openDirectory(this.#base, bytesOf(directory), FOLLOW);
    if (fd < 0) return '';
    const real = pathOfDescriptor(this.#calls, fd);
    this.#calls.close(fd);
    if (real === null || isDirectory) return real ?? '';
    return `${real === '/' ? '' : real}/${text.slice(slash + 1)}`;
  }
}

function isPath({ path }: Kept, bytes: Uint8Array, length: number): boolean {
  if (path.length !== length) return false;
  for (let i = length - 1; i >= 0; i--) if (path[i] !== bytes[i]) return false;
  return true;
}

/** `a/b/` to `a/`, by the number of bytes. */
function lengthOfParent(path: Uint8Array, length: number): number {
  let end = length - 1;
  while (end > 0 && path[end - 1] !== SLASH) end--;
  return end;
}
