/**
 * Open directories and the reading of their entries by node:fs, packed as layout.ts says.
 *
 * In: descriptors opened by `Descriptors`. Out: chunks of packed entries. An entry that does not fit a chunk begins the next one.
 * Node cannot read a directory by number, so that each is opened once more, by the path that leads to its descriptor.
 *
 * Directories are read by opendirSync, chunk by chunk, in the order in which the kernel gives their entries. What that has opened is there from
 * the first chunk to the last, and goes with the first descriptor at the latest. Where reading fails midway, libuv withholds what it has
 * read in the same call: up to `ENTRIES_PER_READ` entries. Where any order will do, a small directory is read at once, at half the cost, by
 * readdirSync, which sorts; unless it cannot tell a name, or cannot read to the end.
 */

import { type Dir, type Dirent, fstatSync, opendirSync, readdirSync } from 'node:fs';
import { type Descriptors, negatedErrno } from './fallback-descriptors.ts';
import { DT, ENTRY_FLAGS, ENTRY_LENGTH, ENTRY_NAME, ENTRY_TYPE } from './layout.ts';

const ENTRIES_PER_READ = 256;

/** A directory of no more bytes has a thousand entries or so: little to be held in memory, and some milliseconds' work. Zero tells nothing. */
const SMALL_BYTES: number = 16 * 1024;

/** Stands in names for bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

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
   * @param anyOrder - They need not be in the kernel's order.
   * @returns The chunk, or minus the errno because of which reading could not begin.
   */
  read(fd: number, bytes: Uint8Array, start: number, end: number, anyOrder: boolean): Chunk | number {
    let reader = this.#readers.get(fd);
    if (reader === null) return { count: 0, length: 0, more: false, error: 0 };
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
      const entries = readdirSync(this.#descriptors.pathOf(fd), { withFileTypes: true });
      return entries.some(({ name }) => name.includes(REPLACEMENT)) ? null : new Reader(new ReadEntries(entries));
    } catch {
      return null;
    }
  }

  #open(fd: number, bufferSize: number): Reader | number {
    // Names are bytes, which the types of node:fs do not foresee here.
    const options = { encoding: 'buffer' as BufferEncoding, bufferSize };
    for (;;) {
      try {
        return new Reader(opendirSync(this.#descriptors.pathOf(fd), options));
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

/** Gives one entry after the other, as an open directory does. */
type Source = Pick<Dir, 'readSync' | 'closeSync'>;

class ReadEntries implements Source {
  readonly #entries: readonly Dirent[];
  #at = 0;

  constructor(entries: readonly Dirent[]) {
    this.#entries = entries;
  }

  readSync(): Dirent | null {
    return this.#entries[this.#at++] ?? null;
  }

  closeSync(): void {}
}

class Reader {
  readonly #source: Source;
  /** Read, but not fitting the last chunk. */
  #held: Dirent | null = null;

  constructor(source: Source) {
    this.#source = source;
  }

  read(bytes: Uint8Array, start: number, end: number): Chunk {
    let at = start;
    let count = 0;
    let error = 0;
    try {
      for (;;) {
        const dirent = this.#held ?? this.#source.readSync();
        this.#held = dirent;
        if (dirent === null) break;
        const next = pack(dirent, bytes, at, end);
        if (next < 0) break;
        at = next;
        count++;
        this.#held = null;
      }
    } catch (failure) {
      error = negatedErrno(failure);
    }
    return { count, length: at - start, more: this.#held !== null, error };
  }

  close(): void {
    this.#source.closeSync();
  }
}

/** Write an entry at byte `at`. @returns Where it ends, or -1: it does not fit. */
function pack(dirent: Dirent, bytes: Uint8Array, at: number, end: number): number {
  const name = dirent.name as string | Uint8Array;
  const nameAt = at + ENTRY_NAME;
  const nameEnd = typeof name === 'string' ? writeText(name, bytes, nameAt, end) : writeBytes(name, bytes, nameAt, end);
  if (nameEnd >= end) return -1;
  const length = nameEnd - nameAt;
  bytes[at + ENTRY_TYPE] = typeOf(dirent);
  bytes[at + ENTRY_FLAGS] = 0;
  bytes[at + ENTRY_LENGTH] = length;
  bytes[at + ENTRY_LENGTH + 1] = length >> 8;
  bytes[nameEnd] = 0;
  return nameEnd + 1;
}

/** @returns Where the name ends; `end` or more: it does not fit. */
function writeText(name: string, bytes: Uint8Array, at: number, end: number): number {
  const { length } = name;
  if (at + length >= end) return end;
  for (let i = 0; i < length; i++) {
    const code = name.charCodeAt(i);
    if (code > 0x7f) return writeBytes(Buffer.from(name), bytes, at, end);
    bytes[at + i] = code;
  }
  return at + length;
}

/** As {@link writeText}. */
function writeBytes(name: Uint8Array, bytes: Uint8Array, at: number, end: number): number {
  if (at + name.length < end) bytes.set(name, at);
  return at + name.length;
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
