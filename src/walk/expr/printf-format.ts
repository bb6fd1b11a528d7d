/**
 * Parses the format of -printf and -fprintf (REFERENCE 9.2).
 *
 *     format    := { literal | escape | "%%" | directive }
 *     escape    := "\" ( a | b | f | n | r | t | v | "\" | c | octal [ octal [ octal ] ] )
 *     directive := "%" { flag } [ width ] [ "." [ precision ] ] letter [ part ]
 *     flag      := "#" | "0" | "+" | " " | "-"
 *
 * In: the word's bytes. Out: a `Format`; neighbouring literals are one piece. What is not understood is refused, where GNU find would
 * warn and print it. Nothing is looked up: the letters mean something to the action only.
 */

import type { FieldShape, Format, FormatPiece, NumberDirective, TextDirective } from '../format.ts';
import type { TimeField } from '../status.ts';
import { characterAt } from './utf8.ts';
import { ValueError, type ValueErrorCode } from './value/value-error.ts';

const SPACE = 0x20;
const TILDE = 0x7e;
const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const DOT = 0x2e;
const ZERO = 0x30;
const SEVEN = 0x37;
const NINE = 0x39;

/** Letters of `\` and the byte that each stands for. */
const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['\\', BACKSLASH],
]);

const TEXT_DIRECTIVES: ReadonlySet<string> = new Set('pfhHPyYlMuUgGniDsbkFZ');
const NUMBER_DIRECTIVES: ReadonlySet<string> = new Set('dmS');
const TIME_DIRECTIVES: ReadonlyMap<string, TimeField> = new Map([
  ['a', 'a'],
  ['c', 'c'],
  ['t', 'm'],
  ['w', 'B'],
]);
const PART_DIRECTIVES: ReadonlyMap<string, TimeField> = new Map([
  ['A', 'a'],
  ['B', 'B'],
  ['C', 'c'],
  ['T', 'm'],
  ['W', 'B'],
]);
const TIME_PARTS: ReadonlySet<string> = new Set('%+@aAbBcCdDeFgGhHIjklmMnprRsStTuUVwWxXyYzZ');

/** Flags, in the order of {@link FieldShape}'s meaning; `-` goes with everything, the others with numbers only. */
const FLAGS: ReadonlySet<string> = new Set('-0+ #');
const NUMBER_FLAGS: ReadonlySet<string> = new Set('0+ #');

/** A width or precision with more digits than any that could be printed. */
const MOST_COLUMNS = 2 ** 53;

const decoder = new TextDecoder();

/** Controls and what reorders text; what stands for a byte that is no character. */
const UNPRINTABLE = /[\p{C}\ufffd]/u;

/** @throws {ValueError} One of the `format-` codes. */
export function parsePrintfFormat(word: Uint8Array): Format {
  return new FormatParser(word).parse();
}

class FormatParser {
  readonly #word: Uint8Array;
  readonly #pieces: FormatPiece[] = [];
  #literal: number[] = [];
  #index = 0;

  constructor(word: Uint8Array) {
    this.#word = word;
  }

  parse(): Format {
    while (this.#index < this.#word.length) {
      const byte = this.#word[this.#index]!;
      if (byte === BACKSLASH) {
        if (!this.#parseEscape()) break;
      } else if (byte === PERCENT) {
        this.#parseDirective();
      } else {
        this.#literal.push(byte);
        this.#index++;
      }
    }
    this.#endLiteral();
    return this.#pieces;
  }

  /** @returns False after `\c`. */
  #parseEscape(): boolean {
    this.#index++;
    const letter = this.#letter();
    if (letter === null) throw formatError('format-escape-incomplete', "Incomplete escape sequence '\\'.");
    if (this.#isOctal()) {
      this.#literal.push(this.#parseOctal());
      return true;
    }
    this.#index++;
    if (letter === 'c') {
      this.#endLiteral();
      this.#pieces.push({ kind: 'stop' });
      return false;
    }
    const byte = ESCAPES.get(letter);
    if (byte === undefined) throw formatError('format-escape', `Unrecognized escape sequence '\\${letter}'.`);
    this.#literal.push(byte);
    return true;
  }

  /** One to three digits; what does not fit in a byte is cut off. */
  #parseOctal(): number {
    let value = 0;
    for (let digits = 0; digits < 3 && this.#isOctal(); digits++) value = value * 8 + this.#word[this.#index++]! - ZERO;
    return value & 0xff;
  }

  #parseDirective(): void {
    const start = this.#index++;
    if (this.#word[this.#index] === PERCENT) {
      this.#literal.push(PERCENT);
      this.#index++;
      return;
    }
    const flags = this.#parseFlags();
    const width = this.#parseColumns();
    let precision = -1;
    if (this.#word[this.#index] === DOT) {
      this.#index++;
      precision = this.#parseColumns();
    }
    const shaped = this.#index;
    const letter = this.#letter();
    if (letter === null) throw this.#incomplete('format-specifier-incomplete', 'format', start);
    this.#index++;
    const shape = makeShape(flags, width, precision);
    const piece = this.#timePart(letter, shape, start) ?? plainPiece(letter, shape);
    if (piece === null) throw formatError('format-specifier', `Unrecognized format specifier '%${letter}'.`);
    if (piece.kind !== 'number' && [...flags].some((flag) => NUMBER_FLAGS.has(flag))) {
      const given = decoder.decode(this.#word.subarray(start + 1, shaped));
      const last = piece.kind === 'time-part' ? piece.part : letter;
      throw formatError('format-flag-invalid', `Invalid flags '${given}' for string format '%${last}'.`);
    }
    this.#endLiteral();
    this.#pieces.push(piece);
  }

  #parseFlags(): ReadonlySet<string> {
    const flags = new Set<string>();
    for (;;) {
      const flag = this.#letter();
      if (flag === null || !FLAGS.has(flag)) return flags;
      if (flags.has(flag)) throw formatError('format-flag-duplicate', `Duplicate flag '${flag}'.`);
      flags.add(flag);
      this.#index++;
    }
  }

  /** A number of columns; 0 where no digit stands. */
  #parseColumns(): number {
    let value = 0;
    for (;;) {
      const byte = this.#word[this.#index];
      if (byte === undefined || byte < ZERO || byte > NINE) return value;
      value = Math.min(value * 10 + (byte - ZERO), MOST_COLUMNS);
      this.#index++;
    }
  }

  /** The piece of a directive that takes a second letter; null where it takes none. */
  #timePart(letter: string, shape: FieldShape, start: number): FormatPiece | null {
    const field = PART_DIRECTIVES.get(letter);
    if (field === undefined) return null;
    const part = this.#letter();
    if (part === null) throw this.#incomplete('format-time-incomplete', 'time', start);
    if (!TIME_PARTS.has(part)) throw formatError('format-time', `Unrecognized time specifier '%${letter}${part}'.`);
    this.#index++;
    return { kind: 'time-part', field, part, shape };
  }

  /** The character at the index as text, as bytes in hexadecimal where it cannot be shown; null at the end. */
  #letter(): string | null {
    const byte = this.#word[this.#index];
    if (byte === undefined) return null;
    if (byte >= SPACE && byte <= TILDE) return String.fromCharCode(byte);
    // Only for a message: whatever it is, it is no letter of a format.
    const character = characterAt(this.#word, this.#index);
    const text = decoder.decode(character);
    return UNPRINTABLE.test(text)
      ? Array.from(character, (each) => `\\x${each.toString(16).toUpperCase().padStart(2, '0')}`).join('')
      : text;
  }

  #isOctal(): boolean {
    const byte = this.#word[this.#index];
    return byte !== undefined && byte >= ZERO && byte <= SEVEN;
  }

  #incomplete(code: ValueErrorCode, what: string, start: number): ValueError {
    return formatError(code, `Incomplete ${what} specifier '${decoder.decode(this.#word.subarray(start, this.#index))}'.`);
  }

  #endLiteral(): void {
    if (this.#literal.length === 0) return;
    this.#pieces.push({ kind: 'literal', bytes: Uint8Array.from(this.#literal) });
    this.#literal = [];
  }
}

function plainPiece(letter: string, shape: FieldShape): FormatPiece | null {
  if (TEXT_DIRECTIVES.has(letter)) return { kind: 'text', directive: letter as TextDirective, shape };
  if (NUMBER_DIRECTIVES.has(letter)) return { kind: 'number', directive: letter as NumberDirective, shape };
  const field = TIME_DIRECTIVES.get(letter);
  return field === undefined ? null : { kind: 'time', field, shape };
}

function makeShape(flags: ReadonlySet<string>, width: number, precision: number): FieldShape {
  return {
    left: flags.has('-'),
    zero: flags.has('0'),
    plus: flags.has('+'),
    space: flags.has(' '),
    alternate: flags.has('#'),
    width,
    precision,
  };
}

function formatError(code: ValueErrorCode, text: string): ValueError {
  return new ValueError(code, text);
}
