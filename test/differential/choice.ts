/**
 * A stream of random choices, the same one for the same seed: what trees and cases are made with.
 *
 * In: a seed of any integers. Out: a `Choice`, whose methods take one value of several. It knows nothing of what is chosen.
 */

import { makeRandom } from '../fixture/random-tree.ts';

export class Choice {
  readonly #random: () => number;

  constructor(...seed: readonly number[]) {
    this.#random = makeRandom(seed.reduce((mixed, part) => Math.imul(mixed ^ part, 0x9e3779b1) + 0x7f4a7c15, 0x51ed270b));
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** An integer in [least, most]. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** One of `values`, each as often as its weight says. */
  weighted<T>(values: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.#random() * values.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of values) {
      left -= weight;
      if (left < 0) return value;
    }
    return values.at(-1)![1];
  }

  /** `count` values of `make`. */
  times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}
