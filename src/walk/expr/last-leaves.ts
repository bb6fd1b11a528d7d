/**
 * Which leaves an evaluation may end with: behind them nothing is evaluated, and nobody looks at their value.
 *
 * In: the whole expression of a walk, whose value is ignored. Out: those leaves. A command there need not have ended before the next entry.
 */

import type { Expression, Leaf } from './ast.ts';

export function lastLeaves(expression: Expression): ReadonlySet<Leaf> {
  const leaves = new Set<Leaf>();
  for (let rest: Expression | undefined = expression; rest !== undefined; ) {
    switch (rest.kind) {
      case 'not':
        rest = rest.child;
        break;
      case 'and':
      case 'or':
      case 'comma':
        rest = rest.children.at(-1);
        break;
      default:
        leaves.add(rest);
        rest = undefined;
    }
  }
  return leaves;
}
