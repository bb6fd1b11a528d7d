/**
 * The whole build: the native addon, then the bundles.
 *
 * In: this checkout with its node_modules. Out: what `build-native.mjs` and `build-bundle.mjs` make. Each of them does
 * nothing where its sources have not changed, so this may run as often as one likes. Quiet unless something was built.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';

readOptions(import.meta.url, {});
for (const script of ['build-native.mjs', 'build-bundle.mjs']) {
  const { status, signal, error } = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) {
    process.stderr.write(`build: scripts/${script} failed${signal ? ` by ${signal}` : ''}\n`);
    process.exit(status || 1);
  }
}
