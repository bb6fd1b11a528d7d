/** The words of -count, -sum and -by, and what they have in common with a -json beside them. */

import { describe, expect, test } from 'vitest';
import { type AggregateAction, type Leaf, someLeaf } from '../../../../src/walk/expr/ast.ts';
import { ExpressionError } from '../../../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../../../src/walk/expr/parse.ts';
import { planExpression } from '../../../../src/walk/expr/plan.ts';
import { makeHost, wordsOf } from '../plain-host.ts';

function aggregatesOf(line: string): AggregateAction[] {
  const found: AggregateAction[] = [];
  someLeaf(parseCommandLine(wordsOf(line), makeHost()).expression, (leaf: Leaf) => {
    if (leaf.kind === 'action' && leaf.action === 'aggregate') found.push(leaf);
    return false;
  });
  return found;
}

test.each([
  ['-count', 'count', { by: null, form: 'plain', wanted: true }],
  ['-sum size', 'size', { by: null, form: 'plain', wanted: true }],
  ['-sum blocks -by ext', 'blocks', { by: 'ext', form: 'plain', wanted: true }],
  ['-by dir -count', 'count', { by: 'dir', form: 'plain', wanted: true }],
  ['-count -by user -by type', 'count', { by: 'type', form: 'plain', wanted: true }],
  ['-count -json', 'count', { by: null, form: 'json', wanted: true }],
  ['-csv -count', 'count', { by: null, form: 'csv', wanted: true }],
  ['-count -json=path', 'count', { by: null, form: 'plain', wanted: true }],
])('%s measures %s: %j', (line, measure, aggregation) => {
  expect(aggregatesOf(line)).toMatchObject([{ measure, aggregation }]);
});

test('several are grouped alike', () => {
  expect(aggregatesOf('-count , -sum size -by depth').map(({ aggregation }) => aggregation.by)).toEqual(['depth', 'depth']);
});

describe('what is wrong', () => {
  test.each([
    ['-sum', 'missing-value'],
    ['-sum siz', 'unknown-choice'],
    ['-count -by', 'missing-value'],
    ['-count -by size', 'unknown-choice'],
    ['-by ext', 'by-without-aggregate'],
    ['-by ext -json', 'by-without-aggregate'],
    ['-exclude -count', 'action-in-exclude'],
  ])('%s is %s', (line, code) => {
    let caught: unknown;
    try {
      aggregatesOf(line);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ExpressionError);
    expect((caught as ExpressionError).code).toBe(code);
  });
});

describe('the status is read beforehand only where it is added up', () => {
  const statusTypes = (line: string): number => planExpression(parseCommandLine(wordsOf(line), makeHost())).statusTypes;
  const none = statusTypes('-print');

  test.each(['-count', '-count -by ext', '-count -by type', '-count -json'])('not for %s', (line) => {
    expect(statusTypes(line)).toBe(none);
  });

  test.each(['-sum size', '-sum blocks -by ext', '-count -by user', '-json'])('for %s', (line) => {
    expect(statusTypes(line)).not.toBe(none);
  });
});
