/**
 * Entries of real files, as the traversal would set them, for tests of actions.
 *
 * In: paths on disk. Out: an `Entry` whose services go to the fallback's system calls, and the failures that were reported;
 * streams that print to memory; `PrintServices` over the addon.
 */

import { Accounts } from '../../../src/ioq/accounts.ts';
import { type Binding, loadBinding } from '../../../src/ioq/binding.ts';
import { openFallback } from '../../../src/ioq/fallback.ts';
import { STATUS_BYTES } from '../../../src/ioq/layout.ts';
import { readMounts } from '../../../src/ioq/mounts.ts';
import { AT_FDCWD, type Follow, type SystemCalls } from '../../../src/ioq/system.ts';
import { Output } from '../../../src/walk/action/output.ts';
import type { PrintServices } from '../../../src/walk/action/services.ts';
import { Entry, type EntryServices } from '../../../src/walk/entry.ts';
import type { Status } from '../../../src/walk/status.ts';

// Before the addon makes its locale: rows expect English names and times of UTC.
process.env.LC_ALL = 'C.UTF-8';
process.env.TZ = 'UTC';

export const system: SystemCalls = openFallback().system;

const SLASH = 0x2f;

export interface TestEntry {
  readonly entry: Entry;
  /** Each `errno` or `errno: text` that an action reported. */
  readonly failures: string[];
}

/** The bytes of a path as text, one character a byte where it is not UTF-8. */
export function pathBytes(path: string | Uint8Array): Uint8Array {
  return typeof path === 'string' ? new TextEncoder().encode(path) : path;
}

/**
 * @param path - As it is printed.
 * @param depth - Levels below the starting point, which is `path` less so many components.
 */
export function makeEntry(path: string | Uint8Array, depth = 0): TestEntry {
  const failures: string[] = [];
  const entry = new Entry(services(failures));
  const bytes = pathBytes(path);
  entry.depth = depth;
  if (depth === 0) setRoot(entry, bytes);
  else setBelow(entry, bytes, depth);
  const probe = entry.services.loadStatus(entry);
  entry.type = probe === 0 ? (entry.status.mode >>> 12) & 15 : 0;
  entry.statusResult = 1;
  // Asking for the type has spelled the path; the traversal would not have.
  if (depth > 0) entry.pathLength = -1;
  return { entry, failures };
}

function setRoot(entry: Entry, path: Uint8Array): void {
  let end = path.length;
  while (end > 1 && path[end - 1] === SLASH) end--;
  const start = end === 1 && path[0] === SLASH ? 0 : path.lastIndexOf(SLASH, end - 1) + 1;
  entry.root = { path, number: 0 };
  entry.bytes = path;
  entry.nameStart = start;
  entry.nameEnd = end;
  if (path.length > entry.path.length) entry.growPath(path.length);
  entry.path.set(path);
  entry.directoryLength = start;
  entry.pathLength = path.length;
}

function setBelow(entry: Entry, path: Uint8Array, depth: number): void {
  const start = path.lastIndexOf(SLASH) + 1;
  let rootEnd = path.length;
  for (let level = 0; level < depth; level++) rootEnd = path.lastIndexOf(SLASH, rootEnd - 1);
  entry.root = { path: path.subarray(0, rootEnd), number: 0 };
  // With bytes behind the name, as in the slab.
  entry.bytes = Buffer.concat([path, Buffer.alloc(16, 0xff)]);
  entry.nameStart = start;
  entry.nameEnd = path.length;
  if (start > entry.path.length) entry.growPath(start);
  entry.path.set(path.subarray(0, start));
  entry.directoryLength = start;
}

function services(failures: string[]): EntryServices {
  const path = (entry: Entry): Uint8Array => entry.path.slice(0, entry.spellPath());
  const statInto = (entry: Entry, follow: Follow, status: Status): number => {
    const record = new Uint8Array(STATUS_BYTES);
    const result = system.stat(AT_FDCWD, path(entry), follow, record);
    status.words.set(new Int32Array(record.buffer), status.base);
    return result;
  };
  return {
    loadStatus: (entry) => statInto(entry, 0, entry.status),
    statInto,
    readLink: (entry) => system.readLink(AT_FDCWD, path(entry)),
    access: (entry, mode) => system.access(AT_FDCWD, path(entry), mode),
    isEmptyDirectory: (entry) => system.isEmptyDirectory(AT_FDCWD, path(entry), false),
    fail: (_entry, errno, text) => void failures.push(text === undefined ? String(errno) : `${errno}: ${text}`),
  };
}

export interface MemoryOutput {
  readonly output: Output;
  /** What has been printed, flushed or not, one character a byte. */
  text(): string;
  /** How often something was written to the descriptor. */
  writes(): number;
}

/** A stream whose file is in memory. */
export function makeOutput(options: { readonly immediate?: boolean; readonly isTerminal?: boolean } = {}): MemoryOutput {
  const chunks: Buffer[] = [];
  const write = (_fd: number, bytes: Uint8Array, start: number, end: number): number => {
    chunks.push(Buffer.from(bytes.slice(start, end)));
    return 0;
  };
  const output = new Output(
    { write },
    { name: pathBytes('(memory)'), fd: -1, immediate: false, isTerminal: false, ...options },
    () => {
      throw new Error('a write to memory failed');
    },
  );
  return {
    output,
    text: () => {
      output.flush();
      return Buffer.concat(chunks).toString('latin1');
    },
    writes: () => chunks.length,
  };
}

export function addon(): Binding {
  const loaded = loadBinding();
  if ('errors' in loaded) throw new Error(`npm run build:native comes first\n${loaded.errors.join('\n')}`);
  return loaded.binding;
}

export function makeServices(changes: Partial<PrintServices> = {}): PrintServices {
  const { accounts, locale, metadata } = addon();
  const mounts = readMounts();
  if (typeof mounts === 'number') throw new Error(`no mount table: ${mounts}`);
  const pathOf = (entry: Entry): Uint8Array => entry.path.slice(0, entry.spellPath());
  return {
    accounts: new Accounts(accounts),
    locale,
    metadata: {
      hasAcl: (entry) => metadata.hasAcl(AT_FDCWD, pathOf(entry), false, entry.type === 4),
      hasCapabilities: () => 0,
      securityLabel: (entry) => metadata.securityLabel(AT_FDCWD, pathOf(entry), false),
      fileSystemType: ({ status }) => mounts.typeOf(status),
    },
    nowSeconds: Math.floor(Date.now() / 1000),
    posixlyCorrect: false,
    utf8: true,
    ...changes,
  };
}
