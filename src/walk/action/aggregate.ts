/**
 * -count and -sum: numbers added up over the entries for which they are evaluated, printed when the walk is over.
 *
 * In: a `Measure` and what to group by; entries. Out: a matcher, always true, and at the end the groups, the greatest first, by the
 * standard output's kind and the form that was asked for. No string is made of an entry: groups are found by numbers, by the
 * bytes of a name's extension or of a directory. A file of several hard links is added to a sum once, where it is met first, as du(1) does;
 * it is counted for each, as wc(1) would. Sums are exact: beyond 2 ** 52 they go on as bigints.
 * Loaded when one of these actions is compiled.
 */

import { DT } from '../../ioq/layout.ts';
import type { Aggregation, GroupKey, Measure } from '../aggregate.ts';
import type { Entry, Matcher } from '../entry.ts';
import type { Status } from '../status.ts';
import { compileGrouping, EXACT_LIMIT, type Group } from './aggregate-group.ts';
import { printGroups } from './aggregate-table.ts';
import type { Output } from './output.ts';
import type { PrintServices } from './services.ts';

export interface Aggregate {
  readonly add: Matcher;
  /** Print what there is; nothing is added afterwards. */
  end(): void;
}

/** What adds up, and what it has come to. */
export interface Adding {
  readonly add: Matcher;
  /** In no order. */
  groups(): readonly Group[];
}

export function compileAggregate(
  measure: Measure,
  { by, form }: Aggregation,
  output: Output,
  services: PrintServices,
): Aggregate {
  const { add, groups } = compileAdding(measure, by);
  return { add, end: () => printGroups(groups(), { measure, by, form }, output, services) };
}

export function compileAdding(measure: Measure, by: GroupKey | null): Adding {
  const { groupOf, groups } = compileGrouping(by);
  return { add: measure === 'count' ? compileCount(groupOf, by === 'user') : compileSum(groupOf, measure), groups };
}

function compileCount(groupOf: (entry: Entry) => Group, needsStatus: boolean): Matcher {
  return (entry) => {
    if (!needsStatus || entry.needStatus()) groupOf(entry).count++;
    return true;
  };
}

function compileSum(groupOf: (entry: Entry) => Group, measure: 'size' | 'blocks'): Matcher {
  const isNew = compileFirstMeeting();
  return (entry) => {
    if (!entry.needStatus()) return true;
    const { status } = entry;
    if (status.links > 1 && entry.type !== DT.directory && !isNew(status)) return true;
    const amount = measure === 'size' ? status.size : status.blocks;
    if (amount >= 0 && amount < EXACT_LIMIT) groupOf(entry).add(amount);
    else groupOf(entry).addLarge(measure === 'size' ? status.sizeBig : status.blocksBig);
    return true;
  };
}

/** Has a file not been asked about before? By device and inode. */
function compileFirstMeeting(): (status: Status) => boolean {
  const inodesByDevice = new Map<bigint, Set<number | bigint>>();
  return (status) => {
    const device = status.deviceBig;
    let inodes = inodesByDevice.get(device);
    if (inodes === undefined) {
      inodes = new Set();
      inodesByDevice.set(device, inodes);
    }
    const { inode } = status;
    const known = inodes.size;
    inodes.add(inode <= Number.MAX_SAFE_INTEGER ? inode : status.inodeBig);
    return inodes.size > known;
  };
}
