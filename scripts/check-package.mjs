/**
 * Judges the package as it would be published: its fields and files by publint, its types by @arethetypeswrong/cli.
 *
 *     npm run check:package
 *
 * In: what `npm run build` and scripts/prebuild.mjs have made. Out: what the two have to say; exit status 1 where one complains. They are
 * fetched by npx: nothing else needs them. That the package works where it is installed, test/package.test.ts shows.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';

readOptions(import.meta.url, {});
const top = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'tswalk-package-'));

function run(command, ...words) {
  const { status, stdout } = spawnSync(command, words, { cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return { status, stdout };
}

try {
  const [{ filename, size }] = JSON.parse(run('npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', place).stdout);
  const tarball = join(place, filename);
  process.stdout.write(`${filename}: ${size} bytes\n`);
  const checks = [
    ['publint@0.3', 'publint', 'run', tarball, '--strict'],
    ['@arethetypeswrong/cli@0.18', 'attw', tarball],
  ];
  for (const [specifier, name, ...words] of checks) {
    const { status, stdout } = run('npx', '--yes', '--package', specifier, '--', name, ...words);
    process.stdout.write(stdout);
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
