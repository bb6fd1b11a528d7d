/**
 * The command `npm run endure -- --runs 20000 --seed 1`: short runs as cron makes them, each ended at a random moment or left alone.
 *
 * In: `--runs` (1000), `--seed` (1), `--longest` (milliseconds after which the last ones are ended; 400). Out: each finding of teardown.ts,
 * how many were ended under way, and what all of them have left behind in /tmp, /dev/shm and among the processes; status 1 for findings.
 */

import { readdirSync } from 'node:fs';
import { readOptions } from '../../scripts/options.mjs';
import { directory, makeTree, wide } from '../fixture/tree.ts';
import { seededRandom } from '../walk/expr/seeded-random.ts';
import { pickTearDown, tearDown } from './teardown.ts';

const values = readOptions(import.meta.url, {
  runs: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  longest: { type: 'string', default: '400' },
});

const { below } = seededRandom(Number(values.seed));
await using tree = await makeTree({ t: directory(wide({ directories: 100, filesPerDirectory: 20 })) });
/** Files by which tswalk or Node.js could be known. */
const leftovers = (): string[] =>
  ['/tmp', '/dev/shm'].flatMap((path) => readdirSync(path)).filter((name) => /^(node|v8|tswalk-run)/i.test(name));
const before = new Set(leftovers());
let findings = 0;
let running = 0;
for (let run = 0; run < Number(values.runs); run++) {
  const what = pickTearDown(() => below(2 ** 20) / 2 ** 20, Number(values.longest));
  const outcome = await tearDown(tree.path('t'), what);
  if (outcome.wasRunning) running++;
  findings += outcome.findings.length;
  for (const finding of outcome.findings) console.log(`${JSON.stringify(what)}\n  ${finding}`);
}
const left = leftovers().filter((name) => !before.has(name));
console.log(
  `${values.runs} runs, ${running} ended under way, seed ${values.seed}: ${findings} findings; files left: ${left.join(' ') || 'none'}`,
);
process.exitCode = findings + left.length > 0 ? 1 : 0;
