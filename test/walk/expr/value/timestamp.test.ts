/** Timestamps: REFERENCE 2.6, the vectors of 23.6 in New York, and bfs 2.6.1 for the forms that it knows. */

import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  formatTimestampSamples,
  parseTimestamp,
  type TimeFields,
  utcToSeconds,
} from '../../../../src/walk/expr/value/timestamp.ts';
import { bytes, failure, found, isInstalled } from './oracle.ts';

const FILE_SECONDS = BigInt(Date.UTC(2001, 1, 3, 4, 5, 6) / 1000);

/** Node's own idea of local time serves as the local zone. */
function localToSeconds({ year, month, day, hour, minute, second }: TimeFields): number {
  return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000;
}

let zone: string | undefined;
beforeAll(() => {
  zone = process.env.TZ;
  process.env.TZ = 'America/New_York';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const OLDER = [
  ...['2001-02-02', '20010202', '2001-02-02T23:05', '2001-02-02T23:05:05', '2001-02-03 04:05:05Z', '2001-02-03T04:05:05+00:00'],
  ...['2001-02-03T04:05:05+0000', '2001-02-03T04:05:05+00', '2001-02-03T09:05:05+05', '20010203040505Z', '20010203T040505Z'],
  ...[
    '2001-02-03T04Z',
    '2001-02-03T04+01',
    '@981173105',
    '@-1',
    '@+1',
    '200102-02',
    '2001-00-00',
    '2001-02-0304:05Z',
    '2001-0203T04:0505Z',
  ],
];
const NOT_OLDER = [
  ...['2001-02-03T04', '2001-02-02T23:05:06', '@981173106', '2001-13-45', '2001-02-03T25:00Z', '2001-02-03T04:05:05-00:01'],
];
const INVALID = [
  ...[
    '2001-02',
    '2001',
    '2001-2-3',
    '2001-02-03T',
    '2001-02-03X04',
    '2001-02-03 4:05',
    '2001-02-03T04:05:05.5Z',
    '2001-02-03t04:05z',
  ],
  ...[
    '@981173105.5',
    '@',
    '@ 1',
    '@+',
    '@99999999999999999999x',
    '2001-02-03Z',
    '2001-02-03+05',
    '2001-02-03T04:',
    '2001-02-03T04:05:05+5',
  ],
  ...['2001-02-03T04:05:05+05:3', '2001-02-03T04:05:05ZZ', '2001-02-03 ', 'yesterday', ''],
];

test.each(OLDER)('%j is before 2001-02-03T04:05:06Z', (word) => {
  expect(parseTimestamp(bytes(word), localToSeconds)).toBeLessThan(FILE_SECONDS);
});

test.each(NOT_OLDER)('%j is not before 2001-02-03T04:05:06Z', (word) => {
  expect(parseTimestamp(bytes(word), localToSeconds)).toBeGreaterThanOrEqual(FILE_SECONDS);
});

test.each(INVALID)('%j is refused', (word) => {
  expect(failure(() => parseTimestamp(bytes(word), localToSeconds))).toBe('timestamp: Invalid timestamp.');
});

test.each<[string, bigint]>([
  ['@9223372036854775807', 9223372036854775807n],
  ['@-9223372036854775808', -9223372036854775808n],
  ['0001-01-01T00Z', -62135596800n],
  ['0099-12-31T23:59:59Z', -59011459201n],
  ['2000-02-30T00Z', 951868800n],
  ['1999-12-31T23:59:60Z', 946684800n],
  ['1970-01-01T00:00-01:30', 5400n],
])('%s is %d', (word, seconds) => {
  expect(parseTimestamp(bytes(word), localToSeconds)).toBe(seconds);
});

test('an epoch time beyond 64 bits is out of range, without samples', () => {
  const text = 'timestamp-range: Numerical result out of range.';
  expect(failure(() => parseTimestamp(bytes('@9223372036854775808'), localToSeconds))).toBe(text);
});

test('the samples are the current time in the four forms', () => {
  const local = { year: 2026, month: 11, day: 3, hour: 4, minute: 5, second: 6 };
  expect(formatTimestampSamples(local, -12_600, { ...local, hour: 7, minute: 35 })).toBe(
    [
      'Supported timestamp formats are ISO 8601-like, e.g.',
      '',
      '  - 2026-11-03',
      '  - 2026-11-03T04:05:06',
      '  - 2026-11-03T04:05:06-03:30',
      '  - 2026-11-03T07:35:06Z',
    ].join('\n'),
  );
});

// Not with an offset: bfs 2.6.1 applies its sign the wrong way round.
describe.skipIf(!isInstalled('bfs'))('bfs agrees on the second', () => {
  const parsed = (word: string): number => Number(parseTimestamp(bytes(word), (fields) => utcToSeconds(fields)));
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tswalk-time-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each([
    '2001-02-02',
    '20010202',
    '2001-02-02T23:05',
    '2001-02-02T23:05:05',
    '20010203T040505Z',
    '2001-13-45',
    '2001-00-00',
    '2004-02-30T25:61:61Z',
  ])('%s', (word) => {
    for (const [name, offset] of [
      ['same', 0],
      ['later', 1],
    ] as const) {
      writeFileSync(join(directory, name), '');
      utimesSync(join(directory, name), parsed(word) + offset, parsed(word) + offset);
    }
    expect(found('bfs', ['.', '-type', 'f', '-newermt', word, '-printf', '%f\n'], directory)).toEqual(['later']);
  });
});
