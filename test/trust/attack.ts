/**
 * The command `npm run attack -- --minutes 10`: tswalk as root on a tree that an attacker changes, over and over.
 *
 * In: `--minutes` (1), `--seed` (1), `--walker` (a command in place of tswalk, such as "bfs" or "find": words by spaces; backends
 * and the options before the starting point are then left out), `--show` (findings that are printed; 20). Out: each finding with the
 * walk that had it, then how many walks there were; status 1 if there are findings. Needs root.
 */

import { join } from 'node:path';
import { readOptions } from '../../scripts/options.mjs';
import { tswalkCommand } from '../fixture/run.ts';
import { makeLure } from './lure.ts';
import { describeRaid, RAIDS, raidNumber, runRaid } from './raid.ts';

const values = readOptions(import.meta.url, {
  minutes: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  walker: { type: 'string' },
  show: { type: 'string', default: '20' },
});

if (process.getuid?.() !== 0)
  throw new Error('The attack needs root: only root can be led to harm what belongs to somebody else.');
const seed = Number(values.seed);
const walker = values.walker?.split(' ') ?? tswalkCommand();
await using lure = await makeLure({ source: join(import.meta.dirname, 'attacker.c'), seed });
const end = performance.now() + Number(values.minutes) * 60_000;
let walks = 0;
let findings = 0;
for (let at = seed; performance.now() < end; at++) {
  const raid = raidNumber(at);
  const suited = values.walker === undefined ? raid : { ...raid, options: [] };
  const found = await runRaid(lure, walker, suited);
  walks++;
  findings += found.length;
  for (const finding of found) if (findings <= Number(values.show)) console.log(`${describeRaid(suited)}\n  ${finding}`);
}
console.log(`${walks} walks of ${RAIDS.length} kinds under attack, seed ${seed}: ${findings} findings`);
process.exitCode = findings > 0 ? 1 : 0;
