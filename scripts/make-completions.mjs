/**
 * Makes completions/ from the table of primaries:  node scripts/make-completions.mjs [--check]
 *
 * In: src/walk/expr, bundled as it is. Out: completions/{tswalk.bash,_tswalk,tswalk.fish}, which are checked in; with --check nothing is
 * written, and the status is 1 where a file is not what would be. What a shell makes of a kind of value stands in
 * completion-{bash,zsh,fish}.mjs; a kind that one of them does not know is an error.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { completeBash } from './completion-bash.mjs';
import { completeFish } from './completion-fish.mjs';
import { completeZsh } from './completion-zsh.mjs';
import { readOptions } from './options.mjs';

const { check } = readOptions(import.meta.url, { check: { type: 'boolean' } });
const top = fileURLToPath(new URL('..', import.meta.url));
const TYPES = {
  b: 'block device',
  c: 'character device',
  d: 'directory',
  f: 'regular file',
  l: 'symbolic link',
  p: 'FIFO',
  s: 'socket',
};
const TIMES = { a: 'access', B: 'birth', c: 'change of the inode', m: 'modification' };

/** Node runs no TypeScript before version 22. */
async function loadTable() {
  const contents = `
    export { allPrimaries } from './src/walk/expr/primaries.ts';
    export { DEBUG_MODES, STRATEGIES } from './src/walk/expr/command-line.ts';
    export { REGEX_DIALECTS } from './src/walk/expr/regex/dialect.ts';
    export { FIELDS } from './src/walk/record.ts';`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: top, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** Every word that begins with a dash, with what it takes in the words behind it, and behind an = in its own: a form for each -newerXY. */
function listNames(primaries) {
  return primaries.flatMap((row) => {
    const { name, aliases, values, valueForm, help } = row;
    // What may be left out is not the word that follows: after -exit unless it is a number, the first of a -json=FIELDS never.
    const isSetting = valueForm === 'setting';
    const taken = name === '-exit' ? [] : isSetting ? values.slice(1) : values;
    const setting = isSetting ? values[0] : null;
    if (name === '-newerXY') return listTimes();
    return [name, ...aliases]
      .filter((each) => each.startsWith('-'))
      .map((each) => ({ name: each, values: taken, valueForm, setting, help }));
  });
}

function listTimes() {
  const letters = Object.keys(TIMES);
  return letters.flatMap((x) =>
    [...letters, 't'].map((y) => ({
      name: `-newer${x}${y}`,
      values: [y === 't' ? 'timestamp' : 'file'],
      valueForm: 'separate',
      setting: null,
      help: `The time of ${TIMES[x]} is later than ${y === 't' ? 'TIME' : `that of ${TIMES[y]} of FILE`}`,
    })),
  );
}

const { allPrimaries, DEBUG_MODES, STRATEGIES, REGEX_DIALECTS, FIELDS } = await loadTable();
const table = {
  names: listNames(allPrimaries()),
  types: TYPES,
  debugModes: { ...DEBUG_MODES, all: 'all of them', help: 'list these names' },
  strategies: [...STRATEGIES, 'help'],
  regexTypes: [...REGEX_DIALECTS, 'help'],
  fields: Object.keys(FIELDS),
  levels: ['0', '1', '2', '3', '4', 'fast'],
};
const files = { 'tswalk.bash': completeBash(table), _tswalk: completeZsh(table), 'tswalk.fish': completeFish(table) };

mkdirSync(join(top, 'completions'), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const path = join(top, 'completions', name);
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`completions/${name} is not what the table says: npm run completions\n`);
    process.exitCode = 1;
  }
}
