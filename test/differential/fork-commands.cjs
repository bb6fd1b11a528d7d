/**
 * Runs the commands of a batch, each in a copy of this process: `node --single-threaded fork-commands.cjs ADDON JOB`.
 *
 * In: the addon made of fork.cc, and a file of JSON: `umask`, the bundle, the launcher and the addon of tswalk (`native`), and the commands with their directory,
 * user, environment, words (latin1) and files. Out: those files, and `statuses`, a line for each command.
 *
 * The bundle is compiled and evaluated here, up to the call of its `main`, which each copy makes: nothing is carried from one command to
 * the next. What differs from a process of its own is that Node.js has started already, and where the words come from, which the addon of
 * tswalk reads in /proc.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const SECONDS = 20;
const [addonPath, jobPath] = process.argv.slice(2);
const addon = { exports: {} };
process.dlopen(addon, addonPath);
const job = JSON.parse(readFileSync(jobPath, 'utf8'));
const CALL = /\bmain\(\);\s*$/;
const source = readFileSync(job.bundle, 'latin1');
if (!CALL.test(source)) throw new Error(`${job.bundle} does not end in main();`);
const bundle = new Script(
  `(function (require, module, exports, __filename, __dirname) {${source.replace(CALL, '')}; return main; })`,
  { filename: job.bundle },
);
const open = process.dlopen;

process.umask(Number.parseInt(job.umask, 8));
warmUp();
const main = evaluate();
const tswalkAddon = { exports: {} };
open.call(process, tswalkAddon, job.native);
runAll();

/** @returns The bundle's `main`, with nothing of it run yet. */
function evaluate() {
  const module = { exports: {} };
  return bundle.runInThisContext()(require, module, module.exports, job.bundle, dirname(job.bundle));
}

function setEnvironment(environment) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** A first run in this process over node:fs, without threads of its own: what it compiles need not be compiled in the copies. */
function warmUp() {
  const environment = { ...process.env };
  setEnvironment({ ...environment, TSWALK_IO: 'node', LC_ALL: 'C' });
  // Somebody who watches keeps tswalk from ending the process.
  process.execArgv = ['--single-threaded'];
  process.argv = [process.execPath, job.launcher, '/dev/null', '-name', 'null', '-size', '-1', '-printf', '%p %s\\n'];
  evaluate()();
  setEnvironment(environment);
  process.execArgv = [];
  process.exitCode = 0;
}

/** In a copy: run the command as the bundle's launcher does. */
function runTswalk(words, environment) {
  const bytes = [process.execPath, job.launcher, ...words].map((word) => Buffer.from(word, 'latin1'));
  tswalkAddon.exports.commandLine = () => bytes;
  process.dlopen = (module) => {
    module.exports = tswalkAddon.exports;
  };
  setEnvironment(environment);
  process.argv = bytes.map((word) => word.toString());
  main();
}

function runAll() {
  const statuses = [];
  for (const command of job.commands) {
    if (command.before !== '') spawnSync('bash', ['-c', Buffer.from(command.before, 'latin1')], { stdio: 'ignore' });
    const environment = { ...process.env, ...command.environment };
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const { directory, input, stdout, stderr, user } = command;
    const words = command.isTswalk ? [] : command.words;
    const status = addon.exports.run(directory, input, stdout, stderr, user ?? -1, SECONDS, words, variables);
    // A copy: this loop goes on in the other process only. Node ends it if tswalk has not.
    if (status < 0) return runTswalk(command.words, environment);
    statuses.push(status);
    if (command.after !== '') spawnSync('bash', ['-c', command.after], { stdio: 'ignore' });
  }
  writeFileSync(job.statuses, `${statuses.join('\n')}\n`);
}
