/**
 * -print, -print0, -printx and their file forms: an entry's path into a stream, as fast as the stream takes it (REFERENCE 9.1).
 *
 * In: an `Output` and how a path is ended or escaped. Out: matchers, always true. A path that has not been spelled is not spelled for
 * this: the directory, which is the same for all its entries, and the name are copied from where they lie straight into the
 * output buffer. On a terminal -print escapes what would act on the terminal; -print0 and -printx never do.
 */

import type { Entry, Matcher } from '../entry.ts';
import { canOverread, copyBytes, viewOf } from './copy-bytes.ts';
import { appendForTerminal } from './escape.ts';
import type { Output } from './output.ts';

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;

/** What xargs(1) would take apart, by byte: 1 where -printx puts a backslash before it. */
const XARGS_SPECIAL: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  ' \t\n\\$\'"`'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** @param utf8 - The locale's characters are UTF-8; matters on terminals only. */
export function compilePrint(output: Output, utf8: boolean): Matcher {
  if (!output.isTerminal) return compilePathWithEnd(output, NEWLINE);
  return (entry) => {
    appendForTerminal(output, entry.path, 0, entry.spellPath(), utf8);
    output.appendByte(NEWLINE);
    output.flush();
    return true;
  };
}

export function compilePrint0(output: Output): Matcher {
  return compilePathWithEnd(output, 0);
}

export function compilePrintx(output: Output): Matcher {
  return (entry) => {
    const end = entry.spellPath();
    for (let i = 0; i < end; i++) {
      const byte = entry.path[i]!;
      if (XARGS_SPECIAL[byte] === 1) output.appendByte(BACKSLASH);
      output.appendByte(byte);
    }
    output.appendByte(NEWLINE);
    if (output.immediate) output.flush();
    return true;
  };
}

/** The hot path: see the module's header. */
function compilePathWithEnd(output: Output, end: number): Matcher {
  // Views of the arrays that the last entry's bytes lay in; the traversal changes them rarely.
  let path: Uint8Array = new Uint8Array(0);
  let pathView: DataView = viewOf(path);
  let names: Uint8Array = path;
  let namesView: DataView = pathView;

  return (entry) => {
    const directoryLength = entry.directoryLength;
    const nameStart = entry.nameStart;
    const nameEnd = entry.nameEnd;
    const total = directoryLength + (nameEnd - nameStart) + 1;
    if (
      entry.pathLength >= 0 ||
      (output.length + total > output.capacity && !output.makeRoom(total)) ||
      !canOverread(entry.bytes, nameEnd) ||
      !canOverread(entry.path, directoryLength)
    ) {
      appendSpelled(entry, output, end);
    } else {
      if (entry.path !== path) {
        path = entry.path;
        pathView = viewOf(path);
      }
      if (entry.bytes !== names) {
        names = entry.bytes;
        namesView = viewOf(names);
      }
      const { bytes, view, length } = output;
      copyBytes(bytes, view, length, path, pathView, 0, directoryLength);
      copyBytes(bytes, view, length + directoryLength, names, namesView, nameStart, nameEnd - nameStart);
      bytes[length + total - 1] = end;
      output.length = length + total;
    }
    if (output.immediate) output.flush();
    return true;
  };
}

/** Starting points, paths that something else has spelled, and paths longer than the buffer. */
function appendSpelled(entry: Entry, output: Output, end: number): void {
  const length = entry.spellPath();
  output.append(entry.path, 0, length);
  output.appendByte(end);
}
