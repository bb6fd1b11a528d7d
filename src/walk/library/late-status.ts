/**
 * The status of a file whose path may be longer than the kernel takes: looked up in steps.
 *
 * In: a path of any length. Out: the status, or minus an errno. Directories on the way are opened one after the other, each a part of the
 * path that is short enough, and closed again.
 */

import { REQUEST_FOLLOW, REQUEST_TRUSTED } from '../../ioq/layout.ts';
import type { Follow, SystemCalls } from '../../ioq/system.ts';

/** Well under PATH_MAX. */
const MOST_BYTES = 2048;
const SLASH = 0x2f;

/** @param base - What `path` is relative to: a descriptor or AT_FDCWD. @returns 0 or minus an errno. */
export function loadStatus(system: SystemCalls, base: number, path: Buffer, follow: Follow, record: Uint8Array): number {
  let at = base;
  let rest = path;
  while (rest.length > MOST_BYTES) {
    const end = rest.lastIndexOf(SLASH, MOST_BYTES);
    if (end <= 0) break;
    const next = system.openDirectory(at, rest.subarray(0, end), REQUEST_FOLLOW | REQUEST_TRUSTED);
    if (at !== base) system.close(at);
    if (next < 0) return next;
    at = next;
    rest = rest.subarray(end + 1);
  }
  const result = system.stat(at, rest, follow, record);
  if (at !== base) system.close(at);
  return result;
}
