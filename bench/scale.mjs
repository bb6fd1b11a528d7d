#!/usr/bin/env node
/**
 * Wall time, CPU time, peak memory and the time to the first line, from a thousand entries upwards, on trees of three shapes:
 *
 *   npm run bench:scale -- --dir DIR [--most 1000000] [--widest 2000000] [--deepest 100000] [--rounds 3] [--only tswalk] [--report DIR]
 *
 * bushy: 64 files and 4 directories in each directory, up to --most, ten million for instance; wide: all files in one directory, up to the
 * less of --most and --widest; deep: directories, each in the one before, also with an end near the top. Files are hard links of a few, so
 * that ten million need no more space than their names (their 600,000 directories need 2.4 GB on ext4). Trees are made in DIR where they are
 * not there yet, and kept. --report writes scale.md, scale.json, scale.svg and memory.svg into a directory. Needs root for nothing.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, linkSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from '../scripts/options.mjs';
import { describeMachine, environment, measure, median } from './measure.mjs';
import { plotLogLog } from './plot.mjs';
import { findTools, ranBackend, TSWALK } from './tools.mjs';

const options = readOptions(import.meta.url, {
  dir: { type: 'string' },
  most: { type: 'string', default: '1000000' },
  widest: { type: 'string', default: '2000000' },
  deepest: { type: 'string', default: '100000' },
  only: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  report: { type: 'string' },
});
if (!options.dir) {
  console.error('usage: npm run bench:scale -- --dir DIR [--most ENTRIES] [--widest ENTRIES] [--deepest LEVELS] [--rounds N]');
  console.error('                             [--only tswalk] [--report DIR]');
  process.exit(2);
}

/** More links than this to one file some file systems refuse (ext4: 65,000). */
const LINKS_PER_FILE = 60_000;
const FILES_PER_DIRECTORY = 64;
const DIRECTORIES_PER_DIRECTORY = 4;

/** @returns Makes a file of that path. */
function linker(folder) {
  let made = 0;
  let source = '';
  return (path) => {
    if (made++ % LINKS_PER_FILE === 0) {
      source = path;
      closeSync(openSync(path, 'w'));
    } else {
      linkSync(source, path);
    }
    return folder;
  };
}

function makeWide(folder, entries) {
  const make = linker(folder);
  for (let number = 1; number < entries; number++) make(join(folder, `file-${number}`));
}

function makeBushy(folder, entries) {
  const make = linker(folder);
  const directories = [folder];
  let left = entries - 1;
  for (const directory of directories) {
    for (let number = 0; number < FILES_PER_DIRECTORY && left > 0; number++, left--) make(`${directory}/file-${number}`);
    for (let number = 0; number < DIRECTORIES_PER_DIRECTORY && left > 0; number++, left--) {
      mkdirSync(`${directory}/dir-${number}`);
      directories.push(`${directory}/dir-${number}`);
    }
    if (left === 0) return;
  }
}

/** A path of so many levels is too long for one call: it is made in pieces, from the working directory. */
function makeDeep(folder, levels) {
  const before = process.cwd();
  process.chdir(folder);
  const piece = 1000;
  for (let left = levels - 1; left > 0; left -= piece) {
    const path = 'd/'.repeat(Math.min(left, piece)).slice(0, -1);
    mkdirSync(path, { recursive: true });
    process.chdir(path);
  }
  process.chdir(before);
}

const SHAPES = { bushy: makeBushy, wide: makeWide, deep: makeDeep };

function tree(shape, entries) {
  const path = join(options.dir, `${shape}-${entries}`);
  if (existsSync(path)) return path;
  mkdirSync(`${path}.partial`, { recursive: true });
  SHAPES[shape](`${path}.partial`, entries);
  renameSync(`${path}.partial`, path);
  return path;
}

/** Seconds from the start of a command to the first bytes that it prints. */
function timeToFirst([program, ...words]) {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
    child.on('error', reject);
    child.stdout.once('data', () => {
      resolve(Number(process.hrtime.bigint() - begin) / 1e9);
      child.kill('SIGKILL');
      child.stdout.destroy();
    });
  });
}

/** 1,000, 10,000 and so on, and the last one itself. */
function sizesUpTo(most) {
  const powers = Array.from({ length: Math.floor(Math.log10(most)) - 2 }, (_, index) => 10 ** (index + 3));
  return [...new Set([...powers, most])];
}

const WALK = { name: '-false', find: ['-false'], fd: ['^$'] };
const [most, widest, deepest] = [options.most, options.widest, options.deepest].map(Number);
const cases = [
  ...sizesUpTo(most).map((entries) => ['bushy', entries, WALK]),
  ...sizesUpTo(Math.min(most, widest)).map((entries) => ['wide', entries, WALK]),
  ...sizesUpTo(deepest).map((levels) => ['deep', levels, WALK]),
  ['deep', deepest, { name: '-maxdepth 3', find: ['-maxdepth', '3', '-false'] }],
  ['deep', deepest, { name: '-depth 5 -quit', find: ['-depth', '5', '-quit'], not: ['find'] }],
];

const tools = [...findTools({})].filter(
  ([name]) => ['tswalk', 'find', 'bfs', 'fd'].includes(name) && (options.only ?? name).split(',').includes(name),
);
const results = [];
for (const [shape, entries, work] of cases) {
  const path = tree(shape, entries);
  for (const [tool, { command, dialect }] of tools) {
    const isFd = dialect === 'fd';
    if (!work[dialect] || work.not?.includes(tool)) continue;
    // No peer goes so deep in bearable time or memory: each level has it open all above.
    if (shape === 'deep' && entries > 10_000 && work === WALK && tool !== 'tswalk') continue;
    const words = isFd ? [...command, '-u', ...work.fd, path] : [...command, path, ...work.find];
    const everything = isFd ? [...command, '-u', '.', path] : [...command, path, '-mindepth', '1'];
    measure(words);
    const samples = Array.from({ length: Number(options.rounds) }, () => measure(words));
    const first = [];
    if (work === WALK) for (let round = 0; round < Number(options.rounds); round++) first.push(await timeToFirst(everything));
    const of = (key) => median(samples.map((sample) => sample[key]));
    const row = {
      shape,
      entries,
      tool,
      work: work.name,
      wall: of('wall'),
      cpu: of('cpu'),
      mib: of('kib') / 1024,
      first: first.length > 0 ? median(first) : null,
      status: samples[0].status,
    };
    results.push(row);
    console.log(formatRow(row).join('  '));
  }
}

function formatRow({ shape, entries, tool, work, wall, cpu, mib, first, status }) {
  const name = `${tool}${status === 0 ? '' : ` (exit ${status})`}`;
  const seconds = (value) => `${value.toFixed(3)} s`;
  return [
    shape.padEnd(5),
    entries.toLocaleString('en').padStart(10),
    name.padEnd(8),
    work.padEnd(14),
    seconds(wall),
    seconds(cpu),
    `${mib.toFixed(0)} MiB`,
    first === null ? '' : seconds(first),
  ];
}

if (options.report) {
  const head = ['shape', 'entries', 'tool', 'work', 'wall', 'CPU', 'peak memory', 'first line'];
  const rows = [head, head.map(() => '---'), ...results.map((row) => formatRow(row).map((cell) => cell.trim()))];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const [, backend] = /(.*?);/.exec(ranBackend(TSWALK, tree('bushy', 1000))) ?? [];
  const facts = `${describeMachine()}; medians of ${options.rounds}, warm; tswalk served by: ${backend}`;
  const command = `npm run bench:scale -- --dir DIR --most ${most} --widest ${widest} --deepest ${deepest} --rounds ${options.rounds}`;
  mkdirSync(options.report, { recursive: true });
  const write = (name, text) => writeFileSync(join(options.report, name), text);
  write('scale.md', `# From a thousand entries upwards\n\n    ${command}\n\n${facts}\n\n${table}\n`);
  write('scale.json', `${JSON.stringify({ facts, results }, null, 1)}\n`);
  const pointsOf = (inShape, ofTool, key) =>
    results
      .filter(({ shape, tool, work }) => shape === inShape && tool === ofTool && work === WALK.name)
      .map((row) => [row.entries, row[key]]);
  const walls = tools.map(([name]) => ({ name, points: pointsOf('bushy', name, 'wall') }));
  write('scale.svg', plotLogLog('A whole walk of a bushy tree (-false)', walls, { x: 'entries', y: 'seconds' }));
  const memory = Object.keys(SHAPES).map((shape) => ({ name: shape, points: pointsOf(shape, 'tswalk', 'mib') }));
  write('memory.svg', plotLogLog("tswalk's peak memory (-false)", memory, { x: 'entries', y: 'MiB' }));
}
