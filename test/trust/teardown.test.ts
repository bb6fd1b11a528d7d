/** Signals at random moments: a slice of `npm run endure`. */

import { expect, test } from 'vitest';
import { directory, makeTree, wide } from '../fixture/tree.ts';
import { seededRandom } from '../walk/expr/seeded-random.ts';
import { pickTearDown, tearDown } from './teardown.ts';

test('a run that is ended dies of the signal, has printed the beginning of its output, and leaves no process', async () => {
  await using tree = await makeTree({ t: directory(wide({ directories: 60, filesPerDirectory: 10 })) });
  const { below } = seededRandom(9);
  for (let run = 0; run < 30; run++) {
    const what = pickTearDown(() => below(2 ** 20) / 2 ** 20, 400);
    expect((await tearDown(tree.path('t'), what)).findings, JSON.stringify(what)).toEqual([]);
  }
});
