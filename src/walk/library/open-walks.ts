/**
 * The walks that a program has open at once: who begins when, and how much of the process each may take.
 *
 * In: walks that want to begin, that are busy, that have ended. Out: turns, and shares of descriptors, threads and slots. A thousand walks
 * that a program starts together are gone through a few at a time, each at full speed, which takes less time, memory and
 * descriptors than all of them side by side. A walk that waits for its program holds up nobody:
 *
 *     wants to begin ──▶ fewer than FEW are open ──────────────────────▶ open ──▶ ended, and one that waits begins
 *                   └──▶ waits ──▶ one ends                           ──▶
 *                              ──▶ all that are open wait for the program ──▶
 *                              ──▶ nobody has begun for PATIENCE_MS   ──▶
 *
 * So programs that read many walks in turns come to no dead end, and a short walk is not kept from beginning by long ones. What such programs
 * have open beyond FEW gets one thread each and a narrow window: a thousand of them hold some thousand descriptors.
 * One for each thread of JavaScript; walks that block it do not wait.
 */

import type { DescriptorLimits } from '../../ioq/system.ts';

/** So many walks keep the processors and a disk busy. */
const FEW = 8;
/** So many take what a walk takes by itself. */
const UNSHARED = 4;
/** How long the first of those that wait does so for others that are busy. */
const PATIENCE_MS = 250;

/** Threads and slots of all walks together, which those beyond {@link UNSHARED} get equal parts of. */
const SHARED_THREADS = 16;
const SHARED_SLOTS = 256;
const LEAST_SLOTS = 2;

/** What a walk may take. */
export interface Share {
  /** As if the process had these. */
  readonly limits: DescriptorLimits;
  /** Most worker threads; undefined: as many as do good. */
  readonly threads: number | undefined;
  /** Most requests in flight; undefined: as many as do good. */
  readonly queueDepth: number | undefined;
}

export class OpenWalks {
  readonly #patienceMs: number;
  /** Each with the descriptors that it may come to hold. */
  readonly #open = new Map<object, number>();
  readonly #busy = new Set<object>();
  /** In order of arrival, each with what lets it in. */
  readonly #waiting = new Map<object, () => void>();
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;
  /** Descriptors that are the program's own. */
  #foreign = 0;

  constructor(patienceMs: number = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  /** @returns Null: `walk` may begin. Else a promise, which is resolved when it may, or has left. */
  enter(walk: object): Promise<void> | null {
    if (this.#waiting.size === 0 && this.#open.size < FEW) {
      this.enterNow(walk);
      return null;
    }
    return new Promise((resolve) => {
      this.#waiting.set(walk, resolve);
      this.#timer ??= setTimeout(this.#runsOutOfPatience, this.#patienceMs);
      this.#lookForIdleness();
    });
  }

  /** For a walk that cannot wait. */
  enterNow(walk: object): void {
    this.#open.set(walk, 0);
  }

  /** It has ended, or does not want to begin any more. Idempotent. */
  leave(walk: object): void {
    this.#busy.delete(walk);
    const letIn = this.#waiting.get(walk);
    this.#waiting.delete(walk);
    letIn?.();
    if (this.#open.delete(walk) && this.#open.size < FEW) this.#letIn();
    if (this.#waiting.size === 0) this.#stopTimer();
  }

  /** The program waits for it, rather than it for the program. */
  setBusy(walk: object, isBusy: boolean): void {
    if (isBusy && this.#open.has(walk)) this.#busy.add(walk);
    if (!isBusy && this.#busy.delete(walk)) this.#lookForIdleness();
  }

  /** @param count - What the process has; asked for where no other walk is open. @returns What a walk that has entered may take. */
  shareOf(walk: object, count: () => DescriptorLimits): Share {
    const others = this.#open.size - (this.#open.has(walk) ? 1 : 0);
    const { limit, open } = count();
    let reserved = 0;
    for (const descriptors of this.#open.values()) reserved += descriptors;
    // Of the descriptors that are open some are of those reserved: how many, is not known. But the program's own do not vanish.
    this.#foreign = others === 0 ? open : Math.max(Math.min(this.#foreign, open), open - reserved);
    const taken = Math.max(open, this.#foreign + reserved);
    if (others < UNSHARED) return { limits: { limit, open: taken }, threads: undefined, queueDepth: undefined };
    const threads = Math.max(1, Math.floor(SHARED_THREADS / (others + 1)));
    const queueDepth = Math.max(LEAST_SLOTS, Math.floor(SHARED_SLOTS / (others + 1)));
    // A walk keeps about as many directories open to look names up from as it has slots.
    const part = Math.min((limit - taken) >> 2, 4 * queueDepth + 2 * threads);
    return { limits: { limit: taken + Math.max(0, part), open: taken }, threads, queueDepth };
  }

  /** What `walk` has made of its share. */
  reserve(walk: object, descriptors: number): void {
    if (this.#open.has(walk)) this.#open.set(walk, descriptors);
  }

  /** Let the next one in, if there is one. */
  #letIn(): void {
    for (const [walk, resolve] of this.#waiting) {
      this.#waiting.delete(walk);
      this.enterNow(walk);
      // It is, as soon as its promise is looked at.
      this.#busy.add(walk);
      resolve();
      this.#stopTimer();
      if (this.#waiting.size > 0) this.#timer = setTimeout(this.#runsOutOfPatience, this.#patienceMs);
      return;
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #runsOutOfPatience = (): void => {
    this.#timer = null;
    this.#letIn();
  };

  /** Whoever is not busy after a turn of the event loop waits for something else than the next batch. */
  #lookForIdleness(): void {
    if (this.#busy.size > 0 || this.#waiting.size === 0 || this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      if (this.#busy.size === 0) this.#letIn();
    });
  }
}

/** Those of this thread. */
export const openWalks: OpenWalks = new OpenWalks();
