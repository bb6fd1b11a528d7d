/**
 * Adds up what a walk finds, for `sum`: the twin of -count, -sum and -by.
 *
 * In: a cursor, during its visit. Out: groups of files with what they come to, by the code that serves the command, so both say the same.
 */

import { appendAccount } from '../action/account-text.ts';
import { type Adding, compileAdding } from '../action/aggregate.ts';
import type { Group } from '../action/aggregate-group.ts';
import { Scratch } from '../action/byte-sink.ts';
import { typeLetter } from '../action/mode-text.ts';
import type { PrintServices } from '../action/services.ts';
import type { GroupKey, Measure } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import { MergeSort } from '../merge-sort.ts';
import { type FileType, typeWords } from './file-kind.ts';
import { loopTurns } from './loop-turns.ts';
import { refuseOptions, type WalkOptions } from './options.ts';
import type { Sink } from './search.ts';
import type { Encoding } from './walk-entry.ts';

/** What is added up: bytes, units of 512 bytes that they take, or files. */
export type Summed = Measure;

/** The options of a walk that matter to a sum, which has no order. */
export interface SumOptions extends Omit<WalkOptions<Encoding>, 'sort' | 'reverse' | 'encoding' | 'paths' | 'stat'> {
  /**
   * A file of several hard links is added once to a size or to blocks, as du(1) does.
   *
   * @default 'size'
   */
  readonly of?: Summed | undefined;
}

/** Of one group of files. */
export interface GroupSum<K extends GroupKey = GroupKey> {
  /** The extension without its dot, empty without one; the directory's path; a `FileType`; the owner's name; the depth. */
  readonly key: K extends 'depth' ? number : K extends 'type' ? FileType : string;
  /** What was added up; exact up to 2 ** 53. */
  readonly value: number;
  /** How many files were. */
  readonly count: number;
}

const MEASURES: readonly Measure[] = ['size', 'blocks', 'count'];
const KEYS: readonly GroupKey[] = ['ext', 'type', 'dir', 'user', 'depth'];

/**
 * What is to be added up, and the options of the walk.
 *
 * @throws {TypeError} It is not what can be added up, or an option means nothing to a sum.
 */
export function splitSumOptions(options: SumOptions & { readonly by?: GroupKey | undefined }): {
  readonly of: Summed;
  readonly by: GroupKey | null;
  readonly walkOptions: WalkOptions<Encoding>;
} {
  const { of = 'size', by = null, ...rest } = options;
  if (!MEASURES.includes(of)) throw new TypeError(`The option of is ${JSON.stringify(of)}, not one of ${MEASURES.join(', ')}`);
  if (by !== null && !KEYS.includes(by)) {
    throw new TypeError(`The option by is ${JSON.stringify(by)}, not one of ${KEYS.join(', ')}`);
  }
  refuseOptions(rest, ['sort', 'reverse', 'encoding', 'paths', 'stat'], 'a sum');
  return { of, by, walkOptions: of === 'count' && by !== 'user' ? rest : { ...rest, stat: true } };
}

/** A part of a millisecond's work. */
const GROUPS_PER_PART = 512;

export class Summing implements Sink {
  /** No batch is ever full. */
  readonly length = 0;
  readonly #by: GroupKey | null;
  readonly #isCount: boolean;
  readonly #adding: Adding;
  #services: PrintServices | null = null;

  constructor(of: Summed, by: GroupKey | null) {
    this.#by = by;
    this.#isCount = of === 'count';
    this.#adding = compileAdding(of, by);
  }

  prepare(services: PrintServices): void {
    this.#services = services;
  }

  begin(): void {}

  take(cursor: Entry): void {
    this.#adding.add(cursor);
  }

  /** Of all files. */
  get total(): number {
    return Number(this.#adding.groups().reduce((sum, group) => sum + this.#valueOf(group), 0n));
  }

  /** The greatest first, equals by their keys; of very many the event loop has turns meanwhile. */
  async groups(): Promise<GroupSum[]> {
    const groups = this.#adding.groups();
    const made: GroupSum[] = [];
    const keys = new Float64Array(groups.length);
    for (const group of groups) {
      const value = Number(this.#valueOf(group));
      keys[made.length] = -value;
      made.push({ key: this.#keyOf(group.key) as string, value, count: group.count });
      if (made.length % GROUPS_PER_PART === 0 && loopTurns.isHeldUp) await loopTurns.next();
    }
    const sort = new MergeSort((a, b) => (made[a]!.key < made[b]!.key ? -1 : 1));
    sort.begin(groups.length, keys);
    while (sort.proceed(GROUPS_PER_PART)) if (loopTurns.isHeldUp) await loopTurns.next();
    return Array.from(sort.order.subarray(0, groups.length), (index) => made[index]!);
  }

  #valueOf({ count, sum }: Group): bigint {
    return this.#isCount ? BigInt(count) : sum;
  }

  #keyOf(key: Uint8Array | number): string | number {
    if (typeof key !== 'number') return this.#by === 'type' ? typeOfLetter(key[0]!) : Buffer.from(key).toString();
    if (this.#by !== 'user') return key;
    const name = new Scratch();
    appendAccount(this.#services!.accounts.userName(key), key, name);
    return Buffer.from(name.bytes.subarray(0, name.length)).toString();
  }
}

function typeOfLetter(letter: number): FileType {
  return typeWords.find((_, type) => typeLetter(type) === letter) ?? 'unknown';
}
