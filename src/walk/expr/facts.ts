/**
 * What is known of an entry at some place of an expression: sets that its properties lie in.
 *
 * `ANYTHING` is no knowledge, null is a contradiction: the place is not reached. Narrowing returns new facts; joining two is the least that
 * covers both, so a join of ranges is their hull. Several properties have a value more: that they could not be found out. A test
 * on them is then false, and so is the opposite test, so that value survives a false test and no true one: without it
 * `-size 0 -o -size +0` would be taken for always true although stat may fail.
 */

import { DT } from '../../ioq/layout.ts';
import type { PathBound } from './path-bound.ts';
import { ANY_PATH, joinBounds, narrowBounds } from './path-bound.ts';
import type { Comparison } from './value/comparison.ts';

/** Numbers [min, max], and perhaps none because it could not be found out. */
export interface Range {
  readonly min: bigint;
  readonly max: bigint;
  readonly unknown: boolean;
}

const RANGE_NAMES = ['depth', 'gid', 'inode', 'links', 'size', 'uid'] as const;
export type RangeName = (typeof RANGE_NAMES)[number];

/** Tests without a value: what they answer is all there is to know. */
const TRUTH_NAMES = [
  'readable',
  'writable',
  'executable',
  'acl',
  'capable',
  'empty',
  'hidden',
  'nogroup',
  'nouser',
  'sparse',
  'xattr',
] as const;
export type TruthName = (typeof TRUTH_NAMES)[number];

export interface KnownFacts {
  readonly ranges: Readonly<Record<RangeName, Range>>;
  /** Absent: not known. */
  readonly truths: Readonly<Partial<Record<TruthName, boolean>>>;
  /** Bits of DT_*, unknown included: what -type looks at. */
  readonly types: number;
  /** The same for -xtype. */
  readonly xtypes: number;
  /** How the path may begin. */
  readonly path: readonly PathBound[];
}

/** Null: a contradiction. */
export type Facts = KnownFacts | null;

const MOST = 2n ** 64n - 1n;
/** `whiteout` is the greatest. */
const EVERY_TYPE = 2 ** (DT.whiteout + 1) - 1;

const UNKNOWN_RANGE: Range = { min: 0n, max: MOST, unknown: true };

/** Nothing is known. A depth can always be found out. */
export const ANYTHING: KnownFacts = {
  ranges: {
    depth: { ...UNKNOWN_RANGE, unknown: false },
    gid: UNKNOWN_RANGE,
    inode: UNKNOWN_RANGE,
    links: UNKNOWN_RANGE,
    size: UNKNOWN_RANGE,
    uid: UNKNOWN_RANGE,
  },
  truths: {},
  types: EVERY_TYPE,
  xtypes: EVERY_TYPE,
  path: ANY_PATH,
};

/** The numbers of which a comparison is true. */
export function rangeOf({ sign, value }: Comparison): Range {
  if (sign === '<') return { min: 0n, max: value - 1n, unknown: false };
  if (sign === '>') return { min: value + 1n, max: MOST, unknown: false };
  return { min: value, max: value, unknown: false };
}

/** The property lies in `range`. */
export function narrowRange(facts: Facts, name: RangeName, range: Range): Facts {
  if (facts === null) return null;
  const old = facts.ranges[name];
  const min = larger(old.min, range.min);
  const max = smaller(old.max, range.max);
  return withRange(facts, name, { min, max, unknown: old.unknown && range.unknown });
}

/** The property does not lie in `range`, or could not be found out. */
export function excludeRange(facts: Facts, name: RangeName, range: Range): Facts {
  if (facts === null) return null;
  const { min, max, unknown } = facts.ranges[name];
  if (range.min > max || range.max < min) return facts;
  const below = range.min > min;
  const above = range.max < max;
  // What is cut out of the middle cannot be told from the hull of what is left.
  if (below && above) return facts;
  const left = below ? { min, max: range.min - 1n } : { min: range.max + 1n, max };
  return withRange(facts, name, { ...left, unknown });
}

function withRange(facts: KnownFacts, name: RangeName, range: Range): Facts {
  if (range.min > range.max && !range.unknown) return null;
  return { ...facts, ranges: { ...facts.ranges, [name]: range } };
}

export function narrowTruth(facts: Facts, name: TruthName, value: boolean): Facts {
  if (facts === null) return null;
  const old = facts.truths[name];
  if (old === value) return facts;
  return old === undefined ? { ...facts, truths: { ...facts.truths, [name]: value } } : null;
}

/** The type is one of `types`. */
export function narrowTypes(facts: Facts, which: 'types' | 'xtypes', types: number): Facts {
  if (facts === null) return null;
  const narrowed = facts[which] & types;
  return narrowed === 0 ? null : { ...facts, [which]: narrowed };
}

/** The path begins as `bound` says. */
export function narrowPath(facts: Facts, bound: PathBound): Facts {
  if (facts === null) return null;
  const path = narrowBounds(facts.path, bound);
  return path.length === 0 ? null : { ...facts, path };
}

/** What holds where one or the other does. */
export function joinFacts(a: Facts, b: Facts): Facts {
  if (a === null) return b;
  if (b === null || a === b) return a;
  const truths: Partial<Record<TruthName, boolean>> = {};
  for (const name of TRUTH_NAMES) {
    const value = a.truths[name];
    if (value !== undefined && value === b.truths[name]) truths[name] = value;
  }
  const ranges = Object.fromEntries(RANGE_NAMES.map((name) => [name, hull(a.ranges[name], b.ranges[name])]));
  return {
    ranges: ranges as Record<RangeName, Range>,
    truths,
    types: a.types | b.types,
    xtypes: a.xtypes | b.xtypes,
    path: joinBounds(a.path, b.path),
  };
}

function hull(a: Range, b: Range): Range {
  const unknown = a.unknown || b.unknown;
  if (a.min > a.max) return { ...b, unknown };
  if (b.min > b.max) return { ...a, unknown };
  return { min: smaller(a.min, b.min), max: larger(a.max, b.max), unknown };
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
