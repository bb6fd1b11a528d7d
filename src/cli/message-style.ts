/**
 * How words of messages look on a terminal where nobody has chosen otherwise: chalk's colours.
 *
 * In: what a word is, its text. Out: the text with sequences around it, which leave the background and what surrounds it alone. chalk is
 * loaded with the first word of the first message on a terminal.
 */

import { Chalk, type ChalkInstance } from 'chalk';
import type { MessageColor } from './message-colors.ts';

/** The sixteen colours that every terminal has, in the reader's own shades. */
const BASIC = 1;

let styles: Readonly<Record<MessageColor, ChalkInstance>> | null = null;

/** Whether there are to be colours at all has been decided before, stream by stream: chalk is not asked. */
export function styleMessage(color: MessageColor, text: string): string {
  styles ??= makeStyles(new Chalk({ level: BASIC }));
  return styles[color](text);
}

function makeStyles(chalk: ChalkInstance): Readonly<Record<MessageColor, ChalkInstance>> {
  return {
    bold: chalk.bold,
    flag: chalk.bold.cyan,
    operator: chalk.bold.red,
    primary: chalk.bold.blue,
    error: chalk.bold.red,
    warning: chalk.bold.yellow,
  };
}
