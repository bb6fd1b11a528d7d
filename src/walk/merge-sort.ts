/**
 * Sorts numbers in parts, between which whoever asked for it may do something else.
 *
 * In: how many, a key of each, and what decides where keys are equal. Out: `order`, in which the numbers 0, 1, 2, ... stand sorted once
 * `proceed` says that nothing is left to do; what compares equal stays in that order. From the bottom up: short runs are sorted
 * by insertion, then merged two by two into the other of two arrays, until one run is left.
 */

/** So many are sorted by insertion. */
const RUN = 12;

/** Positive where `a` comes behind `b`; both have the same key. */
export type TieBreaker = (a: number, b: number) => number;

export class MergeSort {
  /** By place: which of the numbers. Longer than there are; valid until the next {@link begin}. */
  order: Int32Array = new Int32Array(32);
  #other: Int32Array = new Int32Array(0);
  readonly #breakTie: TieBreaker;
  #keys: Float64Array = new Float64Array(0);
  #count = 0;
  /** How many stand in sorted runs of `RUN`. */
  #inRuns = 0;
  /** How long the runs are that are being merged. */
  #width = RUN;
  /** Those that are merged next: the rest of one run is at [left, middle), of the other at [right, end); `to` is where they go. */
  #left = 0;
  #middle = 0;
  #right = 0;
  #end = 0;
  #to = 0;

  constructor(breakTie: TieBreaker) {
    this.#breakTie = breakTie;
  }

  /** @param keys - By number; no key is NaN. They are looked at by {@link proceed} only. */
  begin(count: number, keys: Float64Array): void {
    if (count > this.order.length) this.order = new Int32Array(2 * count);
    this.#keys = keys;
    this.#count = count;
    this.#inRuns = 0;
    this.#width = RUN;
    this.#to = 0;
    this.#end = 0;
  }

  /** Move about `moves` numbers one step on. @returns Whether there is more to do. */
  proceed(moves: number): boolean {
    const count = this.#count;
    if (this.#inRuns < count) {
      const until = Math.min(count, this.#inRuns + RUN * Math.ceil(moves / RUN));
      while (this.#inRuns < until) this.#insert(Math.min(until, this.#inRuns + RUN));
      return this.#width < count;
    }
    if (this.#width >= count) return false;
    if (this.#other.length < count) this.#other = new Int32Array(this.order.length);
    for (const stop = this.#to + moves; this.#to < Math.min(stop, count); ) {
      if (this.#to === this.#end) this.#takeRuns();
      this.#merge(stop);
    }
    if (this.#to < count) return true;
    const sorted = this.#other;
    this.#other = this.order;
    this.order = sorted;
    this.#width *= 2;
    this.#to = 0;
    this.#end = 0;
    return this.#width < count;
  }

  /** The next two runs; of the second there may be little or nothing. */
  #takeRuns(): void {
    const begin = this.#to;
    this.#left = begin;
    this.#middle = Math.min(begin + this.#width, this.#count);
    this.#right = this.#middle;
    this.#end = Math.min(this.#middle + this.#width, this.#count);
  }

  /** Merge until the runs are at their end, or `stop` has been written to. */
  #merge(stop: number): void {
    const { order } = this;
    const other = this.#other;
    const keys = this.#keys;
    const middle = this.#middle;
    const end = this.#end;
    const until = Math.min(stop, end);
    let left = this.#left;
    let right = this.#right;
    let to = this.#to;
    while (to < until && left < middle && right < end) {
      const a = order[left]!;
      const b = order[right]!;
      const key = keys[a]!;
      const otherKey = keys[b]!;
      if (key < otherKey || (key === otherKey && this.#breakTie(a, b) <= 0)) {
        other[to++] = a;
        left++;
      } else {
        other[to++] = b;
        right++;
      }
    }
    if (right === end) while (to < until) other[to++] = order[left++]!;
    else if (left === middle) while (to < until) other[to++] = order[right++]!;
    this.#left = left;
    this.#right = right;
    this.#to = to;
  }

  /** Make the next run, which ends at `end`. */
  #insert(end: number): void {
    const { order } = this;
    const keys = this.#keys;
    const begin = this.#inRuns;
    for (let number = begin; number < end; number++) {
      const key = keys[number]!;
      let to = number;
      for (; to > begin; to--) {
        const before = order[to - 1]!;
        if (keys[before]! < key || (keys[before] === key && this.#breakTie(before, number) <= 0)) break;
        order[to] = before;
      }
      order[to] = number;
    }
    this.#inRuns = end;
  }
}
