/**
 * Whether what -delete removes may be removed later than -delete is evaluated: as long as an entry's directory has not had its own visit,
 * nothing that the expression does tells the difference, but for the time it takes.
 *
 * In: the expressions of a plan. Out: yes or no. That asks three things of an expression: its deletions come last, so that their value
 * goes nowhere; there is no other action whose effect could come before or after them; and no test looks at other files than the entry
 * itself. A directory's own emptiness (-empty) is asked for in its own visit.
 */

import { type Expression, type Leaf, someLeaf } from './ast.ts';
import { findPrimary } from './primaries.ts';
import type { Need } from './primary.ts';

/** What a test may look at while entries visited before are still there. */
const OWN: readonly Need[] = ['path', 'type', 'status', 'link', 'open'];

export function mayDeleteLater(expression: Expression, exclude: Expression | null): boolean {
  if (!endsInDelete(expression)) return false;
  return !someLeaf(expression, observes) && (exclude === null || !someLeaf(exclude, (leaf) => isDelete(leaf) || observes(leaf)));
}

/** -delete is in it, and is nowhere followed by anything. */
function endsInDelete(expression: Expression): boolean {
  if (expression.kind === 'not') return endsInDelete(expression.child);
  if (!('children' in expression)) return isDelete(expression);
  const last = expression.children.at(-1);
  return (
    last !== undefined && endsInDelete(last) && expression.children.slice(0, -1).every((child) => !someLeaf(child, isDelete))
  );
}

function isDelete(leaf: Leaf): boolean {
  return leaf.kind === 'action' && leaf.action === 'delete';
}

/** It has an effect that is not a removal, or can see one. */
function observes(leaf: Leaf): boolean {
  if (leaf.kind === 'action') return leaf.action !== 'delete' && leaf.action !== 'prune';
  return leaf.kind === 'test' && !OWN.includes(findPrimary(leaf.primary)!.need);
}
