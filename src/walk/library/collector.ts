/**
 * Makes entries for programs of what the walk's cursor is on, batch after batch.
 *
 * In: a cursor, during its visit. Out: entries, with the names, directories and status records that they share. Entries of a kept collector
 * are made anew and stay what they are; those of a borrowed one are filled again after `begin`.
 */

import { STATUS_BYTES } from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import { Names } from './names.ts';
import { type PathForm, Place } from './place.ts';
import { type Encoding, WalkEntry } from './walk-entry.ts';

const STATUS_WORDS = STATUS_BYTES / 4;
/** Status records in one block: an entry that is kept keeps all of it. */
const BLOCK_RECORDS = 64;

export class Collector {
  /** What has been collected since {@link begin}. */
  batch: WalkEntry<Encoding>[] = [];
  readonly #form: PathForm;
  readonly #borrows: boolean;
  readonly #together: boolean;
  /** Of a borrowed batch: entries to be filled again. */
  readonly #pool: WalkEntry<Encoding>[] = [];
  #names: Names;
  #place: Place | null = null;
  /** Where the cursor was when `#place` was made of it. */
  #cursor: Entry | null = null;
  #generation = -1;
  #block = new Int32Array(0);
  #blockLength = 0;

  /** @param use - `borrowed`: entries are good until the next {@link begin} only. `single`: they are looked at one by one. */
  constructor(form: PathForm, use: 'borrowed' | 'kept' | 'single') {
    this.#form = form;
    this.#borrows = use === 'borrowed';
    this.#together = use !== 'single';
    this.#names = new Names(this.#together);
  }

  /** The next batch. */
  begin(): void {
    this.batch = [];
    if (!this.#borrows) return;
    this.#names.clear();
    this.#place = null;
    this.#blockLength = 0;
  }

  /** Collect what the cursor is on. */
  take(cursor: Entry): void {
    const { batch } = this;
    batch.push(this.make(cursor, this.#borrows ? this.#pool[batch.length] : undefined));
  }

  /** An entry of what the cursor is on, which is in no batch: a new one, or `used` again. */
  make(cursor: Entry, used?: WalkEntry<Encoding>): WalkEntry<Encoding> {
    const place = this.#placeOf(cursor);
    const length = cursor.nameEnd - cursor.nameStart;
    const names = this.#namesFor(length);
    const start = names.append(cursor.bytes, cursor.nameStart, cursor.nameEnd);
    let entry = used;
    if (entry === undefined) {
      entry = new WalkEntry<Encoding>(names, start, start + length, place, cursor.depth, cursor.type);
      if (this.#borrows) this.#pool.push(entry);
    } else entry.move(names, start, start + length, place, cursor.depth, cursor.type);
    if (cursor.statusResult === 0) this.#copyStatus(entry, cursor.status.words, cursor.status.base);
    return entry;
  }

  #placeOf(cursor: Entry): Place {
    if (this.#place === null || cursor.generation !== this.#generation || cursor !== this.#cursor) {
      const names = this.#namesFor(cursor.directoryLength);
      const start = names.append(cursor.path, 0, cursor.directoryLength);
      this.#place = new Place(names, start, start + cursor.directoryLength, cursor.root, this.#form);
      this.#generation = cursor.generation;
      this.#cursor = cursor;
    }
    return this.#place;
  }

  /** Names with room for `length` bytes. */
  #namesFor(length: number): Names {
    if (!this.#names.fits(length)) this.#names = new Names(this.#together, length);
    return this.#names;
  }

  #copyStatus(entry: WalkEntry<Encoding>, words: Int32Array, base: number): void {
    if (this.#blockLength + STATUS_WORDS > this.#block.length) {
      this.#block = new Int32Array(BLOCK_RECORDS * STATUS_WORDS);
      this.#blockLength = 0;
    }
    const block = this.#block;
    const start = this.#blockLength;
    for (let i = 0; i < STATUS_WORDS; i++) block[start + i] = words[base + i]!;
    this.#blockLength = start + STATUS_WORDS;
    entry.setStatus(block, start);
  }
}
