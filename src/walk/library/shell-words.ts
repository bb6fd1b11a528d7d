/**
 * A line of text to the words that a POSIX shell would make of it, quotes removed and nothing expanded.
 *
 * In: one string. Out: its words, and where each stands in it. Single quotes keep all but themselves; double quotes all but `\` before
 * one of `$`, a backquote, `"`, `\` and a newline; a `\` outside of quotes keeps the next character. `(`, `)`, `!` and `;` are
 * ordinary characters, so that an expression reads as in find's manual, with or without the `\` that a shell needs before them.
 */

export interface ShellWord {
  readonly text: string;
  /** Where it begins and ends in the line, quotes included, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const WORD = /(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[^\s'"\\])+/y;
const PIECE = /\\([\s\S])|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|([^'"\\]+)/g;

/** @throws {SyntaxError} A quote is not closed, or a backslash is the last character. */
export function splitWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(line.charAt(at))) at++;
    if (at === line.length) return words;
    WORD.lastIndex = at;
    const match = WORD.exec(line);
    const end = match === null ? at : WORD.lastIndex;
    if (end < line.length && !/\s/.test(line[end]!)) {
      const what = line[end] === '\\' ? 'Nothing follows the backslash' : `The quote ${line[end]} is not closed`;
      throw new SyntaxError(`${what} at character ${end} of: ${line}`);
    }
    words.push({ text: unquote(match![0]), start: at, end });
    at = end;
  }
}

function unquote(word: string): string {
  return word.replace(PIECE, (_, escaped?: string, single?: string, double?: string, plain?: string) => {
    if (escaped !== undefined) return escaped === '\n' ? '' : escaped;
    if (double !== undefined) return double.replace(/\\([$`"\\\n])/g, (_all, kept: string) => (kept === '\n' ? '' : kept));
    return single ?? plain ?? '';
  });
}
