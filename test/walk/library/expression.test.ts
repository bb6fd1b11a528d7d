/** What programs may give as an expression comes to find's words, and mistakes are shown in them. */

import { describe, expect, test } from 'vitest';
import { and, ExpressionError, name, not, or, primary, size, type, walk } from '../../../src/walk/index.ts';
import { type ExpressionInput, expressionWords } from '../../../src/walk/library/expression.ts';

const wordsOf = (input: ExpressionInput): string =>
  expressionWords(input)
    .words.map((word) => Buffer.from(word).toString().replace('-\0call', 'CALL'))
    .join(' ');

const small = (): boolean => true;

describe('expressionWords', () => {
  test.each<[string, ExpressionInput, string]>([
    ['a line', "-name '*.ts' -size +1k", '-name *.ts -size +1k'],
    ['words', ['-name', '* *', '-print'], '-name * * -print'],
    ['a condition', name('*.ts'), '-name *.ts'],
    ['a size in bytes', size.moreThan(1024), '-size +1024c'],
    ['a size with a unit', size.lessThan('2M'), '-size -2M'],
    ['types', type('file', 'symlink'), '-type f,l'],
    ['and', and(name('a'), size.exactly(0)), '( -name a ) -a ( -size 0c )'],
    ['or of a line and words', or('-name a -empty', ['-name', 'b']), '( -name a -empty ) -o ( -name b )'],
    ['not', not(or(name('a'), name('b'))), '! ( ( -name a ) -o ( -name b ) )'],
    ['a function', small, 'CALL'],
    ['functions among words', ['-type', 'f', '(', small, '-o', name('x'), ')'], '-type f ( CALL -o ( -name x ) )'],
    ['lists in lists', ['!', ['-name', 'a', '-o', '-name', 'b']], '! ( -name a -o -name b )'],
    ['and of nothing', and(), '-true'],
    ['or of nothing', or(), '-false'],
    ['any primary', primary('-newermt', '2024-01-01'), '-newermt 2024-01-01'],
  ])('%s', (_, input, words) => {
    expect(wordsOf(input)).toBe(words);
  });

  test('functions are told apart by their words', () => {
    const other = (): boolean => false;
    const { words, calls } = expressionWords([small, '-o', other]);
    expect(calls.get(words[0]!)).toBe(small);
    expect(calls.get(words[2]!)).toBe(other);
  });

  test.each<[string, unknown]>([
    ['a number', [1]],
    ['an object', { name: 'x' }],
    ['a NUL', ['-name', 'a\0b']],
    ['what stands for a function', ['-\0call']],
  ])('%s is refused', (_, input) => {
    expect(() => expressionWords(input as ExpressionInput)).toThrow(TypeError);
  });

  test.each<[string, unknown, RegExp]>([
    ['options', { maxDepth: 1 }, /options are the third argument/],
    ['a RegExp', /x/, /there is regex\(\)/],
    ['nothing', undefined, /not of undefined/],
  ])('%s among conditions: the error says what to do', (_, input, message) => {
    expect(() => and(input as ExpressionInput)).toThrow(message);
    expect(() => not(input as ExpressionInput)).toThrow(TypeError);
  });
});

function errorOf(expression: ExpressionInput): ExpressionError {
  try {
    walk('.', expression);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('it was understood');
}

describe('ExpressionError', () => {
  test('shows the words and underlines the guilty one', () => {
    const error = errorOf(['-name', 'a b', '-size', 'foo']);
    expect(error.message).toBe('foo is not a valid integer.\n    -name "a b" -size foo\n                      ^^^');
    expect(error.words).toEqual(['-name', 'a b', '-size', 'foo']);
    expect(error.span).toEqual({ start: 3, end: 4 });
    expect(error.characters).toBeNull();
  });

  test('says where in a line the mistake is', () => {
    const line = "-name 'a b' -nmae x";
    const { code, characters } = errorOf(line);
    expect(code).toBe('unknown-argument');
    expect(line.slice(characters!.start, characters!.end)).toBe('-nmae');
  });

  test('shows functions by their names', () => {
    expect(errorOf([small, '-o']).message).toContain('\n    [small] -o\n            ^^');
  });

  test.each<[string, ExpressionInput]>([
    ['a starting point', ['src', '-name', 'x']],
    ['-help', '-help'],
    ['-version', '-version'],
    ['-files0-from', '-files0-from list'],
    ['-sort', '-sort size'],
    ['-quiet', '-name x -quiet'],
    ['a function within -exclude', ['-exclude', small]],
    ['what only the command shows', '-status'],
    ['-D', '-D tree'],
    ['-color', '-color'],
    ['-hyperlink', '-hyperlink=auto'],
  ])('%s is none of an expression', (_, expression) => {
    expect(errorOf(expression)).toBeInstanceOf(ExpressionError);
  });

  test('what the command is asked for is marked', () => {
    expect(errorOf('-true -regextype help').message).toContain('\n    -true -regextype help\n          ^^^^^^^^^^');
    expect(errorOf('-name x -hyperlink=auto').message).toContain('^^^^^^^^^^^^^^^');
  });
});
