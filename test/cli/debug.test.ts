/** What -D shows, mode by mode (REFERENCE 16): on standard error, each line with the program's name and the mode's. */

import { describe, expect, test } from 'vitest';
import { type RunOptions, runTswalk } from '../fixture/run.ts';
import { hasTerminal, runOnTerminal } from '../fixture/terminal.ts';
import { directory, file, link, makeTree } from '../fixture/tree.ts';

/** The lines of one mode, without what is before them. */
function debugLines(mode: string, words: readonly string[], options: RunOptions): string[] {
  const { stderr } = runTswalk(['-D', mode, ...words], options);
  const prefix = `tswalk: -D ${mode}: `;
  const lines = stderr.toString().trimEnd().split('\n');
  for (const line of lines) expect(line.startsWith(prefix), stderr.toString()).toBe(true);
  return lines.map((line) => line.slice(prefix.length));
}

/** Blocks of lines: a first one, and the indented ones below it as labels with values. */
function blocks(lines: readonly string[]): { readonly title: string; readonly rows: Record<string, string> }[] {
  const found: { title: string; rows: Record<string, string> }[] = [];
  for (const line of lines) {
    const row = /^ {2}(\S+(?: \S+)*) +(.*)$/.exec(line);
    if (row === null) found.push({ title: line, rows: {} });
    else found.at(-1)!.rows[line.slice(2, 14).trimEnd()] = line.slice(14);
  }
  return found;
}

const tree = { d: directory({ a: file({ content: 'x' }), 'b c': link('a'), e: directory({ f: file() }) }) };

describe('-D search', () => {
  const options = (root: string): RunOptions => ({ cwd: root });

  test('begins with how the walk is set up', async () => {
    await using made = await makeTree(tree);
    const words = ['-S', 'dfs', '-s', 'd', '-maxdepth', '2', '-xdev', '-j1'];
    const [walk] = blocks(debugLines('search', words, options(made.root)));
    expect(walk).toMatchObject({
      title: 'walk',
      rows: { root: 'd', strategy: 'dfs', depth: '0 to 2', follow: 'never', sorted: 'yes', devices: 'one (-xdev)', workers: '1' },
    });
  });

  test('shows every entry, where it is, and what became of it', async () => {
    await using made = await makeTree(tree);
    const words = ['-s', 'd', '-name', 'e', '-prune', '-o', '-name', 'a', '-fprint', '/dev/null'];
    const shown = blocks(debugLines('search', words, options(made.root))).slice(1);
    expect(shown.map(({ title, rows }) => [title, rows.type, rows.depth, rows.evaluated, rows.action])).toEqual([
      ['entry d', 'd', '0', 'false', 'enter'],
      ['entry d/a', 'f', '1', 'true', 'continue'],
      ['entry "d/b c"', 'l', '1', 'false', 'continue'],
      ['entry d/e', 'd', '1', 'true', 'prune'],
    ]);
    expect(shown[1]!.rows).toMatchObject({ root: 'd', visit: 'pre', error: 'none' });
  });

  test('entries that are not evaluated, too: above -mindepth, before what is in them, excluded', async () => {
    await using made = await makeTree(tree);
    const words = ['-s', 'd', '-depth', '-mindepth', '1', '-exclude', '-name', 'a', '-fprint', '/dev/null'];
    const shown = blocks(debugLines('search', words, options(made.root))).slice(1);
    expect(shown.map(({ title, rows }) => [title, rows.visit, rows.evaluated, rows.action])).toEqual([
      ['entry d', 'pre', 'no', 'enter'],
      ['entry d/a', 'pre', 'no', 'exclude'],
      ['entry "d/b c"', 'pre', 'true', 'continue'],
      ['entry d/e', 'pre', 'no', 'enter'],
      ['entry d/e/f', 'pre', 'true', 'continue'],
      ['entry d/e', 'post', 'true', 'continue'],
    ]);
  });

  test('that the walk was stopped, and what could not be examined', async () => {
    await using made = await makeTree(tree);
    const { stderr } = runTswalk(['-D', 'search', '-s', 'nowhere', 'd', '-quit'], options(made.root));
    const lines = stderr.toString().split('\n');
    expect(
      lines.filter((line) => /entry|error |action/.test(line)).map((line) => line.replace(/^tswalk: -D search: */, '')),
    ).toEqual(['entry d', 'error       none', 'action      stop']);
    const failing = runTswalk(['-D', 'search', 'nowhere'], options(made.root)).stderr.toString();
    expect(failing).toContain('tswalk: -D search:   error       ENOENT\n');
    expect(failing).toContain('tswalk: error: nowhere: No such file or directory.\n');
  });
});

describe('-D stat', () => {
  test.each(['sync', 'node', 'uring'])('shows each status that is looked up, with %s', async (backend) => {
    await using made = await makeTree(tree);
    const lines = debugLines('stat', ['d', '-size', '+100'], { cwd: made.root, env: { TSWALK_IO: backend } });
    expect(lines.map((line) => line.replace(/^(call|queue) +/, '')).sort()).toEqual([
      'nofollow   0        "d/b c"',
      'nofollow   0        d',
      'nofollow   0        d/a',
      'nofollow   0        d/e',
      'nofollow   0        d/e/f',
    ]);
    expect(lines[0]).toBe('call   nofollow   0        d');
  });

  test('how links are treated, and what failed', async () => {
    await using made = await makeTree({ l: link('gone'), loop: link('loop') });
    const options = { cwd: made.root };
    expect(debugLines('stat', ['-L', 'l', '-fprint', '/dev/null'], options)).toEqual(['call   tryfollow  0        l']);
    const { stderr } = runTswalk(['-D', 'stat', '-L', '.', '-name', 'loop'], options);
    expect(stderr.toString()).toContain('tswalk: -D stat: queue  tryfollow  ELOOP    ./loop\n');
  });

  test('nothing that is not looked up', async () => {
    await using made = await makeTree(tree);
    expect(debugLines('stat', ['d', '-name', 'f'], { cwd: made.root })).toEqual(['call   nofollow   0        d']);
  });

  test('every chunk of a large directory', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `name-${i}`);
    await using made = await makeTree(Object.fromEntries(names.map((name) => [name, file()])));
    const lines = debugLines('stat', ['.', '-size', '5'], { cwd: made.root });
    expect(lines.map((line) => line.slice(line.lastIndexOf(' ') + 1)).sort()).toEqual(
      ['.', ...names.map((name) => `./${name}`)].sort(),
    );
  });
});

test('-D exec shows how commands are run', async () => {
  await using made = await makeTree(tree);
  const lines = debugLines('exec', ['d/a', '-exec', 'true', '{}', '+', '-exec', 'false', ';'], { cwd: made.root });
  expect(lines.filter((line) => line.includes('ARG_MAX'))).toHaveLength(6);
  expect(lines.filter((line) => !line.includes('ARG_MAX'))).toEqual([
    '-exec: running false ... [6 bytes]',
    '-exec false: exit status 1',
    '-exec: the walk is over: running what was collected',
    '-exec: running true ... [1 entries, 12 bytes]',
  ]);
});

test('-D rates counts every entry, evaluated for an effect or not', async () => {
  await using made = await makeTree(tree);
  const lines = debugLines('rates', ['d', '-type', 'f', '-name', 'a', '-fprint', '/dev/null'], { cwd: made.root });
  expect(lines.find((line) => line.includes('-type f'))).toContain('[2/5=40%');
});

test('-D all shows them all, and what is searched stays the same', async () => {
  await using made = await makeTree(tree);
  const plain = runTswalk(['-s', 'd', '-size', '1', '-exec', 'echo', '{}', ';'], { cwd: made.root });
  const shown = runTswalk(['-D', 'all', '-s', 'd', '-size', '1', '-exec', 'echo', '{}', ';'], { cwd: made.root });
  expect({ stdout: shown.stdout.toString(), status: shown.status }).toEqual({ stdout: plain.stdout.toString(), status: 0 });
  const modes = new Set(shown.stderr.toString().match(/(?<=-D )\w+(?=: )/g));
  expect([...modes].sort()).toEqual(['cost', 'exec', 'io', 'opt', 'rates', 'search', 'stat', 'tree']);
});

test('a usage error that is found while the walk is made is told as without -D', async () => {
  await using made = await makeTree(tree);
  const bad = { cwd: made.root, env: { LS_COLORS: 'di=\\' } };
  const { stderr, status } = runTswalk(['-color', '-D', 'tree'], bad);
  const withoutDebug = runTswalk(['-color'], bad).stderr.toString();
  expect({ status, stderr: stderr.toString() }).toEqual({
    status: 1,
    stderr: withoutDebug.replace('-color\n', '-color -D tree\n'),
  });
});

test.skipIf(!hasTerminal)('is coloured on a terminal', async () => {
  const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;
  await using made = await makeTree(tree);
  const { shown } = runOnTerminal(['-D', 'tree', '-maxdepth', '0', '!', '-name', 'x', '-prune'], { cwd: made.root });
  expect(shown).toContain(`${bold('tswalk:')} ${bold(`\x1b[36m-D tree:\x1b[39m`)}   (${bold('\x1b[31m!\x1b[39m')}\n`);
  expect(shown).toContain(`(${bold('\x1b[34m-name\x1b[39m')} x)`);
  const plain = runOnTerminal(['-D', 'tree', '-maxdepth', '0'], { cwd: made.root, env: { NO_COLOR: '1' } });
  expect(plain.shown).toContain('tswalk: -D tree: (-exclude\n');
});
