/**
 * Decoding against the platform's own strict decoder.
 */

import { expect, test } from 'vitest';
import { characterAt, codePointsOf, decodeUtf8, utf8Of } from '../../../src/walk/expr/utf8.ts';
import { seededRandom } from './seeded-random.ts';

const MAX_CODE_POINT = 0x10ffff;

test('every code point but surrogates survives encoding and decoding', () => {
  for (let codePoint = 0; codePoint <= MAX_CODE_POINT; codePoint += codePoint < 0x11000 ? 1 : 97) {
    if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
    const bytes = Uint8Array.from(utf8Of(codePoint));
    const decoded = codePointsOf(bytes);
    if (decoded?.length !== 1 || decoded[0] !== codePoint) expect.fail(`U+${codePoint.toString(16)}`);
  }
});

test('what is valid and what it says agree with TextDecoder, on 20,000 random strings of awkward bytes', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const random = seededRandom(3629);
  const awkward = [
    0x00, 0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ];
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from({ length: 1 + random.below(5) }, () => random.pick(awkward));
    let expected: number[] | undefined;
    try {
      expected = [...strict.decode(bytes)].map((character) => character.codePointAt(0)!);
    } catch {
      expected = undefined;
    }
    const decoded = codePointsOf(bytes);
    expect(decoded === undefined ? undefined : [...decoded]).toEqual(expected);
  }
});

test('a range is decoded by itself, whatever lies around it', () => {
  const into = new Int32Array(4);
  const bytes = Buffer.from('éaé');
  expect(decodeUtf8(bytes, 0, 2, into)).toBe(1);
  expect(decodeUtf8(bytes, 2, 3, into)).toBe(1);
  expect(decodeUtf8(bytes, 1, 3, into)).toBe(-1);
  expect(decodeUtf8(bytes, 0, 1, into)).toBe(-1);
  expect(decodeUtf8(bytes, 2, 2, into)).toBe(0);
});

test('the character at a place is one byte where none begins there', () => {
  const bytes = Buffer.from([0x61, 0xc3, 0xa9, 0xe6, 0x97, 0xff]);
  const lengths = Array.from(bytes, (_, start) => characterAt(bytes, start).length);
  expect(lengths).toEqual([1, 2, 1, 1, 1, 1]);
});
