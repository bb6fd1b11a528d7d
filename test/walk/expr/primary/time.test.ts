/** Ages, -newer and -used: REFERENCE.md 6, vectors 23.3 and 23.6. */

import { describe, expect, test } from 'vitest';
import { complaint, evaluate, makeStatus, matches, type StatusFields } from '../plain-host.ts';

const NOW = 1_000_000_000;

/** A file last modified so many seconds ago. */
const aged = (seconds: number): { status: StatusFields } => ({ status: { modifyS: NOW - seconds, modifyNs: 500 } });

describe('ages in seconds', () => {
  test.each([
    ['-mmin 0', [-59, 0, 30, 59], [60, -60]],
    ['-mmin 1', [60, 119], [59, 120]],
    ['-mmin 2', [121, 179], [119, 180]],
    ['-mmin +0', [61, 1e6], [59, -1]],
    ['-mmin -1', [30, 59, -1000], [60]],
    ['-mtime 0', [0, 86_399, -86_399], [86_400, -86_400]],
    ['-mtime 1', [86_400, 172_799], [86_399, 172_800]],
    ['-mtime +0', [86_400], [86_399]],
    ['-mtime +1', [172_800], [172_799]],
    ['-mtime -60s', [59], [60]],
    ['-mtime +1m59s', [120], [119]],
    ['-mtime +1d', [86_401], [86_400]],
    ['-mtime -1w2d', [777_599], [777_600]],
    ['-mtime -0', [-86_401], [0, 5, -86_399]],
  ])('%s: yes to %j, no to %j', (line, yes, no) => {
    expect(yes.filter((age) => !matches(line, aged(age)))).toEqual([]);
    expect(no.filter((age) => matches(line, aged(age)))).toEqual([]);
  });

  test('a fraction of a second does not make an age whole', () => {
    expect(matches('-mmin 0', { status: { modifyS: NOW - 60, modifyNs: 501 } })).toBe(true);
    expect(matches('-mmin 1', { status: { modifyS: NOW - 60, modifyNs: 500 } })).toBe(true);
  });

  test.each([
    ['-amin 1', 'accessS'],
    ['-cmin 1', 'changeS'],
    ['-atime 0', 'accessS'],
    ['-ctime 0', 'changeS'],
  ] as const)('%s looks at %s', (line, field) => {
    const others = { accessS: 1, changeS: 1, modifyS: 1, birthS: 1 };
    expect(matches(line, { status: { ...others, [field]: NOW - 61 } })).toBe(true);
    expect(matches(line, { status: others })).toBe(false);
  });

  test.each(['-Bmin 1', '-Btime 0', '-Bnewer f', '-newerBm f', '-Bsince 2000-01-01'])('%s needs a birth time', (line) => {
    const hosts = { parse: { statReference: () => makeStatus({ modifyS: 5 }) } };
    const birth = { birthS: NOW - 61, flags: 1 };
    expect(evaluate(line, { status: birth }, hosts)).toEqual({ value: true, failures: [] });
    expect(evaluate(line, { status: { ...birth, flags: 0 } }, hosts)).toEqual({
      value: false,
      failures: ["Couldn't get file birth time"],
    });
  });

  test.each([
    ['-mtime 1x', 'time-unit-unknown', 'Unknown time unit x.', '-mtime 1x'],
    ['-mtime 1h1', 'time-unit-missing', 'Missing time unit.', '-mtime 1h1'],
    ['-mtime 1hh', 'integer-invalid', 'h is not a valid integer.', '1hh'],
    ['-mmin 1m', 'integer-invalid', '1m is not a valid integer.', '1m'],
  ])('%s is refused', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });
});

describe('-daystart counts back from the coming midnight', () => {
  // 2001-09-09T01:46:40Z: the day is 1h46m40s old.
  test.each([
    ['-daystart -mtime 0', 6399, true],
    ['-daystart -mtime 0', 6400, false],
    ['-daystart -mtime 1', 6400, true],
    ['-mtime 0 -daystart', 6400, true],
    ['-daystart -daystart -mtime 0', 6400, false],
  ])('%s of %i seconds is %s', (line, age, expected) => {
    expect(matches(line, { status: { modifyS: NOW - age } })).toBe(expected);
  });
});

describe('-newer is strict, to the nanosecond', () => {
  const reference = makeStatus({ modifyS: 100, modifyNs: 5, accessS: 200, changeS: 300, birthS: 400, flags: 1 });
  const hosts = { parse: { statReference: () => reference } };

  test.each([
    ['-newer f', { modifyS: 100, modifyNs: 6 }, true],
    ['-newer f', { modifyS: 100, modifyNs: 5 }, false],
    ['-mnewer f', { modifyS: 101 }, true],
    ['-newermm f', { modifyS: 99, modifyNs: 999_999_999 }, false],
    ['-anewer f', { accessS: 101 }, true],
    ['-cnewer f', { changeS: 101 }, true],
    ['-newerma f', { modifyS: 201 }, true],
    ['-newerma f', { modifyS: 200 }, false],
    ['-newercB f', { changeS: 401 }, true],
    ['-newermc f', { modifyS: 300 }, false],
  ])('%s of %j is %s', (line, status, expected) => {
    expect(matches(line, { status }, hosts)).toBe(expected);
  });

  test('an instant before 1970', () => {
    expect(matches('-newermt @-1', { status: { modifyS: 0 } })).toBe(true);
    expect(matches('-newermt @-1', { status: { modifyS: -2 } })).toBe(false);
  });

  test.each([
    ['-newermt 2001-02-03T04:05:05Z', true],
    ['-since 2001-02-03T04:05:06Z', false],
    ['-msince @981173105', true],
  ])('%s of 2001-02-03T04:05:06Z is %s', (line, expected) => {
    expect(matches(line, { status: { modifyS: 981_173_106 } })).toBe(expected);
  });

  test.each([
    ['-newerQ', 'malformed-newer', 'Expected -newerXY; found -newerQ.', '-newerQ'],
    ['-newermmm f', 'malformed-newer', 'Expected -newerXY; found -newermmm.', '-newermmm'],
    ['-newerqq', 'missing-value', '-newerqq needs a value.', '-newerqq'],
    ['-newerqm nosuch', 'unknown-newer-x', 'For -newerXY, X should be a, c, m, or B, not q.', '-newerqm nosuch'],
    ['-newermq nosuch', 'unknown-newer-y', 'For -newerXY, Y should be a, c, m, B, or t, not q.', '-newermq nosuch'],
    ['-newertm f', 'unknown-newer-x', 'For -newerXY, X should be a, c, m, or B, not t.', '-newertm f'],
    ['-newer nosuch', 'reference-file', 'No such file or directory.', 'nosuch'],
    ['-since yesterday', 'timestamp', 'Invalid timestamp.', '-since yesterday'],
    ['-since @99999999999999999999', 'timestamp-range', 'Numerical result out of range.', '-since @99999999999999999999'],
  ])('%s is refused', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });

  test('a reference without a birth time is refused', () => {
    const statReference = () => makeStatus({ modifyS: 1 });
    expect(complaint('-newermB f', { statReference })).toEqual({
      code: 'no-birth-time',
      text: "Couldn't get file birth time.",
      marked: 'f',
    });
  });
});

describe('-used', () => {
  test.each([
    ['-used 0', 0, true],
    ['-used 1', 1, true],
    ['-used 1', 86_400, true],
    ['-used 2', 86_401, true],
    ['-used +1', 86_401, true],
    ['-used -1', -1, false],
  ])('%s of %i seconds is %s', (line, seconds, expected) => {
    expect(matches(line, { status: { changeS: 1000, accessS: 1000 + seconds } })).toBe(expected);
  });
});

describe('-changed-within and -changed-before: the time of modification, to the nanosecond', () => {
  const modified = (modifyS: number, modifyNs = 500) => ({ status: { modifyS, modifyNs } });

  test.each([
    ['-changed-within 1h', modified(NOW - 3600), false],
    ['-changed-within 1h', modified(NOW - 3600, 501), true],
    ['-changed-before 1h', modified(NOW - 3600), false],
    ['-changed-before 1h', modified(NOW - 3600, 499), true],
    ['-changed-before 1h', modified(NOW), false],
    ['-changed-within 2001-09-09', modified(NOW), true],
    ['-changed-before 2001-09-09', modified(NOW), false],
    ['-changed-within 2000-02-29T23:59:60', modified(NOW), true],
    ['-changed-before @1000000001', modified(NOW), true],
    ['-changed-within @1000000000', modified(NOW, 0), false],
    ['-changed-within 1week', modified(NOW + 100), true],
    ['! -changed-within 1week', modified(NOW + 100), false],
  ])('%s of %o is %s', (line, fields, expected) => {
    expect(matches(line, fields)).toBe(expected);
  });

  test('-daystart counts from the coming midnight', () => {
    expect(matches('-changed-within 20h', modified(NOW))).toBe(true);
    expect(matches('-daystart -changed-within 20h', modified(NOW))).toBe(false);
  });

  test.each(['-changed-within 1h', '-changed-before 1h'])('%s of a file without a status is false, and told', (line) => {
    expect(evaluate(line, {})).toEqual({ value: false, failures: ['2'] });
  });

  test.each([
    'soon',
    '1',
    '2024-2-29',
    '@',
    '@99999999999999999999',
    '2024-13-01',
    '2024-00-01',
    '2023-02-29',
    '2024-02-30T00:00Z',
    '2024-02-00',
    '2024-02-29T24:00',
    '2024-02-29T12:60',
    '2024-02-29T12:00:61',
  ])('%s is refused', (word) => {
    const { code, marked } = complaint(`-changed-before ${word}`);
    expect({ code, marked }).toEqual({ code: 'invalid-time-span', marked: `-changed-before ${word}` });
  });
});
