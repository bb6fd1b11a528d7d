/** A word that cannot be understood: nothing is walked, the command line is shown with the culprit underlined, the status is 1. */

import { describe, expect, test } from 'vitest';
import { runTswalk, type Word } from '../../fixture/run.ts';
import { makeTree } from '../../fixture/tree.ts';

interface UsageError {
  /** What is underlined, by the underlining. */
  readonly marked: string;
  readonly commandLine: string;
  readonly text: string;
}

/** Run a wrong command line and take its message apart. */
async function usageError(words: readonly Word[]): Promise<UsageError> {
  await using tree = await makeTree({});
  const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root });
  expect({ stdout: stdout.toString(), status }).toEqual({ stdout: '', status: 1 });
  const lines = stderr.toString().split('\n');
  const prefix = 'tswalk: error: ';
  for (const line of lines.slice(0, 3)) expect(line.startsWith(prefix), stderr.toString()).toBe(true);
  const [commandLine, underline, text] = lines.map((line) => line.slice(prefix.length));
  expect(underline).toMatch(/^ *~+[ ~]*$/);
  const marked = Array.from(commandLine!).filter((_, column) => underline![column] === '~');
  return { commandLine: commandLine!, marked: marked.join(''), text: text! };
}

describe('the culprit is underlined', () => {
  test.each([
    ['-nam x', '-nam', 'Unknown argument; did you mean -name?'],
    ['. -name', '-name', '-name needs a value.'],
    ['. -type q', '-type q', 'Unknown type flag q; expected one of [bcdpflswD].'],
    ['. -newer日 x', '-newer日', 'Expected -newerXY; found -newer日.'],
    ['. -neweré x', '-neweré', "For -newerXY, X should be a, c, m, or B, not $'\\xC3'."],
    ['. -type fd', '-type fd', 'Types must be comma-separated.'],
    ['. -size 1x', '-size 1x', 'Expected a size unit (one of cwbkMGTP); found x.'],
    ['. -size x', 'x', 'x is not a valid integer.'],
    ['. -maxdepth -1', '-1', 'Negative integer -1 is not allowed here.'],
    ['. -maxdepth 1x', '1x', '1x is not a valid integer.'],
    ['. -newer nope', 'nope', null],
    ['-j0 .', '-j0', '0 is not enough threads.'],
    ['. ( -name x', '-name', 'Expected a ).'],
    ['. -name x )', ')', null],
    ['. !', '!', 'Expression terminated prematurely here.'],
    ['. -name x -o', '-o', 'Expression terminated prematurely here.'],
    ['. -o -name x', '-o', 'Expected a predicate.'],
    ['. ( )', ')', 'Expected a predicate.'],
  ])('%s', async (line, marked, text) => {
    const error = await usageError(line.split(' '));
    expect(error.marked).toContain(marked);
    expect(error.commandLine).toContain(line.replace(/[()!]/g, '').trim().split(' ').at(-1)!);
    if (text !== null) expect(error.text).toBe(text);
  });
});

describe('by columns', () => {
  test.each([
    ['characters that are two columns wide', ['日本', '-nam', 'x']],
    ['words that need quoting', ['a b', "it's", '-nam']],
    ['bytes that are no UTF-8', [Buffer.from([0xff]), '-nam']],
    ['a newline', ['a\nb', '-nam']],
  ])('after %s', async (_, words) => {
    await using tree = await makeTree({});
    const { stderr } = runTswalk(words, { cwd: tree.root });
    const [commandLine, underline] = stderr.toString().split('\n');
    const width = (text: string): number => Array.from(text).reduce((sum, c) => sum + (/[\u3000-\u9fff]/.test(c) ? 2 : 1), 0);
    const before = commandLine!.slice(0, commandLine!.indexOf('-nam'));
    expect(underline!.indexOf('~')).toBe(width(before));
    expect(underline!.match(/~+/)?.[0]).toBe('~~~~');
  });
});

test('-help and -version answer on standard output, with status 0', () => {
  for (const word of ['-help', '-version', '--help', '--version']) {
    const { stdout, stderr, status } = runTswalk([word]);
    expect({ status, stderr: stderr.toString() }, word).toEqual({ status: 0, stderr: '' });
    expect(stdout.toString()).toContain('tswalk');
  }
});

test('what is wrong before -help is an error, what comes after it is not looked at', async () => {
  expect((await usageError(['-nam', '-help'])).marked).toBe('-nam');
  expect(runTswalk(['-help', '-nam']).status).toBe(0);
});

test('the name in messages is the one that tswalk was called by', async () => {
  await using tree = await makeTree({});
  const { stderr } = runTswalk(['nope'], { cwd: tree.root });
  expect(stderr.toString()).toBe('tswalk: error: nope: No such file or directory.\n');
});

describe("a locale that is not installed ('missing-locale')", () => {
  const warning = 'tswalk: warning: Failed to set locale: No such file or directory.\n\n';
  const nothing = { LC_ALL: '', LANG: '', LC_CTYPE: '' };
  const messages = async (words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> => {
    await using tree = await makeTree({});
    const { stdout, stderr, status } = runTswalk(words, { cwd: tree.root, env: { ...nothing, ...env } });
    expect({ stdout: stdout.toString(), status }).toEqual({ stdout: '.\n', status: 0 });
    return stderr.toString();
  };

  test.each([{ LC_ALL: 'xx_YY.UTF-8' }, { LANG: 'xx_YY' }, { LC_CTYPE: 'C.UTF-8', LANG: 'xx_YY' }, { LC_TIME: 'xx_YY' }])(
    'is warned of: %j',
    async (env) => {
      expect(await messages(['-warn'], env)).toBe(warning);
      expect(await messages(['-nowarn'], env)).toBe('');
    },
  );

  test.each([{}, { LC_ALL: 'C' }, { LANG: 'POSIX' }, { LC_ALL: 'C.UTF-8', LC_TIME: 'xx_YY' }])('not with %j', async (env) => {
    expect(await messages(['-warn'], env)).toBe('');
  });
});
