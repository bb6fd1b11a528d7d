/**
 * When an evaluation reads an entry's status: for which types never, always or sometimes, and a cheap test for the last.
 *
 * An entry's type is known before its status is. So the expression is evaluated symbolically for each type (`needsByType`), with
 * the tests on the type decided and everything else open. Where that leaves it open, `compileNeed` makes a closure from the tests
 * that look at name, path, type and depth alone: it may say yes too often, never no too often. REFERENCE.md 1.10.
 */

import { DT } from '../../ioq/layout.ts';
import type { Entry, Matcher } from '../entry.ts';
import { annotationOf } from './annotate.ts';
import { type Expression, type Leaf, someLeaf } from './ast.ts';
import { compileDepthTest, compileGlobTest, compilePathGlobTest, matchHidden } from './primary/path.ts';
import { compileRegexTest } from './primary/regex.ts';
import { compileType } from './primary/type.ts';

/** Lists of more operands are walked by a loop, not by closures within closures. */
const MOST_NESTED = 8;

/** Every type an entry can have, as bits. */
export const ALL_TYPES: number = Object.values(DT).reduce<number>((mask, type) => mask | (1 << type), 0);

/** Bits of the types for which a leaf looks at the status. */
export type StatusUse = (leaf: Leaf) => number;

type Often = 0 | 1 | 2;
const NEVER: Often = 0;
const SOMETIMES: Often = 1;
const ALWAYS: Often = 2;

interface Forecast {
  readonly need: Often;
  /** The value, where it is the same for every entry of the type. */
  readonly value: boolean | undefined;
}

/** Bits of types for which an evaluation always, or sometimes, reads the status. */
export interface NeedsByType {
  readonly always: number;
  readonly sometimes: number;
}

/** @param exclude - Evaluated first; where it is true the main expression is not evaluated. */
export function needsByType(expression: Expression, exclude: Expression | null, uses: StatusUse): NeedsByType {
  let always = 0;
  let sometimes = 0;
  const mayNeed = (leaf: Leaf): boolean => uses(leaf) !== 0 || (leaf.kind === 'test' && leaf.test === 'empty');
  if (!someLeaf(expression, mayNeed) && (exclude === null || !someLeaf(exclude, mayNeed))) return { always, sometimes };
  for (const type of Object.values(DT)) {
    const parts = exclude === null ? [expression] : [exclude, expression];
    const { need } = forecastUntil(parts, true, type, uses);
    if (need === ALWAYS) always |= 1 << type;
    if (need === SOMETIMES) sometimes |= 1 << type;
  }
  return { always, sometimes };
}

function forecast(expression: Expression, type: number, uses: StatusUse): Forecast {
  switch (expression.kind) {
    case 'not': {
      const child = forecast(expression.child, type, uses);
      return { need: child.need, value: child.value === undefined ? undefined : !child.value };
    }
    case 'and':
      return forecastUntil(expression.children, false, type, uses);
    case 'or':
      return forecastUntil(expression.children, true, type, uses);
    case 'comma': {
      const children = expression.children.map((child) => forecast(child, type, uses));
      const need = Math.max(...children.map((child) => child.need)) as Often;
      return { need: need === ALWAYS && annotationOf(expression).mayStop ? SOMETIMES : need, value: children.at(-1)?.value };
    }
    default:
      return forecastLeaf(expression, type, uses);
  }
}

/** Children in order until one has the value `end`. */
function forecastUntil(children: readonly Expression[], end: boolean, type: number, uses: StatusUse): Forecast {
  let need: Often = NEVER;
  let certain = true;
  for (const child of children) {
    const ahead = forecast(child, type, uses);
    const here = certain || ahead.need === NEVER ? ahead.need : SOMETIMES;
    if (here > need) need = here;
    if (ahead.value === end) return { need, value: end };
    if (ahead.value === undefined) certain = false;
  }
  return { need, value: certain ? !end : undefined };
}

function forecastLeaf(leaf: Leaf, type: number, uses: StatusUse): Forecast {
  if (leaf.kind === 'constant') return { need: NEVER, value: leaf.value };
  if (leaf.kind === 'test' && leaf.test === 'type') {
    return { need: NEVER, value: type === DT.unknown ? undefined : ((leaf.types >>> type) & 1) !== 0 };
  }
  if (leaf.kind === 'test' && leaf.test === 'empty') return forecastEmpty(type);
  const { alwaysTrue, alwaysFalse } = annotationOf(leaf);
  const value = alwaysTrue === alwaysFalse ? undefined : alwaysTrue;
  return { need: ((uses(leaf) >>> type) & 1) !== 0 ? ALWAYS : NEVER, value };
}

function forecastEmpty(type: number): Forecast {
  if (type === DT.unknown) return { need: SOMETIMES, value: undefined };
  if (type === DT.regular) return { need: ALWAYS, value: undefined };
  return { need: NEVER, value: type === DT.directory ? undefined : false };
}

/** A closure, or what it would always say. */
type Maybe = Matcher | boolean;

interface Prospect {
  readonly needs: Maybe;
  readonly mayBeTrue: Maybe;
  readonly mayBeFalse: Maybe;
}

/** A closure that is true wherever an evaluation may read the status; true or false where it would always say so. */
export function compileNeed(expression: Expression, exclude: Expression | null, uses: StatusUse): Maybe {
  const main = prospect(expression, uses);
  if (exclude === null) return main.needs;
  const first = prospect(exclude, uses);
  return disjoin([first.needs, conjoin([first.mayBeFalse, main.needs])]);
}

function prospect(expression: Expression, uses: StatusUse): Prospect {
  switch (expression.kind) {
    case 'not': {
      const child = prospect(expression.child, uses);
      return { needs: child.needs, mayBeTrue: child.mayBeFalse, mayBeFalse: child.mayBeTrue };
    }
    case 'and':
    case 'or': {
      const children = expression.children.map((child) => prospect(child, uses));
      const isAnd = expression.kind === 'and';
      const needs = firstNeed(children.map((child) => [child.needs, isAnd ? child.mayBeTrue : child.mayBeFalse]));
      const mayBeTrue = children.map((child) => child.mayBeTrue);
      const mayBeFalse = children.map((child) => child.mayBeFalse);
      return isAnd
        ? { needs, mayBeTrue: conjoin(mayBeTrue), mayBeFalse: disjoin(mayBeFalse) }
        : { needs, mayBeTrue: disjoin(mayBeTrue), mayBeFalse: conjoin(mayBeFalse) };
    }
    case 'comma': {
      const children = expression.children.map((child) => prospect(child, uses));
      return { ...children.at(-1)!, needs: disjoin(children.map((child) => child.needs)) };
    }
    default:
      return prospectOfLeaf(expression, uses);
  }
}

function prospectOfLeaf(leaf: Leaf, uses: StatusUse): Prospect {
  if (leaf.kind === 'constant') return { needs: false, mayBeTrue: leaf.value, mayBeFalse: !leaf.value };
  if (leaf.kind === 'test') {
    const cheap = compileCheap(leaf);
    if (cheap !== null) return { needs: false, mayBeTrue: cheap, mayBeFalse: (entry) => !cheap(entry) };
    if (leaf.test === 'empty') {
      const needs: Matcher = (entry) => entry.type === DT.regular || entry.type === DT.unknown;
      return { needs, mayBeTrue: true, mayBeFalse: true };
    }
  }
  const { alwaysTrue, alwaysFalse } = annotationOf(leaf);
  const constancy = alwaysTrue !== alwaysFalse;
  return { needs: needOfTypes(uses(leaf)), mayBeTrue: !constancy || alwaysTrue, mayBeFalse: !constancy || alwaysFalse };
}

function needOfTypes(types: number): Maybe {
  if (types === 0 || types === ALL_TYPES) return types !== 0;
  return (entry) => ((types >>> entry.type) & 1) !== 0;
}

/** Tests that cost no system call. */
function compileCheap(leaf: Extract<Leaf, { kind: 'test' }>): Matcher | null {
  switch (leaf.test) {
    case 'glob':
      return leaf.subject === 'name' || leaf.subject === 'path' ? compileGlobTest(leaf) : null;
    case 'path-glob':
      return compilePathGlobTest(leaf);
    case 'regex':
      // What may fail is asked once only.
      return leaf.regex.undecidable ? null : compileRegexTest(leaf);
    case 'type':
      return compileType(leaf);
    case 'depth':
      return compileDepthTest(leaf);
    case 'hidden':
      return matchHidden;
    default:
      return null;
  }
}

/** Of children in order: does one need it that may be reached? Each is a pair: it needs it, and evaluation may go on behind it. */
function firstNeed(children: readonly (readonly [needs: Maybe, goesOn: Maybe])[]): Maybe {
  let after: Maybe = false;
  const pending: (readonly [Maybe, Maybe])[] = [];
  for (const [needs, goesOn] of children) {
    pending.push([needs, goesOn]);
    if (needs === true || goesOn === false) break;
  }
  if (pending.length > MOST_NESTED) return loopNeed(pending);
  while (pending.length > 0) {
    const [needs, goesOn] = pending.pop()!;
    after = disjoin([needs, conjoin([goesOn, after])]);
  }
  return after;
}

/** The same for long lists, which nested closures would not survive. */
function loopNeed(children: readonly (readonly [needs: Maybe, goesOn: Maybe])[]): Matcher {
  return (entry) => {
    for (const [needs, goesOn] of children) {
      if (holds(needs, entry)) return true;
      if (!holds(goesOn, entry)) return false;
    }
    return false;
  };
}

function holds(maybe: Maybe, entry: Entry): boolean {
  return typeof maybe === 'boolean' ? maybe : maybe(entry);
}

function conjoin(maybes: readonly Maybe[]): Maybe {
  if (maybes.includes(false)) return false;
  const [first, second, ...rest] = maybes.filter((maybe) => typeof maybe !== 'boolean');
  if (first === undefined) return true;
  if (second === undefined) return first;
  if (rest.length === 0) return (entry) => first(entry) && second(entry);
  const matchers = [first, second, ...rest];
  return (entry) => matchers.every((matcher) => matcher(entry));
}

function disjoin(maybes: readonly Maybe[]): Maybe {
  if (maybes.includes(true)) return true;
  const [first, second, ...rest] = maybes.filter((maybe) => typeof maybe !== 'boolean');
  if (first === undefined) return false;
  if (second === undefined) return first;
  if (rest.length === 0) return (entry) => first(entry) || second(entry);
  const matchers = [first, second, ...rest];
  return (entry) => matchers.some((matcher) => matcher(entry));
}
