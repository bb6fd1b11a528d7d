/** Diagnostics and the error that carries one. */

import { expect, test } from 'vitest';
import { diagnose, ExpressionError, messageText, valueDiagnostic } from '../../../src/walk/expr/expression-error.ts';
import { ValueError } from '../../../src/walk/expr/value/value-error.ts';
import { bytes } from './plain-host.ts';

test('a text holds names and values as they are', () => {
  const { message } = diagnose('error', 'exec-unsafe-path', [], [bytes('a b')]);
  expect(messageText(message)).toBe('This action would be unsafe, since $PATH contains the relative path a b.');
});

test('an error carries its code and its spans', () => {
  const spans = [{ start: 1, end: 2 }];
  const error = new ExpressionError(diagnose('error', 'missing-value', spans, ['-name', 'a value']));
  expect([error.name, error.code, error.message, error.spans]).toEqual([
    'ExpressionError',
    'missing-value',
    '-name needs a value.',
    spans,
  ]);
});

test('what a value parser found keeps its culprit as bytes', () => {
  const error = new ValueError('integer-invalid', '', Uint8Array.of(0xff), ' is not a valid integer.');
  expect(valueDiagnostic(error, [])).toMatchObject({
    code: 'integer-invalid',
    message: ['', { style: 'value', bytes: Uint8Array.of(0xff) }, ' is not a valid integer.'],
  });
});
