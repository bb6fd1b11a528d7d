/**
 * A file's status for programs: the fields of statx(2) by the names of fs.Stats, times exact to the nanosecond.
 *
 * In: a status record of the walk. Out: fields, decoded when they are asked for. Numbers that fit in a double without loss are numbers;
 * device, inode and times in nanoseconds are bigints, and text in JSON, which has none.
 */

import { Status, type TimeField } from '../status.ts';
import { FileKind, type FileType, showFields } from './file-kind.ts';

const NS_PER_S = 1_000_000_000n;
const NS_PER_MS = 1_000_000;
const S_IFMT_SHIFT = 12;

/** The fields of an {@link EntryStatus}, as they are shown. */
export interface StatusFields<Big extends bigint | string> {
  readonly type: FileType;
  readonly mode: number;
  readonly dev: Big;
  readonly ino: Big;
  readonly rdev: Big;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly blocks: number;
  readonly atimeNs: Big;
  readonly mtimeNs: Big;
  readonly ctimeNs: Big;
  readonly birthtimeNs: Big | null;
  readonly atime: Date;
  readonly mtime: Date;
  readonly ctime: Date;
  readonly birthtime: Date | null;
}

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

  /** {@link atimeNs} in milliseconds, as near as a number comes. */
  get atimeMs(): number {
    return this.#milliseconds('a');
  }

  get mtimeMs(): number {
    return this.#milliseconds('m');
  }

  get ctimeMs(): number {
    return this.#milliseconds('c');
  }

  get birthtimeMs(): number | null {
    return this.#status.hasBirthTime ? this.#milliseconds('B') : null;
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

  /** Its fields; those that are bigints as text. */
  toJSON(): StatusFields<string> {
    const fields = Object.entries(fieldsOf(this)).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? String(value) : value,
    ]);
    return Object.fromEntries(fields);
  }

  #milliseconds(field: TimeField): number {
    return this.#status.seconds(field) * 1000 + this.#status.nanoseconds(field) / NS_PER_MS;
  }

  #nanoseconds(field: TimeField): bigint {
    return BigInt(this.#status.seconds(field)) * NS_PER_S + BigInt(this.#status.nanoseconds(field));
  }

  #date(field: TimeField): Date {
    return new Date(this.#status.seconds(field) * 1000 + Math.floor(this.#status.nanoseconds(field) / NS_PER_MS));
  }
}

function fieldsOf(status: EntryStatus): StatusFields<bigint> {
  const { type, mode, dev, ino, rdev, nlink, uid, gid, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs } = status;
  const { atime, mtime, ctime, birthtime } = status;
  const times = { atimeNs, mtimeNs, ctimeNs, birthtimeNs, atime, mtime, ctime, birthtime };
  return { type, mode, dev, ino, rdev, nlink, uid, gid, size, blocks, ...times };
}

showFields(EntryStatus, 'EntryStatus', fieldsOf);
