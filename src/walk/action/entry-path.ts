/**
 * Parts of an entry's path, appended to a sink from where they lie: the path is not spelled for it.
 *
 * In: an entry. Out: its path, its name, the directory before it, or what follows the starting point, byte for byte. A starting
 * point keeps its trailing slashes in its path and its name (REFERENCE 23.1).
 */

import type { Entry } from '../entry.ts';
import type { ByteSink } from './byte-sink.ts';
import { canOverread, copyBytes, viewOf } from './copy-bytes.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

export type PathWriter = (entry: Entry, sink: ByteSink) => void;

/** Make a writer of whole paths. After it the sink has room for one byte more. */
export function compilePath(): PathWriter {
  // Views of the arrays that the last entry's bytes lay in; the traversal changes them rarely.
  let path: Uint8Array = new Uint8Array(0);
  let pathView: DataView = viewOf(path);
  let names: Uint8Array = path;
  let namesView: DataView = pathView;

  return (entry, sink) => {
    const directoryLength = entry.directoryLength;
    const nameStart = entry.nameStart;
    const nameEnd = entry.nameEnd;
    const total = directoryLength + (nameEnd - nameStart);
    if (
      entry.pathLength >= 0 ||
      (sink.length + total >= sink.capacity && !sink.makeRoom(total + 1)) ||
      !canOverread(entry.bytes, nameEnd) ||
      !canOverread(entry.path, directoryLength)
    ) {
      appendSpelled(entry, sink);
      return;
    }
    if (entry.path !== path) {
      path = entry.path;
      pathView = viewOf(path);
    }
    if (entry.bytes !== names) {
      names = entry.bytes;
      namesView = viewOf(names);
    }
    const { bytes, view, length } = sink;
    copyBytes(bytes, view, length, path, pathView, 0, directoryLength);
    copyBytes(bytes, view, length + directoryLength, names, namesView, nameStart, nameEnd - nameStart);
    sink.length = length + total;
  };
}

/** Starting points, paths that something else has spelled, and paths longer than the buffer. */
function appendSpelled(entry: Entry, sink: ByteSink): void {
  const length = entry.spellPath();
  sink.append(entry.path, 0, length);
  if (sink.length === sink.capacity) sink.makeRoom(1);
}

/** `%f`: the last component. */
export function appendName(entry: Entry, sink: ByteSink): void {
  if (entry.depth === 0) sink.append(entry.root.path, nameOffset(entry));
  else sink.append(entry.bytes, entry.nameStart, entry.nameEnd);
}

/** `%h`: what stands before the name, less one slash; `.` where nothing stands there, `/` before a name in the root directory. */
export function appendDirectory(entry: Entry, sink: ByteSink): void {
  const offset = nameOffset(entry);
  if (offset > 0) sink.append(entry.path, 0, Math.max(offset - 1, 1));
  else sink.appendByte(entry.bytes[0] === SLASH ? SLASH : DOT);
}

/** `%P`: what follows the starting point and one slash. */
export function appendBelowRoot(entry: Entry, sink: ByteSink): void {
  if (entry.depth === 0) return;
  const end = entry.spellPath();
  const start = entry.root.path.length;
  sink.append(entry.path, entry.path[start] === SLASH ? start + 1 : start, end);
}

/** Where the name begins in the path. Of a starting point that is nothing but slashes the last one is the name. */
export function nameOffset(entry: Entry): number {
  const { path } = entry.root;
  if (entry.depth === 0 && entry.directoryLength === 0 && path[0] === SLASH) return path.length - 1;
  return entry.directoryLength;
}
