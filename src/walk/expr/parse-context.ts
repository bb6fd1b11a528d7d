/**
 * What the parser knows so far: the state that flags and options change and that later words are read under.
 *
 * One `ParseContext` serves one command line; primaries' parsers write it, parse.ts turns it into a command line at the end.
 * Positional settings (`follow` for reference files, `now` after -daystart, the regex dialect, `warnings`) are simply read when a
 * word is reached; global ones take their last value. REFERENCE.md 1.6.
 */

import type { Aggregation } from '../aggregate.ts';
import type { Expression, Instant } from './ast.ts';
import type { CommandRequest, DebugMode, FollowMode, Options, Strategy } from './command-line.ts';
import { type Diagnostic, expressionError, type Span } from './expression-error.ts';
import type { ParseHost } from './parse-host.ts';
import type { RegexDialect } from './regex/dialect.ts';
import { Words } from './token.ts';
import { formatTimestampSamples, type TimeFields } from './value/timestamp.ts';
import type { ValueError } from './value/value-error.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A word was reached that only tells something: nothing more is parsed. Thrown through the grammar, caught in parse.ts. */
export class RequestReached {
  readonly request: CommandRequest;

  constructor(request: CommandRequest) {
    this.request = request;
  }
}

/** An item that another one may conflict with: its name as typed and where it stands. */
export interface Mention {
  readonly name: string;
  readonly span: Span;
}

export class ParseContext {
  readonly host: ParseHost;
  readonly words: Words;
  readonly options: Mutable<Options> & { debug: Set<DebugMode>; follow: FollowMode; strategy: Strategy };
  readonly warnings: Diagnostic[] = [];

  readonly roots: Uint8Array[] = [];
  /** Where the first starting point was given. */
  firstRoot: Span | null = null;
  files0From: { readonly path: Uint8Array; readonly span: Span; readonly name: string } | null = null;

  /** Ages are counted back from here. */
  now: Instant;
  /** How the patterns of -regex are written: -regextype's last value. */
  regexType: RegexDialect = 'posix-basic';

  /** Patterns without a capital match in upper and lower case: -smartcase. */
  smartCase = false;

  /** Operands of -exclude, in order. */
  readonly excludes: Expression[] = [];
  /** Factors that are being parsed, one within the other. */
  nesting = 0;
  /** Parsing an operand of -exclude. */
  excluding = false;
  /** No action yet that suppresses the implicit -print. */
  implicitPrint = true;

  /** What -count and -sum share; null while nothing has been said of it. */
  aggregation: Aggregation | null = null;

  // Items that conflict with others, where they were written last.
  postOrder: Mention | null = null;
  prune: Mention | null = null;
  sameDevice: Mention | null = null;
  skipMounts: Mention | null = null;
  confirmation: Mention | null = null;
  groupedBy: Mention | null = null;
  quiet: Mention | null = null;
  gitIgnore: Mention | null = null;
  explainIgnore: Mention | null = null;
  limit: (Mention & { readonly count: Uint8Array }) | null = null;
  /** The smallest N of a -limit. */
  smallestLimit: number = Number.POSITIVE_INFINITY;

  constructor(words: readonly Uint8Array[], host: ParseHost) {
    this.host = host;
    this.words = new Words(words);
    this.now = host.now;
    this.options = {
      follow: 'never',
      maxDepth: Number.POSITIVE_INFINITY,
      minDepth: 0,
      postOrder: false,
      sameDevice: false,
      skipMounts: false,
      unique: false,
      sort: false,
      order: null,
      execJobs: null,
      keepOrder: false,
      strategy: 'bfs',
      threads: null,
      optimizeLevel: 3,
      debug: new Set(),
      ignoreRace: false,
      noError: false,
      xargsSafe: false,
      color: null,
      colorSpan: null,
      hyperlink: 'never',
      status: false,
      quiet: false,
      warn: host.stdinIsTerminal && !host.posixlyCorrect,
      whiteouts: false,
    };
  }

  addRoot(path: Uint8Array, span: Span): void {
    if (this.host.rootsAreGiven) throw expressionError('expected-predicate', [span]);
    this.firstRoot ??= span;
    this.roots.push(path);
  }

  /** Keep a warning, if warnings are wanted at this word. */
  warn(warning: Diagnostic): void {
    if (this.options.warn) this.warnings.push(warning);
  }

  /** The lines that follow what a value parser found: samples of timestamps. */
  samplesFor(error: ValueError): readonly string[] {
    if (error.code !== 'timestamp') return [];
    const { seconds } = this.host.now;
    const local = this.host.localTime(seconds);
    return formatTimestampSamples(local.fields, local.offsetSeconds, utcFields(seconds)).split('\n');
  }
}

function utcFields(seconds: number): TimeFields {
  const date = new Date(seconds * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
