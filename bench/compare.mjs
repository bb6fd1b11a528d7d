#!/usr/bin/env node
/**
 * Times tswalk beside its peers and the floor, on the same work, in turns:  npm run bench -- --corpus DIR
 *
 *   [--tswalk 'COMMAND'] [--rounds 5] [--only false,stat | --only all] [--backends] [--cold] [--peer NAME=COMMAND]...
 *   [--markdown] [--report DIR]
 *
 * What runs is in tools.mjs, how it is measured in measure.mjs, the work in workloads.mjs: without --only those of the budgets. Each round
 * runs every tool once, in turn and from another one on, so that a machine that slows down slows all; medians are printed. --backends
 * enters tswalk with each way of input and output as well. --report writes compare.md, compare.json and budgets.svg
 * into a directory. --cold empties the kernel's caches before each run (root only). Corpora are made by corpus/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeBudgets } from './budgets.mjs';
import { describeMachine, measure, median } from './measure.mjs';
import { plotBars } from './plot.mjs';
import { formatMarkdown, formatSample } from './report.mjs';
import { findTools, makeHundred, ranBackend, TSWALK } from './tools.mjs';
import { workloads } from './workloads.mjs';

const { values: options } = parseArgs({
  options: {
    tswalk: { type: 'string', default: TSWALK.join(' ') },
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    backends: { type: 'boolean', default: false },
    cold: { type: 'boolean', default: false },
    peer: { type: 'string', multiple: true, default: [] },
    markdown: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const all = Object.keys(workloads);
const chosen = options.only === 'all' ? all : (options.only?.split(',') ?? all.filter((name) => !workloads[name].extra));
const unknown = chosen.filter((name) => !workloads[name]);
if (!options.corpus || unknown.length) {
  if (unknown.length) console.error(`compare: no workload ${unknown.join(', ')}; there are ${all.join(', ')}`);
  console.error(
    'usage: npm run bench -- --corpus DIR [--tswalk COMMAND] [--rounds N] [--only WORKLOADS|all] [--backends] [--cold]',
  );
  console.error('                       [--peer NAME=COMMAND]... [--markdown] [--report DIR]');
  process.exit(2);
}
if (options.cold && process.getuid?.() !== 0) {
  console.error("compare: --cold empties the kernel's caches before each run, which is for root only");
  process.exit(2);
}
const trees = { hundred: makeHundred() };

/** The command of `tool` for `workload`, or undefined where it cannot do it. */
function commandOf(name, { command, dialect }, workload) {
  const words = workload[dialect];
  if (!words || workload.not?.includes(name)) return undefined;
  const tree = trees[workload.tree] ?? options.corpus;
  if (dialect === 'empty') return command;
  if (dialect === 'limit') return [...command, tree, String(options.cold ? 16 : availableParallelism()), ...words];
  if (dialect !== 'fd') return [...command, tree, ...words];
  // fd: what follows -x belongs to the command that it runs.
  const run = words.findIndex((word) => word === '-x' || word === '-X');
  const end = run < 0 ? words.length : run;
  return [...command, ...words.slice(0, end), '--search-path', tree, ...words.slice(end)];
}

/** Run every tool on one workload, in turns. @returns One row a tool. */
function compare(name, tools) {
  const workload = workloads[name];
  const runs = [...tools]
    .map(([tool, description]) => ({ tool, ...description, command: commandOf(tool, description, workload), samples: [] }))
    .filter(({ command }) => command);
  if (!options.cold) for (const run of runs) measure(run.command, run);
  // A short run is repeated more often, so that its median is worth as much.
  const rounds = Number(options.rounds) * (workload.tree === 'hundred' ? 6 : 1);
  const order = [...runs];
  for (let round = 0; round < rounds; round++) {
    for (const run of order) run.samples.push(measure(run.command, { ...run, cold: options.cold }));
    order.push(order.shift());
  }
  return runs.map(({ tool, samples }) => {
    const walls = samples.map(({ wall }) => wall).sort((a, b) => a - b);
    return {
      workload: name,
      words: workload.find,
      cold: options.cold,
      tool,
      wall: median(walls),
      fastest: walls[0],
      slowest: walls.at(-1),
      user: median(samples.map(({ user }) => user)),
      cpu: median(samples.map(({ cpu }) => cpu)),
      mib: median(samples.map(({ kib }) => kib)) / 1024,
      bytes: samples[0].bytes,
      status: samples[0].status,
    };
  });
}

const tools = findTools(options);
const results = [];
for (const name of chosen) {
  const rows = compare(name, tools);
  const own = rows.find(({ tool }) => tool === 'tswalk');
  console.log(`\n${name}${options.cold ? ' (cold)' : ''}: ${workloads[name].find.join(' ') || '(print)'}`);
  for (const row of rows) console.log(formatSample(row, own));
  results.push(...rows);
}

const caches = options.cold ? 'cold' : 'warm';
const facts = [
  `${describeMachine()}; ${options.rounds} rounds in turns, medians; caches ${caches}`,
  `tswalk served by: ${ranBackend(options.tswalk.split(' '), options.corpus)}`,
];
const budgets = judgeBudgets(results, options.cold);
const markdown = [
  ...facts,
  '',
  formatMarkdown(results),
  '',
  ...budgets.map(({ text, share }) => `* ${share <= 1 ? 'kept' : 'MISSED'}: ${text}`),
].join('\n');
if (options.markdown) console.log(`\n${markdown}`);
if (options.report) {
  const stem = options.cold ? 'compare-cold' : 'compare';
  const write = (name, text) => writeFileSync(join(options.report, name), text);
  mkdirSync(options.report, { recursive: true });
  const said = process.argv.slice(2).map((word) => (word === options.corpus ? 'DIR' : word));
  const command = `npm run bench -- ${said.filter((word) => word !== '--report' && word !== options.report).join(' ')}`;
  write(`${stem}.md`, `# tswalk beside its peers, ${caches}\n\n    ${command}\n\n${markdown}\n`);
  write(`${stem}.json`, `${JSON.stringify({ facts, results }, null, 1)}\n`);
  const bars = budgets.map(({ label, share }) => ({ label, share }));
  write(options.cold ? 'budgets-cold.svg' : 'budgets.svg', plotBars(`Budgets, ${caches}: measured ÷ allowed`, bars));
}
