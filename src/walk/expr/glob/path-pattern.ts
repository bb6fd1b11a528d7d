/**
 * The text of a glob on paths, taken apart: braces with a slash in them into several patterns, a pattern at its slashes.
 *
 * In and out: text. What picomatch would take for more than bash does is escaped by `bashOnly`: regular expressions in its globs, and quotes.
 * Groups are `(`..`)`, `{`..`}` and `[`..`]`; one that is not closed is plain text.
 */

const OPENING = '([{';
const CLOSING = ')]}';
/** More patterns than this are not made of one. */
const MOST_PATTERNS = 1000;
/** As many words as bash would make of a range before it is one on purpose. */
const MOST_IN_RANGE = 10_000;

/** Where the group that opens at `start` is closed, or -1. A set ends at the first `]` that is not its first character, and has no slash. */
function closingOf(text: string, start: number): number {
  const opening = text[start]!;
  if (opening === '[') {
    let at = start + 1;
    if (text[at] === '!' || text[at] === '^') at++;
    for (let isFirst = true; at < text.length && text[at] !== '/'; at++, isFirst = false) {
      if (text[at] === '\\') at++;
      else if (text[at] === '[' && ':.='.includes(text[at + 1] ?? ' ')) {
        const end = text.indexOf(`${text[at + 1]}]`, at + 2);
        if (end > 0) at = end + 1;
      } else if (text[at] === ']' && !isFirst) return at;
    }
    return -1;
  }
  const closing = CLOSING[OPENING.indexOf(opening)];
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') at++;
    else if (character === closing) return at;
    else if (OPENING.includes(character)) {
      const inner = closingOf(text, at);
      if (inner >= 0) at = inner;
    }
  }
  return -1;
}

/** Places of `separator` in [from, to) that are in no group. */
function placesOf(separator: string, text: string, from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at++) {
    const character = text[at]!;
    if (character === '\\') at++;
    else if (character === separator) places.push(at);
    else if (OPENING.includes(character)) {
      const closing = closingOf(text, at);
      if (closing >= 0 && closing < to) at = closing;
    }
  }
  return places;
}

/** `{a/b,c}/d` is `a/b/d` and `c/d`: braces with a slash in them are written out, others are left if `needsSlash`. */
export function splitBraces(text: string, needsSlash = true): string[] {
  const pending = [text];
  const done: string[] = [];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    const parts = pending.length + done.length < MOST_PATTERNS ? splitFirstBraces(each, needsSlash) : null;
    if (parts === null) done.push(each);
    else pending.push(...parts.reverse());
  }
  return done;
}

function splitFirstBraces(text: string, needsSlash: boolean): string[] | null {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[' || text[at] === '(') at = Math.max(at, closingOf(text, at));
    else if (text[at] === '{') {
      const end = closingOf(text, at);
      const commas = end < 0 ? [] : placesOf(',', text, at + 1, end);
      if (commas.length === 0 || (needsSlash && !text.slice(at, end).includes('/'))) continue;
      const starts = [at, ...commas];
      const ends = [...commas, end];
      return starts.map((start, i) => text.slice(0, at) + text.slice(start + 1, ends[i]) + text.slice(end + 1));
    }
  }
  return null;
}

export interface Segments {
  /** Between the slashes, without empty ones and dots; `**` never twice in a row. */
  readonly segments: readonly string[];
  /** What begins with a segment that has a slash in parentheses or braces; null where nothing does. */
  readonly rest: string | null;
}

export function splitSegments(text: string): Segments {
  const segments: string[] = [];
  let start = 0;
  for (const end of [...placesOf('/', text, 0, text.length), text.length]) {
    const segment = text.slice(start, end);
    if (segment.includes('/')) return { segments, rest: text.slice(start) };
    const isRepeated = segment === '**' && segments.at(-1) === '**';
    if (segment !== '' && segment !== '.' && !isRepeated) segments.push(segment);
    start = end + 1;
  }
  return { segments, rest: null };
}

/** The pattern with a backslash before what is special to picomatch and not to bash. */
export function bashOnly(text: string): string {
  let escaped = '';
  const groups: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') {
      escaped += text.slice(at, at + 2);
      at++;
    } else if (character === '[') {
      const end = closingOf(text, at);
      escaped += end < 0 ? '\\[' : text.slice(at, end + 1);
      if (end >= 0) at = end;
    } else if (character === '(') {
      const end = '?*+@!'.includes(text[at - 1] ?? ' ') && text[at - 2] !== '\\' ? closingOf(text, at) : -1;
      escaped += end < 0 ? '\\(' : '(';
      if (end >= 0) groups.push(end);
    } else if (character === '{') {
      const end = closingOf(text, at);
      const isList = end > 0 && (placesOf(',', text, at + 1, end).length > 0 || text.slice(at, end).includes('..'));
      escaped += isList ? '{' : '\\{';
      if (isList) groups.push(end);
    } else if (CLOSING.includes(character)) {
      const isEnd = groups.at(-1) === at;
      escaped += isEnd ? character : `\\${character}`;
      if (isEnd) groups.pop();
    } else if (character === '|' && groups.length === 0) escaped += '\\|';
    else if (character === '"') escaped += '\\"';
    else if (character === '+' && text[at + 1] !== '(') escaped += '\\+';
    // Behind a parenthesis picomatch reads it as a regular expression does.
    else if (character === '?' && text[at + 1] !== '(' && ')('.includes(text[at - 1] ?? ' ')) escaped += '[!/]';
    else escaped += character;
  }
  return escaped;
}

/** What picomatch is to put for `{from..to..step}`: each of them, numbers as wide as the wider end where one is padded with zeros. */
export function expandRange(...words: readonly unknown[]): string {
  const [from = '', to = '', by = '1'] = words.filter((word) => typeof word === 'string');
  const asWritten = `\\{${[from, to].join('\\.\\.')}\\}`;
  const step = Math.max(1, Math.abs(Number(by)) || 1);
  if (/^-?\d+$/.test(from) && /^-?\d+$/.test(to)) {
    const isPadded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = isPadded ? Math.max(from.length, to.length) : 0;
    return alternatives(Number(from), Number(to), step, (value) => padded(value, width)) ?? asWritten;
  }
  if (/^[a-z]$/i.test(from) && /^[a-z]$/i.test(to)) {
    const letter = (code: number): string => String.fromCharCode(code).replace(/[^a-z]/i, '\\$&');
    return alternatives(from.charCodeAt(0), to.charCodeAt(0), step, letter) ?? asWritten;
  }
  return asWritten;
}

function alternatives(from: number, to: number, step: number, spell: (value: number) => string): string | null {
  const direction = from <= to ? step : -step;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > MOST_IN_RANGE) return null;
  return `(?:${Array.from({ length: count }, (_, i) => spell(from + i * direction)).join('|')})`;
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
