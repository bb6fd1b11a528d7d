/**
 * -delete and -rm: an entry is removed from the directory that it is in (REFERENCE 11).
 *
 * In: an entry, after everything below it. Out: true where it is gone. What is removed is the name that was found there, looked up in the
 * open directory: a link is removed itself, whatever it leads to and whatever the walk follows, and a directory that has been swapped for
 * a link is refused (ENOTDIR). Where nobody waits for the outcome, the walk removes a directory's entries together, later, and tells of
 * those that it could not remove. `.` as a starting point is spared, silently; other ways to write it fail as rmdir(2) says.
 */

import { DT } from '../../ioq/layout.ts';
import type { Entry, Matcher } from '../entry.ts';
import { Status } from '../status.ts';

const DOT = 0x2e;
const S_IFMT_SHIFT = 12;

export interface DeleteServices {
  /** Whether the walk would follow this entry if it were a link: then its type is not the name's own. */
  follows(entry: Entry): boolean;
  /** Have the walk remove the name, in its own time. @returns False where it has to be done at once. */
  unlinkLater(entry: Entry): boolean;
  /** Remove the name from its directory. @returns 0, or minus an errno. */
  unlink(entry: Entry, isDirectory: boolean): number;
}

export function compileDelete(services: DeleteServices): Matcher {
  const own = new Status();
  return (entry) => {
    if (isCurrentDirectory(entry)) return true;
    if (services.unlinkLater(entry)) return true;
    let { type } = entry;
    if (type === DT.unknown || (type === DT.directory && services.follows(entry))) {
      const result = entry.services.statInto(entry, 0, own);
      if (result < 0) return failed(entry, result);
      type = (own.mode >>> S_IFMT_SHIFT) & 15;
    }
    const result = services.unlink(entry, type === DT.directory);
    return result < 0 ? failed(entry, result) : true;
  };
}

function failed(entry: Entry, result: number): false {
  entry.services.fail(entry, -result);
  return false;
}

function isCurrentDirectory(entry: Entry): boolean {
  const { path } = entry.root;
  return entry.depth === 0 && path.length === 1 && path[0] === DOT;
}
