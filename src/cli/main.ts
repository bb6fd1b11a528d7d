/**
 * The command: from the words that were typed to an exit status.
 *
 * In: the process's words as raw bytes, its environment, its streams. Out: what the expression prints, messages on standard error, and an
 * exit status. Only src/cli prints messages and exits. Usage errors leave before anything is searched. When the output has been
 * written the process ends at once: a graceful end of Node and of the workers would take longer than a small walk.
 */

import { type Engine, openEngine } from '../ioq/open.ts';
import { SIGNAL_COUNT } from '../ioq/system.ts';
import { Outputs, STANDARD_OUTPUT } from '../walk/action/outputs.ts';
import { annotationOf } from '../walk/expr/annotate.ts';
import type { CommandLine, Options } from '../walk/expr/command-line.ts';
import { type Diagnostic, diagnose, ExpressionError } from '../walk/expr/expression-error.ts';
import { parseCommandLine } from '../walk/expr/parse.ts';
import { planExpression } from '../walk/expr/plan.ts';
import { findPrimary } from '../walk/expr/primaries.ts';
import type { PrimaryKind } from '../walk/expr/primary.ts';
import { wordText } from '../walk/expr/token.ts';
import { Surroundings } from '../walk/surroundings.ts';
import { Walk, type WalkListener, type WalkSetup } from '../walk/walk.ts';
import { watch } from './debug.ts';
import { renderDiagnostic } from './diagnostic.ts';
import { exitStatus, FAILURE, quietStatus, SUCCESS, TROUBLE } from './exit-status.ts';
import { inform } from './information.ts';
import { Messages, utf8Bytes } from './messages.ts';
import { Questions } from './questions.ts';
import { readRoots } from './roots-file.ts';
import { stepWithStatusBar } from './status-bar.ts';
import { StreamColors } from './stream-colors.ts';

/** Script and program come before the words that are ours. */
const WORDS_BEFORE = 2;

/** A run of the command: the streams it writes to, and whether they failed. */
class Command {
  readonly #engine: Engine;
  readonly #messages: Messages;
  readonly #outputs: Outputs;
  readonly #surroundings: Surroundings;
  /** As typed, but for what was corrected by a suggestion that was taken. */
  #words: readonly Uint8Array[];
  readonly #colors: StreamColors;
  readonly #questions: Questions;
  /** The error whose suggestion was offered: it has been shown. */
  #offered: Diagnostic | null = null;
  /** Told before each command of the expression. */
  #commandStarts: () => void = () => {};
  /** What has been asked for by signals. */
  readonly #signals = new Int32Array(new ArrayBuffer(4 * Object.keys(SIGNAL_COUNT).length));
  #outputFailed = false;

  constructor(engine: Engine, programName: string) {
    const { system } = engine;
    this.#engine = engine;
    system.countSignals(this.#signals);
    const utf8 = system.isUtf8Locale();
    this.#messages = new Messages(system, programName, utf8);
    this.#outputs = new Outputs(system, (name, errno) => {
      this.#outputFailed = true;
      this.#messages.fileError(name, system.errorText(errno));
    });
    this.#questions = new Questions(system, engine.locale, this.#messages);
    const acceptSuggestion = (question: Diagnostic, name: string): boolean => this.#offer(question, name);
    const { env: environment } = process;
    this.#surroundings = new Surroundings({ ...engine, outputs: this.#outputs, environment, utf8, acceptSuggestion });
    this.#words = typedWords(system.commandLine());
    this.#colors = new StreamColors(system, this.#outputs, utf8, this.#words, this.#messages);
  }

  /** @returns The exit status. */
  run(): number | Promise<number> {
    try {
      const commandLine = parseCommandLine(this.#words, this.#surroundings);
      return commandLine.request === 'walk' ? this.#search(commandLine) : this.#inform(commandLine);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      if (error.diagnostic !== this.#offered) this.#complain(error.diagnostic);
      // 1 would say that nothing matched.
      return this.#words.some((word) => wordText(word) === '-quiet') ? TROUBLE : FAILURE;
    }
  }

  async #inform(commandLine: CommandLine): Promise<number> {
    const { programName } = this.#messages;
    const text = await inform(commandLine, this.#words, {
      programName,
      engine: this.#engine,
      environment: process.env,
      complain: (warning) => this.#complain(warning),
    });
    this.#outputs.standardOutput.append(utf8Bytes(text));
    this.#outputs.finish();
    return this.#outputFailed ? FAILURE : SUCCESS;
  }

  #search(commandLine: CommandLine): number {
    const { options, files0From } = commandLine;
    const refusal = options.quiet ? TROUBLE : FAILURE;
    const messages = this.#messages;
    const chosen = this.#colors.choose(options);
    const coloring = typeof chosen === 'string' ? null : chosen;
    if (options.warn && this.#lacksLocale()) this.#complain(diagnose('warning', 'missing-locale', [], []));
    if (typeof chosen === 'string' && options.warn) this.#complain(diagnose('warning', 'unreadable-colors', [], [chosen]));
    const isColored = coloring?.isColored(STANDARD_OUTPUT) ?? false;
    const debug = options.debug.size === 0 ? null : this.#watch(commandLine, isColored);
    const plan = planExpression(commandLine, { ...debug?.trace, colored: coloring, isNameless: this.#surroundings.isNameless });
    for (const warning of options.warn ? [...commandLine.warnings, ...plan.warnings] : commandLine.warnings) {
      this.#complain(warning);
      if (!this.#questions.continues(warning, commandLine.expression)) return refusal;
    }
    const { system } = this.#surroundings;
    const roots = files0From === null ? commandLine.roots : readRoots(files0From, (fd) => system.wasClosed(fd));
    if (typeof roots === 'number') {
      messages.fileError(files0From!, this.#surroundings.errorText(-roots));
      return refusal;
    }
    const listener: WalkListener = {
      starting: () => this.#commandStarts(),
      fileFailed: (path, text) => messages.fileError(path, text),
      loopFound: (path, ancestor) => messages.loopError(path, ancestor),
      failed: (text) => messages.error(text),
      warned: (text) => {
        if (options.warn) messages.warn(text);
      },
      ...debug?.traced,
    };
    const setup = {
      engine: debug?.engine(this.#engine) ?? this.#engine,
      commandLine,
      plan,
      roots,
      surroundings: this.#surroundings,
      listener,
      coloring,
      probe: debug?.probe(roots) ?? null,
    };
    const walk = this.#begin(setup);
    if (walk === null) return FAILURE;
    if (walk.warning !== undefined) messages.warn(walk.warning);
    debug?.showPlan(plan, walk.workers);
    if (options.status || !walk.run(this.#signals)) this.#goOnWithStatusBar(walk, options);
    this.#outputs.finish();
    debug?.showWalk(plan, walk.workers, walk.ioq.served(), this.#engine.reason);
    if (options.noError && options.warn && walk.failures > 0) messages.warn(`Suppressed errors: ${walk.failures}`);
    const failed = walk.failures > 0 && !options.noError;
    if (options.quiet) return quietStatus(walk.requestedStatus, failed || walk.batchFailed || this.#outputFailed);
    return exitStatus(walk.requestedStatus, failed, walk.batchFailed, this.#outputFailed);
  }

  /** Asked for with -status, or by a signal in the middle of the walk. */
  #goOnWithStatusBar(walk: Walk, { status, warn }: Options): void {
    const { system } = this.#engine;
    const errno = stepWithStatusBar(walk, system, {
      utf8: this.#surroundings.utf8,
      signals: this.#signals,
      isWanted: status,
      onCommand: (tick) => {
        this.#commandStarts = tick;
      },
    });
    if (errno > 0 && status && warn) this.#messages.warn(`Couldn't show the status bar: ${system.errorText(errno)}`);
  }

  /** Asked only where it may be so: most environments name nothing, or one locale for all, whose characters are those of UTF-8. */
  #lacksLocale(): boolean {
    const { LC_ALL, LC_COLLATE, LC_TIME, LC_MESSAGES, LC_NUMERIC, LC_CTYPE, LANG } = process.env;
    const named = LC_ALL || LC_CTYPE || LANG || 'C';
    const several = LC_COLLATE || LC_TIME || LC_MESSAGES || LC_NUMERIC || (LC_CTYPE && LANG);
    const isSure = (this.#surroundings.utf8 || named === 'C' || named === 'POSIX') && (LC_ALL || !several);
    return !isSure && !this.#engine.locale.exists;
  }

  #watch(commandLine: CommandLine, color: boolean): ReturnType<typeof watch> {
    const kindOf = (name: string): PrimaryKind | undefined => findPrimary(name)?.kind;
    return watch({ messages: this.#messages, commandLine, utf8: this.#surroundings.utf8, color, kindOf, annotationOf });
  }

  /** @returns The walk; null where there is no memory for its queue, which is told. */
  #begin(setup: WalkSetup): Walk | null {
    try {
      return new Walk(setup);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#messages.error(error.message);
      return null;
    }
  }

  /** The suggestion for an unknown word, where there is somebody to take it. */
  #offer(question: Diagnostic, suggestion: string): boolean {
    if (!this.#questions.possible) return false;
    this.#offered = question;
    const isTaken = this.#questions.ask(this.#render(question).trimEnd());
    if (isTaken) this.#correct(question.spans[0]!.start, suggestion);
    return isTaken;
  }

  /** What is said from now on is said of the words that are meant. */
  #correct(index: number, name: string): void {
    this.#words = this.#words.map((word, i) => (i === index ? utf8Bytes(name) : word));
  }

  #complain(diagnostic: Diagnostic): void {
    this.#messages.write(this.#render(diagnostic));
  }

  #render(diagnostic: Diagnostic): string {
    const style = { paint: this.#messages.colors()?.paint, utf8: this.#surroundings.utf8 };
    return renderDiagnostic(this.#messages.programName, this.#words, diagnostic, style);
  }
}

/** Our own words, byte for byte; decoded and encoded again where the system does not tell them. */
function typedWords(all: readonly Uint8Array[]): readonly Uint8Array[] {
  const count = process.argv.length - WORDS_BEFORE;
  if (all.length >= count + WORDS_BEFORE) return all.slice(all.length - count);
  return process.argv.slice(WORDS_BEFORE).map((word) => utf8Bytes(word));
}

/** `tswalk` for /somewhere/tswalk.js. */
function programNameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const extension = ['.js', '.cjs'].find((ending) => file.endsWith(ending)) ?? '';
  return file.slice(0, file.length - extension.length);
}

function main(): void {
  const engine = openEngine('auto');
  engine.system.takeSignals();
  engine.processes.rememberDescriptors();
  const programName = programNameOf(process.argv[1] ?? 'tswalk');
  // Somebody wants to see the end: a profiler, or what makes the code cache.
  const isWatched = process.execArgv.length > 0 || process.listenerCount('exit') > 0;
  const end = (status: number): void => {
    if (isWatched) process.exitCode = status;
    else engine.system.exit(status);
  };
  const status = new Command(engine, programName).run();
  if (typeof status === 'number') end(status);
  else void status.then(end);
}

main();
