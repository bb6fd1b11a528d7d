/**
 * Files in a directory that may be read but not searched: their names and types are known, their status is not to be had.
 */

import { expect, test } from 'vitest';
import { runTswalk } from '../../fixture/run.ts';
import { directory, file, link, makeTree } from '../../fixture/tree.ts';

const prefix = process.getuid?.() === 0 ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : '';

/** REFERENCE 22: only what needs the status fails. With -L too, where a status is asked for anyway, to find loops among directories. */
test.each(['-P', '-L'])('a file that cannot be examined is evaluated, with %s', async (flag) => {
  await using tree = await makeTree({ d: directory({ a: file() }, { mode: 0o444 }) });
  const { stdout, stderr, status } = runTswalk([flag, '.', '-name', 'a', '-printf', '%p [%s]\n'], { cwd: tree.root, prefix });
  expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({
    stdout: './d/a []\n',
    stderr: 'tswalk: error: ./d/a: Permission denied.\n',
    status: 1,
  });
});

/** REFERENCE 3.2: it could be a directory, and a loop. */
test('with -L a link that cannot be followed is an error, and not evaluated', async () => {
  await using tree = await makeTree({ d: directory({ a: link('/') }, { mode: 0o444 }) });
  const { stdout, stderr, status } = runTswalk(['-L', '.', '-name', 'a'], { cwd: tree.root, prefix });
  expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({
    stdout: '',
    stderr: 'tswalk: error: ./d/a: Permission denied.\n',
    status: 1,
  });
});
