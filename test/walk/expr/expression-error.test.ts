/** The table of messages: every code says something, and is tested somewhere. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diagnose, ExpressionError, MESSAGES, messageText, valueDiagnostic } from '../../../src/walk/expr/expression-error.ts';
import { ValueError } from '../../../src/walk/expr/value/value-error.ts';
import { bytes } from './plain-host.ts';

const allTests = join(import.meta.dirname, '../..');
const tests = readdirSync(allTests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.includes('expression-error'))
  .map((file) => readFileSync(join(allTests, file), 'utf8'))
  .join('\n');

test.each(Object.keys(MESSAGES))('%s has a test', (code) => {
  expect(tests).toMatch(new RegExp(`'${code}[':]`));
});

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
