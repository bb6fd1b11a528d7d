/**
 * The mount table: which type of file system a file is on.
 *
 *     36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 *     id parent device root mount-point options { optional } "-" type source options
 *
 * In: /proc/self/mountinfo (proc(5)), read once. Out: a type by statx's mount id, which names one row exactly, also where one file system
 * is mounted in several places. Kernels before 5.8 tell no mount id; then the device decides, the latest row of it first, and
 * rows whose mount point now shows another device (unmounted since, or hidden by a later mount) are passed over.
 * Plain file reading, so one implementation serves with and without the addon.
 */

import { lstatSync, readFileSync } from 'node:fs';
import { negatedErrno } from './fallback-descriptors.ts';

const MOUNT_INFO = '/proc/self/mountinfo';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const ZERO = 0x30;

/** What is known of a file for finding its mount: part of a status. */
export interface MountedFile {
  /** 0 where the kernel does not tell. */
  readonly mountIdBig: bigint;
  /** st_dev. */
  readonly deviceBig: bigint;
}

interface Mount {
  readonly id: bigint;
  readonly device: bigint;
  readonly mountPoint: Uint8Array;
  readonly type: Uint8Array;
}

const encoder = new TextEncoder();

/** What a file is on that no row tells of. */
const UNKNOWN: Uint8Array = encoder.encode('unknown');

/** @returns Minus an errno where the table cannot be read. */
export function readMounts(path: string = MOUNT_INFO): Mounts | number {
  try {
    return new Mounts(readFileSync(path));
  } catch (error) {
    return negatedErrno(error);
  }
}

export class Mounts {
  readonly #mounts: readonly Mount[];
  readonly #typeOfId: ReadonlyMap<bigint, Uint8Array>;
  readonly #typeOfDevice: Map<bigint, Uint8Array> = new Map();
  // Files of one directory are on one mount.
  #lastId = 0n;
  #lastType: Uint8Array = UNKNOWN;

  /** @param table - The bytes of a mountinfo file. */
  constructor(table: Uint8Array) {
    this.#mounts = splitBytes(table, NEWLINE).flatMap(parseRow);
    this.#typeOfId = new Map(this.#mounts.map(({ id, type }) => [id, type]));
  }

  /** The type as the table spells it, `ext4`; `unknown` where there is no row. */
  typeOf(file: MountedFile): Uint8Array {
    const id = file.mountIdBig;
    if (id === 0n) return this.#typeOfDeviceOf(file.deviceBig);
    if (id === this.#lastId) return this.#lastType;
    this.#lastId = id;
    this.#lastType = this.#typeOfId.get(id) ?? UNKNOWN;
    return this.#lastType;
  }

  #typeOfDeviceOf(device: bigint): Uint8Array {
    let type = this.#typeOfDevice.get(device);
    if (type === undefined) {
      type = this.#mounts.findLast((mount) => mount.device === device && shows(mount))?.type ?? UNKNOWN;
      this.#typeOfDevice.set(device, type);
    }
    return type;
  }
}

/** True unless something else is to be seen at the mount point. */
function shows({ mountPoint, device }: Mount): boolean {
  try {
    return lstatSync(Buffer.from(mountPoint), { bigint: true }).dev === device;
  } catch {
    return false;
  }
}

function parseRow(row: Uint8Array): Mount[] {
  const fields = splitBytes(row, SPACE);
  const separator = fields.findIndex((field, i) => i >= 6 && field.length === 1 && field[0] === 0x2d);
  if (separator < 0) return [];
  const [major, minor] = asciiText(fields[2]!).split(':').map(Number);
  return [
    {
      id: BigInt(asciiText(fields[0]!)),
      device: makeDevice(major!, minor!),
      mountPoint: unescapeOctal(fields[4]!),
      type: unescapeOctal(fields[separator + 1]!),
    },
  ];
}

/** makedev(3): how st_dev holds major and minor. */
function makeDevice(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return ((high & 0xffff_f000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffff_ff00n) << 12n) | (low & 0xffn);
}

/** Space, tab, newline and backslash are written `\040` and so on. */
function unescapeOctal(field: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < field.length; i++) {
    const byte = field[i]!;
    if (byte === BACKSLASH && i + 3 < field.length) {
      bytes.push((field[i + 1]! - ZERO) * 64 + (field[i + 2]! - ZERO) * 8 + (field[i + 3]! - ZERO));
      i += 3;
    } else {
      bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

function splitBytes(bytes: Uint8Array, separator: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(separator, start);
    const end = found < 0 ? bytes.length : found;
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return parts;
}

function asciiText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
