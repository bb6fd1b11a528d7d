/**
 * What lies on either side of a place between characters, as far as assertions can tell.
 */

import type { Ctype } from '../ctype.ts';
import { isWord } from './character-test.ts';
import type { Assertion } from './tree.ts';

/** A neighbour: none, a newline, a word character, or any other. */
export type Neighbour = 0 | 1 | 2 | 3;
export const EDGE = 0;
const NEWLINE = 1;
const WORD = 2;
const OTHER = 3;

/** The neighbour that `character` is. */
export function neighbourOf(character: number, ctype: Ctype): Neighbour {
  if (character === 0x0a) return NEWLINE;
  return isWord(character, ctype) ? WORD : OTHER;
}

/** Whether `assertion` holds between two neighbours. */
export function holds(assertion: Assertion, before: Neighbour, after: Neighbour): boolean {
  switch (assertion) {
    case 'textStart':
      return before === EDGE;
    case 'textEnd':
      return after === EDGE;
    case 'lineStart':
      return before === EDGE || before === NEWLINE;
    case 'lineEnd':
      return after === EDGE || after === NEWLINE;
    case 'wordStart':
      return before !== WORD && after === WORD;
    case 'wordEnd':
      return before === WORD && after !== WORD;
    case 'wordEdge':
      return (before === WORD) !== (after === WORD);
    case 'notWordEdge':
      return (before === WORD) === (after === WORD);
  }
}
