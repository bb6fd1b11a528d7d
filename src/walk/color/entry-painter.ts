/**
 * Paints entries of a walk: their paths, parts of their paths, and what links say (REFERENCE 12.4, 9.2).
 *
 * In: entries; their status is there already where the plan has foreseen that it is needed (`FileColors.typesNeedingStatus`). Out: bytes in
 * a sink. Entries of one directory share the coloured path before their names: it is made once and copied, as long as the bytes of the path
 * stay the same, which is compared four at a time. A name is copied and examined in one loop; only one that is not plain ASCII is examined
 * again.
 */

import { DT } from '../../ioq/layout.ts';
import type { Follow } from '../../ioq/system.ts';
import { type ByteSink, Scratch } from '../action/byte-sink.ts';
import { canOverread, copyBytes, viewOf } from '../action/copy-bytes.ts';
import { nameOffset } from '../action/entry-path.ts';
import { isPrintable } from '../action/escape.ts';
import type { Entry } from '../entry.ts';
import { Status } from '../status.ts';
import { Brush } from './brush.ts';
import type { FileColors, Tint } from './file-colors.ts';
import { PathPainter, tintOfStatus } from './path-painter.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const SPACE = 0x20;
const DELETE = 0x7f;

/** What is asked of the walk beside what an entry's own services answer. */
export interface PaintServices {
  /** Fill `status` for a path that is relative to the directory that `entry` is in. @returns 0 or minus an errno. */
  statBeside(entry: Entry, path: Uint8Array, follow: Follow, status: Status): number;
  /** Has the file capabilities? 1, 0 or minus an errno. */
  hasCapabilities(entry: Entry): number;
}

export class EntryPainter {
  readonly brush: Brush;
  readonly #colors: FileColors;
  readonly #services: PaintServices;
  readonly #paths: PathPainter;
  readonly #statusTypes: number;
  readonly #asksCapability: boolean;
  /** What a link leads to. */
  readonly #target: Status = new Status();
  /** The path before the names, as it is printed, and as it was when that was made. */
  readonly #painted: Scratch = new Scratch();
  readonly #prefix: Scratch = new Scratch();
  #path: Uint8Array = new Uint8Array(0);
  #pathView: DataView = viewOf(this.#path);

  constructor(colors: FileColors, utf8: boolean, services: PaintServices) {
    this.brush = new Brush(colors, utf8);
    this.#colors = colors;
    this.#services = services;
    this.#paths = new PathPainter(this.brush);
    this.#statusTypes = colors.typesNeedingStatus;
    this.#asksCapability = colors.capability !== null;
  }

  /** Before what is no name; null where that has no colour. */
  get normal(): Tint {
    return this.#colors.normal;
  }

  /** After what a tint began. */
  get end(): Uint8Array {
    return this.#colors.end;
  }

  /** `%p`: the whole path. */
  readonly appendPath = (entry: Entry, sink: ByteSink): void => {
    const tint = this.tintOf(entry);
    if (entry.depth === 0 || tint === this.#colors.directory) {
      const end = entry.spellPath();
      this.brush.path(sink, tint, entry.path, entry.directoryLength, end);
      return;
    }
    const { directoryLength } = entry;
    if (!this.#isPainted(entry)) this.#paintPrefix(entry.path, directoryLength);
    const painted = this.#painted;
    const { length } = painted;
    if (sink.length + length > sink.capacity && !sink.makeRoom(length)) sink.append(painted.bytes, 0, length);
    else {
      copyBytes(sink.bytes, sink.view, sink.length, painted.bytes, painted.view, 0, length);
      sink.length += length;
    }
    this.#appendRun(sink, tint, entry.bytes, entry.nameStart, entry.nameEnd);
  };

  /** `%f`: the last component. */
  readonly appendName = (entry: Entry, sink: ByteSink): void => {
    const tint = this.tintOf(entry);
    if (entry.depth === 0) this.brush.run(sink, tint, entry.root.path, nameOffset(entry));
    else this.#appendRun(sink, tint, entry.bytes, entry.nameStart, entry.nameEnd);
  };

  /** `%h`: what stands before the name. */
  readonly appendDirectory = (entry: Entry, sink: ByteSink): void => {
    const { directory } = this.#colors;
    const length = entry.directoryLength;
    if (length > 0) this.brush.run(sink, directory, entry.path, 0, Math.max(length - 1, 1));
    else if (entry.bytes[0] === SLASH) this.brush.run(sink, directory, entry.bytes, 0, 1);
    else this.brush.run(sink, directory, Uint8Array.of(DOT));
  };

  /** `%H`: the starting point. Below it, it is a directory like others. */
  readonly appendRoot = (entry: Entry, sink: ByteSink): void => {
    if (entry.depth === 0) this.appendPath(entry, sink);
    else this.brush.run(sink, this.#colors.directory, entry.root.path);
  };

  /** `%P`: what follows the starting point and one slash. */
  readonly appendBelowRoot = (entry: Entry, sink: ByteSink): void => {
    if (entry.depth === 0) return;
    const end = entry.spellPath();
    let start = entry.root.path.length;
    if (entry.path[start] === SLASH) start++;
    this.brush.path(sink, this.tintOf(entry), entry.path.subarray(start, end), Math.max(entry.directoryLength - start, 0));
  };

  /** `%l`: what a link says, looked up from where the link is. */
  readonly appendTarget = (entry: Entry, target: Uint8Array, sink: ByteSink): void => {
    this.#paths.paint(sink, target, (path, follow, status) => this.#services.statBeside(entry, path, follow, status));
  };

  /** The colour of an entry's name. */
  tintOf(entry: Entry): Tint {
    const colors = this.#colors;
    const { type } = entry;
    if (type === DT.link) return this.#tintOfLink(entry);
    let mode = 0;
    let links = 0;
    if (((this.#statusTypes >>> type) & 1) !== 0) {
      if (entry.statusResult === 1) entry.statusResult = entry.services.loadStatus(entry);
      if (entry.statusResult !== 0) return colors.missing;
      mode = entry.status.mode;
      links = entry.status.links;
    }
    if (type === DT.directory) return colors.ofDirectory(mode);
    if (type !== DT.regular) return colors.ofType(type);
    const hasCapability = this.#asksCapability ? () => this.#services.hasCapabilities(entry) === 1 : null;
    return colors.ofRegular(mode, links, hasCapability, entry.bytes, entry.nameStart, entry.nameEnd);
  }

  #tintOfLink(entry: Entry): Tint {
    const colors = this.#colors;
    if (!colors.linksAsTargets && colors.orphan === null) return colors.link;
    const target = this.#target;
    if (entry.services.statInto(entry, 2, target) !== 0) return colors.orphan ?? colors.link;
    if (!colors.linksAsTargets) return colors.link;
    return tintOfStatus(colors, target, entry.bytes, entry.nameStart, entry.nameEnd);
  }

  /** Is the path before the entry's name the one in `#painted`? */
  #isPainted(entry: Entry): boolean {
    const prefix = this.#prefix;
    const length = entry.directoryLength;
    if (length !== prefix.length || !canOverread(entry.path, length)) return false;
    if (entry.path !== this.#path) {
      this.#path = entry.path;
      this.#pathView = viewOf(entry.path);
    }
    const mine = prefix.view;
    const theirs = this.#pathView;
    let at = 0;
    for (; at + 4 <= length; at += 4) if (mine.getInt32(at) !== theirs.getInt32(at)) return false;
    for (; at < length; at++) if (mine.getInt8(at) !== theirs.getInt8(at)) return false;
    return true;
  }

  #paintPrefix(path: Uint8Array, length: number): void {
    this.#prefix.length = 0;
    this.#prefix.append(path, 0, length);
    this.#painted.length = 0;
    this.brush.run(this.#painted, this.#colors.directory, path, 0, length);
  }

  /** A run of a file's name, straight from where it lies. */
  #appendRun(sink: ByteSink, tint: Tint, name: Uint8Array, start: number, end: number): void {
    const closing = this.#colors.end;
    const most = end - start + (tint === null ? 0 : tint.length + closing.length) + 1;
    if (sink.length + most > sink.capacity && !sink.makeRoom(most)) {
      this.brush.run(sink, tint, name, start, end);
      return;
    }
    const { bytes } = sink;
    let at = sink.length;
    if (tint !== null) for (let i = 0; i < tint.length; i++) bytes[at++] = tint[i]!;
    for (let i = start; i < end; i++) {
      const byte = name[i]!;
      if ((byte < SPACE || byte >= DELETE) && !isPrintable(name, i, end, this.brush.utf8)) {
        this.brush.run(sink, tint, name, start, end);
        return;
      }
      bytes[at++] = byte;
    }
    if (tint !== null) for (let i = 0; i < closing.length; i++) bytes[at++] = closing[i]!;
    sink.length = at;
  }
}
