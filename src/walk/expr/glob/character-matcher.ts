/**
 * Globs over decoded characters: the second look at names for which bytes alone do not decide.
 *
 * In come code points; the algorithm is that of the byte matcher with one test a character instead of a table.
 */

import type { RunElement, Runs } from './runs.ts';

/** A matcher of the characters [0, count). */
export function matchCharacters(
  runs: Runs<readonly RunElement[]>,
  fold: (character: number) => number,
): (characters: Int32Array, count: number) => boolean {
  const { head, middle, tail } = runs;

  const matchesAt = (run: readonly RunElement[], characters: Int32Array, at: number): boolean => {
    for (let i = 0; i < run.length; i++) {
      const element = run[i]!;
      const character = characters[at + i]!;
      if (
        element.kind === 'literal' ? fold(character) !== element.character : element.kind === 'set' && !element.has(character)
      ) {
        return false;
      }
    }
    return true;
  };

  return (characters, count) => {
    const limit = count - (tail?.length ?? 0);
    if (limit < head.length || (tail === undefined && count !== head.length)) return false;
    if (!matchesAt(head, characters, 0)) return false;
    if (tail === undefined) return true;
    if (!matchesAt(tail, characters, limit)) return false;
    let at = head.length;
    for (const run of middle) {
      while (at + run.length <= limit && !matchesAt(run, characters, at)) at++;
      if (at + run.length > limit) return false;
      at += run.length;
    }
    return true;
  };
}
