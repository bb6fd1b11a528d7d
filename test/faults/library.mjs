#!/usr/bin/env node
/**
 * Makes each call of the addon fail, one after the other, under walks of a program:  npm run faults:library [-- --every N] [--only WORD]
 *
 * In: as sweep.mjs has it; searches in each form of the library. For each of these every call of each kind fails, once and from then on,
 * with every error that its manual names. Out: a line for each run that breaks a promise, and how many there were; exit status 1 where any
 * did:
 *
 *   it ends, by itself, and so does the process after it;
 *   what is found is what a good walk finds, nothing twice, and where something is missing an Error says why;
 *   no descriptor, no thread, no allocation and no mapping are left behind.
 *
 * Thousands of walks share a process (walks.mjs); one that dies or stands still is named, and another process goes on behind it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../../scripts/options.mjs';
import { Control, FILE_BYTES } from './kinds.mjs';
import { makeTree, prepare } from './prepare.mjs';

const options = readOptions(import.meta.url, { every: { type: 'string', default: '1' }, only: { type: 'string', default: '' } });
/** Seconds of this process, which may be stopped itself. */
const PATIENCE = 30;
const AT_ONCE = 2;

const SEARCHES = [
  { expression: '' },
  { expression: '-size -100k -links -9' },
  { expression: '-lname *' },
  { expression: '-readable -follow' },
  { expression: '-empty', options: { sort: 'size', limit: 3 } },
  { expression: '-depth', options: { order: 'dfs', sort: 'name', cwd: '.' } },
  { expression: '-type d -exec true {} ; -fprint /dev/null' },
  { expression: '-execdir true {} + -true', options: { maxDepth: 2 } },
  { expression: '-mindepth 1 -delete', removes: true },
];
const FORMS = ['sync', 'async', 'batches', 'count'];
const BACKENDS = ['uring', 'sync', 'auto'];

const scratch = prepare();
const walks = fileURLToPath(new URL('walks.mjs', import.meta.url));
const jobs = SEARCHES.flatMap(({ expression, options: more, removes = false }, number) =>
  BACKENDS.flatMap((backend, shift) => {
    // Each search and each backend meets each form, but not each other's.
    const form = FORMS[(number + shift) % FORMS.length];
    return { expression, form, removes, options: { backend, queueDepth: 16, threads: 2, ...more } };
  }),
).filter((job) => JSON.stringify(job).includes(options.only));

let runs = 0;
let broken = 0;

function report(search, rule, verdict, message) {
  broken++;
  console.log(`${rule} ${JSON.stringify(search)}: ${verdict}${message ? `\n    ${message}` : ''}`);
}

/** @returns A promise of the number of the run that was the process's last one, where it did not come to its end, else null. */
function sweepFrom(search, from, folder) {
  const file = join(folder, 'control');
  writeFileSync(file, new Uint8Array(FILE_BYTES));
  const child = spawn(
    process.execPath,
    [walks, join(scratch, 'tswalk/dist/index.cjs'), JSON.stringify(search), file, String(from), options.every],
    {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8', TSWALK_IO: '', TSWALK_FAULT_COUNTS: file },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let messages = '';
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (messages += data));
  let last = -1;
  let seconds = 0;
  const watch = setInterval(() => {
    const { progress } = new Control(readFileSync(file));
    seconds = progress === last ? seconds + 1 : 0;
    last = progress;
    if (seconds > PATIENCE) child.kill('SIGKILL');
  }, 1000);
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      clearInterval(watch);
      let hasEnded = false;
      for (const line of output.split('\n').slice(0, -1)) {
        const { rule, verdict, message, runs: done } = JSON.parse(line);
        if (done === undefined) report(search, rule, verdict, message);
        else {
          hasEnded = true;
          runs += done;
        }
      }
      const { progress, rule } = new Control(readFileSync(file));
      if (status !== 0) {
        const how = signal === 'SIGKILL' ? 'did not end' : `ended with status ${status}, signal ${signal}`;
        report(
          search,
          hasEnded ? 'after all of them' : `TSWALK_FAULT=${rule}`,
          how,
          messages.split('\n').slice(0, 6).join('\n    '),
        );
      }
      resolve(hasEnded || progress <= from ? null : progress);
    });
  });
}

let copies = 0;
async function work() {
  for (let search = jobs.shift(); search !== undefined; search = jobs.shift()) {
    const folder = join(scratch, `copy-${copies++}`);
    mkdirSync(folder);
    makeTree(folder);
    for (let from = 0; from !== null; ) from = await sweepFrom(search, from, folder);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${runs} walks with a fault, ${broken} broke a promise`);
if (broken > 0) process.exitCode = 1;
