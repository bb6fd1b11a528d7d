/** A line is split as a POSIX shell splits it, and nothing in it is expanded. */

import { describe, expect, test } from 'vitest';
import { splitWords } from '../../../src/walk/library/shell-words.ts';

const texts = (line: string): string[] => splitWords(line).map(({ text }) => text);

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

  test.each(["-name 'x", 'a "b', 'a\\', "x'y'z'"])('%j is refused', (line) => {
    expect(() => texts(line)).toThrow(SyntaxError);
  });

  test('a shell agrees on words of quotes, backslashes and blanks', async () => {
    const { execFileSync } = await import('node:child_process');
    const line = `a'b'"c\\"d" \\'e "f\\$g" 'h\\i' j\\ k "" l`;
    const output = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`]).toString();
    expect(texts(line)).toEqual(output.split('\0').slice(0, -1));
  });
});
