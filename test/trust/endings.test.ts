/** Walks of programs that end at random moments: a slice of `npm run teardown`. */

import { expect, test } from 'vitest';
import { directory, makeTree, wide } from '../fixture/tree.ts';
import { seededRandom } from '../walk/expr/seeded-random.ts';
import { findingsOf, makeProgram, pickEnding } from './endings.ts';

test('a walk ends as it is told, with its loop, thread or process, and leaves nothing behind', async () => {
  await using tree = await makeTree({ t: directory(wide({ directories: 40, filesPerDirectory: 10 })) });
  await using program = await makeProgram();
  const { below } = seededRandom(5);
  const kinds = new Set<string>();
  for (let run = 0; run < 14; run++) {
    const ending = pickEnding(below);
    kinds.add(ending.kind);
    expect(await findingsOf(program.path, tree.path('t'), ending), JSON.stringify(ending)).toEqual([]);
  }
  expect(kinds.size).toBeGreaterThan(4);
});
