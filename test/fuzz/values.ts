/** Fuzzers of the values of primaries: formats, sizes, times, modes, types, colours. Any word is a value or refused with a reason. */

import fc from 'fast-check';
import { startPalette } from '../../src/walk/color/palette.ts';
import { parsePrintfFormat } from '../../src/walk/expr/printf-format.ts';
import { compileAge, parseDays, parseMinutes } from '../../src/walk/expr/value/age.ts';
import { parseComparison } from '../../src/walk/expr/value/comparison.ts';
import { instantBefore } from '../../src/walk/expr/value/duration.ts';
import { parseInteger } from '../../src/walk/expr/value/integer.ts';
import { compileMode, parseMode } from '../../src/walk/expr/value/mode.ts';
import { compileSize, parseSize } from '../../src/walk/expr/value/size.ts';
import { parseTimestamp, utcToSeconds } from '../../src/walk/expr/value/timestamp.ts';
import { parseTypeList } from '../../src/walk/expr/value/type-list.ts';
import { ValueError } from '../../src/walk/expr/value/value-error.ts';
import { makeHost } from '../walk/expr/plain-host.ts';
import { type FuzzProperty, fuzz, latin1, refusing, same, wordOf } from './property.ts';

const host = makeHost();
const WIDEST = 2n ** 63n;

/** Each reader of a word, with what shall hold of what it made of it. */
const READERS: Readonly<Record<string, (word: Uint8Array) => unknown>> = {
  parsePrintfFormat,
  parseMinutes: (word) => compileAge(parseMinutes(word))(60),
  parseDays: (word) => compileAge(parseDays(word))(86_400),
  parseComparison,
  parseSize: (word) => compileSize(parseSize(word))(4096),
  parseTypeList,
  parseMode: (word) => compileMode(parseMode(word, 0o022))(0o644, false),
  parseInteger: (word) => {
    const value = parseInteger(word);
    if (value >= WIDEST || value < -WIDEST) throw new Error(`${value} is too wide`);
  },
  parseTimestamp: (word) => {
    const seconds = parseTimestamp(word, utcToSeconds);
    if (seconds >= WIDEST || seconds < -WIDEST) throw new Error(`${seconds} is too wide`);
  },
  instantBefore: (word) => {
    const instant = instantBefore({ seconds: 1_000_000_000, nanoseconds: 5 }, word, host);
    if (instant === null) return;
    if (!Number.isSafeInteger(instant.seconds)) throw new Error(`${instant.seconds} seconds`);
    if (!(instant.nanoseconds >= 0 && instant.nanoseconds < 1e9)) throw new Error(`${instant.nanoseconds} nanoseconds`);
  },
};

const UNITS: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, k: 1024, M: 1 << 20, G: 1 << 30 };
const SIGNS: Readonly<Record<string, (tested: number, number: number) => boolean>> = {
  '+': (tested, number) => tested > number,
  '-': (tested, number) => tested < number,
  '': (tested, number) => tested === number,
};

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const MAY: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };
const clause = fc.record({
  who: fc.array(fc.constantFrom('u', 'g', 'o', 'a'), { minLength: 1, maxLength: 3 }),
  operator: fc.constantFrom('+', '-', '='),
  may: fc.array(fc.constantFrom('r', 'w', 'x'), { maxLength: 3 }),
});

/** chmod(1) of such a clause. */
function applied(mode: number, { who, operator, may }: { who: string[]; operator: string; may: string[] }): number {
  const reach = who.reduce((bits, letter) => bits | WHO[letter]!, 0);
  const bits = may.reduce((all, letter) => all | MAY[letter]!, 0) & reach;
  if (operator === '+') return mode | bits;
  return operator === '-' ? mode & ~bits : (mode & ~reach) | bits;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

export const VALUES: readonly FuzzProperty[] = [
  fuzz(
    'any bytes are a value or refused as one',
    fc.tuple(
      fc.constantFrom(...Object.keys(READERS)),
      fc.oneof(
        wordOf('+-0123456789.,:/%\\TZkMGbcwfdlpsugoarwxXst=@ ', 16),
        wordOf('0123456789-:TZ+ ', 22),
        wordOf('%\\#0 +-.123ApTt@kxS', 20),
      ),
    ),
    ([reader, word]) => void refusing(ValueError, () => READERS[reader]!(word)),
  ),

  fuzz('a format of escaped bytes is those bytes', fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
    const word = latin1([...bytes].map((byte) => `\\${pad(Number(byte.toString(8)), 3)}`).join(''));
    const pieces = parsePrintfFormat(word);
    same(
      'pieces',
      pieces.map((piece) => (piece.kind === 'literal' ? [...piece.bytes] : piece.kind)),
      [[...bytes]],
    );
  }),

  fuzz(
    'a size is compared in whole units, rounded up',
    fc.tuple(
      fc.constantFrom(...Object.keys(SIGNS)),
      fc.integer({ min: 0, max: 50 }),
      fc.constantFrom(...Object.keys(UNITS)),
      fc.integer({ min: 0, max: 1e11 }),
    ),
    ([sign, number, unit, sizeBytes]) => {
      const unitBytes = UNITS[unit]!;
      for (const tested of [sizeBytes, number * unitBytes, number * unitBytes + 1, Math.max(0, number * unitBytes - 1)]) {
        const expected = SIGNS[sign]!(Math.ceil(tested / unitBytes), number);
        same(`${sign}${number}${unit} of ${tested}`, compileSize(parseSize(latin1(`${sign}${number}${unit}`)))(tested), expected);
      }
    },
  ),

  fuzz(
    'a date is the one that Date reads',
    fc.tuple(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), fc.boolean()),
    ([date, isBasic]) => {
      const day = [pad(date.getUTCFullYear(), 4), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())];
      const time = [pad(date.getUTCHours()), pad(date.getUTCMinutes()), pad(date.getUTCSeconds())];
      const word = `${day.join(isBasic ? '' : '-')}T${time.join(isBasic ? '' : ':')}Z`;
      same(
        word,
        parseTimestamp(latin1(word), () => 0),
        BigInt(Math.floor(date.getTime() / 1000)),
      );
    },
  ),

  fuzz('a symbolic mode is what chmod makes of none', fc.array(clause, { minLength: 1, maxLength: 4 }), (clauses) => {
    const word = clauses.map(({ who, operator, may }) => who.join('') + operator + may.join('')).join(',');
    const expected = clauses.reduce(applied, 0);
    same(word, parseMode(latin1(word), 0o022).fileMode, expected);
    same(`0${expected.toString(8)}`, parseMode(latin1(expected.toString(8)), 0).fileMode, expected);
  }),

  fuzz('any bytes are colours, or are refused', wordOf('*.:=;0139\\^?exodilncfm', 60), (text) => {
    const reader = startPalette();
    reader.read(text);
    const { codes, suffixes } = reader.finish();
    if (codes.size === 0) throw new Error('the defaults are gone');
    for (const { suffix } of suffixes) if (suffix.includes(0)) throw new Error('a suffix that no name can have');
  }),

  fuzz(
    'suffixes and their colours come as they were written',
    fc.array(fc.tuple(fc.stringMatching(/^\.[a-z]{1,4}$/), fc.stringMatching(/^[0-9]{1,2}(;[0-9]{1,2})?$/)), { maxLength: 6 }),
    (rules) => {
      const reader = startPalette();
      same('read', reader.read(latin1(rules.map(([suffix, code]) => `*${suffix}=${code}`).join(':'))), true);
      const read = reader
        .finish()
        .suffixes.map(({ suffix, code }) => [Buffer.from(suffix).toString(), Buffer.from(code ?? []).toString()]);
      same('rules', read.slice(read.length - rules.length), rules);
    },
  ),
];
