/**
 * What -D shows, on standard error, each line with the program's name and the mode's: `tswalk: -D tree: (-name x)`.
 *
 * In: the names after -D, and what the parser, the optimizer, the compiler and the queue know. Out: lines. A mode that was not asked for costs
 * nothing: `Debug` hands out no hooks then. Times are taken only for `rates`.
 */

import type { IoqServed } from '../ioq/ioq.ts';
import type { Expression } from '../walk/expr/ast.ts';
import type { CommandLine, DebugMode } from '../walk/expr/command-line.ts';
import { formatCommand, formatCost, formatTree } from '../walk/expr/format-tree.ts';
import type { PassTrace } from '../walk/expr/optimize.ts';
import type { Plan } from '../walk/expr/plan.ts';
import { Rates } from '../walk/expr/rates.ts';
import type { Messages } from './messages.ts';

export class Debug {
  readonly #messages: Messages;
  readonly #commandLine: CommandLine;
  readonly #utf8: boolean;
  readonly #rates: Rates | null;
  /** Standard output is coloured. */
  readonly #color: boolean;

  constructor(messages: Messages, commandLine: CommandLine, utf8: boolean, color: boolean) {
    this.#color = color;
    this.#messages = messages;
    this.#commandLine = commandLine;
    this.#utf8 = utf8;
    this.#rates = this.#shows('rates') ? new Rates(() => Number(process.hrtime.bigint())) : null;
  }

  /** For {@link planExpression}: shows what each pass has made of the expression. */
  get trace(): { readonly trace?: PassTrace } {
    if (!this.#shows('opt')) return {};
    return { trace: (name, expression) => this.#show('opt', [name, ...formatTree(expression, { utf8: this.#utf8 })]) };
  }

  /** For the compiler: counts and times each node. */
  get wrap(): Rates['wrap'] | null {
    return this.#rates?.wrap ?? null;
  }

  showPlan(plan: Plan, workers: number): void {
    const state = { programName: this.#messages.programName, threads: workers, color: this.#color };
    if (this.#shows('cost')) this.#show('cost', formatCost(plan.expression, this.#commandLine.options.optimizeLevel));
    if (this.#shows('tree')) this.#show('tree', formatCommand(this.#commandLine, plan, state, { utf8: this.#utf8 }));
  }

  /** After the search. @param reason - Why the addon is not used; a line for each place where it was looked for. */
  showWalk(plan: Plan, workers: number, served: IoqServed, reason: string | undefined): void {
    if (this.#rates !== null) {
      const state = { programName: this.#messages.programName, threads: workers, color: this.#color };
      const note = (expression: Expression): string => this.#rates!.note(expression);
      this.#show('rates', formatCommand(this.#commandLine, plan, state, { utf8: this.#utf8, note }));
    }
    if (this.#shows('io')) this.#show('io', describeService(served, reason));
  }

  #shows(mode: DebugMode): boolean {
    return this.#commandLine.options.debug.has(mode);
  }

  #show(mode: DebugMode, lines: readonly string[]): void {
    const prefix = `${this.#messages.programName}: -D ${mode}: `;
    this.#messages.write(lines.map((line) => `${prefix}${line}\n`).join(''));
  }
}

function describeService({ backend, workersStarted, operations }: IoqServed, reason: string | undefined): string[] {
  const lines = [`backend ${backend}, ${workersStarted} ${workersStarted === 1 ? 'worker' : 'workers'}`];
  if (reason !== undefined) lines.push(...reason.split('\n'));
  for (const [operation, { uring, plain }] of Object.entries(operations)) {
    lines.push(`${operation.padEnd(8)} ${String(uring).padStart(10)} io_uring ${String(plain).padStart(10)} plain`);
  }
  return lines;
}
