/**
 * The locale and the time zone as JavaScript knows them, where the addon cannot be loaded.
 *
 * The zone is TZ's or the system's, by Intl's data. Names are those of the C locale, English, and texts are ordered by their bytes,
 * whatever the environment says: Node has no strftime(3) and no strcoll(3). Every character takes one column. The calls are those of
 * `LocaleCalls`.
 */

import type { LocaleCalls, LocalFields, LocalTime } from './locale.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 86_400_000;
const EOVERFLOW = 75;

/** `GMT-3`, `GMT+5:45`. */
const OFFSET_NAME = /^GMT([+-])(\d+)(?::(\d+))?$/;

export const fallbackLocale: LocaleCalls = {
  exists: true,
  collatesBytes: true,
  collationKey: (text) => text,
  matchesGlob: null,
  decimalPoint: '.',
  displayWidth: (text) => [...decoder.decode(text)].length,
  isYes: (answer) => answer[0] === 0x79 || answer[0] === 0x59,
  localTime,
  localToSeconds,
  formatTime(letter, seconds) {
    const time = localTime(seconds);
    return typeof time === 'number' ? time : encoder.encode(format(letter, time, seconds));
  },
};

function localTime(seconds: number): LocalTime | number {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return -EOVERFLOW;
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    offsetSeconds: -date.getTimezoneOffset() * 60,
    zone: encoder.encode(zoneName(date)),
  };
}

function localToSeconds({ year, month, day, hour, minute, second }: LocalFields): number {
  const date = new Date(2000, 0, 1);
  date.setFullYear(year, month - 1, day);
  date.setHours(hour, minute, second, 0);
  return date.getTime() / 1000;
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  // Intl knows few names but those of America. A zone without one has its offset for a name.
  return name.replace(OFFSET_NAME, (_, sign: string, hours: string, minutes = '') => sign + hours.padStart(2, '0') + minutes);
}

/** What strftime(3) makes of a letter in the C locale. */
function format(letter: string, time: LocalTime, seconds: number): string {
  const { year, month, day, hour, minute, second } = time;
  const midnight = Date.UTC(2000, month - 1, day) - Date.UTC(2000, 0, 1);
  const date = new Date(Date.UTC(2000, 0, 1) + midnight);
  date.setUTCFullYear(year, month - 1, day);
  const weekday = date.getUTCDay();
  const firstDay = new Date(date);
  firstDay.setUTCMonth(0, 1);
  const yearday = Math.round((date.getTime() - firstDay.getTime()) / DAY_MS);
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const pad = (value: number, width = 2, fill = '0'): string => String(value).padStart(width, fill);
  const again = (letters: string): string => letters.replace(/[a-zA-Z]/g, (each) => format(each, time, seconds));
  switch (letter) {
    case 'a':
      return DAYS[weekday]!.slice(0, 3);
    case 'A':
      return DAYS[weekday]!;
    case 'b':
    case 'h':
      return MONTHS[month - 1]!.slice(0, 3);
    case 'B':
      return MONTHS[month - 1]!;
    case 'c':
      return again('a b e T Y');
    case 'C':
      return pad(Math.floor(year / 100));
    case 'd':
      return pad(day);
    case 'D':
    case 'x':
      return again('m/d/y');
    case 'e':
      return pad(day, 2, ' ');
    case 'F':
      return again('Y-m-d');
    case 'g':
      return pad(isoWeek(date).year % 100);
    case 'G':
      return String(isoWeek(date).year);
    case 'H':
      return pad(hour);
    case 'I':
      return pad(hour12);
    case 'j':
      return pad(yearday + 1, 3);
    case 'k':
      return pad(hour, 2, ' ');
    case 'l':
      return pad(hour12, 2, ' ');
    case 'm':
      return pad(month);
    case 'M':
      return pad(minute);
    case 'n':
      return '\n';
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'r':
      return again('I:M:S p');
    case 'R':
      return again('H:M');
    case 's':
      return String(seconds);
    case 'S':
      return pad(second);
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return again('H:M:S');
    case 'u':
      return String(weekday === 0 ? 7 : weekday);
    case 'U':
      return pad(Math.floor((yearday + 7 - weekday) / 7));
    case 'V':
      return pad(isoWeek(date).week);
    case 'w':
      return String(weekday);
    case 'W':
      return pad(Math.floor((yearday + 7 - ((weekday + 6) % 7)) / 7));
    case 'y':
      return pad(((year % 100) + 100) % 100);
    case 'Y':
      return String(year);
    case 'z':
      return offset(time.offsetSeconds);
    case 'Z':
      return decoder.decode(time.zone);
    default:
      return '';
  }
}

function offset(seconds: number): string {
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  const digits = String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0');
  return `${seconds < 0 ? '-' : '+'}${digits}`;
}

/** The week of ISO 8601 that a day is in, and the year that the week counts to: that of its Thursday. */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const firstDay = new Date(thursday);
  firstDay.setUTCMonth(0, 1);
  const week = 1 + Math.floor(Math.round((thursday.getTime() - firstDay.getTime()) / DAY_MS) / 7);
  return { year: thursday.getUTCFullYear(), week };
}
