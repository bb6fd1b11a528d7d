/**
 * The command: from the words that were typed to an exit status.
 *
 * In: the process's words as raw bytes, its environment, its streams. Out: what the expression prints, messages on standard error, and an
 * exit status. Only src/cli prints messages and exits. Usage errors leave before anything is searched. What the command needs
 * rarely (help, the starting points of a file) is loaded or read when it is asked for.
 */

import { basename } from 'node:path';
import { openEngine } from '../ioq/open.ts';
import { Outputs } from '../walk/action/outputs.ts';
import type { CommandLine } from '../walk/expr/command-line.ts';
import { type Diagnostic, ExpressionError } from '../walk/expr/expression-error.ts';
import { parseCommandLine } from '../walk/expr/parse.ts';
import { planExpression } from '../walk/expr/plan.ts';
import { Surroundings } from '../walk/surroundings.ts';
import { Walk } from '../walk/walk.ts';
import { describeService } from './debug-io.ts';
import { renderDiagnostic } from './diagnostic.ts';
import { exitStatus, FAILURE, SUCCESS } from './exit-status.ts';
import { informationText } from './information.ts';
import { Messages } from './messages.ts';
import { readRoots } from './roots-file.ts';

/** Script and program come before the words that are ours. */
const WORDS_BEFORE = 2;

const encoder = new TextEncoder();

function main(): number {
  const engine = openEngine('auto');
  const { system } = engine;
  system.takeSignals();
  engine.processes.rememberDescriptors();
  const programName = basename(process.argv[1] ?? 'tswalk').replace(/\.c?js$/, '');
  const messages = new Messages(system, programName, system.isUtf8Locale());
  let outputFailed = false;
  const outputs = new Outputs(system, (name, errno) => {
    outputFailed = true;
    messages.fileError(name, system.errorText(errno));
  });
  const surroundings = new Surroundings({ ...engine, outputs, environment: process.env });
  const words = typedWords(system.commandLine());

  const complain = (diagnostic: Diagnostic): void => {
    const style = { color: false, utf8: surroundings.utf8 };
    messages.write(renderDiagnostic(programName, words, diagnostic, style));
  };

  let walk: Walk;
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(words, surroundings);
    if (commandLine.request !== 'walk') {
      outputs.standardOutput.append(encoder.encode(informationText(commandLine.request, programName)));
      outputs.finish();
      return outputFailed ? FAILURE : SUCCESS;
    }
    const plan = planExpression(commandLine);
    if (commandLine.options.warn) for (const warning of [...commandLine.warnings, ...plan.warnings]) complain(warning);
    const roots = commandLine.files0From === null ? commandLine.roots : readRoots(commandLine.files0From);
    if (typeof roots === 'number') {
      messages.fileError(commandLine.files0From!, system.errorText(-roots));
      return FAILURE;
    }
    walk = new Walk(engine, commandLine, plan, roots, surroundings, {
      fileFailed: (path, text) => messages.fileError(path, text),
      loopFound: (path, ancestor) => messages.loopError(path, ancestor),
      failed: (text) => messages.error(text),
      warned: (text) => {
        if (commandLine.options.warn) messages.warn(text);
      },
    });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    complain(error.diagnostic);
    return FAILURE;
  }

  if (walk.warning !== undefined) messages.warn(walk.warning);
  walk.run();
  outputs.finish();
  if (commandLine.options.debug.has('io')) messages.write(describeService(programName, walk.ioq.served(), engine.reason));
  walk.close();
  const { options } = commandLine;
  if (options.noError && options.warn && walk.failures > 0) messages.warn(`Suppressed errors: ${walk.failures}`);
  return exitStatus(walk.requestedStatus, walk.failures > 0 && !options.noError, walk.batchFailed, outputFailed);
}

/** Our own words, byte for byte; decoded and encoded again where the system does not tell them. */
function typedWords(all: readonly Uint8Array[]): readonly Uint8Array[] {
  const count = process.argv.length - WORDS_BEFORE;
  if (all.length >= count + WORDS_BEFORE) return all.slice(all.length - count);
  return process.argv.slice(WORDS_BEFORE).map((word) => encoder.encode(word));
}

process.exitCode = main();
