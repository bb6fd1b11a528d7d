/** The calendar against JavaScript's Date, and ISO weeks against date(1). */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarDay, daysSinceEpoch, isoWeek, weekOfYear } from '../../../src/walk/action/calendar.ts';

/** Days of years that Date can express from end to end. */
const days: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -99_990_000, max: 100_000_000 }),
  fc.integer({ min: -30_000, max: 60_000 }),
);

test('every day is the day that Date makes of it, and back', () => {
  fc.assert(
    fc.property(days, (number) => {
      const date = new Date(number * 86_400_000);
      const day = calendarDay(number);
      const start = new Date(date);
      start.setUTCMonth(0, 1);
      expect(day).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        yearday: (date.getTime() - start.getTime()) / 86_400_000,
      });
      expect(daysSinceEpoch(day.year, day.month, day.day)).toBe(number);
    }),
    { numRuns: 2000 },
  );
});

test('weeks are those of date(1)', () => {
  // Around the ends of 60 years, where weeks differ.
  const numbers = Array.from({ length: 60 }, (_, i) => daysSinceEpoch(1970 + i, 12, 26)).flatMap((first) =>
    Array.from({ length: 13 }, (_, i) => first + i),
  );
  const input = numbers.map((number) => `@${number * 86_400}`).join('\n');
  const expected = execFileSync('date', ['-u', '-f', '-', '+%G %V %U %W'], { input, encoding: 'utf8' }).trim().split('\n');
  const pad = (value: number): string => String(value).padStart(2, '0');
  expect(
    numbers.map((number) => {
      const day = calendarDay(number);
      const iso = isoWeek(day);
      return `${iso.year} ${pad(iso.week)} ${pad(weekOfYear(day, 0))} ${pad(weekOfYear(day, 1))}`;
    }),
  ).toEqual(expected);
});
