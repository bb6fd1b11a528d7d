/**
 * Open directories and the reading of their entries by node:fs, packed as layout.ts says.
 *
 * In: descriptors opened by `Descriptors`. Out: chunks of packed entries. An entry that does not fit a chunk begins the next one.
 * Node cannot read a directory by number, so that each is opened once more, by the path that leads to its descriptor.
 *
 * Directories are read by opendirSync, chunk by chunk, in the order in which the kernel gives their entries. What that has opened is there from
 * the first chunk to the last, and goes with the first descriptor at the latest. Where reading fails midway, libuv withholds what it has
 * read in the same call: up to `ENTRIES_PER_READ` entries. Where any order will do, a small directory is read at once, at half the cost, by
 * readdirSync, which sorts; unless it cannot tell a type, or cannot read to the end. Names come from there as Latin-1, one character a byte,
 * so that all of them are what they are.
 */

import { type Dir, type Dirent, fstatSync, opendirSync, readdirSync } from 'node:fs';
import { type Descriptors, negatedErrno } from './fallback-descriptors.ts';
import { DT, ENTRY_FLAGS, ENTRY_LENGTH, ENTRY_NAME, ENTRY_OVERHEAD, ENTRY_TYPE } from './layout.ts';

const ENTRIES_PER_READ = 256;

/** A directory of no more bytes has a few thousand entries: little to be held in memory, and few milliseconds' work. Zero tells nothing. */
const SMALL_BYTES: number = 64 * 1024;

const NAMES_AS_BYTES = { withFileTypes: true, encoding: 'latin1' } as const;

/** How a chunk came out. */
export interface Chunk {
  /** Entries in it. */
  readonly count: number;
  /** Bytes of them. */
  readonly length: number;
  /** Which types they have: the bit 1 << DT_* of each. */
  readonly types: number;
  /** There are more. */
  readonly more: boolean;
  /** 0, or minus the errno with which reading ended early. */
  readonly error: number;
}

export class OpenDirectories {
  readonly #descriptors: Descriptors;
  /** By the descriptor that they belong to; null where all has been read. */
  readonly #readers = new Map<number, Reader | null>();

  constructor(descriptors: Descriptors) {
    this.#descriptors = descriptors;
  }

  /**
   * Read the next entries of the directory `fd` into `bytes[start, end)`.
   *
   * @param anyOrder - They need not be in the kernel's order.
   * @returns The chunk, or minus the errno because of which reading could not begin.
   */
  read(fd: number, bytes: Uint8Array, start: number, end: number, anyOrder: boolean): Chunk | number {
    let reader = this.#readers.get(fd);
    if (reader === null) return { count: 0, length: 0, types: 0, more: false, error: 0 };
    if (reader === undefined) {
      const opened = (anyOrder ? this.#readAtOnce(fd) : null) ?? this.#open(fd, ENTRIES_PER_READ);
      if (typeof opened === 'number') return opened;
      reader = opened;
    }
    const chunk = reader.read(bytes, start, end);
    if (!chunk.more) reader.close();
    this.#readers.set(fd, chunk.more ? reader : null);
    return chunk;
  }

  /** @returns 1 where the directory `fd` has no entries, else 0; or minus an errno. */
  isEmpty(fd: number): number {
    const reader = this.#open(fd, 1);
    if (typeof reader === 'number') return reader;
    const { count, more, error } = reader.read(new Uint8Array(0), 0, 0);
    reader.close();
    return error < 0 ? error : Number(count === 0 && !more);
  }

  /** Close the descriptor `fd`, and what is being read through it. @returns 0 or minus an errno. */
  close(fd: number): number {
    this.#readers.get(fd)?.close();
    this.#readers.delete(fd);
    return this.#descriptors.close(fd);
  }

  /** @returns A reader of what is there already; null where the directory is not to be read so. */
  #readAtOnce(fd: number): Reader | null {
    try {
      const { size } = fstatSync(fd);
      if (size === 0 || size > SMALL_BYTES) return null;
      return new ListReader(readdirSync(this.#descriptors.pathOf(fd), NAMES_AS_BYTES));
    } catch {
      return null;
    }
  }

  #open(fd: number, bufferSize: number): Reader | number {
    // Names are bytes, which the types of node:fs do not foresee here.
    const options = { encoding: 'buffer' as BufferEncoding, bufferSize };
    for (;;) {
      try {
        return new DirReader(opendirSync(this.#descriptors.pathOf(fd), options));
      } catch (error) {
        const result = negatedErrno(error);
        if (!this.#descriptors.makesRoom(result)) return result;
      }
    }
  }

  /** Give up all reading; the directories' own descriptors stay open. */
  stopReading(): void {
    for (const reader of this.#readers.values()) reader?.close();
    this.#readers.clear();
  }
}

interface Reader {
  /** Write the next entries to `bytes[start, end)`. */
  read(bytes: Uint8Array, start: number, end: number): Chunk;
  close(): void;
}

/** Of entries that are there, named in Latin-1. */
class ListReader implements Reader {
  readonly #entries: readonly Dirent[];
  #next = 0;

  constructor(entries: readonly Dirent[]) {
    this.#entries = entries;
  }

  read(bytes: Uint8Array, start: number, end: number): Chunk {
    const entries = this.#entries;
    const first = this.#next;
    let next = first;
    let at = start;
    let types = 0;
    for (; next < entries.length; next++) {
      const entry = entries[next]!;
      const { name } = entry;
      const { length } = name;
      if (at + length + ENTRY_OVERHEAD > end) break;
      types |= 1 << packHead(entry, length, bytes, at);
      at += ENTRY_NAME;
      for (let i = 0; i < length; i++) bytes[at++] = name.charCodeAt(i);
      bytes[at++] = 0;
    }
    this.#next = next;
    return { count: next - first, length: at - start, types, more: next < entries.length, error: 0 };
  }

  close(): void {}
}

/** Of an open directory, which names its entries in bytes. */
class DirReader implements Reader {
  readonly #dir: Dir;
  /** Read, but not fitting the last chunk. */
  #held: Dirent | null = null;

  constructor(dir: Dir) {
    this.#dir = dir;
  }

  read(bytes: Uint8Array, start: number, end: number): Chunk {
    let at = start;
    let count = 0;
    let types = 0;
    let error = 0;
    try {
      for (;;) {
        const entry = this.#held ?? this.#dir.readSync();
        this.#held = entry;
        if (entry === null) break;
        const name = entry.name as string | Uint8Array as Uint8Array;
        if (at + name.length + ENTRY_OVERHEAD > end) break;
        types |= 1 << packHead(entry, name.length, bytes, at);
        bytes.set(name, at + ENTRY_NAME);
        at += ENTRY_OVERHEAD + name.length;
        bytes[at - 1] = 0;
        count++;
        this.#held = null;
      }
    } catch (failure) {
      error = negatedErrno(failure);
    }
    return { count, length: at - start, types, more: this.#held !== null, error };
  }

  close(): void {
    this.#dir.closeSync();
  }
}

/** Write at byte `at` what comes before an entry's name. @returns Its type. */
function packHead(entry: Dirent, length: number, bytes: Uint8Array, at: number): number {
  const type = typeOf(entry);
  bytes[at + ENTRY_TYPE] = type;
  bytes[at + ENTRY_FLAGS] = 0;
  bytes[at + ENTRY_LENGTH] = length;
  bytes[at + ENTRY_LENGTH + 1] = length >> 8;
  return type;
}

/** A type that the file system does not tell has been found by Node with lstat; so `DT.unknown` is rare. */
function typeOf(dirent: Dirent): number {
  if (dirent.isFile()) return DT.regular;
  if (dirent.isDirectory()) return DT.directory;
  if (dirent.isSymbolicLink()) return DT.link;
  if (dirent.isFIFO()) return DT.fifo;
  if (dirent.isSocket()) return DT.socket;
  if (dirent.isCharacterDevice()) return DT.char;
  if (dirent.isBlockDevice()) return DT.block;
  return DT.unknown;
}
