#!/usr/bin/env node
/**
 * Times tswalk beside its peers and the floor, on the same work, in turns:  npm run bench -- --corpus DIR
 *
 *   [--tswalk 'COMMAND'] [--rounds 5] [--only false,stat] [--cold] [--peer NAME=COMMAND]... [--markdown] [--json FILE]
 *
 * tswalk is bin/tswalk.js run by this very node. Peers are those on PATH: find (GNU), bfs, fdfind or fd, and a plain
 * `readdirSync` walk; --peer bfs=/path/to/bfs replaces or adds one that takes find's arguments. The floor is limit.c, with one
 * thread a core (--cold: 16). Each round runs every tool once, in turn and from another one on, so that a machine that slows
 * down slows all; medians are printed. Output goes to a file in memory. --cold empties the kernel's caches before each run
 * (root only). Needs cc and GNU time. Corpora are made by corpus/make-corpus.mjs.
 * NODE_EXTRA_CA_CERTS is taken out of the environment: with it, every Node process parses a certificate bundle (30 ms).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatMarkdown, formatSample } from './report.mjs';
import { workloads } from './workloads.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { values: options } = parseArgs({
  options: {
    tswalk: { type: 'string', default: `${process.execPath} ${here('../bin/tswalk.js')}` },
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    cold: { type: 'boolean', default: false },
    peer: { type: 'string', multiple: true, default: [] },
    markdown: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const chosen = options.only ? options.only.split(',') : Object.keys(workloads);
const unknown = chosen.filter((name) => !workloads[name]);
if (!options.corpus || unknown.length) {
  if (unknown.length) console.error(`compare: no workload ${unknown.join(', ')}; there are ${Object.keys(workloads).join(', ')}`);
  console.error('usage: npm run bench -- --corpus DIR [--tswalk COMMAND] [--rounds N] [--only WORKLOADS] [--cold]');
  console.error('                       [--peer NAME=COMMAND]... [--markdown] [--json FILE]');
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'compare-'));
const sink = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `compare-${process.pid}.out`);
process.on('exit', () => {
  for (const path of [scratch, sink]) rmSync(path, { recursive: true, force: true });
});

const env = { ...process.env, LC_ALL: 'C.UTF-8', LS_COLORS: '' };
delete env.NODE_EXTRA_CA_CERTS;

/** The tools by name: a command, and which word list of a workload it understands. */
function findTools() {
  const onPath = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
  const limit = join(scratch, 'limit');
  execFileSync('cc', ['-O2', '-pthread', here('limit.c'), '-o', limit]);
  const empty = join(scratch, 'empty.cjs');
  writeFileSync(empty, '');

  const tools = new Map([['tswalk', { command: options.tswalk.split(' '), dialect: 'find' }]]);
  if (onPath('find')) tools.set('find', { command: ['find'], dialect: 'find' });
  if (onPath('bfs')) tools.set('bfs', { command: ['bfs'], dialect: 'find' });
  const fd = ['fdfind', 'fd'].find(onPath);
  if (fd) tools.set('fd', { command: [fd], dialect: 'fd' });
  for (const peer of options.peer) {
    const [name, command] = peer.split(/=(.*)/s);
    tools.set(name, { command: command.split(' '), dialect: 'find' });
  }
  tools.set('readdirSync', { command: [process.execPath, here('readdir-sync.mjs')], dialect: 'node' });
  tools.set('floor', { command: [limit], dialect: 'limit' });
  tools.set('empty.cjs', { command: [process.execPath, empty], dialect: 'empty' });
  return tools;
}

/** A hundred files in ten directories: here only the start of a process counts. */
function makeHundred() {
  const root = join(scratch, 'hundred');
  for (let directory = 0; directory < 10; directory++) {
    mkdirSync(join(root, String(directory)), { recursive: true });
    for (let file = 0; file < 9; file++) writeFileSync(join(root, String(directory), `${file}.ts`), '');
  }
  return root;
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

/** Wall seconds, CPU seconds and peak KiB of one run. */
function measure(command) {
  if (options.cold) {
    spawnSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
  }
  const out = openSync(sink, 'w');
  const report = join(scratch, 'time');
  const words = ['-q', '-f', '%U %S %M', '-o', report, ...command];
  const begin = process.hrtime.bigint();
  const run = spawnSync('/usr/bin/time', words, { stdio: ['ignore', out, 'ignore'], env });
  const wall = Number(process.hrtime.bigint() - begin) / 1e9;
  closeSync(out);
  if (run.error) throw run.error;
  const [user, system, kib] = readFileSync(report, 'utf8').trim().split(/\s+/).slice(-3).map(Number);
  return { wall, user, cpu: user + system, kib, bytes: statSync(sink).size, status: run.status };
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Run every tool on one workload, in turns. @returns One row a tool. */
function compare(name, tools) {
  const workload = workloads[name];
  const runs = [...tools]
    .map(([tool, description]) => ({ tool, command: commandOf(tool, description, workload), samples: [] }))
    .filter(({ command }) => command);
  if (!options.cold) for (const { command } of runs) measure(command);
  // A short run is repeated more often, so that its median is worth as much.
  const rounds = Number(options.rounds) * (workload.tree === 'hundred' ? 6 : 1);
  const order = [...runs];
  for (let round = 0; round < rounds; round++) {
    for (const { command, samples } of order) samples.push(measure(command));
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

const tools = findTools();
const results = [];
for (const name of chosen) {
  const rows = compare(name, tools);
  const own = rows.find(({ tool }) => tool === 'tswalk');
  console.log(`\n${name}${options.cold ? ' (cold)' : ''}: ${workloads[name].find.join(' ') || '(print)'}`);
  for (const row of rows) console.log(formatSample(row, own));
  results.push(...rows);
}
if (options.markdown) {
  console.log(`\nNode ${process.versions.node}, Linux ${release()}, ${availableParallelism()} cores; ${options.rounds} rounds\n`);
  console.log(formatMarkdown(results));
}
if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1));
