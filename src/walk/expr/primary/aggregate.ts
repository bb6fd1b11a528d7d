/**
 * -count, -sum and -by: what is added up over all files for which they are evaluated, and in which groups.
 *
 * -by is an option: it groups every aggregate of the command line, wherever it stands. Loaded when one of them is written.
 */

import type { Aggregation, GroupKey, Measure } from '../../aggregate.ts';
import type { Expression, OutputNumber } from '../ast.ts';
import type { ParseContext } from '../parse-context.ts';
import type { Item } from '../primary.ts';

const STANDARD_OUTPUT: OutputNumber = 0;
const SUMMED: readonly Measure[] = ['size', 'blocks'];
const GROUP_KEYS: readonly GroupKey[] = ['ext', 'type', 'dir', 'user', 'depth'];

/** While words are read it is still being filled in. */
type Unfinished = { -readonly [Key in keyof Aggregation]: Aggregation[Key] };

export function parseCount(item: Item): Expression {
  return aggregate(item, 'count');
}

/** -sum size, -sum blocks. */
export function parseSum(item: Item): Expression {
  return aggregate(item, choose(item, SUMMED));
}

/** -by KEY. The last one counts. */
export function parseBy(item: Item): Expression {
  aggregationOf(item.context).by = choose(item, GROUP_KEYS);
  item.context.groupedBy = item.mention();
  return item.option();
}

/** What the aggregates of this command line share. */
export function aggregationOf(context: ParseContext): Unfinished {
  const known: Unfinished = context.aggregation ?? { by: null, form: 'plain', wanted: false };
  context.aggregation = known;
  return known;
}

function aggregate(item: Item, measure: Measure): Expression {
  const aggregation = aggregationOf(item.context);
  const written = item.action();
  aggregation.wanted = true;
  return { kind: 'action', action: 'aggregate', ...written, output: STANDARD_OUTPUT, measure, aggregation };
}

function choose<Choice extends string>(item: Item, choices: readonly Choice[]): Choice {
  const word = item.value(`one of ${choices.join(', ')}`);
  const text = new TextDecoder().decode(word);
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw item.error('unknown-choice', 'item', choices, word);
  return chosen;
}
