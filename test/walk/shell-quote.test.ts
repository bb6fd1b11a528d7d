/** Words as a shell would want them: REFERENCE.md 12.5. */

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoteWord } from '../../src/walk/shell-quote.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['', '""'],
  ['plain-word_1.ts', 'plain-word_1.ts'],
  ['é', 'é'],
  ['a b', '"a b"'],
  ['a*b', '"a*b"'],
  ['(', '"("'],
  ["it's", '"it\'s"'],
  ['$x', "'$x'"],
  ['a"b', "'a\"b'"],
  ['!', "'!'"],
  ["$x's", "'$x'\\''s'"],
  ['a\\b', "'a\\b'"],
  ['a\nb', "$'a\\nb'"],
  ['\t', "$'\\t'"],
  ["\x1b'\\", "$'\\e\\'\\\\'"],
  ['\x01é', "$'\\x01é'"],
  ['a\u202eb', "$'a\\xE2\\x80\\xAEb'"],
])('%j is %s', (word, quoted) => {
  expect(quoteWord(bytes(word), true)).toBe(quoted);
});

test('bytes that are no characters are escaped', () => {
  expect(quoteWord(Uint8Array.of(0x61, 0xff, 0xc3), true)).toBe("$'a\\xFF\\xC3'");
  expect(quoteWord(bytes('é'), false)).toBe("$'\\xC3\\xA9'");
});

test('bash reads every byte back', () => {
  const words = Array.from({ length: 255 }, (_, i) => Uint8Array.of(0x61, i + 1, 0x62));
  const script = `printf '%s\\0' ${words.map((word) => quoteWord(word, true)).join(' ')}`;
  const { stdout } = spawnSync('bash', ['-c', script], { env: { LC_ALL: 'C.UTF-8' } });
  expect(stdout).toEqual(Buffer.concat(words.map((word) => Buffer.from([...word, 0]))));
});
