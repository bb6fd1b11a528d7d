/** Formats of -printf: REFERENCE 9.2, the texts of 23.15, and what bfs says of the same format. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parsePrintfFormat } from '../../../src/walk/expr/printf-format.ts';
import { type FieldShape, type FormatPiece, needsOfFormat } from '../../../src/walk/format.ts';
import { bytes, failure, isInstalled } from './value/oracle.ts';

const PLAIN: FieldShape = { left: false, zero: false, plus: false, space: false, alternate: false, width: 0, precision: -1 };

function literal(text: string): FormatPiece {
  return { kind: 'literal', bytes: Uint8Array.from(Buffer.from(text, 'latin1')) };
}

describe('a format is a list of pieces', () => {
  test.each<[string, FormatPiece[]]>([
    ['', []],
    ['plain', [literal('plain')]],
    ['%%x%%', [literal('%x%')]],
    ['a\\tb\\101\\0c\\1012\\\\\\a', [literal('a\tbA\0cA2\\\x07')]],
    ['\\b\\f\\n\\r\\v', [literal('\b\f\n\r\v')]],
    ['\\400\\777', [literal('\x00\xff')]],
    ['a\\cb%q', [literal('a'), { kind: 'stop' }]],
    ['%p', [{ kind: 'text', directive: 'p', shape: PLAIN }]],
    ['%-10.3p', [{ kind: 'text', directive: 'p', shape: { ...PLAIN, left: true, width: 10, precision: 3 } }]],
    ['%.p', [{ kind: 'text', directive: 'p', shape: { ...PLAIN, precision: 0 } }]],
    [
      '%# +0-5d',
      [
        {
          kind: 'number',
          directive: 'd',
          shape: { left: true, zero: true, plus: true, space: true, alternate: true, width: 5, precision: -1 },
        },
      ],
    ],
    [
      '%t%w',
      [
        { kind: 'time', field: 'm', shape: PLAIN },
        { kind: 'time', field: 'B', shape: PLAIN },
      ],
    ],
    ['%5Ta', [{ kind: 'time-part', field: 'm', part: 'a', shape: { ...PLAIN, width: 5 } }]],
    [
      '%A@%C+%T%%Wk',
      [
        { kind: 'time-part', field: 'a', part: '@', shape: PLAIN },
        { kind: 'time-part', field: 'c', part: '+', shape: PLAIN },
        { kind: 'time-part', field: 'm', part: '%', shape: PLAIN },
        { kind: 'time-part', field: 'B', part: 'k', shape: PLAIN },
      ],
    ],
  ])('%j', (format, pieces) => {
    expect(parsePrintfFormat(bytes(format))).toEqual(pieces);
  });

  test('bytes that are not UTF-8 are literals like all others', () => {
    expect(parsePrintfFormat(Uint8Array.of(0xff, 0x25, 0x25, 0x80))).toEqual([literal('\xff%\x80')]);
  });
});

/** Each with the code that programs see; the text is bfs's. */
const REFUSED: readonly (readonly [format: string, code: string, text: string])[] = [
  ['%q', 'format-specifier', "Unrecognized format specifier '%q'."],
  ['%5%', 'format-specifier', "Unrecognized format specifier '%%'."],
  ['%-%', 'format-specifier', "Unrecognized format specifier '%%'."],
  ['%.%', 'format-specifier', "Unrecognized format specifier '%%'."],
  ['%5-d', 'format-specifier', "Unrecognized format specifier '%-'."],
  ['%.5.5d', 'format-specifier', "Unrecognized format specifier '%.'."],
  ['%.-d', 'format-specifier', "Unrecognized format specifier '%-'."],
  ['%#q', 'format-specifier', "Unrecognized format specifier '%q'."],
  ['a%', 'format-specifier-incomplete', "Incomplete format specifier '%'."],
  ['%+', 'format-specifier-incomplete', "Incomplete format specifier '%+'."],
  ['%5.3', 'format-specifier-incomplete', "Incomplete format specifier '%5.3'."],
  ['%T%%', 'format-specifier-incomplete', "Incomplete format specifier '%'."],
  ['\\q', 'format-escape', "Unrecognized escape sequence '\\q'."],
  ['\\8', 'format-escape', "Unrecognized escape sequence '\\8'."],
  ['\\e', 'format-escape', "Unrecognized escape sequence '\\e'."],
  ['a\\', 'format-escape-incomplete', "Incomplete escape sequence '\\'."],
  ['%--d', 'format-flag-duplicate', "Duplicate flag '-'."],
  ['%+-+d', 'format-flag-duplicate', "Duplicate flag '+'."],
  ['%#p', 'format-flag-invalid', "Invalid flags '#' for string format '%p'."],
  ['%-#p', 'format-flag-invalid', "Invalid flags '-#' for string format '%p'."],
  ['%+5p', 'format-flag-invalid', "Invalid flags '+5' for string format '%p'."],
  ['%05s', 'format-flag-invalid', "Invalid flags '05' for string format '%s'."],
  ['%#Ak', 'format-flag-invalid', "Invalid flags '#' for string format '%k'."],
  ['%AO', 'format-time', "Unrecognized time specifier '%AO'."],
  ['%5TE', 'format-time', "Unrecognized time specifier '%TE'."],
  ['%A', 'format-time-incomplete', "Incomplete time specifier '%A'."],
  ['%-5T', 'format-time-incomplete', "Incomplete time specifier '%-5T'."],
];

test.each(REFUSED)('%j is refused: %s', (format, code, text) => {
  expect(failure(() => parsePrintfFormat(bytes(format)))).toBe(`${code}: ${text}`);
});

test.each([
  [Buffer.from('%é'), "format-specifier: Unrecognized format specifier '%é'."],
  [Buffer.from('%é'.repeat(2), 'latin1'), "format-specifier: Unrecognized format specifier '%\\xE9'."],
  [Buffer.from('%T\x1b[31m'), "format-time: Unrecognized time specifier '%T\\x1B'."],
  [Buffer.from('\\\u202e'), "format-escape: Unrecognized escape sequence '\\\\xE2\\x80\\xAE'."],
])('a character that is no letter is shown whole, one that cannot be shown as its bytes: %o', (format, text) => {
  expect(failure(() => parsePrintfFormat(format))).toBe(text);
});

test('a space is a flag for numbers only, although bfs 2.6.1 lets it pass', () => {
  const text = "format-flag-invalid: Invalid flags ' ' for string format '%t'.";
  expect(failure(() => parsePrintfFormat(bytes('% t')))).toBe(text);
});

describe.skipIf(!isInstalled('bfs'))('bfs says the same', () => {
  test.each(REFUSED)('of %j', (format, _code, text) => {
    const run = spawnSync('bfs', ['/', '-maxdepth', '0', '-printf', format], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toBe(`bfs: error: ${text}`);
  });

  const letters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i));
  /** %Z came after 2.6.1, which knows all others. */
  test('of every directive and every part of a time', () => {
    const accepted = (format: string): boolean => failure(() => parsePrintfFormat(bytes(format))).startsWith('no error');
    const formats = [...letters.map((letter) => `%${letter}`), ...letters.map((letter) => `%T${letter}`)].filter(
      (format) => format !== '%Z',
    );
    const byBfs = formats.filter((format) => spawnSync('bfs', ['/', '-maxdepth', '0', '-printf', format]).status === 0);
    expect(formats.filter(accepted)).toEqual(byBfs);
  });
});

test('a format tells what printing it has to look at', () => {
  expect([...needsOfFormat(parsePrintfFormat(bytes('%p %f\\n')))]).toEqual(['path']);
  expect([...needsOfFormat(parsePrintfFormat(bytes('x%s%TY')))]).toEqual(['status']);
  expect([...needsOfFormat(parsePrintfFormat(bytes('%Y%l%F%Z')))].sort()).toEqual([
    'attributes',
    'link',
    'mounts',
    'other-status',
    'status',
    'type',
  ]);
  expect([...needsOfFormat(parsePrintfFormat(bytes('x')))]).toEqual([]);
});
