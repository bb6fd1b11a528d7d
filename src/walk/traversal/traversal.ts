/**
 * A traversal by one of the four strategies: which passes over the tree it takes, and who drives each.
 *
 *     bfs           one breadth-first pass
 *     dfs           one depth-first pass
 *     ids           the order is that of bfs, and so is the pass; with -depth a silent one that finds how deep the tree is, then one
 *                   a level, the deepest first
 *     eds           depth-first passes over the levels [0,1), [1,2), [2,4), [4,8), ...; with -depth these show all but directories,
 *                   which a last one shows, depth-first and after their descendants
 *
 * A pass sees the levels above its window again, silently: what was dropped or pruned there is remembered by path and not entered,
 * and each error is told in one pass only (REFERENCE.md 3.4, 22). The slots outlive the passes.
 */

import type { Ioq } from '../../ioq/ioq.ts';
import { DT } from '../../ioq/layout.ts';
import type { SystemCalls } from '../../ioq/system.ts';
import type { Entry, Root } from '../entry.ts';
import { BreadthFirst } from './breadth-first.ts';
import { DepthFirst } from './depth-first.ts';
import type { DirectoryCache } from './directory-cache.ts';
import { Presenter } from './presenter.ts';
import { Slots } from './slots.ts';
import type { Unlinks } from './unlinks.ts';
import type { Cursors, Driver, TraversalOptions, Visitor } from './visitor.ts';

export type StrategyName = 'bfs' | 'dfs' | 'ids' | 'eds';

/** Where a walk is. */
export interface Progress {
  /** The directory whose entries are being visited, with a slash behind it; at the start a starting point. Owned by the receiver. */
  readonly path: Uint8Array;
  /** Of these entries. */
  readonly depth: number;
  /** Starting points and entries that have been listed so far, in every pass. */
  readonly entries: number;
}

/** A pass: who drives it, what it shows, and what is decided when it is over. */
interface Pass {
  readonly driver: 'breadth' | 'depth';
  readonly options: TraversalOptions;
  readonly visitor: Visitor;
  /** @returns The next pass, or null. */
  readonly next: () => Pass | null;
}

export class Traversal {
  readonly #ioq: Ioq;
  readonly #system: SystemCalls;
  readonly #roots: readonly Root[];
  readonly #options: TraversalOptions;
  readonly #visitor: Visitor;
  readonly #cursors: Cursors;
  readonly #slots: Slots;
  #pass: Pass | null;
  #presenter: Presenter;
  #driver: Driver;
  /** By passes that are over. */
  #listed = 0;
  /** Paths, one character a byte, below which no later pass goes. */
  readonly #closed = new Set<string>();

  constructor(
    ioq: Ioq,
    system: SystemCalls,
    roots: readonly Root[],
    strategy: StrategyName,
    options: TraversalOptions,
    visitor: Visitor,
    cursors: Cursors,
  ) {
    this.#ioq = ioq;
    this.#system = system;
    this.#roots = roots;
    const isSeen =
      visitor.admit !== null || options.follow === 'always' || options.skipMounts || takesSeveralPasses(strategy, options);
    this.#options = {
      ...options,
      speculates: options.speculates && visitor.admit === null,
      filter: isSeen ? null : options.filter,
    };
    this.#visitor = visitor;
    this.#cursors = cursors;
    this.#slots = new Slots(ioq, system);
    this.#pass = this.#firstPass(strategy);
    this.#presenter = this.#present(this.#pass);
    this.#driver = this.#drive(this.#pass);
  }

  /** Where directories are opened for look-ups, now. */
  get cache(): DirectoryCache {
    return this.#presenter.cache;
  }

  /** Where the walk is. */
  get progress(): Progress {
    return { ...this.#presenter.place(this.#driver.directory), entries: this.#listed + this.#presenter.listed };
  }

  /** Where removals wait, if they may. */
  get unlinks(): Unlinks | null {
    return this.#driver.unlinks;
  }

  /** How many steps came to nothing, because they were not to wait and no answer was there. */
  get misses(): number {
    return this.#slots.misses;
  }

  /** As {@link Driver.step}, over all passes. */
  step(wait: boolean): boolean {
    if (this.#pass === null) return false;
    if (this.#driver.step(wait)) return true;
    this.#pass = this.#visitor.verdict.stopped ? null : this.#pass.next();
    if (this.#pass === null) return false;
    this.#presenter.cache.close();
    this.#listed += this.#presenter.listed;
    this.#presenter = this.#present(this.#pass);
    this.#driver = this.#drive(this.#pass);
    return true;
  }

  /** Give back the queue's slots and every descriptor; the queue is cancelled. */
  close(): void {
    this.#pass = null;
    this.#slots.drain();
    this.#presenter.cache.close();
  }

  #present({ options, visitor }: Pass): Presenter {
    return new Presenter(this.#ioq, this.#system, this.#roots, options, visitor, this.#cursors);
  }

  #drive({ driver, options, visitor }: Pass): Driver {
    const Chosen = driver === 'breadth' ? BreadthFirst : DepthFirst;
    return new Chosen(this.#ioq, this.#slots, this.#presenter, options, visitor);
  }

  #firstPass(strategy: StrategyName): Pass {
    const single = { options: this.#options, visitor: this.#visitor, next: () => null };
    if (strategy === 'dfs') return { driver: 'depth', ...single };
    if (strategy === 'eds') return this.#deepeningPass(0, 1);
    if (strategy === 'ids' && this.#options.postOrder) return this.#measuringPass();
    return { driver: 'breadth', ...single };
  }

  /** eds: the levels [from, to). */
  #deepeningPass(from: number, to: number): Pass {
    const { maxDepth, minDepth, postOrder } = this.#options;
    const visitor = this.#visitor;
    let cut = 0;
    const options: TraversalOptions = {
      ...this.#options,
      postOrder: false,
      speculates: false,
      minDepth: Math.max(minDepth, from),
      maxDepth: Math.min(maxDepth, to - 1),
    };
    const isCut = (entry: Entry): boolean => entry.type === DT.directory && entry.depth === to - 1 && entry.depth < maxDepth;
    return {
      driver: 'depth',
      options,
      visitor: {
        ...this.#reporting(from),
        mayNeedStatus: visitor.mayNeedStatus,
        verdict: visitor.verdict,
        admit: (entry) => {
          if (!this.#admitOnce(entry, from)) return false;
          if (isCut(entry)) cut++;
          return true;
        },
        visit: (entry) => {
          if (postOrder && entry.type === DT.directory) return true;
          visitor.visit(entry);
          if (entry.type !== DT.directory || !visitor.verdict.pruned) return true;
          this.#closed.add(pathText(entry));
          if (isCut(entry)) cut--;
          return true;
        },
      },
      next: () => {
        if (cut > 0) return this.#deepeningPass(to, 2 * to);
        return postOrder ? this.#directoriesPass() : null;
      },
    };
  }

  /** eds with -depth: all directories, after their descendants. Everything else has been shown, every error told. */
  #directoriesPass(): Pass {
    const visitor = this.#visitor;
    return {
      driver: 'depth',
      options: { ...this.#options, speculates: false },
      visitor: {
        ...this.#reporting(Number.POSITIVE_INFINITY),
        mayNeedStatus: null,
        verdict: visitor.verdict,
        admit: (entry) => !this.#closed.has(pathText(entry)),
        visit: (entry) => entry.type !== DT.directory || visitor.visit(entry),
      },
      next: () => null,
    };
  }

  /** ids with -depth: how deep is the tree? Shows nothing; tells the errors. */
  #measuringPass(): Pass {
    const visitor = this.#visitor;
    let deepest = -1;
    return {
      driver: 'breadth',
      options: { ...this.#options, postOrder: false, visitedTypes: 0 },
      visitor: {
        ...this.#reporting(0),
        mayNeedStatus: null,
        verdict: visitor.verdict,
        visit: visitor.visit,
        admit: (entry) => {
          if (!this.#admitOnce(entry, 0)) return false;
          deepest = Math.max(deepest, entry.depth);
          return true;
        },
      },
      next: () => this.#levelPass(deepest),
    };
  }

  /** ids with -depth: one level, then the one above. */
  #levelPass(level: number): Pass | null {
    if (level < this.#options.minDepth) return null;
    const visitor = this.#visitor;
    return {
      driver: 'breadth',
      options: { ...this.#options, postOrder: false, minDepth: level, maxDepth: level },
      visitor: {
        ...this.#reporting(Number.POSITIVE_INFINITY),
        mayNeedStatus: visitor.mayNeedStatus,
        verdict: visitor.verdict,
        visit: visitor.visit,
        admit: (entry) => !this.#closed.has(pathText(entry)),
      },
      next: () => this.#levelPass(level - 1),
    };
  }

  /** Admission is asked for once an entry, in the pass whose window it is in; `from` is that window's first level. */
  #admitOnce(entry: Entry, from: number): boolean {
    if (entry.depth < from) return this.#closed.size === 0 || !this.#closed.has(pathText(entry));
    const { admit } = this.#visitor;
    if (admit === null || admit(entry)) return true;
    this.#closed.add(pathText(entry));
    return false;
  }

  /** Errors of what lies above the window that begins at level `from` have been told before. */
  #reporting(from: number): Pick<Visitor, 'failDirectory' | 'failEntry' | 'failLoop'> {
    const visitor = this.#visitor;
    return {
      failDirectory: (entry, errno) => {
        if (entry.depth + 1 >= from) visitor.failDirectory(entry, errno);
      },
      failEntry: (entry, errno) => {
        if (entry.depth >= from) visitor.failEntry(entry, errno);
      },
      failLoop: (entry, ancestor) => {
        if (entry.depth >= from) visitor.failLoop(entry, ancestor);
      },
    };
  }
}

/** What one pass has not shown another may have to see. */
function takesSeveralPasses(strategy: StrategyName, { postOrder }: TraversalOptions): boolean {
  return strategy === 'eds' || (strategy === 'ids' && postOrder);
}

function pathText(entry: Entry): string {
  const length = entry.spellPath();
  return Buffer.from(entry.path.buffer, entry.path.byteOffset, length).toString('latin1');
}
