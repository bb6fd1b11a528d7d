/**
 * Messages to the person who runs the command: `PROGRAM: error: TEXT.` on standard error, unbuffered.
 *
 * In: texts, and paths as raw bytes. Out: writes to descriptor 2, whose own failures are ignored. Where standard error is a terminal,
 * paths that could act on it are shown escaped; anywhere else they are written byte for byte. With `colors` the words and the paths are
 * coloured. REFERENCE.md 13.1.
 */

import type { SystemCalls } from '../ioq/system.ts';
import { Scratch } from '../walk/action/byte-sink.ts';
import { appendForTerminal } from '../walk/action/escape.ts';
import type { MessageColor, MessageColors } from './message-colors.ts';

const STDERR = 2;

export class Messages {
  readonly programName: string;
  readonly #system: SystemCalls;
  readonly #utf8: boolean;
  readonly isTerminal: boolean;
  /** Asked for each message: null where it is not coloured. */
  colors: () => MessageColors | null = () => null;

  constructor(system: SystemCalls, programName: string, utf8: boolean) {
    this.programName = programName;
    this.#system = system;
    this.#utf8 = utf8;
    this.isTerminal = system.isTerminal(STDERR);
  }

  error(text: string): void {
    this.#writeLine(this.head('error'), `${text}.`);
  }

  warn(text: string): void {
    this.#writeLine(this.head('warning'), `${text}.`);
  }

  /** `PROGRAM: error: PATH: TEXT.` */
  fileError(path: Uint8Array, text: string): void {
    this.#writeLine(this.head('error'), path, `: ${text}.`);
  }

  /** `PROGRAM: error: PATH: Filesystem loop back to ANCESTOR`, without a period, which could be taken for part of the path. */
  loopError(path: Uint8Array, ancestor: Uint8Array): void {
    this.#writeLine(this.head('error'), path, ': Filesystem loop back to ', ancestor);
  }

  /** Text that is complete, with its own line ends. */
  write(text: string): void {
    this.#write(utf8Bytes(text));
  }

  /** What each message begins with: `PROGRAM: error: `. */
  head(severity: 'error' | 'warning'): string {
    const colors = this.colors();
    const paint = (color: MessageColor, text: string): string => colors?.paint(color, text) ?? text;
    return `${paint('bold', `${this.programName}:`)} ${paint(severity, `${severity}:`)} `;
  }

  /** Texts, and paths in bytes. */
  #writeLine(...parts: readonly (string | Uint8Array)[]): void {
    const line = new Scratch();
    const colors = this.colors();
    for (const part of parts) {
      if (typeof part === 'string') line.append(utf8Bytes(part));
      else if (colors !== null) colors.appendPath(line, part);
      else if (this.isTerminal) appendForTerminal(line, part, 0, part.length, this.#utf8);
      else line.append(part);
    }
    line.append(utf8Bytes('\n'));
    this.#write(line.bytes.subarray(0, line.length));
  }

  #write(bytes: Uint8Array): void {
    this.#system.write(STDERR, bytes, 0, bytes.length);
  }
}

/** Made when it is wanted: an encoder that few runs need costs every start its making. */
export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
