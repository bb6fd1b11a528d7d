/**
 * Status records filled from node:fs: what statx(2) gives the addon, as far as Node tells.
 *
 * In: a path that node:fs takes, and how a link at its end is treated. Out: a `STATUS` record (layout.ts) in the slab or in memory
 * of the caller. Node has no statx mount id and no attributes: those fields are 0. A birth time of exactly 0 means that the
 * file system keeps none. All numbers come as bigints, so that nothing is rounded.
 */

import { type BigIntStats, constants, lstatSync, statSync } from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { negatedErrno } from './fallback-descriptors.ts';
import { STATUS, STATUS_HAS_BIRTH_TIME, STATUS_IS_LINK } from './layout.ts';
import type { Follow } from './system.ts';

const { ENOENT, ENOTDIR } = systemConstants.errno;
const BIGINT = { bigint: true } as const;
const SECOND = 1_000_000_000n;

/**
 * Fill the record at `offset` of `view` with the status of one file.
 *
 * @returns 0, or minus an errno, which the record's own `result` is too; its other fields are then not touched.
 */
export function fillStatus(view: DataView, offset: number, path: Buffer, follow: Follow): number {
  let result = 0;
  try {
    if (follow === 0) writeStatus(view, offset, lstatSync(path, BIGINT), 0);
    else writeStatus(view, offset, statSync(path, BIGINT), 0);
  } catch (error) {
    result = negatedErrno(error);
    if (follow === 1 && (result === -ENOENT || result === -ENOTDIR)) result = fillLinkStatus(view, offset, path, result);
  }
  view.setInt32(offset + 4 * STATUS.result, result, true);
  return result;
}

/** The DT_* type of the file that the record at `offset` describes. */
export function typeOfStatus(view: DataView, offset: number): number {
  return (view.getUint32(offset + 4 * STATUS.mode, true) & constants.S_IFMT) >> 12;
}

/** What is missing at a link's end leaves the link itself, `first` being why. */
function fillLinkStatus(view: DataView, offset: number, path: Buffer, first: number): number {
  try {
    const stats = lstatSync(path, BIGINT);
    writeStatus(view, offset, stats, stats.isSymbolicLink() ? STATUS_IS_LINK : 0);
    return 0;
  } catch {
    return first;
  }
}

function writeStatus(view: DataView, offset: number, stats: BigIntStats, flags: number): void {
  const hasBirthTime = stats.birthtimeNs !== 0n;
  const put32 = (field: number, value: bigint): void => view.setUint32(offset + 4 * field, Number(value), true);
  const put64 = (field: number, value: bigint): void => view.setBigInt64(offset + 4 * field, value, true);
  put32(STATUS.mode, stats.mode);
  put64(STATUS.inode, stats.ino);
  put64(STATUS.device, stats.dev);
  put32(STATUS.links, stats.nlink);
  put32(STATUS.uid, stats.uid);
  put32(STATUS.gid, stats.gid);
  view.setUint32(offset + 4 * STATUS.flags, hasBirthTime ? flags | STATUS_HAS_BIRTH_TIME : flags, true);
  put64(STATUS.size, stats.size);
  put64(STATUS.blocks, stats.blocks);
  put64(STATUS.rdevice, stats.rdev);
  const putTime = (secondsField: number, nanosecondsField: number, time: bigint): void => {
    const nanoseconds = ((time % SECOND) + SECOND) % SECOND;
    put64(secondsField, (time - nanoseconds) / SECOND);
    put32(nanosecondsField, nanoseconds);
  };
  putTime(STATUS.accessS, STATUS.accessNs, stats.atimeNs);
  putTime(STATUS.modifyS, STATUS.modifyNs, stats.mtimeNs);
  putTime(STATUS.changeS, STATUS.changeNs, stats.ctimeNs);
  putTime(STATUS.birthS, STATUS.birthNs, hasBirthTime ? stats.birthtimeNs : 0n);
  put64(STATUS.mountId, 0n);
  put64(STATUS.attributes, 0n);
}
