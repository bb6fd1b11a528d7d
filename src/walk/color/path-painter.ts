/**
 * Paints a path of which nothing is known, by asking the file system: what links say, what messages are about (REFERENCE 12.4).
 *
 * In: bytes, and how they are looked up. Out: the directories in their colour, then the name in its own. A path that leads nowhere is
 * coloured as far as it exists, the last existing part by what it is, and the rest as missing:
 *
 *     dir/file.txt/x      dir/ directory   file.txt regular   /x missing
 */

import { DT } from '../../ioq/layout.ts';
import type { Follow } from '../../ioq/system.ts';
import type { ByteSink } from '../action/byte-sink.ts';
import { Status } from '../status.ts';
import type { Brush } from './brush.ts';
import type { FileColors, Tint } from './file-colors.ts';

const SLASH = 0x2f;
const ENAMETOOLONG = 36;

/** Fill `status`. @returns 0 or minus an errno. */
export type LookUp = (path: Uint8Array, follow: Follow, status: Status) => number;

export class PathPainter {
  readonly #brush: Brush;
  readonly #colors: FileColors;
  readonly #status: Status = new Status();

  constructor(brush: Brush) {
    this.#brush = brush;
    this.#colors = brush.colors;
  }

  paint(sink: ByteSink, path: Uint8Array, lookUp: LookUp): void {
    const end = this.#existingLength(path, lookUp);
    const missing = this.#colors.missing;
    if (end < 0) this.#brush.path(sink, null, path, nameOffset(path));
    else {
      if (end > 0) this.#paintExisting(sink, path.subarray(0, end), lookUp, end < path.length);
      this.#brush.run(sink, missing, path, end);
    }
  }

  /** How much of the path is there, from its beginning; -1 where that cannot be found out. */
  #existingLength(path: Uint8Array, lookUp: LookUp): number {
    let length = path.length;
    while (length > 0) {
      const result = lookUp(path.subarray(0, length), 0, this.#status);
      if (result === 0) return length;
      if (result === -ENAMETOOLONG) return -1;
      const slashes = length;
      while (length > 0 && path[length - 1] === SLASH) length--;
      if (length < slashes) continue;
      while (length > 0 && path[length - 1] !== SLASH) length--;
    }
    return 0;
  }

  #paintExisting(sink: ByteSink, path: Uint8Array, lookUp: LookUp, isPart: boolean): void {
    const { directory } = this.#colors;
    // More follows, so this is a directory, or was until just now.
    if (isPart && path.at(-1) === SLASH) this.#brush.run(sink, directory, path);
    else {
      const offset = nameOffset(path);
      this.#brush.path(sink, this.#tintOf(path, offset, lookUp), path, offset);
    }
  }

  /** By what a link leads to; by itself where it leads nowhere. */
  #tintOf(path: Uint8Array, nameStart: number, lookUp: LookUp): Tint {
    const colors = this.#colors;
    if (lookUp(path, 2, this.#status) === 0) return tintOfStatus(colors, this.#status, path, nameStart, path.length);
    return lookUp(path, 0, this.#status) === 0 ? (colors.orphan ?? colors.link) : colors.missing;
  }
}

/** The colour of a file that is no link. The name is `bytes[start, end)`. */
export function tintOfStatus(colors: FileColors, status: Status, bytes: Uint8Array, start: number, end: number): Tint {
  const { mode } = status;
  const type = (mode >>> 12) & 15;
  if (type === DT.regular) return colors.ofRegular(mode, status.links, null, bytes, start, end);
  if (type === DT.directory) return colors.ofDirectory(mode);
  return type === DT.link ? colors.link : colors.ofType(type);
}

/** Where the last component begins; slashes at the end are part of it. */
function nameOffset(path: Uint8Array): number {
  let offset = path.length;
  while (offset > 0 && path[offset - 1] === SLASH) offset--;
  if (offset === 0) return 0;
  while (offset > 0 && path[offset - 1] !== SLASH) offset--;
  return offset;
}
