/**
 * Integers as the command line takes them: decimal, one optional sign, nothing around them (REFERENCE 2.1).
 *
 * In: a word's bytes from some index. Out: a bigint, exact, within the width asked for; or where a unit may follow, also the index
 * of the first byte behind the digits. A leading zero means nothing (`010` is ten); blanks, other bases and underscores are refused.
 * The order of the complaints is bfs's: beyond 64 bits, then what follows the digits, then the sign, then the width.
 */

import { ValueError } from './value-error.ts';

/** Bits of the signed integer that a value has to fit in. */
export type IntegerWidth = 32 | 64;

const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

const INT64_LIMIT = 1n << 63n;
const INT32_LIMIT = 1n << 31n;

export interface ScannedInteger {
  readonly value: bigint;
  /** Where the word goes on behind the digits. */
  readonly end: number;
}

export interface IntegerOptions {
  /** Default 64. */
  readonly width?: IntegerWidth;
  /** Accept values below zero. Default false. */
  readonly negative?: boolean;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/**
 * Parse the integer with which `word` goes on at `start`; anything may follow it.
 *
 * @throws {ValueError} `integer-invalid`, `integer-too-large` (64 bits) or `integer-negative`, naming the word from `start` on.
 */
export function scanInteger(word: Uint8Array, start = 0, negative = false): ScannedInteger {
  const scanned = scanSigned(word, start);
  if (!negative) refuseNegative(scanned.value, word, start);
  return scanned;
}

/**
 * Parse all of `word` from `start` on as one integer.
 *
 * @throws {ValueError} `integer-invalid`, `integer-too-large` (beyond the width) or `integer-negative`, naming the word from `start` on.
 */
export function parseInteger(word: Uint8Array, options: IntegerOptions = {}, start = 0): bigint {
  const { value, end } = scanSigned(word, start);
  if (end !== word.length) throw invalidInteger(word, start);
  if (options.negative !== true) refuseNegative(value, word, start);
  if (options.width === 32 && (value >= INT32_LIMIT || value < -INT32_LIMIT)) throw integerTooLarge(word, start);
  return value;
}

function invalidInteger(word: Uint8Array, start: number): ValueError {
  return new ValueError('integer-invalid', '', word.subarray(start), ' is not a valid integer.');
}

export function integerTooLarge(word: Uint8Array, start: number): ValueError {
  return new ValueError('integer-too-large', '', word.subarray(start), ' is too large an integer.');
}

function refuseNegative(value: bigint, word: Uint8Array, start: number): void {
  if (value < 0n) throw new ValueError('integer-negative', 'Negative integer ', word.subarray(start), ' is not allowed here.');
}

function scanSigned(word: Uint8Array, start: number): ScannedInteger {
  const sign = word[start];
  const first = sign === PLUS || sign === MINUS ? start + 1 : start;
  let end = first;
  while (isDigit(word[end])) end++;
  if (end === first) throw invalidInteger(word, start);

  const magnitude = digitsValue(word, first, end);
  const value = sign === MINUS ? -magnitude : magnitude;
  if (value >= INT64_LIMIT || value < -INT64_LIMIT) throw integerTooLarge(word, start);
  return { value, end };
}

function digitsValue(word: Uint8Array, first: number, end: number): bigint {
  let value = 0n;
  for (let i = first; i < end && value < INT64_LIMIT; i++) value = value * 10n + BigInt(word[i]! - ZERO);
  return value;
}
