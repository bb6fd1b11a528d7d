/**
 * Pass: leave out what cannot matter to the value of an expression.
 *
 * True in an and, false in an or, and everything after a child that decides the junction or never returns. From level 2 also what is pure
 * and whose value is not looked at: operands of a comma but the last, and whatever the whole expression ends with, since
 * only its effects count. The meaning, effects included, does not change.
 */

import { annotationOf, neverReturns } from '../annotate.ts';
import { constant, type Expression, type Junction } from '../ast.ts';
import { junction, rewriteChildren } from './rewrite.ts';

/** @param level - The level of optimization, which decides what counts as pure. */
export function simplify(expression: Expression, level: number): Expression {
  const simpler = rewriteChildren(expression, (child) => simplify(child, level));
  switch (simpler.kind) {
    case 'not':
      return simpler.child.kind === 'constant' ? constant(!simpler.child.value, simpler.child) : simpler;
    case 'and':
      return simplifyShortCircuit(simpler, true, level);
    case 'or':
      return simplifyShortCircuit(simpler, false, level);
    case 'comma':
      return simplifyComma(simpler, level);
    default:
      return simpler;
  }
}

/** `goOn`: the value after which the next child is evaluated. */
function simplifyShortCircuit(expression: Junction, goOn: boolean, level: number): Expression {
  const kept: Expression[] = [];
  for (const child of expression.children) {
    const { alwaysTrue, alwaysFalse } = annotationOf(child, level);
    if (child.kind === 'constant' && child.value === goOn) continue;
    kept.push(child);
    if (goOn ? alwaysFalse : alwaysTrue) break;
  }
  return rebuild(expression, kept);
}

function simplifyComma(expression: Junction, level: number): Expression {
  const kept: Expression[] = [];
  for (const [i, child] of expression.children.entries()) {
    const isLast = i === expression.children.length - 1;
    const used = isLast || level < 2 ? child : ignoreValue(child, level);
    if (!isLast && used.kind === 'constant') continue;
    kept.push(used);
    if (neverReturns(annotationOf(used, level))) break;
  }
  return rebuild(expression, kept);
}

/** An expression with the effects of `expression`, and any value: constant where it has no effects. */
export function ignoreValue(expression: Expression, level: number): Expression {
  if (annotationOf(expression, level).pure) return constant(true);
  switch (expression.kind) {
    case 'not':
      return ignoreValue(expression.child, level);
    case 'and':
    case 'or':
    case 'comma': {
      const kept = [...expression.children];
      // What precedes a pure end may become the end.
      while (kept.length > 0 && annotationOf(kept.at(-1)!, level).pure) kept.pop();
      if (kept.length > 0) kept.push(ignoreValue(kept.pop()!, level));
      return rebuild(expression, kept);
    }
    default:
      return expression;
  }
}

function rebuild(expression: Junction, kept: readonly Expression[]): Expression {
  if (kept.length === expression.children.length && kept.every((child, i) => child === expression.children[i])) {
    return expression;
  }
  return junction(expression.kind, kept, expression.spans);
}
