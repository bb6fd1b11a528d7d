/**
 * A short slice of the differential tester, the same cases every time: tswalk beside GNU find, bfs and itself. `npm run differential` runs more.
 *
 * A failure shows scripts that make the tree and run both commands. Oracles that are not installed are left out.
 */

import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allPrimaries } from '../src/walk/expr/primaries.ts';
import { makeScratch } from './differential/batch.ts';
import { primariesOf } from './differential/case.ts';
import { Choice } from './differential/choice.ts';
import { collapse } from './differential/compare.ts';
import { makeForkTools } from './differential/fork.ts';
import { randomCase } from './differential/language.ts';
import { installedOracles } from './differential/oracles.ts';
import { runSession } from './differential/session.ts';
import { reproducer, shrink } from './differential/shrink.ts';
import { randomTree } from './differential/tree.ts';

const SEED = 20_260_727;
const TREES = 3;
const CASES_PER_TREE = 100;

/** Where outputs cannot be compared: what speaks to a terminal or prints help, or is not in any oracle. */
const ELSEWHERE = [
  ...[
    '-f',
    '-color',
    '-nocolor',
    '-status',
    '-hyperlink',
    '-explain-ignore',
    '-context',
    '-flags',
    '-help',
    '-version',
    '-files0-from',
  ],
];

test('tswalk says what find and bfs say, on random trees, of random command lines', { timeout: 180_000 }, async () => {
  const scratch = makeScratch();
  try {
    const options = {
      scratch,
      isRoot: process.getuid?.() === 0,
      oracles: installedOracles(),
      cases: CASES_PER_TREE,
    };
    // One tree with processes as users have them, the others faster.
    const forks = makeForkTools(scratch);
    const reports = await Promise.all(
      Array.from({ length: TREES }, (_, index) =>
        runSession({ ...options, forks: index === 0 ? null : forks, seed: SEED + index }),
      ),
    );
    const scripts: string[] = [];
    for (const { failures } of reports)
      for (const failure of failures.slice(0, 1)) scripts.push(reproducer(await shrink(failure)));
    expect(scripts).toEqual([]);
    const compared = reports.flatMap((report) => [...report.compared.values()]).reduce((sum, count) => sum + count, 0);
    expect(compared).toBeGreaterThanOrEqual(TREES * CASES_PER_TREE);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

test('cases are made of every name in the table but those that are tested elsewhere', () => {
  const choice = new Choice(SEED);
  const setting = { tree: randomTree(SEED, false) };
  const words = new Set<string>();
  for (let i = 0; i < 3_000; i++) {
    const made = randomCase(choice, setting);
    for (const { tswalk } of primariesOf(made))
      for (const word of tswalk)
        words.add(
          word
            .replace(/^(-O|-j)\d$/, '$1')
            .replace(/^(-f?(json|csv))=.*/, '$1')
            .replace(/^-newer[acmB][acmBt]$/, '-newerXY'),
        );
  }
  const missing = allPrimaries()
    .filter(({ kind }) => kind !== 'operator')
    .filter(({ name, aliases }) => ![name, ...aliases].some((one) => words.has(one) || ELSEWHERE.includes(one)))
    .map(({ name }) => name);
  expect(missing).toEqual([]);
});

test('listings are compared without their columns, wherever a record ends', () => {
  expect(collapse('  12  4 a\n   7 b\0  9  8 c')).toBe('12 4 a\n7 b\x009 8 c');
});
