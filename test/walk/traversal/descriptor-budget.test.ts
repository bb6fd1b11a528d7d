/** How many descriptors a walk may hold: the rows of the arithmetic, and what it must never do. */

import { expect, test } from 'vitest';
import { descriptorBudget, mostWorkers } from '../../../src/walk/traversal/descriptor-budget.ts';

test.each([
  ['plenty', { limit: 65_536, open: 20 }, 8, { queueDepth: 64, cached: 64 }],
  ['the usual 1024', { limit: 1024, open: 20 }, 8, { queueDepth: 64, cached: 64 }],
  ['few: a quarter for the cache', { limit: 43, open: 20 }, 1, { queueDepth: 13, cached: 5 }],
  ['hardly any', { limit: 26, open: 20 }, 1, { queueDepth: 1, cached: 2 }],
  ['less than none', { limit: 6, open: 20 }, 8, { queueDepth: 1, cached: 2 }],
])('%s', (_title, limits, workers, expected) => {
  expect(descriptorBudget(limits, workers)).toEqual(expected);
});

test.each([
  [{ limit: 1024, open: 20 }, 2, 32],
  [{ limit: 1024, open: 20 }, 48, 48],
  [{ limit: 214, open: 20 }, 2, 2],
  [{ limit: 215, open: 20 }, 2, 32],
])('with %j and at least %i workers there may be %i', (limits, least, expected) => {
  expect(mostWorkers(limits, least)).toBe(expected);
});

test('window, cache and workers together stay within the limit as soon as that is possible', () => {
  for (let limit = 30; limit < 400; limit++) {
    const { queueDepth, cached } = descriptorBudget({ limit, open: 10 }, 4);
    expect(queueDepth + cached + 2 * 4 + 10).toBeLessThanOrEqual(limit);
  }
});
