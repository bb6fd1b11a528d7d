/**
 * One directory's entries, copied out of the chunks they came in, and put in order where that is wanted (-s).
 *
 * In: packed entries with their status records, as they arrive. Out: the same packed one behind the other, and a cursor's way over them
 * (`next`), once all are there. The order is the directory's until `sort` has come to its end: of very many entries it does a part at a
 * time. The copies are valid until `clear`, which lets go of what few directories need: a listing that is used again keeps only so much memory.
 */

import { DT, ENTRY_FLAGS, ENTRY_HAS_STATUS, ENTRY_NAME, ENTRY_OVERHEAD, ENTRY_TYPE, entryLength } from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import { StatusRecords } from './status-records.ts';

/** How many entries are gone through at once, where a directory may have very many: in a part of a millisecond. */
export const ENTRIES_PER_PART = 1024;

/** Bytes of names to begin with: enough for most directories. */
const FIRST_BYTES = 512;
/** More than this is not kept by {@link Listing.clear}. */
const KEPT_BYTES: number = 32 * 1024;

const NO_BYTES = new Uint8Array(0);

/** In which order the entries of a listing are to be visited. One serves a walk, one listing after the other. */
export interface ListingOrder {
  /** A copy of the entries, from which they can be written over the original in order. */
  readonly bytes: Uint8Array;
  /** By place: which of the entries, counted from 0. Longer than there are entries; valid until the next `begin`. */
  readonly order: Int32Array;
  /**
   * Put in order the `count` entries packed at `source[0, length)`, which stay there until `proceed` has come to its end.
   *
   * @param statuses - What `records` are among.
   * @param records - By entry: which of the status records is its own, or -1; null where none has one.
   */
  begin(source: Uint8Array, length: number, count: number, statuses: StatusRecords, records: Int32Array | null): void;
  /** Do about as much as takes `ENTRIES_PER_PART` entries one step on. @returns Whether there is more to do. */
  proceed(): boolean;
  /** Offset in `bytes` of an entry. */
  offset(index: number): number;
}

export class Listing {
  /** Packed entries, as in a slot, up to `length`. */
  bytes: Uint8Array = NO_BYTES;
  /** In the order in which they came. */
  readonly #statuses = new StatusRecords();
  #length = 0;
  #count = 0;
  /** Where the next entry is. */
  #at = 0;
  /** How many of the entries before it have a status record. */
  #passed = 0;
  /** Sorted, by place: which of the records each entry has that has one; null: that of its own place among them. */
  #records: Int32Array | null = null;
  /** What {@link sort} has come to: nothing, records are being found, the entries' copies ordered, or written back. */
  #stage: 'unsorted' | 'finding' | 'ordering' | 'writing' = 'unsorted';
  /** How many entries the stage has gone through. */
  #gone = 0;
  /** While it is being sorted, by entry: which record is its own, or -1. */
  #recordsByEntry: Int32Array | null = null;

  /** Bytes in use. */
  get length(): number {
    return this.#length;
  }

  /** How many entries there are. */
  get count(): number {
    return this.#count;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#length;
  }

  /** Move the cursor to the next entry, which there must be. */
  next(entry: Entry): void {
    const { bytes } = this;
    const at = this.#at;
    entry.type = bytes[at + ENTRY_TYPE]!;
    entry.nameStart = at + ENTRY_NAME;
    entry.nameEnd = entry.nameStart + entryLength(bytes, at);
    entry.statusResult = 1;
    this.#at = entry.nameEnd + 1;
    if ((bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) === 0) return;
    const passed = this.#passed++;
    const record = this.#records === null ? passed : this.#records[passed]!;
    const words = this.#statuses.words(record);
    const base = this.#statuses.base(record);
    entry.status.words = words;
    entry.status.base = base;
    entry.statusResult = words[base]!;
  }

  clear(): void {
    if (this.bytes.length > KEPT_BYTES) this.bytes = NO_BYTES;
    this.#statuses.clear();
    this.#length = 0;
    this.#count = 0;
    this.#at = 0;
    this.#passed = 0;
    this.#records = null;
    this.#stage = 'unsorted';
    this.#gone = 0;
    this.#recordsByEntry = null;
  }

  /** Copy the entries at `source[begin, end)`; the first record is at `record` of `words`. */
  append(source: Uint8Array, begin: number, end: number, words: Int32Array, record: number): void {
    let records = 0;
    for (let at = begin; at < end; at += entryLength(source, at) + ENTRY_OVERHEAD) {
      this.#count++;
      if ((source[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0) records++;
    }
    this.#copyBytes(source, begin, end);
    if (records > 0) this.#statuses.append(words, record, records);
  }

  /** Copy the directories among the entries at `source[begin, end)`, without their status. */
  appendDirectories(source: Uint8Array, begin: number, end: number): void {
    for (let at = begin; at < end; ) {
      const next = at + entryLength(source, at) + ENTRY_OVERHEAD;
      if (source[at + ENTRY_TYPE] === DT.directory) {
        const copy = this.#length;
        this.#copyBytes(source, at, next);
        this.bytes[copy + ENTRY_FLAGS] = 0;
        this.#count++;
      }
      at = next;
    }
  }

  /**
   * Put everything appended since {@link clear} in order, or a part of the way there; the cursor has not been moved.
   *
   * @returns Whether there is more to do: then it is called again, before `chosen` serves another listing.
   */
  sort(chosen: ListingOrder): boolean {
    if (this.#count < 2) return false;
    if (this.#stage === 'unsorted') {
      this.#recordsByEntry = this.#statuses.length === 0 ? null : new Int32Array(this.#count);
      this.#stage = 'finding';
    }
    if (this.#stage === 'finding') {
      if (this.#recordsByEntry !== null && this.#findRecords(this.#recordsByEntry)) return true;
      chosen.begin(this.bytes, this.#length, this.#count, this.#statuses, this.#recordsByEntry);
      this.#stage = 'ordering';
    }
    if (this.#stage === 'ordering') {
      if (chosen.proceed()) return true;
      if (this.#recordsByEntry !== null) this.#records = new Int32Array(this.#statuses.length);
      this.#stage = 'writing';
      this.#length = 0;
      this.#at = 0;
      this.#gone = 0;
      this.#passed = 0;
    }
    this.#writeBack(chosen, Math.min(this.#count, this.#gone + ENTRIES_PER_PART));
    if (this.#gone < this.#count) return true;
    this.#recordsByEntry = null;
    this.#passed = 0;
    return false;
  }

  #writeBack(chosen: ListingOrder, until: number): void {
    const { bytes, order } = chosen;
    const recordsByEntry = this.#recordsByEntry;
    for (let place = this.#gone; place < until; place++) {
      const index = order[place]!;
      const at = chosen.offset(index);
      this.#copyBytes(bytes, at, at + entryLength(bytes, at) + ENTRY_OVERHEAD);
      if (recordsByEntry !== null && recordsByEntry[index]! >= 0) this.#records![this.#passed++] = recordsByEntry[index]!;
    }
    this.#gone = until;
  }

  /** Tell which record is each entry's own, or -1, of the next ones. @returns Whether there are more. */
  #findRecords(records: Int32Array): boolean {
    const { bytes } = this;
    const until = Math.min(this.#count, this.#gone + ENTRIES_PER_PART);
    let at = this.#at;
    for (let index = this.#gone; index < until; index++) {
      const hasRecord = (bytes[at + ENTRY_FLAGS]! & ENTRY_HAS_STATUS) !== 0;
      records[index] = hasRecord ? this.#passed++ : -1;
      at += entryLength(bytes, at) + ENTRY_OVERHEAD;
    }
    this.#at = at;
    this.#gone = until;
    return until < this.#count;
  }

  #copyBytes(source: Uint8Array, begin: number, end: number): void {
    const start = this.#length;
    const length = start + end - begin;
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(FIRST_BYTES, 2 * length));
      grown.set(this.bytes.subarray(0, start));
      this.bytes = grown;
    }
    const { bytes } = this;
    // A call costs more than a short copy.
    if (end - begin > 64) bytes.set(source.subarray(begin, end), start);
    else for (let from = begin, to = start; from < end; from++, to++) bytes[to] = source[from]!;
    this.#length = length;
  }
}
