/**
 * What a program can ask of a walk beside the expression, and what is asked where it does not.
 *
 * In: `WalkOptions` as a program gave them. Out: `CheckedOptions`, complete, each value in its range. An option goes before the same
 * thing said in the expression, except that the smaller of two depths counts.
 */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackendChoice } from '../../ioq/ioq.ts';
import { MAX_SLOTS } from '../../ioq/layout.ts';
import { type FollowMode, STRATEGIES, type Strategy } from '../expr/command-line.ts';
import type { EntryTest } from './expression.ts';
import type { Paths } from './place.ts';
import type { Encoding } from './walk-entry.ts';
import type { WalkError } from './walk-error.ts';

/**
 * `name` by bytes; `natural`: as `name`, but numbers in names by their value; `size`: the largest first; `mtime`: the
 * latest first.
 */
export type SortKey = 'name' | 'natural' | 'size' | 'mtime';

export interface WalkOptions<E extends Encoding = 'utf8'> {
  /**
   * Which entries come first: level by level (`bfs`), each directory's descendants after it (`dfs`), or as `ids` and `eds` of the
   * manual. The order is the same for every run over the same tree.
   *
   * @default 'bfs'
   */
  readonly order?: Strategy | undefined;
  /** A directory after its descendants. @default false */
  readonly postOrder?: boolean | undefined;
  /**
   * The order of each directory's entries; with `limit` the order of all, of which the first `limit` are given once the walk
   * is over, in memory for that many. Default: as the file system has them.
   */
  readonly sort?: SortKey | undefined;
  /** Turn the order of `sort` round. @default false */
  readonly reverse?: boolean | undefined;
  /** Which symbolic links are followed. @default 'never' */
  readonly follow?: FollowMode | undefined;
  /** Entries further below their starting point are not visited. @default Infinity */
  readonly maxDepth?: number | undefined;
  /** Most worker threads, 1 or more. Default: as many as there are processors, at most 8. */
  readonly threads?: number | undefined;
  /** Most requests in flight, 1 to 512; not a depth of the tree. Each takes 64 KiB of memory. Default: 64, fewer where descriptors are. */
  readonly queueDepth?: number | undefined;
  /** Ends the walk when it is aborted: the iteration then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The directory that relative starting points and files of the expression are in. Default: the current one. */
  readonly cwd?: string | URL | undefined;
  /**
   * How paths are shown. `relative`: beginning as the starting point was given; `absolute`: from `/`; `real`: from `/` and with
   * links resolved. Patterns of the expression see the relative ones.
   *
   * @default 'relative'
   */
  readonly paths?: Paths | undefined;
  /**
   * Globs (picomatch) against the path below the starting point: what matches is left out with all below it; directories only where
   * the glob ends in a slash.
   */
  readonly ignore?: string | readonly string[] | undefined;
  /** Leave out what git ignores with all below it, by its rules exactly; `.git` itself is not ignored. @default false */
  readonly gitignore?: boolean | undefined;
  /** Visit what begins with a `.`; if not, it is left out with all below it, starting points excepted. @default true */
  readonly dot?: boolean | undefined;
  /** Asked of each directory below the starting points: true leaves it out with all below it. */
  readonly exclude?: EntryTest | undefined;
  /** Stop after this many entries. */
  readonly limit?: number | undefined;
  /** Look up the status of what is found beforehand, in parallel, so that {@link WalkEntry.stat} costs nothing. @default false */
  readonly stat?: boolean | undefined;
  /**
   * What to do about files that cannot be examined and directories that cannot be read; the walk goes on. `'throw'`: fail at the end,
   * with an AggregateError of all; `'ignore'`: nothing; a function: is told of each. What it throws ends the walk.
   *
   * @default 'throw'
   */
  readonly onError?: 'throw' | 'ignore' | ((error: WalkError) => void) | undefined;
  /** Names and paths as text, in which bytes that are not UTF-8 become U+FFFD, or as bytes. @default 'utf8' */
  readonly encoding?: E | undefined;
  /**
   * What serves the walk: `uring` and `sync` are the addon's, with and without io_uring; `node` is written over node:fs and serves
   * also where the addon cannot be loaded. The environment variable TSWALK_IO goes before it.
   *
   * @default 'auto'
   */
  readonly backend?: BackendChoice | undefined;
}

export interface CheckedOptions {
  readonly order: Strategy | undefined;
  readonly postOrder: boolean | undefined;
  readonly sort: SortKey | undefined;
  readonly reverse: boolean;
  readonly follow: FollowMode | undefined;
  readonly maxDepth: number;
  readonly threads: number | undefined;
  readonly queueDepth: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Absolute; undefined: the current directory. */
  readonly cwd: string | undefined;
  readonly paths: Paths;
  readonly ignore: readonly string[];
  readonly gitignore: boolean;
  readonly dot: boolean;
  readonly exclude: EntryTest | undefined;
  readonly limit: number;
  readonly stat: boolean;
  readonly onError: 'throw' | 'ignore' | ((error: WalkError) => void);
  readonly encoding: Encoding;
  readonly backend: BackendChoice;
}

const SORT_KEYS: readonly SortKey[] = ['name', 'natural', 'size', 'mtime'];
const FOLLOW_MODES: readonly FollowMode[] = ['never', 'roots', 'always'];
const PATHS: readonly Paths[] = ['relative', 'absolute', 'real'];
const ENCODINGS: readonly Encoding[] = ['utf8', 'buffer'];
const BACKENDS: readonly BackendChoice[] = ['auto', 'uring', 'sync', 'node'];
const ON_ERROR = ['throw', 'ignore'] as const;

const NAMES: ReadonlySet<string> = new Set<keyof WalkOptions>([
  'order',
  'postOrder',
  'sort',
  'reverse',
  'follow',
  'maxDepth',
  'threads',
  'queueDepth',
  'signal',
  'cwd',
  'paths',
  'ignore',
  'gitignore',
  'dot',
  'exclude',
  'limit',
  'stat',
  'onError',
  'encoding',
  'backend',
]);

/** @throws {TypeError} An option is unknown or of the wrong type. @throws {RangeError} A number is out of its range. */
export function checkOptions(options: WalkOptions<Encoding>): CheckedOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError(`The options are ${shown(options)}, not an object`);
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) throw new TypeError(`There is no option ${name}; there are ${[...NAMES].join(', ')}`);
  }
  const { sort, signal, exclude, onError = 'throw' } = options;
  const reverse = flag('reverse', options.reverse) ?? false;
  if (reverse && sort === undefined) throw new TypeError('The option reverse needs the option sort');
  if (signal !== undefined && !isSignal(signal)) throw new TypeError('The option signal is no AbortSignal');
  if (exclude !== undefined && typeof exclude !== 'function') throw new TypeError('The option exclude is no function');
  return {
    order: oneOf('order', options.order, STRATEGIES),
    postOrder: flag('postOrder', options.postOrder),
    sort: oneOf('sort', sort, SORT_KEYS),
    reverse,
    follow: oneOf('follow', options.follow, FOLLOW_MODES),
    maxDepth: inRange('maxDepth', options.maxDepth, 0) ?? Number.POSITIVE_INFINITY,
    threads: inRange('threads', options.threads, 1, 1024),
    queueDepth: inRange('queueDepth', options.queueDepth, 1, MAX_SLOTS),
    signal,
    cwd: directoryOf(options.cwd),
    paths: oneOf('paths', options.paths, PATHS) ?? 'relative',
    ignore: globsOf(options.ignore),
    gitignore: flag('gitignore', options.gitignore) ?? false,
    dot: flag('dot', options.dot) ?? true,
    exclude,
    limit: inRange('limit', options.limit, 0) ?? Number.POSITIVE_INFINITY,
    stat: flag('stat', options.stat) ?? false,
    onError: typeof onError === 'function' ? onError : (oneOf('onError', onError, ON_ERROR) ?? 'throw'),
    encoding: oneOf('encoding', options.encoding, ENCODINGS) ?? 'utf8',
    backend: oneOf('backend', options.backend, BACKENDS) ?? 'auto',
  };
}

/** What can be aborted, as node:fs judges it: of another realm or a polyfill, too. */
function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** Also one of another realm, as `fileURLToPath` takes it. */
export function isUrl(value: unknown): value is URL {
  return typeof value === 'object' && value !== null && 'href' in value && 'protocol' in value;
}

/** @throws {TypeError} One of `names` is among the options and not undefined: it means nothing to what is asked for. */
export function refuseOptions(options: object, names: readonly (keyof WalkOptions)[], what: string): void {
  for (const name of names)
    if (Reflect.get(options, name) !== undefined) throw new TypeError(`The option ${name} means nothing to ${what}`);
}

function flag(name: string, value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new TypeError(`The option ${name} is ${shown(value)}, not true or false`);
}

function directoryOf(cwd: string | URL | undefined): string | undefined {
  if (cwd === undefined) return undefined;
  if (isUrl(cwd)) return resolve(fileURLToPath(cwd));
  if (typeof cwd === 'string') return resolve(cwd);
  throw new TypeError(`The option cwd is ${shown(cwd)}, not a path or a URL`);
}

function globsOf(ignore: string | readonly string[] | undefined): readonly string[] {
  const globs: readonly unknown[] = Array.isArray(ignore) ? ignore : ignore === undefined ? [] : [ignore];
  if (globs.every((glob): glob is string => typeof glob === 'string' && glob !== '')) {
    const absolute = globs.find((glob) => glob.startsWith('/'));
    if (absolute === undefined) return globs;
    throw new TypeError(`The option ignore holds ${shown(absolute)}: its globs are against the path below the starting point`);
  }
  throw new TypeError(`The option ignore is ${shown(ignore)}, not a glob or a list of globs`);
}

function oneOf<T extends string>(name: string, value: T | undefined, values: readonly T[]): T | undefined {
  if (value === undefined || values.includes(value)) return value;
  throw new TypeError(`The option ${name} is ${shown(value)}, not one of ${values.join(', ')}`);
}

function inRange(name: string, value: number | undefined, least: number, most?: number): number | undefined {
  if (value === undefined || (value === Number.POSITIVE_INFINITY && most === undefined)) return value;
  if (Number.isInteger(value) && value >= least && value <= (most ?? value)) return value;
  const bounds = most === undefined ? `${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(`The option ${name} is ${shown(value)}, not a whole number ${bounds}`);
}

/** A value as it would be written in a program, more or less. */
function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
}
