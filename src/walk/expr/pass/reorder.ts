/**
 * Pass: evaluate first what is cheap and likely to decide.
 *
 * Only tests without an effect move, and only among their neighbours, so everything that can be seen keeps its order. Of two neighbours in
 * an and, b goes before a where cost(b) + p(b) cost(a) is less than cost(a) + p(a) cost(b); in an or, with 1 - p. REFERENCE.md 15.4.
 */

import { type Annotation, annotationOf } from '../annotate.ts';
import type { Expression, Junction } from '../ast.ts';
import type { PassContext } from './pass.ts';
import { rewriteChildren } from './rewrite.ts';

export function reorder(expression: Expression, context: PassContext): Expression {
  const reordered = rewriteChildren(expression, (child) => reorder(child, context));
  return reordered.kind === 'and' || reordered.kind === 'or' ? reorderChildren(reordered, context.level) : reordered;
}

function reorderChildren(expression: Junction, level: number): Expression {
  const children = [...expression.children];
  const isAnd = expression.kind === 'and';
  let moved = false;
  // Insertion sort: stable, and what is impure stays where it is and parts the runs.
  for (let i = 1; i < children.length; i++) {
    for (let j = i; j > 0; j--) {
      const first = annotationOf(children[j - 1]!, level);
      const second = annotationOf(children[j]!, level);
      if (!first.pure || !second.pure || !isBetterSwapped(first, second, isAnd)) break;
      [children[j - 1], children[j]] = [children[j]!, children[j - 1]!];
      moved = true;
    }
  }
  return moved ? { ...expression, children } : expression;
}

function isBetterSwapped(first: Annotation, second: Annotation, isAnd: boolean): boolean {
  const goesOn = ({ probability }: Annotation): number => (isAnd ? probability : 1 - probability);
  return second.cost + goesOn(second) * first.cost < first.cost + goesOn(first) * second.cost;
}
