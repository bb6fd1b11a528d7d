/**
 * Where a pattern's parts must lie: the stars cut its elements into runs.
 *
 *     a?c*[xy]*z        head  a?c    at the start
 *                       middle [xy]  anywhere between, as far left as it goes
 *                       tail   z     at the end, undefined where there is no star
 *
 * A run has a fixed number of elements and every element takes one character, so placing each middle run leftmost is enough: if
 * the rest does not match then, it matches nowhere. No star is ever backtracked to but the last, and time is at worst the product of
 * the two lengths.
 */

import type { GlobElement } from './parse.ts';

/** An element that takes one character. */
export type RunElement = Exclude<GlobElement, { readonly kind: 'star' }>;

/** A pattern cut at its stars; `R` is what a run has been compiled to. */
export interface Runs<R> {
  readonly head: R;
  /** None is empty. */
  readonly middle: readonly R[];
  readonly tail: R | undefined;
}

/** Cut `elements` (no two stars adjacent) at the stars. */
export function cutAtStars(elements: readonly GlobElement[]): Runs<readonly RunElement[]> {
  const runs: RunElement[][] = [[]];
  for (const element of elements) {
    if (element.kind === 'star') runs.push([]);
    else runs.at(-1)!.push(element);
  }
  return { head: runs[0]!, middle: runs.slice(1, -1), tail: runs.length > 1 ? runs.at(-1) : undefined };
}

/** The same runs, each put through `compile`. */
export function mapRuns<A, B>(runs: Runs<A>, compile: (run: A) => B): Runs<B> {
  return {
    head: compile(runs.head),
    middle: runs.middle.map(compile),
    tail: runs.tail === undefined ? undefined : compile(runs.tail),
  };
}
