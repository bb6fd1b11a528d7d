/**
 * The iterators that a walk is to a program: entry by entry or batch by batch, asynchronous or not.
 *
 * In: a `Search`. Out: what `for await` and `for` call. Leaving the loop, `return()`, disposal, the end, an error and being collected as
 * garbage all close the search. Calls of `next` may overlap: they are answered one after the other.
 */

import type { Search } from './search.ts';
import type { Encoding, WalkEntry } from './walk-entry.ts';

/** How many entries are handed out before somebody looks at the clock. */
const ENTRIES_PER_LOOK = 32;

/** An iterator that nobody holds any more is not told; its search, which does not hold it, is closed here. */
const abandoned = new FinalizationRegistry<Search>((search) => search.close());

/** For `for await`. Also a disposable: `await using` closes it. */
// Spelled out: AsyncIterableIterator has a type for what return() gives since TypeScript 5.6 only, and `any` without.
export interface WalkIterator<T> extends AsyncDisposable {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Close the walk, as leaving the loop does. */
  return(): Promise<IteratorResult<T, undefined>>;
  [Symbol.asyncIterator](): this;
}

/** For `for`. Also a disposable: `using` closes it. */
export interface SyncWalkIterator<T> extends Disposable {
  next(): IteratorResult<T, undefined>;
  /** Close the walk, as leaving the loop does. */
  return(): IteratorResult<T, undefined>;
  [Symbol.iterator](): this;
}

abstract class AsyncIteration<T> implements WalkIterator<T> {
  protected readonly search: Search;
  /** The last call that is not answered yet. */
  protected last: Promise<unknown> | null = null;

  constructor(search: Search) {
    this.search = search;
    abandoned.register(this, search, this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#after(() => this.take());
  }

  return(): Promise<IteratorResult<T, undefined>> {
    abandoned.unregister(this);
    this.search.close();
    this.drop();
    return Promise.resolve({ done: true, value: undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  protected abstract take(): Promise<IteratorResult<T, undefined>>;

  /** What is left is not wanted. */
  protected abstract drop(): void;

  /** One call after the other; one that fails does not stop the next. */
  #after(take: () => Promise<IteratorResult<T, undefined>>): Promise<IteratorResult<T, undefined>> {
    const result = this.last === null ? take() : this.last.then(take, take);
    const settle = (): void => {
      if (this.last === result) this.last = null;
    };
    this.last = result;
    result.then(settle, settle);
    return result;
  }
}

/** Yields entries that stay what they are, or what else is made of each. */
export class EntryIteration<T> extends AsyncIteration<T> {
  readonly #source: { readonly batch: readonly unknown[] };
  #batch: readonly T[] = [];
  #at = 0;

  /** @param source - Where each batch is, of values of the type T. */
  constructor(search: Search, source: { readonly batch: readonly unknown[] } = search) {
    super(search);
    this.#source = source;
  }

  /** Most calls end here: an entry is there, and nobody is before us. */
  override next(): Promise<IteratorResult<T, undefined>> {
    const at = this.#at;
    if (at < this.#batch.length && this.last === null && (at % ENTRIES_PER_LOOK !== 0 || !this.search.isHeldUp)) {
      this.#at = at + 1;
      return Promise.resolve({ done: false, value: this.#batch[at]! });
    }
    return super.next();
  }

  protected async take(): Promise<IteratorResult<T, undefined>> {
    // Whoever looks at the entries may have been long at it.
    if (this.#at < this.#batch.length && this.search.isHeldUp) await this.search.nextTurn();
    if (this.#at === this.#batch.length) {
      if (!(await this.search.fill())) return { done: true, value: undefined };
      this.#batch = this.#source.batch as readonly T[];
      this.#at = 0;
    }
    return { done: false, value: this.#batch[this.#at++]! };
  }

  protected drop(): void {
    this.#at = this.#batch.length;
  }
}

/** Yields batches, never empty, whose entries are good until the next one is asked for. */
export class BatchIteration<E extends Encoding> extends AsyncIteration<readonly WalkEntry<E>[]> {
  protected async take(): Promise<IteratorResult<readonly WalkEntry<E>[], undefined>> {
    if (!(await this.search.fill())) return { done: true, value: undefined };
    return { done: false, value: this.search.batch as unknown as readonly WalkEntry<E>[] };
  }

  protected drop(): void {}
}

/** Yields entries that stay what they are, and blocks the thread while there are none. */
export class SyncIteration<E extends Encoding> implements SyncWalkIterator<WalkEntry<E>> {
  readonly #search: Search;
  #batch: readonly WalkEntry<E>[] = [];
  #at = 0;

  constructor(search: Search) {
    this.#search = search;
    abandoned.register(this, search, this);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<WalkEntry<E>, undefined> {
    if (this.#at === this.#batch.length) {
      if (!this.#search.fillWaiting()) return { done: true, value: undefined };
      this.#batch = this.#search.batch as unknown as WalkEntry<E>[];
      this.#at = 0;
    }
    return { done: false, value: this.#batch[this.#at++]! };
  }

  return(): IteratorResult<WalkEntry<E>, undefined> {
    abandoned.unregister(this);
    this.#search.close();
    this.#at = this.#batch.length;
    return { done: true, value: undefined };
  }

  [Symbol.dispose](): void {
    this.return();
  }
}
