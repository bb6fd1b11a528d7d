/**
 * A faster way to run a batch: one process of Node.js runs every command in a copy of itself.
 *
 * In: the commands of a batch, with their files. Out: those files, as the script of batch.ts leaves them. Node.js takes ten times as long
 * to start as tswalk to search a small tree; here it starts once for each batch. What cannot be had so (no compiler, no headers of Node.js,
 * another tswalk) is run by bash.
 */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

/** What the copies are made of. */
export interface ForkTools {
  /** Made of fork.cc. */
  readonly addon: string;
  /** All of tswalk in one file: how it is shipped, in parts that are read when they are needed, saves time at a start only. */
  readonly bundle: string;
}

/** Make the tools in `scratch`; null where that cannot be. */
export function makeForkTools(scratch: string): ForkTools | null {
  const headers = join(dirname(process.execPath), '../include/node');
  if (process.env.TSWALK_BIN !== undefined || process.platform !== 'linux' || !existsSync(join(headers, 'uv.h'))) return null;
  const tools = { addon: join(scratch, 'fork.node'), bundle: join(scratch, 'tswalk.cjs') };
  const source = join(import.meta.dirname, 'fork.cc');
  const compiled = spawnSync('g++', ['-std=c++20', '-O1', '-shared', '-fPIC', '-I', headers, source, '-o', tools.addon]);
  const { version } = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8')) as { version: string };
  const bundled = spawnSync(join(TOP, 'node_modules/.bin/esbuild'), [
    join(TOP, 'src/cli/main.ts'),
    '--bundle',
    '--platform=node',
    '--format=cjs',
    '--target=node20.19',
    '--supported:dynamic-import=false',
    '--define:import.meta.dirname=__dirname',
    '--define:import.meta.filename=__filename',
    `--define:process.env.TSWALK_VERSION=${JSON.stringify(version)}`,
    '--define:process.env.TSWALK_COMMIT=""',
    '--log-level=error',
    `--outfile=${tools.bundle}`,
  ]);
  return compiled.status === 0 && bundled.status === 0 ? tools : null;
}

export async function runForked(
  { addon, bundle }: ForkTools,
  commands: readonly ForkedCommand[],
  umask: string,
  outputs: string,
): Promise<void> {
  const job = join(outputs, 'job');
  const launcher = join(TOP, 'bin/tswalk.js');
  const native = join(TOP, 'native/build/Release/tswalk.node');
  writeFileSync(job, JSON.stringify({ umask, bundle, launcher, native, commands, statuses: join(outputs, 'statuses') }));
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: '/', LC_ALL: 'C' };
  // Copies that have room need collect no garbage.
  const words = ['--single-threaded', '--min-semi-space-size=16', join(import.meta.dirname, 'fork-commands.cjs'), addon, job];
  // A session of its own: nothing has a terminal to ask.
  const child = spawn(process.execPath, words, {
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
}
