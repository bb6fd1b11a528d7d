/**
 * A stream whose records are put in order before they are written: -sort.
 *
 * In: the stream, the order, and actions that print to `output` in its place. Out: what each action printed of one entry, in order, when
 * the walk is over. An action is asked to print only where its record would be kept. What an action prints before any entry, such as the
 * names of columns, goes to the stream at once. An entry whose value cannot be had is reported, and comes last. Loaded with -sort.
 */

import type { LocaleCalls } from '../../ioq/locale.ts';
import type { Matcher } from '../entry.ts';
import type { SortOrder } from '../sort-order.ts';
import { Scratch } from './byte-sink.ts';
import { Output } from './output.ts';
import { compileSortValue, SortValue } from './sort-key.ts';
import { makeSortedRecords } from './sorted-records.ts';

export interface SortedOutput {
  /** What actions are to print to. */
  readonly output: Output;
  /** An action that prints to {@link output}, sorted. */
  around(action: Matcher): Matcher;
  /** Print the records; the walk is over. */
  end(): void;
}

export function makeSortedOutput(target: Output, order: SortOrder, locale: LocaleCalls): SortedOutput {
  const records = makeSortedRecords(order);
  const readValue = compileSortValue(order, locale);
  const value = new SortValue();
  const record = new Scratch();
  const last = order.descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const write = (_fd: number, bytes: Uint8Array, start: number, end: number): number => {
    record.append(bytes, start, end);
    return 0;
  };
  // Nothing is written to this descriptor.
  const { name, isTerminal } = target;
  const output = new Output({ write }, { name, fd: -1, immediate: false, isTerminal }, () => {});

  return {
    output,
    around: (action) => {
      output.flush();
      target.append(record.bytes, 0, record.length);
      record.length = 0;
      return (entry) => {
        if (!order.needsStatus || entry.needStatus()) readValue(entry, value);
        else value.high = last;
        if (!records.admits(value)) return true;
        action(entry);
        output.flush();
        records.add(value, record);
        record.length = 0;
        return true;
      };
    },
    end: () => {
      records.drainTo(target);
      if (target.immediate) target.flush();
    },
  };
}
