/**
 * Times as text: `%t` and `%Tk` of -printf, and the times of -ls (REFERENCE 9.2, 9.3).
 *
 * In: a time in seconds and nanoseconds. Out: bytes in a sink; minus an errno where the time has no calendar date. Numbers are made here from a
 * `LocalClock`; what the locale words (names of days and months, AM and PM, whole dates) comes from the system once for each
 * day of the week, month, hour or day, and once a second where it holds the time. Fractions have ten digits, as GNU find's
 * always had: nanoseconds and a zero. Years before 1000 and after 9999 are left to the system entirely.
 */

import type { LocaleCalls } from '../../ioq/locale.ts';
import type { ByteSink } from './byte-sink.ts';
import { isoWeek, weekOfYear } from './calendar.ts';
import { LocalClock } from './local-clock.ts';

const COLON = 0x3a;
const DASH = 0x2d;
const SLASH = 0x2f;
const DOT = 0x2e;
const SPACE = 0x20;
const PLUS = 0x2b;
const ZERO = 0x30;
const NEWLINE = 0x0a;
const TAB = 0x09;
const PERCENT = 0x25;

const ENGLISH_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const SUNDAY = 0;
const MONDAY = 1;

/** Words kept for one part; only dates have so many. */
const MOST_WORDS = 4096;

/** Appends one part of a time. @returns 0, or minus an errno; then nothing was appended. */
export type TimeWriter = (sink: ByteSink, seconds: number, nanoseconds: number) => number;

/** A part made from a clock that stands at the time. */
type ClockWriter = (sink: ByteSink, clock: LocalClock, nanoseconds: number) => void;

export class TimeFormat {
  readonly #locale: LocaleCalls;
  readonly #clock: LocalClock;

  constructor(locale: LocaleCalls) {
    this.#locale = locale;
    this.#clock = new LocalClock(locale);
  }

  /** `%t`: `Sat Dec 14 03:04:05.1234567890 1991`, in English whatever the locale. */
  appendWhole(sink: ByteSink, seconds: number, nanoseconds: number): number {
    const clock = this.#clock;
    const result = clock.moveTo(seconds);
    if (result < 0) return result;
    sink.appendAscii(ENGLISH_DAYS[clock.day.weekday]!);
    sink.appendByte(SPACE);
    sink.appendAscii(ENGLISH_MONTHS[clock.day.month - 1]!);
    sink.appendByte(SPACE);
    appendSpacePadded(sink, clock.day.day);
    sink.appendByte(SPACE);
    appendClockTime(sink, clock);
    appendFraction(sink, nanoseconds);
    sink.appendByte(SPACE);
    appendYear(sink, clock.day.year);
    return 0;
  }

  /** A writer for `%Tk`. @param part - One of the letters that the format's parser accepts. */
  compilePart(part: string): TimeWriter {
    const plain = PLAIN_PARTS[part];
    if (plain !== undefined) return plain;
    const clock = this.#clock;
    const known = CLOCK_PARTS[part] ?? this.#wordPart(part);
    if (known === null) return (sink, seconds) => this.#appendSystem(sink, part, seconds);
    return (sink, seconds, nanoseconds) => {
      const result = clock.moveTo(seconds);
      if (result < 0) return result;
      const { year } = clock.day;
      if ((year < 1000 || year > 9999) && !OWN_PARTS.has(part)) return this.#appendSystem(sink, part, seconds);
      known(sink, clock, nanoseconds);
      return 0;
    };
  }

  /** A name, AM or PM, or a date in the locale's form; null where the part is none that could be kept. */
  #wordPart(part: string): ClockWriter | null {
    const keyOf = WORD_KEYS[part];
    if (keyOf === undefined) return null;
    const kept = new Map<number, Uint8Array>();
    return (sink, clock) => {
      const key = keyOf(clock);
      let word = kept.get(key);
      if (word === undefined) {
        const made = this.#locale.formatTime(part, clock.seconds);
        // The clock could be set, so the time has a date.
        word = typeof made === 'number' ? new Uint8Array(0) : made;
        if (kept.size >= MOST_WORDS) kept.clear();
        kept.set(key, word);
      }
      sink.append(word);
    };
  }

  #appendSystem(sink: ByteSink, part: string, seconds: number): number {
    const made = this.#locale.formatTime(part, seconds);
    if (typeof made === 'number') return made;
    sink.append(made);
    return 0;
  }
}

/** What a word of the locale depends on. */
const WORD_KEYS: Readonly<Record<string, (clock: LocalClock) => number>> = {
  a: ({ day }) => day.weekday,
  A: ({ day }) => day.weekday,
  b: ({ day }) => day.month,
  B: ({ day }) => day.month,
  h: ({ day }) => day.month,
  c: ({ seconds }) => seconds,
  p: ({ hour }) => hour,
  r: ({ hour, minute, second }) => (hour * 60 + minute) * 60 + second,
  x: ({ day }) => day.year * 400 + day.yearday,
  X: ({ hour, minute, second }) => (hour * 60 + minute) * 60 + second,
};

/** Parts that need no calendar. */
const PLAIN_PARTS: Readonly<Record<string, TimeWriter>> = {
  '%': (sink) => appendLiteral(sink, PERCENT),
  n: (sink) => appendLiteral(sink, NEWLINE),
  t: (sink) => appendLiteral(sink, TAB),
  s: (sink, seconds) => {
    sink.appendDecimal(seconds);
    return 0;
  },
  '@': (sink, seconds, nanoseconds) => {
    sink.appendDecimal(seconds);
    appendFraction(sink, nanoseconds);
    return 0;
  },
};

/** Parts with nanoseconds, which strftime(3) does not know; any year. */
const OWN_PARTS: ReadonlySet<string> = new Set(['S', 'T', '+']);

const CLOCK_PARTS: Readonly<Record<string, ClockWriter>> = {
  '+': (sink, clock, nanoseconds) => {
    appendYear(sink, clock.day.year);
    appendMonthAndDay(sink, clock);
    sink.appendByte(PLUS);
    appendClockTime(sink, clock);
    appendFraction(sink, nanoseconds);
  },
  C: (sink, { day }) => sink.appendPadded(Math.floor(day.year / 100), 2),
  d: (sink, { day }) => sink.appendPadded(day.day, 2),
  D: (sink, { day }) => {
    sink.appendPadded(day.month, 2);
    sink.appendByte(SLASH);
    sink.appendPadded(day.day, 2);
    sink.appendByte(SLASH);
    sink.appendPadded(day.year % 100, 2);
  },
  e: (sink, { day }) => appendSpacePadded(sink, day.day),
  F: (sink, clock) => {
    sink.appendDecimal(clock.day.year);
    appendMonthAndDay(sink, clock);
  },
  g: (sink, { day }) => sink.appendPadded(isoWeek(day).year % 100, 2),
  G: (sink, { day }) => sink.appendDecimal(isoWeek(day).year),
  H: (sink, { hour }) => sink.appendPadded(hour, 2),
  I: (sink, { hour }) => sink.appendPadded(hour % 12 || 12, 2),
  j: (sink, { day }) => sink.appendPadded(day.yearday + 1, 3),
  k: (sink, { hour }) => appendSpacePadded(sink, hour),
  l: (sink, { hour }) => appendSpacePadded(sink, hour % 12 || 12),
  m: (sink, { day }) => sink.appendPadded(day.month, 2),
  M: (sink, { minute }) => sink.appendPadded(minute, 2),
  R: (sink, { hour, minute }) => {
    sink.appendPadded(hour, 2);
    sink.appendByte(COLON);
    sink.appendPadded(minute, 2);
  },
  S: (sink, { second }, nanoseconds) => {
    sink.appendPadded(second, 2);
    appendFraction(sink, nanoseconds);
  },
  T: (sink, clock, nanoseconds) => {
    appendClockTime(sink, clock);
    appendFraction(sink, nanoseconds);
  },
  u: (sink, { day }) => sink.appendDecimal(day.weekday || 7),
  U: (sink, { day }) => sink.appendPadded(weekOfYear(day, SUNDAY), 2),
  V: (sink, { day }) => sink.appendPadded(isoWeek(day).week, 2),
  w: (sink, { day }) => sink.appendDecimal(day.weekday),
  W: (sink, { day }) => sink.appendPadded(weekOfYear(day, MONDAY), 2),
  y: (sink, { day }) => sink.appendPadded(day.year % 100, 2),
  Y: (sink, { day }) => sink.appendDecimal(day.year),
  z: (sink, { offsetSeconds }) => {
    const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
    sink.appendByte(offsetSeconds < 0 ? DASH : PLUS);
    sink.appendPadded(Math.trunc(minutes / 60) * 100 + (minutes % 60), 4);
  },
  Z: (sink, { zoneName }) => sink.append(zoneName),
};

function appendLiteral(sink: ByteSink, byte: number): number {
  sink.appendByte(byte);
  return 0;
}

function appendClockTime(sink: ByteSink, { hour, minute, second }: LocalClock): void {
  sink.appendPadded(hour, 2);
  sink.appendByte(COLON);
  sink.appendPadded(minute, 2);
  sink.appendByte(COLON);
  sink.appendPadded(second, 2);
}

function appendMonthAndDay(sink: ByteSink, { day }: LocalClock): void {
  sink.appendByte(DASH);
  sink.appendPadded(day.month, 2);
  sink.appendByte(DASH);
  sink.appendPadded(day.day, 2);
}

/** A point, the nanoseconds, and the zero that has always been there. */
function appendFraction(sink: ByteSink, nanoseconds: number): void {
  sink.appendByte(DOT);
  sink.appendPadded(nanoseconds, 9);
  sink.appendByte(ZERO);
}

/** `%4d` of C. */
function appendYear(sink: ByteSink, year: number): void {
  if (year >= 1000 && year <= 9999) sink.appendDecimal(year);
  else sink.appendAscii(String(year).padStart(4));
}

/** `%2d` of C: 0 to 99. */
function appendSpacePadded(sink: ByteSink, value: number): void {
  if (value < 10) sink.appendByte(SPACE);
  sink.appendDecimal(value);
}
