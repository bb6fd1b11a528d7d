/**
 * Other finders as judges of what a value means: whether `find` or `bfs` accepts one, and which files match.
 *
 * Rows that use them belong where REFERENCE says that the tools agree with it; where a tool is missing the rows are skipped.
 */

import { spawnSync } from 'node:child_process';

const encoder = new TextEncoder();

/** A word of the command line. */
export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

/** The paths that a finder prints, sorted; null where it refuses the command line. */
export function found(command: string, words: readonly string[], cwd: string, umask = 0o022): string[] | null {
  const script = `umask ${umask.toString(8)}; exec "$@"`;
  const run = spawnSync('sh', ['-c', script, 'sh', command, ...words], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  if (run.status !== 0) return null;
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

/** The error that `parse` throws, as `code: text`; or what it returns, which no row expects. */
export function failure(parse: () => unknown): string {
  try {
    return `no error but ${String(parse())}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${String(error.code)}: ${error.message}`;
    throw error;
  }
}
