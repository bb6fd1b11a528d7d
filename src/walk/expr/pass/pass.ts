/**
 * What a pass of the optimizer is given: the level, what it may assume, and whom to tell.
 *
 * A pass is a function from expression to expression that keeps the effects, and the value unless `valueIgnored`. Passes share nothing
 * but this; the driver is in optimize.ts.
 */

import type { Expression } from '../ast.ts';
import type { MessageCode, MessageParameters } from '../expression-error.ts';
import { ANYTHING, type Facts } from '../facts.ts';

/** Codes of warnings that speak of an expression and nothing else. */
export type ExpressionWarning = {
  [Code in MessageCode]: MessageParameters[Code] extends readonly [] ? Code : never;
}[MessageCode];

/** Has an id of a user or a group no name? Null where that cannot be found out. */
export type NamelessId = (field: 'uid' | 'gid', id: number) => boolean | null;

export interface PassContext {
  readonly level: number;
  /** Absent where it is not to be asked. */
  readonly isNameless?: NamelessId;
  /** Nobody looks at the value of the whole expression. */
  readonly valueIgnored: boolean;
  /** What is known before it is evaluated. */
  readonly before: Facts;
  /** What is known wherever something with an effect is reached. Widened by the data flow. */
  impure: Facts;
  /** What is known after it was false. Set by the data flow. */
  afterFalse: Facts;
  /** Say something about a part, in the user's words. */
  warn(code: ExpressionWarning, part: Expression): void;
}

export interface Pass {
  readonly name: string;
  /** The lowest level at which it runs. */
  readonly level: number;
  /** The first round in which it runs, from 0. */
  readonly round: number;
  run(expression: Expression, context: PassContext): Expression;
}

/** A context for a pass that is run by itself: nothing is known, nobody is told. */
export function quietContext(level: number, valueIgnored: boolean): PassContext {
  return { level, valueIgnored, before: ANYTHING, impure: null, afterFalse: ANYTHING, warn: () => {} };
}
