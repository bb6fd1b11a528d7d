/**
 * The names of many entries in one buffer, decoded together.
 *
 * In: names, one behind the other, appended while a batch is filled. Out: their bytes, and their text. Most names are ASCII: then all of a
 * buffer is decoded in one call, and a name is a piece of that string, which costs a tenth of decoding it alone.
 * `clear` makes room for others: whoever has entries of the last ones must not look at them again.
 */

import { isAscii } from 'node:buffer';

/** As much as a few hundred names need: an entry that is kept keeps all of its buffer. */
const CHUNK_BYTES = 16 * 1024;

export class Names {
  readonly bytes: Buffer;
  #length = 0;
  /** `#text` is made of the bytes from here on, */
  #from = 0;
  /** to here. */
  #decoded = 0;
  /** Null where some of them are not ASCII. */
  #text: string | null = '';

  readonly #together: boolean;

  /** @param together - Names are asked for when all are there, or nearly: decode them in one call. */
  constructor(together: boolean, least = 0) {
    this.#together = together;
    this.bytes = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, least));
  }

  get length(): number {
    return this.#length;
  }

  fits(length: number): boolean {
    return this.#length + length <= this.bytes.length;
  }

  /** Append `source[begin, end)`, for which there must be room. @returns Where it begins. */
  append(source: Uint8Array, begin: number, end: number): number {
    const { bytes } = this;
    const start = this.#length;
    let to = start;
    for (let from = begin; from < end; from++) bytes[to++] = source[from]!;
    this.#length = to;
    return start;
  }

  /** Bytes that are not valid UTF-8 become U+FFFD. */
  text(start: number, end: number): string {
    if (!this.#together) return this.bytes.toString('utf8', start, end);
    if (end > this.#decoded || start < this.#from) this.#decode(start);
    return this.#text === null
      ? this.bytes.toString('utf8', start, end)
      : this.#text.substring(start - this.#from, end - this.#from);
  }

  clear(): void {
    this.#length = 0;
    this.#from = 0;
    this.#decoded = 0;
    this.#text = '';
  }

  /** What has come since the last time is enough, unless somebody asks for what was there before: then all of it. */
  #decode(start: number): void {
    this.#from = start < this.#decoded ? 0 : this.#decoded;
    this.#decoded = this.#length;
    const used = this.bytes.subarray(this.#from, this.#length);
    this.#text = isAscii(used) ? used.toString('latin1') : null;
  }
}
