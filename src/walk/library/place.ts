/**
 * A directory that entries of a batch lie in, shared by them: its path as the walk knows it, and as it is to be shown.
 *
 * In: a path among the names of a batch. Out: paths ending in a slash (or empty), as bytes and, when asked for, as text. `PathForm`
 * decides once a walk how paths are shown.
 */

import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import type { Root } from '../entry.ts';
import type { Names } from './names.ts';
import type { StatusSource } from './walk-entry.ts';

const SLASH = 0x2f;

/** As the starting point was given, from `/` on, or with every link resolved. */
export type Paths = 'relative' | 'absolute' | 'real';

/** How paths are shown, and where they begin. */
export interface PathForm {
  readonly paths: Paths;
  /** Links are followed below starting points: `real` paths may then lie anywhere. */
  readonly followsLinks: boolean;
  /** The absolute path of the directory that relative starting points are in. */
  readonly directory: string;
  readonly source: StatusSource;
}

export class Place {
  readonly root: Root;
  readonly form: PathForm;
  /** The path stands among names: at [start, end). */
  readonly #names: Names;
  readonly #start: number;
  readonly #end: number;
  #shown: Buffer | null = null;
  #text: string | null = null;

  constructor(names: Names, start: number, end: number, root: Root, form: PathForm) {
    this.#names = names;
    this.#start = start;
    this.#end = end;
    this.root = root;
    this.form = form;
  }

  /** The directory's path as the walk spells it; borrowed. */
  get bytes(): Buffer {
    return this.#names.bytes.subarray(this.#start, this.#end);
  }

  /** The path as it is to be shown. */
  get shown(): Buffer {
    this.#shown ??= this.form.paths === 'relative' ? this.bytes : this.#show();
    return this.#shown;
  }

  /** {@link shown} as text. */
  get text(): string {
    this.#text ??= this.form.paths === 'relative' ? this.#names.text(this.#start, this.#end) : this.shown.toString();
    return this.#text;
  }

  /** The path of the starting point itself, as it is to be shown. */
  get rootShown(): Buffer {
    if (this.form.paths === 'relative') return Buffer.from(this.root.path);
    return this.form.paths === 'real' ? this.resolve(Buffer.from(this.root.path)) : this.#absolute(this.root.path);
  }

  /** A link that was followed is shown by the path of what it leads to. */
  get resolvesEntries(): boolean {
    return this.form.paths === 'real' && this.form.followsLinks;
  }

  /** With every link resolved; where that fails, absolute. */
  resolve(path: Buffer): Buffer {
    const absolute = this.#absolute(path);
    try {
      return realpathSync.native(absolute, 'buffer');
    } catch {
      return absolute;
    }
  }

  #show(): Buffer {
    const { root, bytes } = this;
    if (this.form.paths === 'real' && this.form.followsLinks) return withSlash(this.resolve(bytes));
    const end = root.path.length - (root.path.at(-1) === SLASH ? 1 : 0);
    // What a starting point lies in is above it.
    if (bytes.length <= end) return withSlash(this.#absolute(bytes));
    const before = this.rootShown;
    const rest = bytes.subarray(end);
    return before.length === 1 && before[0] === SLASH ? rest : Buffer.concat([before, rest]);
  }

  /** One character a byte: names need not be UTF-8. */
  #absolute(path: Uint8Array): Buffer {
    const directory = Buffer.from(this.form.directory).toString('latin1');
    return Buffer.from(posix.resolve(directory, Buffer.from(path).toString('latin1')), 'latin1');
  }
}

function withSlash(path: Buffer): Buffer {
  return path.at(-1) === SLASH ? path : Buffer.concat([path, Buffer.of(SLASH)]);
}
