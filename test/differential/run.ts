/**
 * The command `npm run differential -- --seed N --cases M`: random cases on random trees, tswalk beside GNU find, bfs and itself.
 *
 * In: `--seed`, `--cases`, `--from` (the number of the first tree, 0: its seed less N million and 3 N),
 * `--per-tree` (400), `--jobs` (2), `--shrink` (how many failures are made small; 10), `--bash` (each
 * tswalk is a process of its own: slower). Out: on stdout each failure as a shell script, a line per known difference,
 * and at the end one line of how many cases of which kinds were compared; status 1 if there are failures.
 */

import { rmSync } from 'node:fs';
import { readOptions } from '../../scripts/options.mjs';
import { makeScratch } from './batch.ts';
import { makeForkTools } from './fork.ts';
import { installedOracles } from './oracles.ts';
import { type Failure, nameOf, type Report, runSession } from './session.ts';
import { discard, reproducer, shrink } from './shrink.ts';

const values = readOptions(import.meta.url, {
  seed: { type: 'string', default: '1' },
  cases: { type: 'string', default: '1000' },
  from: { type: 'string', default: '0' },
  'per-tree': { type: 'string', default: '400' },
  jobs: { type: 'string', default: '2' },
  shrink: { type: 'string', default: '10' },
  bash: { type: 'boolean', default: false },
});

const cases = Number(values.cases);
const perTree = Math.min(cases, Number(values['per-tree']));
const scratch = makeScratch();
const forks = values.bash ? null : makeForkTools(scratch);
const options = { scratch, isRoot: process.getuid?.() === 0, oracles: installedOracles(), forks };
const total: Report = { compared: new Map(), known: new Map(), quality: new Map(), failures: [] };

const from = Number(values.from);
let next = 0;
let shown = 0;
const sessions = Math.ceil(cases / perTree);
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
finish();

async function work(): Promise<void> {
  while (next < sessions) {
    const index = next++;
    const report = await runSession({
      ...options,
      seed: Number(values.seed) * 1_000_003 + from + index,
      cases: Math.min(perTree, cases - index * perTree),
    });
    for (const kind of ['compared', 'known'] as const) {
      for (const [name, count] of report[kind]) total[kind].set(name, (total[kind].get(name) ?? 0) + count);
    }
    for (const [name, count] of report.quality) total.quality.set(name, (total.quality.get(name) ?? 0) + count);
    total.failures.push(...report.failures);
    for (const failure of firstOfEach(report.failures)) {
      if (shown++ < Number(values.shrink)) console.log(`${reproducer(await shrink(failure))}\n`);
    }
    for (const failure of report.failures) await discard(failure);
    if (index % 5 === 4) console.log(`# ${(index + 1) * perTree} cases, ${total.failures.length} failures`);
  }
}

function finish(): void {
  for (const [reason, count] of [...total.known].sort()) console.log(`known, ${count} times: ${reason}`);
  const kinds = [...total.compared, ...total.quality].sort().map(([name, count]) => `${name} ${count}`);
  console.log(`${cases} cases of seed ${values.seed}, ${total.failures.length} failures; compared with ${kinds.join(', ')}`);
  rmSync(scratch, { recursive: true, force: true });
  process.exitCode = total.failures.length > 0 ? 1 : 0;
}

/** One from every oracle. */
function firstOfEach(failures: readonly Failure[]): Failure[] {
  return failures.filter((failure, index) => failures.findIndex((other) => nameOf(other) === nameOf(failure)) === index);
}
