/**
 * Every name that can be typed does what it is for: with it a search ends as it should, with nothing in its place otherwise.
 *
 * The rows are in every-primary-cases.ts. All commands are run as one batch over one tree, and judged row by row; rows that nobody but root can
 * prepare, or this file system cannot hold, are left out by name. A name in the table without a row fails, and a row without a name.
 */

import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPrimaries, findPrimary } from '../../../src/walk/expr/primaries.ts';
import type { Primary } from '../../../src/walk/expr/primary.ts';
import { type Command, makeScratch, type Outcome, type Place, runBatch, runShell } from '../../differential/batch.ts';
import { makeForkTools } from '../../differential/fork.ts';
import {
  DOOMED_TREE,
  GROUP,
  INODE,
  OTHER,
  PRIMARY_CASES,
  type PrimaryCase,
  TREE,
  USER,
  YESTERDAY,
} from './every-primary-cases.ts';

const isRoot = process.getuid!() === 0;
const DAY_MS = 86_400_000;
const scratch = makeScratch();
const tree = join(scratch, 'tree');
const doomed = join(scratch, 'doomed');

/** Half past noon or so, wherever that is now: what happened 13 hours ago was yesterday. */
const TZ = `HERE${new Date().getUTCHours() - 12}`;

interface Outcomes {
  readonly withIt: Outcome;
  readonly withoutIt: Outcome;
  /** Its last word is missing; null: there is no such. */
  readonly incomplete: Outcome | null;
}

const outcomes = new Map<PrimaryCase, Outcomes>();

beforeAll(async () => {
  for (const [directory, script] of [[tree, TREE], [doomed, DOOMED_TREE]] as const) {
    mkdirSync(directory);
    await runShell(script, directory);
  } // biome-ignore format: a table
  const forks = makeForkTools(scratch);
  const place: Place = { tree, outputs: join(scratch, 'outputs'), uid: null, umask: '022', forks };
  await runCases(PRIMARY_CASES.filter(({ removes }) => !removes), place);
  await runCases(PRIMARY_CASES.filter(({ removes }) => removes), { ...place, tree: doomed });
}, 180_000); // biome-ignore format: two lines alike

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function runCases(cases: readonly PrimaryCase[], place: Place): Promise<void> {
  const wordsOf = ({ name, roots = ['d'], before = [], after = [] }: PrimaryCase, words: readonly string[]): string[] => [
    ...(name === '-s' ? [] : ['-s']),
    ...[...roots, ...before, ...words, ...after].map(fillIn),
  ];
  const commands: Command[] = [];
  const add = (one: PrimaryCase, words: readonly string[]): number =>
    commands.push({
      tool: 'tswalk',
      words,
      environment: { TZ, LC_ALL: 'C.UTF-8' },
      removes: one.removes ?? false,
      input: one.input ?? '',
    }) - 1;
  const indices = cases.map((one) => ({
    one,
    withIt: add(one, wordsOf(one, one.words)),
    withoutIt: add(one, wordsOf(one, one.instead ?? nothingFor(one))),
    incomplete: valuesOf(one) === 0 ? null : add(one, ['d/e', ...one.words.slice(0, -1).map(fillIn)]),
  }));
  const results = await runBatch(commands, place);
  for (const { one, withIt, withoutIt, incomplete } of indices) {
    outcomes.set(one, {
      withIt: results[withIt]!,
      withoutIt: results[withoutIt]!,
      incomplete: incomplete === null ? null : results[incomplete]!,
    });
  }
}

function fillIn(word: string): string {
  if (word === INODE) return String(statSync(join(tree, 'h/one')).ino);
  if (word === USER) return String(process.getuid!());
  if (word === GROUP) return String(process.getgid!());
  if (word === OTHER) return isRoot ? 'o/theirs' : '/';
  return word === YESTERDAY ? `@${Math.floor((Date.now() - DAY_MS) / 1000)}` : word;
}

const rowOf = (name: string): Primary | undefined => findPrimary(name);

/** What does nothing where the primary stands. */
const nothingFor = ({ name, words }: PrimaryCase): string[] =>
  rowOf(name)?.kind === 'test' && words.length === 1 + rowOf(name)!.values.length ? ['-true'] : [];

/** How many words after the name it cannot do without. */
const valuesOf = ({ name, words }: PrimaryCase): number =>
  rowOf(name)?.kind === 'operator' || name === '-exit' || name === '-depth' ? 0 : words.length - 1;

/** `PATHS =STATUS !ERRORS`, with what is empty or 0 left out and each line's end a blank. */
function outcomeText({ stdout, status, stderr }: Outcome): string {
  const line = (text: string): string => text.replaceAll('\0', '\\0').replaceAll('\n', ' ').trim();
  return [line(stdout), status === 0 ? '' : `=${status}`, stderr === '' ? '' : `!${line(stderr)}`]
    .filter((part) => part !== '')
    .join(' ');
}

const isSaid = (text: string, { says }: PrimaryCase): boolean => (typeof says === 'string' ? text === says : says.test(text));

/** Of what cannot be had here. Birth times are asked of stat(1): Node.js makes one up. */
function isPossible({ needs }: PrimaryCase): boolean {
  if (needs === 'root') return isRoot;
  if (needs === 'attributes') return existsSync(join(tree, 'has-attributes'));
  return needs !== 'births' || existsSync(join(tree, 'has-births'));
}

describe('every primary', () => {
  test('of the table has a row here, and every row a primary', () => {
    const names = allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]);
    const rows = new Set(PRIMARY_CASES.map(({ name }) => name));
    expect([...rows].sort()).toEqual([...new Set([...names, '--'])].sort());
  });

  test.each(allPrimaries())('$name has a help', ({ help }) => {
    expect(help).toMatch(/^[A-Z].*[^.\s]$/);
  });

  test.each(PRIMARY_CASES.map((one) => ({ one, words: one.words.join(' ') })))('$words does what it is for', ({ one }) => {
    const { withIt, withoutIt } = outcomes.get(one)!;
    if (!isPossible(one)) return;
    if (typeof one.says === 'string') expect(outcomeText(withIt)).toBe(one.says);
    else expect(outcomeText(withIt)).toMatch(one.says);
    expect(isSaid(outcomeText(withoutIt), one), `nothing in its place says ${outcomeText(withoutIt)}`).toBe(false);
  });

  const taking = PRIMARY_CASES.filter((one) => valuesOf(one) > 0).map((one) => ({ one, words: one.words.join(' ') }));
  test.each(taking)('$words needs its last word', ({ one }) => {
    const { status, stderr } = outcomes.get(one)!.incomplete!;
    expect(status).toBe(1);
    expect(stderr).toMatch(/ needs (a|one of) |Expected '/);
  });

  test.each(PRIMARY_CASES.filter(({ name }) => rowOf(name)?.parse).map((one) => ({ one, words: one.words.join(' ') })))(
    '$words has as many words as the table says',
    ({ one: { name, words } }) => {
      const { values, valueForm, prefix } = rowOf(name)!;
      if (values[0] === 'command') expect([';', '+']).toContain(words.at(-1));
      // The first value may be left out.
      else if (valueForm === 'setting') expect(words.length).toBe(values.length);
      else if (valueForm === 'attached') expect(words[0]!.length).toBeGreaterThan(prefix!.length);
      else if (name !== '-depth') expect(words.length - 1).toBe(values.length);
    },
  );
});
