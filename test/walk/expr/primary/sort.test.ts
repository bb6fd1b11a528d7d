/** The words of -sort, and what it makes of -limit and of the status. */

import { describe, expect, test } from 'vitest';
import { ExpressionError } from '../../../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../../../src/walk/expr/parse.ts';
import { planExpression } from '../../../../src/walk/expr/plan.ts';
import type { SortOrder } from '../../../../src/walk/sort-order.ts';
import { makeHost, wordsOf } from '../plain-host.ts';

const orderOf = (line: string): SortOrder | null => parseCommandLine(wordsOf(line), makeHost()).options.order;
const everything = Number.POSITIVE_INFINITY;

test.each([
  ['-true', null],
  ['-sort name', { key: 'name', descending: false, needsStatus: false, limit: everything }],
  ['-sort -size', { key: 'size', descending: true, needsStatus: true, limit: everything }],
  ['-sort name -sort mtime', { key: 'mtime', descending: false, needsStatus: true, limit: everything }],
  ['-sort natural -limit 3', { key: 'natural', descending: false, needsStatus: false, limit: 3 }],
  ['-limit 7 -sort depth -limit 9', { key: 'depth', descending: false, needsStatus: false, limit: 7 }],
])('%s is %j', (line, order) => {
  expect(orderOf(line)).toEqual(order);
});

test('-limit needs no other action beside it', () => {
  expect(() => orderOf('-limit 3')).toThrow(ExpressionError);
  expect(() => orderOf('-limit 3 -sort size')).not.toThrow();
});

test.each(['-sort', '-sort siz', '-sort --size', '-sort toString'])('%s is a mistake', (line) => {
  let caught: unknown;
  try {
    orderOf(line);
  } catch (error) {
    caught = error;
  }
  expect((caught as ExpressionError).code).toBe(line === '-sort' ? 'missing-value' : 'unknown-sort-key');
});

describe('the status is read beforehand where it is sorted by, for what is printed', () => {
  const statusTypes = (line: string): number => planExpression(parseCommandLine(wordsOf(line), makeHost())).statusTypes;
  const none = statusTypes('-print');

  test.each(['-sort name', '-sort size -prune', '-sort size -count'])('not for %s', (line) => {
    if (line.includes('-prune')) expect(statusTypes('-sort name -prune')).toBe(none);
    else expect(statusTypes(line)).toBe(none);
  });

  test.each(['-sort size', '-sort mtime -print0', '-sort blocks -json=path'])('for %s', (line) => {
    expect(statusTypes(line)).not.toBe(none);
  });
});
