/**
 * One ignore file: its lines as rules, and which of them has the last word on a name. gitignore(5).
 *
 * In: the file's bytes and where it is. Out: an `IgnoreFile`. A line is a comment, or a pattern with perhaps a `!` before it (what matches is
 * not ignored after all) and a slash behind it (directories only). A pattern with a slash elsewhere is matched with the path
 * below the file's directory, any other with the name alone.
 */

import { compilePattern, type PatternMatch } from './ignore-pattern.ts';
import type { HidingRule } from './ignore-services.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const BANG = 0x21;
const HASH = 0x23;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export interface IgnoreRule extends HidingRule {
  readonly isNegated: boolean;
  readonly directoriesOnly: boolean;
  readonly isPath: boolean;
  readonly match: PatternMatch;
}

/** A name to be judged: a path below a repository, in bytes. */
export interface Candidate {
  readonly bytes: Uint8Array;
  /** Where the name begins, and where it ends. */
  readonly nameStart: number;
  readonly end: number;
  readonly isDirectory: boolean;
}

export class IgnoreFile {
  /** The last one first: it is the one that counts. */
  readonly #rules: readonly IgnoreRule[];
  /** Bytes before what is below the file's directory, in candidates. */
  readonly #baseLength: number;

  constructor(bytes: Uint8Array, source: Uint8Array, baseLength: number, foldCase: boolean) {
    this.#rules = parseRules(bytes, source, foldCase).reverse();
    this.#baseLength = baseLength;
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** The last rule that matches; null where none does. */
  ruleOf({ bytes, nameStart, end, isDirectory }: Candidate): IgnoreRule | null {
    const rules = this.#rules;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i]!;
      if (rule.directoriesOnly && !isDirectory) continue;
      if (rule.match(bytes, rule.isPath ? this.#baseLength : nameStart, end)) return rule;
    }
    return null;
  }
}

function parseRules(bytes: Uint8Array, source: Uint8Array, foldCase: boolean): IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  let start = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (end > start && bytes[start] !== HASH) {
      const rule = parseRule(patternOf(bytes.subarray(start, end)), source, line, foldCase);
      if (rule !== null) rules.push(rule);
    }
    start = end + 1;
  }
  return rules;
}

/** The line up to a NUL, a carriage return at its end, and blanks at its end but for one behind a backslash. */
function patternOf(line: Uint8Array): Uint8Array {
  const nul = line.indexOf(0);
  let end = nul >= 0 ? nul : line.at(-1) === RETURN ? line.length - 1 : line.length;
  let blanks = -1;
  for (let at = 0; at < end; at++) {
    if (line[at] === SPACE) {
      if (blanks < 0) blanks = at;
    } else {
      blanks = -1;
      if (line[at] === BACKSLASH) at++;
    }
  }
  if (blanks >= 0) end = blanks;
  return line.subarray(0, end);
}

/** Null where nothing can match. */
function parseRule(pattern: Uint8Array, source: Uint8Array, line: number, foldCase: boolean): IgnoreRule | null {
  const isNegated = pattern[0] === BANG;
  let core = isNegated ? pattern.subarray(1) : pattern;
  const directoriesOnly = core.at(-1) === SLASH;
  if (directoriesOnly) core = core.subarray(0, -1);
  const isPath = core.includes(SLASH);
  if (core[0] === SLASH) core = core.subarray(1);
  if (core.length === 0) return null;
  const match = compilePattern(core, { isPath, foldCase });
  return { source, line, pattern, isNegated, directoriesOnly, isPath, match };
}
