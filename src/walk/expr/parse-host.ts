/**
 * What parsing an expression has to ask of the world: the clock, the locale, users, reference files, files to write to.
 *
 * The parser does no input or output of its own: walk.ts implements `ParseHost` over the system calls, tests with plain values.
 * Everything is asked in the order of the words, so an earlier mistake is reported before a later file is touched.
 */

import type { Status } from '../status.ts';
import type { Instant, OutputNumber } from './ast.ts';
import type { Diagnostic } from './expression-error.ts';
import type { GlobCollation } from './glob/collation.ts';
import type { LocalToSeconds, TimeFields } from './value/timestamp.ts';

/** A time as the local zone shows it. */
export interface LocalTime {
  readonly fields: TimeFields;
  /** How far local time is ahead of UTC. */
  readonly offsetSeconds: number;
}

export interface ParseHost {
  /** Starting points are known: a word that would be one is a mistake. */
  readonly rootsAreGiven?: boolean;
  /** Patterns match characters (a UTF-8 locale) rather than bytes. */
  readonly utf8: boolean;
  /** How the locale orders characters, for ranges in globs; null: by number. */
  readonly collation: GlobCollation | null;
  /** The start of the search, taken once. */
  readonly now: Instant;
  readonly umask: number;
  readonly stdinIsTerminal: boolean;
  readonly posixlyCorrect: boolean;
  /** $PATH; null where it is not set. */
  readonly searchPath: Uint8Array | null;
  /** Commands can be run in the directory that an entry is in. */
  readonly runsInDirectories: boolean;

  /**
   * The status of a reference file (-newer, -samefile). It is read before the next call.
   *
   * @param follow - Follow a link, with the link itself in the place of a missing target; else the link itself.
   * @returns The status, or minus an errno.
   */
  statReference(path: Uint8Array, follow: boolean): Status | number;
  /** strerror of a positive errno. */
  errorText(errno: number): string;
  /** The id of a user or group, null where there is none of that name. */
  lookupUser(name: Uint8Array): number | null;
  lookupGroup(name: Uint8Array): number | null;
  localToSeconds: LocalToSeconds;
  localTime(seconds: number): LocalTime;
  /**
   * Create or truncate a file that actions write to. One file, however it is named, has one number; the standard output is 0.
   *
   * @returns The number, or minus an errno.
   */
  createOutput(path: Uint8Array): OutputNumber;
  /** Read the mount table, which -fstype and %F need. @returns 0 or minus an errno. */
  loadMountTable(): number;
  /** Ask whether the suggestion of an `unknown-argument` error is to be taken. Absent where there is nobody to ask. */
  acceptSuggestion?(question: Diagnostic, suggestion: string): boolean;
}
