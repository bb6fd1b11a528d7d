/**
 * -print, -print0, -printx and their file forms: an entry's path into a stream, as fast as the stream takes it (REFERENCE 9.1).
 *
 * In: an `Output` and how a path is ended or escaped. Out: matchers, always true. Directory and name are copied from where they lie
 * straight into the output buffer. On a terminal -print escapes what would act on the terminal; -print0 and -printx never do.
 */

import type { EntryPainter } from '../color/entry-painter.ts';
import type { Matcher } from '../entry.ts';
import { compilePath, type PathWriter } from './entry-path.ts';
import { appendForTerminal } from './escape.ts';
import type { Output } from './output.ts';

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;

/** What xargs(1) would take apart: -printx puts a backslash before it. */
const XARGS_SPECIAL = ' \t\n\\$\'"`';

/**
 * @param utf8 - The locale's characters are UTF-8; matters on terminals only.
 * @param painter - Null where the stream is not coloured.
 */
export function compilePrint(output: Output, utf8: boolean, painter: EntryPainter | null = null): Matcher {
  if (painter !== null) return compileShown(output, painter.appendPath);
  if (!output.isTerminal) return compilePathWithEnd(output, NEWLINE);
  return (entry) => {
    const end = entry.spellPath();
    appendForTerminal(output, entry.path, 0, end, utf8);
    output.appendByte(NEWLINE);
    output.flush();
    return true;
  };
}

/** A path as a person is to see it: coloured, escaped on a terminal, or as it is. */
export function compileShownPath(output: Output, utf8: boolean, painter: EntryPainter | null): PathWriter {
  if (painter !== null) return painter.appendPath;
  if (!output.isTerminal) return compilePath();
  return (entry, sink) => {
    const end = entry.spellPath();
    appendForTerminal(sink, entry.path, 0, end, utf8);
  };
}

export function compilePrint0(output: Output): Matcher {
  return compilePathWithEnd(output, 0);
}

export function compilePrintx(output: Output): Matcher {
  const special = Uint8Array.from({ length: 256 }, (_, byte) => (XARGS_SPECIAL.includes(String.fromCharCode(byte)) ? 1 : 0));
  return (entry) => {
    const end = entry.spellPath();
    for (let i = 0; i < end; i++) {
      const byte = entry.path[i]!;
      if (special[byte] === 1) output.appendByte(BACKSLASH);
      output.appendByte(byte);
    }
    output.appendByte(NEWLINE);
    if (output.immediate) output.flush();
    return true;
  };
}

/** A path as `appendPath` shows it: coloured, or as a link. */
export function compileShown(output: Output, appendPath: PathWriter): Matcher {
  return (entry) => {
    appendPath(entry, output);
    output.appendByte(NEWLINE);
    if (output.immediate) output.flush();
    return true;
  };
}

function compilePathWithEnd(output: Output, end: number): Matcher {
  const appendPath = compilePath();
  return (entry) => {
    appendPath(entry, output);
    output.bytes[output.length++] = end;
    if (output.immediate) output.flush();
    return true;
  };
}
