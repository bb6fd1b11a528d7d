/**
 * Gathers the paths of what the walk's cursor is on, batch after batch, without making entries.
 *
 * In: a cursor, during its visit. Out: paths as the walk spells them. A batch's paths stand one behind the other in one buffer, and where all of
 * them are ASCII it is decoded in one call: a path is then a piece of that text, which costs less than joining a directory and a name, and
 * is one object where that makes two.
 */

import { isAscii } from 'node:buffer';
import type { Entry } from '../entry.ts';
import type { WalkOptions } from './options.ts';
import type { Sink } from './search.ts';
import type { Encoding } from './walk-entry.ts';

/** As much as the paths of a batch need, mostly. */
const FIRST_BYTES = 64 * 1024;

export class PathCollector implements Sink {
  /** Paths that have been collected since {@link begin}. */
  length = 0;
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;
  /** Where each path ends. */
  #ends: number[] = [];
  /** Where the last path begins, whose directory is that of the next while the cursor stays in it; -1: there is none. */
  #last = -1;
  #generation = -1;
  #cursor: Entry | null = null;

  /** Are the paths that a program asks for those that the walk spells, in its order? */
  static serves(options: WalkOptions<Encoding>): boolean {
    // Whether they are options at all is not known yet.
    const { paths = 'relative', sort, limit } = options ?? {};
    return paths === 'relative' && (sort === undefined || limit === undefined);
  }

  /** The next batch. */
  begin(): void {
    this.length = 0;
    this.#used = 0;
    this.#last = -1;
  }

  /** Collect what the cursor is on. */
  take(cursor: Entry): void {
    const { directoryLength, nameEnd, nameStart, depth } = cursor;
    // A starting point may end in slashes, which are no part of its name.
    const length = depth === 0 ? cursor.spellPath() : directoryLength + nameEnd - nameStart;
    const start = this.#used;
    if (start + length > this.#bytes.length) this.#grow(start + length);
    const bytes = this.#bytes;
    let to = start;
    if (depth === 0) {
      for (let from = 0; from < length; from++) bytes[to++] = cursor.path[from]!;
      this.#last = -1;
    } else {
      if (this.#last >= 0 && cursor.generation === this.#generation && cursor === this.#cursor) {
        bytes.copyWithin(start, this.#last, this.#last + directoryLength);
        to += directoryLength;
      } else {
        const { path } = cursor;
        for (let from = 0; from < directoryLength; from++) bytes[to++] = path[from]!;
        this.#generation = cursor.generation;
        this.#cursor = cursor;
      }
      const names = cursor.bytes;
      for (let from = nameStart; from < nameEnd; from++) bytes[to++] = names[from]!;
      this.#last = start;
    }
    this.#used = to;
    this.#ends[this.length++] = to;
  }

  /** Append what has been collected, as text in which invalid bytes are U+FFFD. */
  appendTexts(paths: string[]): void {
    const used = this.#bytes.subarray(0, this.#used);
    const text = isAscii(used) ? used.toString('latin1') : null;
    let start = 0;
    for (let index = 0; index < this.length; index++) {
      const end = this.#ends[index]!;
      paths.push(text === null ? used.toString('utf8', start, end) : text.substring(start, end));
      start = end;
    }
  }

  /** As {@link appendTexts}, byte for byte. */
  appendBytes(paths: Buffer[]): void {
    const used = Buffer.from(this.#bytes.subarray(0, this.#used));
    let start = 0;
    for (let index = 0; index < this.length; index++) {
      paths.push(used.subarray(start, this.#ends[index]!));
      start = this.#ends[index]!;
    }
  }

  #grow(length: number): void {
    const grown = Buffer.allocUnsafeSlow(2 * length);
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}
