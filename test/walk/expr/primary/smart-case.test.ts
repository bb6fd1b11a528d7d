/** -smartcase: a pattern without a capital matches in upper and lower case. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../../src/ioq/layout.ts';
import { hasCapital } from '../../../../src/walk/expr/primary/smart-case.ts';
import { bytes, matches } from '../plain-host.ts';

describe('capitals', () => {
  test.each([
    ['readme*', false],
    ['README*', true],
    ['readMe', true],
    ['éa', false],
    ['É', true],
    ['\\W', false],
    ['\\\\W', true],
    ['[[:upper:]]', true],
    ['[[:lower:]]', false],
    ['', false],
  ])('%s: %s', (pattern, expected) => {
    expect(hasCapital(bytes(pattern), true)).toBe(expected);
  });

  test('a byte that is no character is no capital', () => {
    expect(hasCapital(Uint8Array.of(0xc0, 0x61), true)).toBe(false);
    expect(hasCapital(bytes('É'), false)).toBe(false);
  });
});

test.each([
  ['-smartcase -name readme', 'x/README', true],
  ['-smartcase -name README', 'x/readme', false],
  ['-smartcase -name README', 'x/README', true],
  ['-name readme -smartcase', 'x/README', false],
  ['-smartcase -path x/*', 'X/README', true],
  ['-smartcase -regex .*/r.*', 'x/README', true],
  ['-smartcase -regex .*/R.*', 'x/readme', false],
  ['-smartcase -name a -o -name b', 'x/B', true],
  ['-smartcase -iname README', 'x/readme', true],
])('%s of %s is %s', (line, path, expected) => {
  expect(matches(line, { path })).toBe(expected);
});

test('the text of links, too', () => {
  const fields = { type: DT.link, services: { readLink: () => bytes('TARGET') } };
  expect(matches('-smartcase -lname target', fields)).toBe(true);
  expect(matches('-smartcase -lname Target', fields)).toBe(false);
});
