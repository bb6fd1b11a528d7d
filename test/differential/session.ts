/**
 * One tree and the cases that are run on it: makes the tree, runs every case with tswalk, its oracles and itself, compares.
 *
 * In: seeds and how many cases. Out: a `Report`: how many comparisons with what were clean or known, and the `Failure`s. A difference is
 * a failure only if it is there again when the commands are run once more: ages are counted from the start of each process.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, type Outcome, type Place, removeTrees, runBatch, runShell, userOf } from './batch.ts';
import { type Case, hasName, hasTrait, type Oracle, type Trait, wordsOf } from './case.ts';
import { Choice } from './choice.ts';
import { agreementWith, collapse, describe, difference, hasErrors } from './compare.ts';
import type { ForkTools } from './fork.ts';
import { type Comparison, reasonFor } from './known-differences.ts';
import { randomCase } from './language.ts';
import { randomTree, type TreePlan, treeScript } from './tree.ts';

/** A second run of tswalk that must say the same. */
export interface Variant {
  readonly name: string;
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Contest {
  readonly aCase: Case;
  readonly against: Oracle | Variant;
}

export interface Failure extends Contest {
  readonly tree: TreePlan;
  readonly place: Place;
  readonly difference: string;
}

export interface Report {
  readonly compared: Map<string, number>;
  readonly known: Map<string, number>;
  /** Of the contests: with any output of tswalk's, and refused by it as wrong words. */
  readonly quality: Map<'with output' | 'refused', number>;
  readonly failures: Failure[];
}

const VARIANTS: readonly Variant[] = [
  { name: '-j1', flags: ['-j1'], environment: {} },
  { name: '-j8', flags: ['-j8'], environment: {} },
  { name: 'TSWALK_IO=sync', flags: [], environment: { TSWALK_IO: 'sync' } },
  { name: 'TSWALK_IO=node', flags: [], environment: { TSWALK_IO: 'node' } },
  { name: 'TSWALK_IO=uring', flags: [], environment: { TSWALK_IO: 'uring' } },
  { name: '-O0', flags: ['-O0'], environment: {} },
  { name: '-O1', flags: ['-O1'], environment: {} },
  { name: '-O2', flags: ['-O2'], environment: {} },
  { name: '-O3', flags: ['-O3'], environment: {} },
  { name: '-O4', flags: ['-O4'], environment: {} },
  { name: '-S bfs', flags: ['-S', 'bfs'], environment: {} },
  { name: '-S dfs', flags: ['-S', 'dfs'], environment: {} },
  { name: '-S ids', flags: ['-S', 'ids'], environment: {} },
  { name: '-S eds', flags: ['-S', 'eds'], environment: {} },
];

const ORDER_MATTERS: readonly Trait[] = ['stops', 'once', 'answers anything'];

export interface SessionOptions {
  readonly seed: number;
  readonly cases: number;
  readonly scratch: string;
  readonly isRoot: boolean;
  /** Which oracles are installed. */
  readonly oracles: readonly Oracle[];
  /** What `makeForkTools` made, or null. */
  readonly forks: ForkTools | null;
}

export async function runSession(options: SessionOptions): Promise<Report> {
  const { seed, isRoot } = options;
  const choice = new Choice(seed, 2);
  const tree = randomTree(seed, isRoot);
  const place: Place = {
    tree: join(options.scratch, `tree-${seed}`),
    outputs: join(options.scratch, `outputs-${seed}`),
    uid: isRoot && choice.chance(0.35) ? 65_534 : null,
    umask: choice.of(['022', '022', '0', '077']),
    forks: options.forks,
  };
  await makeTree(tree, place.tree);
  const contests = choice.times(options.cases, () => contestsOf(randomCase(choice, { tree }), choice, options.oracles)).flat();
  const report: Report = { compared: new Map(), known: new Map(), quality: new Map(), failures: [] };
  const judged = await judge(contests, tree, place);
  const suspects = judged.filter(({ difference }) => difference !== null).map(({ contest }) => contest);
  const again = suspects.length === 0 ? [] : await judge(suspects, tree, place);
  for (const { contest, mine } of judged) {
    count(report.compared, nameOf(contest));
    if (mine.stdout !== '') count(report.quality, 'with output');
    if (mine.stderr.startsWith('tswalk: error: tswalk ')) count(report.quality, 'refused');
  }
  for (const { contest, difference, reason } of again) {
    if (difference === null) continue;
    if (reason !== null) count(report.known, reason);
    else report.failures.push({ ...contest, tree, place, difference });
  }
  await removeTrees(place.outputs, ...(report.failures.length === 0 ? [place.tree] : []));
  return report;
}

export async function makeTree(tree: TreePlan, path: string): Promise<void> {
  await removeTrees(path);
  mkdirSync(path, { recursive: true });
  await runShell(treeScript(tree), path);
}

export const nameOf = ({ against }: Contest): string => (typeof against === 'string' ? against : against.name);

function contestsOf(aCase: Case, choice: Choice, oracles: readonly Oracle[]): Contest[] {
  const contests: Contest[] = [];
  for (const against of oracles) {
    if (wordsOf(aCase, against) !== null && agreementWith(against, aCase) !== 'nothing') contests.push({ aCase, against });
  }
  const variant = choice.of(VARIANTS);
  if (contests.length === 0 || choice.chance(0.3)) {
    if (isComparable(aCase, variant)) contests.push({ aCase, against: variant });
  }
  return contests;
}

/** A variant changes the output where the case says something about the same thing. */
function isComparable(aCase: Case, variant: Variant): boolean {
  if (variant.name.startsWith('-S')) {
    if (hasName(aCase, '-S')) return false;
    return variant.name === '-S bfs' || !ORDER_MATTERS.some((trait) => hasTrait(aCase, trait));
  }
  return true;
}

interface Judgement {
  readonly contest: Contest;
  readonly mine: Outcome;
  readonly difference: string | null;
  readonly reason: string | null;
}

/** Run both sides of every contest, one right after the other. A case's own run is shared by its contests. */
export async function judge(contests: readonly Contest[], tree: TreePlan, place: Place): Promise<Judgement[]> {
  const commands: Command[] = [];
  const own = new Map<Case, number>();
  const other: number[] = [];
  for (const { aCase, against } of contests) {
    if (!own.has(aCase)) own.set(aCase, commands.push(ownCommand(aCase)) - 1);
    other.push(commands.push(commandAgainst(aCase, against)) - 1);
  }
  const outcomes = await runBatch(commands, place);
  return contests.map((contest, index) => {
    const mine = outcomes[own.get(contest.aCase)!]!;
    const theirs = outcomes[other[index]!]!;
    const found = compare(contest, mine, theirs);
    const oracle = typeof contest.against === 'string' ? contest.against : 'self';
    const variant = typeof contest.against === 'string' ? null : contest.against.name;
    const comparison: Comparison = {
      aCase: contest.aCase,
      oracle,
      variant,
      tree,
      uid: userOf(hasTrait(contest.aCase, 'removes'), place) ?? (process.getuid?.() || null),
      mine,
      theirs,
      difference: found ?? '',
    };
    return { contest, mine, difference: found, reason: found === null ? null : reasonFor(comparison) };
  });
}

export function ownCommand(aCase: Case): Command {
  const { environment, answers } = aCase;
  return { tool: 'tswalk', words: wordsOf(aCase, 'tswalk')!, environment, removes: hasTrait(aCase, 'removes'), input: answers };
}

export function commandAgainst(aCase: Case, against: Oracle | Variant): Command {
  const own = ownCommand(aCase);
  if (typeof against === 'string') return { ...own, tool: against, words: wordsOf(aCase, against)! };
  return { ...own, words: [...own.words, ...against.flags], environment: { ...own.environment, ...against.environment } };
}

function compare({ aCase, against }: Contest, mine: Outcome, theirs: Outcome): string | null {
  if (typeof against === 'string') return difference(aCase, against, mine, theirs);
  const orderMatters = ORDER_MATTERS.some((trait) => hasTrait(aCase, trait));
  const isOtherStrategy = against.name.startsWith('-S') && against.name !== '-S bfs';
  // Directories deeper than anything can have an effect are not opened: they come before their parents' files then.
  const isReordered = against.name === '-O4' && hasTrait(aCase, 'depth');
  if (isReordered && orderMatters) return null;
  // And errors of tests that need not be made, or of directories that need not be searched, are not seen.
  const isSilenced = against.name === '-O4' && hasErrors(`${mine.stderr}${theirs.stderr}`);
  const agreement = isReordered || isOtherStrategy ? 'records' : 'bytes';
  const seen = (outcome: Outcome): Outcome => ({
    ...outcome,
    stdout: agreement === 'records' && hasTrait(aCase, 'ls') ? collapse(outcome.stdout) : outcome.stdout,
    status: isSilenced ? 0 : outcome.status,
  });
  return describe(agreement, seen(mine), seen(theirs), isSilenced || hasTrait(aCase, 'noise'));
}

function count<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
