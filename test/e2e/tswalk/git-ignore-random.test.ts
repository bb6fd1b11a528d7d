/**
 * -explain-ignore says of every path in random repositories what `git check-ignore` says: the same rule or none.
 *
 * A slice of it here; `npm run check-ignore` does ten thousand paths. TSWALK_IGNORE_SEED and TSWALK_IGNORE_PATHS say where to begin and how
 * many.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { askGit, gitEnvironment, makeRepository, randomRepository } from '../../fixture/random-repository.ts';
import { records, runTswalk } from '../../fixture/run.ts';
import { makeTree } from '../../fixture/tree.ts';
import { seededRandom } from '../../walk/expr/seeded-random.ts';

const PATHS = Number(process.env.TSWALK_IGNORE_PATHS ?? 500);
const SEED = Number(process.env.TSWALK_IGNORE_SEED ?? 1);
const hasGit = spawnSync('git', ['--version']).error === undefined;

/** What one repository says, by git and by tswalk; a path with its rule, or nothing, on each side. */
async function compare(seed: number): Promise<{ count: number; ignored: number; differences: string[] }> {
  const random = seededRandom(seed);
  const repository = randomRepository(random);
  await using tree = await makeTree({});
  await using work = await makeTree(repository.spec);
  const config = tree.path('config');
  const excludesFile = tree.path('excludes');
  writeFileSync(excludesFile, Buffer.from(repository.excludesFile, 'latin1'));
  const ignoreCase = random.below(4) === 0;
  writeFileSync(config, `[core]\n\texcludesFile = ${excludesFile}\n`);
  const env = gitEnvironment(config);
  for (const path of repository.repositories) makeRepository(work.root, path, repository.exclude, env);
  if (ignoreCase) spawnSync('git', ['-C', work.root, 'config', 'core.ignoreCase', 'true'], { env: { ...process.env, ...env } });

  const theirs = askGit(work.root, repository, env);
  const words = ['.', '-mindepth', '1', '-name', '.git', '-prune', '-o', '-explain-ignore'];
  const { stdout, stderr } = runTswalk(words, { cwd: work.root, env });
  expect(stderr.toString()).toBe('');
  const ours = new Map<string, string>();
  for (const line of records(stdout)) {
    const tab = line.lastIndexOf('\t');
    ours.set(line.slice(tab + 3), line.slice(0, tab).replace(/^\.\//, ''));
  }
  const differences = repository.paths
    .map(({ path }) => [path, theirs.get(path) ?? 'none', ours.get(path) ?? 'none'] as const)
    .filter(([, git, own]) => git !== own)
    .map(
      ([path, git, own]) => `seed ${seed}: ${JSON.stringify(path)}: git ${JSON.stringify(git)}, tswalk ${JSON.stringify(own)}`,
    );
  return { count: repository.paths.length, ignored: theirs.size, differences };
}

test.skipIf(!hasGit)(
  `the same rule as git for ${PATHS} paths`,
  async () => {
    const differences: string[] = [];
    let count = 0;
    let ignored = 0;
    for (let seed = SEED; count < PATHS && differences.length < 10; seed++) {
      const result = await compare(seed);
      differences.push(...result.differences);
      count += result.count;
      ignored += result.ignored;
    }
    expect(differences.slice(0, 10)).toEqual([]);
    // Not everything is ignored, nor nothing.
    expect(ignored).toBeGreaterThan(count / 10);
    expect(ignored).toBeLessThan((9 * count) / 10);
  },
  60_000 + 60 * PATHS,
);
