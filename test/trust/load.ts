/**
 * The command `npm run load -- --walks 1000`: many walks of one Node.js process, at once, in turns and one after another.
 *
 * In: `--walks` (1000), `--directories` of the tree that each goes through (300; five times as many entries), `--only` one of the three.
 * Out: a line of JSON for each way: what the walks have found wrong, and the most threads, descriptors and MiB that the process had, less those
 * that it began with; `left` is what remained at the end. Descriptors and threads that remain are a finding, and so are
 * walks one after another that take more and more memory; status 1 for findings.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readOptions } from '../../scripts/options.mjs';
import { count, walk } from '../../src/walk/index.ts';
import { directory, makeTree, wide } from '../fixture/tree.ts';

const values = readOptions(import.meta.url, {
  walks: { type: 'string', default: '1000' },
  directories: { type: 'string', default: '300' },
  only: { type: 'string' },
});
const walks = Number(values.walks);
const directories = Number(values.directories);
const entries = 1 + directories * 5;
/** Memory that is not given back at once is no leak. */
const TOLERATED_MIB = 24;
const SAMPLE_MS = 10;
const WALKS_PER_LOOK = 5;

interface Use {
  threads: number;
  descriptors: number;
  mib: number;
}

/** What the process has now. Needs a free descriptor. */
function use(): Use {
  const status = readFileSync('/proc/self/status', 'utf8');
  const number = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)![1]);
  return { threads: number('Threads'), descriptors: readdirSync('/proc/self/fd').length, mib: number('VmRSS') / 1024 };
}

setFlagsFromString('--expose-gc');
/** What nothing holds any longer is no leak either, whenever Node would come to it. */
const collectGarbage = runInNewContext('gc') as () => void;

/** What external buffers hold is given back in a later turn of the event loop. */
async function settledMib(): Promise<number> {
  for (let turn = 0; turn < 2; turn++) {
    collectGarbage();
    await setImmediate();
  }
  return use().mib;
}

/** All begin in the same turn of the event loop. */
async function atOnce(root: string, findings: string[]): Promise<void> {
  const counted = await Promise.allSettled(Array.from({ length: walks }, () => count(root)));
  for (const each of counted) {
    if (each.status === 'rejected') findings.push(String(each.reason));
    else if (each.value !== entries) findings.push(`found ${each.value} of ${entries}`);
  }
}

/** One batch of each walk, and again: all of them are open until the end. */
async function inTurns(root: string, findings: string[], look: () => void): Promise<void> {
  const found = new Map(Array.from({ length: walks }, () => [walk.batches(root), 0]));
  while (found.size > 0) {
    for (const [each, before] of found) {
      const { done, value } = await each.next();
      if (!done) found.set(each, before + value.length);
      else {
        if (before !== entries) findings.push(`found ${before} of ${entries}`);
        found.delete(each);
      }
    }
    look();
  }
}

/** Memory goes up and down: the least of each third is compared, the first of which nobody asks. */
async function oneAfterAnother(root: string, findings: string[]): Promise<void> {
  const third = Math.ceil(walks / 3);
  const least = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  for (let number = 0; number < 3 * third; number++) {
    if ((await count(root)) !== entries) findings.push(`walk ${number} has not found all`);
    if (number % WALKS_PER_LOOK !== 0) continue;
    const place = Math.floor(number / third);
    least[place] = Math.min(least[place]!, await settledMib());
  }
  const grown = least[2]! - least[1]!;
  if (grown > TOLERATED_MIB) findings.push(`the last third took ${grown.toFixed(0)} MiB more than the one before`);
}

await using tree = await makeTree({ t: directory(wide({ directories, filesPerDirectory: 4 })) });
const root = tree.path('t');
await count(root);
for (const [name, way] of Object.entries({ atOnce, inTurns, oneAfterAnother })) {
  if (values.only !== undefined && values.only !== name) continue;
  const findings: string[] = [];
  const before = use();
  const most = { ...before };
  const look = (): void => {
    const now = use();
    for (const key of ['threads', 'descriptors', 'mib'] as const) most[key] = Math.max(most[key], now[key]);
  };
  const timer = setInterval(look, SAMPLE_MS);
  const began = performance.now();
  await way(root, findings, look);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(timer);
  const end = use();
  const less = (now: Use): Use => ({
    threads: now.threads - before.threads,
    descriptors: now.descriptors - before.descriptors,
    mib: Math.round(now.mib - before.mib),
  });
  const left = less(end);
  if (left.threads > 0 || left.descriptors > 0) findings.push('did not give back everything');
  console.log(
    JSON.stringify({
      way: name,
      walks,
      seconds: Number(seconds.toFixed(2)),
      most: less(most),
      left,
      findings: findings.slice(0, 5),
    }),
  );
  if (findings.length > 0) process.exitCode = 1;
}
