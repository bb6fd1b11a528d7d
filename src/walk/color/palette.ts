/**
 * The colours a person has chosen, as data: the codes by their two letters, and the rules for the ends of names.
 *
 * In: the texts of LS_COLORS, BFS_COLORS and TSWALK_COLORS, each of which overrides the one before (REFERENCE 12.2, 12.3). Out: a `Palette`. The
 * grammar is that of dircolors(5) as bfs reads it: `key=value:` and `*suffix=value:`, with escapes. Nothing here is evaluated when the
 * module is loaded: a run without colours pays nothing for it.
 */

/** A code between `lc` and `rc`. Null: unset, what is more general applies. Empty: `no` applies. */
export type Code = Uint8Array | null;

export interface SuffixRule {
  /** As written. */
  readonly suffix: Uint8Array;
  readonly code: Uint8Array;
}

export interface Palette {
  /** By key; only those that were set or have a default. */
  readonly codes: ReadonlyMap<string, Code>;
  /** In the order in which they were written; the last one that matches wins. */
  readonly suffixes: readonly SuffixRule[];
  /** `ln=target`: a link has the colour of what it leads to. */
  readonly linksAsTargets: boolean;
}

/** What each kind of file and each kind of message has by itself. What is not here is unset. */
const DEFAULT_CODES: string =
  'rs=0:lc=\\e[:rc=m:ec=:ex=01;32:sg=30;43:su=37;41:di=01;34:st=37;44:ow=34;42:tw=30;42:ln=01;36:bd=01;33:cd=01;33:do=01;35:pi=33:so=01;35' +
  ':bld=01;39:gry=01;30:red=01;31:grn=01;32:ylw=01;33:blu=01;34:mag=01;35:cyn=01;36:wht=01;37:wrn=01;33:err=01;31';

/** The parts that sequences are made of: for them `0` and nothing are codes like any other. */
const FRAME = ['lc', 'rc', 'rs', 'ec'];

const BACKSLASH = 0x5c;
const CARET = 0x5e;
const EQUALS = 0x3d;
const COLON = 0x3a;
const STAR = 0x2a;
const ZERO = 0x30;
const DELETE = 0x7f;

/** What may be altered while variables are read. */
interface Draft {
  readonly codes: Map<string, Code>;
  readonly suffixes: SuffixRule[];
}

/** The colours before any variable has been read. */
export function startPalette(): PaletteReader {
  const reader = new PaletteReader();
  reader.read(new TextEncoder().encode(DEFAULT_CODES));
  // Nothing but not unset: `no` is for regular files that have no other colour.
  reader.set('fi', new Uint8Array(0));
  return reader;
}

/** Reads variables, one after the other, into a palette. */
export class PaletteReader {
  readonly #draft: Draft = { codes: new Map(), suffixes: [] };

  set(key: string, code: Code): void {
    this.#draft.codes.set(key, code);
  }

  /** @returns False where the text cannot be understood; then what came before has been read all the same. */
  read(text: Uint8Array): boolean {
    let at = 0;
    while (at < text.length) {
      const next = text[at] === STAR ? this.#readSuffix(text, at + 1) : this.#readKey(text, at);
      if (next < 0) return false;
      at = next;
    }
    return true;
  }

  finish(): Palette {
    const { codes, suffixes } = this.#draft;
    const link = codes.get('ln');
    const linksAsTargets = link != null && Buffer.from(link).toString('latin1') === 'target';
    // What is left of links are broken ones: those without `or` are as if nothing was said of them.
    if (linksAsTargets) codes.set('ln', new Uint8Array(0));
    return { codes, suffixes, linksAsTargets };
  }

  /** `*suffix=value`. @returns Where the next chunk begins, or -1. */
  #readSuffix(text: Uint8Array, start: number): number {
    const suffix = readValue(text, start, EQUALS);
    if (suffix === null || suffix.end === text.length) return -1;
    const value = readValue(text, suffix.end + 1, COLON);
    if (value === null) return -1;
    if (!suffix.bytes.includes(0)) this.#draft.suffixes.push({ suffix: suffix.bytes, code: value.bytes });
    return value.end + 1;
  }

  /** `key=value`; without an equals sign the rest is passed over. The key is what stands before it, colons included. */
  #readKey(text: Uint8Array, start: number): number {
    const equals = text.indexOf(EQUALS, start);
    if (equals < 0) return text.length;
    const value = readValue(text, equals + 1, COLON);
    if (value === null) return -1;
    const key = Buffer.from(text.subarray(start, equals)).toString('latin1');
    const isUnset = !FRAME.includes(key) && value.bytes.every((byte) => byte === ZERO);
    this.#draft.codes.set(key, isUnset ? null : value.bytes);
    return value.end + 1;
  }
}

/** The bytes up to `stop` or the end, and where that is; null where an escape is not finished. */
function readValue(text: Uint8Array, start: number, stop: number): { readonly bytes: Uint8Array; readonly end: number } | null {
  const bytes: number[] = [];
  let at = start;
  while (at < text.length && text[at] !== stop) {
    const byte = text[at]!;
    if (byte !== BACKSLASH && byte !== CARET) {
      bytes.push(byte);
      at++;
      continue;
    }
    const next = text[at + 1];
    if (next === undefined) return null;
    if (byte === CARET) {
      bytes.push(next === 0x3f ? DELETE : next & 0x1f);
      at += 2;
      continue;
    }
    const { value, length } = unescapeOne(text, at + 1);
    bytes.push(value);
    at += 1 + length;
  }
  return { bytes: Uint8Array.from(bytes), end: at };
}

/** What stands behind a backslash, and how many bytes it takes. */
function unescapeOne(text: Uint8Array, at: number): { readonly value: number; readonly length: number } {
  const letter = String.fromCharCode(text[at]!);
  if (letter === 'x' || letter === 'X') return unescapeNumber(text, at + 1, 16, 1);
  if (letter >= '0' && letter <= '7') return unescapeNumber(text, at, 8, 0);
  const place = 'abefnrtv?_'.indexOf(letter);
  const value = place < 0 ? text[at]! : [0x07, 0x08, 0x1b, 0x0c, 0x0a, 0x0d, 0x09, 0x0b, DELETE, 0x20][place]!;
  return { value, length: 1 };
}

/** Any number of digits, of whose value the low eight bits count. */
function unescapeNumber(text: Uint8Array, start: number, base: number, before: number): { value: number; length: number } {
  let value = 0;
  let at = start;
  for (; at < text.length; at++) {
    const digit = Number.parseInt(String.fromCharCode(text[at]!), base);
    if (Number.isNaN(digit)) break;
    value = (value * base + digit) & 0xff;
  }
  return { value, length: before + at - start };
}
