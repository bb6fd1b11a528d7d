/**
 * Bracket expressions of regular expressions: `[a-z]`, `[^abc]`, `[[:alpha:]_]`, `[[=e=]]`, `[[.-.]]`, and awk's `[\]]`.
 *
 * In come the pattern and the index after `[`; out come the items and the index after `]`. Unlike in globs a bracket that does not
 * end is an error, a backslash is an ordinary character (but in awk), and only `^` negates. Ranges are by number: code points, or
 * bytes.
 */

import { classNamed } from '../ctype.ts';
import type { SetItem } from './character-test.ts';
import type { Syntax } from './syntax.ts';
import { RegexSyntaxError } from './syntax-error.ts';
import { controlEscape } from './token.ts';

/** A bracket that ended. */
export interface BracketExpression {
  readonly negated: boolean;
  readonly items: readonly SetItem[];
  /** Index of the first character after `]`. */
  readonly end: number;
}

const HYPHEN = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const CARET = 0x5e;

/** Parse the bracket whose first character after `[` is `pattern[start]`. */
export function parseBracketExpression(pattern: Int32Array, start: number, syntax: Syntax): BracketExpression {
  const negated = pattern[start] === CARET;
  const first = negated ? start + 1 : start;
  const items: SetItem[] = [];
  let at = first;
  while (at === first || pattern[at] !== CLOSE) {
    const named = syntax.classes ? parseClass(pattern, at) : undefined;
    if (named !== undefined) {
      items.push(named.item);
      at = named.end;
      // A class cannot begin a range; a hyphen that ends the bracket is one of its characters.
      if (isRange(pattern, at)) throw new RegexSyntaxError('rangeEnd');
      continue;
    }
    const low = parseEndpoint(pattern, at, syntax);
    at = low.end;
    let high = low;
    if (isRange(pattern, at)) {
      if (syntax.classes && parseClass(pattern, at + 1) !== undefined) throw new RegexSyntaxError('rangeEnd');
      high = parseEndpoint(pattern, at + 1, syntax);
      at = high.end;
      if (high.character < low.character && syntax.emptyRange === 'error') throw new RegexSyntaxError('rangeEnd');
      if (isRange(pattern, at)) throw new RegexSyntaxError('rangeEnd');
    }
    items.push({ kind: 'range', low: low.character, high: high.character });
  }
  return { negated, items, end: at + 1 };
}

/** Whether a hyphen at `at` has something after it to be a range with. */
function isRange(pattern: Int32Array, at: number): boolean {
  return pattern[at] === HYPHEN && at + 1 < pattern.length && pattern[at + 1] !== CLOSE;
}

/** `[:name:]` at `at`; without `:]` after lower-case letters it is no class but ordinary characters. */
function parseClass(pattern: Int32Array, at: number): { item: SetItem; end: number } | undefined {
  if (pattern[at] !== OPEN || pattern[at + 1] !== COLON) return undefined;
  let word = '';
  let end = at + 2;
  for (; pattern[end]! >= 0x61 && pattern[end]! <= 0x7a; end++) word += String.fromCharCode(pattern[end]!);
  if (pattern[end] !== COLON || pattern[end + 1] !== CLOSE) return undefined;
  const name = classNamed(word);
  if (name === undefined) throw new RegexSyntaxError('className');
  return { item: { kind: 'class', name }, end: end + 2 };
}

/** One character, perhaps an end of a range: `x`, `[.x.]`, `[=x=]` (without collation, x itself), in awk `\x`. */
function parseEndpoint(pattern: Int32Array, at: number, syntax: Syntax): { character: number; end: number } {
  const mark = pattern[at + 1];
  if (pattern[at] === OPEN && (mark === DOT || mark === EQUALS)) return parseSymbol(pattern, at, mark);
  const escaped = syntax.awkEscapes && pattern[at] === BACKSLASH;
  const character = pattern[escaped ? at + 1 : at];
  if (character === undefined) throw new RegexSyntaxError(escaped ? 'escape' : 'bracket');
  if (!escaped) return { character, end: at + 1 };
  return { character: controlEscape(character, true) ?? character, end: at + 2 };
}

/** `[.x.]` or `[=x=]` at `at`: no symbol of several characters is known. */
function parseSymbol(pattern: Int32Array, at: number, mark: number): { character: number; end: number } {
  for (let end = at + 2; end + 1 < pattern.length; end++) {
    if (pattern[end] !== mark || pattern[end + 1] !== CLOSE) continue;
    if (end !== at + 3) throw new RegexSyntaxError('collation');
    return { character: pattern[at + 2]!, end: end + 2 };
  }
  throw new RegexSyntaxError('bracket');
}
