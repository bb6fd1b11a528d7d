/** Copying eight bytes at a time gives what copying one at a time gives, whatever the bytes are. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COPY_SLACK, canOverread, copyBytes, viewOf } from '../../../src/walk/action/copy-bytes.ts';

test('any bytes from any place to any place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(40), fc.nat(40), (run, start, at) => {
      const source = new Uint8Array(start + run.length + COPY_SLACK).fill(0xaa);
      source.set(run, start);
      const target = new Uint8Array(at + run.length + COPY_SLACK).fill(0xbb);
      copyBytes(target, viewOf(target), at, source, viewOf(source), start, run.length);
      expect(target.subarray(at, at + run.length)).toEqual(run);
      expect(target.subarray(0, at).every((byte) => byte === 0xbb)).toBe(true);
    }),
  );
});

/**
 * Eight bytes that are a signalling NaN as a double: engines may give it back as another NaN. Run often enough for
 * the function to be compiled, with the payload varied so that nothing can be folded.
 */
test('bytes that are not a number as a double keep every bit, interpreted and compiled', () => {
  const source = new Uint8Array(8 + COPY_SLACK);
  const target = new Uint8Array(8 + COPY_SLACK);
  const sourceView = viewOf(source);
  const targetView = viewOf(target);
  for (let i = 0; i < 100_000; i++) {
    sourceView.setInt32(0, i * 2654435761, true);
    sourceView.setInt32(4, (i & 1 ? 0x7ff00000 : 0xfff00000) | (i & 0xfffff), true);
    copyBytes(target, targetView, 0, source, sourceView, 0, 8);
    if (sourceView.getInt32(0) !== targetView.getInt32(0) || sourceView.getInt32(4) !== targetView.getInt32(4)) {
      expect(target).toEqual(source);
    }
  }
});

test('a source is long enough where seven bytes follow the run', () => {
  expect(canOverread(new Uint8Array(17), 10)).toBe(true);
  expect(canOverread(new Uint8Array(16), 10)).toBe(false);
});
