/**
 * What follows from an expression without running it: purity, constancy, cost, probability, whether it may stop the walk.
 *
 * `annotationOf` derives it bottom-up from the leaves' rows in the table and, where a value tells more (a literal glob, a type, an exact
 * size), from the value. Nodes are immutable, so an annotation is kept beside its node and never goes stale. An expression that
 * never returns (-quit) is both always true and always false: whatever would come after it is not evaluated.
 * The figures are those of REFERENCE.md 15.4.
 */

import { DT } from '../../ioq/layout.ts';
import type { Expression, Leaf } from './ast.ts';
import { findPrimary } from './primaries.ts';

export interface Annotation {
  /** It has no effect but its value. */
  readonly pure: boolean;
  readonly alwaysTrue: boolean;
  readonly alwaysFalse: boolean;
  /** Evaluating it may set `Verdict.stopped`. */
  readonly mayStop: boolean;
  /** What one evaluation costs, in units of a cheap test's 40. */
  readonly cost: number;
  /** How often it is true, 0 to 1. */
  readonly probability: number;
}

const TYPE_PROBABILITY: ReadonlyMap<number, number> = new Map([
  [DT.block, 0.000_072_118_3],
  [DT.char, 0.000_037_782_1],
  [DT.directory, 0.114_475],
  [DT.regular, 0.859_772],
  [DT.link, 0.025_650_6],
  [DT.fifo, 0.000_000_625],
  [DT.socket, 0.000_025_868_7],
]);

/** At level 4 tests count as pure whose only effect is that they may fail. */
const exact = new WeakMap<Expression, Annotation>();
const bold = new WeakMap<Expression, Annotation>();

/** @param level - The level of optimization, 0 to 4. */
export function annotationOf(expression: Expression, level = 3): Annotation {
  const known = level >= 4 ? bold : exact;
  let annotation = known.get(expression);
  if (annotation === undefined) {
    annotation = annotate(expression, level);
    known.set(expression, annotation);
  }
  return annotation;
}

/** Nothing after it is evaluated. */
export function neverReturns(annotation: Annotation): boolean {
  return annotation.alwaysTrue && annotation.alwaysFalse;
}

function annotate(expression: Expression, level: number): Annotation {
  switch (expression.kind) {
    case 'not': {
      const child = annotationOf(expression.child, level);
      return {
        ...child,
        alwaysTrue: child.alwaysFalse,
        alwaysFalse: child.alwaysTrue,
        probability: 1 - child.probability,
      };
    }
    case 'and':
    case 'or':
      return annotateShortCircuit(expression.children, expression.kind === 'and', level);
    case 'comma':
      return annotateComma(expression.children, level);
    default:
      return annotateLeaf(expression, level);
  }
}

/** `goOn` is the value after which the next child is evaluated: true for and, false for or. */
function annotateShortCircuit(children: readonly Expression[], goOn: boolean, level: number): Annotation {
  let pure = true;
  let mayStop = false;
  let alwaysGoesOn = true;
  let alwaysEnds = false;
  let cost = 0;
  let reached = 1;
  for (const child of children) {
    const annotation = annotationOf(child, level);
    pure &&= annotation.pure;
    mayStop ||= annotation.mayStop;
    alwaysGoesOn &&= goOn ? annotation.alwaysTrue : annotation.alwaysFalse;
    alwaysEnds ||= goOn ? annotation.alwaysFalse : annotation.alwaysTrue;
    cost += reached * annotation.cost;
    reached *= goOn ? annotation.probability : 1 - annotation.probability;
    if (neverReturns(annotation)) break;
  }
  return {
    pure,
    mayStop,
    alwaysTrue: goOn ? alwaysGoesOn : alwaysEnds,
    alwaysFalse: goOn ? alwaysEnds : alwaysGoesOn,
    cost,
    probability: goOn ? reached : 1 - reached,
  };
}

function annotateComma(children: readonly Expression[], level: number): Annotation {
  let cost = 0;
  let pure = true;
  let mayStop = false;
  for (const child of children) {
    const annotation = annotationOf(child, level);
    cost += annotation.cost;
    pure &&= annotation.pure;
    mayStop ||= annotation.mayStop;
    if (neverReturns(annotation)) return { ...annotation, pure, cost, mayStop };
  }
  const last = annotationOf(children.at(-1)!, level);
  return { ...last, pure, cost, mayStop };
}

function annotateLeaf(leaf: Leaf, level: number): Annotation {
  const row = findPrimary(leaf.primary)!;
  const probability = leaf.outcome === undefined ? probabilityOf(leaf, row.probability) : Number(leaf.outcome);
  const annotation: Annotation = {
    pure: row.pure,
    alwaysTrue: leaf.outcome === true,
    alwaysFalse: leaf.outcome === false,
    mayStop: false,
    cost: row.cost,
    probability,
  };
  switch (leaf.kind) {
    case 'constant':
      return { ...annotation, pure: true, alwaysTrue: leaf.value, alwaysFalse: !leaf.value, probability: Number(leaf.value) };
    case 'option':
      return { ...annotation, pure: true, alwaysTrue: true, alwaysFalse: false, probability: 1 };
    case 'test':
      if (level >= 4 && (leaf.test === 'empty' || leaf.test === 'xtype')) return { ...annotation, pure: true };
      return annotation;
    case 'action':
      return { ...annotation, ...constancyOfAction(leaf, annotation) };
  }
}

function constancyOfAction(leaf: Leaf & { kind: 'action' }, annotation: Annotation): Partial<Annotation> {
  switch (leaf.action) {
    case 'print':
    case 'printf':
    case 'ls':
    case 'record':
    case 'aggregate':
    case 'prune':
      return { alwaysTrue: true };
    case 'exec':
      return leaf.batch ? { alwaysTrue: true, cost: 40, probability: 1 } : { probability: 0.5 };
    case 'explain-ignore':
      return {};
    case 'delete':
      return { alwaysTrue: annotation.alwaysTrue };
    case 'call':
      return { probability: 0.5 };
    case 'quit':
    case 'exit':
      return { alwaysTrue: true, alwaysFalse: true, mayStop: true };
    case 'limit':
      return { alwaysTrue: true, mayStop: true };
  }
}

function probabilityOf(leaf: Leaf, standard: number): number {
  if (leaf.kind !== 'test') return standard;
  switch (leaf.test) {
    case 'glob':
      return leaf.glob.constant === undefined ? (leaf.glob.literal ? 0.1 : standard) : Number(leaf.glob.constant);
    case 'depth':
      // Its row is also the option's, which is always true.
      return 0.5;
    case 'type':
    case 'xtype':
      return probabilityOfTypes(leaf.types);
    case 'size':
      return leaf.size.comparison.sign === '=' ? 0.01 : standard;
    case 'number':
      if (leaf.field === 'inode' && leaf.comparison.sign === '=') return 0.01;
      if (leaf.field === 'links') return includesOne(leaf.comparison) ? 0.99 : 0.01;
      return standard;
    default:
      return standard;
  }
}

function probabilityOfTypes(types: number): number {
  let sum = 0;
  for (const [type, probability] of TYPE_PROBABILITY) if ((types >>> type) & 1) sum += probability;
  return sum;
}

function includesOne({ sign, value }: { readonly sign: '<' | '=' | '>'; readonly value: bigint }): boolean {
  return sign === '<' ? value > 1n : sign === '=' ? value === 1n : value < 1n;
}
