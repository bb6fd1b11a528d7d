/** A slice of `npm run fuzz`: the same inputs on every run, so that what fails was broken by the change. */

import { expect, test } from 'vitest';
import { NAMES } from './names.ts';
import { PROPERTIES } from './properties.ts';

const SEED = 20261123;

test.each(PROPERTIES)('$name', ({ name, run }) => {
  const runs = NAMES.some((each) => each.name === name) ? 2 : 300;
  expect(run({ seed: SEED, runs })).toBe(null);
});
