/**
 * The actions that direct the walk: -prune, -quit, -exit, -limit; and the words that only tell something. REFERENCE.md 11.
 *
 * They write the `Verdict` that the walk reads after each entry. Whatever stops the walk makes every operator return at once.
 */

import type { Matcher } from '../../entry.ts';
import type { Verdict } from '../../verdict.ts';
import type { ExitAction, Expression, LimitAction } from '../ast.ts';
import type { CommandRequest } from '../command-line.ts';
import { RequestReached } from '../parse-context.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { parseInteger } from '../value/integer.ts';
import { ValueError } from '../value/value-error.ts';

/** -help, -version: nothing after them is looked at here. */
export function parseRequest(request: CommandRequest): PrimaryParser {
  return () => {
    throw new RequestReached(request);
  };
}

export function parsePrune(item: Item): Expression {
  item.context.prune = item.mention();
  return { kind: 'action', action: 'prune', ...item.action(false) };
}

export function parseQuit(item: Item): Expression {
  return { kind: 'action', action: 'quit', ...item.action(false) };
}

/** -delete: implies -depth, for all of the search. */
export function parseDelete(item: Item): Expression {
  item.context.options.postOrder = true;
  item.context.postOrder = item.mention();
  return { kind: 'action', action: 'delete', ...item.action() };
}

/** -exit [N]: the next word is its status if it is nothing but a number that an int holds. */
export function parseExit(item: Item): Expression {
  const { words } = item.context;
  const next = words.words[words.position];
  let status = 0;
  if (next !== undefined && isStatus(next)) status = Number(parseInteger(item.value(), { width: 32 }));
  return { kind: 'action', action: 'exit', ...item.action(), status };
}

function isStatus(word: Uint8Array): boolean {
  try {
    return parseInteger(word, { width: 32 }) >= 0n;
  } catch (error) {
    if (error instanceof ValueError) return false;
    throw error;
  }
}

/** -limit N. Any 64-bit integer is a number; below 1 it is no limit. */
export function parseLimit(item: Item): Expression {
  const value = item.value();
  const count = item.parseValue(() => parseInteger(value, { negative: true }));
  if (count < 1n) throw item.error('limit-too-small', 'item');
  const { context } = item;
  context.limit = { ...item.mention(), count: value };
  context.smallestLimit = Math.min(context.smallestLimit, Number(count));
  return { kind: 'action', action: 'limit', ...item.action(false), count: Number(count) };
}

export function compilePrune(verdict: Verdict): Matcher {
  return () => {
    verdict.pruned = true;
    return true;
  };
}

export function compileQuit(verdict: Verdict): Matcher {
  return () => {
    verdict.stopped = true;
    return true;
  };
}

export function compileExit({ status }: ExitAction, verdict: Verdict): Matcher {
  const lowBits = status & 0xff;
  return () => {
    verdict.stopped = true;
    verdict.exitStatus = lowBits;
    return true;
  };
}

/** Counts its own evaluations. Beside -sort nobody knows what is among the first until all is found: there it only counts what is printed. */
export function compileLimit({ count }: LimitAction, verdict: Verdict): Matcher {
  let left = count;
  return () => {
    if (--left <= 0) verdict.stopped = true;
    return true;
  };
}
