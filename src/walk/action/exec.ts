/**
 * -exec, -execdir, -ok and -okdir with `;`: a command for each entry, true where it succeeds (REFERENCE 10.2).
 *
 * In: a `Command` and an entry. Out: a process that has run to its end. What it does with its exit status is its own affair: another than 0 is
 * false and no failure; death by a signal is told as a warning; only a command that cannot be started is a failure of the walk. The forms
 * that run in the entry's directory get it as a descriptor, so that no path leads them elsewhere.
 */

import { exitOf } from '../../ioq/processes.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import type { Entry, Matcher } from '../entry.ts';
import { quoteWord } from '../shell-quote.ts';
import { Scratch } from './byte-sink.ts';
import { compileSubject, compileWords } from './command-words.ts';
import { confirm } from './confirm.ts';
import type { Command, ExecServices } from './exec-services.ts';

/** @param confirms - Ask before each run. */
export function compileExec(spec: Command, confirms: boolean, services: ExecServices): Matcher {
  const appendWords = compileWords(spec.command, compileSubject(spec.inDirectory));
  const words = new Scratch();
  return (entry) => {
    words.length = 0;
    appendWords(entry, words);
    services.prepare();
    if (confirms && !confirm(words, services)) return false;
    const dirfd = spec.inDirectory ? services.openDirectoryOf(entry) : services.workingDirectory;
    if (isFailure(dirfd)) {
      entry.services.fail(entry, -dirfd);
      return false;
    }
    services.trace?.(`${spec.primary}: running ${commandName(spec, services)} ... [${words.length} bytes]`);
    const result = services.processes.run(words.bytes, words.length, dirfd);
    if (spec.inDirectory && dirfd >= 0) services.system.close(dirfd);
    return judge(result, spec, entry, services);
  };
}

/** No descriptor, but minus an errno. */
export function isFailure(dirfd: number): boolean {
  return dirfd < 0 && dirfd !== AT_FDCWD;
}

/**
 * Tell what a command's end gives reason to tell.
 *
 * @param result - What `ProcessCalls.run` gave.
 * @param entry - Whose evaluation ran it; null after the walk.
 * @returns Whether it succeeded.
 */
export function judge(result: number, spec: Command, entry: Entry | null, services: ExecServices): boolean {
  const { primary } = spec;
  const name = commandName(spec, services);
  const { system, processes } = services;
  const say = (what: string): string => `${primary} ${name}: ${what}`;
  if (result < 0) {
    services.trace?.(say(`not started: ${system.errorText(-result)}`));
    const text = say(system.errorText(-result));
    // Not as an errno: a missing program is no file that has vanished meanwhile.
    if (entry === null) services.failed(text);
    else entry.services.fail(entry, 0, text);
    return false;
  }
  const { status, signal } = exitOf(result);
  if (signal !== 0) services.warned(say(`terminated by signal ${signal} (${processes.signalText(signal)})`));
  if (services.trace !== null && result !== 0) {
    services.trace(say(signal === 0 ? `exit status ${status}` : `killed by signal ${signal}`));
  }
  return status === 0;
}

/** The first word, as it was written. A batch may be run without any word but the entries. */
export function commandName({ command }: Command, { utf8 }: ExecServices): string {
  return command[0] === undefined ? '{}' : quoteWord(command[0], utf8);
}
