/**
 * Which group an entry belongs to: by extension, type, directory, owner, depth, or all in one.
 *
 * In: an entry. Out: its `Group`, made when it is first met. Bytes are looked up by a hash of them and compared; the directory only where it is
 * not that of the entry before, as those of one directory come together.
 */

import type { GroupKey } from '../aggregate.ts';
import type { Entry } from '../entry.ts';
import { Scratch } from './byte-sink.ts';
import { appendDirectory } from './entry-path.ts';
import { typeLetter } from './mode-text.ts';
import { extensionStart } from './record-field.ts';

/** Numbers below are added exactly: two of them make less than 2 ** 53. */
export const EXACT_LIMIT: number = 2 ** 52;

/** What has been added up of some entries. */
export class Group {
  /** Bytes of an extension, a directory, a type letter; or a number, of levels or a user. */
  readonly key: Uint8Array | number;
  /** Entries that were added. */
  count = 0;
  /** {@link sum} less what is in {@link #large}. */
  #small = 0;
  #large = 0n;
  /** The next group whose key has the same hash. */
  next: Group | null = null;

  constructor(key: Uint8Array | number) {
    this.key = key;
  }

  get sum(): bigint {
    return this.#large + BigInt(this.#small);
  }

  /** @param amount - 0 <= amount < 2 ** 52. */
  add(amount: number): void {
    this.count++;
    this.#small += amount;
    if (this.#small >= EXACT_LIMIT) this.#carry();
  }

  addLarge(amount: bigint): void {
    this.count++;
    this.#large += amount;
  }

  #carry(): void {
    this.#large += BigInt(this.#small);
    this.#small = 0;
  }
}

export interface Grouping {
  readonly groupOf: (entry: Entry) => Group;
  /** All of them, in no order. */
  groups(): readonly Group[];
}

export function compileGrouping(by: GroupKey | null): Grouping {
  switch (by) {
    case null: {
      const only = new Group(new Uint8Array(0));
      return { groupOf: () => only, groups: () => [only] };
    }
    case 'type':
      return groupByNumber(
        (entry) => entry.type,
        (type) => Uint8Array.of(typeLetter(type)),
      );
    case 'depth':
      return groupByNumber(
        (entry) => entry.depth,
        (depth) => depth,
      );
    case 'user':
      return groupByNumber(
        (entry) => entry.status.uid,
        (uid) => uid,
      );
    case 'ext':
      return groupByExtension();
    case 'dir':
      return groupByDirectory();
  }
}

function groupByNumber(numberOf: (entry: Entry) => number, keyOf: (number: number) => Uint8Array | number): Grouping {
  const groups = new Map<number, Group>();
  let lastNumber = -1;
  let last: Group | undefined;
  return {
    groupOf: (entry) => {
      const number = numberOf(entry);
      if (number === lastNumber && last !== undefined) return last;
      let group = groups.get(number);
      if (group === undefined) {
        group = new Group(keyOf(number));
        groups.set(number, group);
      }
      lastNumber = number;
      last = group;
      return group;
    },
    groups: () => [...groups.values()],
  };
}

function groupByExtension(): Grouping {
  const groups = new GroupTable();
  return {
    groupOf: (entry) => {
      const dot = extensionStart(entry);
      return groups.find(entry.bytes, Math.min(dot + 1, entry.nameEnd), entry.nameEnd);
    },
    groups: () => groups.all,
  };
}

function groupByDirectory(): Grouping {
  const groups = new GroupTable();
  const directory = new Scratch();
  let last: Group | null = null;
  let lastPath = new Uint8Array(0);
  return {
    groupOf: (entry) => {
      if (last !== null && entry.depth > 0 && isSame(entry.path, entry.directoryLength, lastPath)) return last;
      directory.length = 0;
      appendDirectory(entry, directory);
      last = groups.find(directory.bytes, 0, directory.length);
      lastPath = entry.depth > 0 ? entry.path.slice(0, entry.directoryLength) : new Uint8Array(0);
      return last;
    },
    groups: () => groups.all,
  };
}

/** Backwards: neighbours differ at the end. */
function isSame(path: Uint8Array, length: number, known: Uint8Array): boolean {
  if (length !== known.length) return false;
  for (let i = length - 1; i >= 0; i--) if (path[i] !== known[i]) return false;
  return true;
}

/** Groups by bytes. */
class GroupTable {
  readonly all: Group[] = [];
  readonly #first = new Map<number, Group>();

  find(bytes: Uint8Array, start: number, end: number): Group {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x0100_0193);
    const first = this.#first.get(hash) ?? null;
    for (let group = first; group !== null; group = group.next) {
      const key = group.key as Uint8Array;
      if (key.length !== end - start) continue;
      let i = 0;
      while (i < key.length && key[i] === bytes[start + i]) i++;
      if (i === key.length) return group;
    }
    const group = new Group(bytes.slice(start, end));
    group.next = first;
    this.#first.set(hash, group);
    this.all.push(group);
    return group;
  }
}
