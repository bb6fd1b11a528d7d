/**
 * The differences that remain, each with its reason: the one list.
 *
 * In: a case, its setting and what differs. Out: the reason why that is meant to be, or null: then it is a bug, of tswalk or of this tester.
 * A row is as narrow as can be told from the words. What an oracle does not have at all is not here but in language.ts.
 */

import type { Outcome } from './batch.ts';
import { type Case, hasComma, hasName, type Oracle } from './case.ts';
import type { TreePlan } from './tree.ts';

export interface Comparison {
  readonly aCase: Case;
  readonly oracle: Oracle | 'self';
  /** Where the oracle is tswalk itself: what is different. */
  readonly variant: string | null;
  readonly tree: TreePlan;
  /** The user, where it is not the one who made the tree. */
  readonly uid: number | null;
  readonly mine: Outcome;
  readonly theirs: Outcome;
  readonly difference: string;
}

interface KnownDifference {
  readonly oracles: readonly Comparison['oracle'][];
  readonly applies: (comparison: Comparison) => boolean;
  readonly reason: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    oracles: ['find'],
    applies: ({ aCase, theirs }) => hasName(aCase, '-L', '-H', '-follow') && theirs.stderr.includes('Not a directory'),
    reason: 'a link through a file is broken for bfs, an error for GNU find (REFERENCE 3.2)',
  },
  {
    oracles: ['find'],
    applies: ({ aCase }) => hasComma(aCase),
    reason: 'GNU find 4.9 swaps the sides of a comma whose left has no action (REFERENCE 22)',
  },
  {
    oracles: ['find', 'bfs'],
    applies: ({ aCase, uid, mine }) => hasName(aCase, '-mount') && uid !== null && mine.stderr.includes('Permission denied'),
    reason: '-mount must examine what may be a mount point; for the oracles it is -xdev (REFERENCE 3.7, 24)',
  },
  {
    oracles: ['find'],
    applies: ({ uid, tree, theirs }) => uid !== null && hasListableOnly(tree) && theirs.stderr.includes('Permission denied'),
    reason:
      'in a directory that may be read but not searched GNU find evaluates nothing; tswalk what needs no status (REFERENCE 22)',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, variant }) => variant === 'TSWALK_IO=node' && aCase.environment.TZ.includes(','),
    reason: 'Node.js itself knows no rules of time zones in the form of POSIX',
  },
  {
    oracles: ['self'],
    applies: ({ aCase, theirs, variant }) =>
      variant === 'TSWALK_IO=node' &&
      hasName(aCase, '-xattr', '-acl', '-capable', '-xattrname') &&
      theirs.stderr.includes('not supported'),
    reason: 'Node.js itself has no extended attributes',
  },
];

export function reasonFor(comparison: Comparison): string | null {
  const known = KNOWN_DIFFERENCES.find(({ oracles, applies }) => oracles.includes(comparison.oracle) && applies(comparison));
  return known?.reason ?? null;
}

/** True where a directory's entries can be listed but not examined by others than its owner. */
function hasListableOnly(tree: TreePlan): boolean {
  return tree.entries.some(({ kind, mode }) => kind === 'directory' && mode !== null && (mode & 0o5) === 0o4);
}
