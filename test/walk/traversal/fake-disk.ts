/**
 * A disk made of plain values behind a queue: requests stay in flight until a test picks which is answered next, with what entries or errno,
 * in how many chunks. Drivers are tested over it with answers in every order.
 *
 * In: directories by path, the one starting point being `x`. Out: `FakeDisk`, whose `run` steps a driver to its end.
 */

import {
  DT,
  ENTRY_FLAGS,
  ENTRY_HAS_STATUS,
  ENTRY_OVERHEAD,
  ENTRY_WANT_STATUS,
  entryLength,
  NAMES_OFFSET,
  OPERATION,
  RESPONSE_MORE,
  RESPONSE_STATUS_MORE,
  SLOT,
  STATUS,
  STATUS_OFFSET,
} from '../../../src/ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../../../src/ioq/system.ts';
import { Presenter } from '../../../src/walk/traversal/presenter.ts';
import { Slots, slotByte, slotWord } from '../../../src/walk/traversal/slots.ts';
import type { Driver, TraversalOptions } from '../../../src/walk/traversal/visitor.ts';
import { makeRandom } from '../../fixture/random-tree.ts';
import { HeldQueue, makeCursors, makeOptions, makeRoots, packEntries, type Recorder, recordCalls, text } from './plain-walk.ts';

/** Names in it, directories with a slash; or in several chunks; or minus the errno with which opening it fails. */
export type FakeDirectory = readonly string[] | readonly (readonly string[])[] | number;

/** Which of the slots in flight is answered next. */
export type Pick = (slots: readonly number[]) => number;

/** Answers in the order of the requests, in the opposite one, and in some others. */
export const ANSWER_ORDERS: readonly (readonly [title: string, pick: Pick])[] = [
  ['first to last', (slots) => slots[0]!],
  ['last to first', (slots) => slots.at(-1)!],
  ...[1, 2, 3].map((seed): readonly [string, Pick] => {
    const random = makeRandom(seed);
    return [`in random order ${seed}`, (slots) => slots[Math.floor(random() * slots.length)]!];
  }),
];

const STATUS_WORDS = 32;
const S_IFDIR = 0o040_000;

export class FakeDisk {
  readonly queue: HeldQueue;
  readonly slots: Slots;
  readonly presenter: Presenter;
  readonly options: TraversalOptions;
  /** `open PATH`, `read PATH` and `stat PATH`, in the order of the requests. */
  readonly requests: string[] = [];
  readonly #tree: Readonly<Record<string, FakeDirectory>>;
  /** By directory: minus the errno with which reading it ends. */
  readonly readErrors: Record<string, number> = {};
  /** Most records in one answer. */
  statusesAtOnce: number = Number.POSITIVE_INFINITY;
  readonly #chunks = new Map<number, { readonly path: string; rest: readonly (readonly string[])[] }>();

  constructor(
    tree: Readonly<Record<string, FakeDirectory>>,
    recorder: Recorder,
    options: Partial<TraversalOptions> = {},
    queueDepth = 4,
  ) {
    this.#tree = tree;
    this.queue = new HeldQueue(queueDepth);
    const { system: recorded } = recordCalls();
    const system: SystemCalls = {
      ...recorded,
      stat: (_dirfd, _path, _follow, record) => {
        new DataView(record.buffer).setUint32(4 * STATUS.mode, S_IFDIR, true);
        return 0;
      },
    };
    this.options = makeOptions(options);
    this.slots = new Slots(this.queue, system);
    const roots = makeRoots('x');
    this.presenter = new Presenter(this.queue, system, roots, this.options, recorder.visitor, makeCursors(system));
    const submit = this.queue.submit.bind(this.queue);
    this.queue.submit = (count) => {
      const accepted = submit(count);
      for (const slot of this.queue.inFlight.slice(-count)) this.requests.push(this.#describe(slot));
      return accepted;
    };
    this.queue.reap = this.#refuseToSleep(this.queue.reap.bind(this.queue));
  }

  /** Step the driver to the end; whenever nothing is ready, `pick` chooses which of the slots in flight is answered. */
  run(driver: Driver, pick: Pick = (slots) => slots[0]!): void {
    for (let steps = 0; driver.step(false); steps++) {
      if (steps > 10_000) throw new Error('the walk does not end');
      if (this.queue.inFlight.length > 0) this.serve(pick(this.queue.inFlight));
    }
  }

  /** Answer one request. */
  serve(slot: number): void {
    const word = slotWord(slot);
    const { words } = this.queue;
    if (words[word + SLOT.operation] === OPERATION.opendir) {
      const path = this.#pathOf(slot);
      const directory = this.#tree[path];
      if (directory === undefined) throw new Error(`nobody has said what is in ${path}`);
      if (typeof directory === 'number') {
        this.queue.answer(slot, directory);
        return;
      }
      const isChunked = directory.some((item) => typeof item !== 'string');
      this.#chunks.set(slot, { path, rest: (isChunked ? directory : [directory]) as readonly (readonly string[])[] });
    }
    if (words[word + SLOT.operation] === OPERATION.stat) this.#fillStatus(slot);
    else this.#fillNames(slot);
    this.queue.answer(slot, 0, 500);
  }

  #fillNames(slot: number): void {
    const word = slotWord(slot);
    const { words, bytes } = this.queue;
    const opened = this.#chunks.get(slot)!;
    const [names = [], ...rest] = opened.rest;
    opened.rest = rest;
    const packed = packEntries(
      names.map((name) => (name.endsWith('/') ? { name: name.slice(0, -1), type: DT.directory } : { name })),
    );
    bytes.set(packed, slotByte(slot) + NAMES_OFFSET);
    words[word + SLOT.count] = names.length;
    words[word + SLOT.namesLength] = packed.length;
    words[word + SLOT.statusCount] = 0;
    words[word + SLOT.responseFlags] = rest.length > 0 ? RESPONSE_MORE : 0;
    words[word + SLOT.readError] = rest.length > 0 ? 0 : (this.readErrors[opened.path] ?? 0);
  }

  /** Every entry whose status is wanted gets one, its size that of its name; from where the last answer ended. */
  #fillStatus(slot: number): void {
    const word = slotWord(slot);
    const { words, bytes } = this.queue;
    const names = slotByte(slot) + NAMES_OFFSET;
    const end = names + words[word + SLOT.namesLength]!;
    let record = (slotByte(slot) + STATUS_OFFSET) >>> 2;
    let count = 0;
    let at = names + words[word + SLOT.statusNext]!;
    for (; at < end && count < this.statusesAtOnce; at += entryLength(bytes, at) + ENTRY_OVERHEAD) {
      if ((bytes[at + ENTRY_FLAGS]! & ENTRY_WANT_STATUS) === 0) continue;
      bytes[at + ENTRY_FLAGS]! |= ENTRY_HAS_STATUS;
      words[record + STATUS.size] = entryLength(bytes, at);
      record += STATUS_WORDS;
      count++;
    }
    const flags = words[word + SLOT.responseFlags]! & ~RESPONSE_STATUS_MORE;
    words[word + SLOT.responseFlags] = at < end ? flags | RESPONSE_STATUS_MORE : flags;
    words[word + SLOT.statusNext] = at - names;
  }

  #describe(slot: number): string {
    const operation = this.queue.words[slotWord(slot) + SLOT.operation]!;
    if (operation === OPERATION.opendir) return `open ${this.#pathOf(slot)}`;
    const verb = operation === OPERATION.stat ? 'stat' : 'read';
    return `${verb} ${this.#chunks.get(slot)!.path}`;
  }

  #pathOf(slot: number): string {
    const word = slotWord(slot);
    const { words, bytes } = this.queue;
    const at = slotByte(slot) + NAMES_OFFSET;
    const path = text(bytes.subarray(at, at + words[word + SLOT.pathLength]!));
    return words[word + SLOT.dirfd] === AT_FDCWD ? path : `x/${path}`;
  }

  /** A driver that sleeps here would never wake. */
  #refuseToSleep(reap: (wait: boolean) => number): (wait: boolean) => number {
    return (wait) => {
      if (wait) throw new Error('the driver was told not to wait');
      return reap(false);
    };
  }
}
