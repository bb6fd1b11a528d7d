/** -size, -links, -inum, owners, -perm, -samefile, -sparse: REFERENCE.md 2 and 7, vectors 23.2, 23.4, 23.5. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { complaint, evaluate, makeStatus, matches } from '../plain-host.ts';

const SIZES = [0, 1, 511, 512, 513, 1023, 1024, 1025, 2 ** 20, 2 ** 20 + 1];

describe('-size', () => {
  test.each([
    ['0', [0]],
    ['1', [1, 511, 512]],
    ['-2', [0, 1, 511, 512]],
    ['+1', [513, 1023, 1024, 1025, 2 ** 20, 2 ** 20 + 1]],
    ['1k', [1, 511, 512, 513, 1023, 1024]],
    ['-1k', [0]],
    ['+1k', [1025, 2 ** 20, 2 ** 20 + 1]],
    ['1M', SIZES.slice(1, 9)],
    ['2M', [2 ** 20 + 1]],
    ['-1M', [0]],
    ['256w', [511, 512]],
    ['1w', [1]],
    ['1c', [1]],
    ['-0', []],
    ['1T', SIZES.slice(1)],
    ['+0', SIZES.slice(1)],
  ])('%s matches %j', (value, sizes) => {
    expect(SIZES.filter((size) => matches(`-size ${value}`, { status: { size } }))).toEqual(sizes);
  });

  test('is exact beyond 2 ** 53', () => {
    const size = 2n ** 53n + 1n;
    expect(matches('-size 9007199254740993c', { status: { size } })).toBe(true);
    expect(matches('-size 9007199254740992c', { status: { size } })).toBe(false);
    expect(matches('-size +9007199254740992c', { status: { size } })).toBe(true);
    expect(matches('-size 8P', { status: { size } })).toBe(false);
    expect(matches('-size 9P', { status: { size } })).toBe(true);
  });

  test.each([
    ['1q', 'size-unit', 'Expected a size unit (one of cwbkMGTP); found q.', '-size 1q'],
    ['1kk', 'size-unit', 'Expected a size unit (one of cwbkMGTP); found kk.', '-size 1kk'],
    ['x', 'integer-invalid', 'x is not a valid integer.', 'x'],
    ['--1', 'integer-negative', 'Negative integer -1 is not allowed here.', '--1'],
    ['-limit', 'integer-invalid', 'limit is not a valid integer.', '-limit'],
  ])('%s is refused', (value, code, message, marked) => {
    expect(complaint(`-size ${value}`)).toEqual({ code, text: message, marked });
  });
});

describe('numbers', () => {
  test.each([
    ['-links 2', { links: 2 }, true],
    ['-links +2', { links: 2 }, false],
    ['-links ++1', { links: 2 }, true],
    ['-inum 7', { inode: 7 }, true],
    ['-inum 18446744073709551615', { inode: 7 }, null],
    ['-inum +5', { inode: 2n ** 63n }, true],
    ['-inum -5', { inode: 2n ** 63n }, false],
    ['-inum +5', { inode: 2n ** 64n - 1n }, true],
    ['-inum +9223372036854775807', { inode: 2n ** 63n }, true],
    ['-inum -9223372036854775807', { inode: 2n ** 63n }, false],
    ['-inum 9223372036854775807', { inode: 2n ** 63n - 1n }, true],
    ['-inum 9223372036854775806', { inode: 2n ** 63n - 1n }, false],
    ['-uid 1000', { uid: 1000 }, true],
    ['-user -1000', { uid: 999 }, true],
    ['-gid +5', { gid: 4_294_967_295 }, true],
    ['-group 010', { gid: 10 }, true],
  ])('%s of %o is %s', (line, status, expected) => {
    if (expected === null) expect(complaint(line).code).toBe('integer-too-large');
    else expect(matches(line, { status })).toBe(expected);
  });

  test.each(['--1', '+-1', "''", '+', 'x', '0x10', '1_000'])('-links %s is refused', (value) => {
    expect(complaint(`-links ${value}`).marked).toBe(value);
  });

  test('what cannot be examined is reported, and false', () => {
    expect(evaluate('-links 1', {})).toEqual({ value: false, failures: ['2'] });
    expect(evaluate('! -links 1', {})).toEqual({ value: true, failures: ['2'] });
  });
});

describe('owners', () => {
  const ids = (name: Uint8Array): number | null => (['root', '12'].includes(new TextDecoder().decode(name)) ? 99 : null);
  const hosts = { parse: { lookupUser: ids, lookupGroup: ids } };

  test.each([
    ['-user root', { uid: 99 }, true],
    ['-user root', { uid: 0 }, false],
    ['-user 12', { uid: 99 }, true],
    ['-user 13', { uid: 13 }, true],
    ['-group root', { gid: 99 }, true],
    ['-gid root', { gid: 99 }, true],
  ])('%s of %j is %s: a name before a number', (line, status, expected) => {
    expect(matches(line, { status }, hosts)).toBe(expected);
  });

  test.each([
    ['-user nobody-here', 'no-such-user', 'No such user.', '-user nobody-here'],
    ['-uid x', 'no-such-user', 'No such user.', '-uid x'],
    ['-group x', 'no-such-group', 'No such group.', '-group x'],
    ['-user 0x0', 'integer-invalid', '0x0 is not a valid integer.', '0x0'],
  ])('%s is refused', (line, code, message, marked) => {
    expect(complaint(line)).toEqual({ code, text: message, marked });
  });
});

describe('-perm', () => {
  test.each([
    ['644', 0o100_644, true],
    ['644', 0o104_644, false],
    ['-644', 0o100_755, true],
    ['/111', 0o100_644, false],
    ['u=rwX', 0o100_600, true],
    ['+w', 0o100_200, true],
  ])('%s of %o is %s', (mode, value, expected) => {
    expect(matches(`-perm ${mode}`, { status: { mode: value } })).toBe(expected);
  });

  test('X means something for directories', () => {
    expect(matches('-perm u=rwX', { type: DT.directory, status: { mode: 0o040_700 } })).toBe(true);
  });

  test('a bad mode is refused', () => {
    expect(complaint('-perm 8')).toEqual({ code: 'mode', text: 'Invalid mode.', marked: '-perm 8' });
  });
});

describe('-samefile', () => {
  const reference = makeStatus({ inode: 2n ** 60n + 1n, device: 5 });
  const hosts = { parse: { statReference: () => reference } };

  test('is the same inode of the same device, exactly', () => {
    expect(matches('-samefile f', { status: { inode: 2n ** 60n + 1n, device: 5 } }, hosts)).toBe(true);
    expect(matches('-samefile f', { status: { inode: 2n ** 60n, device: 5 } }, hosts)).toBe(false);
    expect(matches('-samefile f', { status: { inode: 2n ** 60n + 1n, device: 6 } }, hosts)).toBe(false);
  });

  test('follows links if -H or -L came before it', () => {
    const asked: boolean[] = [];
    const statReference = (_path: Uint8Array, follow: boolean) => {
      asked.push(follow);
      return reference;
    };
    matches('-samefile f -L -samefile f -P -samefile f -H -samefile f', {}, { parse: { statReference } });
    expect(asked).toEqual([false, true, false, true]);
  });

  test('a file that cannot be examined is refused', () => {
    expect(complaint('a -samefile nosuch')).toEqual({
      code: 'reference-file',
      text: 'No such file or directory.',
      marked: 'nosuch',
    });
  });
});

test.each([
  [8, 4096, false],
  [0, 4096, true],
  [7, 4096, true],
  [8, 4097, true],
  [0, 0, false],
])('%i blocks for %i bytes are sparse: %s', (blocks, size, sparse) => {
  expect(matches('-sparse', { status: { blocks, size } })).toBe(sparse);
});
