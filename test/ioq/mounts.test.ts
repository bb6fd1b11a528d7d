/** The mount table: rows as proc(5) describes them, and GNU find on this machine's mounts. */

import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { STATUS_BYTES } from '../../src/ioq/layout.ts';
import { Mounts, readMounts } from '../../src/ioq/mounts.ts';
import { openEngine } from '../../src/ioq/open.ts';
import { AT_FDCWD } from '../../src/ioq/system.ts';
import { Status } from '../../src/walk/status.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => Buffer.from(value).toString();

const TABLE = new Mounts(
  bytes(
    [
      '22 27 0:21 / /proc rw,relatime - proc proc rw',
      '36 35 98:0 /mnt1 /mnt\\0402\\134 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue',
      '37 35 98:0 / /elsewhere rw - fuse.s\\040s - rw',
      'not a row',
      '',
    ].join('\n'),
  ),
);

describe('a row', () => {
  test.each([
    [22n, 'proc'],
    [36n, 'ext3'],
    [37n, 'fuse.s s'],
    [99n, 'unknown'],
  ])('is found by its mount id %d: %s', (mountIdBig, type) => {
    expect(text(TABLE.typeOf({ mountIdBig, deviceBig: 0n }))).toBe(type);
    expect(text(TABLE.typeOf({ mountIdBig, deviceBig: 0n }))).toBe(type);
  });
});

describe('without mount ids the device decides', () => {
  const device = lstatSync('/proc', { bigint: true }).dev;
  const [major, minor] = [(device >> 8n) & 0xfffn, (device & 0xffn) | ((device >> 12n) & 0xfff00n)];

  test('and a row whose directory shows another device is passed over', () => {
    const table = new Mounts(
      bytes(
        [
          `1 0 ${major}:${minor} / /proc rw - right x rw`,
          `2 0 ${major}:${minor} / / rw - stale x rw`,
          `3 0 ${major}:${minor} / /nonexistent rw - gone x rw`,
        ].join('\n'),
      ),
    );
    expect(text(table.typeOf({ mountIdBig: 0n, deviceBig: device }))).toBe('right');
    expect(text(table.typeOf({ mountIdBig: 0n, deviceBig: device + 1n }))).toBe('unknown');
  });

  test('and the last of several rows that show it', () => {
    const row = (type: string): string => `1 0 ${major}:${minor} / /proc rw - ${type} x rw`;
    expect(text(new Mounts(bytes(`${row('first')}\n${row('last')}\n`)).typeOf({ mountIdBig: 0n, deviceBig: device }))).toBe(
      'last',
    );
  });
});

test.each(['/', '/proc', '/proc/self/status', '/dev', '/dev/null', '/tmp', '/sys', '/dev/shm'])(
  'GNU find knows %s by the same type',
  (path) => {
    const mounts = readMounts();
    if (typeof mounts === 'number') throw new Error(`no mount table: ${mounts}`);
    const record = new Uint8Array(STATUS_BYTES);
    expect(openEngine('sync', '').system.stat(AT_FDCWD, bytes(path), 0, record)).toBe(0);
    const status = new Status(new Int32Array(record.buffer));
    const expected = execFileSync('find', [path, '-maxdepth', '0', '-printf', '%F'], { encoding: 'utf8' });
    expect(text(mounts.typeOf(status))).toBe(expected);
    expect(text(mounts.typeOf({ mountIdBig: 0n, deviceBig: status.deviceBig }))).toBe(expected);
  },
);

test('a table that cannot be read is minus an errno', () => {
  expect(readMounts('/nonexistent')).toBe(-constants.errno.ENOENT);
  expect(readMounts('/')).toBe(-constants.errno.EISDIR);
});
