/**
 * The colours of messages: a word in the colour of what it is, a path in those of its files (REFERENCE 12.3, 13.1).
 *
 * In: the colours that a person has chosen. Out: texts and bytes with the sequences around them. Made for the first message of a run whose
 * standard error is coloured; most runs have no message.
 */

import { STATUS_BYTES } from '../ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../ioq/system.ts';
import type { ByteSink } from '../walk/action/byte-sink.ts';
import { Brush } from '../walk/color/brush.ts';
import type { FileColors } from '../walk/color/file-colors.ts';
import { PathPainter } from '../walk/color/path-painter.ts';

/** What words of messages are. */
export type MessageColor = 'bold' | 'flag' | 'operator' | 'primary' | 'error' | 'warning';

/** Put a colour around a text. */
export type MessagePaint = (color: MessageColor, text: string) => string;

/** The key of each in LS_COLORS. */
const KEYS: Readonly<Record<MessageColor, string>> = {
  bold: 'bld',
  flag: 'cyn',
  operator: 'red',
  primary: 'blu',
  error: 'err',
  warning: 'wrn',
};

export class MessageColors {
  readonly #colors: FileColors;
  readonly #system: Pick<SystemCalls, 'stat'>;
  readonly #paths: PathPainter;

  constructor(colors: FileColors, system: Pick<SystemCalls, 'stat'>, utf8: boolean) {
    this.#colors = colors;
    this.#system = system;
    this.#paths = new PathPainter(new Brush(colors, utf8));
  }

  readonly paint: MessagePaint = (color, text) => {
    const tint = this.#colors.tint(KEYS[color]);
    return tint === null ? text : `${textOf(tint)}${text}${textOf(this.#colors.end)}`;
  };

  /** A path as it was typed or walked, relative to the current directory. */
  appendPath(sink: ByteSink, path: Uint8Array): void {
    this.#paths.paint(sink, path, (part, follow, status) => {
      const record = new Int32Array(STATUS_BYTES / 4);
      status.words = record;
      status.base = 0;
      return this.#system.stat(AT_FDCWD, part, follow, new Uint8Array(record.buffer));
    });
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
