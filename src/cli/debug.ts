/**
 * What -D shows, on standard error, each line with the program's name and the mode's: `tswalk: -D tree: (-name x)`.
 *
 * In: the names after -D, and what the parser, the optimizer, the compiler, the walk and the queue know. Out: lines, coloured where
 * messages are. This module is loaded where there is a -D, and for no other run: what looks on stands around the parts of a walk, none of
 * which knows whether somebody does.
 */

import { getSystemErrorName } from 'node:util';
import type { IoqServed } from '../ioq/ioq.ts';
import type { Engine } from '../ioq/open.ts';
import { timeQueues } from '../ioq/timed-queue.ts';
import { type StatusCall, traceStatus } from '../ioq/traced-status.ts';
import type { Annotation } from '../walk/expr/annotate.ts';
import type { Expression } from '../walk/expr/ast.ts';
import type { CommandLine, DebugMode } from '../walk/expr/command-line.ts';
import { type CommandState, formatCommand, formatCost, formatTree } from '../walk/expr/format-tree.ts';
import type { PassTrace } from '../walk/expr/optimize.ts';
import type { Plan } from '../walk/expr/plan.ts';
import type { PrimaryKind } from '../walk/expr/primary.ts';
import { Rates } from '../walk/expr/rates.ts';
import { quoteWord } from '../walk/shell-quote.ts';
import type { WalkProbe } from '../walk/walk.ts';
import { describeService } from './debug-io.ts';
import { describeSearch, observeSearch } from './debug-search.ts';
import type { Messages } from './messages.ts';

/** By what a status call does with a link. */
const FOLLOWS = ['nofollow', 'tryfollow', 'follow'] as const;
const FOLLOW_WIDTH = 9;
/** As long as the names of most errors. */
const RESULT_WIDTH = 7;

/** What is shown, and how. */
export interface Watched {
  readonly messages: Messages;
  readonly commandLine: CommandLine;
  readonly utf8: boolean;
  /** Standard output is coloured. */
  readonly color: boolean;
  /** What the table of primaries says of a name; undefined where it is not in it. */
  kindOf(name: string): PrimaryKind | undefined;
  /** What the optimizer thinks of an expression at a level. */
  annotationOf(expression: Expression, level: number): Annotation;
}

export function watch(watched: Watched): Debug {
  return new Debug(watched);
}

class Debug {
  readonly #watched: Watched;
  readonly #messages: Messages;
  readonly #commandLine: CommandLine;
  readonly #utf8: boolean;
  readonly #rates: Rates | null;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#messages = watched.messages;
    this.#commandLine = watched.commandLine;
    this.#utf8 = watched.utf8;
    this.#rates = this.#shows('rates') ? new Rates(() => Number(process.hrtime.bigint())) : null;
  }

  /** For `planExpression`: shows what each pass has made of the expression. */
  get trace(): { readonly trace?: PassTrace } {
    if (!this.#shows('opt')) return {};
    return { trace: (name, expression) => this.#show('opt', [name, ...this.#tree(expression)]) };
  }

  /** For the walk's listener. */
  get traced(): { readonly traced?: (text: string) => void } {
    return this.#shows('exec') ? { traced: (text) => this.#show('exec', [text]) } : {};
  }

  /** The engine for the walk: it tells of what it does where that is wanted. */
  engine(engine: Engine): Engine {
    const timed = this.#shows('io') ? timeQueues(engine) : engine;
    return this.#shows('stat') ? traceStatus(timed, (call) => this.#show('stat', [this.#describeStatus(call)])) : timed;
  }

  /** @param roots - The starting points. */
  probe(roots: readonly Uint8Array[]): WalkProbe {
    const { strategy } = this.#commandLine.options;
    const utf8 = this.#utf8;
    const observe: WalkProbe['observe'] = (visitor, options, workers) => {
      this.#show('search', describeSearch({ roots, strategy, workers, utf8 }, options));
      return observeSearch(visitor, options, utf8, (lines) => this.#show('search', lines));
    };
    return {
      wrap: this.#rates?.wrap ?? null,
      observe: this.#shows('search') ? observe : null,
      visitsAll: this.#rates !== null || this.#shows('search'),
    };
  }

  showPlan(plan: Plan, workers: number): void {
    const { optimizeLevel } = this.#commandLine.options;
    if (this.#shows('cost')) this.#show('cost', formatCost(this.#watched.annotationOf(plan.expression, optimizeLevel)));
    if (this.#shows('tree')) this.#show('tree', this.#command(plan, workers));
  }

  /** After the search. @param reason - Why the addon is not used; a line for each place where it was looked for. */
  showWalk(plan: Plan, workers: number, served: IoqServed, reason: string | undefined): void {
    const rates = this.#rates;
    if (rates !== null)
      this.#show(
        'rates',
        this.#command(plan, workers, (expression) => rates.note(expression)),
      );
    if (this.#shows('io')) this.#show('io', describeService(served, reason, this.#utf8));
  }

  #shows(mode: DebugMode): boolean {
    return this.#commandLine.options.debug.has(mode);
  }

  #command(plan: Plan, threads: number, note?: (expression: Expression) => string): string[] {
    const state: CommandState = { programName: this.#messages.programName, threads, color: this.#watched.color };
    const style = { utf8: this.#utf8, ...(note !== undefined && { note }) };
    const [words, ...trees] = formatCommand(this.#commandLine, plan, state, style);
    return [words!, ...trees.map((line) => this.#paintNode(line))];
  }

  #tree(expression: Expression): string[] {
    return formatTree(expression, { utf8: this.#utf8 }).map((line) => this.#paintNode(line));
  }

  /** The name of the node that a line of a tree begins with. */
  #paintNode(line: string): string {
    const paint = this.#messages.colors()?.paint;
    if (paint === undefined) return line;
    return line.replace(/^( *\()([^\s()]+)/, (_, before: string, name: string) => {
      const kind = this.#watched.kindOf(name);
      return `${before}${paint(kind === 'flag' || kind === 'operator' ? kind : 'primary', name)}`;
    });
  }

  #describeStatus({ by, path, follow, result }: StatusCall): string {
    const outcome = result === 0 ? '0' : getSystemErrorName(result);
    return `${by.padEnd(5)}  ${FOLLOWS[follow].padEnd(FOLLOW_WIDTH)}  ${outcome.padEnd(RESULT_WIDTH)}  ${quoteWord(path, this.#utf8)}`;
  }

  #show(mode: DebugMode, lines: readonly string[]): void {
    const { programName } = this.#messages;
    const paint = this.#messages.colors()?.paint;
    const prefix =
      paint === undefined
        ? `${programName}: -D ${mode}: `
        : `${paint('bold', `${programName}:`)} ${paint('flag', `-D ${mode}:`)} `;
    this.#messages.write(lines.map((line) => `${prefix}${line}\n`).join(''));
  }
}
