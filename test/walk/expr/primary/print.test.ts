/** The words of the printing actions: REFERENCE.md 9.1 and 9.2. */

import { describe, expect, test } from 'vitest';
import { bytes, complaint, parse, text } from '../plain-host.ts';

test('files are created in the order of the words, before a later mistake', () => {
  const created: string[] = [];
  const createOutput = (path: Uint8Array): number => created.push(text(path));
  expect(complaint('-fprint a -fprint0 b -fls c -fprintf d %p -nam', { createOutput }).code).toBe('unknown-argument');
  expect(created).toEqual(['a', 'b', 'c', 'd']);
});

test('an action keeps the number of its output', () => {
  const { expression } = parse('-print -fprint a', { createOutput: () => 9 });
  if (expression.kind !== 'and') throw new Error('an and was expected');
  expect(expression.children).toMatchObject([
    { action: 'print', output: 0, form: 'line' },
    { action: 'print', output: 9, form: 'line' },
  ]);
});

test.each([
  ['-print', { action: 'print', form: 'line' }],
  ['-print0', { action: 'print', form: 'nul' }],
  ['-printx', { action: 'print', form: 'escaped' }],
  ['-fprint0 f', { action: 'print', form: 'nul' }],
  ['-ls', { action: 'ls' }],
  ['-fls f', { action: 'ls' }],
  ['-printf x', { action: 'printf', format: [{ kind: 'literal', bytes: bytes('x') }] }],
])('%s', (line, expected) => {
  expect(parse(line).expression).toMatchObject(expected);
});

describe('what is refused', () => {
  const createOutput = (): number => -2;

  test.each([
    ['a -fprint /x', 'output-file', 'No such file or directory.', '-fprint /x'],
    ['-fprintf /x %p', 'output-file', 'No such file or directory.', '-fprintf /x %p'],
    ['-printf %q', 'format-specifier', "Unrecognized format specifier '%q'.", '-printf %q'],
    ['-fprintf /x %', 'format-specifier-incomplete', "Incomplete format specifier '%'.", '-fprintf /x %'],
    ['-printf \\q', 'format-escape', "Unrecognized escape sequence '\\q'.", '-printf \\q'],
    ['-exclude -fprint /x', 'action-in-exclude', 'This action is not supported within -exclude.', '-fprint /x'],
  ])('%s', (line, code, message, marked) => {
    expect(complaint(line, { createOutput })).toEqual({ code, text: message, marked });
  });

  test('%F where the mount table cannot be read', () => {
    expect(complaint('-printf %F', { loadMountTable: () => -2 })).toEqual({
      code: 'mount-table',
      text: "Couldn't parse the mount table: No such file or directory.",
      marked: '-printf %F',
    });
  });
});
