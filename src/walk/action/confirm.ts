/**
 * -ok and -okdir ask before they run a command: `WORD WORD ... ? ` on the standard error, the answer from the standard input (REFERENCE 10.4).
 *
 * In: the words, packed as they will be run. Out: yes or no; the end of the input is a no. One line is read byte by byte, so that the
 * command, which has the same input, gets all that follows. On a terminal words are escaped that would act on it.
 */

import { type ByteSink, Scratch } from './byte-sink.ts';
import { appendForTerminal } from './escape.ts';
import type { ExecServices } from './exec-services.ts';

const STDIN = 0;
const STDERR = 2;
const SPACE = 0x20;
const NEWLINE = 0x0a;

/** @param words - Each with a NUL behind it. */
export function confirm(words: ByteSink, { system, utf8, isYes }: ExecServices): boolean {
  const escapes = system.isTerminal(STDERR);
  const prompt = new Scratch();
  for (let start = 0; start < words.length; ) {
    const end = words.bytes.indexOf(0, start);
    if (escapes) appendForTerminal(prompt, words.bytes, start, end, utf8);
    else prompt.append(words.bytes, start, end);
    prompt.appendByte(SPACE);
    start = end + 1;
  }
  prompt.appendAscii('? ');
  system.write(STDERR, prompt.bytes, 0, prompt.length);
  return isYes(readLine(system).text);
}

export interface Line {
  /** Without its end; empty at the end of the input, and where it cannot be read. */
  readonly text: Uint8Array;
  /** It had an end. */
  readonly ended: boolean;
}

/** A line of the standard input. */
export function readLine(system: Pick<ExecServices['system'], 'read'>): Line {
  const line = new Scratch();
  const byte = new Uint8Array(1);
  let ended = false;
  while (!ended && system.read(STDIN, byte) === 1) {
    ended = byte[0] === NEWLINE;
    if (!ended) line.appendByte(byte[0]!);
  }
  return { text: line.bytes.subarray(0, line.length), ended };
}
