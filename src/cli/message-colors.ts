/**
 * The colours of messages: a word in the colour of what it is, a path in those of its files (REFERENCE 12.3, 13.1).
 *
 * In: the colours that a person has chosen; where it is none, chalk's are taken on a terminal. Out: texts and bytes with the sequences
 * around them. Made for the first message of a run whose standard error is coloured; most runs have no message.
 */

import { STATUS_BYTES } from '../ioq/layout.ts';
import { AT_FDCWD, type SystemCalls } from '../ioq/system.ts';
import type { ByteSink } from '../walk/action/byte-sink.ts';
import { Brush } from '../walk/color/brush.ts';
import type { FileColors } from '../walk/color/file-colors.ts';
import { PathPainter } from '../walk/color/path-painter.ts';
import { styleMessage } from './message-style.ts';

/** What words of messages are. Each has a key of its own in LS_COLORS. */
export type MessageColor = 'bold' | 'flag' | 'operator' | 'primary' | 'error' | 'warning';

/** Put a colour around a text. */
export type MessagePaint = (color: MessageColor, text: string) => string;

/** The key of each in LS_COLORS, and its sequence where nobody has set it. */
const KEYS: Readonly<Record<MessageColor, readonly [key: string, untouched: string]>> = {
  bold: ['bld', '\x1b[01;39m'],
  flag: ['cyn', '\x1b[01;36m'],
  operator: ['red', '\x1b[01;31m'],
  primary: ['blu', '\x1b[01;34m'],
  error: ['err', '\x1b[01;31m'],
  warning: ['wrn', '\x1b[01;33m'],
};

/** What ends a sequence where nobody has set it. */
const UNTOUCHED_END = '\x1b[0m';

export class MessageColors {
  readonly #colors: FileColors;
  readonly #system: Pick<SystemCalls, 'stat'>;
  readonly #paths: PathPainter;
  /** Nobody has chosen these colours, and a person reads them, not a program that may compare them with bfs's. */
  readonly #isFree: boolean;

  constructor(colors: FileColors, system: Pick<SystemCalls, 'stat'>, utf8: boolean, onTerminal: boolean) {
    this.#isFree = onTerminal && textOf(colors.end) === UNTOUCHED_END;
    this.#colors = colors;
    this.#system = system;
    this.#paths = new PathPainter(new Brush(colors, utf8));
  }

  readonly paint: MessagePaint = (color, text) => {
    const [key, untouched] = KEYS[color];
    const tint = this.#colors.tint(key);
    if (tint === null) return text;
    const begin = textOf(tint);
    return this.#isFree && begin === untouched ? styleMessage(color, text) : `${begin}${text}${textOf(this.#colors.end)}`;
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
