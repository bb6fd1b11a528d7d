/**
 * Regular expressions: ten dialects, one matcher of whole paths, on bytes, in linear time.
 *
 *     pattern ─ parse (dialect) ─▶ tree ─ compile ─▶ program ─▶ LazyDfa: 0 or 1
 *                                   │                 └─ with groups ─▶ Backtracker, after the DFA said 1: 0, 1 or -1
 *                                   └─ ends ─▶ prefix for plans, tail that refuses most paths at once
 *
 * A path matches if all of it can be taken by the pattern in any way, POSIX's result (REFERENCE 4.2, section 22). In UTF-8 a
 * path that is not valid does not match, nor does any part of it. Only a pattern with back-references can fail to decide.
 */

import { BYTES, CODE_POINTS } from '../ctype.ts';
import { codePointsOf, decodeUtf8 } from '../utf8.ts';
import { Backtracker } from './backtracker.ts';
import type { RegexDialect } from './dialect.ts';
import { prefixOf, type Tail, tailOf } from './ends.ts';
import { LazyDfa } from './lazy-dfa.ts';
import { parseRegex } from './parse.ts';
import { compileProgram, referencedGroups } from './program.ts';
import { SYNTAXES } from './syntax.ts';
import { RegexSyntaxError } from './syntax-error.ts';
import type { RegexNode } from './tree.ts';

/** 1: the whole of it matches; 0: it does not; -1: too many ways to try because of back-references, undecided. */
export type RegexVerdict = 0 | 1 | -1;

export interface RegexOptions {
  readonly dialect: RegexDialect;
  /** Upper and lower case are the same (`-iregex`). */
  readonly foldCase: boolean;
  /** The locale's characters are UTF-8; otherwise they are bytes. */
  readonly utf8: boolean;
}

/** A compiled regular expression. */
export interface Regex {
  /** Match bytes [start, end). Keeps no reference to them; not reentrant. */
  readonly match: (bytes: Uint8Array, start: number, end: number) => RegexVerdict;
  /** Bytes that everything that matches begins with. */
  readonly literalPrefix: Uint8Array;
  /** Whether `match` may answer -1. */
  readonly undecidable: boolean;
  /** For many names in one directory; undefined where a path can only be looked at as a whole, because of back-references. */
  readonly names: NameMatcher | undefined;
}

/** Matches paths of which the first part is given once. */
export interface NameMatcher {
  /** The paths asked about from now on begin with bytes [start, end): a directory's path and its slash. */
  readonly enter: (bytes: Uint8Array, start: number, end: number) => void;
  /** Match what was entered followed by bytes [start, end); nothing at all was entered before the first `enter`. */
  readonly match: (bytes: Uint8Array, start: number, end: number) => boolean;
}

/** Steps that the backtracker may take for one path: about 20 ms. */
const BACKTRACK_STEPS = 2_000_000;

/**
 * Compile `pattern`.
 *
 * @throws {RegexSyntaxError} it is no regular expression of the dialect, is too big, or is not valid UTF-8 where that is asked.
 */
export function compileRegex(pattern: Uint8Array, options: RegexOptions): Regex {
  const { dialect, foldCase, utf8 } = options;
  const ctype = utf8 ? CODE_POINTS : BYTES;
  const characters = utf8 ? codePointsOf(pattern) : Int32Array.from(pattern);
  if (characters === undefined) throw new RegexSyntaxError('encoding');
  const tree = parseRegex(characters, SYNTAXES[dialect], { ctype, foldCase });
  const dfa = new LazyDfa(compileProgram(tree, undefined), ctype, utf8);
  const backtrack = compileBacktrack(tree, options);
  const tail = tailOf(tree, utf8);
  const names: NameMatcher = {
    enter: (bytes, start, end) => dfa.enter(bytes, start, end),
    match: (bytes, start, end) => endsRight(tail, bytes, start, end) && dfa.matchBelow(bytes, start, end),
  };
  return {
    match: (bytes, start, end) => {
      if (!endsRight(tail, bytes, start, end) || !dfa.match(bytes, start, end)) return 0;
      return backtrack === undefined ? 1 : backtrack(bytes, start, end);
    },
    literalPrefix: prefixOf(tree, utf8),
    undecidable: backtrack !== undefined,
    names: backtrack === undefined ? names : undefined,
  };
}

/** The second matcher, for what the DFA accepts; undefined where there are no back-references. */
function compileBacktrack(tree: RegexNode, options: RegexOptions): Regex['match'] | undefined {
  const groups = referencedGroups(tree);
  if (groups.size === 0) return undefined;
  const { foldCase, utf8 } = options;
  const backtracker = new Backtracker(compileProgram(tree, groups), utf8 ? CODE_POINTS : BYTES, foldCase);
  let text = new Int32Array(256);
  return (bytes, start, end) => {
    if (text.length < end - start) text = new Int32Array(2 * (end - start));
    if (utf8) return backtracker.match(text, decodeUtf8(bytes, start, end, text), BACKTRACK_STEPS);
    text.set(bytes.subarray(start, end));
    return backtracker.match(text, end - start, BACKTRACK_STEPS);
  };
}

/** Whether bytes [start, end) may be an end of a match, as far as they go. */
function endsRight(tail: Tail, bytes: Uint8Array, start: number, end: number): boolean {
  const { length, sets } = tail;
  for (let i = 0, at = end - 1; i < length && at >= start; i++, at--) {
    if (sets[(i << 8) | bytes[at]!] === 0) return false;
  }
  return true;
}
