/**
 * A file's status for programs: the fields of statx(2) by the names of fs.Stats, times exact to the nanosecond.
 *
 * In: a status record of the walk. Out: fields, decoded when they are asked for. Numbers that fit in a double without loss are numbers;
 * device, inode and times in nanoseconds are bigints.
 */

import { Status, type TimeField } from '../status.ts';
import { FileKind } from './file-kind.ts';

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000;
const S_IFMT_SHIFT = 12;

export class EntryStatus extends FileKind {
  readonly #status: Status;

  /** @internal @param words - Status records; kept, not copied. @param base - Where in them it begins. */
  constructor(words: Int32Array, base: number) {
    super();
    this.#status = new Status(words, base);
  }

  protected get typeCode(): number {
    return (this.#status.mode >>> S_IFMT_SHIFT) & 15;
  }

  /** Type and permission bits. */
  get mode(): number {
    return this.#status.mode;
  }

  get dev(): bigint {
    return this.#status.deviceBig;
  }

  get ino(): bigint {
    return this.#status.inodeBig;
  }

  /** Of character and block devices. */
  get rdev(): bigint {
    return this.#status.rdeviceBig;
  }

  /** Hard links. */
  get nlink(): number {
    return this.#status.links;
  }

  get uid(): number {
    return this.#status.uid;
  }

  get gid(): number {
    return this.#status.gid;
  }

  /** Bytes. */
  get size(): number {
    return this.#status.size;
  }

  /** Space taken, in units of 512 bytes. */
  get blocks(): number {
    return this.#status.blocks;
  }

  /** Last access, nanoseconds since 1970. */
  get atimeNs(): bigint {
    return this.#nanoseconds('a');
  }

  /** Last change of the content. */
  get mtimeNs(): bigint {
    return this.#nanoseconds('m');
  }

  /** Last change of the inode. */
  get ctimeNs(): bigint {
    return this.#nanoseconds('c');
  }

  /** When it came to be; null where the file system does not tell. */
  get birthtimeNs(): bigint | null {
    return this.#status.hasBirthTime ? this.#nanoseconds('B') : null;
  }

  get atime(): Date {
    return this.#date('a');
  }

  get mtime(): Date {
    return this.#date('m');
  }

  get ctime(): Date {
    return this.#date('c');
  }

  get birthtime(): Date | null {
    return this.#status.hasBirthTime ? this.#date('B') : null;
  }

  #nanoseconds(field: TimeField): bigint {
    return BigInt(this.#status.seconds(field)) * NS_PER_S + BigInt(this.#status.nanoseconds(field));
  }

  #date(field: TimeField): Date {
    return new Date(this.#status.seconds(field) * 1000 + Math.floor(this.#status.nanoseconds(field) / NS_PER_MS));
  }
}
