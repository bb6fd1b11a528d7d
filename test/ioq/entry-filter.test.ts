/** What is left out of listings: by the addon exactly what meets no clause, over node:fs nothing; counted is every entry. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EntryClause, type NameEnds, writeEntryFilter } from '../../src/ioq/entry-filter.ts';
import { DT, MOST_FILTER_CLAUSES, REQUEST_FILTER } from '../../src/ioq/layout.ts';
import { BACKENDS, openQueue } from '../fixture/backends.ts';
import { meetsAny } from '../fixture/entry-clause.ts';
import { directory, file, link, makeTree, numberedFiles, type Tree } from '../fixture/tree.ts';

const ALL = -1;
const FILES: number = 1 << DT.regular;

const ends = (text: string, foldCase = false): NameEnds => {
  const [prefix, suffix] = text.split('*');
  return { prefix: Buffer.from(prefix!), suffix: Buffer.from(suffix ?? ''), whole: suffix === undefined, foldCase };
};
const named = (text: string, types = ALL): EntryClause => ({ types, ends: ends(text) });
const folded = (text: string): EntryClause => ({ types: ALL, ends: { ...ends(text, true), whole: false } });

const LONG = 'x'.repeat(200);
const NAMES = [
  'a.ts',
  'A.TS',
  'b.tsx',
  '.ts',
  'ts',
  't',
  'main',
  'main.ts',
  'mai',
  'é.ts',
  'a.\u212as',
  'a.ks',
  `${LONG}.ts`,
  LONG,
];

let tree: Tree;
beforeAll(async () => {
  const files = NAMES.map((name) => [name, file()] as const);
  tree = await makeTree([...files, ['d.ts', directory()], ['d', directory()], ['l.ts', link('t')], ['l', link('t')]]);
});
afterAll(() => tree[Symbol.asyncDispose]());

const CASES: readonly (readonly [what: string, clauses: readonly EntryClause[]])[] = [
  ['no clause: directories alone', []],
  ['the end of a name', [named('*.ts')]],
  ['the whole name', [named('main')]],
  ['both ends, which do not overlap', [named('ma*ain'), named('t*s')]],
  ['types', [{ types: FILES, ends: null }]],
  ['types and names', [named('*.ts', 1 << DT.link), named('m*', FILES)]],
  ['either case', [folded('*.ts')]],
  ['either case, where a character above ASCII may be meant', [folded('*.ks'), folded('MAI*')]],
  ['texts that are longer than there is room for', [named(`${LONG}*`), named(`*${LONG}.ts`)]],
  ['more clauses than there is room for', Array.from({ length: MOST_FILTER_CLAUSES + 1 }, (_, i) => named(`n${i}`))],
];

describe.each(BACKENDS)('%s', (backend) => {
  test.each(CASES)('%s', (_, clauses) => {
    using queue = openQueue(backend);
    const all = queue.requests.list({ path: tree.root });
    writeEntryFilter(queue.ioq.bytes, clauses);
    const kept = queue.requests.list({ path: tree.root, flags: REQUEST_FILTER });
    const isKept = ({ type, name }: (typeof all)[number]): boolean =>
      backend === 'node' ||
      clauses.length > MOST_FILTER_CLAUSES ||
      type === DT.directory ||
      meetsAny(clauses, type, Buffer.from(name));
    expect(kept.map(({ name }) => name)).toEqual(all.filter(isKept).map(({ name }) => name));
  });

  test('without the flag nothing is left out', () => {
    using queue = openQueue(backend);
    const all = queue.requests.list({ path: tree.root });
    writeEntryFilter(queue.ioq.bytes, []);
    expect(queue.requests.list({ path: tree.root })).toEqual(all);
  });

  test('what is left out of a large directory is counted, and the directory comes in several answers', async () => {
    await using large = await makeTree({ ...numberedFiles(6_000), wanted: file() });
    using queue = openQueue(backend);
    writeEntryFilter(queue.ioq.bytes, [named('wanted')]);
    let answer = queue.requests.open({ path: large.root, flags: REQUEST_FILTER });
    let { count } = answer;
    let answers = 1;
    const names = answer.entries.map(({ name }) => name);
    for (; answer.more; answers++) {
      answer = queue.requests.serve(queue.requests.prepare('read', answer.slot));
      count += answer.count;
      names.push(...answer.entries.map(({ name }) => name));
    }
    expect({ count, hasWanted: names.includes('wanted'), isInParts: backend === 'node' || answers > 2 }).toEqual({
      count: 6_001,
      hasWanted: true,
      isInParts: true,
    });
    expect(names.length).toBe(backend === 'node' ? 6_001 : 1);
  });
});
