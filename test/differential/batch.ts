/**
 * Runs many commands over one tree with one bash: a shell script is written, run, and the outputs read.
 *
 * In: a place with a tree, `Command`s as bytes with their environment. Out: an `Outcome` for each, in their order; what the command wrote
 * to files of its own is appended to its stdout. Node cannot pass bytes that are not UTF-8, and starts slowly: bash does neither.
 */

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTPUT, type Tool } from './case.ts';
import { type Bytes, quote } from './tree.ts';

export interface Command {
  readonly tool: Tool;
  readonly words: readonly Bytes[];
  readonly environment: Readonly<Record<string, string>>;
  /** Run it in a copy of the tree, of which what is left counts as output. */
  readonly removes: boolean;
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

/** A line for bash, without redirections. */
export function commandLine(command: Command, outputs: string): string {
  const words = [...COMMANDS[command.tool], ...command.words.map((word) => word.replaceAll(OUTPUT, outputs))];
  const environment = Object.entries(command.environment).map(([name, value]) => `${name}=${quote(value)}`);
  return [...environment, ...words.map(quote)].join(' ');
}

export async function runBatch(commands: readonly Command[], place: Place): Promise<Outcome[]> {
  await removeTrees(place.outputs);
  mkdirSync(place.outputs, { recursive: true });
  chmodSync(place.outputs, 0o777);
  const at = (index: number): string => join(place.outputs, String(index).padStart(6, '0'));
  const script = [`umask ${place.umask}`, `cd ${quote(place.tree)} || exit 99`];
  for (const [index, command] of commands.entries()) script.push(...commandLines(command, at(index), place));
  const file = join(place.outputs, 'script');
  writeFileSync(file, `${script.join('\n')}\n`, 'latin1');
  await runShell(`exec bash ${file}`);
  const statuses = readText(join(place.outputs, 'statuses')).trimEnd().split('\n');
  return commands.map((_, index) => ({
    status: Number(statuses[index] ?? Number.NaN),
    stdout: readText(`${at(index)}.out`) + readFiles(`${at(index)}.d`),
    stderr: readText(`${at(index)}.err`),
  }));
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

function commandLines(command: Command, path: string, place: Place): string[] {
  const makesFiles = command.words.some((word) => word.includes(OUTPUT));
  const isRoot = process.getuid?.() === 0;
  const uid = userOf(command.removes, place);
  const environment = Object.entries(command.environment).map(([name, value]) => `${name}=${quote(value)}`);
  const line = commandLine({ ...command, environment: {} }, `${path}.d`);
  const limited = `${[...environment, userPrefix(uid)].join(' ')}timeout -k 1 ${SECONDS} ${line}`;
  const run = `${limited} </dev/null >${path}.out 2>${path}.err; echo $? >>${place.outputs}/statuses`;
  const copy = `${path}.t`;
  return [
    ...(makesFiles ? [`mkdir -m 777 ${path}.d`] : []),
    ...(command.removes ? [`cp -a . ${copy} 2>/dev/null; ${isRoot ? `chown -hR ${NOBODY} ${copy}; ` : ''}cd ${copy}`] : []),
    run,
    ...(command.removes
      ? [
          `find . -printf 'left %y %p\\n' 2>/dev/null | LC_ALL=C sort >>${path}.out`,
          `cd ${quote(place.tree)}; ${isRoot ? '' : `chmod -R u+rwx ${copy} 2>/dev/null; `}rm -rf ${copy}`,
        ]
      : []),
  ];
}

/** A directory for trees and outputs that other users may enter too. */
export function makeScratch(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'tswalk-differential-'));
  chmodSync(scratch, 0o755);
  return scratch;
}

/** Run lines of bash. */
export async function runShell(script: string, cwd = '/'): Promise<void> {
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: '/', LC_ALL: 'C' };
  const child = spawn('bash', ['-s'], { cwd, env: environment, stdio: ['pipe', 'ignore', 'ignore'] });
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
