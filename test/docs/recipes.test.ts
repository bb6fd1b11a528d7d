/**
 * docs/recipes.md, run as it stands: every block of shell in a fresh copy of the tree that the page draws, with the output that it shows.
 *
 * Behind `sh` stands the tool that a block is about; where that is not installed it is skipped. DuckDB is not among the dependencies, as it
 * is bigger than all of them: it is installed from npm when the test first runs, beside node_modules' caches, and skipped where npm has no
 * way to get it.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run, tswalkCommand } from '../fixture/run.ts';
import { directory, file, makeTree, type Tree } from '../fixture/tree.ts';

const checkout = join(import.meta.dirname, '../..');
const duckdbHome = join(checkout, 'node_modules/.cache/tswalk-duckdb');
const INSTALL_TIMEOUT_MS = 120_000;

interface Recipe {
  readonly title: string;
  /** What it needs beside tswalk and a shell; empty for nothing. */
  readonly tool: string;
  readonly code: string;
  readonly output: string;
}

function readRecipes(): Recipe[] {
  const page = readFileSync(join(checkout, 'docs/recipes.md'), 'utf8');
  const blocks = /(?:^## (.*)$)|(?:^```sh ?(\w*)\n([\s\S]*?)^```\n\n```text output\n([\s\S]*?)^```$)/gm;
  let title = '';
  return [...page.matchAll(blocks)].flatMap(([, heading, tool, code, output]) => {
    if (heading !== undefined) title = heading;
    return code === undefined ? [] : [{ title, tool: tool!, code, output: output! }];
  });
}

/** The tree of the page, with the sizes that its outputs are about. */
function drawnTree(): Promise<Tree> {
  return makeTree({
    'notes.txt': file({ content: 'five\n' }),
    src: directory({
      'a b.ts': file({ content: `${'x'.repeat(9)}\n` }),
      'main.ts': file({ content: `${'y'.repeat(9)}\n` }),
      util: directory({ 'parse.ts': file({ content: 'z'.repeat(20) }), 'parse.test.ts': file({ content: 't'.repeat(40) }) }),
    }),
  });
}

/** As the command of that name prints CSV: `duckdb -csv -c SQL`. */
const DUCKDB_COMMAND = `#!/usr/bin/env node
const { DuckDBInstance } = require(${JSON.stringify(join(duckdbHome, 'node_modules/@duckdb/node-api'))});
(async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(process.argv.at(-1));
  console.log(reader.columnNames().join(','));
  for (const row of reader.getRows()) console.log(row.join(','));
})();
`;

function isInstalled(tool: string): boolean {
  return tool === '' || spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

function installDuckdb(): boolean {
  if (existsSync(join(duckdbHome, 'node_modules/@duckdb/node-api'))) return true;
  mkdirSync(duckdbHome, { recursive: true });
  writeFileSync(join(duckdbHome, 'package.json'), '{ "private": true }');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '@duckdb/node-api'], {
    cwd: duckdbHome,
    stdio: 'ignore',
    timeout: INSTALL_TIMEOUT_MS,
  });
  return status === 0;
}

const recipes = readRecipes();

test('the page has recipes for every tool it names', () => {
  expect([...new Set(recipes.map(({ tool }) => tool))].sort()).toEqual(['', 'duckdb', 'fzf', 'jq', 'parallel', 'xargs']);
});

test.for(recipes.map((recipe, number) => [`${number + 1}: ${recipe.title}`, recipe] as const))(
  '%s',
  async ([, recipe], { skip }) => {
    const { tool, code, output } = recipe;
    if (!isInstalled(tool) && !(tool === 'duckdb' && installDuckdb())) skip(`${tool} is not installed`);
    await using commands = await makeTree({});
    const put = (name: string, text: string): void => {
      writeFileSync(commands.path(name), text);
      chmodSync(commands.path(name), 0o755);
    };
    put('tswalk', `#!/bin/sh\nexec ${tswalkCommand().join(' ')} "$@"\n`);
    if (tool === 'duckdb' && !isInstalled('duckdb')) put('duckdb', DUCKDB_COMMAND);
    await using tree = await drawnTree();
    const env = { PATH: `${commands.root}:${process.env.PATH}`, HOME: commands.root };
    const { stdout, stderr, status } = run(['bash', '-c', `set -o pipefail\n${code}`], { cwd: tree.root, env });
    expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({ stdout: output, stderr: '', status: 0 });
  },
);
