/**
 * One file that a walk has found, as programs see it.
 *
 * In: a name among others, a shared directory, what the walk knew when it passed. Out: path, name, kind and status, each made when it is
 * asked for. An entry is a value: it stays as it is when the walk goes on, except in a borrowed batch, whose entries are filled
 * anew with the next one. Text is decoded as UTF-8, in which invalid bytes become U+FFFD; the bytes are exact.
 */

import { STATUS_BYTES } from '../../ioq/layout.ts';
import { EntryStatus } from './entry-status.ts';
import { FileKind, type FileType, showFields } from './file-kind.ts';
import type { Names } from './names.ts';
import type { Place } from './place.ts';

/** What entries are made of text, or of bytes where names matter that are not UTF-8. */
export type Encoding = 'utf8' | 'buffer';

/** How an {@link Encoding} gives names. */
export type EncodedText<E extends Encoding> = E extends 'buffer' ? Buffer : string;

/** Looks a file up again for whoever asks late. */
export interface StatusSource {
  /** Fill `record`. @throws {WalkError} It cannot be had. */
  load(entry: WalkEntry<Encoding>, record: Uint8Array): void;
  readonly encoding: Encoding;
}

export class WalkEntry<E extends Encoding = 'utf8'> extends FileKind {
  /** Levels below the starting point, which is at 0. */
  depth: number;
  #type: number;
  #names: Names;
  #start: number;
  #end: number;
  #place: Place;
  /** What the walk knew of the status: records, and where this one's is; null: nothing. */
  #words: Int32Array | null = null;
  #base = 0;

  /** @internal */
  constructor(names: Names, start: number, end: number, place: Place, depth: number, type: number) {
    super();
    this.#names = names;
    this.#start = start;
    this.#end = end;
    this.#place = place;
    this.depth = depth;
    this.#type = type;
  }

  /** @internal Make it another file. */
  move(names: Names, start: number, end: number, place: Place, depth: number, type: number): void {
    this.#names = names;
    this.#start = start;
    this.#end = end;
    this.#place = place;
    this.depth = depth;
    this.#type = type;
    this.#words = null;
  }

  /** @internal The status is known. */
  setStatus(words: Int32Array, base: number): void {
    this.#words = words;
    this.#base = base;
  }

  protected override get typeCode(): number {
    return this.#type;
  }

  /** The path, beginning as the option `paths` says. */
  get path(): EncodedText<E> {
    if (this.depth === 0 || this.#place.resolvesEntries || this.#isBytes) return this.#encode(this.pathBytes);
    return (this.#place.text + this.#names.text(this.#start, this.#end)) as EncodedText<E>;
  }

  /** The last component of the path; of a starting point without slashes at its end. */
  get name(): EncodedText<E> {
    if (this.#isBytes) return this.nameBytes as EncodedText<E>;
    return this.#names.text(this.#start, this.#end) as EncodedText<E>;
  }

  /** The path of the directory that it is in, without a slash at its end. */
  get parentPath(): EncodedText<E> {
    return this.#encode(this.parentPathBytes);
  }

  /** The starting point, as it was given. */
  get root(): EncodedText<E> {
    return this.#encode(this.rootBytes);
  }

  get pathBytes(): Buffer {
    const place = this.#place;
    if (this.depth === 0) return place.rootShown;
    const path = Buffer.concat([place.shown, this.nameBytes]);
    return place.resolvesEntries ? place.resolve(this.walkedPath) : path;
  }

  get nameBytes(): Buffer {
    return Buffer.from(this.#names.bytes.subarray(this.#start, this.#end));
  }

  get parentPathBytes(): Buffer {
    const { shown } = this.#place;
    if (shown.length === 0) return Buffer.from('.');
    return Buffer.from(shown.length > 1 ? shown.subarray(0, -1) : shown);
  }

  get rootBytes(): Buffer {
    return Buffer.from(this.#place.root.path);
  }

  /** @internal The path by which the walk found it. */
  get walkedPath(): Buffer {
    if (this.depth === 0) return this.rootBytes;
    return Buffer.concat([this.#place.bytes, this.#names.bytes.subarray(this.#start, this.#end)]);
  }

  /**
   * The status, links treated as the walk treats them. Looked up now, unless the walk had to know it or the option `stat` is set.
   *
   * @throws {WalkError} It cannot be had.
   */
  get stat(): EntryStatus {
    if (this.#words === null) {
      const record = new Int32Array(STATUS_BYTES / 4);
      this.#place.form.source.load(this, new Uint8Array(record.buffer));
      this.setStatus(record, 0);
    }
    return new EntryStatus(this.#words!, this.#base);
  }

  /** What it is, without its status. */
  toJSON(): {
    path: EncodedText<E>;
    name: EncodedText<E>;
    parentPath: EncodedText<E>;
    root: EncodedText<E>;
    depth: number;
    type: FileType;
  } {
    const { path, name, parentPath, root, depth, type } = this;
    return { path, name, parentPath, root, depth, type };
  }

  get #isBytes(): boolean {
    return this.#place.form.source.encoding === 'buffer';
  }

  #encode(bytes: Buffer): EncodedText<E> {
    return (this.#isBytes ? bytes : bytes.toString()) as EncodedText<E>;
  }
}

showFields(WalkEntry, 'Entry', (entry) => entry.toJSON());
