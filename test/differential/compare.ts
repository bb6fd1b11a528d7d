/**
 * What must agree between two runs of a case, and whether it does.
 *
 * In: a case, the name of what it is compared with, two outcomes. Out: null, or what differs in a few words. Standard output must be equal
 * byte by byte where the order is defined for both, else as a multiset of records; the status must be equal; of stderr only whether there
 * are errors at all. Records end in newline or NUL: as every format does, a multiset of pieces is the same as one of records.
 */

import type { Outcome } from './batch.ts';
import { type Case, hasName, hasTrait, type Oracle } from './case.ts';
import type { Bytes } from './tree.ts';

export type Agreement = 'bytes' | 'records' | 'nothing';

/** How much of standard output must agree with the oracle. */
export function agreementWith(oracle: Oracle, aCase: Case): Agreement {
  const has = (trait: Parameters<typeof hasTrait>[1]): boolean => hasTrait(aCase, trait);
  // What 2.6.1 does within the passes of eds is neither depth-first nor as its -S dfs.
  const isOrdered = has('sort') ? !has('depth') || has('dfs') || has('passes') : !has('depth') && !hasName(aCase, 'eds');
  if (oracle === 'bfs' && isOrdered) return 'bytes';
  // The names of -ls must be unescaped, those of others must not.
  if (oracle === 'find' && has('ls') && has('prints')) return 'nothing';
  return has('stops') || has('answers anything') || has('once') ? 'nothing' : 'records';
}

/** With -ls, columns are of other widths everywhere: bfs 2.6.1 does not widen them. GNU find escapes names and knows no ACLs. */
export function difference(aCase: Case, oracle: Oracle, mine: Outcome, theirs: Outcome): string | null {
  const agreement = agreementWith(oracle, aCase);
  if (agreement === 'nothing') return null;
  const isListing = hasTrait(aCase, 'ls');
  const unescaped = isListing && oracle === 'find' ? unescapeC(theirs.stdout) : theirs.stdout;
  const own = isListing && oracle === 'find' ? mine.stdout.replaceAll(/^( *\d+ +\d+ [-\w]{10})\+/gm, '$1 ') : mine.stdout;
  const listing = (text: Bytes): Bytes => (isListing ? collapse(text) : text);
  const isNoisy = hasTrait(aCase, 'noise');
  return describe(agreement, { ...mine, stdout: listing(own) }, { ...theirs, stdout: listing(unescaped) }, isNoisy);
}

export function describe(agreement: Agreement, mine: Outcome, theirs: Outcome, isNoisy: boolean): string | null {
  if (mine.status !== theirs.status) return `status ${mine.status}, not ${theirs.status}`;
  if (agreement === 'bytes' && mine.stdout !== theirs.stdout) {
    return sameRecords(mine.stdout, theirs.stdout) ? 'order' : `output: ${firstDifference(mine.stdout, theirs.stdout)}`;
  }
  if (agreement === 'records' && !sameRecords(mine.stdout, theirs.stdout)) {
    return `output: ${firstDifference(sorted(mine.stdout), sorted(theirs.stdout))}`;
  }
  if (!isNoisy && hasErrors(mine.stderr) !== hasErrors(theirs.stderr)) return `errors: ${hasErrors(mine.stderr)}`;
  return null;
}

const pieces = (text: Bytes): Bytes[] => text.split(/[\n\0]/).sort();
const sorted = (text: Bytes): Bytes => pieces(text).join('\n');
const sameRecords = (one: Bytes, other: Bytes): boolean => one.length === other.length && sorted(one) === sorted(other);

/** Anything but warnings. */
export function hasErrors(stderr: Bytes): boolean {
  return stderr.split('\n').some((line) => line !== '' && !line.includes(': warning: '));
}

function firstDifference(mine: Bytes, theirs: Bytes): string {
  const own = mine.split('\n');
  const others = theirs.split('\n');
  const index = own.findIndex((line, at) => line !== others[at]);
  const at = index < 0 ? own.length : index;
  return `${JSON.stringify(own[at] ?? null)}, not ${JSON.stringify(others[at] ?? null)}`;
}

export const collapse = (text: Bytes): Bytes => text.replaceAll(/ +/g, ' ').replaceAll(/(^|[\n\0]) /g, '$1');

/** Undo what GNU find does to names in -ls. */
function unescapeC(text: Bytes): Bytes {
  const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return text.replaceAll(/\\([0-7]{3}|.)/gs, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (letters[code] ?? code),
  );
}
