/**
 * -hyperlink: paths that are links to their files, for terminals that follow them (REFERENCE 20).
 *
 *     ESC ]8;;file://HOST/PATH ESC \   what is shown   ESC ]8;; ESC \
 *
 * In: writers of paths as they are shown, plain, escaped or coloured. Out: writers that put the sequences around. The URI has the
 * absolute path: the starting point's, in which links above its last component are resolved, and what is below it. All bytes are
 * percent-encoded but the unreserved ones, so that no name can end the sequence. The host is for terminals that show
 * another machine's shell. Loaded when links are wanted. Rests on the note "Hyperlinks in Terminal Emulators" and RFC 8089.
 */

import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Entry, Root } from '../entry.ts';
import { type ByteSink, Scratch } from './byte-sink.ts';
import type { PathWriter } from './entry-path.ts';

/** What ends a link, be it open or not. */
export function linkEnd(): Uint8Array {
  return Buffer.from('\x1b]8;;\x1b\\');
}

/** What cannot be resolved, in a current directory that has been removed, is shown without a link. */
export function linkPaths(shown: PathWriter): PathWriter {
  const links = new Links();
  const end = linkEnd();
  return (entry, sink) => {
    const isLinked = links.append(entry, sink);
    shown(entry, sink);
    if (isLinked) sink.append(end);
  };
}

const SLASH = 0x2f;
const PERCENT = 0x25;
const HEX = Buffer.from('0123456789ABCDEF');

/** By byte: 1 where it stands for itself in a URI's path. */
const UNRESERVED = Uint8Array.from({ length: 256 }, (_, byte) => (/[\w/:.~-]/.test(String.fromCharCode(byte)) ? 1 : 0));

class Links {
  /** What every link begins with. */
  readonly #head: Uint8Array;
  /** The starting point whose path is in `#base`, encoded, without a slash at its end. */
  #root: Root | null = null;
  readonly #base: Scratch = new Scratch();
  #isResolved = false;

  constructor() {
    const host = new Scratch();
    encode(host, Buffer.from(hostname()), 0);
    this.#head = Buffer.concat([Buffer.from('\x1b]8;;file://'), host.bytes.subarray(0, host.length)]);
  }

  /** @returns False where there is no link to be had. */
  append(entry: Entry, sink: ByteSink): boolean {
    if (entry.root !== this.#root) this.#enter(entry.root);
    if (!this.#isResolved) return false;
    const length = entry.spellPath();
    sink.append(this.#head);
    sink.append(this.#base.bytes, 0, this.#base.length);
    let start = entry.depth === 0 ? length : entry.root.path.length;
    if (entry.path[start] === SLASH) start++;
    if (start < length || this.#base.length === 0) sink.appendByte(SLASH);
    encode(sink, entry.path, start, length);
    sink.appendAscii('\x1b\\');
    return true;
  }

  #enter(root: Root): void {
    this.#root = root;
    this.#base.length = 0;
    const path = absolutePath(root.path);
    this.#isResolved = path !== null;
    if (path !== null) encode(this.#base, path, 0, path.length === 1 ? 0 : path.length);
  }
}

/** The last component is the file itself, be it a link, unless a slash follows it or it is no name. */
function absolutePath(path: Uint8Array): Buffer | null {
  const bytes = Buffer.from(path);
  const slash = bytes.lastIndexOf(SLASH);
  const name = bytes.subarray(slash + 1);
  const isName = name.length > 0 && !['.', '..'].includes(name.toString('latin1'));
  const above = isName ? bytes.subarray(0, slash + 1) : bytes;
  const real = realPath(above.length > 0 ? above : Buffer.from('.'));
  if (real === null || !isName) return real;
  return real.length === 1 ? Buffer.concat([real, name]) : Buffer.concat([real, Buffer.from('/'), name]);
}

function realPath(path: Buffer): Buffer | null {
  try {
    return realpathSync.native(path, { encoding: 'buffer' });
  } catch {
    return null;
  }
}

/** Append `bytes[start, end)`, percent-encoded. */
function encode(sink: ByteSink, bytes: Uint8Array, start: number, end: number = bytes.length): void {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (UNRESERVED[byte] === 1) {
      sink.appendByte(byte);
      continue;
    }
    sink.appendByte(PERCENT);
    sink.appendByte(HEX[byte >>> 4]!);
    sink.appendByte(HEX[byte & 15]!);
  }
}
