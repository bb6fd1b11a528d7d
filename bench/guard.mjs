#!/usr/bin/env node
/**
 * A guard against slow regressions that noise cannot fool:  npm run bench:guard -- [--corpus DIR] [--record]
 *
 * Counts, instead of taking times: instructions of the native queue and of the packing for each item (valgrind's callgrind), which are the
 * same on every run. The JavaScript side, with --corpus: how many entries a second of user CPU sees, in terms of what the floor's whole CPU
 * sees in the same runs, in turns, the best of five each; a share that other load hardly moves. All is compared with bench/results/guard.json;
 * --record writes that file. Exit status 1 where something takes more than its allowance. Needs cc, g++ and valgrind.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../scripts/options.mjs';
import { measure, scratch } from './measure.mjs';
import { findTools } from './tools.mjs';

const options = readOptions(import.meta.url, { corpus: { type: 'string' }, record: { type: 'boolean', default: false } });
const top = fileURLToPath(new URL('..', import.meta.url));
const recordFile = fileURLToPath(new URL('results/guard.json', import.meta.url));

/** Another compiler's code differs by this much; a real regression by more. */
const INSTRUCTIONS_ALLOWED = 1.05;
/** User CPU time is taken in ticks, and caches are shared. */
const CPU_ALLOWED = 1.25;
const ROUNDS = 5;
const [FEW, MANY] = [1000, 3000];

/** Instructions for each item: the difference of two runs, so that neither start nor end counts. */
function countInstructions(program, mode) {
  const run = (rounds) => {
    const out = join(scratch, 'callgrind');
    const words = ['--tool=callgrind', `--callgrind-out-file=${out}`, program, mode, String(rounds)];
    const { status, stdout, stderr } = spawnSync('valgrind', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`valgrind failed: ${stderr}`);
    return { items: Number(stdout), instructions: Number(/^summary: (\d+)/m.exec(readFileSync(out, 'utf8'))[1]) };
  };
  const [few, many] = [run(FEW), run(MANY)];
  return (many.instructions - few.instructions) / (many.items - few.items);
}

/** CPU seconds of tswalk's user mode in terms of the floor's CPU seconds, for the same entries. */
function userShare(words) {
  const tools = findTools({});
  const own = [...tools.get('tswalk').command, options.corpus, ...words];
  const floor = [...tools.get('floor').command, options.corpus, String(availableParallelism())];
  const best = { user: Number.POSITIVE_INFINITY, floor: Number.POSITIVE_INFINITY };
  for (let round = 0; round <= ROUNDS; round++) {
    best.user = Math.min(best.user, measure(own).user);
    best.floor = Math.min(best.floor, measure(floor).cpu);
  }
  return best.user / best.floor;
}

const program = join(scratch, 'guard');
const sources = ['bench/guard.cc', 'native/dirent-pack.cc', 'native/stat-convert.cc'];
execFileSync('g++', ['-std=c++20', '-O2', '-fno-exceptions', '-pthread', '-I', top, ...sources, '-o', program], { cwd: top });

const found = {
  'queue, instructions an item': countInstructions(program, 'queue'),
  'packing, instructions an entry': countInstructions(program, 'pack'),
};
if (options.corpus) {
  found['-false, user CPU in terms of the floor'] = userShare(['-false']);
  found['-name, user CPU in terms of the floor'] = userShare(['-name', '*.ts']);
}
if (options.record) writeFileSync(recordFile, `${JSON.stringify(found, null, 2)}\n`);

const known = JSON.parse(readFileSync(recordFile, 'utf8'));
for (const [name, value] of Object.entries(found)) {
  const allowed = known[name] * (name.includes('instructions') ? INSTRUCTIONS_ALLOWED : CPU_ALLOWED);
  const verdict = value <= allowed ? 'kept' : 'MORE';
  if (value > allowed) process.exitCode = 1;
  console.log(`${verdict}  ${name}: ${value.toFixed(2)}, recorded ${known[name]?.toFixed(2)}, allowed ${allowed.toFixed(2)}`);
}
