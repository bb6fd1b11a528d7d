/**
 * -exec-jobs N and -keep-order: how many commands run at a time, and in which order their output comes. Loaded when one is written.
 */

import type { Expression } from '../ast.ts';
import type { Item } from '../primary.ts';
import { parseInteger } from '../value/integer.ts';

/** More would be no use, and each takes three descriptors. */
const MOST_JOBS = 1024;

/** The last one counts. */
export function parseExecJobs(item: Item): Expression {
  const value = item.value('a number');
  const count = item.parseValue(() => parseInteger(value, { width: 32 }));
  if (count < 1n) throw item.error('too-few-jobs', 'item', value);
  item.context.options.execJobs = Math.min(Number(count), MOST_JOBS);
  return item.option();
}

export function parseKeepOrder(item: Item): Expression {
  item.context.options.keepOrder = true;
  return item.option();
}
