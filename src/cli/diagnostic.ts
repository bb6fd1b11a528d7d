/**
 * How a diagnostic about the words of the command line is shown: the words, a line that underlines the culprits, the text.
 *
 *     tswalk: error: tswalk -nam needle
 *     tswalk: error:        ~~~~
 *     tswalk: error: Unknown argument; did you mean -name?
 *
 * In: a `Diagnostic` of src/walk/expr, which is data. Out: text with a newline at its end, for the standard error. What is about no
 * word in particular is said by the text alone. Words are quoted as a shell would want them, and underlined by the columns they take.
 * REFERENCE.md 13.2.
 */

import { displayWidth } from '../walk/display-width.ts';
import type { Diagnostic, MessagePart } from '../walk/expr/expression-error.ts';
import { findPrimary } from '../walk/expr/primaries.ts';
import { quoteWord } from '../walk/shell-quote.ts';
import type { MessagePaint } from './message-colors.ts';

export interface DiagnosticStyle {
  /** How words are coloured; absent: not at all. */
  readonly paint?: MessagePaint | undefined;
  /** The reader's locale shows UTF-8. Default true. */
  readonly utf8?: boolean;
  /** How the program was called, at the head of the words; the program's name by default. */
  readonly invokedAs?: string;
}

const paintNothing: MessagePaint = (_color, text) => text;

/**
 * @param programName - What messages begin with.
 * @param words - The command line's words after the program, to which the spans refer.
 */
export function renderDiagnostic(
  programName: string,
  words: readonly Uint8Array[],
  diagnostic: Diagnostic,
  { paint = paintNothing, utf8 = true, invokedAs = programName }: DiagnosticStyle,
): string {
  const { severity, spans, message, appendix } = diagnostic;
  const marked = words.map((_, index) => spans.some(({ start, end }) => start <= index && index < end));
  const quoted = words.map((word) => quoteWord(word, utf8));
  const program = quoteWord(new TextEncoder().encode(invokedAs), utf8);

  const shown = quoted.map((word, index) => (marked[index] ? paint('bold', word) : word));
  const place =
    spans.length === 0
      ? []
      : [[program, ...shown].join(' '), underline(program, quoted, marked).replace(/~+/g, (marks) => paint(severity, marks))];
  const said = message.map((part) => renderPart(part, paint, utf8)).join('');

  const head = `${paint('bold', `${programName}:`)} ${paint(severity, `${severity}:`)} `;
  let text = [...place, ...said.split('\n')].map((line) => `${head}${line}\n`).join('');
  if (appendix.length > 0) text += `\n${appendix.join('\n')}\n`;
  return severity === 'warning' ? `${text}\n` : text;
}

/** Blanks and `~` under the words; empty where none is marked. The blank between two marked neighbours is marked, too. */
function underline(program: string, quoted: readonly string[], marked: readonly boolean[]): string {
  let line = ' '.repeat(displayWidth(program));
  let end = 0;
  quoted.forEach((word, index) => {
    line += marked[index] && marked[index - 1] ? '~' : ' ';
    line += (marked[index] ? '~' : ' ').repeat(displayWidth(word));
    if (marked[index]) end = line.length;
  });
  return line.slice(0, end);
}

function renderPart(part: MessagePart, paint: MessagePaint, utf8: boolean): string {
  if (typeof part === 'string') return part;
  if (part.style === 'value') return paint('bold', quoteWord(part.bytes, utf8));
  const kind = findPrimary(part.text)?.kind;
  return paint(kind === 'flag' || kind === 'operator' ? kind : 'primary', part.text);
}
