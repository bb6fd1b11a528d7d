/**
 * Tests on what lies beyond the status: ACLs, extended attributes, capabilities, labels, file system types, ids without a name.
 *
 * All go through `MetadataServices`. A failure is reported as the entry's error and the test is false. REFERENCE.md 7 and 8.
 */

import type { Entry, Matcher } from '../../entry.ts';
import type { MetadataServices } from '../../metadata.ts';
import type { BareMetadataTest, ContextTest, Expression, FsTypeTest } from '../ast.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { parseGlob } from './path.ts';

/** Answers 1, 0 or minus an errno. */
type Question = (entry: Entry) => number;

function compileQuestion(ask: Question): Matcher {
  return (entry) => {
    const answer = ask(entry);
    if (answer < 0) entry.services.fail(entry, -answer);
    return answer > 0;
  };
}

export function compileAcl(metadata: MetadataServices): Matcher {
  return compileQuestion((entry) => metadata.hasAcl(entry));
}

export function compileCapable(metadata: MetadataServices): Matcher {
  return compileQuestion((entry) => metadata.hasCapabilities(entry));
}

/** -xattr and -xattrname. */
export function compileXattr(metadata: MetadataServices, name: Uint8Array | null): Matcher {
  return compileQuestion((entry) => metadata.hasAttribute(entry, name));
}

export function compileNoUser(metadata: MetadataServices): Matcher {
  return compileUnknownId((entry) => metadata.hasUser(entry.status.uid));
}

export function compileNoGroup(metadata: MetadataServices): Matcher {
  return compileUnknownId((entry) => metadata.hasGroup(entry.status.gid));
}

/** True where the id of a file has no name. */
function compileUnknownId(hasName: Question): Matcher {
  return (entry) => {
    if (!entry.needStatus()) return false;
    const answer = hasName(entry);
    if (answer < 0) entry.services.fail(entry, -answer);
    return answer === 0;
  };
}

/** -acl, -xattr, -capable, -nouser, -nogroup. */
export function parseBareMetadata(test: BareMetadataTest['test']): PrimaryParser {
  return (item) => ({ kind: 'test', test, ...item.written() });
}

export function parseXattrName(item: Item): Expression {
  const name = item.value();
  return { kind: 'test', test: 'xattrname', ...item.written(), name };
}

/** -context GLOB. */
export function parseContextTest(item: Item): Expression {
  const pattern = item.value();
  const glob = parseGlob(item, pattern, false);
  return { kind: 'test', test: 'context', ...item.written(), pattern, glob };
}

/** A file without a label is an error. */
export function compileContext({ glob }: ContextTest, metadata: MetadataServices): Matcher {
  const { match } = glob;
  return (entry) => {
    const label = metadata.securityLabel(entry);
    if (typeof label !== 'number') return match(label, 0, label.length);
    entry.services.fail(entry, -label);
    return false;
  };
}

/** -fstype TYPE. The mount table is read now: without it the test is a usage error. */
export function parseFsType(item: Item): Expression {
  const type = item.value();
  loadMountTable(item);
  return { kind: 'test', test: 'fstype', ...item.written(), type };
}

/** @throws {ExpressionError} It cannot be read. */
export function loadMountTable(item: Item): void {
  const { host } = item.context;
  const result = host.loadMountTable();
  if (result < 0) throw item.error('mount-table', 'item', host.errorText(-result));
}

export function compileFsType({ type }: FsTypeTest, metadata: MetadataServices): Matcher {
  return (entry) => {
    if (!entry.needStatus()) return false;
    const found = metadata.fileSystemType(entry);
    return found.length === type.length && found.every((byte, i) => byte === type[i]);
  };
}

/** -flags: Linux has no chflags(2). */
export function parseFlagsTest(item: Item): Expression {
  item.value();
  throw item.error('missing-platform-support', 'item');
}
