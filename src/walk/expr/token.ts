/**
 * The words of a command line and what each can be: path, flag, operator or primary.
 *
 * In: words as bytes, without the program's name. `Words` is a cursor over them that remembers which item was consumed last, for
 * messages about what is missing. The functions classify a single word; which of the table's names a word is, the table knows.
 * Names of primaries are ASCII, so words are looked up as Latin-1 text, which is exact for every byte. REFERENCE.md 1.1 to 1.3.
 */

import type { Span } from './expression-error.ts';

/** Bytes as text, one character a byte. Words are short; a loop beats what TextDecoder costs to set up. */
export function wordText(word: Uint8Array): string {
  let text = '';
  for (const byte of word) text += String.fromCharCode(byte);
  return text;
}

export class Words {
  readonly words: readonly Uint8Array[];
  /** The next word's index. */
  position = 0;
  /** A test, option, action or operator has been consumed: `)` and `,` are operators from now on. */
  started = false;
  /** The first word of the last flag, operator or primary consumed; -1 before the first. */
  lastItem = -1;

  constructor(words: readonly Uint8Array[]) {
    this.words = words;
  }

  get atEnd(): boolean {
    return this.position >= this.words.length;
  }

  /** The next word as text, null at the end. */
  peek(): string | null {
    const word = this.words[this.position];
    return word === undefined ? null : wordText(word);
  }

  /** Consume the first word of a flag, operator or primary. */
  begin(): Span {
    this.lastItem = this.position;
    this.position++;
    return { start: this.position - 1, end: this.position };
  }

  /** Consume a value or a path. Must not be at the end. */
  next(): Uint8Array {
    return this.words[this.position++]!;
  }

  /** The words from `start` to the cursor. */
  since(start: number): Span {
    return { start, end: this.position };
  }
}

/** Is the word a starting point, where one may stand? `--` is not, nor is it anything else: it is skipped. */
export function isPathWord(text: string, started: boolean): boolean {
  if (text === '(' || text === '!') return false;
  if (text === ')' || text === ',') return !started;
  return text === '-' || !text.startsWith('-');
}

/** Words that end a factor's run: and-lists stop before them. */
export function isBinaryOperator(text: string): boolean {
  return text === '-o' || text === '-or' || text === ',' || text === ')';
}
