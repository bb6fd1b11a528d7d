/**
 * Where a walk does not go: to other devices, round in a loop, through a link that cannot be followed.
 *
 * In: an entry whose status is known, before it is visited. Out: whether it is to be visited at all. A loop is found by
 * comparing a directory's device and inode with its ancestors' only (`-L`): a directory that is reached twice by different
 * ways is no loop. "Another device" is another than the starting point's, since no walk with such a bound ever leaves it.
 */

import { DT, SLOT } from '../../ioq/layout.ts';
import type { Entry, Root } from '../entry.ts';
import type { Status } from '../status.ts';
import type { Directories } from './directories.ts';
import type { TraversalOptions } from './visitor.ts';

export class Boundary {
  readonly #follows: boolean;
  readonly #skipMounts: boolean;
  readonly #directories: Directories;
  /** By root; null where devices do not matter. */
  readonly #devices: BigUint64Array | null;
  /** Entries have to pass {@link verdictOf} before they are visited. */
  readonly examines: boolean;

  constructor(options: TraversalOptions, directories: Directories, roots: readonly Root[]) {
    this.#follows = options.follow === 'always';
    this.#skipMounts = options.skipMounts;
    this.#directories = directories;
    this.#devices = options.sameDevice || options.skipMounts ? new BigUint64Array(roots.length) : null;
    this.examines = this.#follows || options.skipMounts;
  }

  /** Remember a starting point's device. */
  setRoot(root: Root, status: Status): void {
    if (this.#devices !== null) this.#devices[root.number] = status.deviceBig;
  }

  /** Remember who a directory is, for {@link verdictOf} of those below it. */
  setDirectory(directory: number, status: Status): void {
    if (this.#follows) this.#directories.setIdentity(directory, status.deviceBig, status.inodeBig);
  }

  /** Put the device that `directory` must be on into a request whose header starts at `word`. */
  fillDevice(directory: number, words: Int32Array, word: number): void {
    if (this.#devices === null) return;
    const device = this.#devices[this.#directories.root(directory).number]!;
    words[word + SLOT.device] = Number(device & 0xffff_ffffn) | 0;
    words[word + SLOT.device + 1] = Number(device >> 32n) | 0;
  }

  /**
   * May this entry of `parent` be visited?
   *
   * @returns `PASS`; `SKIP`; `FAIL` where its status could not be had; or the number of the ancestor that it loops back to.
   */
  verdictOf(entry: Entry, parent: number): number {
    if (entry.statusResult === 1) return PASS;
    if (entry.statusResult < 0) return this.#skipMounts || mayBeDirectory(entry) ? FAIL : PASS;
    const { status } = entry;
    if (this.#skipMounts && status.deviceBig !== this.#devices![entry.root.number]) return SKIP;
    if (!this.#follows || entry.type !== DT.directory) return PASS;
    const ancestor = this.#directories.findAncestor(parent, status.deviceBig, status.inodeBig);
    return ancestor < 0 ? PASS : ancestor;
  }
}

/** By what its directory says of it: a file that is neither itself nor leads to one is no loop, examined or not. */
function mayBeDirectory({ type }: Entry): boolean {
  return type === DT.directory || type === DT.link || type === DT.unknown;
}

export const PASS = -1;
export const SKIP = -2;
export const FAIL = -3;
