/**
 * Open directories and the reading of their entries by node:fs, packed as layout.ts says.
 *
 * In: descriptors opened by `Descriptors`. Out: chunks of packed entries, in the order in which the kernel gives them: that of
 * opendirSync, since readdirSync sorts. A reader holds a second descriptor on the same directory, because node:fs cannot
 * read a directory by number; it is there from the first chunk to the last, and goes with the first descriptor at the latest.
 * An entry that does not fit a chunk begins the next one.
 *
 * Where reading fails midway, libuv withholds what it has read in the same call: up to `ENTRIES_PER_READ` entries.
 */

import { type Dir, type Dirent, opendirSync } from 'node:fs';
import { type Descriptors, negatedErrno } from './fallback-descriptors.ts';
import { DT, ENTRY_FLAGS, ENTRY_LENGTH, ENTRY_NAME, ENTRY_OVERHEAD, ENTRY_TYPE } from './layout.ts';

const ENTRIES_PER_READ = 256;

/** How a chunk came out. */
export interface Chunk {
  /** Entries in it. */
  readonly count: number;
  /** Bytes of them. */
  readonly length: number;
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
   * @returns The chunk, or minus the errno because of which reading could not begin.
   */
  read(fd: number, bytes: Uint8Array, start: number, end: number): Chunk | number {
    let reader = this.#readers.get(fd);
    if (reader === null) return { count: 0, length: 0, more: false, error: 0 };
    if (reader === undefined) {
      const opened = this.#open(fd, ENTRIES_PER_READ);
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

  #open(fd: number, bufferSize: number): Reader | number {
    // Names are bytes, which the types of node:fs do not foresee here.
    const options = { encoding: 'buffer' as BufferEncoding, bufferSize };
    try {
      return new Reader(opendirSync(this.#descriptors.pathOf(fd), options));
    } catch (error) {
      return negatedErrno(error);
    }
  }

  /** Give up all reading; the directories' own descriptors stay open. */
  stopReading(): void {
    for (const reader of this.#readers.values()) reader?.close();
    this.#readers.clear();
  }
}

class Reader {
  readonly #dir: Dir;
  /** Read, but not fitting the last chunk. */
  #held: Dirent | null = null;

  constructor(dir: Dir) {
    this.#dir = dir;
  }

  read(bytes: Uint8Array, start: number, end: number): Chunk {
    let at = start;
    let count = 0;
    const finish = (more: boolean, error: number): Chunk => ({ count, length: at - start, more, error });
    try {
      for (;;) {
        const dirent = this.#held ?? this.#dir.readSync();
        this.#held = null;
        if (dirent === null) return finish(false, 0);
        const name = dirent.name as unknown as Uint8Array;
        if (at + ENTRY_OVERHEAD + name.length > end) {
          this.#held = dirent;
          return finish(true, 0);
        }
        bytes[at + ENTRY_TYPE] = typeOf(dirent);
        bytes[at + ENTRY_FLAGS] = 0;
        bytes[at + ENTRY_LENGTH] = name.length;
        bytes[at + ENTRY_LENGTH + 1] = name.length >> 8;
        bytes.set(name, at + ENTRY_NAME);
        bytes[at + ENTRY_NAME + name.length] = 0;
        at += ENTRY_OVERHEAD + name.length;
        count++;
      }
    } catch (error) {
      return finish(false, negatedErrno(error));
    }
  }

  close(): void {
    this.#dir.closeSync();
  }
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
