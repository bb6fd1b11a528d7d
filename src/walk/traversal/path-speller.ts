/**
 * Spells the paths of directories into an entry, remembering the last one.
 *
 * In: a directory's number. Out: `entry.path[0, directoryLength)`, its path as printed with a slash at the end. Neighbours in a
 * walk share most of their path, so the directory spelled last and its parent are remembered: a child or a sibling of it
 * costs its own name only. Numbers are used again: `forget` must be called when a directory is removed.
 */

import type { Entry } from '../entry.ts';
import type { Directories } from './directories.ts';

const SLASH = 0x2f;
const NONE = -2;

export class PathSpeller {
  readonly #directories: Directories;
  readonly #entry: Entry;
  #directory = NONE;
  #length = 0;
  #parent = NONE;
  #parentLength = 0;

  constructor(directories: Directories, entry: Entry) {
    this.#directories = directories;
    this.#entry = entry;
  }

  /** Make `directory` the entry's parent: its path, depth and root. */
  spell(directory: number): void {
    const entry = this.#entry;
    if (directory !== this.#directory) this.#spellPath(directory);
    entry.directoryLength = this.#length;
    entry.parent = directory;
  }

  /** The entry's path has been overwritten. */
  reset(): void {
    this.#directory = NONE;
    this.#parent = NONE;
  }

  forget(directory: number): void {
    if (directory === this.#directory) this.#directory = NONE;
    if (directory === this.#parent) this.#parent = NONE;
  }

  #spellPath(directory: number): void {
    const directories = this.#directories;
    const parent = directories.parent(directory);
    let start = 0;
    if (parent < 0) {
      this.#spellRoot(directory);
      return;
    }
    if (parent === this.#directory) start = this.#length;
    else if (parent === this.#parent) start = this.#parentLength;
    else start = this.#spellFromRoot(parent);
    const end = start + directories.nameLength(directory);
    if (end + 1 > this.#entry.path.length) this.#entry.growPath(end + 1);
    directories.copyName(directory, this.#entry.path, start);
    this.#entry.path[end] = SLASH;
    this.#directory = directory;
    this.#length = end + 1;
    this.#parent = parent;
    this.#parentLength = start;
  }

  #spellRoot(directory: number): void {
    this.#length = this.#copyRoot(directory);
    this.#directory = directory;
    this.#parent = NONE;
  }

  /** The starting point's path and a slash, unless it ends in one. @returns its length. */
  #copyRoot(directory: number): number {
    const { path } = this.#directories.root(directory);
    const entry = this.#entry;
    if (path.length + 1 > entry.path.length) entry.growPath(path.length + 1);
    entry.path.set(path);
    if (path[path.length - 1] === SLASH) return path.length;
    entry.path[path.length] = SLASH;
    return path.length + 1;
  }

  #spellFromRoot(directory: number): number {
    const directories = this.#directories;
    const start = this.#copyRoot(directory);
    let root = directory;
    while (directories.parent(root) >= 0) root = directories.parent(root);
    if (root === directory) return start;
    const end = start + directories.pathLengthBelow(root, directory);
    if (end + 1 > this.#entry.path.length) this.#entry.growPath(end + 1);
    directories.spellBelow(root, directory, this.#entry.path, start, end);
    this.#entry.path[end] = SLASH;
    return end + 1;
  }
}
