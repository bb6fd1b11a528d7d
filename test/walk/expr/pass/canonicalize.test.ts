/** Negations at the leaves, junctions flat. */

import { expect, test } from 'vitest';
import { canonicalize } from '../../../../src/walk/expr/pass/canonicalize.ts';
import { parse, show } from '../plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from '../random-expression.ts';

test.each([
  ['! ! -print', '(-print)'],
  ['! ( -name a -name b ) -print', '(and (or (! (-name a)) (! (-name b))) (-print))'],
  ['! ( -name a -o ! -name b ) -print', '(and (! (-name a)) (-name b) (-print))'],
  ['! ( -name a , -name b ) -print', '(and (comma (-name a) (! (-name b))) (-print))'],
  ['( -name a -name b ) ( -name c -print )', '(and (-name a) (-name b) (-name c) (-print))'],
  ['( -name a -o -name b ) -o -print', '(or (-name a) (-name b) (-print))'],
  ['-name a , ( -name b , -print )', '(comma (-name a) (-name b) (-print))'],
  ['! -true -print', '(and (-false) (-print))'],
  ['! -L -print', '(and (-false) (-print))'],
  ['-maxdepth 1 -print', '(and (-true) (-print))'],
])('%s', (line, expected) => {
  expect(show(canonicalize(parse(line).expression))).toBe(expected);
});

test('random expressions keep their effects and their value', () => {
  const random = seeded(17);
  for (let i = 0; i < 300; i++) {
    const words = randomWords(random, 1 + Math.floor(random() * 12));
    const expression = parseRandom(words);
    expect(outcomeOf(canonicalize(expression), false), words).toEqual(outcomeOf(expression, false));
  }
});
