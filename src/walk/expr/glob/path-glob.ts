/**
 * Globs on paths, as bash has them with globstar, extglob and dotglob.
 *
 * In: a pattern's bytes. Out: a `PathGlob`: does a path match, and can anything below a directory match? Both take a path below the
 * starting point, as bytes without a slash at either end, empty for the starting point itself.
 *
 * A pattern is cut at its slashes into segments, and a path is run through them as through an automaton: the state is the set of segments
 * that may come next, one bit each; `**` stays where it is as often as it likes. Nothing can match below a directory after which the set is
 * empty. Plain segments are compared as bytes (glob.ts), others by the regular expression that picomatch makes of them; where a slash is in
 * braces the pattern is several, where it is in parentheses picomatch is given the whole path.
 *
 * A name is seen as characters where the locale's are UTF-8, and each byte that is none as a character of its own, that only wildcards
 * and itself in a pattern match.
 */

import picomatch from 'picomatch';
import { compileGlob, type GlobMatch, type GlobOptions } from '../glob.ts';
import { decodeUtf8, sequenceLength } from '../utf8.ts';
import { bashOnly, expandRange, splitBraces, splitSegments } from './path-pattern.ts';

export interface PathGlob {
  /** `a/**` matches what is in a, and a itself where it is a directory. */
  match(bytes: Uint8Array, start: number, end: number, isDirectory: boolean): boolean;
  /** Of a directory's path: can anything below it match? Says yes too often rather than no. */
  readonly mayHoldBelow: GlobMatch;
  /** What the last component of a path must match, where all do; most names fail here, and no path has to be spelled. */
  readonly name: NameTest | null;
}

interface NameTest {
  readonly match: GlobMatch;
  /** Nothing more is asked of the path. */
  readonly suffices: boolean;
}

const SLASH = 0x2f;
/** One bit of a number each, and one for the end. */
const MOST_SEGMENTS = 30;
/** More names than this are better told by one regular expression. */
const MOST_NAMES = 8;
/** What a byte that is no character is decoded to, less the byte: a surrogate, which no valid text has. */
const STRAY_BYTE = 0xdc00;

/** All names are alike, hidden ones too; its short cuts would escape letters, which only expressions without Unicode allow. */
const PICOMATCH = { dot: true, nonegate: true, posix: true, literalBrackets: false, fastpaths: false, expandRange };

const encoder = new TextEncoder();

/** A segment's test of a name; null for `**`. */
type Segment = GlobMatch | null;

/** Compile `pattern`, which does not begin with a slash. @throws {RangeError} It is too long for picomatch. */
export function compilePathGlob(pattern: Uint8Array, options: GlobOptions): PathGlob {
  const text = decodeName(pattern, 0, pattern.length, options.utf8);
  const globs = splitBraces(text).map((each) => compileOne(each, options));
  const [only] = globs;
  if (globs.length === 1) return only!;
  return {
    match: (bytes, start, end, isDirectory) => globs.some(({ match }) => match(bytes, start, end, isDirectory)),
    mayHoldBelow: (bytes, start, end) => globs.some(({ mayHoldBelow }) => mayHoldBelow(bytes, start, end)),
    name: null,
  };
}

function compileOne(text: string, options: GlobOptions): PathGlob {
  const { segments, rest } = splitSegments(text);
  if (rest === null && segments.length < MOST_SEGMENTS) {
    return compileSegments(segments.map((each) => compileSegment(each, options)));
  }
  // Anything may come of what was not cut.
  const leading = segments.slice(0, MOST_SEGMENTS - 1).map((each) => compileSegment(each, options));
  const { mayHoldBelow } = runSegments([...leading, null]);
  return { match: compileRegex(text, options), mayHoldBelow, name: null };
}

function compileSegment(text: string, options: GlobOptions): Segment {
  if (text === '**') return null;
  // Without brackets, braces and parentheses it is what -name takes; so are a few of them.
  const names = splitBraces(text, false);
  if (names.length > MOST_NAMES || names.some((each) => /[[\]{}()\\]|[\udc80-\udcff]/.test(each)))
    return compileRegex(text, options);
  const matches = names.map((each) => compileGlob(encodeName(each, options.utf8), options).match);
  const [only] = matches;
  return matches.length === 1 ? only! : (bytes, start, end) => matches.some((match) => match(bytes, start, end));
}

function compileRegex(text: string, { foldCase, utf8 }: GlobOptions): GlobMatch {
  const { source } = picomatch.makeRe(bashOnly(text), PICOMATCH);
  const regex = unicodeRegex(source, foldCase ? 'is' : 's');
  return (bytes, start, end) => regex.test(decodeName(bytes, start, end, utf8));
}

/** Characters, not halves of them, where the source can be read so. */
function unicodeRegex(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}

function compileSegments(segments: readonly Segment[]): PathGlob {
  const { match, mayHoldBelow } = runSegments(segments);
  if (segments.at(-1) !== null) return { match, mayHoldBelow, name: nameTest(segments) };
  const inside = runSegments([...segments, () => true]);
  return {
    match: (bytes, start, end, isDirectory) => (isDirectory ? match(bytes, start, end) : inside.match(bytes, start, end)),
    mayHoldBelow,
    name: null,
  };
}

function runSegments(segments: readonly Segment[]): { readonly match: GlobMatch; readonly mayHoldBelow: GlobMatch } {
  const count = segments.length;
  const final = 1 << count;
  let globstars = 0;
  for (let i = 0; i < count; i++) if (segments[i] === null) globstars |= 1 << i;

  /** With the segments behind each `**` in it. */
  const close = (states: number): number => {
    for (let passed = states & globstars; passed !== 0; ) {
      states |= passed << 1;
      passed = (passed << 1) & globstars;
    }
    return states;
  };
  const first = close(1);

  const run: (bytes: Uint8Array, start: number, end: number) => number = (bytes, start, end) => {
    let states = first;
    for (let from = start; from < end && states !== 0; ) {
      const slash = bytes.indexOf(SLASH, from);
      const to = slash < 0 || slash > end ? end : slash;
      let next = states & globstars;
      for (let left = states & ~globstars & ~final; left !== 0; left &= left - 1) {
        const i = 31 - Math.clz32(left & -left);
        if (segments[i]!(bytes, from, to)) next |= 2 << i;
      }
      states = close(next);
      from = to + 1;
    }
    return states;
  };
  return {
    match: (bytes, start, end) => (run(bytes, start, end) & final) !== 0,
    mayHoldBelow: (bytes, start, end) => (run(bytes, start, end) & ~final) !== 0,
  };
}

/** Null where the last component may be any. */
function nameTest(segments: readonly Segment[]): NameTest | null {
  const last = segments.at(-1) ?? null;
  return last === null ? null : { match: last, suffices: segments.length === 2 && segments[0] === null };
}

let codePoints = new Int32Array(256);

function decodeName(bytes: Uint8Array, start: number, end: number, utf8: boolean): string {
  if (codePoints.length < end - start) codePoints = new Int32Array(2 * (end - start));
  const count = utf8 ? decodeUtf8(bytes, start, end, codePoints) : -1;
  if (count >= 0) return textOf(codePoints, count);
  let text = '';
  for (let at = start; at < end; ) {
    const lead = bytes[at]!;
    const length = utf8 ? sequenceLength(lead) : 1;
    const isCharacter = utf8 && length > 0 && at + length <= end && decodeUtf8(bytes, at, at + length, codePoints) === 1;
    text += isCharacter ? String.fromCodePoint(codePoints[0]!) : String.fromCharCode(lead < 0x80 ? lead : STRAY_BYTE + lead);
    at += isCharacter ? length : 1;
  }
  return text;
}

function textOf(characters: Int32Array, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += String.fromCodePoint(characters[i]!);
  return text;
}

/** Only for text without stray bytes. */
function encodeName(text: string, utf8: boolean): Uint8Array {
  return utf8 ? encoder.encode(text) : Buffer.from(text, 'latin1');
}
