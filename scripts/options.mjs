/**
 * The options of a command of this checkout, whose help is the docstring at the head of its file.
 *
 * In: the file's URL, the options as `parseArgs` of node:util has them, the words of the process. Out: the options' values. --help prints the
 * docstring instead and ends the process; a word that is no option ends it with a sentence and the status 2.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export function readOptions(url, options) {
  const { help, ...values } = parse(url, { ...options, help: { type: 'boolean' } });
  if (!help) return values;
  process.stdout.write(`${docstringOf(fileURLToPath(url))}\n`);
  process.exit(0);
}

function parse(url, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${url.slice(url.lastIndexOf('/') + 1)}: ${error.message}\nWhat it takes is told by --help.\n`);
    process.exit(2);
  }
}

function docstringOf(path) {
  const [, comment] = /\/\*\*\n(.*?)\n \*\//s.exec(readFileSync(path, 'utf8'));
  return comment.replaceAll(/^ \* ?/gm, '');
}
