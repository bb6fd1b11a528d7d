/**
 * Reads starting points from a file: -files0-from.
 *
 * In: a file's path, or `-` for standard input. Out: its NUL-separated items; a final NUL is optional, an empty item is a
 * starting point with an empty name, which fails as such. REFERENCE.md 1.8.
 */

import { readFileSync } from 'node:fs';

const EBADF = 9;
const STDIN = 0;
const DASH = 0x2d;

/**
 * @param wasClosed - Node has put the null device where a standard stream was closed, which would be an empty file.
 * @returns The items, or minus an errno where the file cannot be read.
 */
export function readRoots(path: Uint8Array, wasClosed: (fd: number) => boolean): Uint8Array[] | number {
  const isStdin = path.length === 1 && path[0] === DASH;
  if (isStdin && wasClosed(STDIN)) return -EBADF;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(isStdin ? STDIN : Buffer.from(path));
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    return errno;
  }
  const items: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    items.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return items;
}
