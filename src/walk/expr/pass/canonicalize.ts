/**
 * Pass: bring an expression into the form that the other passes expect.
 *
 * Options become true, double negations go, `!` is pushed inward by De Morgan's laws until it stands before a leaf (through a comma it
 * reaches the last operand only), nested junctions of one kind become one. The meaning does not change.
 */

import { constant, type Expression } from '../ast.ts';
import { junction } from './rewrite.ts';

export function canonicalize(expression: Expression): Expression {
  switch (expression.kind) {
    case 'not':
      return negate(expression.child, expression.span);
    case 'and':
    case 'or':
    case 'comma':
      return junction(expression.kind, expression.children.map(canonicalize), expression.spans);
    case 'option':
      return { ...constant(true), span: expression.span };
    default:
      return expression;
  }
}

/** The canonical form of `! expression`. */
function negate(expression: Expression, span: Extract<Expression, { kind: 'not' }>['span']): Expression {
  switch (expression.kind) {
    case 'not':
      return canonicalize(expression.child);
    case 'and':
    case 'or': {
      const children = expression.children.map((child) => negate(child, span));
      return junction(expression.kind === 'and' ? 'or' : 'and', children, expression.spans);
    }
    case 'comma': {
      const last = expression.children.length - 1;
      const children = expression.children.map((child, i) => (i === last ? negate(child, span) : canonicalize(child)));
      return junction('comma', children, expression.spans);
    }
    case 'constant':
      return { ...constant(!expression.value), span: expression.span };
    case 'option':
      return { ...constant(false), span: expression.span };
    default:
      return { kind: 'not', child: expression, span };
  }
}
