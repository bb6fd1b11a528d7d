/**
 * Copying a few dozen bytes between typed arrays, eight at a time.
 *
 * A path is 20 to 100 bytes long. For such runs the set method of typed arrays costs 60 ns for the view that it needs, and a loop over bytes
 * about 1 ns a byte; moving doubles through two DataViews, which need not be aligned, takes a third of the loop. A double
 * that is a NaN may lose its payload on the way (V8 may write any NaN for it), so those eight bytes, which no UTF-8 text
 * contains, are moved one by one.
 *
 * The last step copies up to seven bytes more than asked for: the target needs room for them, and so does the source (`canOverread`).
 */

/** Bytes that a target must have beyond the last byte that is really wanted. */
export const COPY_SLACK = 7;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True where `source` is long enough for {@link copyBytes} of a run that ends at `end`. */
export function canOverread(source: Uint8Array, end: number): boolean {
  return end + COPY_SLACK <= source.length;
}

/** Copy `length` bytes from `source[start]` on to `target[at]` on, and up to {@link COPY_SLACK} bytes of rubbish behind them. */
export function copyBytes(
  target: Uint8Array,
  targetView: DataView,
  at: number,
  source: Uint8Array,
  sourceView: DataView,
  start: number,
  length: number,
): void {
  for (let i = 0; i < length; i += 8) {
    const eight = sourceView.getFloat64(start + i, true);
    // A NaN is the one value that is not itself.
    // biome-ignore lint/suspicious/noSelfCompare: cheaper here than a call of Number.isNaN
    if (eight === eight) targetView.setFloat64(at + i, eight, true);
    else for (let k = i; k < i + 8; k++) target[at + k] = source[start + k]!;
  }
}
