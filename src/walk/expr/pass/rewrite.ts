/**
 * Building blocks of passes: nodes made canonical as they are made, and children rewritten with sharing.
 *
 * `junction` flattens and unwraps, so no pass leaves an and within an and or an and of one. Nodes that do not change stay the
 * same objects, which is how the driver knows that a pass has nothing left to do.
 */

import { constant, type Expression, type Junction } from '../ast.ts';
import type { Span } from '../expression-error.ts';

/** The value of a junction without children: what and, or and comma do not notice. */
function emptyValue(kind: Junction['kind']): boolean {
  return kind !== 'or';
}

/** `children` joined, nested junctions of the same kind taken apart; one child stands for itself. */
export function junction(kind: Junction['kind'], children: readonly Expression[], spans: readonly Span[]): Expression {
  const flat: Expression[] = [];
  const flatSpans = [...spans];
  for (const child of children) {
    if (child.kind === kind) {
      flat.push(...child.children);
      flatSpans.push(...child.spans);
    } else {
      flat.push(child);
    }
  }
  if (flat.length === 0) return constant(emptyValue(kind));
  if (flat.length === 1) return flat[0]!;
  return { kind, children: flat, spans: flatSpans };
}

/** `expression` with each child replaced by `rewrite(child)`. */
export function rewriteChildren(expression: Expression, rewrite: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'not': {
      const child = rewrite(expression.child);
      return child === expression.child ? expression : { ...expression, child };
    }
    case 'and':
    case 'or':
    case 'comma': {
      const children = expression.children.map(rewrite);
      if (children.every((child, i) => child === expression.children[i])) return expression;
      return junction(expression.kind, children, expression.spans);
    }
    default:
      return expression;
  }
}
