/**
 * The syntax tree that all dialects parse to and every later stage reads: what a regular expression matches, not how it was written.
 *
 * A tree is immutable; nodes may be shared.
 */

/** Which characters match at one place. */
export interface CharacterTest {
  readonly has: (character: number) => boolean;
  /** The only character that matches, where there is just one. */
  readonly only: number | undefined;
  /** Whether a character from 0x80 up may match. */
  readonly aboveAscii: boolean;
}

/** A place between characters. */
export type Assertion =
  /** Before the first character. */
  | 'textStart'
  /** After the last. */
  | 'textEnd'
  /** Before the first, or after a newline. */
  | 'lineStart'
  /** After the last, or before a newline. */
  | 'lineEnd'
  /** `\<`, `\>`: where a word begins or ends. */
  | 'wordStart'
  | 'wordEnd'
  /** `\b`: at either; `\B`: at neither. */
  | 'wordEdge'
  | 'notWordEdge';

export type RegexNode =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** One after the other; none: the empty string. */
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  /** Any one of them; at least two. */
  | { readonly kind: 'alternation'; readonly branches: readonly RegexNode[] }
  /** A group that back-references can name; numbered from 1. */
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexNode }
  /** `max` may be Infinity. */
  | { readonly kind: 'repeat'; readonly body: RegexNode; readonly min: number; readonly max: number }
  /** What group `index`, closed earlier in the pattern, has matched. */
  | { readonly kind: 'backReference'; readonly index: number };

/** The empty string. */
export const EMPTY: RegexNode = { kind: 'sequence', items: [] };
