/**
 * The failure that every value parser throws: what is wrong with one word of the command line.
 *
 * It carries the text without the word's place: the expression parser knows which words are to be underlined and turns a
 * `ValueError` into its own error with a span. The part of the word that is at fault stays bytes (`culprit`), so that the
 * diagnostic can quote and colour it as it does every other word; the texts are those of REFERENCE 23.15.
 */

export type ValueErrorCode =
  | 'integer-invalid'
  | 'integer-too-large'
  | 'integer-negative'
  | 'size-unit'
  | 'time-unit-unknown'
  | 'time-unit-missing'
  | 'mode'
  | 'timestamp'
  | 'timestamp-range'
  | 'type-missing'
  | 'type-unknown'
  | 'type-separator'
  | 'format-specifier'
  | 'format-specifier-incomplete'
  | 'format-escape'
  | 'format-escape-incomplete'
  | 'format-flag-duplicate'
  | 'format-flag-invalid'
  | 'format-time'
  | 'format-time-incomplete';

export class ValueError extends Error {
  override readonly name = 'ValueError';
  readonly code: ValueErrorCode;
  /** The text up to the culprit; all of it where there is none. */
  readonly before: string;
  /** What of the word is named in the text, as bytes, possibly none (shown as `""`); null where the text names nothing. */
  readonly culprit: Uint8Array | null;
  /** The text after the culprit. */
  readonly after: string;

  constructor(code: ValueErrorCode, before: string, culprit: Uint8Array | null = null, after = '') {
    super(before + (culprit === null ? '' : culprit.length === 0 ? '""' : new TextDecoder().decode(culprit)) + after);
    this.code = code;
    this.before = before;
    this.culprit = culprit;
    this.after = after;
  }
}
