/**
 * A file's status, read in place from a record of the slab (layout.ts, `STATUS`).
 *
 * In: an Int32Array and the index where a record starts. Out: its fields, each decoded when it is asked for. A `Status` is a
 * cursor: it is moved from record to record and is valid only while its record is. Numbers are exact: what may not fit in a
 * double is given as a bigint beside the number that hot tests use.
 */

import { STATUS, STATUS_BYTES, STATUS_HAS_BIRTH_TIME, STATUS_IS_LINK } from '../ioq/layout.ts';

/** Which of a file's four times: access, birth, change (of the inode), modification; find's letters. */
export type TimeField = 'a' | 'B' | 'c' | 'm';

const SECONDS = { a: STATUS.accessS, B: STATUS.birthS, c: STATUS.changeS, m: STATUS.modifyS } as const;
const NANOSECONDS = { a: STATUS.accessNs, B: STATUS.birthNs, c: STATUS.changeNs, m: STATUS.modifyNs } as const;

/** 2 ** 32, by which the high half of a 64-bit field counts. */
const HIGH = 0x1_0000_0000;

export class Status {
  words: Int32Array;
  base: number;

  constructor(words: Int32Array = new Int32Array(STATUS_BYTES / 4), base = 0) {
    this.words = words;
    this.base = base;
  }

  /** 0, or minus the errno with which stat failed; then no other field is valid. */
  get result(): number {
    return this.words[this.base + STATUS.result]!;
  }

  /** Type and permission bits, st_mode. */
  get mode(): number {
    return this.words[this.base + STATUS.mode]! >>> 0;
  }

  get links(): number {
    return this.words[this.base + STATUS.links]! >>> 0;
  }

  get uid(): number {
    return this.words[this.base + STATUS.uid]! >>> 0;
  }

  get gid(): number {
    return this.words[this.base + STATUS.gid]! >>> 0;
  }

  /** Apparent size in bytes; beyond 2 ** 53 rounded: then use {@link sizeBig}. */
  get size(): number {
    return this.#number(STATUS.size);
  }

  get sizeBig(): bigint {
    return this.#signed(STATUS.size);
  }

  /** Space taken, in units of 512 bytes. */
  get blocks(): number {
    return this.#number(STATUS.blocks);
  }

  get blocksBig(): bigint {
    return this.#signed(STATUS.blocks);
  }

  /** Inode number; beyond 2 ** 53 rounded: then use {@link inodeBig}. */
  get inode(): number {
    const { words, base } = this;
    return (words[base + STATUS.inode + 1]! >>> 0) * HIGH + (words[base + STATUS.inode]! >>> 0);
  }

  get inodeBig(): bigint {
    return this.#unsigned(STATUS.inode);
  }

  /** st_dev. */
  get deviceBig(): bigint {
    return this.#unsigned(STATUS.device);
  }

  /** st_rdev, of character and block devices. */
  get rdeviceBig(): bigint {
    return this.#unsigned(STATUS.rdevice);
  }

  /** statx's mount id; 0 where the kernel does not tell. */
  get mountIdBig(): bigint {
    return this.#unsigned(STATUS.mountId);
  }

  /** The file itself is a symbolic link though links were to be followed: its target is missing. */
  get isUnfollowedLink(): boolean {
    return (this.words[this.base + STATUS.flags]! & STATUS_IS_LINK) !== 0;
  }

  /** False where the file system keeps no birth time. */
  get hasBirthTime(): boolean {
    return (this.words[this.base + STATUS.flags]! & STATUS_HAS_BIRTH_TIME) !== 0;
  }

  /** Whole seconds since 1970 of one of the four times, floored; exact for |seconds| < 2 ** 53. */
  seconds(field: TimeField): number {
    return this.#number(SECONDS[field]);
  }

  /** The nanoseconds past {@link seconds}: 0 to 999,999,999. */
  nanoseconds(field: TimeField): number {
    return this.words[this.base + NANOSECONDS[field]]! >>> 0;
  }

  /** True where both name the same file: device and inode are equal. */
  isSameFile(device: bigint, inode: bigint): boolean {
    return this.#unsigned(STATUS.inode) === inode && this.#unsigned(STATUS.device) === device;
  }

  #number(field: number): number {
    return this.words[this.base + field + 1]! * HIGH + (this.words[this.base + field]! >>> 0);
  }

  #signed(field: number): bigint {
    return BigInt.asIntN(64, this.#unsigned(field));
  }

  #unsigned(field: number): bigint {
    return (BigInt(this.words[this.base + field + 1]! >>> 0) << 32n) | BigInt(this.words[this.base + field]! >>> 0);
  }
}
