/**
 * The library beside what else walks trees in Node.js.
 *
 *     npm install --prefix bench/library
 *     node bench/library.mjs --corpus DIR [--rounds 3] [--stat] [--only tswalk --only 'fdir, sync' ...] [--markdown]
 *     node bench/library.mjs --correctness
 *
 * In: a directory with a tree. Out: a table of the least of the rounds, taken in turns: wall time, CPU time, peak memory, and how many
 * times as long as `tswalk`. Before that every walk is made once, which warms the cache, and compared: those that do not give the same
 * paths are named. --correctness walks a small tree of what goes wrong in practice, and says who gives what there.
 * Each walk is a process of its own (library/walkers.mjs).
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, promises, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../scripts/options.mjs';

const values = readOptions(import.meta.url, {
  corpus: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  stat: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  markdown: { type: 'boolean', default: false },
  correctness: { type: 'boolean', default: false },
});

const walkers = fileURLToPath(new URL('library/walkers.mjs', import.meta.url));
const NAMES = [
  'tswalk',
  'tswalk, batches',
  'tswalk, paths()',
  'tswalk, node:fs',
  'fdir',
  'fdir, sync',
  'tinyglobby',
  'fast-glob',
  'glob',
  'readdirp',
  'fs.readdir, recursive',
  'fs.readdirSync, recursive',
  'fs.readdir, recursive, withFileTypes',
  'fs.readdirSync, recursive, withFileTypes',
  ...(promises.glob === undefined ? [] : ['fs.glob']),
];
const chosen = NAMES.filter((name) => values.only?.includes(name) ?? true);

/** To be refused anything, root has to be somebody else. */
const NOBODY = 65534;
const asNobody = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** One walk. @returns What it printed, or why it failed. */
function measure(name, root, options = [], identity = {}) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=8192', walkers, name, root, ...options], {
    encoding: 'utf8',
    timeout: 600_000,
    ...identity,
  });
  const line = stdout.trim().split('\n').at(-1);
  if (!line.startsWith('{')) return { error: /Error.*/.exec(stderr)?.[0] ?? 'no answer' };
  return JSON.parse(line);
}

function compare(root) {
  const best = new Map();
  let expected;
  for (const name of chosen) {
    const { hash, entries, error } = measure(name, root, ['--check']);
    expected ??= hash;
    if (error !== undefined) process.stderr.write(`${name}: left out: ${error}\n`);
    else {
      if (hash !== expected) process.stderr.write(`${name}: other paths (${entries})\n`);
      best.set(name, { milliseconds: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, peak: Number.POSITIVE_INFINITY });
    }
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, least] of best) {
      const measured = measure(name, root, values.stat ? ['--stat'] : []);
      for (const key of Object.keys(least)) least[key] = Math.min(least[key], measured[key] ?? Number.POSITIVE_INFINITY);
    }
  }
  const base = best.get('tswalk')?.milliseconds ?? Number.NaN;
  const rows = [...best].map(([name, { milliseconds, cpu, peak }]) => [
    name,
    `${(milliseconds / 1000).toFixed(2)} s`,
    `${(milliseconds / base).toFixed(1)} x`,
    `${(cpu / 1000).toFixed(2)} s`,
    `${peak.toFixed(0)} MiB`,
  ]);
  printTable([values.stat ? 'with sizes' : 'paths', 'wall', 'of tswalk', 'CPU', 'peak'], rows);
}

/** A link to a directory above, a directory that cannot be read, a name that is not UTF-8: whose walks come back with what? */
function compareCorrectness() {
  const top = mkdtempSync(join(tmpdir(), 'tswalk-bench-'));
  const trees = {
    'a link to a directory above': (root) => {
      mkdirSync(join(root, 'd'));
      symlinkSync('..', join(root, 'd/up'));
      writeFileSync(join(root, 'd/file'), '');
      return 3;
    },
    'a directory without permission': (root) => {
      for (const name of ['a', 'locked', 'z']) mkdirSync(join(root, name));
      writeFileSync(join(root, 'z/file'), '');
      chmodSync(join(root, 'locked'), 0);
      return 4;
    },
    'a name that is not UTF-8': (root) => {
      const directory = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]);
      mkdirSync(directory);
      writeFileSync(Buffer.concat([directory, Buffer.from('/file')]), '');
      return 2;
    },
  };
  const rows = chosen.map((name) => [name]);
  try {
    chmodSync(top, 0o755);
    Object.values(trees).forEach((make, index) => {
      const root = join(top, String(index));
      mkdirSync(root);
      const expected = make(root);
      for (const row of rows) {
        const { entries, error } = measure(row[0], root, [], asNobody);
        const found = entries === expected ? 'all' : `${entries ?? 0} of ${expected}`;
        row.push(error === undefined ? found : `${found}, ${error.slice(0, 40)}`);
      }
    });
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
  printTable(['entries found', ...Object.keys(trees)], rows);
}

function printTable(head, rows) {
  if (values.markdown) {
    for (const row of [head, head.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
    return;
  }
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

if (values.correctness) compareCorrectness();
else if (values.corpus) compare(values.corpus.replace(/\/+$/, ''));
else {
  process.stderr.write('usage: node bench/library.mjs --corpus DIR | --correctness\n');
  process.exitCode = 2;
}
