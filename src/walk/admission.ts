/**
 * What lets an entry into the walk at all, before any expression is asked: files seen before (-unique), paths unsafe for xargs (-X).
 */

import type { Entry, Matcher } from './entry.ts';

/** Space, tab, newline, both quotes and the backslash, which xargs(1) takes apart. */
const XARGS_SPECIAL: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x27, 0x22, 0x5c]);

/** Would xargs take the path for one word, the path itself? */
export function isXargsSafe(entry: Entry): boolean {
  const length = entry.spellPath();
  for (let i = 0; i < length; i++) {
    if (XARGS_SPECIAL.has(entry.path[i]!)) return false;
  }
  return true;
}

/** True the first time that a file is seen, by device and inode; false, and told, where its status cannot be had. */
export function compileUnique(): Matcher {
  const seen = new Map<bigint, Set<bigint>>();
  return (entry) => {
    if (!entry.needStatus()) return false;
    const { deviceBig, inodeBig } = entry.status;
    const inodes = seen.get(deviceBig) ?? new Set();
    seen.set(deviceBig, inodes);
    if (inodes.has(inodeBig)) return false;
    inodes.add(inodeBig);
    return true;
  };
}
