/** Width, precision and flags: the vectors of REFERENCE 23.8, and the shell's printf(1), which has C's rules, for random shapes. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import {
  appendGeneral,
  appendOctal,
  appendSigned,
  appendText,
  isPlain,
  isTooWide,
} from '../../../src/walk/action/field-shape.ts';
import type { FieldShape } from '../../../src/walk/format.ts';

const PLAIN: FieldShape = { left: false, zero: false, plus: false, space: false, alternate: false, width: 0, precision: -1 };

function shaped(append: (sink: Scratch) => void): string {
  const sink = new Scratch();
  append(sink);
  return Buffer.from(sink.bytes.subarray(0, sink.length)).toString('latin1');
}

function text(value: string, shape: Partial<FieldShape>): string {
  const scratch = new Scratch();
  scratch.appendAscii(value);
  return shaped((sink) => appendText(scratch, { ...PLAIN, ...shape }, sink));
}

describe('text is cut and padded in bytes', () => {
  test.each<[string, Partial<FieldShape>, string]>([
    ['pf/file', { width: 10, precision: 3, left: true }, 'pf/       '],
    ['file', { precision: 2 }, 'fi'],
    ['Sat', { width: 5 }, '  Sat'],
    ['1991', { precision: 2 }, '19'],
    ['', { width: 3 }, '   '],
    ['abc', { precision: 0 }, ''],
    ['abc', { precision: 9, width: 2 }, 'abc'],
  ])('%j with %j is %j', (value, shape, expected) => {
    expect(text(value, shape)).toBe(expected);
  });
});

/** The directive that printf(1) takes for a shape. */
function directive({ left, zero, plus, space, alternate, width, precision }: FieldShape, letter: string): string {
  const flags = `${left ? '-' : ''}${zero ? '0' : ''}${plus ? '+' : ''}${space ? ' ' : ''}${alternate ? '#' : ''}`;
  return `%${flags}${width === 0 ? '' : width}${precision < 0 ? '' : `.${precision}`}${letter}`;
}

const shapes: fc.Arbitrary<FieldShape> = fc.record({
  left: fc.boolean(),
  zero: fc.boolean(),
  plus: fc.boolean(),
  space: fc.boolean(),
  alternate: fc.boolean(),
  width: fc.nat(12),
  precision: fc.integer({ min: -1, max: 9 }),
});

/** One process for all cases: a file of one printf(1) a case. */
function byPrintf(cases: readonly (readonly [format: string, value: string])[]): string[] {
  const script = cases.map(([format, value]) => `printf '[${format}]\\n' '${value}'`).join('\n');
  return execFileSync('bash', { input: script, encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe('numbers are what C makes of them', () => {
  test('depths', () => {
    const cases = fc.sample(fc.tuple(shapes, fc.oneof(fc.constant(0), fc.nat(12_345))), { numRuns: 500, seed: 1 });
    const expected = byPrintf(cases.map(([shape, value]) => [directive({ ...shape, alternate: false }, 'd'), String(value)]));
    expect(cases.map(([shape, value]) => `[${shaped((sink) => appendSigned(value, shape, sink))}]`)).toEqual(expected);
  });

  test('permissions', () => {
    const cases = fc.sample(fc.tuple(shapes, fc.oneof(fc.constant(0), fc.nat(0o7777))), { numRuns: 500, seed: 2 });
    const unsigned = { plus: false, space: false };
    const expected = byPrintf(cases.map(([shape, value]) => [directive({ ...shape, ...unsigned }, 'o'), String(value)]));
    expect(cases.map(([shape, value]) => `[${shaped((sink) => appendOctal(value, shape, sink))}]`)).toEqual(expected);
  });

  /** bash's printf computes in long doubles, so its values are given as sums of powers of two, which are exact in both. */
  test('ratios', () => {
    const ratios = fc.oneof(
      fc.nat(1000).map((n) => n / 8),
      fc.tuple(fc.nat(2 ** 20), fc.nat(60)).map(([n, power]) => n / 2 ** power),
      fc.tuple(fc.nat(1000), fc.nat(50)).map(([n, power]) => n * 2 ** power),
    );
    const cases = fc.sample(fc.tuple(shapes, ratios), { numRuns: 1000, seed: 3 });
    const exact = (value: number): string => value.toFixed(100).replace(/\.?0+$/, '');
    const expected = byPrintf(cases.map(([shape, value]) => [directive(shape, 'g'), exact(value)]));
    expect(cases.map(([shape, value]) => `[${shaped((sink) => appendGeneral(value, shape, '.', sink))}]`)).toEqual(expected);
  });

  test.each<[number, Partial<FieldShape>, string]>([
    [4096 / 2 ** 22, {}, '0.000976562'],
    [Number.POSITIVE_INFINITY, { width: 6, zero: true }, '   inf'],
    [Number.POSITIVE_INFINITY, { plus: true }, '+inf'],
    [1, {}, '1'],
    [1, { alternate: true }, '1.00000'],
    [999_999.5, {}, '1e+06'],
    [0, {}, '0'],
    [1 / 3, { precision: 0 }, '0.3'],
  ])('%d with %j is %j', (value, shape, expected) => {
    expect(shaped((sink) => appendGeneral(value, { ...PLAIN, ...shape }, '.', sink))).toBe(expected);
  });
});

test('C counts columns in an int', () => {
  expect(isTooWide({ ...PLAIN, width: 2 ** 31 - 1, precision: 2 ** 31 - 1 })).toBe(false);
  expect(isTooWide({ ...PLAIN, width: 2 ** 31 })).toBe(true);
  expect(isTooWide({ ...PLAIN, precision: 2 ** 31 })).toBe(true);
  expect(isPlain(PLAIN)).toBe(true);
  expect(isPlain({ ...PLAIN, precision: 0 })).toBe(false);
});
