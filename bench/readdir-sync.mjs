/**
 * The walk that one writes without a library: `readdirSync`, recursively, strings throughout. The yardstick for Node programs.
 *
 *   readdir-sync.mjs DIR -false | -print | -name SUFFIX | -size
 *
 * `-size` asks for the status of every entry, as a test of the size must. Output goes out in blocks, to be fair.
 */
import { lstatSync, readdirSync, writeSync } from 'node:fs';

const [root, test, suffix = ''] = process.argv.slice(2);
let lines = '';

function matches(path, name) {
  if (test === '-name') return name.endsWith(suffix);
  if (test === '-size') return lstatSync(path).size > 2 ** 50;
  return test === '-print';
}

function visit(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`;
    if (matches(path, entry.name)) {
      lines += `${path}\n`;
      if (lines.length > 65536) flush();
    }
    if (entry.isDirectory()) visit(path);
  }
}

function flush() {
  writeSync(1, lines);
  lines = '';
}

visit(root);
flush();
