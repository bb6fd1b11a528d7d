/**
 * An expression as indented S-expressions, and a command line in its normal form: what -D tree, cost and rates show.
 *
 * In: a `CommandLine`, its `Plan`. Out: lines without the prefix that messages have. Words are quoted as a shell reads them; operators
 * appear by their long names, however they were written. REFERENCE.md 16.
 */

import { quoteWord } from '../shell-quote.ts';
import type { Annotation } from './annotate.ts';
import { constant, type Expression } from './ast.ts';
import type { CommandLine } from './command-line.ts';
import type { Plan } from './plan.ts';

export interface TreeStyle {
  /** The reader's locale shows UTF-8. */
  readonly utf8: boolean;
  /** What is said of each node behind its words, with a leading blank; nothing by default. */
  readonly note?: (expression: Expression) => string;
}

export interface CommandState {
  readonly programName: string;
  /** The workers that are used. */
  readonly threads: number;
  /** Standard output is coloured. */
  readonly color: boolean;
}

const OPERATORS = { and: '-and', or: '-or', comma: ',' } as const;
const INDENT = '  ';

/** One node a line; closing parentheses stand behind the last leaf. */
export function formatTree(expression: Expression, style: TreeStyle): string[] {
  const head = (words: string): string => `(${words}${style.note?.(expression) ?? ''}`;
  switch (expression.kind) {
    case 'not':
      return [head('!'), ...closed(formatTree(expression.child, style).map(indented))];
    case 'and':
    case 'or':
    case 'comma': {
      const children = expression.children.flatMap((child) => formatTree(child, style).map(indented));
      return closed([head(OPERATORS[expression.kind]), ...children]);
    }
    default:
      return closed([head(expression.words.map((word) => quoteWord(word, style.utf8)).join(' '))]);
  }
}

function indented(line: string): string {
  return INDENT + line;
}

function closed(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line})` : line));
}

/** All of -D tree: the command, what is excluded, the expression. */
export function formatCommand(commandLine: CommandLine, plan: Plan, state: CommandState, style: TreeStyle): string[] {
  const nothing: Expression = commandLine.options.optimizeLevel === 0 ? { kind: 'or', children: [], spans: [] } : constant(false);
  const exclude = formatTree(plan.exclude ?? nothing, style).map(indented);
  return [
    commandWords(commandLine, plan, state, style.utf8),
    '(-exclude',
    ...closed(exclude),
    ...formatTree(plan.expression, style),
  ];
}

/** Flags, starting points and options as they are in effect. */
function commandWords({ roots, options, files0From }: CommandLine, plan: Plan, state: CommandState, utf8: boolean): string {
  const { optimizeLevel, debug } = options;
  const words = [state.programName, { never: '-P', roots: '-H', always: '-L' }[options.follow]];
  if (options.xargsSafe) words.push('-X');
  if (options.sort) words.push('-s');
  words.push(`-j${state.threads}`);
  if (optimizeLevel !== 3) words.push(`-O${optimizeLevel}`);
  words.push('-S', options.strategy);
  if (debug.size > 0) words.push('-D', [...debug].sort().join(','));
  if (files0From !== null) words.push('-files0-from', quoteWord(files0From, utf8));
  for (const root of roots) {
    if (looksLikePath(root)) words.push(quoteWord(root, utf8));
    else words.push('-f', quoteWord(root, utf8));
  }
  words.push(state.color ? '-color' : '-nocolor');
  if (options.postOrder) words.push('-depth');
  if (options.ignoreRace) words.push('-ignore_readdir_race');
  if (plan.minDepth > 0) words.push('-mindepth', String(plan.minDepth));
  if (plan.maxDepth !== Number.POSITIVE_INFINITY) words.push('-maxdepth', String(plan.maxDepth));
  if (options.skipMounts) words.push('-mount');
  if (options.order !== null) words.push('-sort', `${options.order.descending ? '-' : ''}${options.order.key}`);
  if (options.quiet) words.push('-quiet');
  if (options.status) words.push('-status');
  if (options.unique) words.push('-unique');
  if (options.sameDevice) words.push('-xdev');
  return words.join(' ');
}

const NOT_PATHS: ReadonlySet<string> = new Set(['(', ')', '!', ',']);

/** A word that is a starting point wherever it stands. */
function looksLikePath(root: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(root);
  return text === '-' || !(text.startsWith('-') || NOT_PATHS.has(text));
}

/** -D cost: the two lines about an expression. */
export function formatCost({ cost, probability }: Pick<Annotation, 'cost' | 'probability'>): string[] {
  return [`       Cost: ~${shortNumber(cost)}`, `Probability: ~${shortNumber(100 * probability)}%`];
}

/** A number with six digits at most, as printf's %g. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
