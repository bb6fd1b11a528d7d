/** Two copies of a class know each other's objects, and nobody else's. */

import { expect, test } from 'vitest';
import { shareWithCopies } from '../../../src/walk/library/kin.ts';

function makeCopy(name: string): new () => object {
  const copy = class {};
  shareWithCopies(copy, name);
  return copy;
}

test('an object of one copy is an instance of the other', () => {
  const [One, Other] = [makeCopy('Kin'), makeCopy('Kin')];
  expect(new One()).toBeInstanceOf(Other);
  expect(new Other()).toBeInstanceOf(One);
});

test('what another class has made is not, nor what is no object', () => {
  const Kin = makeCopy('Kin');
  for (const value of [new (makeCopy('Other'))(), {}, null, undefined, 'Kin', 5]) expect(value instanceof Kin).toBe(false);
});

test('a subclass has its own instances only', () => {
  const Kin = makeCopy('Kin');
  class Child extends Kin {}
  expect(new Child()).toBeInstanceOf(Kin);
  expect(new Child()).toBeInstanceOf(Child);
  expect(new Kin()).not.toBeInstanceOf(Child);
});
