/** Questions on a terminal: a suggestion is taken, a doubtful command goes on, if the answer is yes and only then (REFERENCE 13.3, 13.4). */

import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runTswalk } from '../fixture/run.ts';
import { hasTerminal, runOnTerminal } from '../fixture/terminal.ts';
import { file, makeTree } from '../fixture/tree.ts';

const plain = { NO_COLOR: '1' };

/** The last line of what was shown before the answer, and what came after it. */
function lastQuestion(shown: string): { readonly question: string; readonly after: string } {
  const end = shown.lastIndexOf('? ') + 1;
  return { question: shown.slice(shown.lastIndexOf('\n', end) + 1, end), after: shown.slice(end + 1) };
}

describe.skipIf(!hasTerminal)('a suggestion for an unknown word', () => {
  const question = 'tswalk: error: Unknown argument; did you mean -maxdepth?';

  test.each(['y', 'Yes', 'yup'])('is taken after %s', async (answer) => {
    await using tree = await makeTree({ a: file() });
    const { shown, status } = runOnTerminal(['-maxdepht', '0'], { typed: `${answer}\n`, cwd: tree.root, env: plain });
    expect({ ...lastQuestion(shown), status }).toEqual({ question, after: '.\n', status: 0 });
  });

  test.each(['n', '', ' y', 'quit'])('is refused after "%s", and the error is not told twice', async (answer) => {
    await using tree = await makeTree({ a: file() });
    const { shown, status } = runOnTerminal(['-maxdepht', '0'], { typed: `${answer}\n`, cwd: tree.root, env: plain });
    expect({ ...lastQuestion(shown), status }).toEqual({ question, after: '', status: 1 });
    expect(shown.match(/Unknown argument/g)).toHaveLength(1);
  });

  test('is refused at the end of the input', () => {
    const { shown, status } = runOnTerminal(['-maxdepht', '0'], { env: plain });
    expect({ ...lastQuestion(shown), status }).toEqual({ question, after: '\n', status: 1 });
  });

  test('each is offered in turn', async () => {
    await using tree = await makeTree({ a: file() });
    const { shown, status } = runOnTerminal(['-nam', 'a', '-prnt'], { typed: 'y\ny\n', cwd: tree.root, env: plain });
    expect({ after: lastQuestion(shown).after, status }).toEqual({ after: './a\n', status: 0 });
    expect(shown.match(/did you mean/g)).toHaveLength(2);
  });

  test('is what messages speak of, once it is taken', async () => {
    await using tree = await makeTree({ a: file() });
    const { shown } = runOnTerminal(['-nam', 'a', '-sizee', 'q'], { typed: 'y\ny\n', cwd: tree.root, env: plain });
    expect(shown).toContain('error: tswalk -name a -sizee q\ntswalk: error:                ~~~~~~\n');
    expect(shown).toContain('error: tswalk -name a -size q\ntswalk: error:                      ~\n');
  });

  test('is no offer where it would be an operator', () => {
    const { shown, status } = runOnTerminal(['-Q'], { typed: 'y\n', env: plain });
    expect({ shown: shown.split('\n').at(-2), status }).toEqual({
      shown: 'tswalk: error: Unknown argument; did you mean -a?',
      status: 1,
    });
  });

  test('is no offer where the standard input is not a terminal', () => {
    const { stderr, status } = runTswalk(['-maxdepht', '0'], { input: Buffer.from('y\n') });
    expect({ stderr: stderr.toString().split('\n')[2], status }).toEqual({ stderr: question, status: 1 });
  });
});

describe.skipIf(!hasTerminal)('after a warning that something else may have been meant', () => {
  test('the question is coloured as the warning is', async () => {
    await using tree = await makeTree({ a: file() });
    const { shown } = runOnTerminal(['-depth', '-prune'], { typed: 'n\n', cwd: tree.root });
    const head = '\x1b[1mtswalk:\x1b[22m \x1b[1m\x1b[33mwarning:\x1b[39m\x1b[22m ';
    expect(shown.split('\n').at(-1)).toBe(`${head}Do you want to continue? `);
  });

  const question = 'tswalk: warning: Do you want to continue?';

  test.each([
    { answer: 'y', after: '.\n', status: 0 },
    { answer: 'n', after: '', status: 1 },
    { answer: '', after: '', status: 1 },
  ])('-prune with -depth goes on if the answer, "$answer", is yes', async ({ answer, after, status }) => {
    await using tree = await makeTree({});
    const screen = runOnTerminal(['-depth', '-prune'], { typed: `${answer}\n`, cwd: tree.root, env: plain });
    expect({ ...lastQuestion(screen.shown), status: screen.status }).toEqual({ question, after, status });
  });

  test('nothing is deleted unless the answer is yes', async () => {
    await using tree = await makeTree({ a: file() });
    const words = ['-delete', '-name', 'b'];
    expect(runOnTerminal(words, { typed: 'n\n', cwd: tree.root, env: plain }).status).toBe(1);
    expect(existsSync(tree.path('a'))).toBe(true);
    runOnTerminal(words, { typed: 'y\n', cwd: tree.root, env: plain });
    expect(existsSync(tree.path('a'))).toBe(false);
  });

  test.each([
    ['an ignored result without danger', ['-print', '-name', 'b']],
    ['a command that asks itself', ['-name', 'b', '-ok', 'true', ';', '-name', 'b']],
    ['no warnings', ['-nowarn', '-depth', '-prune', '-print']],
  ])('there is no question about %s', async (_, words) => {
    await using tree = await makeTree({});
    const { shown, status } = runOnTerminal(words, { cwd: tree.root, env: plain });
    expect(shown).not.toContain('continue');
    expect(status).toBe(0);
  });
});
