/**
 * From a pattern in some dialect to the one syntax tree.
 *
 *     alternation  ::=  sequence ('|' sequence)*
 *     sequence     ::=  (atom repeat*)*
 *     atom         ::=  character | '.' | bracket | '(' alternation ')' | '\1' … | '^' | '$' | word operator
 *     repeat       ::=  '*' | '+' | '?' | '{' m (',' n?)? '}'
 *
 * How each is spelt is the tokenizer's business. An empty sequence is allowed everywhere. Dialects differ here in what they make of
 * a repeat with nothing to repeat and of an interval that is none.
 */

import { parseBracketExpression } from './bracket.ts';
import { anyTest, type CharacterRules, literalTest, setTest, wordTest } from './character-test.ts';
import type { Syntax } from './syntax.ts';
import { RegexSyntaxError } from './syntax-error.ts';
import { type RepeatToken, readToken, type Token } from './token.ts';
import { EMPTY, type RegexNode } from './tree.ts';

/** Groups within groups, at most: parsing and compiling recurse. */
const MAX_NESTING = 1000;

/** The largest number of an interval, as in Oniguruma. */
const MAX_REPEAT = 100_000;

const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSE_BRACE = 0x7d;

/**
 * Parse all of `pattern`.
 *
 * @throws {RegexSyntaxError} it is malformed in its dialect, or nested too deeply.
 */
export function parseRegex(pattern: Int32Array, syntax: Syntax, rules: CharacterRules): RegexNode {
  let at = 0;
  let groups = 0;
  const closedGroups = new Set<number>();

  const peek = (): Token | undefined => (at < pattern.length ? readToken(pattern, at, syntax) : undefined);

  /** Up to the end of the pattern, or to a `)` that closes the group that we are in. */
  const parseAlternation = (depth: number): RegexNode => {
    const branches = [parseSequence(depth)];
    for (let token = peek(); token?.kind === 'or'; token = peek()) {
      at = token.end;
      branches.push(parseSequence(depth));
    }
    return branches.length === 1 ? branches[0]! : { kind: 'alternation', branches };
  };

  const parseSequence = (depth: number): RegexNode => {
    const items: RegexNode[] = [];
    for (let token = peek(); token !== undefined && token.kind !== 'or'; token = peek()) {
      if (token.kind === 'close' && closesGroup(depth)) break;
      at = token.end;
      if (token.kind === 'repeat' || token.kind === 'interval') parseRepeat(token, items);
      else items.push(parseAtom(token, depth));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  };

  /** Whether a `)` here closes something; a bare one that does not is a character. */
  const closesGroup = (depth: number): boolean => {
    if (depth > 0) return true;
    if (syntax.group === 'escaped') throw new RegexSyntaxError('closeGroup');
    return false;
  };

  const literal = (character: number): RegexNode => ({ kind: 'character', test: literalTest(character, rules) });

  const parseAtom = (token: Exclude<Token, RepeatToken>, depth: number): RegexNode => {
    switch (token.kind) {
      case 'character':
        return literal(token.character);
      case 'any':
        return { kind: 'character', test: anyTest(syntax.dotMatchesNewline) };
      case 'word':
        return { kind: 'character', test: wordTest(token.negated, rules) };
      case 'assertion':
        return { kind: 'assertion', assertion: token.assertion };
      case 'bracket': {
        const { negated, items, end } = parseBracketExpression(pattern, at, syntax);
        at = end;
        return { kind: 'character', test: setTest(items, negated, syntax.negationMatchesNewline, rules) };
      }
      case 'backReference':
        if (!closedGroups.has(token.index)) throw new RegexSyntaxError('backReference');
        return { kind: 'backReference', index: token.index };
      case 'open':
      case 'openShy':
        return parseGroup(token.kind === 'open', depth + 1);
      case 'close':
      case 'or':
        return literal(pattern[token.end - 1]!);
    }
  };

  const parseGroup = (numbered: boolean, depth: number): RegexNode => {
    if (depth > MAX_NESTING) throw new RegexSyntaxError('tooBig');
    const index = numbered ? ++groups : 0;
    const body = parseAlternation(depth);
    const close = peek();
    if (close === undefined) throw new RegexSyntaxError('openGroup');
    at = close.end;
    if (!numbered) return body;
    closedGroups.add(index);
    return { kind: 'group', index, body };
  };

  /** Apply the repeat operator just read to the last of `items`. */
  const parseRepeat = (token: RepeatToken, items: RegexNode[]): void => {
    const body = items.at(-1);
    if (body === undefined || body.kind === 'assertion') {
      if (syntax.danglingRepeat === 'error') throw new RegexSyntaxError('repeat');
      if (token.kind === 'interval' || syntax.danglingRepeat === 'literal') items.push(literal(token.character));
      return;
    }
    const bounds = token.kind === 'interval' ? parseInterval() : token;
    if (bounds === undefined) items.push(literal(token.character));
    else items[items.length - 1] = repeated(body, bounds.min, bounds.max);
  };

  /** The interval whose first character after `{` is at `at`. Undefined, with `at` as it was, where `{` is just a character. */
  const parseInterval = (): { min: number; max: number } | undefined => {
    const start = at;
    const low = parseNumber();
    const comma = pattern[at] === COMMA;
    if (comma) at++;
    const high = comma ? parseNumber() : low;
    const escaped = syntax.interval === 'escaped';
    const closed = pattern[escaped ? at + 1 : at] === CLOSE_BRACE && (!escaped || pattern[at] === BACKSLASH);
    if (!closed || (low === undefined && !(comma && syntax.malformedInterval === 'literal'))) {
      if (syntax.malformedInterval === 'error') {
        throw new RegexSyntaxError(pattern.includes(CLOSE_BRACE, at) ? 'intervalContent' : 'interval');
      }
      at = start;
      return undefined;
    }
    at += escaped ? 2 : 1;
    const bounds = { min: low ?? 0, max: high ?? Number.POSITIVE_INFINITY };
    if (bounds.max < bounds.min) throw new RegexSyntaxError('intervalContent');
    if (bounds.min > MAX_REPEAT || (high ?? 0) > MAX_REPEAT) throw new RegexSyntaxError('tooBig');
    return bounds;
  };

  const parseNumber = (): number | undefined => {
    let number: number | undefined;
    for (; pattern[at]! >= 0x30 && pattern[at]! <= 0x39; at++) {
      number = Math.min(10 * (number ?? 0) + pattern[at]! - 0x30, MAX_REPEAT + 1);
    }
    return number;
  };

  return parseAlternation(0);
}

/** `body`, `min` to `max` times; repeats of repeats that amount to one are joined, so that `a**` costs no more than `a*`. */
function repeated(body: RegexNode, min: number, max: number): RegexNode {
  if (max === 0) return EMPTY;
  if (min === 1 && max === 1) return body;
  const simple = body.kind === 'repeat' && body.min <= 1 && body.max === Number.POSITIVE_INFINITY && min <= 1;
  return simple
    ? { kind: 'repeat', body: body.body, min: Math.min(body.min, min), max: body.max }
    : { kind: 'repeat', body, min, max };
}
