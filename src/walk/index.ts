/**
 * The library: what `import ... from 'tswalk'` gives.
 *
 * In: starting points, an expression and options. Out: entries, by the engine and in the language of the command. The ways to ask are
 * here, `walk` and its kin; everything else is in library/. Nothing of the process is changed: no
 * signals are taken, nothing is printed but by actions that print, nothing exits.
 */

import type { ExpressionInput } from './library/expression.ts';
import { BatchIteration, EntryIteration, SyncIteration } from './library/iteration.ts';
import type { WalkOptions } from './library/options.ts';
import { PathCollector } from './library/path-collector.ts';
import type { RootInput } from './library/request.ts';
import { Search } from './library/search.ts';
import type { EncodedText, Encoding, WalkEntry } from './library/walk-entry.ts';

export { type DiagnosticCode, ExpressionError, type Span } from './expr/expression-error.ts';
export {
  accessed,
  and,
  type Comparison,
  changed,
  depth,
  empty,
  group,
  hidden,
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
export type { EntryStatus } from './library/entry-status.ts';
export { Condition, type EntryTest, type ExpressionInput, type ExpressionPart } from './library/expression.ts';
export type { FileType } from './library/file-kind.ts';
export type { SortKey, WalkOptions } from './library/options.ts';
export type { RootInput } from './library/request.ts';
export type { EncodedText, Encoding, WalkEntry as Entry } from './library/walk-entry.ts';
export { WalkError } from './library/walk-error.ts';

/** One starting point, or several, walked in this order. */
export type Roots = RootInput | readonly RootInput[];

/** Entries, for `for await`. Also a disposable: `await using` closes it. */
export type Walk<E extends Encoding = 'utf8'> = AsyncIterableIterator<WalkEntry<E>, undefined, undefined> & AsyncDisposable;

/** Batches of entries, for `for await`. */
export type BatchedWalk<E extends Encoding = 'utf8'> = AsyncIterableIterator<readonly WalkEntry<E>[], undefined, undefined> &
  AsyncDisposable;

/** Entries, for `for`. */
export type SyncWalk<E extends Encoding = 'utf8'> = IterableIterator<WalkEntry<E>, undefined, undefined> & Disposable;

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
    new EntryIteration<E>(new Search(roots, expression, options, 'kept')),
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

/** All entries of a {@link walk}, in its order. */
export async function collect<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): Promise<WalkEntry<E>[]> {
  const search = new Search(roots, expression, options, 'kept');
  const entries: WalkEntry<E>[] = [];
  while (await search.fill()) {
    for (const entry of search.batch) entries.push(entry as unknown as WalkEntry<E>);
  }
  return entries;
}

/** The paths of all entries of a {@link walk}, in its order: the fastest way to a list of files. */
export async function paths<E extends Encoding = 'utf8'>(
  roots: Roots,
  expression?: ExpressionInput | null,
  options: WalkOptions<E> = {},
): Promise<EncodedText<E>[]> {
  const found: EncodedText<E>[] = [];
  if (!PathCollector.serves(options)) {
    const search = new Search(roots, expression, options, 'kept');
    while (await search.fill()) for (const { path } of search.batch) found.push(path as EncodedText<E>);
    return found;
  }
  const collector = new PathCollector();
  const search = new Search(roots, expression, options, collector);
  while (await search.fill()) {
    if (search.encoding === 'buffer') collector.appendBytes(found as Buffer[]);
    else collector.appendTexts(found as string[]);
  }
  return found;
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
