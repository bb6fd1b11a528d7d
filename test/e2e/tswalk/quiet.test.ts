/** -quiet: nothing is printed, the exit status tells whether something matched. */

import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runTswalk } from '../../fixture/run.ts';
import { directory, file, makeTree } from '../../fixture/tree.ts';

const isRoot = process.getuid?.() === 0;

async function quietly(line: string): Promise<{ status: number | null; stdout: string; complains: boolean }> {
  await using tree = await makeTree({
    a: directory({ 'x.ts': file({ content: 'needle' }) }),
    'y.ts': file({ content: 'hay' }),
    'z.js': file(),
  });
  const { status, stdout, stderr } = runTswalk(line.split(' '), { cwd: tree.root });
  return { status, stdout: stdout.toString(), complains: stderr.length > 0 };
}

describe('the exit status', () => {
  test.each([
    ['-quiet -name *.ts', 0, false],
    ['-name *.ts -quiet', 0, false],
    ['-quiet -name *.py', 1, false],
    ['-quiet ! -name *', 1, false],
    ['-quiet -type f -name y.ts -o -name nope', 0, false],
    ['-quiet -type f , -name nope', 1, false],
    // What failed does not matter once something matched; else the answer is not known.
    ['nope . -quiet -name y.ts', 0, true],
    ['nope . -quiet -name *.py', 2, true],
    ['nope . -quiet -noerror -name *.py', 1, false],
    // -exit and -quit have their say.
    ['-quiet -name y.ts -exit 7', 7, false],
    ['-quiet -quit', 1, false],
    ['-quiet ( -name nope -o -quit )', 1, false],
    ['-quiet -exec false {} +', 0, false],
    ['-quiet -exec false {} + -name nope', 2, false],
    ['-quiet -nam x', 2, true],
    ['-quiet -files0-from nope', 2, true],
    ['-quiet -depth -name x.ts', 0, false],
    ['-quiet -prune', 0, false],
    ['-quiet -S eds -name x.ts', 0, false],
  ])('%s: %d', async (line, status, complains) => {
    expect(await quietly(line)).toEqual({ status, stdout: '', complains });
  });
});

test.each(['-print', '-print0', '-printx', '-ls'])('%s beside it is refused', async (action) => {
  expect(await quietly(`. -quiet ${action}`)).toEqual({ status: 2, stdout: '', complains: true });
});

test('commands are run until the first match', async () => {
  await using tree = await makeTree({
    a: file({ content: 'hay' }),
    b: file({ content: 'needle' }),
    c: file({ content: 'needle' }),
  });
  const words = ['-s', '-quiet', '-type', 'f', '-fprint', 'seen', '-exec', 'grep', '-q', 'needle', '{}', ';'];
  const { status, stdout } = runTswalk(words, { cwd: tree.root });
  expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: '' });
  expect(runTswalk(['seen', '-size', '8c', '-quiet'], { cwd: tree.root }).status).toBe(0);
  expect(existsSync(tree.path('seen'))).toBe(true);
});

test.skipIf(isRoot)('a directory that may not be read leaves the answer open', async () => {
  await using tree = await makeTree({ closed: directory({}, { mode: 0 }) });
  expect(runTswalk(['-quiet', '-name', 'x'], { cwd: tree.root }).status).toBe(2);
});
