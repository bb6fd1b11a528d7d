/**
 * Puts the addon, without its symbols, where the package has it: prebuilds/PLATFORM-ARCH[-musl]/tswalk.node.
 *
 *     node scripts/prebuild.mjs
 *
 * In: this machine, and the addon of `npm run build`. Out: the file for machines like this one; those for others stay as they are, so that
 * a package for several is made by running this on each, gathering prebuilds/, and `npm pack`. It refuses an addon that needs
 * liburing.so where it runs: most machines have none.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';

readOptions(import.meta.url, {});
const top = fileURLToPath(new URL('..', import.meta.url));
const addon = join(top, 'native/build/Release/tswalk.node');

if (process.platform !== 'linux') {
  process.stderr.write('prebuild: there is an addon for Linux only; elsewhere tswalk works over node:fs\n');
  process.exit(0);
}

const isMusl = process.report.getReport().header.glibcVersionRuntime === undefined;
const kind = `linux-${process.arch}${isMusl ? '-musl' : ''}`;
const target = join(top, 'prebuilds', kind, 'tswalk.node');
mkdirSync(dirname(target), { recursive: true });

const needed = execFileSync('readelf', ['-d', addon], { encoding: 'utf8' }).match(/(?<=Shared library: \[)[^\]]+/g) ?? [];
if (needed.some((name) => name.startsWith('liburing'))) {
  process.stderr.write(`prebuild: the addon needs ${needed.join(', ')}: liburing has to be linked statically\n`);
  process.exit(1);
}
const partial = `${target}.${process.pid}`;
copyFileSync(addon, partial);
execFileSync('strip', ['--strip-unneeded', partial]);
renameSync(partial, target);
process.stderr.write(`prebuilds/${kind}/tswalk.node: ${statSync(target).size} bytes, needs ${needed.join(', ')}\n`);
