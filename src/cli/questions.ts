/**
 * Questions before the search: is a suggestion to be taken, is a doubtful command to go on (REFERENCE 13.3, 13.4).
 *
 * In: the text of a question, complete but for the blank behind it. Out: yes or no. Asked on the standard error and answered on the standard
 * input, where both are terminals; anywhere else nobody is asked, and the answer is the caller's. Anything but yes is a no.
 */

import type { LocaleCalls } from '../ioq/locale.ts';
import type { SystemCalls } from '../ioq/system.ts';
import { readLine } from '../walk/action/confirm.ts';
import { type Expression, someLeaf } from '../walk/expr/ast.ts';
import type { Diagnostic } from '../walk/expr/expression-error.ts';
import type { Messages } from './messages.ts';

const STDIN = 0;
const STDERR = 2;

export class Questions {
  readonly #system: SystemCalls;
  readonly #locale: LocaleCalls;
  readonly #messages: Messages;

  constructor(system: SystemCalls, locale: LocaleCalls, messages: Messages) {
    this.#system = system;
    this.#locale = locale;
    this.#messages = messages;
  }

  /** There is somebody to answer. */
  get possible(): boolean {
    return this.#system.isTerminal(STDIN) && this.#system.isTerminal(STDERR);
  }

  /** To be called only where it is `possible`. */
  ask(question: string): boolean {
    this.#messages.write(`${question} `);
    const { text, ended } = readLine(this.#system);
    // Ctrl-D: the cursor is still behind the question.
    if (!ended) this.#messages.write('\n');
    return this.#locale.isYes(text);
  }

  /** After a warning: does the command go on? */
  continues(warning: Diagnostic, expression: Expression): boolean {
    if (!isDoubtful(warning, expression) || !this.possible) return true;
    return this.ask(`${this.#messages.head('warning')}Do you want to continue?`);
  }
}

/** A warning that the command may do something else than what was meant, and something that cannot be undone. */
function isDoubtful({ code }: Diagnostic, expression: Expression): boolean {
  if (code === 'prune-with-depth') return true;
  if (code !== 'result-ignored') return false;
  return someLeaf(
    expression,
    (leaf) => leaf.kind === 'action' && (leaf.action === 'delete' || (leaf.action === 'exec' && !leaf.confirm)),
  );
}
