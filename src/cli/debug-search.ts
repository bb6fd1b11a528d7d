/**
 * What -D search shows: how the walk is set up, and a block for each entry that it comes to.
 *
 * In: what the traversal is told, and each call of its visitor. Out: the same calls, and lines that say of an entry where it is, what it is,
 * whether it was evaluated and what became of it. Paths are quoted as a shell reads them. REFERENCE.md 16.
 */

import { getSystemErrorName } from 'node:util';
import { DT } from '../ioq/layout.ts';
import type { Entry } from '../walk/entry.ts';
import { quoteWord } from '../walk/shell-quote.ts';
import type { TraversalOptions, Visitor } from '../walk/traversal/visitor.ts';

/** What the traversal itself is not told. */
export interface SearchFacts {
  readonly roots: readonly Uint8Array[];
  readonly strategy: string;
  readonly workers: number;
  readonly utf8: boolean;
}

/** By DT_*, as -type and %y name them. */
const TYPE_LETTERS: ReadonlyMap<number, string> = new Map([
  [DT.unknown, 'U'],
  [DT.fifo, 'p'],
  [DT.char, 'c'],
  [DT.directory, 'd'],
  [DT.block, 'b'],
  [DT.regular, 'f'],
  [DT.link, 'l'],
  [DT.socket, 's'],
  [DT.whiteout, 'w'],
]);

const LABEL_WIDTH = 12;

/** A label and a value, the values below one another. */
function row(label: string, value: string | number): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`;
}

function letters(types: number): string {
  const named = [...TYPE_LETTERS].filter(([type]) => ((types >>> type) & 1) !== 0).map(([, letter]) => letter);
  return named.length === 0 ? 'none' : named.join(',');
}

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

export function describeSearch(facts: SearchFacts, options: TraversalOptions): string[] {
  const { roots, strategy, workers, utf8 } = facts;
  return [
    'walk',
    ...roots.map((root) => row('root', quoteWord(root, utf8))),
    row('strategy', strategy),
    row('depth', `${options.minDepth} to ${options.maxDepth === Number.POSITIVE_INFINITY ? 'any' : options.maxDepth}`),
    row('follow', options.follow),
    row('post-order', yesOrNo(options.postOrder)),
    row('sorted', yesOrNo(options.sort)),
    row('devices', options.skipMounts ? 'one (-mount)' : options.sameDevice ? 'one (-xdev)' : 'all'),
    row('path bound', yesOrNo(options.mayDescend !== null)),
    row('read ahead', yesOrNo(options.speculates)),
    row('status of', letters(options.statusTypes)),
    row('workers', workers),
    row('directories', `${options.descriptors} kept open at most`),
  ];
}

/** @param show - Takes the lines of a block. */
export function observeSearch(
  visitor: Visitor,
  options: TraversalOptions,
  utf8: boolean,
  show: (lines: readonly string[]) => void,
): Visitor {
  const describe = (entry: Entry, evaluated: string, error: string, action: string): void =>
    show([
      `entry ${quotePath(entry)}`,
      row('root', quoteWord(entry.root.path, utf8)),
      row('depth', entry.depth),
      row('visit', entry.postVisit ? 'post' : 'pre'),
      row('type', TYPE_LETTERS.get(entry.type) ?? 'U'),
      row('error', error),
      row('evaluated', evaluated),
      row('action', action),
    ]);
  const quotePath = (entry: Entry): string => quoteWord(entry.path.subarray(0, entry.spellPath()), utf8);
  const isEntered = (entry: Entry): boolean => entry.type === DT.directory && entry.depth < options.maxDepth;
  const actionAfter = (entry: Entry): string => {
    if (visitor.verdict.stopped) return 'stop';
    if (entry.postVisit || entry.type !== DT.directory) return 'continue';
    const length = entry.spellPath();
    const mayEnter = options.mayDescend?.(entry.path, length, entry.root.path.length) ?? true;
    return isEntered(entry) && !visitor.verdict.pruned && mayEnter ? 'enter' : 'prune';
  };
  return {
    ...visitor,
    admit: (entry) => {
      const isAdmitted = visitor.admit === null || visitor.admit(entry);
      if (!isAdmitted) describe(entry, 'no', 'none', 'exclude');
      else if (options.postOrder && isEntered(entry)) describe(entry, 'no', 'none', 'enter');
      else if (entry.depth < options.minDepth) describe(entry, 'no', 'none', isEntered(entry) ? 'enter' : 'continue');
      return isAdmitted;
    },
    visit: (entry) => {
      const value = visitor.visit(entry);
      describe(entry, value ? 'true' : 'false', 'none', actionAfter(entry));
      return value;
    },
    failEntry: (entry, errno) => {
      describe(entry, 'no', getSystemErrorName(-errno), 'continue');
      visitor.failEntry(entry, errno);
    },
    failDirectory: (entry, errno) => {
      describe(entry, 'no', getSystemErrorName(-errno), 'continue');
      visitor.failDirectory(entry, errno);
    },
    failLoop: (entry, ancestor) => {
      describe(entry, 'no', `the same as ${quoteWord(ancestor, utf8)}`, 'prune');
      visitor.failLoop(entry, ancestor);
    },
  };
}
