/**
 * -sort KEY: the order in which what is found is printed.
 *
 * An option, for all that the search prints; a minus before KEY turns the order round, as the arguments of ls -r and sort -r do. With it -limit
 * is no end of the search but the number of records that are kept. Loaded when it is written.
 */

import type { SortKey } from '../../sort-order.ts';
import type { Expression } from '../ast.ts';
import type { Item } from '../primary.ts';
import { listChoices } from '../value/choice-list.ts';

const MINUS = '-';

/** With whether its value is in the status. */
const KEYS: Readonly<Record<SortKey, boolean>> = {
  name: false,
  path: false,
  natural: false,
  ext: false,
  type: false,
  depth: false,
  size: true,
  blocks: true,
  links: true,
  inode: true,
  atime: true,
  btime: true,
  ctime: true,
  mtime: true,
};

/** The last one counts. */
export function parseSort(item: Item): Expression {
  const word = item.value('a key');
  const text = new TextDecoder().decode(word);
  const descending = text.startsWith(MINUS);
  const key = descending ? text.slice(MINUS.length) : text;
  if (!isSortKey(key)) {
    throw item.errorWithLines(
      'unknown-sort-key',
      'item',
      [...listChoices('Keys:', Object.keys(KEYS)), 'With - before it: the greatest first.'],
      word,
    );
  }
  item.context.options.order = { key, descending, needsStatus: KEYS[key], limit: Number.POSITIVE_INFINITY };
  return item.option();
}

function isSortKey(text: string): text is SortKey {
  return Object.hasOwn(KEYS, text);
}
