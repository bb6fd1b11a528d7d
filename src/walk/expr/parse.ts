/**
 * The words of a command line to a `CommandLine`: a recursive descent over the grammar of find.
 *
 *     expr   := clause { "," clause }
 *     clause := term { ("-o"|"-or") term }
 *     term   := factor { ["-a"|"-and"] factor }
 *     factor := "(" expr ")" | ("!"|"-not") factor | "-exclude" factor | primary
 *
 * Starting points and `--` may stand before any factor, operator and closing parenthesis and are taken out first; flags and options
 * are factors that are true and have acted. What a primary does with its values, its row in the table says. A mistake is an
 * `ExpressionError` at the first word that cannot be understood. REFERENCE.md 1.1 to 1.8.
 */

import { textBytes } from '../text-bytes.ts';
import { constant, type Expression, type Leaf, someLeaf } from './ast.ts';
import type { CommandLine, CommandRequest } from './command-line.ts';
import { diagnose, ExpressionError, expressionError, type Span } from './expression-error.ts';
import { type Mention, ParseContext, RequestReached } from './parse-context.ts';
import type { ParseHost } from './parse-host.ts';
import { findFlagBundle, findPrefix, findPrimary, suggestedNames } from './primaries.ts';
import { Item, type Primary } from './primary.ts';
import { suggestName } from './suggest.ts';
import { isBinaryOperator, isPathWord } from './token.ts';

/** Factors within factors: what recursive passes can take on Node's default stack, with a margin. */
const MOST_NESTED = 500;

/** What an action that prints there has for its output. */
const STANDARD_OUTPUT = 0;

/**
 * Understand the words after the program's name.
 *
 * @param words - As bytes; kept, not copied.
 * @throws {ExpressionError} The first mistake. Files of earlier actions have been created by then.
 */
export function parseCommandLine(words: readonly Uint8Array[], host: ParseHost): CommandLine {
  const context = new ParseContext(words, host);
  try {
    const expression = parseWhole(context);
    return finish(context, 'walk', expression);
  } catch (reached) {
    if (!(reached instanceof RequestReached)) throw reached;
    return finish(context, reached.request, constant(true));
  }
}

function parseWhole(context: ParseContext): Expression {
  const { words } = context;
  skipPaths(context);
  let expression: Expression = constant(true);
  if (!words.atEnd) {
    expression = parseExpression(context);
    skipPaths(context);
    if (!words.atEnd) throw expressionError('unexpected-argument', [wordSpan(words.position)]);
  }
  checkConflicts(context);
  const { options } = context;
  if (options.order !== null) options.order = { ...options.order, limit: context.smallestLimit };
  if (context.quiet !== null) return quietly(expression, context.quiet);
  if (!context.implicitPrint) return expression;
  const { limit } = context;
  if (limit !== null && context.options.order === null) throw expressionError('limit-without-action', [limit.span], limit.count);
  return { kind: 'and', children: [expression, implicitPrint()], spans: [] };
}

function implicitPrint(): Leaf {
  const words = [textBytes('-print')];
  return { kind: 'action', action: 'print', primary: '-print', words, span: null, output: 0, form: 'line' };
}

/** -quiet: the first match ends the search, with success. */
function quietly(expression: Expression, quiet: Mention): Expression {
  someLeaf(expression, (leaf) => {
    if (leaf.kind === 'action' && 'output' in leaf && leaf.output === STANDARD_OUTPUT && leaf.span !== null) {
      throw expressionError('quiet-print', inOrder(leaf.span, quiet.span), leaf.primary);
    }
    return false;
  });
  const words = [textBytes('-exit')];
  const end: Leaf = { kind: 'action', action: 'exit', primary: '-exit', words, span: null, status: 0 };
  return { kind: 'and', children: [expression, end], spans: [] };
}

/** Items that do not go together, once all of them are known. */
function checkConflicts(context: ParseContext): void {
  const { files0From, firstRoot, confirmation, postOrder, prune, sameDevice, skipMounts, groupedBy } = context;
  if (files0From !== null) {
    if (firstRoot !== null) throw expressionError('files0-with-roots', inOrder(files0From.span, firstRoot));
    if (confirmation !== null && isDash(files0From.path)) {
      const spans = inOrder(confirmation.span, files0From.span);
      throw expressionError('standard-input-conflict', spans, confirmation.name, files0From.name);
    }
  }
  if (groupedBy !== null && context.aggregation?.wanted !== true) {
    throw expressionError('by-without-aggregate', [groupedBy.span]);
  }
  if (skipMounts !== null && sameDevice !== null) {
    context.warn(diagnose('warning', 'xdev-redundant', inOrder(sameDevice.span, skipMounts.span), []));
  }
  const { gitIgnore, explainIgnore } = context;
  if (gitIgnore !== null && explainIgnore !== null) {
    throw expressionError('explain-left-out', inOrder(gitIgnore.span, explainIgnore.span));
  }
  if (prune !== null && postOrder !== null) {
    const names: [string, string] = [prune.name, postOrder.name];
    context.warn(diagnose('warning', 'prune-with-depth', inOrder(prune.span, postOrder.span), names));
  }
}

function finish(context: ParseContext, request: CommandRequest, expression: Expression): CommandLine {
  const { roots, files0From, options, excludes } = context;
  if (roots.length === 0 && files0From === null) roots.push(Uint8Array.of(0x2e));
  return {
    request,
    rest: context.words.position,
    roots,
    files0From: files0From?.path ?? null,
    options,
    expression,
    exclude: excludes.length > 1 ? { kind: 'or', children: excludes, spans: [] } : (excludes[0] ?? null),
    asks: context.confirmation !== null,
    warnings: context.warnings,
  };
}

/** Take starting points and `--` out of the way of the grammar. */
function skipPaths(context: ParseContext): void {
  const { words } = context;
  for (let text = words.peek(); text !== null; text = words.peek()) {
    if (text === '--') {
      words.begin();
    } else if (isPathWord(text, words.started)) {
      const span = wordSpan(words.position);
      if (context.excluding) context.warn(diagnose('warning', 'path-in-exclude', [span], []));
      context.addRoot(words.next(), span);
    } else {
      return;
    }
  }
}

function parseExpression(context: ParseContext): Expression {
  return parseJunction(context, 'comma', (text) => text === ',', parseClause);
}

function parseClause(context: ParseContext): Expression {
  return parseJunction(context, 'or', (text) => text === '-o' || text === '-or', parseTerm);
}

/** `operand { operator operand }`; one operand stands for itself. */
function parseJunction(
  context: ParseContext,
  kind: 'comma' | 'or',
  isOperator: (text: string) => boolean,
  parseOperand: (context: ParseContext) => Expression,
): Expression {
  const children = [parseOperand(context)];
  const spans: Span[] = [];
  for (;;) {
    skipPaths(context);
    const text = context.words.peek();
    if (text === null || !isOperator(text)) break;
    spans.push(beginOperator(context));
    children.push(parseOperand(context));
  }
  return children.length === 1 ? children[0]! : { kind, children, spans };
}

function parseTerm(context: ParseContext): Expression {
  const children = [parseFactor(context)];
  const spans: Span[] = [];
  for (;;) {
    skipPaths(context);
    const text = context.words.peek();
    if (text === null || isBinaryOperator(text)) break;
    if (text === '-a' || text === '-and') spans.push(beginOperator(context));
    children.push(parseFactor(context));
  }
  return children.length === 1 ? children[0]! : { kind: 'and', children, spans };
}

function parseFactor(context: ParseContext): Expression {
  skipPaths(context);
  if (context.nesting >= MOST_NESTED) throw expressionError('nested-too-deeply', [lastItem(context)]);
  context.nesting++;
  const factor = parseNested(context);
  context.nesting--;
  return factor;
}

function parseNested(context: ParseContext): Expression {
  const { words } = context;
  const text = words.peek();
  if (text === null) throw expressionError('premature-end', [lastItem(context)]);
  switch (text) {
    case '(': {
      beginOperator(context);
      const inner = parseExpression(context);
      skipPaths(context);
      if (words.peek() !== ')') throw expressionError('expected-parenthesis', [lastItem(context)]);
      beginOperator(context);
      return inner;
    }
    case '!':
    case '-not': {
      const span = beginOperator(context);
      return { kind: 'not', child: parseFactor(context), span };
    }
    case '-exclude':
      return parseExclude(context);
    default:
      return parsePrimary(context, text);
  }
}

/** An operand of -exclude goes into an expression of its own; where it stands it is true. */
function parseExclude(context: ParseContext): Expression {
  if (context.excluding) throw expressionError('nested-exclude', [wordSpan(context.words.position)]);
  const span = beginOperator(context);
  context.excluding = true;
  context.excludes.push(parseFactor(context));
  context.excluding = false;
  return { ...constant(true), span };
}

function parsePrimary(context: ParseContext, text: string): Expression {
  const { words } = context;
  if (!text.startsWith('-')) throw expressionError('expected-predicate', [wordSpan(words.position)]);

  const exact = findPrimary(text);
  if (exact !== undefined) return parseItem(context, exact, text, null);

  const prefixed = findPrefix(text);
  if (prefixed !== undefined) {
    // What names all of the word has no value in it: -newermt, where -O2 has 2 and -json=path has =path.
    const length = prefixed.valueForm === 'separate' ? text.length : prefixed.name.length;
    const attached = words.words[words.position]!.subarray(length);
    return parseItem(context, prefixed, text.slice(0, length), attached.length > 0 ? attached : null);
  }

  const bundle = findFlagBundle(text);
  if (bundle !== null) return parseBundle(context, bundle);

  return parseSuggested(context, text);
}

/** Several flags in one word: the last one's values may be the rest of the word, or follow it. */
function parseBundle(
  context: ParseContext,
  bundle: readonly { readonly row: Primary; readonly attachedAt: number }[],
): Expression {
  const { words } = context;
  const { start } = words.begin();
  const word = words.words[start]!;
  const children = bundle.map(({ row, attachedAt }) => {
    const attached = attachedAt > 0 ? word.subarray(attachedAt) : null;
    const flag = textBytes(row.name);
    return row.parse!(new Item(context, row, row.name, start, attached, flag));
  });
  return { kind: 'and', children, spans: [] };
}

/** The word is unknown: propose the nearest name, and take it if that is a primary and there is somebody to agree. */
function parseSuggested(context: ParseContext, text: string): Expression {
  const name = suggestName(text, suggestedNames());
  // `--` has no row.
  const row = findPrimary(name);
  const question = diagnose('error', 'unknown-argument', [wordSpan(context.words.position)], [name]);
  if (row === undefined || row.parse === null || context.host.acceptSuggestion?.(question, name) !== true) {
    throw new ExpressionError(question);
  }
  return parseItem(context, row, name, null);
}

function parseItem(context: ParseContext, row: Primary, name: string, attached: Uint8Array | null): Expression {
  const { words } = context;
  if (row.parse === null) throw expressionError('expected-predicate', [wordSpan(words.position)]);
  const { start } = words.begin();
  if (row.kind !== 'flag') words.started = true;
  return row.parse(new Item(context, row, name, start, attached, words.words[start]!));
}

function beginOperator(context: ParseContext): Span {
  const span = context.words.begin();
  context.words.started = true;
  return span;
}

function lastItem({ words }: ParseContext): Span {
  return wordSpan(Math.max(words.lastItem, 0));
}

function wordSpan(index: number): Span {
  return { start: index, end: index + 1 };
}

function inOrder(a: Span, b: Span): Span[] {
  return a.start < b.start ? [a, b] : [b, a];
}

function isDash(path: Uint8Array): boolean {
  return path.length === 1 && path[0] === 0x2d;
}
