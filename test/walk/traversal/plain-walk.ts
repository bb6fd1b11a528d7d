/**
 * The outside of a traversal, for tests: roots, options and visitors made of plain values, a queue that answers when it is told to,
 * system calls that open nothing and remember everything, and whole walks over real trees.
 *
 * Everything is fixed but what a test overrides: no link is followed, no depth is limited, nothing is sorted, everything is visited.
 */

import type { Ioq, IoqServed } from '../../../src/ioq/ioq.ts';
import {
  CONTROL_BYTES,
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_LENGTH,
  ENTRY_NAME,
  ENTRY_OVERHEAD,
  ENTRY_TYPE,
  REAP_LIST,
  SLOT,
  SLOT_BYTES,
  SUBMIT_LIST,
} from '../../../src/ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../../../src/ioq/system.ts';
import { Entry, type Root } from '../../../src/walk/entry.ts';
import { Lookup } from '../../../src/walk/lookup.ts';
import { slotWord } from '../../../src/walk/traversal/slots.ts';
import { type StrategyName, Traversal } from '../../../src/walk/traversal/traversal.ts';
import type { Cursors, TraversalOptions, Visitor } from '../../../src/walk/traversal/visitor.ts';
import { Verdict } from '../../../src/walk/verdict.ts';
import { openQueue } from '../../fixture/backends.ts';
import { system as realSystem } from '../action/entries.ts';

const encoder = new TextEncoder();

export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (path: Uint8Array): string => Buffer.from(path).toString();

export function makeRoots(...paths: readonly string[]): Root[] {
  return paths.map((path, number) => ({ path: bytes(path), number }));
}

export function makeOptions(overrides: Partial<TraversalOptions> = {}): TraversalOptions {
  return {
    base: AT_FDCWD,
    follow: 'never',
    minDepth: 0,
    maxDepth: Number.POSITIVE_INFINITY,
    mayDescend: null,
    postOrder: false,
    sameDevice: false,
    skipMounts: false,
    sort: false,
    collation: null,
    statusTypes: 0,
    visitedTypes: -1,
    filter: null,
    unlinksLater: false,
    speculates: true,
    descriptors: 8,
    ...overrides,
  };
}

/** System calls that succeed without doing anything; each is written down. Descriptors are numbers from 100. */
export interface RecordedCalls {
  readonly system: SystemCalls;
  /** `open 100 a/b` with the directory it is relative to, `close 101`, in order. */
  readonly calls: string[];
}

/** @param refuse - By path: minus an errno for each time that it is opened, 0 to let it be. */
export function recordCalls(refuse: (path: string, attempt: number) => number = () => 0): RecordedCalls {
  const calls: string[] = [];
  const attempts = new Map<string, number>();
  let next = 100;
  const system: SystemCalls = {
    ...realSystem,
    openDirectory: (dirfd, path) => {
      const name = text(path);
      const attempt = (attempts.get(name) ?? 0) + 1;
      attempts.set(name, attempt);
      calls.push(`open ${dirfd < 0 ? '.' : dirfd} ${name}`);
      return refuse(name, attempt) || next++;
    },
    adopt: () => {},
    close: (fd) => {
      calls.push(`close ${fd}`);
      return 0;
    },
  };
  return { system, calls };
}

/** A queue whose requests stay in flight until the test answers them. */
export class HeldQueue implements Ioq {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly queueDepth: number;
  /** Slots in flight, in the order of their requests. */
  readonly inFlight: number[] = [];
  readonly #answered: number[] = [];
  cancelled = false;

  constructor(queueDepth: number) {
    this.queueDepth = queueDepth;
    const buffer = new ArrayBuffer(CONTROL_BYTES + queueDepth * SLOT_BYTES);
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
  }

  submit(count: number): number {
    for (let i = 0; i < count; i++) this.inFlight.push(this.words[(SUBMIT_LIST >>> 2) + i]!);
    return count;
  }

  /** Finish a request: with `result`, and `dirfd` where it left a directory open. */
  answer(slot: number, result = 0, dirfd?: number): void {
    this.inFlight.splice(this.inFlight.indexOf(slot), 1);
    this.words[slotWord(slot) + SLOT.result] = result;
    if (dirfd !== undefined) this.words[slotWord(slot) + SLOT.dirfd] = dirfd;
    this.#answered.push(slot);
  }

  reap(wait: boolean): number {
    // A real queue would sleep until it is done.
    if (wait) for (const slot of [...this.inFlight]) this.answer(slot);
    const count = this.#answered.length;
    this.#answered.forEach((slot, i) => {
      this.words[(REAP_LIST >>> 2) + i] = slot;
    });
    this.#answered.length = 0;
    return count;
  }

  waitFor(): boolean {
    return true;
  }

  notify(): boolean {
    return false;
  }

  cancel(): void {
    this.cancelled = true;
  }

  destroy(): void {}

  served(): IoqServed {
    throw new Error('nothing is served');
  }
}

export interface PackedEntry {
  readonly name: string;
  readonly type?: number;
  readonly hasStatus?: boolean;
}

/** Entries as a slot holds them. */
export function packEntries(entries: readonly PackedEntry[]): Uint8Array {
  const packed = entries.map(({ name, type = DT.regular, hasStatus = false }) => {
    const nameBytes = bytes(name);
    const entry = new Uint8Array(nameBytes.length + ENTRY_OVERHEAD);
    entry[ENTRY_TYPE] = type;
    entry[ENTRY_FLAGS] = hasStatus ? ENTRY_HAS_STATUS : 0;
    entry[ENTRY_LENGTH] = nameBytes.length & 255;
    entry[ENTRY_LENGTH + 1] = nameBytes.length >> 8;
    entry.set(nameBytes, ENTRY_NAME);
    return entry;
  });
  return new Uint8Array(Buffer.concat(packed));
}

/** An entry whose services are those of a `Lookup` without a traversal. */
export function makeCursor(system: SystemCalls = realSystem): Entry {
  return new Entry(new Lookup(system, 'never', () => {}));
}

export function makeCursors(system: SystemCalls = realSystem): Cursors {
  return { listed: makeCursor(system), finished: makeCursor(system), probed: makeCursor(system) };
}

export const pathOf = (entry: Entry): string => text(entry.path.subarray(0, entry.spellPath()));

/** A visitor that writes down what it is shown. */
export interface Recorder {
  readonly visitor: Visitor;
  readonly verdict: Verdict;
  /** Paths in the order of their visits; a post visit has a slash behind it. */
  readonly visits: string[];
  /** `directory PATH ERRNO`, `entry PATH ERRNO`, `loop PATH ANCESTOR`. */
  readonly failures: string[];
}

/** @param visited - Called with each path that is visited: for a test that prunes or stops. */
export function makeRecorder(
  overrides: Partial<Visitor> = {},
  visited: (path: string, verdict: Verdict, entry: Entry) => void = () => {},
): Recorder {
  const visits: string[] = [];
  const failures: string[] = [];
  const verdict = new Verdict();
  const visitor: Visitor = {
    verdict,
    admit: null,
    mayNeedStatus: null,
    visit: (entry) => {
      const path = pathOf(entry);
      visits.push(entry.postVisit ? `${path}/` : path);
      visited(path, verdict, entry);
      return true;
    },
    failDirectory: (entry, errno) => failures.push(`directory ${pathOf(entry)} ${errno}`),
    failEntry: (entry, errno) => failures.push(`entry ${pathOf(entry)} ${errno}`),
    failLoop: (entry, ancestor) => failures.push(`loop ${pathOf(entry)} ${text(ancestor)}`),
    ...overrides,
  };
  return { visitor, verdict, visits, failures };
}

/** Walk real trees to the end; paths come without `within`, which the roots are in. */
export function traverse(
  within: string,
  roots: readonly string[],
  strategy: StrategyName,
  options: Partial<TraversalOptions> = {},
  recorder: Recorder = makeRecorder(),
): { readonly visits: string[]; readonly failures: string[] } {
  using queue = openQueue('sync', { queueDepth: 4 });
  const { ioq, system } = queue;
  const lookup = new Lookup(system, options.follow ?? 'never', () => {});
  const cursors = { listed: new Entry(lookup), finished: new Entry(lookup), probed: new Entry(lookup) };
  const paths = makeRoots(...roots.map((root) => `${within}/${root}`));
  const traversal = new Traversal(ioq, system, paths, strategy, makeOptions(options), recorder.visitor, cursors);
  lookup.traversal = traversal;
  try {
    while (traversal.step(true));
  } finally {
    traversal.close();
  }
  const shorten = (line: string): string => line.replaceAll(`${within}/`, '');
  return { visits: recorder.visits.map(shorten), failures: recorder.failures.map(shorten) };
}
