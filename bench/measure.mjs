/**
 * One run of one command: wall time, CPU time, memory, bytes of output; and what machine that was.
 *
 * Needs GNU time. Output goes to a file in memory where there is one. NODE_EXTRA_CA_CERTS is taken out of the environment: with it,
 * every Node process parses a certificate bundle (30 ms). What is made for a benchmark is removed when the process ends.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, release, tmpdir } from 'node:os';
import { join } from 'node:path';

export const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const sink = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `bench-${process.pid}.out`);
process.on('exit', () => {
  for (const path of [scratch, sink]) rmSync(path, { recursive: true, force: true });
});

export const environment = { ...process.env, LC_ALL: 'C.UTF-8', LS_COLORS: '' };
delete environment.NODE_EXTRA_CA_CERTS;

/** @returns Seconds of wall, user and all CPU time, peak KiB, bytes written, exit status. */
export function measure(command, { cold = false, variables = {} } = {}) {
  if (cold) {
    spawnSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
  }
  const out = openSync(sink, 'w');
  const report = join(scratch, 'time');
  const words = ['-q', '-f', '%U %S %M', '-o', report, ...command];
  const begin = process.hrtime.bigint();
  const run = spawnSync('/usr/bin/time', words, { stdio: ['ignore', out, 'ignore'], env: { ...environment, ...variables } });
  const wall = Number(process.hrtime.bigint() - begin) / 1e9;
  closeSync(out);
  if (run.error) throw run.error;
  const [user, system, kib] = readFileSync(report, 'utf8').trim().split(/\s+/).slice(-3).map(Number);
  return { wall, user, cpu: user + system, kib, bytes: statSync(sink).size, status: run.status };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

const versionOf = (command, words) => /\d+\.[\d.]*\d/.exec(spawnSync(command, words, { encoding: 'utf8' }).stdout ?? '')?.[0];

/** Processor, cores, kernel, and the versions of what is compared. */
export function describeMachine() {
  const processor = /^model name\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? process.arch;
  const versions = Object.entries({ find: ['--version'], bfs: ['--version'], fdfind: ['--version'], fd: ['--version'] })
    .map(([command, words]) => [command.replace('fdfind', 'fd'), versionOf(command, words)])
    .filter(([, version]) => version !== undefined);
  const names = [...new Map([['Node.js', process.versions.node], ...versions])].map((pair) => pair.join(' '));
  return `${processor}, ${availableParallelism()} cores, Linux ${release()}; ${names.join(', ')}`;
}
