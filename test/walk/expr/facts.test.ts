/** Sets of what may be: narrowing, excluding, joining. REFERENCE.md 15.3. */

import { describe, expect, test } from 'vitest';
import { DT } from '../../../src/ioq/layout.ts';
import {
  ANYTHING,
  excludeRange,
  type Facts,
  joinFacts,
  narrowPath,
  narrowRange,
  narrowTruth,
  narrowTypes,
  type Range,
  rangeOf,
} from '../../../src/walk/expr/facts.ts';
import { parseComparison } from '../../../src/walk/expr/value/comparison.ts';
import { bytes } from './plain-host.ts';

const range = (word: string): Range => rangeOf(parseComparison(bytes(word)));
const depthOf = (facts: Facts): string => (facts === null ? 'none' : `${facts.ranges.depth.min}-${facts.ranges.depth.max}`);
const depths = (min: bigint, max: bigint): Facts => narrowRange(ANYTHING, 'depth', { min, max, unknown: false });

describe('a depth of 2 to 9', () => {
  test.each([
    ['5', '5-5', '2-9'],
    ['-4', '2-3', '4-9'],
    ['+4', '5-9', '2-4'],
    ['2', '2-2', '3-9'],
    ['9', '9-9', '2-8'],
    ['10', 'none', '2-9'],
    ['-2', 'none', '2-9'],
    ['-99', '2-9', 'none'],
    ['+0', '2-9', 'none'],
  ])('compared with %s: %s if true, %s if false', (word, whenTrue, whenFalse) => {
    const before = depths(2n, 9n);
    expect(depthOf(narrowRange(before, 'depth', range(word)))).toBe(whenTrue);
    expect(depthOf(excludeRange(before, 'depth', range(word)))).toBe(whenFalse);
  });
});

describe('what may not be found out', () => {
  test('leaves something where every number is excluded', () => {
    const none = excludeRange(excludeRange(ANYTHING, 'size', range('0')), 'size', range('+0'));
    expect(none).not.toBeNull();
    expect(narrowRange(none, 'size', range('7'))).toBeNull();
  });

  test('is gone after a true test', () => {
    const some = narrowRange(ANYTHING, 'size', range('+0'));
    expect(excludeRange(some, 'size', range('+0'))).toBeNull();
  });
});

test('a test without a value has one answer', () => {
  const yes = narrowTruth(ANYTHING, 'hidden', true);
  expect(narrowTruth(yes, 'hidden', true)).toBe(yes);
  expect(narrowTruth(yes, 'hidden', false)).toBeNull();
  expect(narrowTruth(yes, 'readable', false)).not.toBeNull();
});

test('types are a set', () => {
  const files = narrowTypes(ANYTHING, 'types', 1 << DT.regular);
  expect(narrowTypes(files, 'types', 1 << DT.directory)).toBeNull();
  expect(narrowTypes(files, 'xtypes', 1 << DT.directory)).not.toBeNull();
});

test('paths are bounded', () => {
  const below = narrowPath(ANYTHING, { prefix: bytes('a/'), whole: false });
  expect(narrowPath(below, { prefix: bytes('b'), whole: false })).toBeNull();
});

describe('joined', () => {
  test('ranges become their hull, so that two owners are not one', () => {
    expect(depthOf(joinFacts(depths(1n, 2n), depths(5n, 6n)))).toBe('1-6');
  });

  test('answers are kept where both have them', () => {
    const a = narrowTruth(narrowTruth(ANYTHING, 'hidden', true), 'empty', true);
    const b = narrowTruth(narrowTruth(ANYTHING, 'hidden', true), 'empty', false);
    expect(joinFacts(a, b)?.truths).toEqual({ hidden: true });
  });

  test('a contradiction adds nothing', () => {
    const facts = depths(1n, 2n);
    expect(joinFacts(null, facts)).toBe(facts);
    expect(joinFacts(facts, null)).toBe(facts);
  });
});
