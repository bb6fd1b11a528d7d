/** Local times, names and order: the addon and the fallback against date(1), and each other's place. */

import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/ioq/open.ts';
import { hasLocaleSources, makeLocale } from '../fixture/locales.ts';

const text = (value: Uint8Array | number): string | number => (typeof value === 'number' ? value : Buffer.from(value).toString());

const before = process.env.TZ;
afterAll(() => setZone(before));

/** Node calls tzset when it sees this. */
function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
}

const LETTERS = [...'aAbBcCdDeFgGhHIjklmMnprRsStTuUVwWxXyYz'];
const TIMES = [0, -1, 692_679_845, 1_700_000_000, 1_710_054_000, 1_710_053_999, 1_730_610_000, 951_782_400, 4_102_444_799];

describe.each(['sync', 'node'] as const)('%s', (backend) => {
  const { locale } = openEngine(backend, '');

  test.each(['UTC', 'America/New_York', 'Asia/Kathmandu', 'Europe/Amsterdam'])('date(1) agrees in %s', (zone) => {
    setZone(zone);
    for (const letter of LETTERS) {
      const input = TIMES.map((seconds) => `@${seconds}`).join('\n');
      const env = { PATH: process.env.PATH, TZ: zone, LC_ALL: 'C' };
      const expected = execFileSync('date', ['-f', '-', `+%${letter};`], { input, encoding: 'utf8', env });
      expect(TIMES.map((seconds) => `${text(locale.formatTime(letter, seconds))};\n`).join('')).toBe(expected);
    }
  });

  test.each([
    ['UTC', 'UTC'],
    ['America/New_York', 'EST'],
    ['Asia/Kathmandu', '+0545'],
    ['America/Sao_Paulo', '-03'],
  ])('the zone of %s is short for %s', (zone, expected) => {
    setZone(zone);
    const time = locale.localTime(1_700_000_000);
    expect(typeof time === 'number' ? time : text(time.zone)).toBe(expected);
  });

  test('a local time has its fields, and leads back to its seconds', () => {
    setZone('America/New_York');
    const time = locale.localTime(692_679_845);
    expect(time).toMatchObject({ year: 1991, month: 12, day: 13, hour: 22, minute: 4, second: 5, offsetSeconds: -18_000 });
    for (const seconds of TIMES) {
      // Within the hour that comes twice; either will do.
      if (seconds === 1_730_610_000) continue;
      const fields = locale.localTime(seconds);
      if (typeof fields === 'number') throw new Error(`no local time for ${seconds}`);
      expect(locale.localToSeconds(fields)).toBe(seconds);
    }
  });

  test.each([
    [
      { year: 2001, month: 13, day: 45, hour: 25, minute: 61, second: 61 },
      { year: 2002, month: 2, day: 15, hour: 2, minute: 2, second: 1 },
    ],
    [
      { year: 2001, month: 0, day: 0, hour: 0, minute: 0, second: 0 },
      { year: 2000, month: 11, day: 30, hour: 0, minute: 0, second: 0 },
    ],
    [
      { year: 1969, month: 12, day: 31, hour: 18, minute: 59, second: 59 },
      { year: 1969, month: 12, day: 31, hour: 18, minute: 59, second: 59 },
    ],
  ])('fields beyond their ranges are carried: %j', (fields, expected) => {
    setZone('America/New_York');
    expect(locale.localTime(locale.localToSeconds(fields))).toMatchObject(expected);
  });

  test('a year that a calendar cannot hold is an errno', () => {
    expect(locale.localTime(1e17)).toBe(-75);
    expect(locale.formatTime('Y', 1e17)).toBe(-75);
  });
});

/** Each environment in a process of its own: a locale is made once. */
function inLocale(environment: Readonly<Record<string, string>>, expression: string): unknown {
  const script = `
    const addon = { exports: {} };
    process.dlopen(addon, ${JSON.stringify(`${import.meta.dirname}/../../native/build/Release/tswalk.node`)});
    const { locale } = addon.exports;
    process.stdout.write(JSON.stringify(${expression}));`;
  const env = { PATH: process.env.PATH, ...environment };
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env }));
}

describe('the environment chooses', () => {
  const WIDTH = 'locale.displayWidth(Buffer.from("é"))';

  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['C', { LC_ALL: 'C' }, 2],
    ['C.UTF-8', { LC_ALL: 'C.UTF-8' }, 1],
    ['LC_CTYPE alone', { LC_CTYPE: 'C.UTF-8' }, 1],
    ['LANG', { LANG: 'C.UTF-8' }, 1],
    ['LC_CTYPE although another category does not exist', { LC_CTYPE: 'C.UTF-8', LC_TIME: 'xx_YY' }, 1],
    ['C where the locale does not exist', { LC_ALL: 'xx_YY' }, 2],
    ['C where nothing is said', {}, 2],
  ])('%s', (_title, environment, width) => {
    expect(inLocale(environment, WIDTH)).toBe(width);
  });

  test('the order of bytes in C, in C.UTF-8 and where the locale does not exist', () => {
    for (const name of ['C', 'POSIX', 'C.UTF-8', 'C.utf8', 'xx_YY'])
      expect(inLocale({ LC_ALL: name }, '[locale.collatesBytes, locale.decimalPoint]')).toEqual([true, '.']);
  });

  test.each([
    [{}, true],
    [{ LC_ALL: 'C.UTF-8' }, true],
    [{ LC_ALL: 'xx_YY' }, false],
    [{ LC_CTYPE: 'C.UTF-8', LC_TIME: 'xx_YY' }, false],
  ])('whether all of %j is installed', (environment, expected) => {
    expect(inLocale(environment, 'locale.exists')).toBe(expected);
  });

  test('columns of a terminal', () => {
    const widths = '["", "abc", "é", "日本", "a\u0301"].map((name) => locale.displayWidth(Buffer.from(name)))';
    expect(inLocale({ LC_ALL: 'C.UTF-8' }, widths)).toEqual([0, 3, 1, 4, 1]);
    expect(inLocale({ LC_ALL: 'C.UTF-8' }, 'locale.displayWidth(Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x1b]))')).toBe(5);
  });

  test.skipIf(!hasLocaleSources)('German order, names and numbers', async () => {
    await using german = await makeLocale('de_DE');
    const environment = { ...german.environment, TZ: 'UTC' };
    expect(inLocale(environment, 'locale.collatesBytes')).toBe(false);
    const keys =
      '["b", "ä", "a", "B"].sort((x, y) => Buffer.compare(locale.collationKey(Buffer.from(x)), locale.collationKey(Buffer.from(y))))';
    expect(inLocale(environment, keys)).toEqual(['a', 'ä', 'b', 'B']);
    expect(inLocale(environment, 'locale.formatTime("A", 0).toString()')).toBe('Donnerstag');
    expect(inLocale(environment, 'locale.formatTime("p", 0).toString()')).toBe('');
    expect(inLocale(environment, 'locale.decimalPoint')).toBe(',');
    const matches = (pattern: string, name: string, foldCase = false): unknown =>
      inLocale(environment, `locale.matchesGlob(Buffer.from("${pattern}"), Buffer.from("${name}"), ${foldCase})`);
    expect([matches('[a-z]', 'ä'), matches('[a-z]', 'B'), matches('[a-z]', 'B', true)]).toEqual([true, false, true]);
    expect([matches('[[=a=]]', 'Ä'), matches('[[=a=]]', 'b')]).toEqual([true, false]);
  });
});
