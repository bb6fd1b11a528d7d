/** The optimizer keeps what can be seen: REFERENCE.md 15. Passes have tests of their own in pass/. */

import { describe, expect, test } from 'vitest';
import { optimize } from '../../../src/walk/expr/optimize.ts';
import { parse, show } from './plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from './random-expression.ts';

const CASES = 400;
const everywhere = { minDepth: 0, maxDepth: Number.POSITIVE_INFINITY };

describe.each([0, 1, 2, 3, 4])('at level %i', (level) => {
  test('random expressions do the same before and after', () => {
    const random = seeded(0xace0 + level);
    for (let i = 0; i < CASES; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 10));
      const expression = parseRandom(words);
      const optimized = optimize({ ...everywhere, expression, exclude: null }, level).expression;
      expect(outcomeOf(optimized, true), `${words}\n=> ${show(optimized)}`).toEqual(outcomeOf(expression, true));
    }
  });

  test('and have the same value where it is looked at, as in -exclude', () => {
    const random = seeded(0xbee + level);
    for (let i = 0; i < CASES; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 10));
      const exclude = parseRandom(`${words} , ${randomWords(random, 6)}`);
      const optimized = optimize({ ...everywhere, expression: exclude, exclude }, level).exclude!;
      expect(outcomeOf(optimized, false), `${words}\n=> ${show(optimized)}`).toEqual(outcomeOf(exclude, false));
    }
  });
});

test.each([
  [0, '-L ! ! -name a', '(and (and (-L) (! (! (-name a)))) (-print))'],
  [1, '-L ! ! -name a', '(and (-name a) (-print))'],
  [1, '-true -o -name x , -print', '(-print)'],
  [2, '-true -o -name x , -print', '(-print)'],
  [2, '-print -name x', '(-print)'],
  [2, '-false', '(-true)'],
  [3, '-quit -print', '(-quit)'],
])('at level %i, %s becomes %s', (level, line, expected) => {
  expect(show(optimize({ ...parse(line), ...everywhere }, level).expression)).toBe(expected);
});

describe('what the optimizer says', () => {
  /** Codes, each with the words it underlines. */
  const warnings = (line: string): string[] => {
    const commandLine = parse(line);
    const { expression, exclude, options } = commandLine;
    const { minDepth, maxDepth, optimizeLevel } = options;
    const words = line.split(' ');
    return optimize({ expression, exclude, minDepth, maxDepth }, optimizeLevel).warnings.map(({ code, spans }) =>
      [code, ...spans.map(({ start, end }) => words.slice(start, end).join(' '))].join(': '),
    );
  };

  test.each([
    ['', []],
    ['-true', []],
    ['-name *', []],
    ['-type f -type d', ['always-false: -type d', 'result-ignored: -type f', 'nothing-to-do']],
    ['-type f -lname *', ['always-false: -lname *', 'result-ignored: -type f', 'nothing-to-do']],
    ['-path a/* -path b/*', ['always-false: -path b/*', 'result-ignored: -path a/*', 'nothing-to-do']],
    ['-name x -o -true -o -name y', ['unreachable: -name y', 'result-ignored: -name x']],
    ['-size -0', ['always-false: -size -0', 'nothing-to-do']],
    ['-quit -print', ['unreachable: -print']],
    ['-print -name x', ['result-ignored: -name x']],
    ['-false -print', ['unreachable: -print', 'nothing-to-do']],
    ['-print , -name x', ['result-ignored: -name x']],
    ['-name x -print , -name y', ['result-ignored: -name y']],
    ['-maxdepth 0 -depth 1', ['always-false: -depth 1', 'nothing-to-do']],
    ['-mindepth 3 -depth -2', ['always-false: -depth -2', 'nothing-to-do']],
    ['-exclude -name x -exclude -hidden -hidden', ['always-false: -hidden', 'nothing-to-do']],
    ['-type f -o ! -type f', ['always-false: -type f', 'result-ignored: -type f']],
    ['! -type f -o -type f', ['always-true: -type f', 'result-ignored: !: -type f']],
    ['-name a -o ! -type f -o -type f', ['always-true: -type f', 'result-ignored: -name a: -o: !: -type f']],
    ['-O1 -type f -type d', []],
    ['-O2 -quit -print', ['unreachable: -print']],
    ['-false -maxdepth 0 -name x', ['unreachable: -name x', 'nothing-to-do']],
    ['-false -true -print', ['unreachable: -print', 'nothing-to-do']],
    ['-print -o -true', []],
  ])('%s', (line, expected) => {
    expect(warnings(line)).toEqual(expected);
  });
});
