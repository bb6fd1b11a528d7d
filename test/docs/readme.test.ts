/**
 * The README tells the truth: its screens are replayed, what it gives for fd's words finds the same, and it names no word that is unknown.
 *
 * In: README.md, fd where it is installed (Debian calls it fdfind), and the tree of the tour.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allPrimaries } from '../../src/walk/expr/primaries.ts';
import { run, shellWord, sortedRecords, tswalkCommand } from '../fixture/run.ts';
import { directory, file, makeTree, type Tree, type TreeSpec } from '../fixture/tree.ts';
import { consoleBlocks, replay } from './console-blocks.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** No rules of git but the tree's own. */
const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** In seconds since 1970. */
const time = Date.parse('2024-03-01T12:00:00Z') / 1000;

function makeShop(more: TreeSpec = {}): Promise<Tree> {
  const old = (content: string, sizeBytes = 0) => file({ content, sizeBytes, time });
  return makeTree({
    '.git': directory({ HEAD: old('ref: refs/heads/main\n'), objects: directory(), refs: directory() }, { time }),
    '.gitignore': old('/build/\n*.log\n'),
    'README.md': old('# Shop\n'),
    'package.json': old('{ "name": "shop" }\n'),
    'debug.log': old('', 52_000),
    build: directory({ 'main.js': old('', 98_000) }, { time }),
    docs: directory({ 'guide.md': old('', 3000), 'logo.svg': old('', 700) }, { time }),
    src: directory(
      {
        'main.ts': old('', 4200),
        'parse.ts': file({ sizeBytes: 1800, time: Date.parse('2024-04-02T08:30:00Z') / 1000 }),
        'parse.test.ts': old('', 900),
        ui: directory({ 'menu.tsx': old('', 2600) }, { time }),
      },
      { time },
    ),
    ...more,
  });
}

function section(title: string): string {
  const [, text] = new RegExp(`^## ${title}\\n([\\s\\S]*?)^## `, 'm').exec(readme)!;
  return text!;
}

describe('the tour', () => {
  const blocks = consoleBlocks(section('A short tour'));

  test('is all of the screens in the README, and more than a few', () => {
    expect(consoleBlocks(readme)).toHaveLength(blocks.length);
    expect(blocks.flatMap(({ commands }) => commands).length).toBeGreaterThan(15);
  });

  test.each(blocks)('shows what is seen, in line $line', async (block) => {
    await using shop = await makeShop();
    expect(replay(block, { cwd: shop.root, env })).toBe(block.text);
  });
});

const fd = ['fd', 'fdfind'].find((name) => spawnSync(name, ['--version']).stdout?.toString().startsWith('fd'));

/** What fd is told, and what tswalk: the first two columns. */
const fdRows = [...section('Coming from find, bfs, fd').matchAll(/^\| `(fd\b.*?)` \| `(tswalk\b.*?)` \|/gm)].map((row) => ({
  fdLine: row[1]!,
  tswalkLine: row[2]!,
}));

describe('coming from fd', () => {
  test('there are rows', () => {
    expect(fdRows.length).toBeGreaterThan(20);
  });

  test.skipIf(fd === undefined).each(fdRows)('$fdLine becomes $tswalkLine', async ({ fdLine, tswalkLine }) => {
    await using shop = await makeShop({ 'release.sh': file({ mode: 0o755 }) });
    const words = [...tswalkCommand(), '-nohidden', '-gitignore'].map(shellWord).join(' ');
    const found = outcomeOf(fdLine.replace('fd', fd!), shop);
    expect(outcomeOf(tswalkLine.replace('tswalk', words), shop)).toEqual(found);
    // A row that finds nothing shows nothing: but for the question whose answer is the exit status.
    if (!fdLine.includes('-q')) expect(found.paths).not.toEqual([]);
  });
});

/** What is found in the tree, in no order, and the exit status. fd marks directories with a slash, and does not list the starting point. */
function outcomeOf(line: string, tree: Tree): { readonly paths: readonly string[]; readonly status: number | null } {
  const { stdout, stderr, status } = run(['bash', '-c', line], { cwd: tree.root, env });
  expect(stderr.toString()).toBe('');
  const separator = stdout.includes(0) ? '\0' : '\n';
  const paths = sortedRecords(stdout, separator).map((path) => path.replace(/^\.\//, '').replace(/(.)\/$/, '$1'));
  return { paths: paths.filter((path) => path !== '.'), status };
}

describe('what it understands', () => {
  const text = section('What it understands');

  test('has names of the table only', () => {
    const known = new Set(allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]));
    // `-jN`, `-OLEVEL`: the flag with its value.
    const unknown = [...text.matchAll(/`(-[A-Za-z][\w-]*)/g)]
      .map((match) => match[1]!)
      .filter((name) => !known.has(name) && !known.has(name.slice(0, 2)) && name !== '-newerXY');
    expect(unknown).toEqual([]);
  });

  test.each(['flag', 'option', 'action'])('every %s that is not like another one is there', (kind) => {
    const missing = allPrimaries()
      .filter((row) => row.kind === kind)
      .map(({ name }) => name)
      .filter((name) => !text.includes(`\`${name}`) && !INTO_FILES.test(name) && !SILENT.has(name));
    expect(missing).toEqual([]);
  });
});

/** "most with a form into a file". */
const INTO_FILES = /^-f(?:ls|print[0f]?|json|csv)$/;

/** Nobody looks for these. */
const SILENT: ReadonlySet<string> = new Set(['-noleaf', '-noignore_readdir_race']);
