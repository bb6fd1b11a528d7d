/** The words of -exec-jobs and -keep-order. */

import { expect, test } from 'vitest';
import type { ExpressionError } from '../../../../src/walk/expr/expression-error.ts';
import { parseCommandLine } from '../../../../src/walk/expr/parse.ts';
import { makeHost, wordsOf } from '../plain-host.ts';

test.each([
  ['-true', { execJobs: null, keepOrder: false }],
  ['-exec-jobs 4', { execJobs: 4, keepOrder: false }],
  ['-keep-order -exec-jobs 4 -exec-jobs 2', { execJobs: 2, keepOrder: true }],
  ['-exec-jobs 2000000000', { execJobs: 1024, keepOrder: false }],
])('%s', (line, options) => {
  expect(parseCommandLine(wordsOf(line), makeHost()).options).toMatchObject(options);
});

test.each([
  ['-exec-jobs', 'missing-value'],
  ['-exec-jobs 0', 'too-few-jobs'],
  ['-exec-jobs x', 'integer-invalid'],
])('%s is a mistake: %s', (line, code) => {
  let caught: unknown;
  try {
    parseCommandLine(wordsOf(line), makeHost());
  } catch (error) {
    caught = error;
  }
  expect((caught as ExpressionError).code).toBe(code);
});
