/** What cannot matter goes. */

import { describe, expect, test } from 'vitest';
import { canonicalize } from '../../../../src/walk/expr/pass/canonicalize.ts';
import { quietContext } from '../../../../src/walk/expr/pass/pass.ts';
import { ignoreValue, simplify } from '../../../../src/walk/expr/pass/simplify.ts';
import { parse, show } from '../plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from '../random-expression.ts';

test.each([
  [1, '-true -print', '(-print)'],
  [1, '-false -print', '(-false)'],
  [1, '-print -false -print', '(and (-print) (-false))'],
  [1, '-false -o -print', '(-print)'],
  [1, '-print -o -print0', '(-print)'],
  [1, '-name a -print -true', '(and (-name a) (-print))'],
  [1, '( -name a , -print ) -print', '(and (comma (-name a) (-print)) (-print))'],
  [2, '( -name a , -print ) -print', '(and (-print) (-print))'],
  [2, '( -print -name a , -print )', '(comma (-print) (-print))'],
  [1, '-quit , -print', '(-quit)'],
  [1, '-name a -quit -print', '(and (-name a) (-quit))'],
  [1, '-exec x {} + -o -print', '(-exec x {} +)'],
])('at level %i, %s', (level, line, expected) => {
  expect(show(simplify(canonicalize(parse(line).expression), quietContext(level, false)))).toBe(expected);
});

describe('an expression whose value nobody looks at', () => {
  test.each([
    ['-print -name a', '(-print)'],
    ['-print -o -name a', '(-print)'],
    ['-name a -print -name b -type f', '(and (-name a) (-print))'],
    ['! -print', '(-print)'],
    ['-print , -name a', '(-print)'],
    ['-name a -o ( -name b -print -name c )', '(or (-name a) (and (-name b) (-print)))'],
    ['-print -empty', '(and (-print) (-empty))'],
  ])('%s', (line, expected) => {
    expect(show(ignoreValue(canonicalize(parse(line).expression), quietContext(3, true)))).toBe(expected);
  });

  test('at level 4 -empty is pure, too', () => {
    expect(show(ignoreValue(parse('-print -empty').expression, quietContext(4, true)))).toBe('(-print)');
  });

  test('random ones keep their effects', () => {
    const random = seeded(23);
    for (let i = 0; i < 300; i++) {
      const words = randomWords(random, 1 + Math.floor(random() * 12));
      const expression = parseRandom(words);
      expect(outcomeOf(ignoreValue(expression, quietContext(3, true)), true), words).toEqual(outcomeOf(expression, true));
    }
  });
});

test('random expressions keep their effects and their value at every level', () => {
  const random = seeded(19);
  for (let i = 0; i < 300; i++) {
    const words = randomWords(random, 1 + Math.floor(random() * 12));
    const expression = parseRandom(words);
    for (const level of [1, 2]) {
      expect(outcomeOf(simplify(expression, quietContext(level, false)), false), words).toEqual(outcomeOf(expression, false));
    }
  }
});
