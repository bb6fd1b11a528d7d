/**
 * What depends on the locale and the time zone: names of months and days, the local time, the order of names, columns on a terminal.
 *
 * The locale is the one that LC_ALL, LC_CTYPE, LC_TIME, LC_COLLATE and LANG name when the process starts (C where it does not exist),
 * the zone that of TZ or of the system. Text is bytes in the locale's encoding. Failure is a value: minus an errno, in practice
 * -EOVERFLOW for a year beyond 32 bits. Implemented by the addon over newlocale(3) and the functions that take a locale, which leave the
 * process's own locale alone. Its calls cost about a microsecond: callers that have millions of times keep what is equal.
 */

/** A calendar time; all fields within their ranges. */
export interface LocalTime {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 60 in a leap second, where the zone counts them. */
  readonly second: number;
  /** How far the zone is ahead of UTC at that time. */
  readonly offsetSeconds: number;
  /** The zone's abbreviation at that time: `CET`. */
  readonly zone: Uint8Array;
}

/** Fields as written: they may lie beyond their ranges and are carried into the next ones, as mktime(3) does. */
export type LocalFields = Omit<LocalTime, 'offsetSeconds' | 'zone'>;

export interface LocaleCalls {
  /** @param seconds - Whole seconds since 1970. */
  localTime(seconds: number): LocalTime | number;

  /** Seconds since 1970 of a local time, whether daylight is saved found out. @returns NaN where there is no such time. */
  localToSeconds(fields: LocalFields): number;

  /** What strftime(3) makes of `%` and `letter` for a local time; possibly nothing. */
  formatTime(letter: string, seconds: number): Uint8Array | number;

  /** Bytes that compare, one by one, as the locale orders the texts: strxfrm(3). */
  collationKey(text: Uint8Array): Uint8Array;

  /** False where one that the environment names is not installed. To find out costs a few files. */
  readonly exists: boolean;

  /** True where the locale orders texts by their bytes, so that keys are not needed. */
  readonly collatesBytes: boolean;

  /**
   * Does fnmatch(3) find that the glob matches the text, as the locale orders and compares characters? Null where nobody can tell, which is
   * only where the order is that of bytes.
   */
  readonly matchesGlob: ((pattern: Uint8Array, text: Uint8Array, foldCase: boolean) => boolean) | null;

  /** What stands before the fraction of a number, mostly a point or a comma. */
  readonly decimalPoint: string;

  /** Does an answer, without its line end, mean yes? NOEXPR and YESEXPR; else its first letter. */
  isYes(answer: Uint8Array): boolean;

  /** Columns that the text takes on a terminal; what is not a character or cannot be printed counts one a byte. */
  displayWidth(text: Uint8Array): number;
}
