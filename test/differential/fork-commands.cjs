/**
 * Runs the commands of a batch, each in a copy of this process: `node --single-threaded fork-commands.cjs ADDON JOB`.
 *
 * In: the addon made of fork.cc, and a file of JSON: `umask`, the bundle and the launcher of tswalk, and the commands with their directory,
 * user, environment, words (latin1) and files. Out: those files, and `statuses`, a line for each command.
 *
 * The bundle is compiled here, once, and evaluated anew in every copy: nothing is carried from one command to the next. What differs from
 * a process of its own is that Node.js has started already, and where the words come from, which the addon of tswalk reads in /proc.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const SECONDS = 20;
const [addonPath, jobPath] = process.argv.slice(2);
const addon = { exports: {} };
process.dlopen(addon, addonPath);
const job = JSON.parse(readFileSync(jobPath, 'utf8'));
const bundle = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(job.bundle, 'latin1')}\n})`,
  { filename: job.bundle },
);

process.umask(Number.parseInt(job.umask, 8));
warmUp();
runAll();

/** Run the bundle as its launcher does. */
function runTswalk(words, environment) {
  const bytes = [process.execPath, job.launcher, ...words].map((word) => Buffer.from(word, 'latin1'));
  const open = process.dlopen;
  process.dlopen = (module, path) => {
    open.call(process, module, path);
    module.exports.commandLine = () => bytes;
  };
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.argv = bytes.map((word) => word.toString());
  const module = { exports: {} };
  const evaluate = bundle.runInThisContext();
  evaluate(module.exports, createRequire(job.bundle), module, job.bundle, dirname(job.bundle));
}

/** A first run in this process over node:fs, without threads of its own: what it compiles need not be compiled in the copies. */
function warmUp() {
  const { dlopen, env } = process;
  const environment = { ...env };
  // Somebody who watches keeps tswalk from ending the process.
  process.execArgv = ['--single-threaded'];
  runTswalk(['/dev/null', '-name', 'null', '-size', '-1', '-printf', '%p %s\\n'], {
    ...environment,
    TSWALK_IO: 'node',
    LC_ALL: 'C',
  });
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.dlopen = dlopen;
  process.execArgv = [];
  process.exitCode = 0;
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
