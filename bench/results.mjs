#!/usr/bin/env node
/**
 * Everything under bench/results anew, in one go:  npm run bench:results -- --scratch DIR
 *
 *   [--corpus DIR] [--rounds 7] [--seconds 3] [--most 1000000] [--write bench/results]
 *
 * Corpora are made in the scratch directory where they are not there yet, before anything is measured: 25 copies of the Linux tree's shape (or
 * --corpus), one copy of it, and 100 projects with the node_modules of this checkout; the trees of scale.mjs as it comes to them. Then: the workloads of
 * the budgets on the 25 copies; early ends, jobs, colours and the rest with every backend on the one copy; node_modules; and time and
 * memory by size and shape. README.md there links them. Some ten minutes on a quiet machine with two cores, besides the corpora.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../scripts/options.mjs';
import { describeMachine } from './measure.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const options = readOptions(import.meta.url, {
  scratch: { type: 'string' },
  corpus: { type: 'string' },
  rounds: { type: 'string', default: '7' },
  seconds: { type: 'string', default: '3' },
  most: { type: 'string', default: '1000000' },
  write: { type: 'string', default: here('results') },
});
if (!options.scratch) {
  console.error(
    'usage: npm run bench:results -- --scratch DIR [--corpus DIR] [--rounds N] [--seconds N] [--most ENTRIES] [--write DIR]',
  );
  process.exit(2);
}

function run(script, ...words) {
  const { status } = spawnSync(process.execPath, [here(script), ...words], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const inScratch = (name) => join(options.scratch, name);
const corpus = options.corpus ?? inScratch('linux-25');
mkdirSync(options.scratch, { recursive: true });
if (options.corpus === undefined) run('corpus/make-corpus.mjs', corpus, '25');
run('corpus/make-corpus.mjs', inScratch('linux-1'), '1');
run('corpus/make-node-modules.mjs', inScratch('node-modules'), '100');

const measured = ['--rounds', options.rounds, '--seconds', options.seconds, '--report', options.write];
run('compare.mjs', '--corpus', corpus, ...measured);
run('compare.mjs', '--corpus', inScratch('linux-1'), ...measured, '--only', 'extra', '--backends', '--name', 'more');
const usual = 'false,name,print,stat';
run('compare.mjs', '--corpus', inScratch('node-modules'), ...measured, '--only', usual, '--backends', '--name', 'node-modules');
run('scale.mjs', '--dir', inScratch('scale'), '--most', options.most, '--rounds', '3', '--report', options.write);

const parts = [
  ['compare.md', "The workloads of the budgets, 25 copies of the Linux tree's shape", 'budgets.svg'],
  ['more.md', 'Early ends, jobs, colours, what is left out, by each backend; one copy'],
  ['node-modules.md', 'A hundred projects with a node_modules each, by each backend'],
  ['scale.md', 'Time, memory and the first line by size and shape', 'scale.svg', 'memory.svg'],
].filter(([file]) => existsSync(join(options.write, file)));
const list = parts.map(([file, title, ...plots]) =>
  [`* [${title}](${file})`, ...plots.map((plot) => `\n  ![${plot}](${plot})`)].join('\n'),
);
const head = `# Results\n\n    npm run bench:results -- --scratch DIR\n\n${describeMachine()}; ${new Date().toISOString().slice(0, 10)}.\n`;
writeFileSync(join(options.write, 'README.md'), `${head}\n${list.join('\n')}\n`);
