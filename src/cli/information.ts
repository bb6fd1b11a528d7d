/**
 * What the command tells instead of searching: -help, -version, and the lists of -D, -S and -regextype help.
 *
 * In: the command line that asks, and the process around it. Out: text for the standard output; empty where a pager has shown it already.
 * Help is paged where the standard output is a terminal, and as wide as that; elsewhere it is plain and 80 columns wide.
 */

import type { Engine } from '../ioq/open.ts';
import type { CommandLine, CommandRequest } from '../walk/expr/command-line.ts';
import { type Diagnostic, diagnose } from '../walk/expr/expression-error.ts';
import { findPrefix, findPrimary, suggestedNames } from '../walk/expr/primaries.ts';
import { describeDebugModes, describeStrategies } from '../walk/expr/primary/flags.ts';
import { describeRegexTypes } from '../walk/expr/primary/options.ts';
import { suggestName } from '../walk/expr/suggest.ts';
import { wordText } from '../walk/expr/token.ts';
import { formatHelp, formatTopic } from './help.ts';
import { page } from './pager.ts';
import { versionText } from './version.ts';

const STDOUT = 1;
const DEFAULT_COLUMNS = 80;

export interface Inquirer {
  readonly programName: string;
  readonly engine: Engine;
  readonly environment: NodeJS.ProcessEnv;
  complain(warning: Diagnostic): void;
}

/** @param words - Those that the command line was made from. */
export async function inform(commandLine: CommandLine, words: readonly Uint8Array[], inquirer: Inquirer): Promise<string> {
  const { request } = commandLine;
  if (request === 'walk') throw new RangeError('nothing was asked for');
  if (request === 'help') return help(commandLine, findTopic(words, commandLine.rest, inquirer), inquirer);
  if (request === 'version') return versionText(inquirer.engine, inquirer.environment);
  return listText(request);
}

/**
 * The primary of the word after -help, which may be without its dash; null: -help is about all. What was meant for a name and is none is
 * told.
 */
function findTopic(words: readonly Uint8Array[], index: number, { complain }: Inquirer): string | null {
  const word = words[index];
  if (word === undefined) return null;
  const name = wordText(word);
  const row = findPrimary(name) ?? findPrimary(`-${name}`) ?? findPrefix(name);
  if (row === undefined && name.length > 1 && name.startsWith('-')) {
    const span = { start: index, end: index + 1 };
    complain(diagnose('warning', 'unknown-argument', [span], [suggestName(name, suggestedNames())]));
  }
  return row?.name ?? null;
}

async function help(
  { options }: CommandLine,
  topic: string | null,
  { programName, engine, environment }: Inquirer,
): Promise<string> {
  const isTerminal = engine.system.isTerminal(STDOUT);
  const columns = (isTerminal ? process.stdout.columns : 0) || DEFAULT_COLUMNS;
  const render = (color: boolean): Promise<string> => {
    const style = { columns, color };
    return topic === null ? formatHelp(programName, style) : formatTopic(programName, topic, style);
  };
  if (!isTerminal) return render(options.color === true);
  const color = options.color ?? !environment.NO_COLOR;
  return (await page(render, color, environment)) ? '' : render(false);
}

function listText(request: Exclude<CommandRequest, 'walk' | 'help' | 'version'>): string {
  const lists = {
    'debug-help': describeDebugModes,
    'strategy-help': describeStrategies,
    'regex-type-help': describeRegexTypes,
  };
  return `${lists[request]().join('\n')}\n`;
}
