/**
 * The proleptic Gregorian calendar as arithmetic: days since 1970 to year, month and day, and the weeks of ISO 8601.
 *
 * In: days, years. Out: numbers. No zone, no locale, no leap seconds. The conversion of days counts in eras of 400 years that begin
 * on the first of March, so that the day which is there or not is the last of a year.
 */

export const SECONDS_PER_DAY = 86_400;

const DAYS_PER_ERA = 146_097;
/** From 1 March of the year 0 to 1 January 1970. */
const DAYS_TO_EPOCH = 719_468;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

export interface CalendarDay {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 is 1 January. */
  readonly yearday: number;
}

/** @param dayNumber - Days since 1 January 1970, negative before. */
export function calendarDay(dayNumber: number): CalendarDay {
  const days = dayNumber + DAYS_TO_EPOCH;
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    weekday: modulo(dayNumber + EPOCH_WEEKDAY, 7),
    yearday: dayNumber - daysSinceEpoch(year, 1, 1),
  };
}

/** The inverse of {@link calendarDay}. @param month - 1 is January. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const yearFromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month <= 2 ? month + 9 : month - 3) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

function daysInYear(year: number): number {
  return daysSinceEpoch(year + 1, 1, 1) - daysSinceEpoch(year, 1, 1);
}

/** The ISO 8601 week that a day is in, and the year that this week belongs to. */
export function isoWeek({ year, weekday, yearday }: CalendarDay): { readonly year: number; readonly week: number } {
  // The week belongs to the year that its Thursday is in.
  const thursday = yearday - modulo(weekday + 6, 7) + 3;
  if (thursday < 0) return { year: year - 1, week: weekOf(thursday + daysInYear(year - 1)) };
  if (thursday >= daysInYear(year)) return { year: year + 1, week: weekOf(thursday - daysInYear(year)) };
  return { year, week: weekOf(thursday) };
}

/** Weeks since the first one that begins with `firstWeekday`; the days before it are in week 0. */
export function weekOfYear({ weekday, yearday }: CalendarDay, firstWeekday: number): number {
  return Math.floor((yearday + 7 - modulo(weekday - firstWeekday, 7)) / 7);
}

function weekOf(thursday: number): number {
  return Math.floor(thursday / 7) + 1;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
