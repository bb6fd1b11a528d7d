/**
 * LSCOLORS, as the ls of the BSDs and of macOS reads it: two letters a kind of file (REFERENCE 12.2).
 *
 * In: the text. Out: codes set in a `PaletteReader`. The letters `a` to `h`, or digits `0` to `7`, are the eight colours, `x` the
 * terminal's own; the first is the foreground, a capital makes it bold; the second is the background, a capital underlines. What is missing
 * at the end is as on the BSDs; what is no such letter says nothing.
 */

import type { PaletteReader } from './palette.ts';

const KINDS = ['di', 'ln', 'so', 'pi', 'ex', 'bd', 'cd', 'su', 'sg', 'tw', 'ow'];
const DEFAULT = 'exfxcxdxbxegedabagacadah';

export function readBsdColors(text: string, reader: PaletteReader): void {
  const letters = text.slice(0, DEFAULT.length) + DEFAULT.slice(text.length);
  KINDS.forEach((kind, index) => {
    const foreground = codeOf(letters[2 * index]!, '1;3', '3');
    const background = codeOf(letters[2 * index + 1]!, '4;4', '4');
    const codes = [foreground, background].filter((code) => code !== '');
    reader.set(kind, codes.length === 0 ? null : new TextEncoder().encode(codes.join(';')));
  });
}

function codeOf(letter: string, capital: string, small: string): string {
  const lower = letter.toLowerCase();
  const prefix = lower === letter ? small : capital;
  if (lower === 'x') return `${prefix}9`;
  if (lower >= 'a' && lower <= 'h') return `${prefix}${lower.charCodeAt(0) - 97}`;
  return lower >= '0' && lower <= '7' ? `${prefix}${lower}` : '';
}
