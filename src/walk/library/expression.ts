/**
 * What a program may give as an expression, to the words that the parser reads.
 *
 * In: a line as for a shell, words, conditions, functions, and lists of all of these. Out: `ExpressionWords`, among which a function is a
 * word of its own. A list or a condition within a list stands in parentheses, so that it means the same wherever it is put.
 */

import { isRegExp, isUint8Array } from 'node:util/types';
import { callWord } from '../expr/primary/call.ts';
import { splitWords } from './shell-words.ts';
import type { WalkEntry } from './walk-entry.ts';

/** Decides about one entry. It may keep the entry, and throw: the walk then fails with what it threw. */
export type EntryTest = (entry: WalkEntry) => boolean;

/** @throws {TypeError} The answer is a promise, which is not waited for and would always count as true. */
export function decide(test: EntryTest, entry: WalkEntry): boolean {
  const answer: unknown = test(entry);
  if (typeof answer === 'boolean') return answer;
  if (typeof (answer as PromiseLike<unknown> | null | undefined)?.then === 'function') {
    throw new TypeError(`The function ${test.name || 'of the expression'} answered with a promise, not with true or false`);
  }
  return Boolean(answer);
}

/**
 * An expression:
 *
 * - one string: find's words as in a shell, `"-name '*.ts' -size +1k"`;
 * - a {@link Condition}, made by `name('*.ts')`, `and(...)` and their kin;
 * - a function of the entry;
 * - a list of single words (`['-name', '*.ts']`), conditions, functions and lists, in any mixture: joined by find's operators,
 *   which are words too, or by nothing, which means `and`.
 */
export type ExpressionInput = string | Condition | EntryTest | readonly ExpressionPart[];

/** A member of a list: here a string is one word, taken as it is; bytes are a word that need not be UTF-8. */
export type ExpressionPart = string | Uint8Array | Condition | EntryTest | readonly ExpressionPart[];

/** A part of an expression that stands for itself wherever it is put; see `and`, `name` and the others. */
export class Condition {
  /** What it is made of. */
  readonly parts: readonly ExpressionPart[];

  constructor(parts: readonly ExpressionPart[]) {
    this.parts = parts;
    Object.freeze(this);
  }
}

export interface ExpressionWords {
  readonly words: readonly Uint8Array[];
  /** By the word that stands for it. */
  readonly calls: ReadonlyMap<Uint8Array, EntryTest>;
  /** By word: where it is in the string that was given; null where none was. */
  readonly places: readonly { readonly start: number; readonly end: number }[] | null;
}

const encoder = new TextEncoder();

/** @throws {TypeError} It is none of what an expression can be. @throws {ExpressionError} A quote is not closed. */
export function expressionWords(input: ExpressionInput | null | undefined): ExpressionWords {
  const calls = new Map<Uint8Array, EntryTest>();
  if (input === null || input === undefined) return { words: [], calls, places: null };
  if (typeof input === 'string') {
    const places = splitWords(input);
    return { words: places.map(({ text }) => encodeWord(text)), calls, places };
  }
  const words: Uint8Array[] = [];
  if (input instanceof Condition || Array.isArray(input)) addParts('parts' in input ? input.parts : input, words, calls);
  else addPart(input as ExpressionPart, words, calls);
  return { words, calls, places: null };
}

/** A condition of whatever an expression can be. */
export function conditionOf(input: ExpressionInput): Condition {
  if (input instanceof Condition) return input;
  if (typeof input === 'string') return new Condition(splitWords(input).map(({ text }) => text));
  if (typeof input === 'function') return new Condition([input]);
  if (!Array.isArray(input)) throw wrongPart(input);
  return new Condition(input);
}

function addParts(parts: readonly ExpressionPart[], words: Uint8Array[], calls: Map<Uint8Array, EntryTest>): void {
  for (const part of parts) addPart(part, words, calls);
}

function addPart(part: ExpressionPart, words: Uint8Array[], calls: Map<Uint8Array, EntryTest>): void {
  if (typeof part === 'string' || isUint8Array(part)) {
    words.push(encodeWord(part));
  } else if (typeof part === 'function') {
    const word = callWord();
    calls.set(word, part);
    words.push(word);
  } else if (part instanceof Condition || Array.isArray(part)) {
    const inner = part instanceof Condition ? part.parts : part;
    if (inner.length === 0) return;
    words.push(encodeWord('('));
    addParts(inner, words, calls);
    words.push(encodeWord(')'));
  } else {
    throw wrongPart(part);
  }
}

function wrongPart(part: unknown): TypeError {
  const isOptions = typeof part === 'object' && part !== null && !isRegExp(part);
  const what = part === null ? 'null' : isRegExp(part) ? 'a RegExp: there is regex()' : `${typeof part}`;
  const advice = isOptions ? '; options are the third argument, behind an expression or null' : '';
  return new TypeError(
    `An expression is made of strings, bytes, conditions, functions and lists of them, not of ${what}${advice}`,
  );
}

function encodeWord(word: string | Uint8Array): Uint8Array {
  const bytes = typeof word === 'string' ? encoder.encode(word) : new Uint8Array(word);
  if (bytes.includes(0)) throw new TypeError('A word of an expression holds a NUL, which no file name and no argument can');
  return bytes;
}
