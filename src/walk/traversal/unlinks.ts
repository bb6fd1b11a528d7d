/**
 * Removes entries of listings through the queue, all that are marked in a slot at once, while the walk goes on.
 *
 * In: a slot whose entries are being visited (`begin`, `end`), the entries of it that are to go (`mark`), and what is to be told meanwhile
 * (`defer`). Out: the same slot, when it is its turn (`settle`): its entries are gone, and what has come of it has been told.
 *
 *     visited ─ end ─▶ in line: UNLINK in flight ─ answered ─▶ done ─ settle, the first in line first ─▶ the driver's again
 *
 * Slots are settled in the order in which they were visited, and what is told of them comes in the order of their entries: the messages of
 * a walk are the same as if each entry had been removed when it was visited. A directory is not finished before its slot is settled, so
 * that it is empty when its own turn comes. Used by a driver whose walk shows nothing but these messages, for it visits further entries
 * meanwhile.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import {
  DT,
  ENTRY_FLAGS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_WANT_UNLINK,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  SLOT,
  STATUS_OFFSET,
} from '../../ioq/layout.ts';
import type { Entry } from '../entry.ts';
import type { Presenter } from './presenter.ts';
import { type Slots, slotByte, slotWord } from './slots.ts';
import type { Visitor } from './visitor.ts';

/** Something to be told after the removals of what stands before byte `at`. */
interface Report {
  readonly at: number;
  readonly tell: () => void;
}

export class Unlinks {
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #slots: Slots;
  readonly #presenter: Presenter;
  readonly #visitor: Visitor;
  /** Slots that have been visited and not settled: a ring. */
  readonly #line: Int32Array;
  #head = 0;
  #length = 0;
  /** By slot: nothing is in flight for it. */
  readonly #done: Uint8Array;
  /** By slot: its directory is at its end. */
  readonly #last: Uint8Array;
  readonly #reports: Report[][];
  /** The slot that is being visited, or -1. */
  #slot = -1;
  #marked = false;

  constructor(ioq: Ioq, slots: Slots, presenter: Presenter, visitor: Visitor) {
    this.#bytes = ioq.bytes;
    this.#words = ioq.words;
    this.#slots = slots;
    this.#presenter = presenter;
    this.#visitor = visitor;
    this.#line = new Int32Array(ioq.queueDepth);
    this.#done = new Uint8Array(ioq.queueDepth);
    this.#last = new Uint8Array(ioq.queueDepth);
    this.#reports = Array.from({ length: ioq.queueDepth }, () => []);
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The first in line can be settled. */
  get headIsDone(): boolean {
    return this.#length > 0 && this.#done[this.#line[this.#head]!] === 1;
  }

  /** Entries of `slot` are about to be visited. */
  begin(slot: number): void {
    this.#slot = slot;
    this.#marked = false;
  }

  /** Remove an entry later. @returns False where that cannot be done: it is not in the listing that is being visited. */
  mark(entry: Entry): boolean {
    if (this.#slot < 0 || entry !== this.#presenter.entry || entry.type === DT.unknown) return false;
    this.#bytes[entry.nameStart - ENTRY_NAME + ENTRY_FLAGS]! |= ENTRY_WANT_UNLINK;
    this.#marked = true;
    return true;
  }

  /** Keep what is to be told until its turn comes. @returns False where that is now. */
  defer(tell: () => void): boolean {
    if (this.#slot < 0) return false;
    this.#reports[this.#slot]!.push({ at: this.#presenter.entry.nameStart, tell });
    return true;
  }

  /** The entries of the slot have been visited; they are the directory's last if `isLast`. It is handed over with the next flush. */
  end(isLast: boolean): void {
    const slot = this.#slot;
    let place = this.#head + this.#length++;
    if (place >= this.#line.length) place -= this.#line.length;
    this.#line[place] = slot;
    this.#last[slot] = isLast ? 1 : 0;
    this.#done[slot] = this.#marked ? 0 : 1;
    this.#slot = -1;
    if (!this.#marked) return;
    this.#words[slotWord(slot) + SLOT.operation] = OPERATION.unlink;
    this.#slots.again(slot);
  }

  /** @returns Whether the answer that has arrived is one to an UNLINK. */
  answered(slot: number): boolean {
    if (this.#words[slotWord(slot) + SLOT.operation] !== OPERATION.unlink) return false;
    this.#done[slot] = 1;
    return true;
  }

  /**
   * Tell what has come of the first slot in line, which is done, and take it out.
   *
   * @param next - What is to be done with the slot; `isLast` as it was given to {@link end}.
   */
  settle(next: (slot: number, isLast: boolean) => void): void {
    const slot = this.#line[this.#head]!;
    if (++this.#head === this.#line.length) this.#head = 0;
    this.#length--;
    const word = slotWord(slot);
    const reports = this.#reports[slot]!;
    const wasUnlink = this.#words[word + SLOT.operation] === OPERATION.unlink;
    if (wasUnlink && (this.#words[word + SLOT.statusCount]! > 0 || this.#words[word + SLOT.result]! < 0)) {
      this.#tellFailures(slot, reports);
    }
    for (const { tell } of reports) tell();
    reports.length = 0;
    next(slot, this.#last[slot] === 1);
  }

  /** Entries that are still marked are still there. Reports are taken out as they are told. */
  #tellFailures(slot: number, reports: Report[]): void {
    const bytes = this.#bytes;
    const word = slotWord(slot);
    const { entry } = this.#presenter;
    this.#presenter.enter(this.#words[word + SLOT.token]!, bytes);
    const result = this.#words[word + SLOT.result]!;
    let error = (slotByte(slot) + STATUS_OFFSET) >>> 2;
    const begin = slotByte(slot) + NAMES_OFFSET;
    const end = begin + this.#words[word + SLOT.namesLength]!;
    for (let at = begin; at < end; at += entryLength(bytes, at) + ENTRY_OVERHEAD) {
      if ((bytes[at + ENTRY_FLAGS]! & ENTRY_WANT_UNLINK) === 0) continue;
      // The slot may come again, for the entries behind these.
      bytes[at + ENTRY_FLAGS]! &= ~ENTRY_WANT_UNLINK;
      entry.type = bytes[at]!;
      entry.nameStart = at + ENTRY_NAME;
      entry.nameEnd = entry.nameStart + entryLength(bytes, at);
      entry.pathLength = -1;
      entry.statusResult = 1;
      while (reports.length > 0 && reports[0]!.at <= entry.nameStart) reports.shift()!.tell();
      this.#visitor.failEntry(entry, -(result < 0 ? result : this.#words[error++]!));
    }
  }
}
