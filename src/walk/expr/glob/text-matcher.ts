/**
 * Globs that are plain text between stars, without folding: comparisons of bytes, the same in every locale.
 *
 * `*.ts`, `README*`, `*node_modules*` and literal names are what finders are asked for most, millions of names at a time. Plain text
 * that is valid UTF-8 occurs in a valid name only between whole characters, so bytes are all there is to compare. One closure is made
 * for each shape, so that a call does nothing that its pattern does not need.
 */

import type { Runs } from './runs.ts';

/** A matcher of bytes [start, end). */
export type TextMatcher = (bytes: Uint8Array, start: number, end: number) => boolean;

/** A matcher for runs of text that has at most one middle run; undefined for other shapes. */
export function matchText(runs: Runs<Uint8Array>): TextMatcher | undefined {
  const { head, middle, tail } = runs;
  if (tail === undefined) return matchEqual(head);
  if (middle.length === 0) {
    if (head.length === 0) return tail.length === 0 ? () => true : matchSuffix(tail);
    return tail.length === 0 ? matchPrefix(head) : matchEnds(head, tail);
  }
  return middle.length === 1 && head.length === 0 && tail.length === 0 ? matchWithin(middle[0]!) : undefined;
}

function matchEqual(text: Uint8Array): TextMatcher {
  const { length } = text;
  return (bytes, start, end) => {
    if (end - start !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== text[i]) return false;
    return true;
  };
}

function matchPrefix(text: Uint8Array): TextMatcher {
  const { length } = text;
  return (bytes, start, end) => {
    if (end - start < length) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== text[i]) return false;
    return true;
  };
}

/** Compares from the end: names that share an extension's last letter are few. */
function matchSuffix(text: Uint8Array): TextMatcher {
  const { length } = text;
  return (bytes, start, end) => {
    const at = end - length;
    if (at < start) return false;
    for (let i = length - 1; i >= 0; i--) if (bytes[at + i] !== text[i]) return false;
    return true;
  };
}

function matchEnds(head: Uint8Array, tail: Uint8Array): TextMatcher {
  const startsRight = matchPrefix(head);
  const endsRight = matchSuffix(tail);
  const leastLength = head.length + tail.length;
  return (bytes, start, end) => end - start >= leastLength && endsRight(bytes, start, end) && startsRight(bytes, start, end);
}

/** Horspool's search: look at the byte under the text's last one, and move as far right as that byte allows. */
function matchWithin(text: Uint8Array): TextMatcher {
  const last = text.length - 1;
  const lastByte = text[last]!;
  const skip = new Uint32Array(256).fill(text.length);
  for (let i = 0; i < last; i++) skip[text[i]!] = last - i;
  return (bytes, start, end) => {
    for (let at = start + last; at < end; ) {
      const byte = bytes[at]!;
      if (byte === lastByte) {
        let i = 1;
        while (i <= last && bytes[at - i] === text[last - i]) i++;
        if (i > last) return true;
      }
      at += skip[byte]!;
    }
    return false;
  };
}
