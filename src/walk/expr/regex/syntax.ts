/**
 * The regular-expression dialects of `-regextype`, as data: what is an operator in which, and what a malformed one means.
 *
 * One row a dialect, one column a difference; the tokenizer and the parser read the row and know no dialect by name. The rows
 * follow REFERENCE 4.2, and where bfs and GNU find part there, bfs: GNU's `\+ \| \w` are ordinary characters in the POSIX basic
 * types, `^` and `$` are anchors wherever they stand. What bfs 2.6.1 leaves open follows GNU find 4.9.
 */

import type { RegexDialect } from './dialect.ts';

/** How an operator is written: as it is, after a backslash, or not at all. */
export type Spelling = 'bare' | 'escaped' | 'none';

/** One dialect's grammar. */
export interface Syntax {
  /** `( )`, or `\( \)`. An unmatched `)` is a character where it is bare, an error where it is escaped. */
  readonly group: Spelling;
  /** Whether `\(?:` begins a group that is not numbered. */
  readonly shyGroups: boolean;
  /** `|`. */
  readonly alternation: Spelling;
  /** `+` and `?`. */
  readonly plus: Spelling;
  /** `{m,n}`. */
  readonly interval: Spelling;
  /** What a `{` that begins no interval is; with 'literal', `{,n}` is an interval too. */
  readonly malformedInterval: 'error' | 'literal';
  /** What a repeat operator with nothing before it is: an error, itself, or not there at all. */
  readonly danglingRepeat: 'error' | 'literal' | 'ignored';
  /** Whether `[:alpha:]` in a bracket is a class. */
  readonly classes: boolean;
  /** What `[z-a]` is. */
  readonly emptyRange: 'error' | 'nothing';
  /** Whether a backslash in a bracket quotes, and `\n` and its kind are control characters. */
  readonly awkEscapes: boolean;
  /** `\w \W \< \> \b \B`. */
  readonly wordOperators: boolean;
  readonly dotMatchesNewline: boolean;
  readonly negationMatchesNewline: boolean;
  /** Whether `^` and `$` also match after and before a newline within the path. */
  readonly anchorsAtNewlines: boolean;
}

const basic: Syntax = {
  group: 'escaped',
  shyGroups: false,
  alternation: 'none',
  plus: 'none',
  interval: 'escaped',
  malformedInterval: 'error',
  danglingRepeat: 'literal',
  classes: true,
  emptyRange: 'error',
  awkEscapes: false,
  wordOperators: false,
  dotMatchesNewline: true,
  negationMatchesNewline: true,
  anchorsAtNewlines: false,
};

const grep: Syntax = {
  ...basic,
  alternation: 'escaped',
  plus: 'escaped',
  emptyRange: 'nothing',
  wordOperators: true,
  dotMatchesNewline: false,
  negationMatchesNewline: false,
  anchorsAtNewlines: true,
};

const extended: Syntax = {
  ...basic,
  group: 'bare',
  alternation: 'bare',
  plus: 'bare',
  interval: 'bare',
  danglingRepeat: 'error',
};

const egrep: Syntax = { ...extended, malformedInterval: 'literal', danglingRepeat: 'ignored', anchorsAtNewlines: true };

const awk: Syntax = { ...extended, malformedInterval: 'literal', awkEscapes: true, anchorsAtNewlines: true };

const emacs: Syntax = {
  ...basic,
  shyGroups: true,
  alternation: 'escaped',
  plus: 'bare',
  classes: false,
  emptyRange: 'nothing',
  dotMatchesNewline: false,
  anchorsAtNewlines: true,
};

/** The grammar of each dialect; aliases share theirs. */
export const SYNTAXES: Readonly<Record<RegexDialect, Syntax>> = {
  'findutils-default': { ...emacs, dotMatchesNewline: true },
  ed: basic,
  emacs,
  'gnu-awk': { ...awk, danglingRepeat: 'literal', wordOperators: true },
  grep,
  'posix-awk': awk,
  awk,
  'posix-basic': basic,
  'posix-egrep': egrep,
  egrep,
  'posix-extended': extended,
  'posix-minimal-basic': basic,
  sed: basic,
};
