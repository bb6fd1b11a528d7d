/**
 * Typed parts of an expression, for programs that would rather not write find's words.
 *
 * Each function makes a `Condition` of the words of one primary; `and`, `or` and `not` join them with anything else that an expression can
 * be. What a value means, and whether it can be understood, the table of primaries knows: a wrong one is an ExpressionError
 * when the walk is made. Nothing is decided here.
 */

import { Condition, conditionOf, type ExpressionInput } from './expression.ts';

/** Both, all of them, in order; the first that is false ends it. True without any. */
export function and(...conditions: readonly ExpressionInput[]): Condition {
  return join(conditions, '-a', '-true');
}

/** One of them, in order; the first that is true ends it. False without any. */
export function or(...conditions: readonly ExpressionInput[]): Condition {
  return join(conditions, '-o', '-false');
}

/** The contrary. */
export function not(condition: ExpressionInput): Condition {
  return new Condition(['!', conditionOf(condition)]);
}

/** Any primary by its name, such as `primary('-newermt', '2024-01-01')`; see the manual for all of them. */
export function primary(name: `-${string}`, ...values: readonly (string | Uint8Array | number)[]): Condition {
  return new Condition([name, ...values.map((value) => (typeof value === 'number' ? String(value) : value))]);
}

/** The name, the last component of the path, matches a glob in which `*` and `?` match any character, a leading `.` too. */
export const name = (glob: string | Uint8Array): Condition => primary('-name', glob);
/** As {@link name}, whatever the case. */
export const iname = (glob: string | Uint8Array): Condition => primary('-iname', glob);
/** The whole path, as the starting point was given, matches a glob; `*` matches `/` too. */
export const path = (glob: string | Uint8Array): Condition => primary('-path', glob);
/** As {@link path}, whatever the case. */
export const ipath = (glob: string | Uint8Array): Condition => primary('-ipath', glob);
/** The path below the starting point matches a glob as bash has it: `**`, braces, extglobs; `*` stops at `/`. */
export const glob = (pattern: string | Uint8Array): Condition => primary('-glob', pattern);
/** As {@link glob}, whatever the case. */
export const iglob = (pattern: string | Uint8Array): Condition => primary('-iglob', pattern);
/** The name ends in one of these extensions, given without their dots. */
export const extension = (...extensions: readonly string[]): Condition => primary('-ext', extensions.join(','));
/** It is a symbolic link whose text matches a glob. */
export const linkText = (glob: string | Uint8Array): Condition => primary('-lname', glob);

/** The whole path matches a regular expression of find's language, POSIX extended unless another dialect is named. */
export function regex(pattern: string | Uint8Array, dialect = 'posix-extended'): Condition {
  return new Condition(['-regextype', dialect, '-regex', pattern]);
}

const TYPE_LETTERS = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  block: 'b',
  character: 'c',
  fifo: 'p',
  socket: 's',
} as const;

/** It is of one of these types. */
export function type(...types: readonly (keyof typeof TYPE_LETTERS)[]): Condition {
  for (const name of types) {
    if (!Object.hasOwn(TYPE_LETTERS, name)) {
      throw new TypeError(`${JSON.stringify(name)} is no type of file: ${Object.keys(TYPE_LETTERS).join(', ')}`);
    }
  }
  return primary('-type', types.map((name) => TYPE_LETTERS[name]).join(','));
}

/** Compares a number; a string may have a unit where the primary takes one. */
export interface Comparison {
  moreThan(value: number | string): Condition;
  lessThan(value: number | string): Condition;
  exactly(value: number | string): Condition;
}

/** @param unit - What is put behind a bare number. */
function comparison(name: `-${string}`, unit = ''): Comparison {
  const compare = (sign: string) => (value: number | string) =>
    primary(name, `${sign}${value}${typeof value === 'number' ? unit : ''}`);
  return { moreThan: compare('+'), lessThan: compare('-'), exactly: compare('') };
}

/** The size: a number of bytes, or a string with a unit (`'10k'`, `'1M'`) in which sizes are rounded up, as find does. */
export const size: Comparison = comparison('-size', 'c');
/** Days since the content was modified, fractions cut off. */
export const modified: Comparison = comparison('-mtime');
/** Days since it was last read. */
export const accessed: Comparison = comparison('-atime');
/** Days since the inode was changed. */
export const changed: Comparison = comparison('-ctime');
/** Levels below the starting point. */
export const depth: Comparison = comparison('-depth');
/** Hard links. */
export const links: Comparison = comparison('-links');

/** Modified no longer ago than a span of time (`'2weeks'`, `'1h30min'`), or since a date. */
export const changedWithin = (span: string): Condition => primary('-changed-within', span);
/** Modified longer ago than a span of time, or before a date. */
export const changedBefore = (span: string): Condition => primary('-changed-before', span);
/** Modified later than the file at `reference`. */
export const newerThan = (reference: string | Uint8Array): Condition => primary('-newer', reference);
/** The same file, by whatever path. */
export const sameFile = (reference: string | Uint8Array): Condition => primary('-samefile', reference);
/** Permission bits, as find writes them: `'644'` exactly, `'-111'` all of them, `'/222'` any of them. */
export const permissions = (mode: string): Condition => primary('-perm', mode);
/** The owner, by name or number. */
export const owner = (user: string | number): Condition => primary('-user', user);
/** The group, by name or number. */
export const group = (name: string | number): Condition => primary('-group', name);
/** A file without content, or a directory without entries. */
export const empty = (): Condition => primary('-empty');
/** The name begins with a `.`. */
export const hidden = (): Condition => primary('-hidden');
/** Do not go into this directory; true. */
export const prune = (): Condition => primary('-prune');

function join(conditions: readonly ExpressionInput[], operator: string, none: string): Condition {
  if (conditions.length === 0) return new Condition([none]);
  return new Condition(conditions.flatMap((condition, index) => [...(index > 0 ? [operator] : []), conditionOf(condition)]));
}
