/**
 * Tests on the type of a file, on access to it, and on emptiness. REFERENCE.md 5.
 *
 * The walk has found the type already, following links as it was told to; -xtype asks for the other treatment.
 */

import { DT } from '../../../ioq/layout.ts';
import type { Follow } from '../../../ioq/system.ts';
import type { Entry, Matcher } from '../../entry.ts';
import { Status } from '../../status.ts';
import type { AccessTest, BareTest, TypeTest } from '../ast.ts';
import type { PrimaryParser } from '../primary.ts';
import { parseTypeList, wantsWhiteouts } from '../value/type-list.ts';

/** S_IFMT shifted to the DT_* values: a mode's type is its DT. */
const MODE_TYPE_SHIFT = 12;
const ENOENT = 2;
const ENOTDIR = 20;
const ELOOP = 40;

/** -type and -xtype. */
export function parseType(test: TypeTest['test']): PrimaryParser {
  return (item) => {
    const value = item.value();
    const types = item.parseValue(() => parseTypeList(value));
    if (wantsWhiteouts(types)) item.context.options.whiteouts = true;
    return { kind: 'test', test, ...item.written(), types };
  };
}

/** A file whose type could not be found out is of none. */
export function compileType({ types }: TypeTest): Matcher {
  const single = 31 - Math.clz32(types);
  if (types === 1 << single) return (entry) => entry.type === single;
  return (entry) => ((types >>> entry.type) & 1) !== 0;
}

/** A test without a value. */
export function parseBare(test: BareTest['test']): PrimaryParser {
  return (item) => ({ kind: 'test', test, ...item.written() });
}

/** -readable, -writable, -executable. */
export function parseAccess(mode: AccessTest['mode']): PrimaryParser {
  return (item) => ({ kind: 'test', test: 'access', ...item.written(), mode });
}

/** Silently false where access fails for whatever reason. */
export function compileAccess({ mode }: AccessTest): Matcher {
  return (entry) => entry.services.access(entry, mode) === 0;
}

/**
 * -xtype: the type of what a link points to, or, where the walk has followed it, of the link itself.
 *
 * A link that leads nowhere or round in circles is a link.
 */
export function compileXtype({ types }: TypeTest, followed: (entry: Entry) => boolean): Matcher {
  const status = new Status();
  const typeOf = (entry: Entry): number => {
    const follow: Follow = followed(entry) ? 0 : 1;
    // Only a link looks different from the other side.
    if (follow === 1 && entry.type !== DT.link && entry.type !== DT.unknown) return entry.type;
    const result = entry.services.statInto(entry, follow, status);
    if (result === 0) return status.mode >>> MODE_TYPE_SHIFT;
    if (follow === 1 && (result === -ELOOP || result === -ENOENT || result === -ENOTDIR)) return DT.link;
    entry.services.fail(entry, -result);
    return DT.unknown;
  };
  return (entry) => ((types >>> typeOf(entry)) & 1) !== 0;
}

/** A regular file of size 0, or a directory without entries. */
export function matchEmpty(entry: Entry): boolean {
  if (entry.type === DT.regular) return entry.needStatus() && entry.status.size === 0;
  if (entry.type !== DT.directory) return false;
  const result = entry.services.isEmptyDirectory(entry);
  if (result < 0) entry.services.fail(entry, -result);
  return result === 1;
}
