/**
 * A tree under attack and, beside it, what the attacker wants a walk to touch.
 *
 * Out: a `Lure`: `tree`, which attacker.c changes all the time, and `beyond`, which has the same directories and file names, so that one
 * link in the place of a directory leads every further name astray; every directory there also has a file named as no file of the
 * tree is (`CANARY`), every file there belongs to `STRANGER`. `harm` tells what has been done there: something is gone or new, or a
 * directory has been read (its access time, set to long ago, has moved). `beyond` is only ever looked at by names that are known.
 * Needs root, cc(1), and a file system that keeps access times, which `makeLure` checks.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export const CANARY = 'canary';
/** A user whom nothing in the tree belongs to. */
export const STRANGER = 54_321;
const ATTACKER = 65_534;
const LONG_AGO = 86_400;
const WIDTH = 4;
const FILES = 4;

export interface Lure extends AsyncDisposable {
  readonly tree: string;
  readonly beyond: string;
  /** What has been done to `beyond` since the last time, or undefined. */
  harm(): string | undefined;
}

/** Make both trees and set the attacker on one of them. */
export async function makeLure(options: { readonly source: string; readonly seed: number }): Promise<Lure> {
  const place = mkdtempSync('/tmp/tswalk-lure-');
  chmodSync(place, 0o755);
  const tree = join(place, 'tree');
  const beyond = join(place, 'beyond');
  const directories = ['.', ...places()].map((path) => join(beyond, path));
  mkdirSync(tree);
  chownSync(tree, ATTACKER, ATTACKER);
  for (const path of directories) makeBeyond(path);
  for (const path of directories) utimesSync(path, LONG_AGO, LONG_AGO);
  const attacker = await attack(place, options.source, [tree, beyond, String(ATTACKER), String(options.seed)]);
  const lure: Lure = {
    tree,
    beyond,
    harm: () => findHarm(directories, beyond),
    async [Symbol.asyncDispose]() {
      attacker.kill('SIGKILL');
      if (attacker.exitCode === null && attacker.signalCode === null)
        await new Promise((resolve) => attacker.once('exit', resolve));
      rmSync(place, { recursive: true, force: true });
    },
  };
  readdirSync(beyond);
  if (lure.harm() === undefined) throw new Error(`${place}: access times are not kept here: nothing could be noticed`);
  return lure;
}

/** The directories of both trees, relative. */
function places(): string[] {
  const names = (letter: string): string[] => Array.from({ length: WIDTH }, (_, i) => letter + i);
  return names('a').flatMap((a) => [a, ...names('b').flatMap((b) => [`${a}/${b}`, ...names('c').map((c) => `${a}/${b}/${c}`)])]);
}

function contents(): string[] {
  return [CANARY, ...Array.from({ length: FILES }, (_, i) => `f${i}`)];
}

function makeBeyond(path: string): void {
  mkdirSync(path);
  for (const name of contents()) {
    writeFileSync(join(path, name), CANARY);
    lchownSync(join(path, name), STRANGER, STRANGER);
  }
}

async function attack(place: string, source: string, words: readonly string[]): Promise<ChildProcess> {
  const program = join(place, 'attacker');
  execFileSync('cc', ['-O2', '-Wall', '-Werror', '-o', program, source]);
  const attacker = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    attacker.stdout.once('data', resolve);
    attacker.once('exit', (status) => reject(new Error(`the attacker ended with ${status}`)));
  });
  return attacker;
}

function findHarm(directories: readonly string[], beyond: string): string | undefined {
  for (const path of directories) {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return `${path} is gone`;
    if (status.mtimeMs !== LONG_AGO * 1000) return `something in ${path} was removed or made`;
    if (status.atimeMs !== LONG_AGO * 1000) {
      utimesSync(path, LONG_AGO, LONG_AGO);
      return `${path === beyond ? 'the outside' : path} was read`;
    }
    for (const name of contents()) {
      if (lstatSync(join(path, name), { throwIfNoEntry: false })?.size !== CANARY.length) return `${path}/${name} was touched`;
    }
  }
  return undefined;
}
