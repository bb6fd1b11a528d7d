#!/usr/bin/env node
/**
 * Makes each call of the addon fail, one after the other, and holds every run to what is promised:  npm run faults -- [--every N] [--only
 * KIND,...]
 *
 * In: the `faults` variant of the addon (built here where it is not there), a small tree, some searches, each way of input and output. For each
 * of these the calls of each kind are counted, then the first fails, the second, ... with each errno of the kind, once and from then on. Out: a
 * line for each run that breaks a promise, with the variables that repeat it, and how many there were; exit status 1 where any did:
 *
 *   it ends by itself, within TIMEOUT_MS, by exit and not by a signal, with status 0 or 1;
 *   nothing is printed that a good run does not print, and nothing twice;
 *   where something is missing, the status is 1 and standard error says why in a sentence.
 *
 * Each place is taken with the usual errors of its kind; `--every 7` takes every seventh only: the slice of CI. library.mjs looks at what is
 * left behind, which the end of a process hides.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from '../../scripts/options.mjs';
import { Control, canLast, KINDS } from './kinds.mjs';
import { makeTree, prepare } from './prepare.mjs';

const options = readOptions(import.meta.url, {
  every: { type: 'string', default: '1' },
  only: { type: 'string' },
  verbose: { type: 'boolean', default: false },
});
const TIMEOUT_MS = 30_000;
const AT_ONCE = 2;

/** Searches of `tree`; what prints more than paths prints a line that begins with one. `removes`: in a copy. */
const SEARCHES = [
  { words: ['tree', '-name', '*'] },
  { words: ['tree', '-size', '-100k', '-printf', '%p %s\\n'] },
  { words: ['tree', '-lname', '*'] },
  { words: ['-L', 'tree', '-readable'] },
  { words: ['-S', 'dfs', 'tree', '-depth'] },
  { words: ['-s', 'tree', '-empty'] },
  { words: ['tree', '-type', 'd', '-exec', 'echo', '{}', ';'] },
  { words: ['tree', '-mindepth', '1', '-print', '-delete'], removes: true },
];
const BACKENDS = ['uring', 'sync', 'auto'];

const scratch = prepare();
const program = join(scratch, 'tswalk/bin/tswalk.js');
makeTree(scratch);

let copies = 0;

/** @returns A promise of what the run printed, and how it ended. */
function run({ words, removes }, variables) {
  let cwd = scratch;
  if (removes) {
    cwd = join(scratch, `copy-${copies++}`);
    makeTree(cwd);
  }
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', ...variables };
    delete env.NODE_EXTRA_CA_CERTS;
    const child = spawn(process.execPath, [program, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (texts[name] += data));
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (removes) rmSync(cwd, { recursive: true, force: true });
      resolve({ ...texts, status, signal });
    });
  });
}

const linesOf = (text) => text.split('\n').slice(0, -1);

/** @returns Which promise is broken, or null. */
function judge(good, { stdout, stderr, status, signal }, rule) {
  if (signal !== null) return `ended by ${signal}`;
  if (status !== 0 && status !== 1) return `status ${status}`;
  const lines = linesOf(stdout);
  const allowed = new Map();
  for (const line of good) allowed.set(line, (allowed.get(line) ?? 0) + 1);
  for (const line of lines) {
    const left = allowed.get(line) ?? 0;
    if (left === 0) return `printed ${JSON.stringify(line)}, which is wrong or twice`;
    allowed.set(line, left - 1);
  }
  if (lines.length < good.length && status === 0) return `${good.length - lines.length} lines missing, and status 0`;
  // What cannot be written is not told either.
  const isMute = rule.startsWith('write:');
  if (lines.length < good.length && !isMute && !/^tswalk: /m.test(stderr))
    return `${good.length - lines.length} lines missing, and no message`;
  if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr)) return 'an exception was not caught';
  return null;
}

const jobs = [];
let place = 0;
for (const search of SEARCHES) {
  for (const backend of BACKENDS) {
    const counts = join(scratch, 'counts');
    rmSync(counts, { force: true });
    const good = await run(search, { TSWALK_IO: backend, TSWALK_FAULT_COUNTS: counts });
    if (good.status !== 0 || good.stdout === '') throw new Error(`${search.words.join(' ')} does not work: ${good.stderr}`);
    const calls = new Control(readFileSync(counts));
    Object.entries(KINDS).forEach(([kind, { usual }], number) => {
      if (options.only && !options.only.split(',').includes(kind)) return;
      for (let at = 1; at <= calls.count(number); at++) {
        for (const error of usual) {
          const lasting = canLast(kind, error) ? [`${kind}:${at}+:${error}`] : [];
          for (const rule of [`${kind}:${at}:${error}`, ...lasting]) {
            if (place++ % Number(options.every) === 0) jobs.push({ search, backend, rule, good: linesOf(good.stdout) });
          }
        }
      }
    });
  }
}

let broken = 0;
async function work() {
  for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
    const result = await run(job.search, { TSWALK_IO: job.backend, TSWALK_FAULT: job.rule });
    const verdict = judge(job.good, result, job.rule);
    if (verdict === null && !options.verbose) continue;
    if (verdict !== null) broken++;
    const repeat = `TSWALK_IO=${job.backend} TSWALK_FAULT=${job.rule} tswalk ${job.search.words.join(' ')}`;
    console.log(
      `${repeat}: ${verdict ?? 'kept'}${verdict === null ? '' : `\n    ${result.stderr.trim().split('\n').slice(0, 3).join('\n    ')}`}`,
    );
  }
}
const total = jobs.length;
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${total} runs with a fault, ${broken} broke a promise`);
if (broken > 0) process.exitCode = 1;
