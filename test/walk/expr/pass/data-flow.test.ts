/** Constants that follow from what was tested before: REFERENCE.md 15.3. */

import { describe, expect, test } from 'vitest';
import type { Expression } from '../../../../src/walk/expr/ast.ts';
import { ANYTHING } from '../../../../src/walk/expr/facts.ts';
import { canonicalize } from '../../../../src/walk/expr/pass/canonicalize.ts';
import { followData } from '../../../../src/walk/expr/pass/data-flow.ts';
import { type PassContext, quietContext } from '../../../../src/walk/expr/pass/pass.ts';
import { makeStatus, parse, show } from '../plain-host.ts';
import { outcomeOf, parseRandom, randomWords, seeded } from '../random-expression.ts';

function flow(words: string, level = 3): { shown: string; context: PassContext; expression: Expression } {
  const context = quietContext(level, false);
  const parsed = parse(`( ${words} ) , -print0`, { statReference: () => makeStatus({ inode: 5, device: 1 }) }).expression;
  if (parsed.kind !== 'comma') throw new Error('a comma was expected');
  const expression = followData(canonicalize(parsed.children[0]!), context);
  return { shown: show(expression), context, expression };
}

describe('pure tests become constants', () => {
  test.each([
    ['-type f -type d', '(and (-type f) (-false))'],
    ['-type f -type f,d', '(and (-type f) (-true))'],
    ['-type f -o -type f', '(or (-type f) (-false))'],
    ['-type f -o ! -type f', '(or (-type f) (! (-false)))'],
    ['! -type f -o -type f', '(or (! (-type f)) (-true))'],
    ['-size -0', '(-false)'],
    ['-size 3k -size +2k', '(and (-size 3k) (-true))'],
    ['-size 3k -size 3072c', '(and (-size 3k) (-size 3072c))'],
    ['-size -2k -size +4', '(and (-size -2k) (-false))'],
    ['-size 0 -o -size +0', '(or (-size 0) (-size +0))'],
    ['-user 3 -o -user 5 -o -user 4', '(or (-user 3) (-user 5) (-user 4))'],
    ['( -user 3 -o -user 5 ) -user 4', '(and (or (-user 3) (-user 5)) (-user 4))'],
    ['( -user 3 -o -user 5 ) -user 6', '(and (or (-user 3) (-user 5)) (-false))'],
    ['-uid -5 -uid +3 -uid 4', '(and (-uid -5) (-uid +3) (-true))'],
    ['-links +5 -links -3', '(and (-links +5) (-false))'],
    ['-depth +3 -depth 3', '(and (-depth +3) (-false))'],
    ['-depth 3 -o -depth +3 -o -depth -3', '(or (-depth 3) (-depth +3) (-depth -3))'],
    ['-hidden -hidden', '(and (-hidden) (-true))'],
    ['-hidden ! -hidden', '(and (-hidden) (! (-true)))'],
    ['-readable -readable', '(and (-readable) (-true))'],
    ['-lname x -type f', '(and (-lname x) (-false))'],
    ['-lname x -type l', '(and (-lname x) (-true))'],
    ['-empty -type l', '(and (-empty) (-false))'],
    ['-type f -empty -size 0', '(and (-type f) (-empty) (-true))'],
    ['-empty -size 0', '(and (-empty) (-size 0))'],
    ['-samefile x -inum 5', '(and (-samefile x) (-true))'],
    ['-samefile x -inum 6', '(and (-samefile x) (-false))'],
    ['-path a/* -path b/*', '(and (-path a/*) (-false))'],
    ['-path a/* -path a', '(and (-path a/*) (-false))'],
    ['-path a/* -o -path b/*', '(or (-path a/*) (-path b/*))'],
    ['-name *', '(-true)'],
    ['-acl , -acl', '(comma (-acl) (-acl))'],
    ['( -type f , -type f ) -type f', '(and (comma (-type f) (-type f)) (-true))'],
    ['-readable -exec x ; -readable', '(and (-readable) (-exec x ;) (-readable))'],
    ['-hidden -exec x ; -hidden', '(and (-hidden) (-exec x ;) (-true))'],
    ['-size 0 -exec x ; -size 0', '(and (-size 0) (-exec x ;) (-true))'],
  ])('%s', (words, expected) => {
    expect(flow(words).shown).toBe(expected);
  });
});

test('impure tests are marked only', () => {
  const { expression } = flow('-type l -empty');
  expect(expression).toMatchObject({ children: [{ test: 'type' }, { test: 'empty', outcome: false }] });
  expect(flow('-type l -empty', 4).shown).toBe('(and (-type l) (-false))');
});

test('what is known wherever something has an effect', () => {
  const depth = (words: string): string => {
    const { impure } = flow(words).context;
    return impure === null ? 'nowhere' : `${impure.ranges.depth.min}-${impure.ranges.depth.max}`;
  };
  expect(depth('-depth 2 -print')).toBe('2-2');
  expect(depth('-depth 2 -print -o -depth 5 -print')).toBe('2-5');
  expect(depth('-depth 2 -depth 3 -print')).toBe('nowhere');
  expect(depth('-depth 2')).toBe('nowhere');
});

test('an expression that is not reached stays, for whoever cuts it off', () => {
  expect(flow('-quit -size -0').shown).toBe('(and (-quit) (-size -0))');
});

test('random expressions keep their effects and their value', () => {
  const random = seeded(41);
  for (let i = 0; i < 500; i++) {
    const words = randomWords(random, 1 + Math.floor(random() * 12));
    const expression = parseRandom(words);
    const followed = followData(expression, { ...quietContext(3, false), before: ANYTHING });
    expect(outcomeOf(followed, false), words).toEqual(outcomeOf(expression, false));
  }
});
