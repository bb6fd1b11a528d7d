/**
 * Runs many commands over one tree at once: with one bash, which reads a script of them, or as copies of one process (fork.ts).
 *
 * In: a place with a tree, `Command`s as bytes with their environment. Out: an `Outcome` for each, in their order; what the command wrote
 * to files of its own is appended to its stdout. Node cannot pass bytes that are not UTF-8, and starts slowly: bash does neither.
 */

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTPUT, type Tool } from './case.ts';
import { type ForkedCommand, type ForkTools, runForked } from './fork.ts';
import { type Bytes, quote } from './tree.ts';

export interface Command {
  readonly tool: Tool;
  readonly words: readonly Bytes[];
  readonly environment: Readonly<Record<string, string>>;
  /** Run it in a copy of the tree, of which what is left counts as output. */
  readonly removes: boolean;
  /** What it reads from its stdin. */
  readonly input: Bytes;
}

export interface Outcome {
  readonly status: number;
  /** Latin1. */
  readonly stdout: Bytes;
  readonly stderr: Bytes;
}

export interface Place {
  /** The tree's topmost directory, where commands run. */
  readonly tree: string;
  /** A directory for outputs, which is emptied. */
  readonly outputs: string;
  /** The user who runs the commands; null: the one who runs this. */
  readonly uid: number | null;
  readonly umask: string;
  /** What `makeForkTools` made; null: bash runs the commands. */
  readonly forks: ForkTools | null;
}

const SECONDS = 20;
const NOBODY = 65_534;

/** How the tools are called. `TSWALK_BIN` names another tswalk. */
export const COMMANDS: Readonly<Record<Tool, readonly string[]>> = {
  tswalk: tswalkWords(process.env.TSWALK_BIN ?? join(import.meta.dirname, '../../bin/tswalk.js')),
  find: ['find'],
  bfs: ['bfs'],
};

function tswalkWords(path: string): string[] {
  return path.endsWith('.js') ? [process.execPath, path] : [path];
}

export const userPrefix = (uid: number | null): string =>
  uid === null ? '' : `setpriv --reuid=${uid} --regid=${uid} --clear-groups `;

/** A line for bash, without redirections of what it writes. */
export function commandLine(command: Command, outputs: string): string {
  const words = toolWords(command, outputs, true);
  const environment = Object.entries(command.environment).map(([name, value]) => `${name}=${quote(value)}`);
  const input = command.input === '' ? '</dev/null' : `<<<${quote(command.input.replace(/\n$/, ''))}`;
  return [...environment, ...words.map(quote), input].join(' ');
}

export async function runBatch(commands: readonly Command[], place: Place): Promise<Outcome[]> {
  await removeTrees(place.outputs);
  mkdirSync(place.outputs, { recursive: true });
  chmodSync(place.outputs, 0o777);
  const at = (index: number): string => join(place.outputs, String(index).padStart(6, '0'));
  commands.forEach(({ input }, index) => {
    if (input !== '') writeFileSync(`${at(index)}.in`, input, 'latin1');
  });
  const runs = commands.map((command, index) => forkedCommand(command, at(index), place));
  if (place.forks !== null) await runForked(place.forks, runs, place.umask, place.outputs);
  else await runScript(runs, place);
  const statuses = readText(join(place.outputs, 'statuses')).trimEnd().split('\n');
  return commands.map((_, index) => ({
    status: Number(statuses[index] ?? Number.NaN),
    stdout: readText(`${at(index)}.out`) + readText(`${at(index)}.left`) + readFiles(`${at(index)}.d`),
    stderr: readText(`${at(index)}.err`),
  }));
}

/** The same by bash, each command a process as users have them. */
async function runScript(runs: readonly ForkedCommand[], place: Place): Promise<void> {
  const script = [`umask ${place.umask}`];
  for (const { before, after, directory, environment, user, words, input, stdout, stderr } of runs) {
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
    const limited = `${[...variables, userPrefix(user)].join(' ')}timeout -k 1 ${SECONDS} ${words.map(quote).join(' ')}`;
    script.push(before, `cd ${quote(directory)} || exit 99`);
    script.push(`${limited} <${input} >${stdout} 2>${stderr}; echo $? >>${place.outputs}/statuses`, after);
  }
  const file = join(place.outputs, 'script');
  writeFileSync(file, `${script.join('\n')}\n`, 'latin1');
  await runShell(`exec bash ${file}`);
}

/** Who runs a command. Whoever removes must not be root: a link could lead out of the copy. */
export function userOf(removes: boolean, place: Place): number | null {
  return removes && process.getuid?.() === 0 ? NOBODY : place.uid;
}

/** Remove trees, whatever may not be read or written in them. */
export async function removeTrees(...paths: readonly string[]): Promise<void> {
  const words = paths.map(quote).join(' ');
  await runShell(`${process.getuid?.() === 0 ? '' : `chmod -R u+rwx ${words}; `}rm -rf ${words}`);
}

/** @param path - What its files' names begin with. */
function forkedCommand(command: Command, path: string, place: Place): ForkedCommand {
  const makesFiles = command.words.some((word) => word.includes(OUTPUT));
  const isRoot = process.getuid?.() === 0;
  const tree = quote(place.tree);
  const copy = `${path}.t`;
  const owned = isRoot ? `chown -hR ${NOBODY} ${copy}` : ':';
  const open = isRoot ? ':' : `chmod -R u+rwx ${copy} 2>/dev/null`;
  const list = `(cd ${copy}; find . -printf 'left %y %p\\n' 2>/dev/null | LC_ALL=C sort >${path}.left)`;
  // In a copy of a process node:fs has lost its threads.
  const isTswalk = place.forks !== null && command.tool === 'tswalk' && command.environment.TSWALK_IO !== 'node';
  return {
    directory: command.removes ? copy : place.tree,
    input: command.input === '' ? '/dev/null' : `${path}.in`,
    stdout: `${path}.out`,
    stderr: `${path}.err`,
    user: userOf(command.removes, place),
    isTswalk,
    words: toolWords(command, `${path}.d`, !isTswalk),
    environment: command.environment,
    before: [
      ...(makesFiles ? [`mkdir -m 777 ${path}.d`] : []),
      ...(command.removes ? [`cp -a ${tree} ${copy} 2>/dev/null; ${owned}`] : []),
    ].join('\n'),
    after: command.removes ? `${list}; ${open}; rm -rf ${copy}` : '',
  };
}

/** @param named - With what the tool is called by. */
function toolWords(command: Command, outputs: string, named: boolean): Bytes[] {
  const words = command.words.map((word) => word.replaceAll(OUTPUT, outputs));
  return named ? [...COMMANDS[command.tool], ...words] : words;
}

/** A directory for trees and outputs that other users may enter too. */
export function makeScratch(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'tswalk-differential-'));
  chmodSync(scratch, 0o755);
  return scratch;
}

/** Run lines of bash, without a terminal. */
export async function runShell(script: string, cwd = '/'): Promise<void> {
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: '/', LC_ALL: 'C' };
  const child = spawn('bash', ['-s'], { cwd, env: environment, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin.end(Buffer.from(script, 'latin1'));
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
}

function readText(path: string): Bytes {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}

function readFiles(directory: string): Bytes {
  if (!existsSync(directory)) return '';
  return readdirSync(directory)
    .sort()
    .map((name) => `== ${name}\n${readText(join(directory, name))}`)
    .join('');
}
