/**
 * What a command line comes to: the starting points, the options and the expression.
 *
 * parse.ts makes a `CommandLine`, plan.ts and walk.ts read it. `Options` are what was asked for; defaults that depend on the
 * machine (threads, colour) stay null and are decided by who uses them.
 */

import type { SortOrder } from '../sort-order.ts';
import type { Expression } from './ast.ts';
import type { Diagnostic, Span } from './expression-error.ts';

export const STRATEGIES = ['bfs', 'dfs', 'ids', 'eds'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Names that -D takes and what each shows. `all` and `help` are no modes. */
export const DEBUG_MODES = {
  cost: 'what the optimizer thinks an expression costs',
  exec: 'how commands are run',
  io: 'what served the requests of the walk',
  opt: 'the passes of the optimizer',
  rates: 'how often each test was true, after the search',
  search: 'the walk: its parameters and every entry',
  stat: 'every status that is looked up',
  tree: 'the expression as it was understood',
} as const;
export type DebugMode = keyof typeof DEBUG_MODES;

/** Which symbolic links are followed: -P, -H, -L. */
export type FollowMode = 'never' | 'roots' | 'always';

/** Which paths are hyperlinks: on terminals with colours, on the standard streams whatever they are, none. */
export const HYPERLINK_CHOICES = ['auto', 'always', 'never'] as const;
export type HyperlinkChoice = (typeof HYPERLINK_CHOICES)[number];

export interface Options {
  readonly follow: FollowMode;
  /** Infinity without -maxdepth. */
  readonly maxDepth: number;
  readonly minDepth: number;
  /** A directory after its descendants: -depth, -d, -delete. */
  readonly postOrder: boolean;
  /** Do not descend into mount points: -xdev, -x. */
  readonly sameDevice: boolean;
  /** Leave mount points out altogether: -mount. */
  readonly skipMounts: boolean;
  /** Every file once, by device and inode. */
  readonly unique: boolean;
  /** Each directory's entries in the order of the locale: -s. */
  readonly sort: boolean;
  /** What is printed is put in this order: -sort. */
  readonly order: SortOrder | null;
  /** So many commands at a time; null without -exec-jobs. */
  readonly execJobs: number | null;
  /** What they print comes in the order in which they were started: -keep-order. */
  readonly keepOrder: boolean;
  readonly strategy: Strategy;
  /** -j; null: let the pool adapt. */
  readonly threads: number | null;
  /** 0 to 4. */
  readonly optimizeLevel: number;
  readonly debug: ReadonlySet<DebugMode>;
  /** -ignore_readdir_race. */
  readonly ignoreRace: boolean;
  /** Count errors, do not report them: -noerror. */
  readonly noError: boolean;
  /** Refuse paths that are not safe for xargs: -X. */
  readonly xargsSafe: boolean;
  /** -color, -nocolor; null: each stream for itself. */
  readonly color: boolean | null;
  /** Where -color was written last, for messages about its environment. */
  readonly colorSpan: Span | null;
  readonly hyperlink: HyperlinkChoice;
  readonly status: boolean;
  /** Print nothing, stop at the first match, tell by the exit status whether there was one: -quiet. */
  readonly quiet: boolean;
  /** Warnings are wanted. */
  readonly warn: boolean;
  /** Whiteouts are to be returned as entries (`-type w`). */
  readonly whiteouts: boolean;
}

/** What is to be done: walk, or only tell something on the standard output and succeed. */
export type CommandRequest = 'walk' | 'help' | 'version' | 'debug-help' | 'strategy-help' | 'regex-type-help';

export interface CommandLine {
  readonly request: CommandRequest;
  /** Index of the first word that was not looked at: -help may be about it. */
  readonly rest: number;
  /** As typed and in order, `.` where none was given; empty with `files0From`. */
  readonly roots: readonly Uint8Array[];
  /** Read the starting points, separated by NUL, from this file; `-` is the standard input. */
  readonly files0From: Uint8Array | null;
  readonly options: Options;
  /** With the implicit -print where it applies. */
  readonly expression: Expression;
  /** What leaves an entry and all below it out; null without -exclude. */
  readonly exclude: Expression | null;
  /** An action reads the standard input: -ok. */
  readonly asks: boolean;
  readonly warnings: readonly Diagnostic[];
}
