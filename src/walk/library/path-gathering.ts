/**
 * A walk of which nothing but the paths is wanted, as a list.
 *
 * In: the arguments of a walk. Out: a `Search` to be filled, by whoever may wait, and `paths`, to which each batch is added. Entries
 * are made only where paths are asked for that the walk does not spell itself.
 */

import type { ExpressionInput } from './expression.ts';
import type { WalkOptions } from './options.ts';
import { PathCollector } from './path-collector.ts';
import type { RootInput } from './request.ts';
import { Search } from './search.ts';
import type { EncodedText, Encoding } from './walk-entry.ts';

export class PathGathering<E extends Encoding> {
  readonly paths: EncodedText<E>[] = [];
  readonly search: Search;
  /** Null where entries are made. */
  readonly #collector: PathCollector | null;

  /** @throws What a {@link Search} throws. */
  constructor(roots: RootInput | readonly RootInput[], expression: ExpressionInput | null | undefined, options: WalkOptions<E>) {
    this.#collector = PathCollector.serves(options) ? new PathCollector() : null;
    this.search = new Search(roots, expression, options, this.#collector ?? 'kept');
  }

  /** Add what the search has been filled with. */
  takeBatch(): void {
    const { paths, search } = this;
    const collector = this.#collector;
    if (collector === null) for (const { path } of search.batch) paths.push(path as EncodedText<E>);
    else if (search.encoding === 'buffer') collector.appendBytes(paths as Buffer[]);
    else collector.appendTexts(paths as string[]);
  }
}
