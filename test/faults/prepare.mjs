/**
 * What both sweeps work on: a copy of the built project whose addon can be made to fail, and a small tree.
 *
 * In: the built project. Out: folders below the temporary one, which go when the process does.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const ADDON = 'native/build/Release/tswalk.node';

/** @returns A folder with nothing but `tswalk` in it. */
export function prepare() {
  const scratch = mkdtempSync(join(tmpdir(), 'tswalk-faults-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const built = spawnSync(process.execPath, [join(top, 'scripts/build-native.mjs'), '--variant', 'faults'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(1);
  for (const name of ['bin', 'dist']) cpSync(join(top, name), join(scratch, 'tswalk', name), { recursive: true });
  cpSync(join(top, 'build/faults', ADDON), join(scratch, 'tswalk', ADDON), { recursive: true });
  return scratch;
}

/** Some directories, files with something in them, links that lead somewhere and nowhere. */
export function makeTree(folder) {
  for (const directory of ['', 'a', 'a/b', 'a/b/c', 'd', 'e']) mkdirSync(join(folder, 'tree', directory), { recursive: true });
  for (const file of ['f', 'a/g', 'a/h', 'a/b/i', 'a/b/c/j', 'd/k']) writeFileSync(join(folder, 'tree', file), file);
  symlinkSync('g', join(folder, 'tree/a/link'));
  symlinkSync('nowhere', join(folder, 'tree/d/broken'));
}
