/**
 * What a walk has to know of an expression before it starts: what to evaluate, where, and what to look up beforehand.
 *
 * `planExpression` optimizes the expressions of a `CommandLine` and derives the `Plan` that walk.ts and the traversal follow.
 * A plan is data and one pure closure; compiling the expressions is a step of its own (compile.ts), for it binds the actions.
 */

import { DT } from '../../ioq/layout.ts';
import type { Matcher } from '../entry.ts';
import { needsOfFormat } from '../format.ts';
import type { Expression, Leaf } from './ast.ts';
import type { CommandLine, Options } from './command-line.ts';
import type { Diagnostic } from './expression-error.ts';
import { optimize } from './optimize.ts';
import { assumeType } from './pass/assume-type.ts';
import { ignoreValue, simplify } from './pass/simplify.ts';
import { findPrimary } from './primaries.ts';
import { ALL_TYPES, compileNeed, needsByType } from './status-need.ts';

export interface Plan {
  /** Evaluated on every entry between the depths; its value is ignored. */
  readonly expression: Expression;
  /** What leaves an entry and all below it out; null where nothing is. Evaluated at every depth, before the main expression. */
  readonly exclude: Expression | null;
  readonly minDepth: number;
  /** Infinity where there is no bound. */
  readonly maxDepth: number;
  /** Bits of DT_* types: the status of these entries will be needed whatever they are called. Not of starting points alone. */
  readonly statusTypes: number;
  /**
   * Of the other entries, which may need their status? Looks at name, path, type and depth; says yes too often rather than no.
   * Null where none of them does.
   */
  readonly mayNeedStatus: Matcher | null;
  /** Bits of DT_* types on which evaluating has any effect. Entries of other types need not be evaluated, only entered. */
  readonly evaluatedTypes: number;
  /** What the optimizer has to say; wanted only where `Options.warn` is. */
  readonly warnings: readonly Diagnostic[];
}

export interface PlanOptions {
  /** Paths are printed in colour, which depends on the status. Default false. */
  readonly colored?: boolean;
}

export function planExpression(commandLine: CommandLine, { colored = false }: PlanOptions = {}): Plan {
  const { options } = commandLine;
  const level = options.optimizeLevel;
  const { expression, exclude } = optimize(commandLine, level);
  const uses = (leaf: Leaf): boolean => usesStatus(leaf) || (colored && printsPath(leaf));

  const { always, sometimes } = needsByType(expression, exclude, uses);
  const statusTypes = always | typesOfTraversal(options);
  const need = compileNeed(expression, exclude, uses);
  return {
    expression,
    exclude,
    minDepth: options.minDepth,
    maxDepth: options.maxDepth,
    statusTypes,
    mayNeedStatus: restrict(need, sometimes & ~statusTypes, ALL_TYPES & ~statusTypes),
    evaluatedTypes: level < 2 ? ALL_TYPES : typesWithEffect(expression, exclude, level),
    warnings: [],
  };
}

/** Types whose status the walk itself needs: what they are, whether they are mount points, whether they were seen. */
function typesOfTraversal({ follow, sameDevice, skipMounts, unique }: Options): number {
  if (skipMounts || unique) return ALL_TYPES;
  let types = 1 << DT.unknown;
  if (follow === 'always') types |= 1 << DT.link;
  if (sameDevice) types |= 1 << DT.directory;
  return types;
}

/** `need`, looked at only for entries of `types`; `others` are all that may come up. */
function restrict(need: Matcher | boolean, types: number, others: number): Matcher | null {
  if (types === 0 || need === false) return null;
  if (need === true) return (entry) => ((types >>> entry.type) & 1) !== 0;
  if (types === others) return need;
  return (entry) => ((types >>> entry.type) & 1) !== 0 && need(entry);
}

/** The row tells, but for formats, whose directives do. */
function usesStatus(leaf: Leaf): boolean {
  if (leaf.kind === 'action' && leaf.action === 'printf') return needsOfFormat(leaf.format).has('status');
  return findPrimary(leaf.primary)!.need === 'status';
}

function printsPath(leaf: Leaf): boolean {
  return leaf.kind === 'action' && (leaf.action === 'print' || leaf.action === 'printf');
}

/** The expression is reduced as if every entry were of one type; where that leaves no effect, such entries need no evaluation. */
function typesWithEffect(expression: Expression, exclude: Expression | null, level: number): number {
  const hasEffect = (part: Expression | null, type: number): boolean =>
    part !== null && ignoreValue(simplify(assumeType(part, type), level), level).kind !== 'constant';

  let types = 0;
  for (const type of Object.values(DT)) {
    if (type === DT.unknown) continue;
    // What is excluded is not entered: for directories the value counts as well.
    const excludes = exclude !== null && type === DT.directory;
    if (excludes || hasEffect(expression, type) || hasEffect(exclude, type)) types |= 1 << type;
  }
  return types === 0 ? 0 : types | (1 << DT.unknown);
}
