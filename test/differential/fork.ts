/**
 * A faster way to run a batch: one process of Node.js runs every command in a copy of itself.
 *
 * In: the commands of a batch, with their files. Out: those files, as the script of batch.ts leaves them. Node.js takes ten times as long to start as tswalk to
 * search a small tree; here it starts once for each batch. What cannot be had so (no compiler, no headers of Node.js, another tswalk) is run by bash.
 */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bytes } from './tree.ts';

/** A command as fork-commands.cjs reads it. */
export interface ForkedCommand {
  readonly directory: string;
  readonly input: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly user: number | null;
  readonly isTswalk: boolean;
  readonly words: readonly Bytes[];
  readonly environment: Readonly<Record<string, string>>;
  /** Lines for bash, run as the one who runs this. */
  readonly before: Bytes;
  readonly after: Bytes;
}

const TOP = join(import.meta.dirname, '../..');

/** Compile the addon into `scratch`; null where that cannot be. */
export function buildForkAddon(scratch: string): string | null {
  const headers = join(dirname(process.execPath), '../include/node');
  const source = join(import.meta.dirname, 'fork.cc');
  if (process.env.TSWALK_BIN !== undefined || process.platform !== 'linux' || !existsSync(join(headers, 'uv.h'))) return null;
  const addon = join(scratch, 'fork.node');
  const compiled = spawnSync('g++', ['-std=c++20', '-O1', '-shared', '-fPIC', '-I', headers, source, '-o', addon]);
  return compiled.status === 0 ? addon : null;
}

export async function runForked(
  addon: string,
  commands: readonly ForkedCommand[],
  umask: string,
  outputs: string,
): Promise<void> {
  const job = join(outputs, 'job');
  const bundle = join(TOP, 'dist/main.cjs');
  const launcher = join(TOP, 'bin/tswalk.js');
  writeFileSync(job, JSON.stringify({ umask, bundle, launcher, commands, statuses: join(outputs, 'statuses') }));
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: '/', LC_ALL: 'C' };
  const words = ['--single-threaded', join(import.meta.dirname, 'fork-commands.cjs'), addon, job];
  const child = spawn(process.execPath, words, { cwd: '/', env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
}
