/**
 * What is said about the words of an expression: errors, warnings, and which words they mean.
 *
 * A code names each text; they are composed in message-texts.ts. What a value is refused for, its parser says in a `ValueError`. A
 * `Diagnostic` is data: the code, the text in parts (so that a renderer can colour names and quote values), and the `Span`s of words
 * to underline. `ExpressionError` carries one to the caller when the words cannot be understood; warnings are returned beside the result.
 * How a diagnostic looks on a terminal is known in src/cli/diagnostic.ts alone.
 */

import { composeMessage, type Message, type MessageCode, type MessageParameters, type MessagePart } from './message-texts.ts';
import type { ValueError, ValueErrorCode } from './value/value-error.ts';

/** Words [start, end) of the command line, counted without the program's name. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type { Message, MessageCode, MessageParameters, MessagePart } from './message-texts.ts';

const value = (bytes: Uint8Array): MessagePart => ({ style: 'value', bytes });

/** A line that is no sequence of words. */
export type LineErrorCode = 'unclosed-quote' | 'trailing-backslash';

/** What went wrong, for programs: one of our texts, or what a value parser found, or what is wrong with a line of a program. */
export type DiagnosticCode = MessageCode | ValueErrorCode | LineErrorCode;

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: DiagnosticCode;
  /** Words to underline, in order, not overlapping; two that touch are underlined as one. */
  readonly spans: readonly Span[];
  /** May hold line breaks: each line gets the program's name before it. */
  readonly message: Message;
  /** Lines that follow after an empty one, as they are: the values that exist, samples. */
  readonly appendix: readonly string[];
}

/** The words cannot be understood; nothing has been searched. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly diagnostic: Diagnostic;
  /** The words that spans count, where a program gave them; a function among them is an empty word. */
  words: readonly string[] = [];
  /** Where {@link span} is in the string that was given, in UTF-16 units; null where it was no string. */
  characters: { readonly start: number; readonly end: number } | null = null;

  constructor(diagnostic: Diagnostic) {
    super(messageText(diagnostic.message));
    this.diagnostic = diagnostic;
  }

  get code(): DiagnosticCode {
    return this.diagnostic.code;
  }

  get spans(): readonly Span[] {
    return this.diagnostic.spans;
  }

  /** All of {@link spans} and what is between them; null where no word is to blame. */
  get span(): Span | null {
    const { spans } = this;
    if (spans.length === 0) return null;
    return { start: spans[0]!.start, end: spans.at(-1)!.end };
  }
}

/** What the text of a code is made from. */
export type MessageDetails<Code extends MessageCode> = MessageParameters[Code];

/** A diagnostic with the text of `code`. */
export function diagnose<Code extends MessageCode>(
  severity: Diagnostic['severity'],
  code: Code,
  spans: readonly Span[],
  details: MessageDetails<Code>,
  appendix: readonly string[] = [],
): Diagnostic {
  return { severity, code, spans, message: composeMessage(code, details), appendix };
}

/** An error about `spans` with the text of `code`, to be thrown. */
export function expressionError<Code extends MessageCode>(
  code: Code,
  spans: readonly Span[],
  ...details: MessageDetails<Code>
): ExpressionError {
  return new ExpressionError(diagnose('error', code, spans, details));
}

/** What a value parser found, about `spans`. */
export function valueDiagnostic(error: ValueError, spans: readonly Span[], appendix: readonly string[] = []): Diagnostic {
  const message: MessagePart[] = [error.before];
  if (error.culprit !== null) message.push(value(error.culprit), error.after);
  return { severity: 'error', code: error.code, spans, message, appendix };
}

/** The text alone: no colour, values as they are. */
export function messageText(message: Message): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const part of message) {
    if (typeof part === 'string') text += part;
    else if (part.style === 'value') text += decoder.decode(part.bytes);
    else text += part.text;
  }
  return text;
}
