/**
 * What git ignores: the test -ignored, the option -gitignore, which leaves out what it is true of, and -explain-ignore.
 *
 * The rules are read and applied by src/walk/ignore, behind `IgnoreServices`.
 */

import type { Matcher } from '../../entry.ts';
import type { IgnoreServices } from '../../ignore/ignore-services.ts';
import { textBytes } from '../../text-bytes.ts';
import type { Expression } from '../ast.ts';
import type { Item } from '../primary.ts';

export function parseIgnored(item: Item): Expression {
  return { kind: 'test', test: 'ignored', ...item.written() };
}

/** -gitignore: as `-exclude -ignored`. */
export function parseGitIgnore(item: Item): Expression {
  const { context } = item;
  context.gitIgnore = item.mention();
  const words = [textBytes('-ignored')];
  context.excludes.push({ kind: 'test', test: 'ignored', primary: '-ignored', words, span: item.span('item') });
  return item.option();
}

export function parseExplainIgnore(item: Item): Expression {
  item.context.explainIgnore = item.mention();
  return { kind: 'action', action: 'explain-ignore', ...item.action(), output: 0 };
}

export function compileIgnored(services: IgnoreServices): Matcher {
  return (entry) => services.ruleOf(entry) !== null;
}
