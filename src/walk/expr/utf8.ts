/**
 * UTF-8 as RFC 3629 defines it: from bytes to code points and back, without strings and without allocation.
 *
 * Names are bytes; patterns see characters only where a name is valid UTF-8 from its first byte to its last. So decoding is
 * all or nothing here: overlong forms, surrogates, code points above U+10FFFF and cut sequences make the whole range invalid.
 * Nothing is ever replaced by U+FFFD.
 */

/**
 * Decode bytes [start, end) into code points.
 *
 * @param into - Receives them from index 0; must hold `end - start` values.
 * @returns how many there are, or -1 where the range is not valid UTF-8 (`into` is then spoilt).
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number, into: Int32Array): number {
  let count = 0;
  for (let at = start; at < end; count++) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      into[count] = lead;
      at++;
      continue;
    }
    const length = sequenceLength(lead);
    if (length === 0 || at + length > end) return -1;
    let codePoint = lead & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i]!;
      if (!isContinuation(lead, i, byte)) return -1;
      codePoint = (codePoint << 6) | (byte & 0x3f);
    }
    into[count] = codePoint;
    at += length;
  }
  return count;
}

/** The code points of `bytes`, or undefined where they are not valid UTF-8. */
export function codePointsOf(bytes: Uint8Array): Int32Array | undefined {
  const into = new Int32Array(bytes.length);
  const count = decodeUtf8(bytes, 0, bytes.length, into);
  return count < 0 ? undefined : into.subarray(0, count);
}

/** Bytes in the sequence that `lead` begins: 1 to 4, or 0 where no sequence begins with it. */
export function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

/**
 * Whether `byte` may stand at `index` (1 to 3) of a sequence begun by `lead`. The second byte alone rules out overlong forms
 * (after E0, F0), surrogates (after ED) and what lies above U+10FFFF (after F4).
 */
export function isContinuation(lead: number, index: number, byte: number): boolean {
  if ((byte & 0xc0) !== 0x80) return false;
  if (index > 1) return true;
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte < 0xa0;
  if (lead === 0xf0) return byte >= 0x90;
  return lead !== 0xf4 || byte < 0x90;
}

/** The bytes of the character that begins at `start`; one byte where none does. */
export function characterAt(bytes: Uint8Array, start: number): Uint8Array {
  const character = bytes.subarray(start, start + sequenceLength(bytes[start] ?? 0));
  return codePointsOf(character)?.length === 1 ? character : bytes.subarray(start, start + 1);
}

/** The UTF-8 bytes of a code point that is not a surrogate. */
export function utf8Of(codePoint: number): number[] {
  if (codePoint < 0x80) return [codePoint];
  const last = 0x80 | (codePoint & 0x3f);
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), last];
  const middle = 0x80 | ((codePoint >> 6) & 0x3f);
  if (codePoint < 0x10000) return [0xe0 | (codePoint >> 12), middle, last];
  return [0xf0 | (codePoint >> 18), 0x80 | ((codePoint >> 12) & 0x3f), middle, last];
}
