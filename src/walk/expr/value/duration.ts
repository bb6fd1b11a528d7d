/**
 * Spans of time as people write them: `2weeks`, `1h30min`, `1.5 days`, `1mo`. REFERENCE.md 20.
 *
 *     span := number [blanks] unit { [blanks] number [blanks] unit }
 *
 * In: a word and the instant to count back from. Out: the instant so long before. Units up to weeks are of fixed length, a day being 24 hours;
 * months and years go by the calendar of the local zone, and the last day of a shorter month stands for a day that it does not have.
 */

import type { Instant } from '../ast.ts';
import type { ParseHost } from '../parse-host.ts';
import { daysIn } from './timestamp.ts';

/** Lengths in seconds of the fixed units. */
const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  wk: 604_800,
  wks: 604_800,
  week: 604_800,
  weeks: 604_800,
};

/** Lengths in months of those that the calendar knows. */
const MONTHS: Readonly<Record<string, number>> = {
  mo: 1,
  mos: 1,
  month: 1,
  months: 1,
  y: 12,
  yr: 12,
  yrs: 12,
  year: 12,
  years: 12,
};

const GROUP = /^(\d+(?:\.\d+)?)[ \t]*([a-z]+)[ \t]*/i;

/** Longer than anything that has happened; beyond it local time cannot be told. */
const MOST_MONTHS = 12 * 10_000;
const MOST_SECONDS = MOST_MONTHS * 31 * 86_400;

type Calendar = Pick<ParseHost, 'localTime' | 'localToSeconds'>;

/** The instant so long before `now`; null where the word is no span of time, or one too long to count. */
export function instantBefore(now: Instant, word: Uint8Array, calendar: Calendar): Instant | null {
  const span = parseSpan(word);
  if (span === null) return null;
  const from = span.months === 0 ? now.seconds : monthsBefore(now.seconds, span.months, calendar);
  const whole = Math.floor(span.seconds);
  const nanoseconds = now.nanoseconds - Math.round((span.seconds - whole) * 1e9);
  const borrow = nanoseconds < 0 ? 1 : 0;
  return { seconds: from - whole - borrow, nanoseconds: nanoseconds + borrow * 1e9 };
}

function parseSpan(word: Uint8Array): { readonly seconds: number; readonly months: number } | null {
  let text = new TextDecoder().decode(word).trim();
  if (text === '') return null;
  let seconds = 0;
  let months = 0;
  while (text !== '') {
    const [group, number, unit] = GROUP.exec(text) ?? [];
    if (group === undefined) return null;
    // Case is nothing that units differ in, but fd writes a month as M.
    const name = unit === 'M' ? 'mo' : unit!.toLowerCase();
    if (Object.hasOwn(SECONDS, name)) seconds += Number(number) * SECONDS[name]!;
    else if (Object.hasOwn(MONTHS, name) && !number!.includes('.')) months += Number(number) * MONTHS[name]!;
    else return null;
    text = text.slice(group.length);
  }
  return seconds <= MOST_SECONDS && months <= MOST_MONTHS ? { seconds, months } : null;
}

function monthsBefore(seconds: number, months: number, calendar: Calendar): number {
  const { fields } = calendar.localTime(seconds);
  const month = fields.year * 12 + fields.month - 1 - months;
  const target = { year: Math.floor(month / 12), month: (((month % 12) + 12) % 12) + 1 };
  const day = Math.min(fields.day, daysIn(target.year, target.month));
  return Number(calendar.localToSeconds({ ...fields, ...target, day }));
}
