/**
 * Which entries an expression can have an effect on, as far as whoever reads a directory can tell: by type and the ends of names.
 *
 * `filterOf` goes through the expression in order of evaluation, as an evaluation would: what is reached there that has an effect, or
 * may fail, or is not known here, is reached by the entries that may make every test before it go on. A condition is a list of
 * clauses, of which one is met: `EVERYTHING` is no condition at all, the empty list is met by nothing. It is met too often rather than
 * too seldom. All entries that do not meet it could be evaluated or not: nobody could tell.
 */

import type { EntryClause, NameEnds } from '../../ioq/entry-filter.ts';
import { MOST_FILTER_CLAUSES } from '../../ioq/layout.ts';
import { annotationOf } from './annotate.ts';
import type { Expression, GlobTest, Leaf } from './ast.ts';
import { endsOfGlob } from './glob/ends.ts';
import { endsOfExtensions } from './primary/extension.ts';
import { ALL_TYPES } from './status-need.ts';

type Condition = readonly EntryClause[];

const ANY: EntryClause = { types: ALL_TYPES, ends: null };
const EVERYTHING: Condition = [ANY];
const NOTHING: Condition = [];

const HIDDEN: NameEnds = { prefix: Uint8Array.of(0x2e), suffix: new Uint8Array(0), whole: false, foldCase: false };

interface Prospect {
  /** Who may be affected. */
  readonly effect: Condition;
  readonly mayBeTrue: Condition;
  readonly mayBeFalse: Condition;
}

/**
 * @param types - Bits of DT_* types on which evaluating has any effect.
 * @returns Clauses, one of which every entry meets that evaluating has an effect on; null where that says nothing.
 */
export function filterOf(expression: Expression, types: number): readonly EntryClause[] | null {
  const { effect } = prospect(expression);
  const clauses = conjoin(effect, [{ types, ends: null }]);
  return clauses.includes(ANY) ? null : clauses;
}

function prospect(expression: Expression): Prospect {
  switch (expression.kind) {
    case 'not': {
      const child = prospect(expression.child);
      return { effect: child.effect, mayBeTrue: child.mayBeFalse, mayBeFalse: child.mayBeTrue };
    }
    case 'and': {
      const { effect, goesOn, ends } = inOrder(expression.children.map(prospect), 'mayBeTrue', 'mayBeFalse');
      return { effect, mayBeTrue: goesOn, mayBeFalse: ends };
    }
    case 'or': {
      const { effect, goesOn, ends } = inOrder(expression.children.map(prospect), 'mayBeFalse', 'mayBeTrue');
      return { effect, mayBeTrue: ends, mayBeFalse: goesOn };
    }
    case 'comma': {
      const children = expression.children.map(prospect);
      const effect = children.reduce<Condition>((all, child) => disjoin(all, child.effect), NOTHING);
      return { ...children.at(-1)!, effect };
    }
    default:
      return prospectOfLeaf(expression);
  }
}

/** Children that are evaluated until one does not go on. */
function inOrder(children: readonly Prospect[], onward: keyof Prospect, end: keyof Prospect) {
  let effect = NOTHING;
  let goesOn = EVERYTHING;
  let ends = NOTHING;
  for (const child of children) {
    effect = disjoin(effect, conjoin(goesOn, child.effect));
    ends = disjoin(ends, conjoin(goesOn, child[end]));
    goesOn = conjoin(goesOn, child[onward]);
  }
  return { effect, goesOn, ends };
}

function prospectOfLeaf(leaf: Leaf): Prospect {
  switch (leaf.kind) {
    case 'constant':
      return harmless(leaf.value ? EVERYTHING : NOTHING, leaf.value ? NOTHING : EVERYTHING);
    case 'option':
      return harmless(EVERYTHING, NOTHING);
    case 'action':
      return effective(leaf);
    case 'test':
      break;
  }
  switch (leaf.test) {
    case 'type':
      return harmless([{ types: leaf.types, ends: null }], [{ types: ~leaf.types & ALL_TYPES, ends: null }]);
    case 'glob':
      return leaf.subject === 'link' ? effective(leaf) : prospectOfGlob(leaf);
    case 'hidden':
      return harmless([{ types: ALL_TYPES, ends: HIDDEN }], EVERYTHING);
    case 'path-glob':
    case 'depth':
      return harmless(EVERYTHING, EVERYTHING);
    case 'regex':
      return leaf.regex.undecidable ? effective(leaf) : harmless(EVERYTHING, EVERYTHING);
    default:
      return effective(leaf);
  }
}

function prospectOfGlob(leaf: GlobTest): Prospect {
  const { constant } = leaf.glob;
  if (constant !== undefined) return harmless(constant ? EVERYTHING : NOTHING, constant ? NOTHING : EVERYTHING);
  if (leaf.subject === 'path') return harmless(EVERYTHING, EVERYTHING);
  const all = leaf.primary === '-ext' ? endsOfExtensions(leaf.pattern) : [endsOfGlob(leaf.pattern, leaf.foldCase)];
  return harmless(shorten(all.map((ends) => ({ types: ALL_TYPES, ends }))), EVERYTHING);
}

/** A test that cannot fail. */
function harmless(mayBeTrue: Condition, mayBeFalse: Condition): Prospect {
  return { effect: NOTHING, mayBeTrue, mayBeFalse };
}

/** What nobody may be kept from, whatever its value. */
function effective(leaf: Leaf): Prospect {
  const { alwaysTrue, alwaysFalse } = annotationOf(leaf);
  return {
    effect: EVERYTHING,
    mayBeTrue: alwaysFalse && !alwaysTrue ? NOTHING : EVERYTHING,
    mayBeFalse: alwaysTrue && !alwaysFalse ? NOTHING : EVERYTHING,
  };
}

function disjoin(a: Condition, b: Condition): Condition {
  if (a.length === 0 || b.includes(ANY)) return b;
  if (b.length === 0 || a.includes(ANY)) return a;
  return shorten([...a, ...b]);
}

/** Of two names one has to do: a clause has room for no more. */
function conjoin(a: Condition, b: Condition): Condition {
  const both: EntryClause[] = [];
  for (const one of a) {
    for (const other of b) {
      const types = one.types & other.types;
      if (types !== 0) both.push({ types, ends: longer(one.ends, other.ends) });
    }
  }
  return shorten(both);
}

/** Clauses of the same ends are one, and so are too many: of any name. */
function shorten(clauses: Condition): Condition {
  const byEnds = new Map<NameEnds | null, EntryClause>();
  for (const { types, ends } of clauses) byEnds.set(ends, { types: types | (byEnds.get(ends)?.types ?? 0), ends });
  if (byEnds.get(null)?.types === ALL_TYPES) return EVERYTHING;
  if (byEnds.size <= MOST_FILTER_CLAUSES) return [...byEnds.values()];
  const types = clauses.reduce((all, clause) => all | clause.types, 0);
  return types === ALL_TYPES ? EVERYTHING : [{ types, ends: null }];
}

function longer(a: NameEnds | null, b: NameEnds | null): NameEnds | null {
  if (a === null || b === null) return a ?? b;
  return a.prefix.length + a.suffix.length >= b.prefix.length + b.suffix.length ? a : b;
}
