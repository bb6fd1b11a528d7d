/**
 * Tests of one character: a literal, `.`, a word character, the items of a bracket; with case folded in.
 *
 * Folding closes a test under change of case before any negation: with case ignored `[[:upper:]]` has every cased letter and
 * `[^k]` has neither K nor the Kelvin sign. Variants are those of Unicode's simple folding (bfs's, but for its foldings of one
 * character to several: `ß` is not ss here).
 */

import type { ClassName, Ctype } from '../ctype.ts';
import type { CharacterTest } from './tree.ts';

/** How characters are seen: whose classes, and whether case counts. */
export interface CharacterRules {
  readonly ctype: Ctype;
  readonly foldCase: boolean;
}

/** One thing listed in a bracket. */
export type SetItem =
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'class'; readonly name: ClassName };

const NEWLINE = 0x0a;
const UNDERSCORE = 0x5f;

/** The character itself, or any of its cases. */
export function literalTest(character: number, rules: CharacterRules): CharacterTest {
  const variants = rules.foldCase ? rules.ctype.caseVariants(character) : [character];
  const only = variants.length === 1 ? character : undefined;
  return { has: (other) => variants.includes(other), only, aboveAscii: variants.some((variant) => variant >= 0x80) };
}

/** `.`: any character, perhaps but newline. */
export function anyTest(newline: boolean): CharacterTest {
  return { has: newline ? () => true : (character) => character !== NEWLINE, only: undefined, aboveAscii: true };
}

/** `\w` or `\W`. */
export function wordTest(negated: boolean, rules: CharacterRules): CharacterTest {
  const has = (character: number): boolean => isWord(character, rules.ctype) !== negated;
  return { has, only: undefined, aboveAscii: true };
}

/** Letters, digits and the underscore. */
export function isWord(character: number, ctype: Ctype): boolean {
  return character === UNDERSCORE || ctype.isClass('alnum', character);
}

/** A bracket's items as one test. */
export function setTest(items: readonly SetItem[], negated: boolean, newline: boolean, rules: CharacterRules): CharacterTest {
  const { ctype, foldCase } = rules;
  const lists = (character: number): boolean =>
    items.some((item) =>
      item.kind === 'class' ? ctype.isClass(item.name, character) : character >= item.low && character <= item.high,
    );
  const includes = foldCase ? (character: number) => ctype.caseVariants(character).some(lists) : lists;
  return {
    has: negated ? (character) => !includes(character) && (newline || character !== NEWLINE) : includes,
    only: undefined,
    aboveAscii: true,
  };
}
