/** The optimizer keeps what can be seen: REFERENCE.md 15. Passes have tests of their own in pass/. */

import { describe, expect, test } from 'vitest';
import { optimize } from '../../../src/walk/expr/optimize.ts';
import { parse, show } from './plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from './random-expression.ts';

const CASES = 400;

describe.each([0, 1, 2, 3, 4])('at level %i', (level) => {
  test('random expressions do the same before and after', () => {
    const random = seeded(0xace0 + level);
    for (let i = 0; i < CASES; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 10));
      const expression = parseRandom(words);
      const optimized = optimize({ expression, exclude: null }, level).expression;
      expect(outcomeOf(optimized, true), `${words}\n=> ${show(optimized)}`).toEqual(outcomeOf(expression, true));
    }
  });

  test('and have the same value where it is looked at, as in -exclude', () => {
    const random = seeded(0xbee + level);
    for (let i = 0; i < CASES; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 10));
      const exclude = parseRandom(`${words} , ${randomWords(random, 6)}`);
      const optimized = optimize({ expression: exclude, exclude }, level).exclude!;
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
  expect(show(optimize(parse(line), level).expression)).toBe(expected);
});
