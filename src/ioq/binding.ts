/**
 * The native addon: what it offers, and how it is found.
 *
 * In: the file tswalk.node, where `npm run build` puts it, or among the prebuilt ones of the package. Out: its functions, or the reasons
 * why there are none, for a message. The layout of the slab is compared with ours, so that an addon of another version is not used. This is
 * the one place that knows the addon's surface (native/addon.cc, native/addon-*.cc) and where it lies; `native.ts` makes queues of it.
 */

import type { AccountCalls } from './accounts.ts';
import type { Backend, Ioq } from './ioq.ts';
import { LAYOUT_VERSION } from './layout.ts';
import type { LocaleCalls } from './locale.ts';
import type { MetadataCalls } from './metadata.ts';
import type { ProcessCalls } from './processes.ts';
import type { SystemCalls } from './system.ts';

/**
 * One native queue object over a slab, which it keeps. Destroyed with its environment at the latest. `submit` throws a RangeError
 * for a slot that is out of range or in flight, which is our bug; `notify` calls the first call's listener, whatever later calls give.
 */
export type NativeQueue = Omit<Ioq, 'bytes' | 'words' | 'queueDepth'>;

/** What the addon exports. Its functions need no `this`. */
export interface Binding extends SystemCalls {
  readonly LAYOUT_VERSION: number;
  /** Whether it was built with liburing. */
  readonly HAS_URING: boolean;
  /** Of the liburing that it was built with: `2.3`; empty without one. */
  readonly URING_VERSION: string;
  readonly accounts: AccountCalls;
  readonly locale: LocaleCalls;
  readonly metadata: MetadataCalls;
  readonly processes: ProcessCalls;
  /** @throws {RangeError} The slab is too small, or the numbers are out of range. */
  readonly Ioq: new (
    slab: ArrayBuffer,
    queueDepth: number,
    workers: number,
    backend: Exclude<Backend, 'node'> | 'auto',
    timed: boolean,
    leastWorkers: number,
  ) => NativeQueue;
}

/** The addon, or why there is none: a line for each place where it was looked for. */
export type LoadResult = { readonly binding: Binding } | { readonly errors: readonly string[] };

/**
 * Where node-gyp puts it, from the project's directory; then where scripts/prebuild.mjs does: which C library there is, loading it shows
 * soonest.
 */
const PLACES = ['native/build/Release', 'prebuilds/PLATFORM', 'prebuilds/PLATFORM-musl'];

let loaded: LoadResult | undefined;

/** Load the addon, once. */
export function loadBinding(): LoadResult {
  loaded ??= tryToLoad();
  return loaded;
}

function tryToLoad(): LoadResult {
  // This is src/ioq, or dist in a bundle.
  const here = import.meta.dirname;
  const top = here.slice(0, here.lastIndexOf(here.endsWith('/src/ioq') ? '/src/ioq' : '/'));
  const errors: string[] = [];
  for (const place of PLACES) {
    const path = `${top}/${place.replace('PLATFORM', `${process.platform}-${process.arch}`)}/tswalk.node`;
    const module = { exports: {} as Binding };
    try {
      // Not require(): it would have to be made for ES modules, and searches where there is nothing to search.
      process.dlopen(module, path);
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    const { LAYOUT_VERSION: version } = module.exports;
    if (version === LAYOUT_VERSION) return { binding: module.exports };
    errors.push(`${path}: made for slabs of version ${version}, not ${LAYOUT_VERSION}`);
  }
  return { errors };
}
