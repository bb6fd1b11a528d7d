/**
 * Where printing actions put bytes: a buffer with a length, and methods that append without making strings.
 *
 * In: byte ranges, single bytes, ASCII text, numbers. Out: `bytes[0, length)`. What happens when the buffer is full is the
 * subclass's: a stream writes it to its descriptor, `Scratch` grows. Writers that know what they need call `makeRoom` once and
 * then store at `length` themselves; the buffer always has COPY_SLACK bytes beyond its capacity for copyBytes.
 */

import { COPY_SLACK } from './copy-bytes.ts';

const ZERO = 0x30;
const MINUS = 0x2d;

/** Digits of 2 ** 53 in base 10, and of 2 ** 32 in base 8. */
const MOST_DIGITS = 16;

/** Numbers below this are divided as integers of 32 bits. */
const INT32_LIMIT = 0x8000_0000;

/** A power of ten that splits what does not fit in 32 bits. */
const BILLION = 1_000_000_000;

/** Runs shorter than this are copied in a loop: `set` first has to make a view of its source. */
const SET_FROM = 96;

export abstract class ByteSink {
  bytes: Uint8Array;
  view: DataView;
  /** Bytes appended and not yet handed on. */
  length = 0;
  /** Bytes that the buffer takes before it is full. */
  capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.bytes = new Uint8Array(capacity + COPY_SLACK);
    this.view = new DataView(this.bytes.buffer);
  }

  /**
   * Make `length + count <= capacity`. May change `length` and the buffer.
   *
   * @returns False where that is more than the buffer can ever hold: use {@link append}, which splits.
   */
  abstract makeRoom(count: number): boolean;

  /** Append `source[start, end)`, of any length. */
  append(source: Uint8Array, start = 0, end: number = source.length): void {
    const count = end - start;
    if (this.length + count > this.capacity && !this.makeRoom(count)) {
      this.#appendInParts(source, start, end);
      return;
    }
    const { bytes, length } = this;
    if (count < SET_FROM) for (let i = 0; i < count; i++) bytes[length + i] = source[start + i]!;
    else bytes.set(source.subarray(start, end), length);
    this.length = length + count;
  }

  appendByte(byte: number): void {
    if (this.length === this.capacity) this.makeRoom(1);
    this.bytes[this.length++] = byte;
  }

  /** Append `count` times the same byte. */
  appendRepeated(byte: number, count: number): void {
    for (let i = 0; i < count; i++) this.appendByte(byte);
  }

  /** Append text whose characters are all below U+0100, one byte each. */
  appendAscii(text: string): void {
    if (this.length + text.length > this.capacity && !this.makeRoom(text.length)) {
      this.append(Buffer.from(text, 'latin1'));
      return;
    }
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  /** Append an integer in base 10; exact for |value| < 2 ** 53. */
  appendDecimal(value: number): void {
    if (this.length + MOST_DIGITS + 1 > this.capacity) this.makeRoom(MOST_DIGITS + 1);
    let rest = value;
    if (rest < 0) {
      this.bytes[this.length++] = MINUS;
      rest = -rest;
    }
    if (rest >= INT32_LIMIT) {
      const high = Math.floor(rest / BILLION);
      // At most 9,007,199 billions, so the high part fits in 32 bits.
      this.#appendSmall(high);
      this.appendPadded(rest - high * BILLION, 9);
    } else {
      this.#appendSmall(rest);
    }
  }

  /** Append an integer of any size in base 10. */
  appendBigDecimal(value: bigint): void {
    if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)) this.appendDecimal(Number(value));
    else this.appendAscii(value.toString());
  }

  /** Append exactly `digits` digits in base 10, with leading zeros: 0 <= value < 2 ** 31, and below 10 ** digits. */
  appendPadded(value: number, digits: number): void {
    if (this.length + digits > this.capacity) this.makeRoom(digits);
    const { bytes } = this;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    this.length += digits;
  }

  /** Append an integer in base 8: 0 <= value < 2 ** 31. */
  appendOctal(value: number): void {
    if (this.length + MOST_DIGITS > this.capacity) this.makeRoom(MOST_DIGITS);
    let digits = 1;
    for (let rest = value >>> 3; rest > 0; rest >>>= 3) digits++;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      this.bytes[at] = ZERO + (rest & 7);
      rest >>>= 3;
    }
    this.length += digits;
  }

  /** Append an integer below 2 ** 31 in base 10; there is room. */
  #appendSmall(value: number): void {
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    this.appendPadded(value, digits);
  }

  #appendInParts(source: Uint8Array, start: number, end: number): void {
    for (let from = start; from < end; ) {
      if (this.length === this.capacity) this.makeRoom(1);
      const count = Math.min(end - from, this.capacity - this.length);
      this.bytes.set(source.subarray(from, from + count), this.length);
      this.length += count;
      from += count;
    }
  }
}

/** A sink in memory that grows: for a value whose width or precision has to be known before it is printed. */
export class Scratch extends ByteSink {
  constructor(capacity = 256) {
    super(capacity);
  }

  override makeRoom(count: number): boolean {
    const { bytes } = this;
    this.capacity = Math.max(2 * this.capacity, this.length + count);
    this.bytes = new Uint8Array(this.capacity + COPY_SLACK);
    this.bytes.set(bytes.subarray(0, this.length));
    this.view = new DataView(this.bytes.buffer);
    return true;
  }
}
