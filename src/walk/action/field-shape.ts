/**
 * Width, precision and flags of one printf(3) field: a value that has been written to a scratch sink, padded into the real one.
 *
 * In: a `FieldShape` and the value's bytes; for numbers their digits. Out: the field. Text is cut and padded in bytes. The rules for
 * numbers are C's: a precision is a least number of digits and switches zero padding off, `0` pads behind the sign, `-` wins
 * over `0`, `+` over a space. Fractions are `%g` of C, rounded half to even on the exact binary value as glibc does.
 */

import type { FieldShape } from '../format.ts';
import type { ByteSink, Scratch } from './byte-sink.ts';

const SPACE = 0x20;
const ZERO = 0x30;

/** C counts columns in an int: beyond that printf fails. */
const MOST_COLUMNS = 2 ** 31 - 1;

/** `%g` without a precision. */
const DEFAULT_FRACTION_DIGITS = 6;

/** More than anybody asks for; strings cannot be as long as C's precision. */
const MOST_FRACTION_DIGITS = 2 ** 20;

/** Significant digits that JavaScript gives of a double: more than any ratio of two sizes has. */
const MOST_DIGITS = 101;

/** So many digits more tell whether what is cut off may be a half. */
const PROBING_DIGITS = 12;

/** True where the field cannot be printed because it is too wide; the caller reports EOVERFLOW. */
export function isTooWide({ width, precision }: FieldShape): boolean {
  return width > MOST_COLUMNS || precision > MOST_COLUMNS;
}

/** True where a value is printed as it is. */
export function isPlain(shape: FieldShape): boolean {
  return shape.width === 0 && shape.precision < 0 && !shape.zero && !shape.plus && !shape.space && !shape.alternate;
}

/** Append what `scratch` holds as text. */
export function appendText(scratch: Scratch, shape: FieldShape, sink: ByteSink): void {
  const length = shape.precision >= 0 ? Math.min(scratch.length, shape.precision) : scratch.length;
  const padding = shape.width - length;
  if (!shape.left && padding > 0) sink.appendRepeated(SPACE, padding);
  sink.append(scratch.bytes, 0, length);
  if (shape.left && padding > 0) sink.appendRepeated(SPACE, padding);
}

/** A depth: signed, so `+` and the space apply. Never negative. */
export function appendSigned(value: number, shape: FieldShape, sink: ByteSink): void {
  appendInteger(signOf(shape), shape.precision === 0 && value === 0 ? '' : String(value), shape, sink);
}

/** Permissions: unsigned and octal; `#` makes the first digit a zero. */
export function appendOctal(value: number, shape: FieldShape, sink: ByteSink): void {
  const digits = shape.precision === 0 && value === 0 ? '' : value.toString(8);
  const hasZero = digits.charCodeAt(0) === ZERO || shape.precision > digits.length;
  appendInteger('', shape.alternate && !hasZero ? `0${digits}` : digits, shape, sink);
}

/**
 * `%g`.
 *
 * @param value - Not negative, possibly infinite.
 * @param point - What the locale writes before a fraction; its bytes, one character each.
 */
export function appendGeneral(value: number, shape: FieldShape, point: string, sink: ByteSink): void {
  if (value === Number.POSITIVE_INFINITY) appendPadded(signOf(shape), 0, 'inf', shape, false, sink);
  else appendPadded(signOf(shape), 0, generalText(value, shape).replace('.', point), shape, shape.zero, sink);
}

function appendInteger(sign: string, digits: string, shape: FieldShape, sink: ByteSink): void {
  const zeros = Math.max(0, shape.precision - digits.length);
  appendPadded(sign, zeros, digits, shape, shape.zero && shape.precision < 0, sink);
}

/** @param zeros - How many stand before the digits whatever the width. */
function appendPadded(
  sign: string,
  zeros: number,
  digits: string,
  shape: FieldShape,
  padWithZeros: boolean,
  sink: ByteSink,
): void {
  const padding = Math.max(0, shape.width - sign.length - zeros - digits.length);
  const insertZeros = padWithZeros && !shape.left;
  if (!shape.left && !insertZeros) sink.appendRepeated(SPACE, padding);
  sink.appendAscii(sign);
  sink.appendRepeated(ZERO, insertZeros ? padding : zeros);
  sink.appendAscii(digits);
  if (shape.left) sink.appendRepeated(SPACE, padding);
}

function signOf(shape: FieldShape): string {
  return shape.plus ? '+' : shape.space ? ' ' : '';
}

function generalText(value: number, { precision, alternate }: FieldShape): string {
  const wanted = precision < 0 ? DEFAULT_FRACTION_DIGITS : Math.min(Math.max(precision, 1), MOST_FRACTION_DIGITS);
  const { digits, exponent } = roundDigits(value, wanted);
  const all = digits.padEnd(wanted, '0');
  if (exponent < -4 || exponent >= wanted) {
    const mantissa = withPoint(all.slice(0, 1), all.slice(1), alternate);
    const magnitude = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${magnitude}`;
  }
  if (exponent < 0) return withPoint('0', '0'.repeat(-exponent - 1) + all, alternate);
  return withPoint(all.slice(0, exponent + 1), all.slice(exponent + 1), alternate);
}

/** Without `#`, zeros at the end and a point with nothing behind it are dropped. */
function withPoint(whole: string, fraction: string, alternate: boolean): string {
  const kept = alternate ? fraction : fraction.replace(/0+$/, '');
  return kept === '' && !alternate ? whole : `${whole}.${kept}`;
}

/**
 * The `wanted` most significant digits of a number, and the power of ten of the first.
 *
 * `toExponential` rounds as C's printf does but for a half, which it rounds up, not to even; and halves do occur: 4096 / 4 MiB is
 * 0.0009765625. Where some more digits look like a half it is asked for all that there are, and they are rounded by hand.
 */
function roundDigits(value: number, wanted: number): { readonly digits: string; readonly exponent: number } {
  const looksLikeHalf = /^50*$/.test(digitsOf(value, wanted + PROBING_DIGITS).digits.slice(wanted));
  if (!looksLikeHalf) return digitsOf(value, wanted);
  const { digits: exact, exponent } = digitsOf(value, MOST_DIGITS);
  const kept = exact.slice(0, wanted);
  const isHalf = exact.slice(wanted) === '5'.padEnd(exact.length - wanted, '0');
  const isEven = Number(kept.at(-1)) % 2 === 0;
  return isHalf && isEven ? { digits: kept, exponent } : digitsOf(value, wanted);
}

/** As many digits as wanted or as there can be, rounded, and the power of ten of the first. */
function digitsOf(value: number, wanted: number): { readonly digits: string; readonly exponent: number } {
  const [mantissa, power] = value.toExponential(Math.min(wanted, MOST_DIGITS) - 1).split('e') as [string, string];
  return { digits: mantissa.replace('.', ''), exponent: Number(power) };
}
