/**
 * Rewrite an expression for entries of one known type: its tests on the type become constants, -prune without a directory too.
 *
 * Not one of the optimizer's passes: plan.ts uses it to find out what an expression comes to for each type.
 */

import { DT } from '../../../ioq/layout.ts';
import { constant, type Expression } from '../ast.ts';
import { rewriteChildren } from './rewrite.ts';

/** @param type - A DT_* other than unknown. */
export function assumeType(expression: Expression, type: number): Expression {
  if (expression.kind === 'test' && expression.test === 'type') {
    return constant(((expression.types >>> type) & 1) !== 0, expression);
  }
  if (expression.kind === 'action' && expression.action === 'prune' && type !== DT.directory) {
    return constant(true, expression);
  }
  return rewriteChildren(expression, (child) => assumeType(child, type));
}
