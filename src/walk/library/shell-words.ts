/**
 * A line of text to the words that a POSIX shell would make of it, quotes removed and nothing expanded.
 *
 * In: one string. Out: its words, and where each stands in it. Single quotes keep all but themselves; double quotes all but `\` before
 * one of `$`, a backquote, `"`, `\` and a newline; a `\` outside of quotes keeps the next character. `(`, `)`, `!` and `;` are
 * ordinary characters, so that an expression reads as in find's manual, with or without the `\` that a shell needs before them.
 */

import { ExpressionError, type LineErrorCode } from '../expr/expression-error.ts';

export interface ShellWord {
  readonly text: string;
  /** Where it begins and ends in the line, quotes included, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const WORD = /(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[^\s'"\\])+/y;
const PIECE = /\\([\s\S])|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|([^'"\\]+)/g;

/** @throws {ExpressionError} A quote is not closed, or a backslash is the last character. */
export function splitWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(line.charAt(at))) at++;
    if (at === line.length) return words;
    WORD.lastIndex = at;
    const match = WORD.exec(line);
    const end = match === null ? at : WORD.lastIndex;
    if (end < line.length && !/\s/.test(line[end]!)) throw lineError(line, words, at, end);
    words.push({ text: unquote(match![0]), start: at, end });
    at = end;
  }
}

/** About the word that begins at `start`, because of the character at `culprit`. */
function lineError(line: string, words: readonly ShellWord[], start: number, culprit: number): ExpressionError {
  const mark = line[culprit]!;
  const [code, text]: [LineErrorCode, string] =
    mark === '\\'
      ? ['trailing-backslash', 'Nothing follows the backslash.']
      : ['unclosed-quote', `The quote ${mark} is not closed.`];
  const spans = [{ start: words.length, end: words.length + 1 }];
  const error = new ExpressionError({ severity: 'error', code, spans, message: [text], appendix: [] });
  error.words = [...words.map((word) => word.text), line.slice(start)];
  error.characters = { start, end: line.length };
  const lineStart = line.lastIndexOf('\n', culprit) + 1;
  const before = line.slice(lineStart, culprit).replace(/[^\t]/g, ' ');
  error.message += `\n    ${line.slice(lineStart).replace(/\n[\s\S]*/, '')}\n    ${before}^`;
  return error;
}

function unquote(word: string): string {
  return word.replace(PIECE, (_, escaped?: string, single?: string, double?: string, plain?: string) => {
    if (escaped !== undefined) return escaped === '\n' ? '' : escaped;
    if (double !== undefined) return double.replace(/\\([$`"\\\n])/g, (_all, kept: string) => (kept === '\n' ? '' : kept));
    return single ?? plain ?? '';
  });
}
