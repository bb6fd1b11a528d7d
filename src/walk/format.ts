/**
 * A -printf format as data: what its parser makes and the action compiles (REFERENCE 9.2).
 *
 * It stands between the language and the actions, which do not know each other. A format is a list of pieces in the order in which they
 * are printed; a piece holds letters of the user's format, already checked, and never a closure.
 */

import type { TimeField } from './status.ts';

/** Directives of one letter that are printed as text. */
export type TextDirective =
  | 'p'
  | 'f'
  | 'h'
  | 'H'
  | 'P'
  | 'y'
  | 'Y'
  | 'l'
  | 'M'
  | 'u'
  | 'U'
  | 'g'
  | 'G'
  | 'n'
  | 'i'
  | 'D'
  | 's'
  | 'b'
  | 'k'
  | 'F'
  | 'Z';

/** Directives of one letter that are printed as numbers, to which sign, zeros and `#` apply. */
export type NumberDirective = 'd' | 'm' | 'S';

/** What stands between `%` and the directive. Counted in bytes. */
export interface FieldShape {
  /** `-`: pad on the right. */
  readonly left: boolean;
  /** `0`: numbers are padded with zeros behind their sign. */
  readonly zero: boolean;
  /** `+`: numbers that are not negative get a plus. */
  readonly plus: boolean;
  /** A space: numbers that are not negative get a space, unless they get a plus. */
  readonly space: boolean;
  /** `#`: a leading zero for octal numbers, trailing zeros for fractions. */
  readonly alternate: boolean;
  /** At least so many bytes. */
  readonly width: number;
  /** Text: at most so many bytes; numbers: at least so many digits; -1 where none is given. */
  readonly precision: number;
}

export type FormatPiece =
  /** Bytes as they are. */
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  /** `\c`: the end, and the stream is flushed. Always the last piece. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'text'; readonly directive: TextDirective; readonly shape: FieldShape }
  | { readonly kind: 'number'; readonly directive: NumberDirective; readonly shape: FieldShape }
  /** `%a`, `%c`, `%t`, `%w`: a whole time, as ctime(3) gives it. */
  | { readonly kind: 'time'; readonly field: TimeField; readonly shape: FieldShape }
  /** `%Ak` and its kin: one part of a time. `part` is `@`, `+`, `%` or a letter of strftime(3). */
  | { readonly kind: 'time-part'; readonly field: TimeField; readonly part: string; readonly shape: FieldShape };

export type Format = readonly FormatPiece[];

/** What printing an entry looks at. Most specific of all: `mounts`, the mount table, which has to be read beforehand. */
export type FormatNeed = 'path' | 'type' | 'status' | 'other-status' | 'link' | 'mounts' | 'attributes';

const NEEDS: { readonly [Directive in TextDirective | NumberDirective]: readonly FormatNeed[] } = {
  p: ['path'],
  f: ['path'],
  h: ['path'],
  H: ['path'],
  P: ['path'],
  d: ['path'],
  y: ['type'],
  Y: ['type', 'other-status'],
  l: ['type', 'link'],
  m: ['status'],
  M: ['status'],
  u: ['status'],
  U: ['status'],
  g: ['status'],
  G: ['status'],
  n: ['status'],
  i: ['status'],
  D: ['status'],
  s: ['status'],
  b: ['status'],
  k: ['status'],
  S: ['status'],
  F: ['status', 'mounts'],
  Z: ['attributes'],
};

export function needsOfPiece(piece: FormatPiece): readonly FormatNeed[] {
  switch (piece.kind) {
    case 'literal':
    case 'stop':
      return [];
    case 'text':
    case 'number':
      return NEEDS[piece.directive];
    case 'time':
    case 'time-part':
      return ['status'];
  }
}

/** Everything that printing an entry with `format` looks at. */
export function needsOfFormat(format: Format): ReadonlySet<FormatNeed> {
  return new Set(format.flatMap(needsOfPiece));
}
