/**
 * Random choices that are the same on every run: a small generator (mulberry32) and what tests of patterns draw from it.
 */

/** A source of random choices, determined by its seed. */
export interface SeededRandom {
  /** An integer from 0 to `limit - 1`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** The concatenation of `least` to `most` picks. */
  readonly text: (from: readonly string[], least: number, most: number) => string;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const text = (from: readonly string[], least: number, most: number): string =>
    Array.from({ length: least + below(most - least + 1) }, () => pick(from)).join('');
  return { below, pick, text };
}
