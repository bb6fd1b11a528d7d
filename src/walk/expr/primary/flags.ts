/**
 * The flags: single letters, some with a value, that may stand anywhere and may share a word.
 *
 * Each parser changes the options of the parse and returns a node that is true. REFERENCE.md 1.3 and 1.5.
 */

import type { Expression } from '../ast.ts';
import { DEBUG_MODES, type DebugMode, type FollowMode, STRATEGIES, type Strategy } from '../command-line.ts';
import { RequestReached } from '../parse-context.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { wordText } from '../token.ts';
import { parseInteger } from '../value/integer.ts';

const HIGHEST_OPTIMIZE_LEVEL = 4;

/** -H, -L, -P and -follow. The last one counts; reference files go by the last one before them. */
export function parseFollow(mode: FollowMode): PrimaryParser {
  return (item) => {
    item.context.options.follow = mode;
    return item.option();
  };
}

/** A flag or option that switches something on or off. */
export function parseSwitch(
  name: 'xargsSafe' | 'sort' | 'unique' | 'status' | 'ignoreRace' | 'noError' | 'warn',
  on: boolean,
): PrimaryParser {
  return (item) => {
    item.context.options[name] = on;
    return item.option();
  };
}

/** -d: directories after what is in them. */
export function parsePostOrder(item: Item): Expression {
  item.context.options.postOrder = true;
  item.context.postOrder = item.mention();
  return item.option();
}

/** -x and -xdev. Both start the expression, though -x is a flag. */
export function parseSameDevice(item: Item): Expression {
  item.context.words.started = true;
  item.context.options.sameDevice = true;
  item.context.sameDevice = item.mention();
  return item.option();
}

/** -f PATH: a starting point, whatever it looks like. */
export function parsePathFlag(item: Item): Expression {
  const path = item.value();
  item.context.addRoot(path, item.span('item'));
  return item.option();
}

/** -D NAMES, separated by commas; they add up. */
export function parseDebug(item: Item): Expression {
  const { context } = item;
  const value = item.valueOrNull();
  if (value === null) throw item.errorWithLines('missing-value', 'name', describeDebugModes(), item.name, 'a value');
  const unknown: string[] = [];
  for (const name of wordText(value).split(',')) {
    if (name === 'help') throw new RequestReached('debug-help');
    if (name === 'all') for (const mode in DEBUG_MODES) context.options.debug.add(mode as DebugMode);
    else if (Object.hasOwn(DEBUG_MODES, name)) context.options.debug.add(name as DebugMode);
    else unknown.push(name);
  }
  for (const [i, name] of unknown.entries()) {
    const lines = i === unknown.length - 1 ? describeDebugModes() : [];
    item.warnWithLines('unknown-debug-name', 'item', lines, new TextEncoder().encode(name));
  }
  return item.option();
}

/** The lines that list what -D takes. */
export function describeDebugModes(): string[] {
  const lines = Object.entries({ help: 'this list', ...DEBUG_MODES, all: 'all of them' });
  return ['Supported debug flags:', '', ...lines.map(([name, meaning]) => `  ${name.padEnd(8)}${meaning}`)];
}

/** -O LEVEL. */
export function parseOptimize(item: Item): Expression {
  const value = item.value();
  const { options } = item.context;
  if (wordText(value) === 'fast') {
    options.optimizeLevel = HIGHEST_OPTIMIZE_LEVEL;
    return item.option();
  }
  const level = Number(item.parseValue(() => parseInteger(value, { width: 32 })));
  options.optimizeLevel = Math.min(level, HIGHEST_OPTIMIZE_LEVEL);
  if (level > HIGHEST_OPTIMIZE_LEVEL) item.warn('optimize-level-too-high', 'item');
  return item.option();
}

/** -j N: so many workers at most. */
export function parseThreads(item: Item): Expression {
  const value = item.value();
  const threads = Number(item.parseValue(() => parseInteger(value, { width: 32 })));
  if (threads === 0) throw item.error('too-few-threads', 'item', value);
  item.context.options.threads = threads;
  return item.option();
}

/** -S STRATEGY. */
export function parseStrategy(item: Item): Expression {
  const value = item.valueOrNull();
  if (value === null) throw item.errorWithLines('missing-value', 'name', describeStrategies(), item.name, 'a value');
  const name = wordText(value);
  if (name === 'help') throw new RequestReached('strategy-help');
  if (!isStrategy(name)) throw item.errorWithLines('unrecognized-strategy', 'item', describeStrategies());
  item.context.options.strategy = name;
  return item.option();
}

function isStrategy(name: string): name is Strategy {
  return (STRATEGIES as readonly string[]).includes(name);
}

/** The lines that list what -S takes. */
export function describeStrategies(): string[] {
  const meanings: Record<Strategy, string> = {
    bfs: 'breadth-first: level by level',
    dfs: 'depth-first: all of a directory before its next sibling',
    ids: 'iterative deepening: depth-first passes, each one level deeper',
    eds: 'exponential deepening: depth-first passes, each twice as deep',
  };
  return ['Supported search strategies:', '', ...STRATEGIES.map((name) => `  ${name}  ${meanings[name]}`)];
}
