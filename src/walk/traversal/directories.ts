/**
 * The directories of a walk that are pending or have pending descendants, as numbers in typed arrays.
 *
 * In: a parent's number and a name's bytes. Out: a number; from it the path can be spelled. A directory costs its name and
 * 32 bytes; it is kept until it and all directories below it are finished, then its record and its name's memory are used
 * again, so that memory follows the frontier and not the tree.
 *
 * A record's `holds` counts what keeps it: its own unread listing and its unfinished children. When the last one is
 * dropped the directory is finished, which is when its post visit is due.
 *
 * It knows neither descriptors nor order; one thread only.
 */

import type { Root } from '../entry.ts';

/** Int32 fields of a record. */
const PARENT = 0;
const NAME_AT = 1;
const NAME_LENGTH = 2;
const DEPTH = 3;
const HOLDS = 4;
const ROOT = 5;
const NEXT_FREE = 0;
const RECORD_SHIFT = 3;

/** Names are kept in chunks of this many bytes; a chunk is used again when no name in it lives. 16 bits address within it. */
const CHUNK_SHIFT = 16;
const CHUNK_BYTES: number = 1 << CHUNK_SHIFT;

const SLASH = 0x2f;

export class Directories {
  readonly roots: readonly Root[];
  #records: Int32Array = new Int32Array(1024 << RECORD_SHIFT);
  #used = 0;
  #free = -1;

  #chunks: Uint8Array[] = [new Uint8Array(CHUNK_BYTES)];
  #chunkLives: number[] = [0];
  #freeChunks: number[] = [];
  #chunk = 0;
  #chunkEnd = 0;

  /** Identities (device, inode), kept only where loops must be found: two per record. */
  #identities: BigUint64Array | null = null;

  constructor(roots: readonly Root[], withIdentities: boolean) {
    this.roots = roots;
    if (withIdentities) this.#identities = new BigUint64Array(1024 * 2);
  }

  /** A starting point that is a directory. It holds itself until {@link drop}. @returns its number. */
  addRoot(rootNumber: number): number {
    return this.#add(-1, 0, 0, 0, rootNumber);
  }

  /** The child `bytes[start, end)` of `parent`, which it holds. It holds itself until {@link drop}. @returns its number. */
  add(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#chunkEnd + length > CHUNK_BYTES) this.#nextChunk();
    const chunk = this.#chunks[this.#chunk]!;
    const at = this.#chunkEnd;
    for (let i = 0; i < length; i++) chunk[at + i] = bytes[start + i]!;
    this.#chunkEnd = at + length;
    this.#chunkLives[this.#chunk]!++;
    const base = parent << RECORD_SHIFT;
    this.#records[base + HOLDS]!++;
    return this.#add(
      parent,
      (this.#chunk << CHUNK_SHIFT) | at,
      length,
      this.#records[base + DEPTH]! + 1,
      this.#records[base + ROOT]!,
    );
  }

  /**
   * Drop one hold.
   *
   * @returns True where it was the last: the directory is finished, and {@link remove} is due.
   */
  drop(directory: number): boolean {
    return --this.#records[(directory << RECORD_SHIFT) + HOLDS]! === 0;
  }

  /** Forget a finished directory. @returns its parent, on which it had a hold that is still to be dropped, or -1. */
  remove(directory: number): number {
    const base = directory << RECORD_SHIFT;
    const parent = this.#records[base + PARENT]!;
    if (parent >= 0) this.#releaseName(this.#records[base + NAME_AT]! >>> CHUNK_SHIFT);
    this.#records[base + NEXT_FREE] = this.#free;
    this.#free = directory;
    return parent;
  }

  /** Is anything below it unfinished? To be asked while the directory holds itself. */
  hasChildren(directory: number): boolean {
    return this.#records[(directory << RECORD_SHIFT) + HOLDS]! > 1;
  }

  parent(directory: number): number {
    return this.#records[(directory << RECORD_SHIFT) + PARENT]!;
  }

  depth(directory: number): number {
    return this.#records[(directory << RECORD_SHIFT) + DEPTH]!;
  }

  root(directory: number): Root {
    return this.roots[this.#records[(directory << RECORD_SHIFT) + ROOT]!]!;
  }

  /** Bytes of its name; 0 for a starting point. */
  nameLength(directory: number): number {
    return this.#records[(directory << RECORD_SHIFT) + NAME_LENGTH]!;
  }

  /** Copy its name to `target[at, at + nameLength)`. */
  copyName(directory: number, target: Uint8Array, at: number): void {
    const base = directory << RECORD_SHIFT;
    const nameAt = this.#records[base + NAME_AT]!;
    const length = this.#records[base + NAME_LENGTH]!;
    const chunk = this.#chunks[nameAt >>> CHUNK_SHIFT]!;
    const start = nameAt & (CHUNK_BYTES - 1);
    for (let i = 0; i < length; i++) target[at + i] = chunk[start + i]!;
  }

  /** Bytes of the path from the directory `from`, an ancestor, to `directory`: names joined by slashes. */
  pathLengthBelow(from: number, directory: number): number {
    let length = -1;
    for (let at = directory; at !== from; at = this.parent(at)) length += this.nameLength(at) + 1;
    return Math.max(length, 0);
  }

  /** Write the path from the ancestor `from` to `directory` to `target[at, end)`, where `end` is known. */
  spellBelow(from: number, directory: number, target: Uint8Array, at: number, end: number): void {
    let position = end;
    for (let d = directory; d !== from; d = this.parent(d)) {
      position -= this.nameLength(d);
      this.copyName(d, target, position);
      if (position > at) target[--position] = SLASH;
    }
  }

  setIdentity(directory: number, device: bigint, inode: bigint): void {
    if (this.#identities === null) return;
    if (2 * directory + 1 >= this.#identities.length) {
      const grown = new BigUint64Array((this.#records.length >>> RECORD_SHIFT) * 2);
      grown.set(this.#identities);
      this.#identities = grown;
    }
    this.#identities[2 * directory] = device;
    this.#identities[2 * directory + 1] = inode;
  }

  /** The nearest of `directory` and its ancestors that is this file, or -1. */
  findAncestor(directory: number, device: bigint, inode: bigint): number {
    const identities = this.#identities;
    if (identities === null) return -1;
    for (let at = directory; at >= 0; at = this.parent(at)) {
      if (identities[2 * at + 1] === inode && identities[2 * at] === device) return at;
    }
    return -1;
  }

  #add(parent: number, nameAt: number, nameLength: number, depth: number, root: number): number {
    let directory = this.#free;
    if (directory >= 0) this.#free = this.#records[(directory << RECORD_SHIFT) + NEXT_FREE]!;
    else directory = this.#used++;
    const base = directory << RECORD_SHIFT;
    if (base >= this.#records.length) {
      const grown = new Int32Array(2 * this.#records.length);
      grown.set(this.#records);
      this.#records = grown;
    }
    const records = this.#records;
    records[base + PARENT] = parent;
    records[base + NAME_AT] = nameAt;
    records[base + NAME_LENGTH] = nameLength;
    records[base + DEPTH] = depth;
    records[base + HOLDS] = 1;
    records[base + ROOT] = root;
    return directory;
  }

  #nextChunk(): void {
    const free = this.#freeChunks.pop();
    this.#chunkEnd = 0;
    if (free !== undefined) {
      this.#chunk = free;
      return;
    }
    this.#chunk = this.#chunks.length;
    this.#chunks.push(new Uint8Array(CHUNK_BYTES));
    this.#chunkLives.push(0);
  }

  /** The chunk being filled is never put on the free list: it is left by {@link Directories.add} only. */
  #releaseName(chunk: number): void {
    if (--this.#chunkLives[chunk]! > 0) return;
    if (chunk === this.#chunk) this.#chunkEnd = 0;
    else this.#freeChunks.push(chunk);
  }
}
