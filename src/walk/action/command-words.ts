/**
 * The words of a command, with an entry in the place of `{}`, packed as they are handed to the system: each with a NUL behind it.
 *
 * In: words as they were typed, and what stands for an entry: its path, or for the forms that run in its directory `./NAME`.
 * Out: bytes in a sink. Nothing is quoted and no shell will read it.
 */

import type { Entry } from '../entry.ts';
import type { ByteSink } from './byte-sink.ts';
import { compilePath, type PathWriter } from './entry-path.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const PLACEHOLDER_BYTES = 2;

/** Append all words; every `{}`, wherever it stands, becomes the entry. */
export function compileWords(command: readonly Uint8Array[], appendSubject: PathWriter): PathWriter {
  const words = command.map(splitAtPlaceholders);
  return (entry, sink) => {
    for (const pieces of words) {
      pieces.forEach((piece, place) => {
        if (place > 0) appendSubject(entry, sink);
        sink.append(piece);
      });
      sink.appendByte(0);
    }
  };
}

/** What stands for an entry in a command that is run in the current directory, or in the entry's. */
export function compileSubject(inDirectory: boolean): PathWriter {
  return inDirectory ? appendFromDirectory : compilePath();
}

/** `./NAME`, of a starting point with its trailing slashes; one that is nothing but slashes is `/`. */
function appendFromDirectory(entry: Entry, sink: ByteSink): void {
  const { path } = entry.root;
  if (entry.depth > 0 || entry.directoryLength > 0 || path[0] !== SLASH) {
    sink.appendByte(DOT);
    sink.appendByte(SLASH);
    if (entry.depth > 0) sink.append(entry.bytes, entry.nameStart, entry.nameEnd);
    else sink.append(path, entry.directoryLength);
  } else {
    sink.appendByte(SLASH);
  }
}

function splitAtPlaceholders(word: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] !== OPEN_BRACE || word[i + 1] !== CLOSE_BRACE) continue;
    pieces.push(word.subarray(start, i));
    start = i + PLACEHOLDER_BYTES;
    i = start - 1;
  }
  pieces.push(word.subarray(start));
  return pieces;
}
