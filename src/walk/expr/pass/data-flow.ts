/**
 * Pass: follow what is known of an entry through the expression, and put constants where a test's answer is known.
 *
 * Each leaf turns the facts before it into those after it was true and after it was false; operators connect them. No facts left after
 * true means that it is always false, and the other way round: a pure leaf becomes a constant, an impure one is only marked.
 * Facts before everything impure are joined in `PassContext.impure`: below what they say nothing can have an effect. REFERENCE.md 15.3.
 */

import { DT } from '../../../ioq/layout.ts';
import { annotationOf } from '../annotate.ts';
import { constant, type Expression, type Junction, type Leaf, type TestNode } from '../ast.ts';
import {
  ANYTHING,
  excludeRange,
  type Facts,
  joinFacts,
  type KnownFacts,
  narrowPath,
  narrowRange,
  narrowTruth,
  narrowTypes,
  type Range,
  rangeOf,
  type TruthName,
} from '../facts.ts';
import { ANY_PATH } from '../path-bound.ts';
import type { SizeComparison } from '../value/size.ts';
import type { NamelessId, PassContext } from './pass.ts';
import { junction } from './rewrite.ts';

interface Flow {
  readonly expression: Expression;
  readonly afterTrue: Facts;
  readonly afterFalse: Facts;
}

export function followData(expression: Expression, context: PassContext): Expression {
  context.impure = null;
  const flow = follow(expression, context.before, context);
  context.afterFalse = flow.afterFalse;
  return flow.expression;
}

function follow(expression: Expression, before: Facts, context: PassContext): Flow {
  switch (expression.kind) {
    case 'not': {
      const child = follow(expression.child, before, context);
      const same = child.expression === expression.child;
      const negated = same ? expression : { ...expression, child: child.expression };
      return { expression: negated, afterTrue: child.afterFalse, afterFalse: child.afterTrue };
    }
    case 'and':
    case 'or':
      return followShortCircuit(expression, before, context);
    case 'comma':
      return followComma(expression, before, context);
    default:
      return followLeaf(expression, before, context);
  }
}

function followShortCircuit(expression: Junction, before: Facts, context: PassContext): Flow {
  const isAnd = expression.kind === 'and';
  const children: Expression[] = [];
  let goingOn = before;
  let ended: Facts = null;
  for (const child of expression.children) {
    const flow = follow(child, goingOn, context);
    children.push(flow.expression);
    ended = joinFacts(ended, isAnd ? flow.afterFalse : flow.afterTrue);
    goingOn = isAnd ? flow.afterTrue : flow.afterFalse;
  }
  const result = rebuild(expression, children);
  return isAnd
    ? { expression: result, afterTrue: goingOn, afterFalse: ended }
    : { expression: result, afterTrue: ended, afterFalse: goingOn };
}

function followComma(expression: Junction, before: Facts, context: PassContext): Flow {
  const children: Expression[] = [];
  let afterTrue = before;
  let afterFalse: Facts = null;
  for (const child of expression.children) {
    const flow = follow(child, joinFacts(afterTrue, afterFalse), context);
    children.push(flow.expression);
    ({ afterTrue, afterFalse } = flow);
  }
  return { expression: rebuild(expression, children), afterTrue, afterFalse };
}

function rebuild(expression: Junction, children: readonly Expression[]): Expression {
  if (children.every((child, i) => child === expression.children[i])) return expression;
  return junction(expression.kind, children, expression.spans);
}

function followLeaf(leaf: Leaf, before: Facts, context: PassContext): Flow {
  // What is not reached stays: it is cut off where it is known why.
  if (before === null) return { expression: leaf, afterTrue: null, afterFalse: null };
  const { pure, alwaysTrue, alwaysFalse } = annotationOf(leaf, context.level);
  if (!pure) context.impure = joinFacts(context.impure, before);

  const [whenTrue, whenFalse] = transfer(leaf, before, context);
  const afterTrue = alwaysFalse ? null : whenTrue;
  const afterFalse = alwaysTrue ? null : whenFalse;
  const flow = { expression: leaf, afterTrue, afterFalse };
  if (leaf.kind !== 'test' || (afterTrue !== null && afterFalse !== null)) return flow;

  const value = afterFalse === null;
  if (!pure) return leaf.outcome === value ? flow : { ...flow, expression: { ...leaf, outcome: value } };
  // `-name '*'` is said on purpose, and of a pattern that cannot match the parser has warned.
  if (leaf.test !== 'glob' || leaf.glob.constant !== value) context.warn(value ? 'always-true' : 'always-false', leaf);
  return { ...flow, expression: constant(value, leaf) };
}

/** Facts after a leaf was true, and after it was false. */
function transfer(leaf: Leaf, before: KnownFacts, { isNameless }: PassContext): [Facts, Facts] {
  if (leaf.kind === 'test') return [knowOwner(leaf, assumeTrue(leaf, before), isNameless), assumeFalse(leaf, before)];
  const changesFiles = leaf.kind === 'action' && (leaf.action === 'exec' || leaf.action === 'delete');
  const after = changesFiles ? forgetUncached(before) : before;
  return [after, after];
}

/** What a command may have changed and the walk has not kept: all but name, depth, type and status. */
function forgetUncached(facts: KnownFacts): KnownFacts {
  const { hidden } = facts.truths;
  return { ...facts, truths: hidden === undefined ? {} : { hidden }, xtypes: ANYTHING.xtypes };
}

function assumeTrue(leaf: TestNode, before: Facts): Facts {
  switch (leaf.test) {
    case 'depth':
      return narrowRange(before, 'depth', rangeOf(leaf.comparison));
    case 'number':
      return narrowRange(before, leaf.field, rangeOf(leaf.comparison));
    case 'size':
      return narrowRange(before, 'size', rangeOfSize(leaf.size));
    case 'samefile':
      return narrowRange(before, 'inode', { min: leaf.inode, max: leaf.inode, unknown: false });
    case 'type':
      return narrowTypes(before, 'types', leaf.types & ~(1 << DT.unknown));
    case 'xtype':
      return narrowTypes(before, 'xtypes', leaf.types & ~(1 << DT.unknown));
    case 'empty': {
      const facts = narrowTypes(narrowTruth(before, 'empty', true), 'types', (1 << DT.regular) | (1 << DT.directory));
      if (facts === null || facts.types !== 1 << DT.regular) return facts;
      return narrowRange(facts, 'size', { min: 0n, max: 0n, unknown: false });
    }
    case 'glob': {
      if (leaf.glob.constant === false) return null;
      if (leaf.subject === 'link') return narrowTypes(before, 'types', 1 << DT.link);
      if (leaf.subject === 'name') return before;
      const whole = leaf.glob.literal && !leaf.foldCase;
      return narrowPath(before, { prefix: leaf.glob.literalPrefix, whole });
    }
    case 'path-glob':
      return narrowPath(before, { ...ANY_PATH[0]!, descents: [leaf.glob.mayHoldBelow] });
    case 'regex':
      return narrowPath(before, { prefix: leaf.regex.literalPrefix, whole: false });
    default: {
      const name = truthOf(leaf);
      return name === null ? before : narrowTruth(before, name, true);
    }
  }
}

/** Where one owner is left it can be looked up beforehand whether -nouser, or -nogroup, is true of it. */
function knowOwner(leaf: TestNode, facts: Facts, isNameless: NamelessId | undefined): Facts {
  if (facts === null || isNameless === undefined) return facts;
  if (leaf.test !== 'number' || (leaf.field !== 'uid' && leaf.field !== 'gid')) return facts;
  const { min, max, unknown } = facts.ranges[leaf.field];
  if (min !== max || unknown) return facts;
  const nameless = isNameless(leaf.field, Number(min));
  return nameless === null ? facts : narrowTruth(facts, leaf.field === 'uid' ? 'nouser' : 'nogroup', nameless);
}

function assumeFalse(leaf: TestNode, before: Facts): Facts {
  switch (leaf.test) {
    case 'depth':
      return excludeRange(before, 'depth', rangeOf(leaf.comparison));
    case 'number':
      return excludeRange(before, leaf.field, rangeOf(leaf.comparison));
    case 'size':
      return excludeRange(before, 'size', rangeOfSize(leaf.size));
    case 'type':
      return narrowTypes(before, 'types', ~leaf.types | (1 << DT.unknown));
    case 'xtype':
      return narrowTypes(before, 'xtypes', ~leaf.types | (1 << DT.unknown));
    case 'glob':
      return leaf.glob.constant === true && leaf.subject !== 'link' ? null : before;
    default: {
      const name = truthOf(leaf);
      return name === null ? before : narrowTruth(before, name, false);
    }
  }
}

/** Bytes: N units, rounded up, are more than N - 1 and at most N of them. */
function rangeOfSize({ comparison, unitBytes }: SizeComparison): Range {
  const unit = BigInt(unitBytes);
  const { min, max } = rangeOf(comparison);
  return { min: min === 0n ? 0n : (min - 1n) * unit + 1n, max: max * unit, unknown: false };
}

const ACCESS_TRUTHS: Readonly<Record<number, TruthName>> = { 4: 'readable', 2: 'writable', 1: 'executable' };

/** The fact that a test without a value is about. */
function truthOf(leaf: TestNode): TruthName | null {
  switch (leaf.test) {
    case 'access':
      return ACCESS_TRUTHS[leaf.mode] ?? null;
    case 'acl':
    case 'capable':
    case 'empty':
    case 'hidden':
    case 'nogroup':
    case 'nouser':
    case 'sparse':
    case 'xattr':
      return leaf.test;
    default:
      return null;
  }
}
