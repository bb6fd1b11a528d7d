/**
 * Tests on what the walk knows without asking: the name, the path, the depth.
 *
 * Globs also match the text of links (-lname), which does have to be asked for. REFERENCE.md 4.
 */

import { DT } from '../../../ioq/layout.ts';
import type { Entry, Matcher } from '../../entry.ts';
import type { DepthTest, Expression, GlobTest } from '../ast.ts';
import { compileGlob, type Glob } from '../glob.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { compileComparison, parseComparison } from '../value/comparison.ts';
import { hasCapital } from './smart-case.ts';

const DOT = 0x2e;

/** -name, -path, -lname and the forms that fold case. */
export function parseGlobTest(subject: GlobTest['subject'], foldsAlways: boolean): PrimaryParser {
  return (item) => {
    const pattern = item.value();
    const foldCase = foldsAlways || foldsSmartly(item, pattern);
    const glob = parseGlob(item, pattern, foldCase);
    return { kind: 'test', test: 'glob', ...item.written(), subject, pattern, foldCase, glob };
  };
}

/** -smartcase stands before, and the pattern has no capital. */
export function foldsSmartly({ context }: Item, pattern: Uint8Array): boolean {
  return context.smartCase && !hasCapital(pattern, context.host.utf8);
}

/** An item's value as a glob; one that cannot match is warned about. */
export function parseGlob(item: Item, pattern: Uint8Array, foldCase: boolean): Glob {
  const glob = compileGlob(pattern, { foldCase, utf8: item.context.host.utf8 });
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
