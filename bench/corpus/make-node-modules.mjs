#!/usr/bin/env node
/**
 * Grow a benchmark corpus: COPIES projects, each with the node_modules of this checkout, as hard links of one empty file.
 *
 *   make-node-modules DIR [COPIES=1] [SOURCE=node_modules]
 *
 * The shape is that of real packages: few files in most directories, hundreds in some, scopes, `.bin`, packages within packages; how many
 * entries one copy has is printed. DIR/project-00/node_modules, DIR/project-01/node_modules, ... are made; a copy that is there already is kept.
 */
import { closeSync, existsSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const [dir, copies = '1', source = fileURLToPath(new URL('../../node_modules', import.meta.url))] = process.argv.slice(2);
if (!dir || dir.startsWith('-') || !(Number(copies) > 0) || !existsSync(source)) {
  console.error('usage: make-node-modules DIR [COPIES] [SOURCE]');
  process.exit(2);
}

/** More links than this to one file some file systems refuse (ext4: 65,000). */
const LINKS_PER_FILE = 60_000;
const entries = readdirSync(source, { recursive: true, withFileTypes: true }).map((entry) => {
  const path = join(entry.parentPath, entry.name);
  return { path: relative(source, path), isDirectory: lstatSync(path).isDirectory() };
});
const directories = entries.filter(({ isDirectory }) => isDirectory).map(({ path }) => path);
const files = entries.filter(({ isDirectory }) => !isDirectory).map(({ path }) => path);

for (let number = 0; number < Number(copies); number++) {
  const project = join(dir, `project-${String(number).padStart(2, '0')}`);
  if (existsSync(project)) continue;
  const modules = join(`${project}.partial`, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const path of directories) mkdirSync(join(modules, path), { recursive: true });
  let first = '';
  files.forEach((path, made) => {
    const target = join(modules, path);
    if (made % LINKS_PER_FILE > 0) linkSync(first, target);
    else {
      first = target;
      closeSync(openSync(target, 'wx'));
    }
  });
  renameSync(`${project}.partial`, project);
}
console.log(`${entries.length + 2} entries a copy, ${directories.length + 2} of them directories`);
