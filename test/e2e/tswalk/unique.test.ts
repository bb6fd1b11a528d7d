/**
 * -unique: every file once, whatever leads to it.
 */

import { expect, test } from 'vitest';
import { runTswalk } from '../../fixture/run.ts';
import { directory, link, makeTree } from '../../fixture/tree.ts';

/** The ancestor was visited, so what loops back to it has been seen: dropped like every other second name, without an error. */
test.each(['bfs', 'dfs', 'ids', 'eds'])('with -L and -unique a loop is no error, with -S %s', async (strategy) => {
  await using tree = await makeTree({ self: link('.'), d: directory({ up: link('..') }) });
  const { stdout, stderr, status } = runTswalk(['-S', strategy, '-L', '.', '-unique'], { cwd: tree.root });
  expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({ stdout: '.\n./d\n', stderr: '', status: 0 });
});
