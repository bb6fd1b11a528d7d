/**
 * The library: what `import ... from 'tswalk'` gives.
 *
 * In: starting points, an expression and options. Out: entries, by the engine and in the language of the command. The ways to ask are
 * here, `walk` and its kin; everything else is in library/. Nothing of the process is changed: no
 * signals are taken, nothing is printed but by actions that print, nothing exits.
 */

import { availableParallelism } from 'node:os';
import type { GroupKey } from './aggregate.ts';
import { ExpressionError } from './expr/expression-error.ts';
import { Condition, type ExpressionInput } from './library/expression.ts';
import { callForEach } from './library/for-each.ts';
import { BatchIteration, EntryIteration, SyncIteration, type SyncWalkIterator, type WalkIterator } from './library/iteration.ts';
import { shareWithCopies } from './library/kin.ts';
import { refuseOptions, type WalkOptions } from './library/options.ts';
import { PathGathering } from './library/path-gathering.ts';
import { type EntryRecord, parseFields, type RecordField, Records } from './library/records.ts';
import type { RootInput } from './library/request.ts';
import { Search } from './library/search.ts';
import { type GroupSum, Summing, type SumOptions, splitSumOptions } from './library/summing.ts';
import type { EncodedText, Encoding, WalkEntry } from './library/walk-entry.ts';
import { WalkError } from './library/walk-error.ts';

export type { GroupKey } from './aggregate.ts';
export { type DiagnosticCode, ExpressionError, type Span } from './expr/expression-error.ts';
export {
  accessed,
  and,
  type Comparison,
  changed,
  changedBefore,
  changedWithin,
  depth,
  empty,
  extension,
  glob,
  group,
  hidden,
  iglob,
  iname,
  ipath,
  links,
  linkText,
  modified,
  name,
  newerThan,
  not,
  or,
  owner,
  path,
  permissions,
  primary,
  prune,
  regex,
  sameFile,
  size,
  type,
} from './library/conditions.ts';
export type { EntryStatus, StatusFields } from './library/entry-status.ts';
export { Condition, type EntryTest, type ExpressionInput, type ExpressionPart } from './library/expression.ts';
export type { FileType } from './library/file-kind.ts';
export type { SyncWalkIterator, WalkIterator } from './library/iteration.ts';
export type { SortKey, WalkOptions } from './library/options.ts';
export type { EntryRecord, RecordField } from './library/records.ts';
export type { RootInput } from './library/request.ts';
export type { GroupSum, Summed, SumOptions } from './library/summing.ts';
export type { EncodedText, Encoding, WalkEntry as Entry } from './library/walk-entry.ts';
export { WalkError } from './library/walk-error.ts';
export type { FieldName } from './record.ts';

shareWithCopies(Condition, 'Condition');
shareWithCopies(ExpressionError, 'ExpressionError');
shareWithCopies(WalkError, 'WalkError');

/** How many entries are gone through before somebody looks at the clock. */
const ENTRIES_PER_LOOK = 512;

/** One starting point, or several, walked in this order. */
export type Roots = RootInput | readonly RootInput[];

/** Entries, for `for await`. Also a disposable: `await using` closes it. */
export type Walk<E extends Encoding = 'utf8'> = WalkIterator<WalkEntry<E>>;

/** Batches of entries, for `for await`. */
export type BatchedWalk<E extends Encoding = 'utf8'> = WalkIterator<readonly WalkEntry<E>[]>;

/** Entries, for `for`. */
export type SyncWalk<E extends Encoding = 'utf8'> = SyncWalkIterator<WalkEntry<E>>;

/** See {@link walk}. */
export interface WalkFunction {
  <E extends Encoding = 'utf8'>(roots: Roots, expression?: ExpressionInput | null, options?: WalkOptions<E>): Walk<E>;
  /**
   * As `walk`, in batches, for programs that look at millions of entries.
   *
   * A batch and its entries are borrowed until the next one is asked for: copy what you keep. No batch is empty.
   */
  batches<E extends Encoding = 'utf8'>(
    roots: Roots,
    expression?: ExpressionInput | null,
    options?: WalkOptions<E>,
  ): BatchedWalk<E>;
}

/**
 * Walk the trees below `roots` and yield every entry for which `expression` is true, or on which it evaluates `-print`.
 *
 * Nothing is read before the first entry is asked for, and little beyond what has been: a slow loop stops the reading. Leaving the
 * loop closes everything. The event loop is not blocked meanwhile.
 *
 * @param roots - Starting points, which are entries themselves.
 * @param expression - In find's language, with `-print` to its end where no action prints; default: every entry.
 * @throws {ExpressionError} The expression cannot be understood; nothing has been read.
 * @throws {TypeError} An argument is of the wrong type. @throws {RangeError} A number is out of its range.
 */
export const walk: WalkFunction = Object.assign(
  <E extends Encoding = 'utf8'>(roots: Roots, expression?: ExpressionInput | null, options: WalkOptions<E> = {}): Walk<E> =>
    new EntryIteration<WalkEntry<E>>(new Search(roots, expression, options, 'kept')),
  {
    batches: <E extends Encoding = 'utf8'>(
      roots: Roots,
      expression?: ExpressionInput | null,
      options: WalkOptions<E> = {},
    ): BatchedWalk<E> => new BatchIteration<E>(new Search(roots, expression, options, 'borrowed')),
  },
);

/** As {@link walk}, on this thread: it is blocked while files are being read. */
export function walkSync<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): SyncWalk<E> {
  return new SyncIteration<E>(new Search(roots, expression, options, 'kept'));
}

/** All entries of a {@link walk}, in its order; `[...walkSync(...)]` has them on this thread. */
export async function collect<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): Promise<WalkEntry<E>[]> {
  const search = new Search(roots, expression, options, 'kept');
  const entries: WalkEntry<E>[] = [];
  while (await search.fill()) await appendBatch(search, entries);
  return entries;
}

/** Append the entries of the batch; all that was sorted comes in one, which may be large. */
async function appendBatch<T>(search: Search, entries: T[]): Promise<void> {
  let left = ENTRIES_PER_LOOK;
  for (const entry of search.batch) {
    if (left-- === 0) {
      if (search.isHeldUp) await search.nextTurn();
      left = ENTRIES_PER_LOOK;
    }
    entries.push(entry as T);
  }
}

/** The paths of all entries of a {@link walk}, in its order: the fastest way to a list of files. */
export async function paths<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): Promise<EncodedText<E>[]> {
  const gathering = new PathGathering<E>(roots, expression, options);
  const { search } = gathering;
  while (await search.fill()) while (gathering.takePart()) if (search.isHeldUp) await search.nextTurn();
  return gathering.paths;
}

/** As {@link paths}, on this thread: it is blocked until all are there. */
export function pathsSync<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): EncodedText<E>[] {
  const gathering = new PathGathering<E>(roots, expression, options);
  while (gathering.search.fillWaiting()) while (gathering.takePart());
  return gathering.paths;
}

/**
 * Plain objects of chosen fields of each entry: what `-json=path,size` prints, parsed.
 *
 * @param fields - Such as `['path', 'size', 'mtime:epoch']`; a field that an entry does not have is null.
 */
export function records<F extends RecordField>(
  roots: Roots,
  expression: ExpressionInput | null | undefined,
  fields: readonly F[],
  options: Omit<WalkOptions<Encoding>, 'encoding' | 'paths' | 'stat'> = {},
): WalkIterator<EntryRecord<F>> {
  refuseOptions(options, ['encoding', 'paths', 'stat'], 'a record');
  const made = new Records(parseFields(fields));
  return new EntryIteration<EntryRecord<F>>(new Search(roots, expression, { ...options, stat: made.needsStatus }, made), made);
}

/** See {@link sum}. */
export interface SumFunction {
  (roots: Roots, expression?: ExpressionInput | null, options?: SumOptions): Promise<number>;
  /** Group by group, the greatest first. */
  <K extends GroupKey>(
    roots: Roots,
    expression: ExpressionInput | null | undefined,
    options: SumOptions & { readonly by: K },
  ): Promise<GroupSum<K>[]>;
}

/** What the entries of a {@link walk} come to, in bytes unless the option `of` says otherwise: the answer of -sum, without making any. */
export const sum: SumFunction = async (
  roots: Roots,
  expression?: ExpressionInput | null,
  options: SumOptions & { readonly by?: GroupKey } = {},
): Promise<never> => {
  const { of, by, walkOptions } = splitSumOptions(options);
  const summing = new Summing(of, by);
  const search = new Search(roots, expression, walkOptions, summing);
  while (await search.fill());
  return (by === null ? summing.total : await summing.groups()) as never;
};

/** Would a {@link walk} yield any entry? It stops at the first. What went wrong before that one does not matter. */
export async function some(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: Omit<WalkOptions<Encoding>, 'limit' | 'sort' | 'reverse' | 'encoding' | 'paths' | 'stat'> = {},
): Promise<boolean> {
  const search = new Search(roots, expression, { ...options, limit: 1 }, 'counted');
  try {
    while (await search.fill());
  } catch (error) {
    if (search.found === 0) throw error;
  }
  return search.found > 0;
}

/**
 * Call a function for each entry of a {@link walk}, several at a time, and wait for the promises that it returns.
 *
 * While as many are under way as may be, the walk is not asked for more. The first call that fails ends it: once the others are
 * done, that error is thrown.
 *
 * @param options - With `concurrency`, how many calls may be under way; default: as many as there are processors.
 */
export async function forEach<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression: ExpressionInput | null | undefined,
  call: (entry: WalkEntry<E>) => unknown,
  options: WalkOptions<E> & { readonly concurrency?: number | undefined } = {},
): Promise<void> {
  const { concurrency = availableParallelism(), ...walkOptions } = options;
  if (concurrency !== Number.POSITIVE_INFINITY && !(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new RangeError(`The option concurrency is ${concurrency}, not a whole number of 1 or more`);
  }
  await callForEach(walk<E>(roots, expression, walkOptions as WalkOptions<E>), call, concurrency);
}

/** How many entries a {@link walk} would yield, without making any. */
export async function count(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<Encoding> = {},
): Promise<number> {
  const search = new Search(roots, expression, options, 'counted');
  while (await search.fill());
  return search.found;
}

/** As {@link count}, on this thread: it is blocked meanwhile. */
export function countSync(roots: Roots, expression?: ExpressionInput | null, options: WalkOptions<Encoding> = {}): number {
  const search = new Search(roots, expression, options, 'counted');
  while (search.fillWaiting());
  return search.found;
}
