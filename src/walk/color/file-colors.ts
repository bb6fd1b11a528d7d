/**
 * The colour of a file: from its type, mode, links and name to the sequence that switches the colour on (REFERENCE 12.4).
 *
 * In: a `Palette` and what is known of a file. Out: a `Tint`, the bytes to be written before the name, or null where it is plain. Sequences
 * are made once. A tint is known by its identity: that of directories, `directory`, joins a directory's name to the path before it. Which
 * types need their status for this, `typesNeedingStatus` tells the plan.
 */

import { DT } from '../../ioq/layout.ts';
import type { Palette } from './palette.ts';
import { compileSuffixes, type SuffixIndex } from './suffixes.ts';

/** `lc`, a code, `rc`; null: no colour. */
export type Tint = Uint8Array | null;

const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;
const S_IWOTH = 0o0002;
const ANY_EXECUTE = 0o111;

export class FileColors {
  /** `ec`: ends every run that a tint began. */
  readonly end: Uint8Array;
  readonly directory: Tint;
  readonly normal: Tint;
  /** For what does not exist. */
  readonly missing: Tint;
  /** For a link whose target is missing; null: it is as other links. */
  readonly orphan: Tint;
  readonly link: Tint;
  readonly linksAsTargets: boolean;
  /** Capabilities have a colour of their own, and are to be asked for. */
  readonly capability: Tint;
  readonly #palette: Palette;
  readonly #setuid: Tint;
  readonly #setgid: Tint;
  readonly #executable: Tint;
  readonly #severalLinks: Tint;
  readonly #file: Tint;
  readonly #sticky: Tint;
  readonly #otherWritable: Tint;
  readonly #stickyOtherWritable: Tint;
  readonly #byType: readonly Tint[];
  readonly #suffixes: SuffixIndex | null;
  readonly #suffixTints: readonly Tint[];

  constructor(palette: Palette) {
    this.#palette = palette;
    this.end = this.#endSequence();
    this.normal = this.#sequence(palette.codes.get('no') ?? null);
    this.directory = this.tint('di');
    this.orphan = this.tint('or');
    this.missing = this.tint('mi') ?? this.orphan;
    this.link = this.tint('ln');
    this.linksAsTargets = palette.linksAsTargets;
    this.capability = this.tint('ca');
    this.#setuid = this.tint('su');
    this.#setgid = this.tint('sg');
    this.#executable = this.tint('ex');
    this.#severalLinks = this.tint('mh');
    this.#file = this.tint('fi');
    this.#sticky = this.tint('st');
    this.#otherWritable = this.tint('ow');
    this.#stickyOtherWritable = this.tint('tw');
    const byType = new Array<Tint>(16).fill(null);
    byType[DT.block] = this.tint('bd');
    byType[DT.char] = this.tint('cd');
    byType[DT.fifo] = this.tint('pi');
    byType[DT.socket] = this.tint('so');
    byType[DT.unknown] = this.missing;
    this.#byType = byType;
    this.#suffixes = compileSuffixes(palette.suffixes);
    this.#suffixTints = palette.suffixes.map(({ code }) => (code.length === 0 ? this.normal : this.#sequence(code)));
  }

  /** Bits of the DT_* types whose colour depends on mode or links. */
  get typesNeedingStatus(): number {
    const ofRegular = [this.#setuid, this.#setgid, this.#executable, this.#severalLinks];
    const ofDirectory = [this.#sticky, this.#otherWritable, this.#stickyOtherWritable];
    const any = (tints: readonly Tint[]): boolean => tints.some((tint) => tint !== null);
    return (any(ofRegular) ? 1 << DT.regular : 0) | (any(ofDirectory) ? 1 << DT.directory : 0);
  }

  /** The tint of a key, such as `bld` for messages; null where it is unset. */
  tint(key: string): Tint {
    const code = this.#palette.codes.get(key) ?? null;
    return code?.length === 0 ? this.normal : this.#sequence(code);
  }

  /**
   * A regular file's.
   *
   * @param mode - 0 where no colour depends on it.
   * @param hasCapability - Asked only where nothing before it decides.
   */
  ofRegular(
    mode: number,
    links: number,
    hasCapability: (() => boolean) | null,
    name: Uint8Array,
    start: number,
    end: number,
  ): Tint {
    if ((mode & (S_ISUID | S_ISGID | ANY_EXECUTE)) !== 0 || links > 1 || hasCapability !== null) {
      if ((mode & S_ISUID) !== 0 && this.#setuid !== null) return this.#setuid;
      if ((mode & S_ISGID) !== 0 && this.#setgid !== null) return this.#setgid;
      if (hasCapability !== null && this.capability !== null && hasCapability()) return this.capability;
      if ((mode & ANY_EXECUTE) !== 0 && this.#executable !== null) return this.#executable;
      if (links > 1 && this.#severalLinks !== null) return this.#severalLinks;
    }
    if (this.#suffixes !== null) {
      const rule = this.#suffixes.find(name, start, end);
      if (rule >= 0) return this.#suffixTints[rule]!;
    }
    return this.#file;
  }

  ofDirectory(mode: number): Tint {
    if ((mode & (S_ISVTX | S_IWOTH)) === 0) return this.directory;
    const isSticky = (mode & S_ISVTX) !== 0;
    if ((mode & S_IWOTH) !== 0) {
      if (isSticky && this.#stickyOtherWritable !== null) return this.#stickyOtherWritable;
      if (this.#otherWritable !== null) return this.#otherWritable;
    }
    return isSticky && this.#sticky !== null ? this.#sticky : this.directory;
  }

  /** Of what is neither a regular file nor a directory nor a link. */
  ofType(type: number): Tint {
    return this.#byType[type]!;
  }

  #frame(key: string): Uint8Array {
    return this.#palette.codes.get(key) ?? new Uint8Array(0);
  }

  #sequence(code: Uint8Array | null): Tint {
    if (code === null) return null;
    return Uint8Array.from([...this.#frame('lc'), ...code, ...this.#frame('rc')]);
  }

  #endSequence(): Uint8Array {
    const end = this.#frame('ec');
    return end.length > 0 ? end : Uint8Array.from([...this.#frame('lc'), ...this.#frame('rs'), ...this.#frame('rc')]);
  }
}
