/**
 * A directory that entries of a batch lie in, shared by them: its path as the walk knows it, and as it is to be shown.
 *
 * In: a walk's cursor. Out: paths ending in a slash (or empty), as bytes and, when asked for, as text. `PathForm` decides once a
 * walk how paths are shown; `placeOf` copies what it needs of the cursor.
 */

import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import type { Entry, Root } from '../entry.ts';
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
  /** The directory's path as the walk spells it. */
  readonly bytes: Buffer;
  readonly root: Root;
  readonly form: PathForm;
  #shown: Buffer | null = null;
  #text: string | null = null;

  constructor(bytes: Buffer, root: Root, form: PathForm) {
    this.bytes = bytes;
    this.root = root;
    this.form = form;
  }

  /** The path as it is to be shown. */
  get shown(): Buffer {
    this.#shown ??= this.form.paths === 'relative' ? this.bytes : this.#show();
    return this.#shown;
  }

  /** {@link shown} as text. */
  get text(): string {
    this.#text ??= this.shown.toString();
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

/** The directory that the cursor is in. */
export function placeOf(cursor: Entry, form: PathForm): Place {
  return new Place(Buffer.from(cursor.path.subarray(0, cursor.directoryLength)), cursor.root, form);
}

function withSlash(path: Buffer): Buffer {
  return path.at(-1) === SLASH ? path : Buffer.concat([path, Buffer.of(SLASH)]);
}
