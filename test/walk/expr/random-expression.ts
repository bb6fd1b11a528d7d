/**
 * Random expressions and the entries they are tried on: what optimizer, plan and compiler are checked with.
 *
 * Expressions are made as trees, from a seed, of few primaries so that collisions are frequent: tests that say the same or the
 * opposite, actions that stop, constants, deep negations. `outcomeOf` is everything that can be seen of an evaluation.
 */

import { DT } from '../../../src/ioq/layout.ts';
import type { Expression } from '../../../src/walk/expr/ast.ts';
import { compileExpression } from '../../../src/walk/expr/compile.ts';
import { makeCompileHost, makeEntry, parse, type TestEntry } from './plain-host.ts';
import { seededRandom } from './seeded-random.ts';

/** A number in [0, 1), one of many. */
export function seeded(seed: number): () => number {
  const { below } = seededRandom(seed);
  return () => below(2 ** 20) / 2 ** 20;
}

const TESTS = [
  '-true',
  '-false',
  '-name a',
  '-name *',
  '-name b*',
  '-hidden',
  '-type f',
  '-type d',
  '-type d,l',
  '-depth 1',
  '-depth +0',
  '-size 0',
  '-size +1',
  '-size -3k',
  '-links 1',
  '-links +1',
  '-empty',
  '-mtime 0',
  '-uid 0',
  '-uid +5',
  '-readable',
  '-perm 644',
  '-maxdepth 9',
] as const;

const ACTIONS = ['-print', '-print0', '-prune', '-delete', '-exec x ;', '-exec x {} +', '-quit', '-limit 2', '-exit 3'] as const;

/** The words of a random expression. */
export function randomWords(random: () => number, size = 8): string {
  if (size <= 1) {
    const leaves = random() < 0.7 ? TESTS : ACTIONS;
    return leaves[Math.floor(random() * leaves.length)]!;
  }
  const kind = random();
  if (kind < 0.2) return `! ${parenthesized(random, size - 1)}`;
  const left = 1 + Math.floor(random() * (size - 1));
  const joiner = kind < 0.55 ? '-a' : kind < 0.85 ? '-o' : ',';
  return `${parenthesized(random, left)} ${joiner} ${parenthesized(random, size - left)}`;
}

function parenthesized(random: () => number, size: number): string {
  return `( ${randomWords(random, size)} )`;
}

/** The expression alone: the action beside it keeps an implicit -print away. */
export function parseRandom(words: string): Expression {
  const { expression } = parse(`( ${words} ) , -print0`);
  if (expression.kind !== 'comma') throw new Error('a comma was expected');
  return expression.children[0]!;
}

/** Entries of every type, with and without a status. */
export function sampleEntries(): TestEntry[] {
  const entries: TestEntry[] = [];
  for (const path of ['d/a', 'd/b1', 'd/.c']) {
    for (const type of [DT.regular, DT.directory, DT.link, DT.fifo]) {
      for (const size of [0, 1, 600, 2000]) {
        const depth = size === 600 ? 0 : 1 + (size % 2);
        const status = { size, links: size === 1 ? 2 : 1, uid: size % 11, mode: 0o100_644, modifyS: 1_000_000_000 - size * 90 };
        const services = { isEmptyDirectory: () => Number(size === 0), access: () => (size === 0 ? 0 : -13) };
        entries.push(makeEntry({ path, type, depth, status, services }));
      }
    }
  }
  return entries;
}

/** What is seen when `expression` is evaluated on all the entries. The values are left out where nobody looks at them. */
export function outcomeOf(expression: Expression, valueIgnored: boolean): unknown {
  const host = makeCompileHost();
  const matcher = compileExpression(expression, host);
  const values: boolean[] = [];
  const pruned: boolean[] = [];
  for (const entry of sampleEntries()) {
    host.verdict.pruned = false;
    const value = matcher(entry);
    if (host.verdict.stopped) break;
    values.push(value);
    pruned.push(host.verdict.pruned);
  }
  const { stopped, exitStatus } = host.verdict;
  return { effects: host.effects, pruned, stopped, exitStatus, values: valueIgnored ? [] : values };
}
