/** Spans of time as people write them, counted back from 2001-09-09T01:46:40.0000005Z. */

import { describe, expect, test } from 'vitest';
import { instantBefore } from '../../../../src/walk/expr/value/duration.ts';
import { bytes, makeHost } from '../plain-host.ts';

const host = makeHost();
const instantAgo = (word: string) => instantBefore(host.now, bytes(word), host);
const secondsBefore = (word: string): number | null => {
  const instant = instantAgo(word);
  return instant === null ? null : host.now.seconds - instant.seconds;
};

describe('units of fixed length', () => {
  test.each([
    ['90s', 90],
    ['10min', 600],
    ['10m', 600],
    ['2 hours', 7200],
    ['1h30m', 5400],
    ['1h 30min', 5400],
    ['1.5h', 5400],
    ['2weeks', 1_209_600],
    ['1week 1day', 691_200],
    ['2WEEKS', 1_209_600],
    ['0s', 0],
    [' 3d ', 259_200],
  ])('%s is %d seconds', (word, seconds) => {
    expect(secondsBefore(word)).toBe(seconds);
  });

  test('fractions of a second are nanoseconds, borrowed from the next second where they must be', () => {
    expect(instantAgo('200ns')).toEqual({ seconds: host.now.seconds, nanoseconds: 300 });
    expect(instantAgo('1ms')).toEqual({ seconds: host.now.seconds - 1, nanoseconds: 999_000_500 });
  });
});

describe('months and years go by the calendar', () => {
  test.each([
    ['1mo', '2001-08-09T01:46:40.000Z'],
    ['1M', '2001-08-09T01:46:40.000Z'],
    ['9months', '2000-12-09T01:46:40.000Z'],
    ['1year', '2000-09-09T01:46:40.000Z'],
    ['1y1mo1d', '2000-08-08T01:46:40.000Z'],
  ])('%s ago it was %s', (word, time) => {
    expect(new Date(1000 * instantAgo(word)!.seconds).toISOString()).toBe(time);
  });

  test('a month without that day ends on its last one', () => {
    const now = { seconds: Date.UTC(2024, 2, 31, 12) / 1000, nanoseconds: 0 };
    const ago = (word: string): string => new Date(1000 * instantBefore(now, bytes(word), host)!.seconds).toISOString();
    expect(ago('1mo')).toBe('2024-02-29T12:00:00.000Z');
    expect(ago('13mo')).toBe('2023-02-28T12:00:00.000Z');
  });
});

test.each(['', ' ', '1', 'weeks', '1x', '1.5mo', '-1d', '2024-02-29', '1h-', '99999999y', '1e3s', '1toString'])(
  '%j is no span of time',
  (word) => {
    expect(instantAgo(word)).toBeNull();
  },
);
