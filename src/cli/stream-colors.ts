/**
 * Decides for one run which streams are coloured, gives messages their colours, and sees to it that a signal leaves no colour behind.
 *
 * In: what was typed, the environment, the streams. Out: a `Coloring` for the walk, and `Messages.colors`. Messages can come before the
 * words are understood: then the last -color or -nocolor among them counts. Colours are made for the first message or path that has one.
 */

import type { SystemCalls } from '../ioq/system.ts';
import { linkEnd } from '../walk/action/hyperlink.ts';
import { type Outputs, STANDARD_ERROR, STANDARD_OUTPUT } from '../walk/action/outputs.ts';
import { Coloring, type UnreadableColors } from '../walk/color/coloring.ts';
import type { Options } from '../walk/expr/command-line.ts';
import { diagnose, ExpressionError } from '../walk/expr/expression-error.ts';
import { MessageColors } from './message-colors.ts';
import type { Messages } from './messages.ts';

export class StreamColors {
  readonly #system: Pick<SystemCalls, 'stat' | 'writeAtSignal'>;
  readonly #outputs: Outputs;
  readonly #utf8: boolean;
  #coloring: Coloring;
  #messageColors: MessageColors | null = null;
  /** What ends a link, where paths are links. */
  #linkEnd: Uint8Array = new Uint8Array(0);

  /** @param words - As typed. */
  constructor(
    system: Pick<SystemCalls, 'stat' | 'writeAtSignal'>,
    outputs: Outputs,
    utf8: boolean,
    words: readonly Uint8Array[],
    messages: Messages,
  ) {
    this.#system = system;
    this.#outputs = outputs;
    this.#utf8 = utf8;
    this.#coloring = this.#colorBy(lastChoice(words));
    messages.colors = () => this.#colorsOfMessages(messages.isTerminal);
  }

  /**
   * Follow the options from now on.
   *
   * @returns Which streams are coloured; or why none is: the variable that cannot be understood.
   * @throws {ExpressionError} It cannot, and -color was asked for.
   */
  choose({ color, colorSpan, hyperlink }: Options): Coloring | UnreadableColors {
    this.#coloring = this.#colorBy(color);
    const { unreadable } = this.#coloring;
    if (unreadable !== null && color === true) {
      throw new ExpressionError(diagnose('error', 'unreadable-colors', colorSpan === null ? [] : [colorSpan], [unreadable]));
    }
    if (unreadable !== null) return unreadable;
    if (hyperlink !== 'never') this.#linkEnd = linkEnd();
    if (this.#coloring.isColored(STANDARD_OUTPUT) || hyperlink === 'always') this.#resetAtSignal(STANDARD_OUTPUT);
    return this.#coloring;
  }

  #colorBy(choice: boolean | null): Coloring {
    return new Coloring(choice, process.env, (output) => this.#outputs.at(output).isTerminal);
  }

  #colorsOfMessages(onTerminal: boolean): MessageColors | null {
    if (this.#messageColors !== null) return this.#messageColors;
    if (!this.#coloring.isColored(STANDARD_ERROR) || this.#coloring.unreadable !== null) return null;
    this.#resetAtSignal(STANDARD_ERROR);
    this.#messageColors = new MessageColors(this.#coloring.colors, this.#system, this.#utf8, onTerminal);
    return this.#messageColors;
  }

  #resetAtSignal(output: number): void {
    const colorEnd = this.#coloring.isColored(output) ? this.#coloring.colors.end : new Uint8Array(0);
    this.#system.writeAtSignal(this.#outputs.at(output).fd, Buffer.concat([colorEnd, this.#linkEnd]));
  }
}

/** -color: true, -nocolor: false, neither: null. */
function lastChoice(words: readonly Uint8Array[]): boolean | null {
  for (let i = words.length - 1; i >= 0; i--) {
    const word = words[i]!.length <= '-nocolor'.length ? Buffer.from(words[i]!).toString('latin1') : '';
    if (word === '-color' || word === '-nocolor') return word === '-color';
  }
  return null;
}
