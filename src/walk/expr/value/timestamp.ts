/**
 * Timestamps as `-newerXt` and the `-since` family take them (REFERENCE 2.6).
 *
 *     ts   := "@" [+|-]digits
 *           | YYYY ["-"] MM ["-"] DD [ ["T"|" "] hh [ [":"] mm [ [":"] ss ] ] [zone] ]
 *     zone := "Z" | ("+"|"-") hh [ [":"] mm ]
 *
 * In: a word, and a function that knows the local zone. Out: whole seconds since 1970. Digit counts are fixed; fields beyond
 * their range are carried into the next one (month 13 is the next January), in local time by the function, as mktime(3) does.
 */

import { isDigit, scanInteger } from './integer.ts';
import { ValueError } from './value-error.ts';

/** A calendar time, fields as written: they may lie beyond their usual range. */
export interface TimeFields {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Seconds since 1970 of a local time; which of two, at the end of daylight saving, is the function's choice (tm_isdst -1). */
export type LocalToSeconds = (fields: TimeFields) => bigint | number;

const AT = 0x40;
const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const SPACE = 0x20;
const ZERO = 0x30;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/**
 * @param carries - Fields may lie beyond their usual range.
 * @throws {ValueError} `timestamp` (samples belong behind it: {@link formatTimestampSamples}) or `timestamp-range`.
 */
export function parseTimestamp(word: Uint8Array, localToSeconds: LocalToSeconds, carries = true): bigint {
  if (word[0] === AT) return parseEpochSeconds(word);

  const reader = new Reader(word);
  const year = reader.digits(4);
  reader.skip(MINUS);
  const month = reader.digits(2);
  reader.skip(MINUS);
  const day = reader.digits(2);
  let hour = 0;
  let minute = 0;
  let second = 0;
  let offsetSeconds: number | null = null;
  if (!reader.atEnd()) {
    if (!reader.skip(LETTER_T)) reader.skip(SPACE);
    hour = reader.digits(2);
    if (reader.atField()) {
      minute = reader.field();
      if (reader.atField()) second = reader.field();
    }
    offsetSeconds = reader.zone();
  }
  if (!reader.atEnd()) throw invalidTimestamp();

  const fields = { year, month, day, hour, minute, second };
  if (!carries && !isOnCalendar(fields)) throw invalidTimestamp();
  return offsetSeconds === null ? BigInt(localToSeconds(fields)) : BigInt(utcToSeconds(fields) - offsetSeconds);
}

/** Seconds since 1970 of a time in UTC. */
export function utcToSeconds({ year, month, day, hour, minute, second }: TimeFields): number {
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

function isOnCalendar({ year, month, day, hour, minute, second }: TimeFields): boolean {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  // A leap second is the minute's sixty-first.
  return hour < 24 && minute < 60 && second <= 60;
}

/** @param month - 1 is January. */
export function daysIn(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}

/**
 * The text that follows "Invalid timestamp.": a heading and one line for each accepted form, made from the current time.
 *
 * @param local - The current time in the local zone.
 * @param offsetSeconds - How far that is ahead of UTC.
 * @param utc - The current time in UTC.
 */
export function formatTimestampSamples(local: TimeFields, offsetSeconds: number, utc: TimeFields): string {
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
  const date = (t: TimeFields): string => `${pad(t.year, 4)}-${pad(t.month)}-${pad(t.day)}`;
  const dateTime = (t: TimeFields): string => `${date(t)}T${pad(t.hour)}:${pad(t.minute)}:${pad(t.second)}`;
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  const offset = `${offsetSeconds < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
  const samples = [date(local), dateTime(local), dateTime(local) + offset, `${dateTime(utc)}Z`];
  return ['Supported timestamp formats are ISO 8601-like, e.g.', '', ...samples.map((sample) => `  - ${sample}`)].join('\n');
}

function parseEpochSeconds(word: Uint8Array): bigint {
  const first = word[1] === PLUS || word[1] === MINUS ? 2 : 1;
  if (first === word.length || !word.subarray(first).every(isDigit)) throw invalidTimestamp();
  try {
    return scanInteger(word, 1, true).value;
  } catch {
    // It is digits, so what scanInteger refuses is its size.
    throw new ValueError('timestamp-range', 'Numerical result out of range.');
  }
}

function invalidTimestamp(): ValueError {
  return new ValueError('timestamp', 'Invalid timestamp.');
}

/** A place in the word that moves over digits and separators. */
class Reader {
  readonly #word: Uint8Array;
  #index = 0;

  constructor(word: Uint8Array) {
    this.#word = word;
  }

  atEnd(): boolean {
    return this.#index === this.#word.length;
  }

  /** Minutes or seconds follow, with or without their colon. */
  atField(): boolean {
    return this.#word[this.#index] === COLON || isDigit(this.#word[this.#index]);
  }

  field(): number {
    this.skip(COLON);
    return this.digits(2);
  }

  /** Exactly `count` digits. */
  digits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#word[this.#index];
      if (byte === undefined || !isDigit(byte)) throw invalidTimestamp();
      value = value * 10 + (byte - ZERO);
      this.#index++;
    }
    return value;
  }

  skip(byte: number): boolean {
    if (this.#word[this.#index] !== byte) return false;
    this.#index++;
    return true;
  }

  /** Seconds ahead of UTC, null where no zone is given. */
  zone(): number | null {
    if (this.skip(LETTER_Z)) return 0;
    const sign = this.skip(PLUS) ? 1 : this.skip(MINUS) ? -1 : 0;
    if (sign === 0) return null;
    const hours = this.digits(2);
    const minutes = this.atField() ? this.field() : 0;
    return sign * (hours * 3600 + minutes * 60);
  }
}
