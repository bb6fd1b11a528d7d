/**
 * What a walk has to know of an expression before it starts: what to evaluate, where, and what to look up beforehand.
 *
 * `planExpression` optimizes the expressions of a `CommandLine` and derives the `Plan` that walk.ts and the traversal follow.
 * A plan is data and one pure closure; compiling the expressions is a step of its own (compile.ts), for it binds the actions.
 */

import type { EntryClause } from '../../ioq/entry-filter.ts';
import { DT } from '../../ioq/layout.ts';
import type { Matcher } from '../entry.ts';
import { needsOfFormat } from '../format.ts';
import { type Expression, type Leaf, someLeaf } from './ast.ts';
import type { CommandLine, Options } from './command-line.ts';
import { mayDeleteLater } from './delete-later.ts';
import { filterOf } from './entry-filter.ts';
import type { Diagnostic } from './expression-error.ts';
import type { Facts } from './facts.ts';
import { optimize, type PassTrace } from './optimize.ts';
import { assumeType } from './pass/assume-type.ts';
import { type NamelessId, quietContext } from './pass/pass.ts';
import { simplify } from './pass/simplify.ts';
import { compileMayDescend, type MayDescend } from './path-bound.ts';
import { findPrimary } from './primaries.ts';
import { ALL_TYPES, compileNeed, needsByType } from './status-need.ts';

/** From here on directories in which nothing can have an effect are not opened. */
const BOUND_LEVEL = 3;

/** From here on what can be observed may change in more than errors. */
const BOLD_LEVEL = 4;

/** What -printf prints in the colour of the entry; `%h` is in that of directories, `%l` in that of something else. */
const TINTED_DIRECTIVES = ['p', 'f', 'H', 'P'];

/** Deeper than any tree: no bound. */
const MOST_DEPTH = 2n ** 31n;

export interface Plan {
  /** Evaluated on every entry between the depths; its value is ignored. */
  readonly expression: Expression;
  /** What leaves an entry and all below it out; null where nothing is. Evaluated at every depth, before the main expression. */
  readonly exclude: Expression | null;
  readonly minDepth: number;
  /** Infinity where there is no bound. From level 3 not deeper than anything can have an effect. */
  readonly maxDepth: number;
  /**
   * Can anything below a directory have an effect? From the fixed beginnings of patterns. False: it need not be opened.
   * Null where every directory has to be.
   */
  readonly mayDescend: MayDescend | null;
  /** Bits of DT_* types: the status of these entries will be needed whatever they are called. Not of starting points alone. */
  readonly statusTypes: number;
  /**
   * Of the other entries, which may need their status? Looks at name, path, type and depth; says yes too often rather than no.
   * Null where none of them does.
   */
  readonly mayNeedStatus: Matcher | null;
  /** Bits of DT_* types on which evaluating has any effect. Entries of other types need not be evaluated, only entered. */
  readonly evaluatedTypes: number;
  /** Clauses, one of which every entry meets that evaluating has any effect on; null where all may. Not of what is excluded. */
  readonly filter: readonly EntryClause[] | null;
  /** What -delete removes may go later than it is evaluated: until its directory's turn comes, nothing could tell. */
  readonly deletesLater: boolean;
  /** The type of an entry is tested or shown, not only asked for the walk's own sake. */
  readonly looksAtType: boolean;
  /** What the optimizer has to say; wanted only where `Options.warn` is. */
  readonly warnings: readonly Diagnostic[];
}

export interface ColoredPaths {
  /** Bits of the DT_* types whose colour depends on the status. */
  readonly statusTypes: number;
  /** Is the stream of this number coloured? */
  isColored(output: number): boolean;
}

export interface PlanOptions {
  /** Paths are printed in colour, which may depend on the status. */
  readonly colored?: ColoredPaths | null;
  /** Told of the expressions after each pass of the optimizer, for -D opt. */
  readonly trace?: PassTrace;
  /** Has an owner no name? For -nouser and -nogroup of files whose owner the expression knows. */
  readonly isNameless?: NamelessId;
}

export function planExpression(commandLine: CommandLine, { colored = null, trace, isNameless }: PlanOptions = {}): Plan {
  const { options } = commandLine;
  const level = options.optimizeLevel;
  const { minDepth, maxDepth } = options;
  const names = isNameless !== undefined && looksUpOwners(commandLine.expression) ? { isNameless } : {};
  const parsed = { expression: commandLine.expression, exclude: commandLine.exclude, minDepth, maxDepth, ...names };
  const { expression, exclude, effects, warnings } = optimize(parsed, level, trace);
  const uses = (leaf: Leaf): number => {
    if (usesStatus(leaf) || (options.order?.needsStatus && isSorted(leaf))) return ALL_TYPES;
    return colored !== null && printsPath(leaf, colored) ? colored.statusTypes : 0;
  };

  const showsType = (leaf: Leaf): boolean => usesType(leaf) || (colored !== null && printsPath(leaf, colored));

  const { always, sometimes } = needsByType(expression, exclude, uses);
  const statusTypes = always | typesOfTraversal(options);
  const uncertain = sometimes & ~statusTypes;
  const evaluatedTypes = level < 2 ? ALL_TYPES : typesWithEffect(expression, exclude, level);
  return {
    expression,
    exclude,
    ...boundWalk(options, effects),
    statusTypes,
    mayNeedStatus: uncertain === 0 ? null : restrict(compileNeed(expression, exclude, uses), uncertain, ALL_TYPES & ~statusTypes),
    evaluatedTypes,
    looksAtType: someLeaf(expression, showsType) || (exclude !== null && someLeaf(exclude, showsType)),
    filter: level < 2 || exclude !== null ? null : filterOf(expression, evaluatedTypes),
    deletesLater: options.postOrder && options.follow !== 'always' && mayDeleteLater(expression, exclude),
    warnings,
  };
}

/** Is there a test that a name answers beforehand, and no command that might add a name meanwhile? */
function looksUpOwners(expression: Expression): boolean {
  const asksNames = (leaf: Leaf): boolean => leaf.kind === 'test' && (leaf.test === 'nouser' || leaf.test === 'nogroup');
  return someLeaf(expression, asksNames) && !someLeaf(expression, (leaf) => leaf.kind === 'action' && leaf.action === 'exec');
}

/**
 * Where the walk has to go at all.
 *
 * Not opening a directory leaves its errors unreported, which is allowed from level 3. It must not change what else is seen: under
 * -depth an unopened directory would be visited earlier, and under -unique a file be met first by another path.
 */
function boundWalk(options: Options, effects: Facts): Pick<Plan, 'minDepth' | 'maxDepth' | 'mayDescend'> {
  const { optimizeLevel: level, minDepth, maxDepth } = options;
  if (effects === null) return { minDepth, maxDepth: level >= BOLD_LEVEL ? 0 : maxDepth, mayDescend: null };
  const { min, max } = effects.ranges.depth;
  const mayBound = level >= BOLD_LEVEL || (level >= BOUND_LEVEL && !options.postOrder && !options.unique);
  return {
    minDepth: level >= 2 ? Math.max(minDepth, Number(min)) : minDepth,
    maxDepth: mayBound ? Math.min(maxDepth, max > MOST_DEPTH ? Number.POSITIVE_INFINITY : Number(max)) : maxDepth,
    mayDescend: mayBound ? compileMayDescend(effects.path) : null,
  };
}

/** Types whose status the walk itself needs: what they are, whether they are mount points, whether they were seen. */
function typesOfTraversal({ follow, sameDevice, skipMounts, unique }: Options): number {
  if (skipMounts || unique) return ALL_TYPES;
  let types = 1 << DT.unknown;
  if (follow === 'always') types |= (1 << DT.link) | (1 << DT.directory);
  if (sameDevice) types |= 1 << DT.directory;
  return types;
}

/** `need`, looked at only for entries of `types`; `others` are all that may come up. */
function restrict(need: Matcher | boolean, types: number, others: number): Matcher | null {
  if (need === false) return null;
  if (need === true) return (entry) => ((types >>> entry.type) & 1) !== 0;
  if (types === others) return need;
  return (entry) => ((types >>> entry.type) & 1) !== 0 && need(entry);
}

/** The row tells, but for formats, records and aggregates, which may look at less. */
function usesStatus(leaf: Leaf): boolean {
  if (leaf.kind === 'action' && leaf.action === 'printf') return needsOfFormat(leaf.format).has('status');
  if (leaf.kind === 'action' && leaf.action === 'record') return leaf.needsStatus && leaf.aggregation?.wanted !== true;
  if (leaf.kind === 'action' && leaf.action === 'aggregate') return leaf.measure !== 'count' || leaf.aggregation.by === 'user';
  return findPrimary(leaf.primary)!.need === 'status';
}

/** Does its value, or what it prints, depend on the type? What depends on the status has that from there. */
function usesType(leaf: Leaf): boolean {
  if (leaf.kind === 'test') return leaf.test === 'type' || leaf.test === 'xtype' || leaf.test === 'empty';
  if (leaf.kind !== 'action') return false;
  if (leaf.action === 'printf') return needsOfFormat(leaf.format).has('type');
  return leaf.action === 'record' || leaf.action === 'aggregate';
}

/** Is what it prints of an entry put in order? */
function isSorted(leaf: Leaf): boolean {
  return leaf.kind === 'action' && 'output' in leaf && leaf.action !== 'aggregate';
}

/** Does it print something in the colour of the entry? */
function printsPath(leaf: Leaf, { isColored }: ColoredPaths): boolean {
  if (leaf.kind !== 'action') return false;
  if (leaf.action === 'print') return leaf.form === 'line' && isColored(leaf.output);
  return (
    leaf.action === 'printf' &&
    isColored(leaf.output) &&
    leaf.format.some((piece) => piece.kind === 'text' && TINTED_DIRECTIVES.includes(piece.directive))
  );
}

/** The expression is reduced as if every entry were of one type; where that leaves no effect, such entries need no evaluation. */
function typesWithEffect(expression: Expression, exclude: Expression | null, level: number): number {
  const hasEffect = (part: Expression | null, type: number): boolean =>
    part !== null && simplify(assumeType(part, type), quietContext(level, true)).kind !== 'constant';

  if (!dependsOnType(expression) && exclude === null) {
    return hasEffect(expression, DT.regular) ? ALL_TYPES : 0;
  }
  let types = 0;
  for (const type of Object.values(DT)) {
    if (type === DT.unknown) continue;
    // What is excluded is not entered: for directories the value counts as well.
    const excludes = exclude !== null && type === DT.directory;
    if (excludes || hasEffect(expression, type) || hasEffect(exclude, type)) types |= 1 << type;
  }
  return types === 0 ? 0 : types | (1 << DT.unknown);
}

function dependsOnType(expression: Expression): boolean {
  return someLeaf(
    expression,
    (leaf) => (leaf.kind === 'test' && leaf.test === 'type') || (leaf.kind === 'action' && leaf.action === 'prune'),
  );
}
