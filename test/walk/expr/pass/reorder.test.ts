/** Cheap and decisive tests first, and nothing else moves. REFERENCE.md 15.4. */

import { expect, test } from 'vitest';
import { quietContext } from '../../../../src/walk/expr/pass/pass.ts';
import { reorder } from '../../../../src/walk/expr/pass/reorder.ts';
import { show } from '../plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from '../random-expression.ts';

test.each([
  ['-size +1 -name a*', '(and (-name a*) (-size +1))'],
  ['-name a* -size +1', '(and (-name a*) (-size +1))'],
  ['-size +1 -name a* -type d', '(and (-type d) (-name a*) (-size +1))'],
  ['-regex x -name a*', '(and (-name a*) (-regex x))'],
  ['-size +1 -o -name a*', '(or (-name a*) (-size +1))'],
  ['-name a* -o -type f', '(or (-type f) (-name a*))'],
  ['-size +1 -print -name a*', '(and (-size +1) (-print) (-name a*))'],
  ['-empty -name a*', '(and (-empty) (-name a*))'],
  ['-print -size +1 -name a*', '(and (-print) (-name a*) (-size +1))'],
  ['-size +1 , -name a*', '(comma (-size +1) (-name a*))'],
  ['! -size +1 ! -name a*', '(and (! (-name a*)) (! (-size +1)))'],
  ['-name a -name b', '(and (-name a) (-name b))'],
])('%s', (words, expected) => {
  expect(show(reorder(parseRandom(words), quietContext(3, false)))).toBe(expected);
});

test('random expressions keep their effects and their value', () => {
  const random = seeded(43);
  for (let i = 0; i < 400; i++) {
    const words = randomWords(random, 1 + Math.floor(random() * 12));
    const expression = parseRandom(words);
    expect(outcomeOf(reorder(expression, quietContext(3, false)), false), words).toEqual(outcomeOf(expression, false));
  }
});
