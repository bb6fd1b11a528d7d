/**
 * Files that something else is mounted on: a directory tells the type of what lies beneath, not of what is to be seen. REFERENCE 5.
 *
 * In: /proc/self/mountinfo (proc(5)). Out: a matcher for the entries whose type is to be looked up. Like bfs it goes by the last component
 * of the mount point alone, which may ask for a status too many. A file system that is mounted whole shows a directory and stands on one:
 * only parts of file systems (field 4, the root within it, is not `/`) are mounted on other files.
 */

import { readFileSync } from 'node:fs';
import { DT } from '../ioq/layout.ts';
import type { Entry, Matcher } from './entry.ts';

const MOUNT_INFO = '/proc/self/mountinfo';

/** The mount point in a row of the table, unless the root of the file system is mounted there. */
const PARTIAL_MOUNT = /^\d+ \d+ \S+ (?!\/ )\S+ (\S+)/gm;

/** Null where nothing is mounted on single files, or the table cannot be read. */
export function bindMountMatcher(path: string = MOUNT_INFO): Matcher | null {
  let table: string;
  try {
    table = readFileSync(path, 'latin1');
  } catch {
    return null;
  }
  const all = Array.from(table.matchAll(PARTIAL_MOUNT), ([, mountPoint]) => lastComponent(mountPoint!));
  if (all.length === 0) return null;
  // By length: most entries have that of none, and are looked at no further.
  const namesByLength: (readonly Uint8Array[])[] = [];
  for (const { length } of all) namesByLength[length] = all.filter((name) => name.length === length);
  return (entry) => {
    const names = namesByLength[entry.nameEnd - entry.nameStart];
    return names !== undefined && entry.type !== DT.directory && names.some((name) => isNamed(entry, name));
  };
}

/** As bytes; in the table space, tab, newline and backslash are octal. */
function lastComponent(mountPoint: string): Uint8Array {
  const name = mountPoint.slice(mountPoint.lastIndexOf('/') + 1);
  const text = name.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  return Buffer.from(text, 'latin1');
}

/** Is it this name, which is as long? */
function isNamed({ bytes, nameStart }: Entry, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[nameStart + i] !== name[i]) return false;
  return true;
}
