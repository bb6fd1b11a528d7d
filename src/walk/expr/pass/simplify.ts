/**
 * Pass: leave out what cannot matter to the value of an expression, or to its effects where nobody looks at the value.
 *
 * True in an and, false in an or, and everything after a child that decides the junction or never returns. From level 2 also what has no
 * effect and whose value is not looked at: operands of a comma but the last, what comes right before a constant that decides,
 * and what the whole expression ends with. The user is told of what is left out, as unreachable or ignored.
 */

import { annotationOf, neverReturns } from '../annotate.ts';
import { constant, type Expression, type Junction, someLeaf, spansOf } from '../ast.ts';
import type { PassContext } from './pass.ts';
import { junction, rewriteChildren } from './rewrite.ts';

export function simplify(expression: Expression, context: PassContext): Expression {
  const simpler = simplifyValue(expression, context);
  return context.valueIgnored && context.level >= 2 ? ignoreValue(simpler, context) : simpler;
}

/** The same effects and the same value. */
function simplifyValue(expression: Expression, context: PassContext): Expression {
  const simpler = rewriteChildren(expression, (child) => simplifyValue(child, context));
  switch (simpler.kind) {
    case 'not':
      return simpler.child.kind === 'constant' ? constant(!simpler.child.value, simpler.child) : simpler;
    case 'and':
      return simplifyShortCircuit(simpler, true, context);
    case 'or':
      return simplifyShortCircuit(simpler, false, context);
    case 'comma':
      return simplifyComma(simpler, context);
    default:
      return simpler;
  }
}

/** `goOn`: the value after which the next child is evaluated. */
function simplifyShortCircuit(expression: Junction, goOn: boolean, context: PassContext): Expression {
  const { children } = expression;
  let kept: Expression[] = [];
  for (const [i, child] of children.entries()) {
    if (child.kind === 'constant' && child.value === goOn) continue;
    kept.push(child);
    const { alwaysTrue, alwaysFalse } = annotationOf(child, context.level);
    if (goOn ? !alwaysFalse : !alwaysTrue) continue;
    warnUnreachable(expression, children.slice(i + 1), context);
    break;
  }
  if (context.level >= 2 && kept.at(-1)?.kind === 'constant') kept = dropBeforeConstant(expression, kept, context);
  return rebuild(expression, kept);
}

/** Nothing depends on the value of what comes right before a constant that decides. */
function dropBeforeConstant(expression: Junction, children: readonly Expression[], context: PassContext): Expression[] {
  const last = children.at(-1)!;
  const before = children.slice(0, -1);
  warnIgnored(asWritten(expression, popPure(before, context)), context);
  return [...before, last];
}

function simplifyComma(expression: Junction, context: PassContext): Expression {
  const { children } = expression;
  const kept: Expression[] = [];
  for (const [i, child] of children.entries()) {
    const isLast = i === children.length - 1;
    const used = isLast || context.level < 2 ? child : ignoreValue(child, context);
    if (isLast || used.kind !== 'constant') kept.push(used);
    if (!neverReturns(annotationOf(used, context.level))) continue;
    warnUnreachable(expression, children.slice(i + 1), context);
    break;
  }
  return rebuild(expression, kept);
}

/** An expression with the effects of `expression`, and any value: constant where it has none. */
export function ignoreValue(expression: Expression, context: PassContext): Expression {
  if (annotationOf(expression, context.level).pure) {
    warnIgnored(expression, context);
    return constant(true);
  }
  switch (expression.kind) {
    case 'not':
      return ignoreValue(expression.child, context);
    case 'and':
    case 'or':
    case 'comma': {
      const kept = [...expression.children];
      warnIgnored(asWritten(expression, popPure(kept, context)), context);
      kept.push(ignoreValue(kept.pop()!, context));
      return rebuild(expression, kept);
    }
    default:
      return expression;
  }
}

/** Take the pure ones off the end. What precedes them may be the end then. */
function popPure(children: Expression[], { level }: PassContext): Expression[] {
  const popped: Expression[] = [];
  while (children.length > 0 && annotationOf(children.at(-1)!, level).pure) popped.unshift(children.pop()!);
  return popped;
}

/** Only tests are worth a word: constants and options are ignored on purpose. */
function warnIgnored(ignored: Expression, context: PassContext): void {
  if (someLeaf(ignored, (leaf) => leaf.kind === 'test')) context.warn('result-ignored', ignored);
}

/** Constants are not worth a word, nor are options, which hold wherever they stand. */
function warnUnreachable(expression: Junction, children: readonly Expression[], context: PassContext): void {
  const lost = children.filter((child) => child.kind !== 'constant');
  if (lost.length > 0) context.warn('unreachable', asWritten(expression, lost));
}

/** Some neighbours among the children, with the operators that were written between them. */
function asWritten(expression: Junction, children: readonly Expression[]): Junction {
  const places = children.flatMap(spansOf);
  const first = Math.min(...places.map(({ start }) => start));
  const last = Math.max(...places.map(({ end }) => end));
  return { ...expression, children, spans: expression.spans.filter(({ start }) => first < start && start < last) };
}

function rebuild(expression: Junction, kept: readonly Expression[]): Expression {
  if (kept.length === expression.children.length && kept.every((child, i) => child === expression.children[i])) {
    return expression;
  }
  return junction(expression.kind, kept, expression.spans);
}
