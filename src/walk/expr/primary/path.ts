/**
 * Tests on what the walk knows without asking: the name, the path, the depth.
 *
 * Globs also match the text of links (-lname), which does have to be asked for. REFERENCE.md 4.
 */

import { DT } from '../../../ioq/layout.ts';
import type { Entry, Matcher } from '../../entry.ts';
import type { DepthTest, Expression, GlobTest, PathGlobTest } from '../ast.ts';
import { compilePathGlob } from '../glob/path-glob.ts';
import { compileGlob, type Glob } from '../glob.ts';
import { startBelow } from '../path-bound.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { compileComparison, parseComparison } from '../value/comparison.ts';
import { hasCapital } from './smart-case.ts';

const DOT = 0x2e;
const SLASH = 0x2f;
/** What becomes of a pattern must be within picomatch's limit of 65,536 characters. */
const LONGEST_PATH_GLOB = 16_384;

/** -name, -path, -lname and the forms that fold case. */
export function parseGlobTest(subject: GlobTest['subject'], foldsAlways: boolean): PrimaryParser {
  return (item) => {
    const pattern = item.value();
    const foldCase = foldsAlways || foldsSmartly(item, pattern);
    const glob = parseGlob(item, pattern, foldCase);
    return { kind: 'test', test: 'glob', ...item.written(), subject, pattern, foldCase, glob };
  };
}

/** -glob and -iglob: a slash at the end of the pattern asks for directories. */
export function parsePathGlobTest(foldsAlways: boolean): PrimaryParser {
  return (item) => {
    const pattern = item.value();
    if (pattern[0] === SLASH) throw item.error('absolute-glob', 'item');
    if (pattern.length > LONGEST_PATH_GLOB) throw item.error('glob-too-long', 'name');
    const foldCase = foldsAlways || foldsSmartly(item, pattern);
    const glob = compilePathGlob(pattern, { foldCase, utf8: item.context.host.utf8 });
    const written = item.written();
    const matches: Expression = { kind: 'test', test: 'path-glob', ...written, glob };
    if (pattern.at(-1) !== SLASH) return matches;
    const isDirectory: Expression = { kind: 'test', test: 'type', ...written, primary: '-type', types: 1 << DT.directory };
    return { kind: 'and', children: [isDirectory, matches], spans: [] };
  };
}

/** A starting point has nothing below it: a directory's path is empty, that of anything else its name. */
export function compilePathGlobTest({ glob }: PathGlobTest): Matcher {
  const { name } = glob;
  const matchPath: Matcher = (entry) => {
    const isDirectory = entry.type === DT.directory;
    if (entry.depth === 0 && !isDirectory) return glob.match(entry.bytes, entry.nameStart, entry.nameEnd, false);
    const length = entry.spellPath();
    return glob.match(entry.path, startBelow(entry.path, length, entry.root.path.length), length, isDirectory);
  };
  if (name === null) return matchPath;
  return (entry) => {
    if (entry.depth === 0) return matchPath(entry);
    return name.match(entry.bytes, entry.nameStart, entry.nameEnd) && (name.suffices || matchPath(entry));
  };
}

/** -smartcase stands before, and the pattern has no capital. */
export function foldsSmartly({ context }: Item, pattern: Uint8Array): boolean {
  return context.smartCase && !hasCapital(pattern, context.host.utf8);
}

/** An item's value as a glob; one that cannot match is warned about. */
export function parseGlob(item: Item, pattern: Uint8Array, foldCase: boolean): Glob {
  const { host } = item.context;
  const glob = compileGlob(pattern, { foldCase, utf8: host.utf8, collation: () => host.collation });
  if (glob.trailingBackslash) item.warn('trailing-backslash', 'item');
  return glob;
}

export function compileGlobTest({ subject, glob }: GlobTest): Matcher {
  const { match } = glob;
  switch (subject) {
    case 'name':
      return (entry) => match(entry.bytes, entry.nameStart, entry.nameEnd);
    case 'path':
      return (entry) => {
        const length = entry.spellPath();
        return match(entry.path, 0, length);
      };
    case 'link':
      return (entry) => {
        if (entry.type !== DT.link) return false;
        const text = entry.services.readLink(entry);
        if (typeof text === 'number') return failed(entry, text);
        return match(text, 0, text.length);
      };
  }
}

function failed(entry: Entry, result: number): boolean {
  entry.services.fail(entry, -result);
  return false;
}

/** -depth N. */
export function parseDepthTest(item: Item): Expression {
  const value = item.value();
  const comparison = item.parseValue(() => parseComparison(value));
  return { kind: 'test', test: 'depth', ...item.written(), comparison };
}

export function compileDepthTest({ comparison }: DepthTest): Matcher {
  const compare = compileComparison(comparison);
  return (entry) => compare(entry.depth);
}

/** The name begins with a dot and is neither `.` nor `..`. */
export function matchHidden({ bytes, nameStart, nameEnd }: Entry): boolean {
  if (nameStart === nameEnd || bytes[nameStart] !== DOT) return false;
  const length = nameEnd - nameStart;
  return length > 2 || (length === 2 && bytes[nameStart + 1] !== DOT);
}
