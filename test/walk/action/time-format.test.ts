/** Times as text: the vectors of REFERENCE 23.8, and date(1) for random times in zones that change. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocaleCalls } from '../../../src/ioq/locale.ts';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { TimeFormat } from '../../../src/walk/action/time-format.ts';
import { addon } from './entries.ts';

const SECONDS = 692_679_845;
const NANOSECONDS = 123_456_789;

const { locale } = addon();

const before = process.env.TZ;
afterAll(() => setZone(before));

/** Node calls tzset when it sees this. */
function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
}

function formatted(times: TimeFormat, part: string, seconds: number, nanoseconds: number): string | number {
  const sink = new Scratch();
  const result = times.compilePart(part)(sink, seconds, nanoseconds);
  return result < 0 ? result : Buffer.from(sink.bytes.subarray(0, sink.length)).toString();
}

describe('1991-12-14 03:04:05.123456789 UTC', () => {
  beforeEach(() => setZone('UTC'));

  test.each([
    ['a', 'Sat'],
    ['A', 'Saturday'],
    ['b', 'Dec'],
    ['B', 'December'],
    ['c', 'Sat Dec 14 03:04:05 1991'],
    ['C', '19'],
    ['d', '14'],
    ['D', '12/14/91'],
    ['e', '14'],
    ['F', '1991-12-14'],
    ['g', '91'],
    ['G', '1991'],
    ['h', 'Dec'],
    ['H', '03'],
    ['I', '03'],
    ['j', '348'],
    ['k', ' 3'],
    ['l', ' 3'],
    ['m', '12'],
    ['M', '04'],
    ['n', '\n'],
    ['p', 'AM'],
    ['r', '03:04:05 AM'],
    ['R', '03:04'],
    ['s', '692679845'],
    ['S', '05.1234567890'],
    ['t', '\t'],
    ['T', '03:04:05.1234567890'],
    ['u', '6'],
    ['U', '49'],
    ['V', '50'],
    ['w', '6'],
    ['W', '49'],
    ['x', '12/14/91'],
    ['X', '03:04:05'],
    ['y', '91'],
    ['Y', '1991'],
    ['z', '+0000'],
    ['Z', 'UTC'],
    ['%', '%'],
    ['@', '692679845.1234567890'],
    ['+', '1991-12-14+03:04:05.1234567890'],
  ])('%s is %j', (part, expected) => {
    expect(formatted(new TimeFormat(locale), part, SECONDS, NANOSECONDS)).toBe(expected);
  });

  test('as a whole it is in English', () => {
    const sink = new Scratch();
    const times = new TimeFormat(locale);
    expect(times.appendWhole(sink, SECONDS, NANOSECONDS)).toBe(0);
    times.appendWhole(sink, -1, 0);
    expect(Buffer.from(sink.bytes.subarray(0, sink.length)).toString()).toBe(
      'Sat Dec 14 03:04:05.1234567890 1991Wed Dec 31 23:59:59.0000000000 1969',
    );
  });
});

const PARTS = 'aAbBcCdDeFgGhHIjklmMpRrsTuUVwWxXyYzZ';

/** Zones that change twice a year, by half an hour, that have changed their offset by minutes, and one given by a rule. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Europe/Amsterdam',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'EST5EDT,M3.2.0,M11.1.0',
  '<-03>3:30:15',
];

/**
 * The clock asks for whole hours and trusts their ends; times around the changes of a zone would show where it must not. The same object
 * formats all of them in random order, so that what it keeps is used.
 */
describe.each(ZONES)('date(1) agrees on times in %s', (zone) => {
  beforeEach(() => setZone(zone));

  test.each([
    ['of this century', { min: 946_684_800, max: 2_000_000_000 }],
    ['of the last and the next', { min: -3_000_000_000, max: 6_000_000_000 }],
    // date(1) pads the others in its own way; they are left to strftime(3), which -printf is about.
    ['in all years of four digits', { min: -30_000_000_000, max: 253_000_000_000 }],
  ])('%s', (_title, range) => {
    const seconds = fc.sample(fc.integer(range), { numRuns: 100, seed: 7 });
    // The last second before a change of a zone, and the first after it, are on either side of a full hour.
    const edges = seconds.flatMap((second) => [second, Math.floor(second / 3600) * 3600, Math.floor(second / 3600) * 3600 - 1]);
    const input = edges.map((second) => `@${second}`).join('\n');
    const format = `+${[...PARTS].map((part) => `%${part}`).join('|')}`;
    const expected = execFileSync('date', ['-f', '-', format], {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 24,
      env: { PATH: process.env.PATH, TZ: zone },
    });
    const times = new TimeFormat(locale);
    const writers = [...PARTS].map((part) => times.compilePart(part));
    const lines = edges.map((second) => {
      const columns = writers.map((write, i) => {
        const sink = new Scratch();
        write(sink, second, 0);
        const text = Buffer.from(sink.bytes.subarray(0, sink.length)).toString();
        return PARTS[i] === 'T' ? text.replace('.0000000000', '') : text;
      });
      return columns.join('|');
    });
    expect(lines.join('\n')).toBe(expected.trimEnd());
  });
});

test('a time without a calendar date is an errno, and nothing is printed', () => {
  const times = new TimeFormat(locale);
  for (const part of ['Y', 'c', 'T', 'x']) expect(formatted(times, part, 1e17, 0)).toBe(-75);
  expect(formatted(times, '@', 1e15, 5)).toBe('1000000000000000.0000000050');
  expect(times.appendWhole(new Scratch(), 1e17, 0)).toBe(-75);
});

/** What the counts are kept low for: a call costs microseconds, a file's time must not. */
test('files of one hour ask the system twice', () => {
  let calls = 0;
  const counting: LocaleCalls = {
    ...locale,
    exists: true,
    collatesBytes: true,
    matchesGlob: null,
    decimalPoint: '.',
    localTime: (seconds) => {
      calls++;
      return locale.localTime(seconds);
    },
  };
  const times = new TimeFormat(counting);
  const write = times.compilePart('T');
  const sink = new Scratch();
  for (let i = 0; i < 3600; i++) write(sink, 1_700_000_000 - (1_700_000_000 % 3600) + i, 0);
  expect(calls).toBe(2);
});
