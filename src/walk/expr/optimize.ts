/**
 * The optimizer: a list of passes, run over the exclusion and the main expression until nothing changes.
 *
 * In: expressions as parsed and the level, 0 to 4. Out: expressions with the same effects. Each pass is a function in pass/ and
 * knows nothing of the others; `PASSES` says from which level it runs. The value of the main expression is not looked at by anybody,
 * that of the exclusion is. Levels are explained in REFERENCE.md 15.1.
 */

import type { Expression } from './ast.ts';
import { canonicalize } from './pass/canonicalize.ts';
import { ignoreValue, simplify } from './pass/simplify.ts';

interface Pass {
  readonly name: string;
  /** The lowest level at which it runs. */
  readonly level: number;
  run(expression: Expression, level: number, valueIgnored: boolean): Expression;
}

/** In the order in which they run. */
const PASSES: readonly Pass[] = [
  { name: 'canonicalize', level: 1, run: canonicalize },
  { name: 'simplify', level: 1, run: simplify },
  {
    name: 'ignore the value',
    level: 2,
    run: (expression, level, valueIgnored) => (valueIgnored ? ignoreValue(expression, level) : expression),
  },
];

/** One round may uncover work for the next; more than three do not. */
const MAX_ROUNDS = 3;

export interface Optimized {
  readonly expression: Expression;
  readonly exclude: Expression | null;
}

export function optimize({ expression, exclude }: Optimized, level: number): Optimized {
  return {
    expression: runPasses(expression, level, true),
    exclude: exclude === null ? null : runPasses(exclude, level, false),
  };
}

function runPasses(expression: Expression, level: number, valueIgnored: boolean): Expression {
  let current = expression;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current;
    for (const pass of PASSES) {
      if (level >= pass.level) current = pass.run(current, level, valueIgnored);
    }
    if (current === before) break;
  }
  return current;
}
