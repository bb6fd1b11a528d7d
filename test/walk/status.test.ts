/** Status records: every field at its place, all 64 bits of it, at any place of a slab. */

import { describe, expect, test } from 'vitest';
import { STATUS_BYTES, STATUS_HAS_BIRTH_TIME, STATUS_IS_LINK } from '../../src/ioq/layout.ts';
import { Status } from '../../src/walk/status.ts';
import { fillStatus, type StatusFields } from './expr/plain-host.ts';

const WORDS = STATUS_BYTES / 4;
const BEYOND_DOUBLES = 2n ** 60n + 1n;

/** The second of three records, so that a field read from another is found out. */
function makeRecord(fields: StatusFields): Status {
  const status = new Status(new Int32Array(3 * WORDS).fill(-1), WORDS);
  status.words.fill(0, WORDS, 2 * WORDS);
  fillStatus(status, fields);
  return status;
}

describe('fields of 32 bits are unsigned', () => {
  test.each(['mode', 'links', 'uid', 'gid'] as const)('%s', (name) => {
    expect(makeRecord({ [name]: 0xffff_fffe })[name]).toBe(0xffff_fffe);
  });
});

describe('fields of 64 bits are exact as bigints', () => {
  test.each([
    ['size', 'sizeBig'],
    ['blocks', 'blocksBig'],
    ['inode', 'inodeBig'],
    ['device', 'deviceBig'],
    ['rdevice', 'rdeviceBig'],
    ['mountId', 'mountIdBig'],
  ] as const)('%s', (name, getter) => {
    expect(makeRecord({ [name]: BEYOND_DOUBLES })[getter]).toBe(BEYOND_DOUBLES);
  });

  test('sizes have a sign, inodes have none', () => {
    expect(makeRecord({ size: -1n }).sizeBig).toBe(-1n);
    expect(makeRecord({ inode: 2n ** 64n - 1n }).inodeBig).toBe(2n ** 64n - 1n);
  });

  test('as numbers they are exact up to 2 ** 53', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const status = makeRecord({ size: most, blocks: most, inode: most });
    expect([status.size, status.blocks, status.inode]).toEqual([most, most, most]);
  });
});

describe('times', () => {
  test.each([
    ['a', 'accessS', 'accessNs'],
    ['B', 'birthS', 'birthNs'],
    ['c', 'changeS', 'changeNs'],
    ['m', 'modifyS', 'modifyNs'],
  ] as const)('%s', (field, seconds, nanoseconds) => {
    const status = makeRecord({ [seconds]: 1e10, [nanoseconds]: 999_999_999 });
    expect([status.seconds(field), status.nanoseconds(field)]).toEqual([1e10, 999_999_999]);
  });

  test('before 1970 seconds are negative, nanoseconds count up', () => {
    const status = makeRecord({ modifyS: -2, modifyNs: 500_000_000 });
    expect([status.seconds('m'), status.nanoseconds('m')]).toEqual([-2, 500_000_000]);
  });
});

test.each([
  [0, false, false],
  [STATUS_HAS_BIRTH_TIME, true, false],
  [STATUS_IS_LINK, false, true],
  [STATUS_HAS_BIRTH_TIME | STATUS_IS_LINK, true, true],
])('flags %i: a birth time %s, a link that was not followed %s', (flags, birth, isLink) => {
  const status = makeRecord({ flags });
  expect([status.hasBirthTime, status.isUnfollowedLink]).toEqual([birth, isLink]);
});

test('the same file is the same inode of the same device, to the last bit', () => {
  const status = makeRecord({ inode: BEYOND_DOUBLES, device: 5 });
  expect(status.isSameFile(5n, BEYOND_DOUBLES)).toBe(true);
  expect(status.isSameFile(5n, BEYOND_DOUBLES - 1n)).toBe(false);
  expect(status.isSameFile(6n, BEYOND_DOUBLES)).toBe(false);
});
