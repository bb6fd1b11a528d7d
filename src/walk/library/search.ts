/**
 * One walk of a program: from its arguments to batches of entries, on the event loop or at once.
 *
 * In: a `Request`, and how entries are to be delivered. Out: `batch` after each `fill` or `fillWaiting`, until they say that there is no
 * more; errors as the option onError says. Nothing is read before the first of them, and nothing beyond the requests in flight unless
 * they are called: a slow consumer stops the reading. `close` gives back descriptors and threads, at any time, in the middle of a step too.
 *
 * On the event loop all walks together work for no longer than loop-turns.ts allows, plus one step; while there is nothing to do the loop is
 * free, and is woken by the queue (`notify`).
 */

import { constants } from 'node:os';
import type { Engine } from '../../ioq/open.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import { Outputs } from '../action/outputs.ts';
import type { PrintServices } from '../action/services.ts';
import type { Entry } from '../entry.ts';
import { Surroundings } from '../surroundings.ts';
import { type Consumer, Walk, type WalkListener } from '../walk.ts';
import { Collector } from './collector.ts';
import { decide, type ExpressionInput } from './expression.ts';
import { makeGates } from './gates.ts';
import { loadStatus } from './late-status.ts';
import { loopTurns } from './loop-turns.ts';
import { openWalks } from './open-walks.ts';
import type { WalkOptions } from './options.ts';
import type { PathForm } from './place.ts';
import { Request, type RootInput } from './request.ts';
import { orderOf, TopEntries } from './sorting.ts';
import type { Encoding, StatusSource, WalkEntry } from './walk-entry.ts';
import { WalkError } from './walk-error.ts';

/** A batch is handed over once it has this many entries, or the next ones have to be waited for. */
const BATCH_ENTRIES = 512;

/** How long to wait for an answer on the spot, microseconds: most come sooner, and to be called by the event loop costs a tenth of this. */
const PATIENCE_US = 200;

/** Takes what is found in the place of a `Collector`: it makes no entries. */
export interface Sink {
  /** What has been taken since {@link begin}. */
  readonly length: number;
  /** The next batch. */
  begin(): void;
  /** Take what the cursor is on. */
  take(cursor: Entry): void;
  /** The mount table has to be read before the walk begins. */
  readonly needsMounts?: boolean;
  /** Called once before the walk begins. */
  prepare?(services: PrintServices): void;
  /** What is to be kept of the cursor where all that is found has to be compared first. */
  make?(cursor: Entry): unknown;
  /** What was made and kept, in order. */
  batch?: unknown[];
}

/** How entries are delivered: to be kept, good until the next batch, only counted, or to somebody else. */
export type Delivery = 'kept' | 'borrowed' | 'counted' | Sink;

/** What {@link Search.step} came to. */
type Progress = 'on' | 'starved' | 'ended';

export class Search implements StatusSource {
  /** How many entries were found, up to the limit. */
  found = 0;
  readonly #request: Request;
  readonly #collector: Collector;
  /** What is found goes here, if not to the collector. */
  readonly #sink: Sink | null;
  readonly #errors: Error[] = [];
  readonly #outputs: Outputs;
  readonly #top: TopEntries<unknown> | null;
  readonly #isCounted: boolean;
  #walk: Walk | null = null;
  #state: 'new' | 'open' | 'ended' | 'closed' = 'new';
  /** Wakes whoever waits for the queue, or for the loop. */
  #wake: (() => void) | null = null;
  /** A function of the program may close the walk that calls it. */
  #isStepping = false;
  #closesAfterStep = false;

  /** @throws What {@link Request} throws. */
  constructor(
    roots: RootInput | readonly RootInput[],
    expression: ExpressionInput | null | undefined,
    options: WalkOptions<Encoding>,
    delivery: Delivery,
  ) {
    let outputs: Outputs | null = null;
    const makeSurroundings = (engine: Engine, base: number, prefix: Uint8Array): Surroundings => {
      outputs = new Outputs(engine.system, (name, errno) => this.#fail(name, engine.system.errorText(errno), errno));
      return new Surroundings({ ...engine, outputs, environment: process.env, utf8: true, place: { base, prefix } });
    };
    this.#request = new Request(roots, expression, options, makeSurroundings);
    this.#outputs = outputs!;
    this.#sink = typeof delivery === 'object' ? delivery : null;
    this.#isCounted = delivery === 'counted';
    const { sort, reverse, limit } = this.#request.options;
    this.#collector = new Collector(this.#form(this), delivery === 'borrowed' ? 'borrowed' : 'kept');
    // However many are counted, their order does not matter.
    const isSortedAtEnd = this.#request.isSortedAtEnd && !this.#isCounted;
    this.#top = sort !== undefined && isSortedAtEnd ? new TopEntries(sort, reverse, limit) : null;
    this.#request.options.signal?.addEventListener('abort', this.#abort);
  }

  get encoding(): Encoding {
    return this.#request.options.encoding;
  }

  get batch(): WalkEntry<Encoding>[] {
    return this.#collector.batch;
  }

  /** Has the event loop been held for long by whoever looks at the entries? */
  get isHeldUp(): boolean {
    return loopTurns.isHeldUp;
  }

  load(entry: WalkEntry<Encoding>, record: Uint8Array): void {
    const { engine, base, prefix, commandLine } = this.#request;
    const { follow } = commandLine.options;
    const follows = follow === 'always' || (follow === 'roots' && entry.depth === 0);
    const isClosed = this.#state === 'closed' && base !== AT_FDCWD;
    const path = isClosed ? Buffer.concat([prefix, entry.walkedPath]) : entry.walkedPath;
    const result = loadStatus(engine.system, isClosed ? AT_FDCWD : base, path, follows ? 1 : 0, record);
    if (result < 0) throw new WalkError(entry.pathBytes, engine.system.errorText(-result), -result);
  }

  /**
   * Make the next batch; the event loop is left to others meanwhile.
   *
   * @returns False at the end: then there is no batch.
   * @throws {AggregateError} At the end, of what went wrong on the way. Else what a function of the program threw, or the signal's reason.
   */
  async fill(): Promise<boolean> {
    try {
      const isNew = this.#state === 'new';
      const turn = isNew ? openWalks.enter(this) : null;
      if (turn !== null) await turn;
      openWalks.setBusy(this, true);
      this.#begin();
      // Whoever asks for the first entry gets a promise before anything is read.
      if (isNew || this.isHeldUp) await loopTurns.next();
      let progress: Progress = 'on';
      while (progress !== 'ended') {
        progress = this.#step(false);
        if (this.#size >= BATCH_ENTRIES) break;
        if (progress === 'starved') {
          if (this.#walk === null) break;
          if (!this.#walk.ioq.waitFor(PATIENCE_US)) {
            if (this.#size > 0) break;
            await this.#answer();
          }
        }
        if (this.isHeldUp) {
          if (this.#size > 0) break;
          await loopTurns.next();
        }
      }
      if (progress === 'ended' && this.#state === 'open') {
        while (this.#top?.settle()) if (this.isHeldUp) await loopTurns.next();
      }
      return this.#end(progress);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      openWalks.setBusy(this, false);
    }
  }

  /** As {@link fill}, on this thread until it is done. */
  fillWaiting(): boolean {
    try {
      if (this.#state === 'new') openWalks.enterNow(this);
      this.#begin();
      let progress: Progress = 'on';
      while (progress !== 'ended' && this.#size < BATCH_ENTRIES) progress = this.#step(true);
      return this.#end(progress);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Resolves when others have had their turn. */
  async nextTurn(): Promise<void> {
    await loopTurns.next();
    this.#throwIfAborted();
  }

  /** Stop, and give back everything. Idempotent. */
  close(): void {
    if (this.#state === 'closed') return;
    if (this.#isStepping) {
      this.#closesAfterStep = true;
      this.#walk?.stop();
      return;
    }
    this.#state = 'closed';
    this.#request.options.signal?.removeEventListener('abort', this.#abort);
    this.#walk?.close();
    this.#walk = null;
    this.#outputs.finish();
    this.#request.close();
    openWalks.leave(this);
    this.#wake?.();
  }

  /** How much has been found for the next batch. */
  get #size(): number {
    return (this.#sink ?? this.batch).length;
  }

  #begin(): void {
    (this.#sink ?? this.#collector).begin();
    this.#throwIfAborted();
    if (this.#state !== 'new') return;
    this.#state = 'open';
    if (this.#request.options.limit === 0) return;
    this.#walk = this.#open();
  }

  #step(wait: boolean): Progress {
    const walk = this.#walk;
    if (walk === null) return 'ended';
    const { misses } = walk;
    this.#isStepping = true;
    let goesOn: boolean;
    try {
      goesOn = wait ? walk.step() : walk.poll();
    } finally {
      this.#isStepping = false;
      if (this.#closesAfterStep) this.close();
    }
    if (!goesOn || this.#state === 'closed') return 'ended';
    return walk.misses === misses ? 'on' : 'starved';
  }

  /** @returns Whether there is a batch. */
  #end(progress: Progress): boolean {
    this.#throwIfAborted();
    if (this.#state === 'closed') return false;
    if (progress !== 'ended') return true;
    if (this.#state === 'open') {
      if (this.#top !== null) (this.#sink ?? this.#collector).batch = this.#top.take() as WalkEntry<Encoding>[];
      this.#walk?.close();
      this.#walk = null;
      this.#outputs.flush();
      this.#state = 'ended';
      if (this.#size > 0) return true;
    }
    const errors = this.#errors.splice(0);
    this.close();
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} of the files could not be read: ${errors[0]!.message}`);
    return this.#size > 0;
  }

  #open(): Walk {
    const { engine, commandLine, plan, roots, surroundings, options, base, calls } = this.#request;
    const single = new Collector(this.#form({ load: (entry, record) => this.load(entry, record), encoding: 'utf8' }), 'single');
    const entryOf = (cursor: Entry): WalkEntry => single.make(cursor) as WalkEntry;
    const { sort, reverse } = options;
    const { limits, threads, queueDepth } = openWalks.shareOf(this, () => engine.system.descriptorLimits());
    const consumer: Consumer = {
      take: this.#taker(),
      call: ({ words }) => {
        const test = calls.get(words[0]!)!;
        return (cursor) => decide(test, entryOf(cursor));
      },
      gates: makeGates(options, entryOf),
      order: sort === undefined || this.#isCounted || this.#top !== null ? null : orderOf(sort, reverse),
      base,
      limits,
      threads,
      queueDepth: options.queueDepth ?? queueDepth,
    };
    const listener: WalkListener = {
      fileFailed: (path, text, errno) => this.#fail(path, text, errno),
      loopFound: (path, ancestor) => {
        this.#fail(path, `a loop: it is the same directory as ${Buffer.from(ancestor)}`, constants.errno.ELOOP);
      },
      starting: () => {},
      failed: (text) => this.#failWith(new Error(text)),
      warned: () => {},
    };
    if (this.#sink?.needsMounts === true) {
      const result = surroundings.loadMountTable();
      if (result < 0) throw new WalkError(new Uint8Array(0), engine.system.errorText(-result), -result);
    }
    const walk = new Walk({ engine, commandLine, plan, roots, surroundings, listener, coloring: null, probe: null, consumer });
    openWalks.reserve(this, walk.descriptors);
    this.#sink?.prepare?.(walk.printServices);
    return walk;
  }

  #taker(): (cursor: Entry) => boolean {
    const { limit } = this.#request.options;
    const collector = this.#collector;
    const top = this.#top;
    if (top !== null) {
      const maker = this.#sink ?? collector;
      const make = (cursor: Entry): unknown => maker.make?.(cursor);
      return (cursor) => {
        top.offer(cursor, make);
        return true;
      };
    }
    const taker = this.#sink ?? collector;
    const isCounted = this.#isCounted;
    return (cursor) => {
      // One entry may be printed twice, and the walk stops after it.
      if (this.found === limit) return true;
      if (!isCounted) taker.take(cursor);
      if (++this.found === limit) this.#walk!.stop();
      return true;
    };
  }

  #form(source: StatusSource): PathForm {
    const { options, commandLine } = this.#request;
    return {
      paths: options.paths,
      followsLinks: commandLine.options.follow === 'always',
      directory: options.cwd ?? (options.paths === 'relative' ? '' : process.cwd()),
      source,
    };
  }

  #fail(path: Uint8Array, text: string, errno: number): void {
    this.#failWith(new WalkError(path, text, errno));
  }

  #failWith(error: Error): void {
    const { onError } = this.#request.options;
    if (onError === 'throw') this.#errors.push(error);
    else if (onError !== 'ignore')
      onError(error instanceof WalkError ? error : new WalkError(new Uint8Array(0), error.message, 0));
  }

  /** Not the signal's own method, which a polyfill may not have. */
  #throwIfAborted(): void {
    const { signal } = this.#request.options;
    if (signal?.aborted === true) throw signal.reason ?? new DOMException('This operation was aborted', 'AbortError');
  }

  readonly #abort = (): void => this.close();

  readonly #answered = (): void => {
    loopTurns.begin();
    this.#wake?.();
  };

  /** Wait for the queue. */
  async #answer(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#walk === null || !this.#walk.ioq.notify(this.#answered)) resolve();
    });
    this.#wake = null;
  }
}
