/**
 * Patterns of gitignore(5), on bytes: does a name, or a path below the directory of its file, match?
 *
 * A pattern is a list of tokens, and a text is run through them as through an automaton, in time that grows with the product of both, whatever
 * the pattern: ignore files come with the tree that is searched. `*` and sets stop at slashes in patterns on paths; `**` between slashes is any
 * directories. As in git letters of another case are the same only in ASCII, a set that is not closed matches nothing, and what is before
 * the first wildcard is taken off, after which `**` counts as being at the beginning.
 */

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const COLON = 0x3a;
const DASH = 0x2d;
const CARET = 0x5e;
const BANG = 0x21;

/** Whether bytes [start, end) match as a whole. */
export type PatternMatch = (bytes: Uint8Array, start: number, end: number) => boolean;

export interface PatternOptions {
  /** The text is a path, in which wildcards stop at slashes. */
  readonly isPath: boolean;
  /** core.ignoreCase. */
  readonly foldCase: boolean;
}

/**
 * What one token takes. `set`: a byte of it. `run`: any bytes of the set, also none. `directories`: nothing, or any bytes up to a slash.
 * Sets hold 1 for each byte that is in them.
 */
type Token =
  | { readonly kind: 'set'; readonly set: Uint8Array }
  | { readonly kind: 'run'; readonly set: Uint8Array }
  | { readonly kind: 'directories' };

export function compilePattern(pattern: Uint8Array, options: PatternOptions): PatternMatch {
  const { foldCase } = options;
  const fixed = literalLength(pattern);
  const equals = foldCase ? equalsFolded : equalsExactly;
  if (fixed === pattern.length) {
    return (bytes, start, end) => end - start === fixed && equals(pattern, 0, bytes, start, fixed);
  }
  if (!options.isPath && pattern[0] === STAR && literalLength(pattern.subarray(1)) === pattern.length - 1) {
    const length = pattern.length - 1;
    return (bytes, start, end) => end - start >= length && equals(pattern, 1, bytes, end - length, length);
  }
  const begin = options.isPath ? fixed : 0;
  const tokens = tokenize(pattern.subarray(begin), options);
  if (tokens === null) return () => false;
  const run = runTokens(tokens);
  return (bytes, start, end) => end - start >= begin && equals(pattern, 0, bytes, start, begin) && run(bytes, start + begin, end);
}

/** Bytes before the first one that is special. */
function literalLength(pattern: Uint8Array): number {
  const special = pattern.findIndex((byte) => byte === STAR || byte === QUESTION || byte === OPEN || byte === BACKSLASH);
  return special < 0 ? pattern.length : special;
}

function equalsExactly(a: Uint8Array, at: number, b: Uint8Array, start: number, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) if (a[at + i] !== b[start + i]) return false;
  return true;
}

function equalsFolded(a: Uint8Array, at: number, b: Uint8Array, start: number, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) if (lowerCase(a[at + i]!) !== lowerCase(b[start + i]!)) return false;
  return true;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Null where nothing can match. */
function tokenize(pattern: Uint8Array, { isPath, foldCase }: PatternOptions): Token[] | null {
  const everything = setOf(() => true, false);
  const inName = setOf((byte) => !isPath || byte !== SLASH, false);
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    let byte = pattern[at]!;
    if (byte === STAR) {
      const first = at;
      while (pattern[at + 1] === STAR) at++;
      const isWhole = isPath && at > first && (first === 0 || pattern[first - 1] === SLASH);
      const next = pattern[at + 1];
      if (isWhole && next === SLASH) {
        tokens.push({ kind: 'directories' });
        at++;
      } else if (isWhole && (next === undefined || (next === BACKSLASH && pattern[at + 2] === SLASH))) {
        tokens.push({ kind: 'run', set: everything });
      } else tokens.push({ kind: 'run', set: inName });
    } else if (byte === QUESTION) tokens.push({ kind: 'set', set: inName });
    else if (byte === OPEN) {
      const set = readSet(pattern, at + 1, foldCase);
      if (set === null) return null;
      if (isPath) set.bytes[SLASH] = 0;
      tokens.push({ kind: 'set', set: set.bytes });
      at = set.end;
    } else {
      if (byte === BACKSLASH) {
        at++;
        if (at === pattern.length) return null;
        byte = pattern[at]!;
      }
      const literal = byte;
      tokens.push({
        kind: 'set',
        set: setOf((other) => other === literal || (foldCase && lowerCase(other) === lowerCase(literal)), false),
      });
    }
  }
  return tokens;
}

/** The bytes for which `has` holds; with `foldCase` it is asked about the lower-case letter instead. */
function setOf(has: (byte: number) => boolean, foldCase: boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (has(foldCase ? lowerCase(byte) : byte) ? 1 : 0));
}

const between = (from: number, to: number) => (byte: number) => byte >= from && byte <= to;
const isDigit = between(0x30, 0x39);
const isLower = between(0x61, 0x7a);
const isUpper = between(0x41, 0x5a);
const isGraphic = between(0x21, 0x7e);
const isAlphanumeric = (byte: number): boolean => isDigit(byte) || isLower(byte) || isUpper(byte);

const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: isAlphanumeric,
  alpha: (byte) => isLower(byte) || isUpper(byte),
  blank: (byte) => byte === 0x20 || byte === 0x09,
  cntrl: (byte) => byte < 0x20 || byte === 0x7f,
  digit: isDigit,
  graph: isGraphic,
  lower: isLower,
  print: between(0x20, 0x7e),
  punct: (byte) => isGraphic(byte) && !isAlphanumeric(byte),
  space: (byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d),
  upper: isUpper,
  xdigit: (byte) => isDigit(byte) || between(0x61, 0x66)(byte) || between(0x41, 0x46)(byte),
};

/** The set whose first byte is at `start`, behind the bracket; null where it is not closed, or has a class that there is not. */
function readSet(
  pattern: Uint8Array,
  start: number,
  foldCase: boolean,
): { readonly bytes: Uint8Array; readonly end: number } | null {
  const tests: ((byte: number) => boolean)[] = [];
  let at = start;
  const isNegated = pattern[at] === BANG || pattern[at] === CARET;
  if (isNegated) at++;
  /** The byte that a range may begin with; 0: none. */
  let previous = 0;
  for (let isFirst = true; isFirst || pattern[at] !== CLOSE; isFirst = false, at++) {
    let byte = pattern[at];
    if (byte === undefined) return null;
    const isRange = byte === DASH && previous !== 0 && at + 1 < pattern.length && pattern[at + 1] !== CLOSE;
    if (byte === OPEN && pattern[at + 1] === COLON) {
      const end = pattern.indexOf(CLOSE, at + 2);
      if (end < 0) return null;
      if (end > at + 2 && pattern[end - 1] === COLON) {
        const name = String.fromCharCode(...pattern.subarray(at + 2, end - 1));
        if (!Object.hasOwn(CLASSES, name)) return null;
        tests.push(foldCase && name === 'upper' ? CLASSES.alpha! : CLASSES[name]!);
        at = end;
        previous = 0;
        continue;
      }
    }
    if (isRange) byte = pattern[++at]!;
    if (byte === BACKSLASH) {
      byte = pattern[++at];
      if (byte === undefined) return null;
    }
    const [from, to] = [isRange ? previous : byte, byte];
    tests.push(between(from, to));
    if (isRange && foldCase) tests.push((other) => isLower(other) && between(from, to)(other - 0x20));
    previous = isRange ? 0 : byte;
  }
  return { bytes: setOf((byte) => tests.some((has) => has(byte)) !== isNegated, foldCase), end: at };
}

/** Runs a text through tokens: `reached[i]` says that token i may come next. */
function runTokens(tokens: readonly Token[]): PatternMatch {
  const count = tokens.length;
  let reached = new Uint8Array(count + 1);
  let next = new Uint8Array(count + 1);
  /** Token i is reached, and what is behind it where it may take nothing. */
  const reach = (states: Uint8Array, i: number): void => {
    for (let at = i; ; at++) {
      states[at] = 1;
      if (at === count || tokens[at]!.kind === 'set') return;
    }
  };
  return (bytes, start, end) => {
    reached.fill(0);
    reach(reached, 0);
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      let isAlive = false;
      next.fill(0);
      for (let i = 0; i < count; i++) {
        if (reached[i] === 0) continue;
        const token = tokens[i]!;
        if (token.kind === 'directories') {
          next[i] = 1;
          if (byte === SLASH) reach(next, i + 1);
        } else if (token.set[byte] === 0) continue;
        else if (token.kind === 'set') reach(next, i + 1);
        else reach(next, i);
        isAlive = true;
      }
      if (!isAlive) return false;
      [reached, next] = [next, reached];
    }
    return reached[count] === 1;
  };
}
