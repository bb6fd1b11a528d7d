/**
 * The options that leave entries out with all below them: `dot`, `ignore`, `exclude`.
 *
 * In: the options. Out: matchers for a Consumer's gates, each false for what is left out; in the order of what they cost. Starting points
 * always pass: somebody has named them.
 */

import picomatch from 'picomatch';
import { DT } from '../../ioq/layout.ts';
import type { Entry, Matcher } from '../entry.ts';
import { decide } from './expression.ts';
import type { CheckedOptions } from './options.ts';
import type { WalkEntry } from './walk-entry.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

/** @param entryOf - The entry that a function of the program is shown. */
export function makeGates(options: CheckedOptions, entryOf: (cursor: Entry) => WalkEntry): Matcher[] {
  const { dot, ignore, exclude } = options;
  const gates: Matcher[] = [];
  if (!dot) gates.push((entry) => entry.depth === 0 || entry.bytes[entry.nameStart] !== DOT);
  const globs = ignore.filter((glob) => !glob.endsWith('/'));
  if (globs.length > 0) {
    const isIgnored = picomatch(globs, { dot: true });
    gates.push((entry) => entry.depth === 0 || !isIgnored(pathBelowRoot(entry)));
  }
  const directoryGlobs = ignore.filter((glob) => glob.endsWith('/')).map((glob) => glob.replace(/\/+$/, ''));
  if (directoryGlobs.length > 0) {
    const isIgnored = picomatch(directoryGlobs, { dot: true });
    gates.push((entry) => entry.depth === 0 || entry.type !== DT.directory || !isIgnored(pathBelowRoot(entry)));
  }
  if (exclude !== undefined) {
    gates.push((entry) => entry.depth === 0 || entry.type !== DT.directory || !decide(exclude, entryOf(entry)));
  }
  return gates;
}

function pathBelowRoot(entry: Entry): string {
  const { path } = entry.root;
  const end = entry.spellPath();
  const start = path[path.length - 1] === SLASH ? path.length : path.length + 1;
  return Buffer.from(entry.path.buffer, entry.path.byteOffset + start, end - start).toString();
}
