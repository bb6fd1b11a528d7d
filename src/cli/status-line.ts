/**
 * The text of the status bar: where the walk is, how far it has come, how fast, for how long (REFERENCE 17).
 *
 *     /usr/share/doc/...                         412k/s 0:05 (visited: 2,093,275; depth:  4)
 *
 * In: `Progress` and times. Out: one line that fills so many columns of a terminal exactly. The path is shown as on any terminal: escaped
 * where it would act on it, tabs and line ends too; it is cut where it does not fit, between characters. On narrow terminals the rate and
 * the time are left out first, then the numbers.
 */

import { Scratch } from '../walk/action/byte-sink.ts';
import { appendQuoted, isPrintable } from '../walk/action/escape.ts';
import { displayWidth } from '../walk/display-width.ts';
import type { Progress } from '../walk/traversal/traversal.ts';

const ELLIPSIS = '...';
/** So much of a path should be left beside the rate and the time. */
const LEAST_PATH = 20;

const TAB = 0x09;
const NEWLINE = 0x0a;

const UNITS = ['', 'k', 'M', 'G'];

export interface Pace {
  /** Entries a second, lately. */
  readonly rate: number;
  readonly elapsedSeconds: number;
}

/** @param columns - At least 3. @param utf8 - The terminal shows UTF-8; else only ASCII. */
export function formatStatusLine({ path, depth, entries }: Progress, pace: Pace, columns: number, utf8: boolean): string {
  const numbers = ` (visited: ${entries.toLocaleString('en-US')}; depth: ${String(depth).padStart(2)})`;
  const all = ` ${formatRate(pace.rate)} ${formatElapsed(pace.elapsedSeconds)}${numbers}`;
  let right = '';
  if (ELLIPSIS.length + LEAST_PATH + all.length <= columns) right = all;
  else if (ELLIPSIS.length + numbers.length <= columns) right = numbers;
  const room = columns - ELLIPSIS.length - right.length;
  const { text, width } = cut(escapePath(path, utf8), room);
  return `${text}${ELLIPSIS}${' '.repeat(room - width)}${right}`;
}

function escapePath(path: Uint8Array, utf8: boolean): string {
  const shown = new Scratch();
  const isPlain = isPrintable(path, 0, path.length, utf8) && !path.includes(TAB) && !path.includes(NEWLINE);
  if (isPlain) shown.append(path);
  else appendQuoted(shown, path, 0, path.length, utf8);
  return Buffer.from(shown.bytes.buffer, 0, shown.length).toString();
}

/** As many characters as `columns` have room for; those without a width stay with the one before. */
function cut(text: string, columns: number): { readonly text: string; readonly width: number } {
  let width = 0;
  let end = 0;
  for (const character of text) {
    const next = width + displayWidth(character);
    if (next > columns) break;
    width = next;
    end += character.length;
  }
  return { text: text.slice(0, end), width };
}

/** Three digits, and what they count: `87/s`, `1.2k/s`, `412k/s`. */
function formatRate(rate: number): string {
  let value = rate;
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return `${digits}${UNITS[unit]}/s`;
}

/** `0:05`, `12:34`, `1:02:03`. */
function formatElapsed(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
