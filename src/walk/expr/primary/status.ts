/**
 * Tests on numbers in a file's status: size, links, inode, owner, permissions, identity. REFERENCE.md 7.
 *
 * Each closure compares with bounds worked out beforehand; where a bound may lie beyond 2 ** 53 the comparison is done in bigints.
 */

import { DT } from '../../../ioq/layout.ts';
import type { Entry, Matcher } from '../../entry.ts';
import type { Expression, NumberTest, PermTest, SameFileTest, SizeTest } from '../ast.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { compileBigComparison, compileComparison, looksLikeComparison, parseComparison } from '../value/comparison.ts';
import { compileMode, parseMode } from '../value/mode.ts';
import { compileBigSize, compileSize, parseSize } from '../value/size.ts';

/** From here on a number read from a status may be rounded. */
const EXACT_LIMIT = 2n ** 53n;

export function parseSizeTest(item: Item): Expression {
  const value = item.value();
  const size = item.parseValue(() => parseSize(value));
  return { kind: 'test', test: 'size', ...item.written(), size };
}

/** Sizes are compared as numbers where the bounds are exact ones: a larger size stays larger when it is rounded. */
export function compileSizeTest({ size }: SizeTest): Matcher {
  if (size.comparison.value * BigInt(size.unitBytes) < EXACT_LIMIT) {
    const compare = compileSize(size);
    return (entry) => entry.needStatus() && compare(entry.status.size);
  }
  const compare = compileBigSize(size);
  return (entry) => entry.needStatus() && compare(entry.status.sizeBig);
}

/** -links N, -inum N. */
export function parseNumber(field: NumberTest['field']): PrimaryParser {
  return (item) => {
    const value = item.value();
    const comparison = item.parseValue(() => parseComparison(value));
    return { kind: 'test', test: 'number', ...item.written(), field, comparison };
  };
}

export function compileNumber({ field, comparison }: NumberTest): Matcher {
  const compare = compileComparison(comparison);
  switch (field) {
    case 'links':
      return (entry) => entry.needStatus() && compare(entry.status.links);
    case 'uid':
      return (entry) => entry.needStatus() && compare(entry.status.uid);
    case 'gid':
      return (entry) => entry.needStatus() && compare(entry.status.gid);
    case 'inode': {
      if (comparison.value < EXACT_LIMIT) return (entry) => entry.needStatus() && compare(entry.status.inode);
      const compareBig = compileBigComparison(comparison);
      return (entry) => entry.needStatus() && compareBig(entry.status.inodeBig);
    }
  }
}

/** -user and -group: a name, even one of digits, before a number. */
export function parseOwner(field: 'uid' | 'gid'): PrimaryParser {
  return (item) => {
    const { host } = item.context;
    const value = item.value();
    const id = field === 'uid' ? host.lookupUser(value) : host.lookupGroup(value);
    if (id !== null) {
      const comparison = { sign: '=', value: BigInt(id) } as const;
      return { kind: 'test', test: 'number', ...item.written(), field, comparison };
    }
    if (!looksLikeComparison(value)) throw item.error(field === 'uid' ? 'no-such-user' : 'no-such-group', 'item');
    const comparison = item.parseValue(() => parseComparison(value));
    return { kind: 'test', test: 'number', ...item.written(), field, comparison };
  };
}

export function parsePerm(item: Item): Expression {
  const value = item.value();
  const mode = item.parseValue(() => parseMode(value, item.context.host.umask));
  return { kind: 'test', test: 'perm', ...item.written(), mode };
}

export function compilePerm({ mode }: PermTest): Matcher {
  const compare = compileMode(mode);
  return (entry) => entry.needStatus() && compare(entry.status.mode, entry.type === DT.directory);
}

/** -samefile FILE. */
export function parseSameFile(item: Item): Expression {
  const status = referenceStatus(item, item.value());
  return { kind: 'test', test: 'samefile', ...item.written(), device: status.deviceBig, inode: status.inodeBig };
}

/** The cheap, rounded number first: bigints are made for candidates only. */
export function compileSameFile({ device, inode }: SameFileTest): Matcher {
  const rounded = Number(inode);
  return (entry) => entry.needStatus() && entry.status.inode === rounded && entry.status.isSameFile(device, inode);
}

/** The status of a file named on the command line, links followed as the flags so far say. */
export function referenceStatus(item: Item, path: Uint8Array): Entry['status'] {
  const { host, options } = item.context;
  const status = host.statReference(path, options.follow !== 'never');
  if (typeof status === 'number') throw item.error('reference-file', 'value', host.errorText(-status));
  return status;
}

/** 512-byte blocks taken are fewer than the size needs. */
export function matchSparse(entry: Entry): boolean {
  return entry.needStatus() && entry.status.blocks < Math.ceil(entry.status.size / 512);
}
