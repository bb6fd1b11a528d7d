/**
 * Runs a command with another major version of Node.js first on PATH:  with-node.mjs 22 -- npx vitest run
 *
 * The binary comes from the npm package `node-linux-ARCH@MAJOR`, installed once into build/node-MAJOR; neither package.json
 * nor the lock file know of it. Nothing else changes: the same node_modules, the same addon (one Node-API build serves all).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, dashes, command, ...words] = process.argv.slice(2);
if (!/^\d+$/.test(major ?? '') || dashes !== '--' || !command) {
  process.stderr.write('usage: with-node.mjs MAJOR -- COMMAND [WORD...]\n');
  process.exit(2);
}
const name = `node-linux-${process.arch}`;
const prefix = fileURLToPath(new URL(`../build/node-${major}`, import.meta.url));
const bin = join(prefix, 'node_modules', name, 'bin');
if (!existsSync(join(bin, 'node'))) {
  mkdirSync(prefix, { recursive: true });
  writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
  execFileSync(
    'npm',
    ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${major}`],
    {
      cwd: prefix,
      stdio: ['ignore', 2, 2],
    },
  );
}
const { status, signal, error } = spawnSync(command, words, {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
if (error) throw error;
process.exit(signal ? 128 + constants.signals[signal] : status);
