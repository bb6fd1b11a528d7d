/**
 * One coloured run of text: lc, code, rc, the text, ec; the text escaped where it would act on the terminal (REFERENCE 12.4, 12.5).
 *
 * In: a tint and bytes. Out: bytes in a sink. An empty run is nothing at all; a plain one has no end.
 */

import type { ByteSink } from '../action/byte-sink.ts';
import { appendForTerminal } from '../action/escape.ts';
import type { FileColors, Tint } from './file-colors.ts';

export class Brush {
  readonly colors: FileColors;
  /** The locale's characters are UTF-8. */
  readonly utf8: boolean;

  constructor(colors: FileColors, utf8: boolean) {
    this.colors = colors;
    this.utf8 = utf8;
  }

  run(sink: ByteSink, tint: Tint, bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (start === end) return;
    if (tint !== null) sink.append(tint);
    appendForTerminal(sink, bytes, start, end, this.utf8);
    if (tint !== null) sink.append(this.colors.end);
  }

  /** A path whose directory is there: the directories in their colour, then the name; as one run where the two are the same. */
  path(sink: ByteSink, tint: Tint, bytes: Uint8Array, nameStart: number, end: number = bytes.length): void {
    const { directory } = this.colors;
    if (tint === directory && directory !== null) {
      this.run(sink, directory, bytes, 0, end);
      return;
    }
    this.run(sink, directory, bytes, 0, nameStart);
    this.run(sink, tint, bytes, nameStart, end);
  }
}
