/**
 * The first few of many by some order, in a binary heap with the last of them on top.
 *
 * In: items, one by one. Out: those that come first, in order. Memory depends on the limit alone; what comes behind the last of a full heap
 * can be refused before anything is made of it (`last`).
 */

export class FirstHeap<T> {
  readonly #limit: number;
  readonly #compare: (a: T, b: T) => number;
  #items: T[] = [];
  /** Settled, the last first: they come after all the items. */
  #settled: T[] = [];

  /** @param compare - Negative where `a` comes before `b`. */
  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  /** The last of the items: what does not come before it is not kept; undefined while there is room for any. */
  get last(): T | undefined {
    return this.#items.length < this.#limit ? undefined : this.#items[0];
  }

  /** Keep an item that comes before `last`, which is dropped where there is no room for both. */
  add(item: T): void {
    if (this.#items.length < this.#limit) {
      this.#items.push(item);
      this.#rise();
    } else {
      this.#items[0] = item;
      this.#sink();
    }
  }

  /**
   * Put up to `count` of the items in their place, after the last of which none is added: so {@link take} has less to do.
   *
   * @returns Whether it has any left.
   */
  settle(count: number): boolean {
    for (let left = Math.min(count, this.#items.length); left > 0; left--) {
      const end = this.#items.pop()!;
      if (this.#items.length === 0) {
        this.#settled.push(end);
      } else {
        this.#settled.push(this.#items[0]!);
        this.#items[0] = end;
        this.#sink();
      }
    }
    return this.#items.length > 0;
  }

  /** @returns The items in order; then there are none. */
  take(): T[] {
    const items = this.#items.sort(this.#compare);
    const settled = this.#settled.reverse();
    this.#items = [];
    this.#settled = [];
    if (items.length === 0) return settled;
    for (const item of settled) items.push(item);
    return items;
  }

  #rise(): void {
    const items = this.#items;
    for (let at = items.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (this.#compare(items[at]!, items[parent]!) <= 0) return;
      [items[at], items[parent]] = [items[parent]!, items[at]!];
      at = parent;
    }
  }

  #sink(): void {
    const items = this.#items;
    for (let at = 0; ; ) {
      let last = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < items.length && this.#compare(items[child]!, items[last]!) > 0) last = child;
      }
      if (last === at) return;
      [items[at], items[last]] = [items[last]!, items[at]!];
      at = last;
    }
  }
}
