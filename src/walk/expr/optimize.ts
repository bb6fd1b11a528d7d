/**
 * The optimizer: a list of passes, run over the exclusion and then over the main expression, in up to three rounds.
 *
 * In: expressions as parsed, depths, the level. Out: expressions with the same effects, and what was learnt: at which depths
 * and below which paths they can have any. Each pass is a function in pass/ and knows nothing of the others; `PASSES` says from which level
 * and round it runs. Facts after the exclusion was false are the facts before the main expression. Only the first round may warn:
 * later ones see what the user has not written. REFERENCE.md 15.
 */

import { type Expression, spansOf } from './ast.ts';
import { type Diagnostic, diagnose } from './expression-error.ts';
import { ANYTHING, type Facts, joinFacts, narrowRange } from './facts.ts';
import { canonicalize } from './pass/canonicalize.ts';
import { followData } from './pass/data-flow.ts';
import type { NamelessId, Pass, PassContext } from './pass/pass.ts';
import { reorder } from './pass/reorder.ts';
import { simplify } from './pass/simplify.ts';

/** In the order in which they run. */
const PASSES: readonly Pass[] = [
  { name: 'canonicalize', level: 1, round: 0, run: canonicalize },
  { name: 'reorder', level: 3, round: 1, run: reorder },
  { name: 'data flow', level: 2, round: 0, run: followData },
  { name: 'simplify', level: 1, round: 0, run: simplify },
];

const ROUNDS = 3;

/** Stands for no bound: no tree is as deep. */
const DEEPEST = 2n ** 40n;

export interface Optimizable {
  readonly expression: Expression;
  readonly exclude: Expression | null;
  readonly minDepth: number;
  readonly maxDepth: number;
  /** To know of the one owner that is left whether it has a name; absent: nobody is asked. */
  readonly isNameless?: NamelessId;
}

export interface Optimized {
  readonly expression: Expression;
  readonly exclude: Expression | null;
  /** Facts that hold wherever the expressions have an effect; null where they have none. */
  readonly effects: Facts;
  readonly warnings: readonly Diagnostic[];
}

/** Told after each pass, for -D opt. */
export type PassTrace = (name: string, expression: Expression) => void;

export function optimize(parsed: Optimizable, level: number, trace?: PassTrace): Optimized {
  const { expression, exclude, minDepth, maxDepth, isNameless } = parsed;
  const warnings: Diagnostic[] = [];
  const outside: Outside = {
    level,
    warnings,
    ...(isNameless !== undefined && { isNameless }),
    ...(trace !== undefined && { trace }),
  };
  const visited = narrowRange(ANYTHING, 'depth', { min: 0n, max: depthOf(maxDepth), unknown: false });
  const first = exclude === null ? null : runPasses(exclude, visited, false, outside);

  const admitted = first === null || level < 2 ? visited : first.context.afterFalse;
  const evaluated = narrowRange(admitted, 'depth', { min: BigInt(minDepth), max: depthOf(maxDepth), unknown: false });
  const main = runPasses(expression, evaluated, true, outside);

  const effects = level < 2 ? evaluated : joinFacts(main.context.impure, first?.context.impure ?? null);
  if (level >= 2 && effects === null) warnings.push(diagnose('warning', 'nothing-to-do', [], []));
  return { expression: main.expression, exclude: first?.expression ?? null, effects, warnings };
}

function depthOf(depth: number): bigint {
  return depth === Number.POSITIVE_INFINITY ? DEEPEST : BigInt(depth);
}

/** What all passes over both expressions have in common. */
interface Outside extends Pick<PassContext, 'level' | 'isNameless'> {
  readonly warnings: Diagnostic[];
  readonly trace?: PassTrace;
}

function runPasses(
  expression: Expression,
  before: Facts,
  valueIgnored: boolean,
  { warnings, trace, ...common }: Outside,
): { readonly expression: Expression; readonly context: PassContext } {
  let round = 0;
  const { level } = common;
  const context: PassContext = {
    ...common,
    valueIgnored,
    before,
    impure: null,
    afterFalse: before,
    warn: (code, part) => {
      if (round > 0 || level < 2) return;
      const spans = spansOf(part);
      if (spans.length > 0) warnings.push(diagnose('warning', code, spans, []));
    },
  };
  let current = expression;
  for (; round < ROUNDS; round++) {
    const start = current;
    for (const pass of PASSES) {
      if (level < pass.level || round < pass.round) continue;
      current = pass.run(current, context);
      trace?.(pass.name, current);
    }
    // All passes have run and found nothing.
    if (round > 0 && current === start) break;
  }
  return { expression: current, context };
}
