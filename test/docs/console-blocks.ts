/**
 * The ```console blocks of a Markdown file, and what their commands really print: screens in the docs that cannot go stale.
 *
 * In: Markdown. In a block, a line that begins with `$ ` is a command, `> ` right below it goes on with it, and all else is what it
 * printed. Out: `ConsoleBlock`s, and what a block looks like when its commands are run. The commands of one block are run by one bash,
 * one after the other, so `$?`, variables and `cd` last until its end; standard output and standard error are one screen, and `tswalk`
 * is the command under test.
 *
 * It knows nothing of the trees that commands are run in: each document's test makes its own.
 */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, shellWord, tswalkCommand } from '../fixture/run.ts';

export interface ConsoleBlock {
  /** The line of the Markdown file that the block's first line is, from 1. */
  readonly line: number;
  /** All that is between the fences, with a newline at its end. */
  readonly text: string;
  /** Without prompts; of several lines where the command is. */
  readonly commands: readonly string[];
}

export function consoleBlocks(markdown: string): ConsoleBlock[] {
  const blocks: ConsoleBlock[] = [];
  for (const match of markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)) {
    const text = match[1]!;
    const line = markdown.slice(0, match.index).split('\n').length + 1;
    blocks.push({ line, text, commands: [...text.matchAll(/^\$ (.*(?:\n> .*)*)/gm)].map((command) => typed(command[1]!)) });
  }
  return blocks;
}

/** The block as it is when its commands are run now, in the directory `cwd`. @throws where bash does not reach the block's end. */
export function replay(
  block: ConsoleBlock,
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): string {
  const folder = mkdtempSync(join(tmpdir(), 'tswalk-docs-'));
  try {
    writeFileSync(join(folder, 'tswalk'), `#!/bin/sh\nexec ${tswalkCommand().map(shellWord).join(' ')} "$@"\n`);
    chmodSync(join(folder, 'tswalk'), 0o755);
    const screen = block.commands.map(
      (command) => `cat <<'${END}'\n${prompted(command)}\n${END}\n(exit $status)\n${command}\nstatus=$?`,
    );
    const code = ['exec 2>&1', 'status=0', ...screen, `echo ${END}`].join('\n');
    const env = { TZ: 'UTC', ...options.env, PATH: `${folder}:${process.env.PATH}` };
    const shown = run(['bash', '-c', code], { cwd: options.cwd, env }).stdout.toString();
    if (!shown.endsWith(`${END}\n`)) throw new Error(`line ${block.line}: not all of the block was run:\n${shown}`);
    return shown.slice(0, -`${END}\n`.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A word that no screen has. */
const END = 'END_OF_A_COMMAND_OF_THE_DOCS';

function typed(lines: string): string {
  return lines.replaceAll('\n> ', '\n');
}

function prompted(command: string): string {
  return `$ ${command.replaceAll('\n', '\n> ')}`;
}
