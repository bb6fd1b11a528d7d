/**
 * What kind of file something is, asked as fs.Dirent and fs.Stats are asked.
 *
 * In: a DT_* of the layout. Out: a word, and the methods. The kinds are those of getdents64(2).
 */

import { inspect } from 'node:util';
import { DT } from '../../ioq/layout.ts';

/** Have console.log show objects of a class by what `fieldsOf` says of them, which getters would not be. */
export function showFields<T extends object>(
  type: { readonly prototype: T },
  name: string,
  fieldsOf: (shown: T) => object,
): void {
  class Shown {}
  Object.defineProperty(Shown, 'name', { value: name });
  Object.defineProperty(type.prototype, inspect.custom, {
    value(this: T): object {
      return Object.assign(new Shown(), fieldsOf(this));
    },
  });
}

/** `unknown` only where a file could not be examined. */
export type FileType = 'file' | 'directory' | 'symlink' | 'block' | 'character' | 'fifo' | 'socket' | 'whiteout' | 'unknown';

/** By DT_*. */
export const typeWords: readonly FileType[] = makeWords();

function makeWords(): FileType[] {
  const words = new Array<FileType>(16).fill('unknown');
  words[DT.regular] = 'file';
  words[DT.directory] = 'directory';
  words[DT.link] = 'symlink';
  words[DT.block] = 'block';
  words[DT.char] = 'character';
  words[DT.fifo] = 'fifo';
  words[DT.socket] = 'socket';
  words[DT.whiteout] = 'whiteout';
  return words;
}

export abstract class FileKind {
  /** DT_*. */
  protected abstract get typeCode(): number;

  get type(): FileType {
    return typeWords[this.typeCode]!;
  }

  isFile(): boolean {
    return this.typeCode === DT.regular;
  }

  isDirectory(): boolean {
    return this.typeCode === DT.directory;
  }

  isSymbolicLink(): boolean {
    return this.typeCode === DT.link;
  }

  isBlockDevice(): boolean {
    return this.typeCode === DT.block;
  }

  isCharacterDevice(): boolean {
    return this.typeCode === DT.char;
  }

  isFIFO(): boolean {
    return this.typeCode === DT.fifo;
  }

  isSocket(): boolean {
    return this.typeCode === DT.socket;
  }
}
