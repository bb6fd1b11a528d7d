/**
 * Who enters the benchmarks: tswalk, the peers that are installed, the floor, an empty Node program; and a tree so small that only the
 * start counts.
 *
 * tswalk is bin/tswalk.js run by this very node. Peers are those on PATH: find (GNU), bfs, fdfind or fd; a plain `readdirSync` walk and fdir
 * stand for Node programs. --peer bfs=/path/to/bfs replaces or adds one that takes find's words. The floor is limit.c, with one
 * thread a core (cold: 16). Needs cc.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, scratch } from './measure.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const onPath = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

export const TSWALK = [process.execPath, here('../bin/tswalk.js')];

/**
 * @param options - `tswalk`: another command, in words between blanks. `peer`: NAME=COMMAND, each. `backends`: tswalk with each TSWALK_IO.
 * @returns By name: a command, the word list of a workload that it takes (`dialect`), and variables for its environment.
 */
export function findTools({ tswalk = TSWALK.join(' '), peer = [], backends = false }) {
  const limit = join(scratch, 'limit');
  execFileSync('cc', ['-O2', '-pthread', here('limit.c'), '-o', limit]);
  const empty = join(scratch, 'empty.cjs');
  writeFileSync(empty, '');

  const own = { command: tswalk.split(' '), dialect: 'find' };
  const tools = new Map([['tswalk', own]]);
  if (backends) {
    for (const io of ['uring', 'sync', 'node']) tools.set(`tswalk ${io}`, { ...own, variables: { TSWALK_IO: io } });
  }
  if (onPath('find')) tools.set('find', { command: ['find'], dialect: 'find' });
  if (onPath('bfs')) tools.set('bfs', { command: ['bfs'], dialect: 'find' });
  const fd = ['fdfind', 'fd'].find(onPath);
  if (fd) tools.set('fd', { command: [fd], dialect: 'fd' });
  for (const each of peer) {
    const [name, command] = each.split(/=(.*)/s);
    tools.set(name, { command: command.split(' '), dialect: 'find' });
  }
  tools.set('readdirSync', { command: [process.execPath, here('readdir-sync.mjs')], dialect: 'node' });
  tools.set('fdir', { command: [process.execPath, here('fdir.mjs')], dialect: 'fdir' });
  tools.set('floor', { command: [limit], dialect: 'limit' });
  tools.set('empty.cjs', { command: [process.execPath, empty], dialect: 'empty' });
  return tools;
}

/** A hundred files in ten directories. @returns Its path. */
export function makeHundred() {
  const root = join(scratch, 'hundred');
  for (let directory = 0; directory < 10; directory++) {
    mkdirSync(join(root, String(directory)), { recursive: true });
    for (let file = 0; file < 9; file++) writeFileSync(join(root, String(directory), `${file}.ts`), '');
  }
  return root;
}

/** Which backend really ran, with the variables of its environment: the words of -D io. */
export function ranBackend([program, ...words], tree, variables = {}) {
  const env = { ...environment, ...variables };
  const { stderr } = spawnSync(program, [...words, tree, '-D', 'io', '-false'], { env, encoding: 'utf8' });
  const lines = stderr.split('\n').flatMap((line) => /-D io: (backend .*|opendir .*)/.exec(line)?.[1] ?? []);
  return lines.map((line) => line.replace(/ +/g, ' ')).join('; ');
}

/** By the tswalk of this checkout. */
export function countEntries(tree) {
  const [program, ...words] = TSWALK;
  return Number(spawnSync(program, [...words, tree, '-count'], { env: environment, encoding: 'utf8' }).stdout);
}
