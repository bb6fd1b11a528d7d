/**
 * The I/O queue over node:fs: the same contract and the same answers as the addon's, where the addon cannot be loaded.
 *
 * In: slots submitted in batches. Out: the same slots, answered. There are no workers: a request is served by the `reap` that
 * returns it, a few each time, in the order of submission. Until then it can be cancelled. Fields of slots are documented in
 * native/layout.h; the calls they cause are in fallback-descriptors.ts, fallback-directories.ts and fallback-status.ts.
 */

import { fstatSync, lstatSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { Descriptors, negatedErrno } from './fallback-descriptors.ts';
import { OpenDirectories } from './fallback-directories.ts';
import { fillStatus, typeOfStatus } from './fallback-status.ts';
import { FallbackSystemCalls } from './fallback-system.ts';
import type { Ioq, IoqServed } from './ioq.ts';
import {
  CONTROL_BYTES,
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_TYPE,
  ENTRY_WANT_STATUS,
  ENTRY_WANT_UNLINK,
  entryLength,
  NAMES_BYTES,
  NAMES_OFFSET,
  OPERATION,
  REAP_LIST,
  REQUEST_FOLLOW,
  REQUEST_IDENTIFY,
  REQUEST_KEEP,
  REQUEST_SAME_DEVICE,
  REQUEST_STATUS_FOLLOW,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  SLOT_BYTES,
  STATUS_BYTES,
  STATUS_OFFSET,
  STATUS_RECORDS,
  SUBMIT_LIST,
} from './layout.ts';
import type { SystemCalls } from './system.ts';

const { EAGAIN, EBADF, EINTR, EINVAL, EXDEV } = systemConstants.errno;

/** The system calls over node:fs, and queues that take descriptors from them and give descriptors to them. */
export interface FallbackEngine {
  readonly system: SystemCalls;
  /** As `Descriptors.makesRoom`: for calls that need descriptors and are made elsewhere. */
  readonly makesRoom: (result: number) => boolean;
  /** @param anyOrder - As in IoqOptions. */
  createQueue(queueDepth: number, anyOrder?: boolean): Ioq;
}

export function openFallback(): FallbackEngine {
  const descriptors = new Descriptors();
  const directories = new OpenDirectories(descriptors);
  return {
    system: new FallbackSystemCalls(descriptors, directories),
    makesRoom: (result) => descriptors.makesRoom(result),
    createQueue: (queueDepth, anyOrder = false) => new FallbackIoq(queueDepth, anyOrder, descriptors, directories),
  };
}

/** The slots' operations by number, as `served` counts them. */
const COUNTED = { close: 0, opendir: 1, read: 2, stat: 3, unlink: 4 } as const;

/** What is done with an open directory, which is closed at its end. */
const READING: readonly number[] = [OPERATION.read, OPERATION.stat, OPERATION.unlink];

/** Requests are served together until they come to so many entries, listed or examined: less than a millisecond's work. */
const WORK_AT_ONCE = 256;
/** To open a directory takes as long as to list so many entries. */
const WORK_OF_A_REQUEST = 16;

/** What an answer without a listing says nothing in. */
const LISTING_FIELDS = [SLOT.count, SLOT.namesLength, SLOT.statusCount, SLOT.statusNext, SLOT.responseFlags] as const;

class FallbackIoq implements Ioq {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly queueDepth: number;
  readonly #view: DataView;
  readonly #descriptors: Descriptors;
  readonly #directories: OpenDirectories;
  readonly #anyOrder: boolean;
  /** Slots submitted and not served, the oldest first. */
  #pending: number[] = [];
  /** By slot: when it was submitted, by the clock of the descriptors. */
  readonly #submitted: number[] = [];
  /** Slots answered by `cancel` and not reaped. */
  #ready: number[] = [];
  #isCancelled = false;
  readonly #served = [0, 0, 0, 0, 0];

  constructor(queueDepth: number, anyOrder: boolean, descriptors: Descriptors, directories: OpenDirectories) {
    const slab = new ArrayBuffer(CONTROL_BYTES + queueDepth * SLOT_BYTES);
    this.bytes = new Uint8Array(slab);
    this.words = new Int32Array(slab);
    this.#view = new DataView(slab);
    this.queueDepth = queueDepth;
    this.#descriptors = descriptors;
    this.#directories = directories;
    this.#anyOrder = anyOrder;
  }

  submit(count: number): number {
    if (this.#isCancelled) return -EINTR;
    if (this.#pending.length + this.#ready.length + count > this.queueDepth) return -EAGAIN;
    for (let i = 0; i < count; i++) {
      const slot = this.words[(SUBMIT_LIST >>> 2) + i]!;
      this.#submitted[slot] = this.#descriptors.time;
      this.#pending.push(slot);
    }
    return count;
  }

  reap(_wait: boolean): number {
    const count = this.#ready.length;
    if (count > 0) {
      this.words.set(this.#ready, REAP_LIST >>> 2);
      this.#ready = [];
      return count;
    }
    return this.#serveSome();
  }

  /** Serve the oldest requests, as many as there is much work in. @returns How many. */
  #serveSome(): number {
    const { words } = this;
    const pending = this.#pending;
    let served = 0;
    for (let work = 0; served < pending.length && work < WORK_AT_ONCE; served++) {
      const slot = pending[served]!;
      this.#serve(slot);
      words[(REAP_LIST >>> 2) + served] = slot;
      const word = wordOf(slot);
      work += WORK_OF_A_REQUEST + words[word + SLOT.count]! + words[word + SLOT.statusCount]!;
    }
    pending.splice(0, served);
    return served;
  }

  waitFor(_microseconds: number): boolean {
    return true;
  }

  /** There is nobody else who would finish anything. */
  notify(_listener: () => void): boolean {
    return false;
  }

  cancel(): void {
    this.#isCancelled = true;
    const closes: number[] = [];
    for (const slot of this.#pending) {
      const word = wordOf(slot);
      const operation = this.words[word + SLOT.operation]!;
      if (operation === OPERATION.close || operation === OPERATION.closedir) {
        closes.push(slot);
      } else {
        this.#closeFirst(word);
        this.#refuse(word, -EINTR);
        this.#ready.push(slot);
      }
    }
    this.#pending = closes;
  }

  destroy(): void {
    this.cancel();
    for (const slot of this.#pending) this.#serve(slot);
    this.#pending = [];
    this.#ready = [];
    this.#directories.stopReading();
  }

  served(): IoqServed {
    const plain = (kind: keyof typeof COUNTED): { uring: number; plain: number } => ({
      uring: 0,
      plain: this.#served[COUNTED[kind]]!,
    });
    const operations = {
      close: plain('close'),
      opendir: plain('opendir'),
      read: plain('read'),
      stat: plain('stat'),
      unlink: plain('unlink'),
    };
    return { backend: 'node', workersStarted: 0, operations };
  }

  /** Do what a slot asks for and write the answer into it. */
  #serve(slot: number): void {
    const word = wordOf(slot);
    this.#closeFirst(word);
    const result = this.#perform(slot, word);
    if (result < 0) this.#refuse(word, result);
    else this.words[word + SLOT.result] = result;
  }

  #closeFirst(word: number): void {
    const fd = this.words[word + SLOT.closeFd]!;
    if (fd >= 0) this.#directories.close(fd);
    this.words[word + SLOT.closeFd] = -1;
  }

  /** Answer with an error; the directory is closed that the request would have closed at its end. */
  #refuse(word: number, result: number): void {
    const { words } = this;
    const operation = words[word + SLOT.operation]!;
    if (operation === OPERATION.opendir) words[word + SLOT.dirfd] = -1;
    else if (READING.includes(operation)) this.#release(word);
    // The entries of an UNLINK are still the caller's.
    const fields = operation === OPERATION.unlink ? [SLOT.statusCount] : LISTING_FIELDS;
    for (const field of fields) words[word + field] = 0;
    words[word + SLOT.result] = result;
  }

  /** Close the slot's directory unless the caller keeps it. */
  #release(word: number): void {
    const fd = this.words[word + SLOT.dirfd]!;
    if (fd < 0 || (this.words[word + SLOT.flags]! & REQUEST_KEEP) !== 0) return;
    this.#directories.close(fd);
    this.words[word + SLOT.dirfd] = -1;
  }

  #perform(slot: number, word: number): number {
    switch (this.words[word + SLOT.operation]!) {
      case OPERATION.nop:
        this.words[word + SLOT.responseFlags] = 0;
        return 0;
      case OPERATION.close:
      case OPERATION.closedir:
        return this.#close(word);
      case OPERATION.opendir:
        return this.#openDirectory(slot, word);
      case OPERATION.read:
        this.#count('read');
        return this.#read(slot, word);
      case OPERATION.stat:
        return this.#stat(slot, word);
      case OPERATION.unlink:
        return this.#unlink(slot, word);
      default:
        return -EINVAL;
    }
  }

  #close(word: number): number {
    this.#count('close');
    const fd = this.words[word + SLOT.dirfd]!;
    this.words[word + SLOT.dirfd] = -1;
    return fd < 0 ? -EBADF : this.#directories.close(fd);
  }

  #openDirectory(slot: number, word: number): number {
    this.#count('opendir');
    const { words } = this;
    const flags = words[word + SLOT.flags]!;
    const base = words[word + SLOT.dirfd]!;
    const start = byteOf(slot) + NAMES_OFFSET;
    const path = this.bytes.subarray(start, start + words[word + SLOT.pathLength]!);
    words[word + SLOT.dirfd] = -1;
    const refused = (flags & REQUEST_SAME_DEVICE) === 0 ? 0 : this.#compareDevice(slot, base, path, flags);
    if (refused < 0) return refused;
    const fd = this.#descriptors.open(base, path, flags, this.#submitted[slot]!);
    if (fd < 0) return fd;
    const identified = (flags & REQUEST_IDENTIFY) === 0 ? 0 : this.#identify(slot, fd);
    const result = identified < 0 ? identified : this.#read(slot, word, fd);
    if (result < 0) this.#directories.close(fd);
    return result;
  }

  /** @returns 0 where the directory to be opened is on the device that the request names, else minus an errno. */
  #compareDevice(slot: number, base: number, path: Uint8Array, flags: number): number {
    const wanted = this.#view.getBigUint64(byteOf(slot) + 4 * SLOT.device, true);
    const look = (flags & REQUEST_FOLLOW) === 0 ? lstatSync : statSync;
    return this.#descriptors.at(base, path, (spelled) => (look(spelled, { bigint: true }).dev === wanted ? 0 : -EXDEV));
  }

  #identify(slot: number, fd: number): number {
    try {
      const { dev, ino } = fstatSync(fd, { bigint: true });
      this.#view.setBigUint64(byteOf(slot) + 4 * SLOT.device, dev, true);
      this.#view.setBigUint64(byteOf(slot) + 4 * SLOT.inode, ino, true);
      return 0;
    } catch (error) {
      return negatedErrno(error);
    }
  }

  /** Read the next chunk of the directory `fd` into a slot, and examine the entries whose types the request names. */
  #read(slot: number, word: number, fd: number = this.words[word + SLOT.dirfd]!): number {
    const { words } = this;
    const start = byteOf(slot) + NAMES_OFFSET;
    const chunk = this.#directories.read(fd, this.bytes, start, start + NAMES_BYTES, this.#anyOrder);
    if (typeof chunk === 'number') return chunk;
    words[word + SLOT.dirfd] = fd;
    words[word + SLOT.count] = chunk.count;
    words[word + SLOT.namesLength] = chunk.length;
    words[word + SLOT.readError] = chunk.error;
    words[word + SLOT.responseFlags] = chunk.more ? RESPONSE_MORE : 0;
    words[word + SLOT.statusNext] = 0;
    if ((chunk.types & words[word + SLOT.statusTypes]!) !== 0) return this.#stat(slot, word);
    words[word + SLOT.statusNext] = chunk.length;
    words[word + SLOT.statusCount] = 0;
    if (!chunk.more) this.#release(word);
    return 0;
  }

  /** Fill status records for the entries from `statusNext` on that are marked or of a type asked for, until there is no record left. */
  #stat(slot: number, word: number): number {
    const { bytes, words } = this;
    const names = byteOf(slot) + NAMES_OFFSET;
    const end = names + words[word + SLOT.namesLength]!;
    const types = words[word + SLOT.statusTypes]!;
    let records = 0;
    let at = names + words[word + SLOT.statusNext]!;
    while (at < end) {
      const length = entryLength(bytes, at);
      const flags = bytes[at + ENTRY_FLAGS]!;
      if ((flags & (ENTRY_WANT_STATUS | ENTRY_HAS_STATUS)) !== 0 || ((types >> bytes[at + ENTRY_TYPE]!) & 1) !== 0) {
        if (records === STATUS_RECORDS) break;
        this.#examine(slot, word, at, records++);
        bytes[at + ENTRY_FLAGS] = flags | ENTRY_HAS_STATUS;
      }
      at += length + ENTRY_OVERHEAD;
    }
    words[word + SLOT.statusCount] = records;
    words[word + SLOT.statusNext] = at - names;
    const more = words[word + SLOT.responseFlags]! & RESPONSE_MORE;
    words[word + SLOT.responseFlags] = at < end ? more | RESPONSE_STATUS_MORE : more;
    if (words[word + SLOT.responseFlags] === 0) this.#release(word);
    return 0;
  }

  /** Fill one status record for the entry at byte `at`. */
  #examine(slot: number, word: number, at: number, record: number): void {
    this.#count('stat');
    const follows = (this.words[word + SLOT.flags]! & REQUEST_STATUS_FOLLOW) !== 0;
    const start = at + ENTRY_NAME;
    const name = this.bytes.subarray(start, start + entryLength(this.bytes, at));
    const offset = byteOf(slot) + STATUS_OFFSET + record * STATUS_BYTES;
    const path = this.#descriptors.spell(this.words[word + SLOT.dirfd]!, name);
    const result = fillStatus(this.#view, offset, path, follows ? 1 : 0);
    // Also where the directory has told one: something else may be mounted there, or there by now.
    if (result === 0) this.bytes[at + ENTRY_TYPE] = typeOfStatus(this.#view, offset);
  }

  /** Remove the marked entries; the marks and the errors of those that cannot be removed stay. */
  #unlink(slot: number, word: number): number {
    const { bytes, words } = this;
    const dirfd = words[word + SLOT.dirfd]!;
    const names = byteOf(slot) + NAMES_OFFSET;
    const end = names + words[word + SLOT.namesLength]!;
    const errors = (byteOf(slot) + STATUS_OFFSET) >>> 2;
    let failed = 0;
    for (let at = names; at < end; at += entryLength(bytes, at) + ENTRY_OVERHEAD) {
      if ((bytes[at + ENTRY_FLAGS]! & ENTRY_WANT_UNLINK) === 0) continue;
      this.#count('unlink');
      const name = bytes.subarray(at + ENTRY_NAME, at + ENTRY_NAME + entryLength(bytes, at));
      const remove = bytes[at + ENTRY_TYPE] === DT.directory ? rmdirSync : unlinkSync;
      try {
        remove(this.#descriptors.spell(dirfd, name));
        bytes[at + ENTRY_FLAGS]! &= ~ENTRY_WANT_UNLINK;
      } catch (error) {
        words[errors + failed++] = negatedErrno(error);
      }
    }
    words[word + SLOT.statusCount] = failed;
    if (words[word + SLOT.responseFlags] === 0) this.#release(word);
    return 0;
  }

  #count(kind: keyof typeof COUNTED): void {
    this.#served[COUNTED[kind]]!++;
  }
}

/** Byte offset of a slot. */
function byteOf(slot: number): number {
  return CONTROL_BYTES + slot * SLOT_BYTES;
}

/** int32 index of a slot. */
function wordOf(slot: number): number {
  return byteOf(slot) >>> 2;
}
