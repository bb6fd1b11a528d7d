/** A line is split as a POSIX shell splits it, and nothing in it is expanded. */

import { describe, expect, test } from 'vitest';
import { ExpressionError } from '../../../src/walk/expr/expression-error.ts';
import { splitWords } from '../../../src/walk/library/shell-words.ts';

const texts = (line: string): string[] => splitWords(line).map(({ text }) => text);

function errorOf(line: string): ExpressionError {
  try {
    splitWords(line);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('it was understood');
}

describe('splitWords', () => {
  test.each([
    ['', []],
    ['  \t\n ', []],
    ['-name x', ['-name', 'x']],
    [" -name '*.ts'\t-size +1k ", ['-name', '*.ts', '-size', '+1k']],
    ['\'a b\'c"d e"', ['a bcd e']],
    ["''", ['']],
    ['""', ['']],
    ['a\\ b', ['a b']],
    ['"a\\"b"', ['a"b']],
    ['"a\\nb"', ['a\\nb']],
    ["'a\\'", ['a\\']],
    ['\\( -name a -o -name b \\) ! -empty', ['(', '-name', 'a', '-o', '-name', 'b', ')', '!', '-empty']],
    ['( $HOME ~ * ; #x )', ['(', '$HOME', '~', '*', ';', '#x', ')']],
    ['a\\\nb', ['ab']],
  ])('%j gives %j', (line, words) => {
    expect(texts(line)).toEqual(words);
  });

  test('says where each word is', () => {
    expect(splitWords("ab  'c d'")).toEqual([
      { text: 'ab', start: 0, end: 2 },
      { text: 'c d', start: 4, end: 9 },
    ]);
  });

  test.each([
    ["-name 'x", 'unclosed-quote', { start: 1, end: 2 }, "'x", "    -name 'x\n          ^"],
    ['a "b c', 'unclosed-quote', { start: 1, end: 2 }, '"b c', '    a "b c\n      ^'],
    ['a\\', 'trailing-backslash', { start: 0, end: 1 }, 'a\\', '    a\\\n     ^'],
    ["x'y'z'", 'unclosed-quote', { start: 0, end: 1 }, "x'y'z'", "    x'y'z'\n         ^"],
    ['-true\n-name "x\ny', 'unclosed-quote', { start: 2, end: 3 }, '"x\ny', '    -name "x\n          ^'],
  ])('%j is refused, and the word is shown', (line, code, span, culprit, shown) => {
    const error = errorOf(line);
    expect(error).toMatchObject({ code, span });
    expect(error.words.at(-1)).toBe(culprit);
    expect(line.slice(error.characters!.start, error.characters!.end)).toBe(culprit);
    expect(error.message).toMatch(/^(The quote|Nothing follows)/);
    expect(error.message.endsWith(shown)).toBe(true);
  });

  test('a shell agrees on words of quotes, backslashes and blanks', async () => {
    const { execFileSync } = await import('node:child_process');
    const line = `a'b'"c\\"d" \\'e "f\\$g" 'h\\i' j\\ k "" l`;
    const output = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`]).toString();
    expect(texts(line)).toEqual(output.split('\0').slice(0, -1));
  });
});
