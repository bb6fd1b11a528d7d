/**
 * The options: words that set something for the whole search, wherever they stand, and are true.
 *
 * -daystart and -regextype are positional: they count for the words after them. REFERENCE.md 1.5, 1.6, 3.
 */

import { textBytes } from '../../text-bytes.ts';
import { constant, type Expression } from '../ast.ts';
import { HYPERLINK_CHOICES } from '../command-line.ts';
import { RequestReached } from '../parse-context.ts';
import type { Item, PrimaryParser } from '../primary.ts';
import { REGEX_DIALECTS, type RegexDialect } from '../regex/dialect.ts';
import { wordText } from '../token.ts';
import { looksLikeComparison } from '../value/comparison.ts';
import { parseInteger } from '../value/integer.ts';
import { parsePostOrder } from './flags.ts';
import { parseDepthTest } from './path.ts';

/** -maxdepth N and -mindepth N. */
export function parseDepthLimit(limit: 'maxDepth' | 'minDepth'): PrimaryParser {
  return (item) => {
    const value = item.value();
    item.context.options[limit] = Number(item.parseValue(() => parseInteger(value, { width: 32 })));
    return item.option();
  };
}

/** -depth is a test where a number follows, else the post-order option; the word is then parsed afresh. */
export function parseDepth(item: Item): Expression {
  const { words } = item.context;
  const next = words.words[words.position];
  if (next !== undefined && looksLikeComparison(next)) return parseDepthTest(item);
  return parsePostOrder(item);
}

/** -mount: leave mount points out. */
export function parseMount(item: Item): Expression {
  item.context.options.skipMounts = true;
  item.context.skipMounts = item.mention();
  return item.option();
}

/** -nohidden: as `-exclude -hidden`. */
export function parseNoHidden(item: Item): Expression {
  const words = [textBytes('-hidden')];
  item.context.excludes.push({ kind: 'test', test: 'hidden', primary: '-hidden', words, span: item.span('item') });
  return item.option();
}

/** -noleaf is accepted for GNU's sake. */
export function parseNoLeaf(item: Item): Expression {
  item.warn('noleaf-ignored', 'item', item.name);
  return item.option();
}

/** -color and -nocolor. */
export function parseColor(on: boolean): PrimaryParser {
  return (item) => {
    item.context.options.color = on;
    item.context.options.colorSpan = item.span('item');
    return item.option();
  };
}

/** -hyperlink and -hyperlink=WHEN; alone as fd has it, not as ls. */
export function parseHyperlink(item: Item): Expression {
  const setting = item.setting();
  const choice = setting === null ? 'auto' : HYPERLINK_CHOICES.find((known) => known === wordText(setting));
  if (choice === undefined) throw item.error('unknown-choice', 'item', HYPERLINK_CHOICES, setting!);
  item.context.options.hyperlink = choice;
  return item.option();
}

/** -daystart: ages are counted back from the coming midnight. */
export function parseDayStart(item: Item): Expression {
  const { context } = item;
  const { fields } = context.host.localTime(context.now.seconds);
  if (fields.hour !== 0 || fields.minute !== 0 || fields.second !== 0 || context.now.nanoseconds !== 0) {
    const midnight = { ...fields, day: fields.day + 1, hour: 0, minute: 0, second: 0 };
    context.now = { seconds: Number(context.host.localToSeconds(midnight)), nanoseconds: 0 };
  }
  return item.option();
}

/** -smartcase: for the patterns that follow. */
export function parseSmartCase(item: Item): Expression {
  item.context.smartCase = true;
  return item.option();
}

/** -quiet: the exit status is all that comes out. */
export function parseQuiet(item: Item): Expression {
  item.context.options.quiet = true;
  item.context.quiet = item.mention();
  return item.option();
}

/** -files0-from FILE. The last one counts; whether it goes with the other words is known at their end. */
export function parseFiles0From(item: Item): Expression {
  const path = item.value();
  item.context.files0From = { path, span: item.span('item'), name: item.name };
  return item.option();
}

/** -true and -false. */
export function parseConstant(value: boolean): PrimaryParser {
  return (item) => ({ ...constant(value), ...item.written() });
}

/** -regextype TYPE and -E: for the expressions that follow. */
export function parseRegexType(item: Item): Expression {
  const value = item.valueOrNull();
  if (value === null) throw item.errorWithLines('missing-value', 'name', describeRegexTypes(), item.name, 'a value');
  const name = wordText(value);
  if (name === 'help') throw new RequestReached('regex-type-help');
  if (!isRegexDialect(name)) throw item.errorWithLines('unsupported-regex-type', 'item', describeRegexTypes());
  item.context.regexType = name;
  return item.option();
}

export function parseExtendedRegex(item: Item): Expression {
  item.context.regexType = 'posix-extended';
  return item.option();
}

function isRegexDialect(name: string): name is RegexDialect {
  return (REGEX_DIALECTS as readonly string[]).includes(name);
}

/** The lines that list what -regextype takes. */
export function describeRegexTypes(): string[] {
  return ['Supported types:', '', ...REGEX_DIALECTS.map((name) => `  ${name}`)];
}
