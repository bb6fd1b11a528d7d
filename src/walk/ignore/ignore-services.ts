/**
 * What -gitignore, -ignored and -explain-ignore ask of the rules of git: the interface between the language and what reads them.
 *
 * `IgnoreServices` is implemented by git-ignore.ts over the system calls; tests implement it with plain values.
 */

import type { Entry } from '../entry.ts';

/** A rule that hides something. */
export interface HidingRule {
  /** The file that it is in: as the walk spells it, or absolute where it is not below a starting point. */
  readonly source: Uint8Array;
  /** From 1. */
  readonly line: number;
  /** As written, without blanks at its end. */
  readonly pattern: Uint8Array;
}

export interface IgnoreServices {
  /** The rule that hides the entry, or a directory that it is in; null where git would not ignore it. */
  ruleOf(entry: Entry): HidingRule | null;
}
