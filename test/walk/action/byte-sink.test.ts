/** Numbers and runs of bytes in a sink: each equals the string that JavaScript would have made. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scratch } from '../../../src/walk/action/byte-sink.ts';
import { OUTPUT_CAPACITY } from '../../../src/walk/action/output.ts';
import { makeOutput } from './entries.ts';

function scratched(append: (sink: Scratch) => void): string {
  const sink = new Scratch(1);
  append(sink);
  return Buffer.from(sink.bytes.subarray(0, sink.length)).toString('latin1');
}

const EDGES = [0, 1, 9, 10, 999_999_999, 1e9, 1e9 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 1e15, 1e15 + 1, Number.MAX_SAFE_INTEGER];

test.each([...EDGES, ...EDGES.slice(1).map((edge) => -edge)])('%d in base 10', (value) => {
  expect(scratched((sink) => sink.appendDecimal(value))).toBe(String(value));
});

test('any safe integer in base 10', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => scratched((sink) => sink.appendDecimal(value)) === String(value)));
});

test('any integer of 64 bits in base 10', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
      (value) => scratched((sink) => sink.appendBigDecimal(value)) === String(value),
    ),
  );
});

test('any integer of 31 bits in base 8', () => {
  fc.assert(fc.property(fc.integer({ min: 0 }), (value) => scratched((sink) => sink.appendOctal(value)) === value.toString(8)));
});

test('nanoseconds keep their leading zeros', () => {
  expect(scratched((sink) => sink.appendPadded(42, 9))).toBe('000000042');
  expect(scratched((sink) => sink.appendPadded(999_999_999, 9))).toBe('999999999');
});

/** Lengths around the buffer's end, so that values are split, flushed before and never lost. */
test.each([1, 95, 96, OUTPUT_CAPACITY - 1, OUTPUT_CAPACITY, OUTPUT_CAPACITY + 1, 3 * OUTPUT_CAPACITY + 7])(
  'runs of %d bytes come out whole and in order whatever was buffered before',
  (length) => {
    const run = Uint8Array.from({ length }, (_, i) => (i * 131) & 0xff);
    for (const before of [0, 1, OUTPUT_CAPACITY - 1, OUTPUT_CAPACITY]) {
      const memory = makeOutput();
      memory.output.append(new Uint8Array(before).fill(0x78));
      memory.output.append(run);
      memory.output.appendDecimal(1234567);
      memory.output.appendAscii('.');
      expect(memory.text()).toBe(`${'x'.repeat(before) + Buffer.from(run).toString('latin1')}1234567.`);
    }
  },
);

test('text longer than the buffer comes out whole', () => {
  const memory = makeOutput();
  const text = 'abcdefghij'.repeat(10_000);
  memory.output.appendAscii(text);
  expect(memory.text()).toBe(text);
});
