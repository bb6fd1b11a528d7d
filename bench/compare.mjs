#!/usr/bin/env node
/**
 * Times tswalk beside its peers and the floor, on the same work, in turns:  npm run bench -- --corpus DIR
 *
 *   [--tswalk 'COMMAND'] [--rounds 5] [--seconds N] [--only false,stat | --only all | --only extra] [--backends] [--cold]
 *   [--peer NAME=COMMAND]... [--markdown] [--report DIR [--name compare]]
 *
 * What runs is in tools.mjs, how it is measured in measure.mjs, the work in workloads.mjs: without --only those of the budgets. Each round
 * runs every tool once, in turn and from another one on, so that a machine that slows down slows all; medians are printed. --seconds: a
 * tool that would take longer for its rounds has fewer of them; one that took longer for warming up counts with that run. --backends enters
 * tswalk with each way of input and output as well. --report writes NAME.md, NAME.json and a plot of the budgets (budgets.svg, budgets-NAME.svg)
 * into a directory. --cold empties the kernel's caches before each run (root only). Corpora are made by corpus/; results.mjs makes
 * everything that is checked in.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../scripts/options.mjs';
import { judgeBudgets } from './budgets.mjs';
import { describeMachine, measure, median } from './measure.mjs';
import { plotBars } from './plot.mjs';
import { formatMarkdown, formatSample } from './report.mjs';
import { countEntries, findTools, makeHundred, ranBackend, TSWALK } from './tools.mjs';
import { workloads } from './workloads.mjs';

const options = readOptions(import.meta.url, {
  tswalk: { type: 'string', default: TSWALK.join(' ') },
  corpus: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: 'Infinity' },
  only: { type: 'string' },
  backends: { type: 'boolean', default: false },
  cold: { type: 'boolean', default: false },
  peer: { type: 'string', multiple: true, default: [] },
  markdown: { type: 'boolean', default: false },
  report: { type: 'string' },
  name: { type: 'string' },
});
const all = Object.keys(workloads);
const extra = all.filter((name) => workloads[name].extra);
const sets = { undefined: all.filter((name) => !extra.includes(name)), all, extra };
const chosen = sets[options.only] ?? options.only.split(',');
const unknown = chosen.filter((name) => !workloads[name]);
if (!options.corpus || unknown.length) {
  if (unknown.length) console.error(`compare: no workload ${unknown.join(', ')}; there are ${all.join(', ')}`);
  console.error(
    'usage: npm run bench -- --corpus DIR [--tswalk COMMAND] [--rounds N] [--seconds N] [--only WORKLOADS|all|extra]',
  );
  console.error('         [--backends] [--cold] [--peer NAME=COMMAND]... [--markdown] [--report DIR [--name NAME]]');
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
  // A short run is repeated more often, so that its median is worth as much.
  const rounds = Number(options.rounds) * (workload.tree === 'hundred' ? 6 : 1);
  for (const run of runs) {
    run.rounds = rounds;
    if (options.cold) continue;
    const warming = measure(run.command, run);
    run.rounds = Math.min(rounds, Math.floor(Number(options.seconds) / warming.wall));
    if (run.rounds === 0) run.samples.push(warming);
  }
  const order = [...runs];
  for (let round = 0; round < rounds; round++) {
    for (const run of order) if (round < run.rounds) run.samples.push(measure(run.command, { ...run, cold: options.cold }));
    order.push(order.shift());
  }
  return runs.map(({ tool, samples }) => {
    const walls = samples.map(({ wall }) => wall).sort((a, b) => a - b);
    return {
      workload: name,
      words: workload.find,
      cold: options.cold,
      tool,
      rounds: samples.length,
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
const fewer = Number.isFinite(Number(options.seconds)) ? `, fewer where they would take more than ${options.seconds} s` : '';
const served = [...tools].filter(([name]) => name.startsWith('tswalk'));
const facts = [
  `${describeMachine()}; ${options.rounds} rounds in turns${fewer}, medians; caches ${caches}; ${countEntries(options.corpus).toLocaleString('en')} entries`,
  ...served.map(
    ([name, { command, variables }]) =>
      `${name} served by: ${ranBackend(command, options.corpus, variables) || 'nothing that could say'}`,
  ),
];
const budgets = judgeBudgets(results, options.cold);
const markdown = [
  ...facts.map((fact) => `* ${fact}`),
  '',
  formatMarkdown(results),
  '',
  ...budgets.map(({ text, share }) => `* ${share <= 1 ? 'kept' : 'MISSED'}: ${text}`),
].join('\n');
if (options.markdown) console.log(`\n${markdown}`);
if (options.report) {
  const usual = options.cold ? 'compare-cold' : 'compare';
  const name = options.name ?? usual;
  const write = (file, text) => writeFileSync(join(options.report, file), text);
  mkdirSync(options.report, { recursive: true });
  const words = process.argv.slice(2);
  const said = words.flatMap((word, at) => {
    if (['--report', '--name'].includes(word) || ['--report', '--name'].includes(words[at - 1])) return [];
    return [word === options.corpus ? 'DIR' : word];
  });
  write(`${name}.md`, `# tswalk beside its peers, ${caches}\n\n    npm run bench -- ${said.join(' ')}\n\n${markdown}\n`);
  write(`${name}.json`, `${JSON.stringify({ facts, results }, null, 1)}\n`);
  const bars = budgets.map(({ label, share }) => ({ label, share }));
  // A few workloads say little of the budgets: a plot of them is drawn where all were measured.
  if (options.only === undefined) {
    const plot = `budgets${name === 'compare' ? '' : `-${name.replace(/^compare-/, '')}`}.svg`;
    write(plot, plotBars(`Budgets, ${caches}: measured ÷ allowed`, bars));
  }
}
