/**
 * A walk of which nothing but the paths is wanted, as a list.
 *
 * In: the arguments of a walk. Out: a `Search` to be filled, by whoever may wait, and `paths`, to which each batch is added (`takePart`). Entries
 * are made only where paths are asked for that the walk does not spell itself.
 */

import type { ExpressionInput } from './expression.ts';
import type { WalkOptions } from './options.ts';
import { PathCollector } from './path-collector.ts';
import type { RootInput } from './request.ts';
import { Search } from './search.ts';
import type { EncodedText, Encoding } from './walk-entry.ts';

/** A part of a millisecond's work. */
const ENTRIES_PER_PART = 512;

export class PathGathering<E extends Encoding> {
  readonly paths: EncodedText<E>[] = [];
  readonly search: Search;
  /** Null where entries are made. */
  readonly #collector: PathCollector | null;
  /** How many entries of the batch have been added. */
  #taken = 0;

  /** @throws What a {@link Search} throws. */
  constructor(roots: RootInput | readonly RootInput[], expression: ExpressionInput | null | undefined, options: WalkOptions<E>) {
    this.#collector = PathCollector.serves(options) ? new PathCollector() : null;
    this.search = new Search(roots, expression, options, this.#collector ?? 'kept');
  }

  /** Add the next part of what the search has been filled with. @returns Whether there is more: all that was sorted is one batch. */
  takePart(): boolean {
    const { paths, search } = this;
    const collector = this.#collector;
    if (collector === null) {
      const { batch } = search;
      const until = Math.min(batch.length, this.#taken + ENTRIES_PER_PART);
      for (let at = this.#taken; at < until; at++) paths.push(batch[at]!.path as EncodedText<E>);
      this.#taken = until < batch.length ? until : 0;
      return until < batch.length;
    }
    if (search.encoding === 'buffer') collector.appendBytes(paths as Buffer[]);
    else collector.appendTexts(paths as string[]);
    return false;
  }
}
