/**
 * The words of a regular expression: which characters are operators in a dialect.
 *
 * In come a pattern's characters and an index; out comes one token and where it ends. What a token means where it stands (a `*` with
 * nothing before it, a `)` without a `(`) is for the parser; brackets and intervals are read by their own parsers from the index
 * after their opening character.
 */

import type { Spelling, Syntax } from './syntax.ts';
import { RegexSyntaxError } from './syntax-error.ts';
import type { Assertion } from './tree.ts';

export type Token =
  | { readonly kind: 'character'; readonly character: number; readonly end: number }
  | { readonly kind: 'any' | 'bracket' | 'or' | 'open' | 'openShy' | 'close'; readonly end: number }
  /** The opening brace only. */
  | { readonly kind: 'interval'; readonly character: number; readonly end: number }
  | { readonly kind: 'repeat'; readonly min: number; readonly max: number; readonly character: number; readonly end: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly end: number }
  /** `\w`, or `\W` if negated. */
  | { readonly kind: 'word'; readonly negated: boolean; readonly end: number }
  | { readonly kind: 'backReference'; readonly index: number; readonly end: number };

/** A token that says how often what stands before it occurs. */
export type RepeatToken = Extract<Token, { readonly kind: 'repeat' } | { readonly kind: 'interval' }>;

const BACKSLASH = 0x5c;

/** Backslash and letter in awk, outside brackets; within them `\b` is a backspace as well. */
const CONTROL_ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ a: 0x07, e: 0x1b, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 }).map(([letter, code]) => [letter.charCodeAt(0), code]),
);

/** The token at `at`, which lies within the pattern. */
export function readToken(pattern: Int32Array, at: number, syntax: Syntax): Token {
  const character = pattern[at]!;
  if (character !== BACKSLASH)
    return readOperator(pattern, at, character, 'bare', syntax) ?? readPlain(character, at + 1, syntax);
  const escaped = pattern[at + 1];
  if (escaped === undefined) throw new RegexSyntaxError('escape');
  return (
    readOperator(pattern, at + 1, escaped, 'escaped', syntax) ??
    readEscape(escaped, at + 2, syntax) ?? { kind: 'character', character: escaped, end: at + 2 }
  );
}

/** The character that backslash and `letter` stand for in awk. */
export function controlEscape(letter: number, inBracket: boolean): number | undefined {
  return inBracket && letter === 0x62 ? 0x08 : CONTROL_ESCAPES.get(letter);
}

/** The operators that are spelt bare in one dialect and with a backslash in another; `at` is the index of their character. */
function readOperator(pattern: Int32Array, at: number, character: number, spelling: Spelling, syntax: Syntax): Token | undefined {
  const end = at + 1;
  switch (String.fromCodePoint(character)) {
    case '(':
      if (syntax.group !== spelling) return undefined;
      if (syntax.shyGroups && pattern[end] === 0x3f && pattern[end + 1] === 0x3a) return { kind: 'openShy', end: end + 2 };
      return { kind: 'open', end };
    case ')':
      return syntax.group === spelling ? { kind: 'close', end } : undefined;
    case '|':
      return syntax.alternation === spelling ? { kind: 'or', end } : undefined;
    case '{':
      return syntax.interval === spelling ? { kind: 'interval', character, end } : undefined;
    case '+':
      return syntax.plus === spelling ? { kind: 'repeat', min: 1, max: Number.POSITIVE_INFINITY, character, end } : undefined;
    case '?':
      return syntax.plus === spelling ? { kind: 'repeat', min: 0, max: 1, character, end } : undefined;
    default:
      return undefined;
  }
}

/** What no backslash stands before, and is spelt alike in all dialects. */
function readPlain(character: number, end: number, syntax: Syntax): Token {
  switch (String.fromCodePoint(character)) {
    case '.':
      return { kind: 'any', end };
    case '[':
      return { kind: 'bracket', end };
    case '*':
      return { kind: 'repeat', min: 0, max: Number.POSITIVE_INFINITY, character, end };
    case '^':
      return { kind: 'assertion', assertion: syntax.anchorsAtNewlines ? 'lineStart' : 'textStart', end };
    case '$':
      return { kind: 'assertion', assertion: syntax.anchorsAtNewlines ? 'lineEnd' : 'textEnd', end };
    default:
      return { kind: 'character', character, end };
  }
}

/** Backslash and a character that is no operator; undefined where it is just that character. */
function readEscape(escaped: number, end: number, syntax: Syntax): Token | undefined {
  if (escaped >= 0x31 && escaped <= 0x39) return { kind: 'backReference', index: escaped - 0x30, end };
  if (syntax.wordOperators) {
    switch (String.fromCodePoint(escaped)) {
      case 'w':
        return { kind: 'word', negated: false, end };
      case 'W':
        return { kind: 'word', negated: true, end };
      case '<':
        return { kind: 'assertion', assertion: 'wordStart', end };
      case '>':
        return { kind: 'assertion', assertion: 'wordEnd', end };
      case 'b':
        return { kind: 'assertion', assertion: 'wordEdge', end };
      case 'B':
        return { kind: 'assertion', assertion: 'notWordEdge', end };
    }
  }
  const control = syntax.awkEscapes ? controlEscape(escaped, false) : undefined;
  return control === undefined ? undefined : { kind: 'character', character: control, end };
}
