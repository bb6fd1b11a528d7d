/**
 * Makes a failing case small, and writes it as a shell script.
 *
 * In: a `Failure` and its tree. Out: a `Failure` of fewer words and, where that is possible, of fewer entries in the tree; each step is
 * kept only if a difference without a reason remains. Candidates of one step are run together.
 */

import { commandLine, removeTrees, userOf, userPrefix } from './batch.ts';
import { smallerCases, wordsOf } from './case.ts';
import { commandAgainst, type Failure, judge, makeTree, ownCommand } from './session.ts';
import { treeScript } from './tree.ts';

const STEPS = 40;

export async function shrink(failure: Failure): Promise<Failure> {
  let smallest = failure;
  for (let step = 0; step < STEPS; step++) {
    const smaller = await shrinkWords(smallest);
    if (smaller === null) break;
    smallest = smaller;
  }
  return shrinkTree(smallest);
}

async function shrinkWords(failure: Failure): Promise<Failure | null> {
  const contests = smallerCases(failure.aCase)
    .map((aCase) => ({ aCase, against: failure.against }))
    .filter(({ aCase, against }) => typeof against !== 'string' || wordsOf(aCase, against) !== null);
  if (contests.length === 0) return null;
  const judged = await judge(contests, failure.tree, failure.place);
  const found = judged.find(({ difference, reason }) => difference !== null && reason === null);
  return found ? { ...failure, ...found.contest, difference: found.difference! } : null;
}

/** Leave out parts of the tree, from big to small. */
async function shrinkTree(failure: Failure): Promise<Failure> {
  let smallest = failure;
  for (let length = Math.ceil(failure.tree.entries.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let start = 0; start < smallest.tree.entries.length; ) {
      const { entries, seed } = smallest.tree;
      const tree = { seed, entries: [...entries.slice(0, start), ...entries.slice(start + length)] };
      await makeTree(tree, failure.place.tree);
      const [judged] = await judge([{ aCase: failure.aCase, against: failure.against }], tree, failure.place);
      if (judged && judged.difference !== null && judged.reason === null) {
        smallest = { ...smallest, tree, difference: judged.difference };
      } else start += length;
    }
  }
  await makeTree(smallest.tree, failure.place.tree);
  return smallest;
}

/** Lines for bash that make the tree and run both commands. */
export function reproducer({ aCase, against, tree, place, difference }: Failure): string {
  const own = ownCommand(aCase);
  const user = userPrefix(userOf(own.removes, place));
  const run = (line: string): string => `${user === '' ? '' : `${user}env `}${line}; echo "status $?"`;
  return [
    `# tree ${tree.seed}: ${difference.replaceAll('\n', '\\n')}`,
    'export LC_ALL=C; cd "$(mktemp -d)" && chmod 755 .; mkdir -m 777 /tmp/out',
    treeScript(tree),
    `umask ${place.umask}`,
    run(commandLine(own, '/tmp/out')),
    run(commandLine(commandAgainst(aCase, against), '/tmp/out')),
  ].join('\n');
}

export async function discard({ place }: Failure): Promise<void> {
  await removeTrees(place.tree, place.outputs);
}
