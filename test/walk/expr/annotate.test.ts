/** What follows from an expression without running it: REFERENCE.md 15.2 and 15.4. */

import { describe, expect, test } from 'vitest';
import { annotationOf, neverReturns } from '../../../src/walk/expr/annotate.ts';
import { parseRandom } from './random-expression.ts';

describe('constancy', () => {
  test.each([
    ['-true', 'true'],
    ['-false', 'false'],
    ['! -true', 'false'],
    ['-L', 'true'],
    ['-name a', ''],
    ['-print', 'true'],
    ['-exec x ;', ''],
    ['-exec x {} +', 'true'],
    ['-delete', ''],
    ['-prune', 'true'],
    ['-limit 3', 'true'],
    ['-quit', 'true false'],
    ['-exit', 'true false'],
    ['-name a -print', ''],
    ['-true -print', 'true'],
    ['-name a -false', 'false'],
    ['-name a -o -print', 'true'],
    ['-name a -quit', 'false'],
    ['-print -quit', 'true false'],
    ['-quit -name a', 'true false'],
    ['-name a -o -quit', 'true'],
    ['-name a , -print', 'true'],
    ['-quit , -name a', 'true false'],
  ])('%s is always %j', (words, expected) => {
    const { alwaysTrue, alwaysFalse } = annotationOf(parseRandom(words));
    expect([...(alwaysTrue ? ['true'] : []), ...(alwaysFalse ? ['false'] : [])].join(' ')).toBe(expected);
  });

  test('-quit never returns', () => {
    expect(neverReturns(annotationOf(parseRandom('-quit')))).toBe(true);
    expect(neverReturns(annotationOf(parseRandom('-print')))).toBe(false);
  });
});

test.each([
  ['-name a', true],
  ['-size 1', true],
  ['-print', false],
  ['-name a -print', false],
  ['! ( -name a , -readable )', true],
  ['-empty', false],
  ['-xtype f', false],
])('%s is pure: %s', (words, pure) => {
  expect(annotationOf(parseRandom(words)).pure).toBe(pure);
});

test('at level 4 -empty and -xtype count as pure', () => {
  expect(annotationOf(parseRandom('-empty -xtype f'), 4).pure).toBe(true);
});

test.each([
  ['-print , -name a', false],
  ['-name a -o ! -quit', true],
  ['-limit 2', true],
  ['-exit , -print', true],
])('%s may stop the walk: %s', (words, mayStop) => {
  expect(annotationOf(parseRandom(words)).mayStop).toBe(mayStop);
});

test.each([
  ['-true', 40, 1],
  ['-name a', 400, 0.1],
  ['-name a*', 400, 0.5],
  ['-name *', 400, 1],
  ['-size 1', 1000, 0.01],
  ['-size +1', 1000, 0.5],
  ['-links 1', 1000, 0.99],
  ['-links +0', 1000, 0.99],
  ['-links 2', 1000, 0.01],
  ['-inum 3', 1000, 0.01],
  ['-empty', 2000, 0.01],
  ['-depth 3', 40, 0.5],
  ['-type f', 40, 0.859_772],
  ['-type d,l', 40, 0.114_475 + 0.025_650_6],
  ['-print', 20_000, 1],
  ['-exec x ;', 1_000_000, 0.5],
  ['-name a -size 1', 400 + 0.1 * 1000, 0.1 * 0.01],
  ['-name a -o -size 1', 400 + 0.9 * 1000, 1 - 0.9 * 0.99],
  ['! -name a', 400, 0.9],
  ['-name a , -size 1', 1400, 0.01],
])('%s costs %f and is true with probability %f', (words, cost, probability) => {
  const annotation = annotationOf(parseRandom(words));
  expect(annotation.cost).toBeCloseTo(cost, 6);
  expect(annotation.probability).toBeCloseTo(probability, 6);
});
