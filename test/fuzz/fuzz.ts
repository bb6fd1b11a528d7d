/**
 * The command `npm run fuzz -- --seconds 600 --seed 7`: every fuzzer in turns, with inputs that never come twice.
 *
 * In: `--seconds` (60), `--seed` (1), `--only` (a part of a fuzzer's name), `--verbose` (a line before each batch: the last one tells where
 * it hangs). Out: what failed, made small, with the seed that makes it again; then how many inputs were tried; status 1 if any failed.
 */

import { readOptions } from '../../scripts/options.mjs';
import { PROPERTIES } from './properties.ts';

const values = readOptions(import.meta.url, {
  seconds: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
  verbose: { type: 'boolean', default: false },
});

/** For each fuzzer in a turn: those over whole runs try few inputs in it, others thousands. */
const TURN_MS = 1000;
const BATCH = 20;
const chosen = PROPERTIES.filter(({ name }) => name.includes(values.only));
const failed = new Set<string>();
const end = performance.now() + Number(values.seconds) * 1000;
let seed = Number(values.seed) * 1_000_003;
let inputs = 0;

while (performance.now() < end && failed.size < chosen.length) {
  for (const { name, run } of chosen.filter((each) => !failed.has(each.name))) {
    const turnEnd = Math.min(end, performance.now() + TURN_MS);
    let runs = 1;
    while (performance.now() < turnEnd && !failed.has(name)) {
      if (values.verbose) process.stderr.write(`${name}: seed ${seed}, ${runs} inputs\n`);
      const found = run({ seed: seed++, runs });
      inputs += runs;
      runs = Math.min(2 * runs, 100 * BATCH);
      if (found !== null) failed.add(name);
      if (found !== null) console.log(`${name}:\n${found}\n`);
    }
  }
}
console.log(`${inputs} inputs for ${chosen.length} fuzzers, seed ${values.seed}: ${failed.size} found something`);
process.exitCode = failed.size > 0 ? 1 : 0;
