/**
 * The expression as a tree: what the parser makes, passes rewrite and the compiler turns into a closure.
 *
 * A readonly union: `kind` tells constants, options, operators, tests and actions apart, `test` and `action` the primaries that
 * do different things. A node holds values, already parsed (a compiled pattern, a comparison, an instant), never closures over an
 * entry, and the words it was written with, for messages and for -D tree. Passes build new nodes and share the rest; what is
 * derived from a node (cost, purity, needs) is in annotate.ts, not here. And, or and comma have any number of children; an
 * empty and is true, an empty or is false.
 */

import type { Aggregation, Measure } from '../aggregate.ts';
import type { Format } from '../format.ts';
import type { RecordLayout } from '../record.ts';
import type { TimeField } from '../status.ts';
import { textBytes } from '../text-bytes.ts';
import type { Span } from './expression-error.ts';
import type { PathGlob } from './glob/path-glob.ts';
import type { Glob } from './glob.ts';
import type { Regex } from './regex/regex.ts';
import type { AgeComparison } from './value/age.ts';
import type { Comparison } from './value/comparison.ts';
import type { ModeComparison } from './value/mode.ts';
import type { SizeComparison } from './value/size.ts';

/** A time since 1970 in whole seconds, floored, and nanoseconds past them. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** How a leaf was written. */
export interface Written {
  /** The canonical name of its row in the table: `-path` for `-wholename`. */
  readonly primary: string;
  /** The primary and its values, as typed or, for what nobody typed, as it would be. */
  readonly words: readonly Uint8Array[];
  /** Where; null for what nobody typed, such as the implicit -print. */
  readonly span: Span | null;
  /** Data flow has found this impure leaf always to give this value; it is still evaluated. */
  readonly outcome?: boolean;
}

export interface Constant extends Written {
  readonly kind: 'constant';
  readonly value: boolean;
}

/** A flag or an option: it has acted while parsing and is true where it stands. */
export interface Option extends Written {
  readonly kind: 'option';
}

export interface Not {
  readonly kind: 'not';
  readonly child: Expression;
  /** The operator's word; null where a pass made it. */
  readonly span: Span | null;
}

/** And, or and comma: children in order of evaluation. */
export interface Junction<Kind extends 'and' | 'or' | 'comma' = 'and' | 'or' | 'comma'> {
  readonly kind: Kind;
  readonly children: readonly Expression[];
  /** The operators' words, where they were written. */
  readonly spans: readonly Span[];
}

export type And = Junction<'and'>;
export type Or = Junction<'or'>;
export type Comma = Junction<'comma'>;

interface Test<Name extends string> extends Written {
  readonly kind: 'test';
  readonly test: Name;
}

/** -name, -path, -lname and their kin: a glob against some text. */
export interface GlobTest extends Test<'glob'> {
  readonly subject: 'name' | 'path' | 'link';
  readonly pattern: Uint8Array;
  readonly foldCase: boolean;
  readonly glob: Glob;
}

/** -glob: a glob against the path below the starting point. */
export interface PathGlobTest extends Test<'path-glob'> {
  readonly glob: PathGlob;
}

export interface RegexTest extends Test<'regex'> {
  readonly regex: Regex;
}

/** -depth N. */
export interface DepthTest extends Test<'depth'> {
  readonly comparison: Comparison;
}

/** -type, and -xtype, which treats links the other way round; bit n of `types` stands for DT_* n. */
export interface TypeTest extends Test<'type' | 'xtype'> {
  readonly types: number;
}

/** Tests without a value. */
export interface BareTest extends Test<'hidden' | 'empty' | 'sparse'> {}

/** Tests without a value on what lies beyond the status. */
export interface BareMetadataTest extends Test<'acl' | 'xattr' | 'capable' | 'nouser' | 'nogroup'> {}

/** -ignored: a rule of git hides it. */
export interface IgnoredTest extends Test<'ignored'> {}

/** -readable, -writable, -executable; `mode` is R_OK 4, W_OK 2, X_OK 1. */
export interface AccessTest extends Test<'access'> {
  readonly mode: number;
}

/** -size: the size in units, rounded up. */
export interface SizeTest extends Test<'size'> {
  readonly size: SizeComparison;
}

/** -links, -inum, -user N, -group N. */
export interface NumberTest extends Test<'number'> {
  readonly field: 'links' | 'inode' | 'uid' | 'gid';
  readonly comparison: Comparison;
}

/** -Xmin, -Xtime: whole units, truncated, between `now` and one of the file's times. */
export interface AgeTest extends Test<'age'> {
  readonly field: TimeField;
  readonly age: AgeComparison;
  /** The start of the search, or the coming midnight after -daystart. */
  readonly now: Instant;
}

/** -newer and its kin: strictly later than `reference`. */
export interface NewerTest extends Test<'newer'> {
  readonly field: TimeField;
  readonly reference: Instant;
  /** Strictly earlier instead. */
  readonly earlier?: boolean;
}

/** -used: days between the last change of the inode and the last access, rounded up. */
export interface UsedTest extends Test<'used'> {
  readonly comparison: Comparison;
}

export interface PermTest extends Test<'perm'> {
  readonly mode: ModeComparison;
}

export interface SameFileTest extends Test<'samefile'> {
  readonly device: bigint;
  readonly inode: bigint;
}

export interface XattrNameTest extends Test<'xattrname'> {
  readonly name: Uint8Array;
}

export interface FsTypeTest extends Test<'fstype'> {
  readonly type: Uint8Array;
}

/** -context: a glob against the SELinux label. */
export interface ContextTest extends Test<'context'> {
  readonly pattern: Uint8Array;
  readonly glob: Glob;
}

/** Tests that need `MetadataServices`. */
export type MetadataTest = BareMetadataTest | XattrNameTest | FsTypeTest | ContextTest;

export type TestNode =
  | GlobTest
  | PathGlobTest
  | RegexTest
  | DepthTest
  | TypeTest
  | BareTest
  | AccessTest
  | IgnoredTest
  | SizeTest
  | NumberTest
  | AgeTest
  | NewerTest
  | UsedTest
  | PermTest
  | SameFileTest
  | MetadataTest;

interface Action<Name extends string> extends Written {
  readonly kind: 'action';
  readonly action: Name;
}

/** A file that actions write to: 1 for the standard output, else what `ParseHost.createOutput` gave. */
export type OutputNumber = number;

/** -print, -print0, -printx and -fprint, -fprint0. */
export interface PrintAction extends Action<'print'> {
  readonly output: OutputNumber;
  /** How the path is written: ended by a newline, by NUL, or escaped for xargs and ended by a newline. */
  readonly form: 'line' | 'nul' | 'escaped';
}

export interface PrintfAction extends Action<'printf'> {
  readonly output: OutputNumber;
  readonly format: Format;
}

/** -ls, -fls. */
export interface ListAction extends Action<'ls'> {
  readonly output: OutputNumber;
}

/** -json, -csv, their forms into files, -format. */
export interface RecordAction extends Action<'record'> {
  readonly output: OutputNumber;
  readonly layout: RecordLayout;
  readonly needsStatus: boolean;
  /** Of a bare -json or -csv: where there is an aggregate, this is about it and prints no files. */
  readonly aggregation: Aggregation | null;
}

/** -count, -sum. */
export interface AggregateAction extends Action<'aggregate'> {
  readonly output: OutputNumber;
  readonly measure: Measure;
  readonly aggregation: Aggregation;
}

/** -exec, -execdir, -ok, -okdir. */
export interface ExecAction extends Action<'exec'> {
  /** The command and its arguments, without `;` or `+`; with `batch` also without the last `{}`. */
  readonly command: readonly Uint8Array[];
  /** Collect paths and run the command with many: `{} +`. */
  readonly batch: boolean;
  /** Run in the directory that the file is in. */
  readonly inDirectory: boolean;
  /** Ask before each run. */
  readonly confirm: boolean;
}

/** -explain-ignore: print the rule of git that hides it. */
export interface ExplainIgnoreAction extends Action<'explain-ignore'> {
  readonly output: OutputNumber;
}

export interface DeleteAction extends Action<'delete'> {}

export interface PruneAction extends Action<'prune'> {}

export interface QuitAction extends Action<'quit'> {}

export interface ExitAction extends Action<'exit'> {
  /** As written; only the low 8 bits survive. */
  readonly status: number;
}

export interface LimitAction extends Action<'limit'> {
  readonly count: number;
}

/** A function of the program that uses the library: its first word tells which. */
export interface CallAction extends Action<'call'> {}

export type ActionNode =
  | PrintAction
  | PrintfAction
  | ListAction
  | RecordAction
  | AggregateAction
  | ExecAction
  | ExplainIgnoreAction
  | DeleteAction
  | PruneAction
  | QuitAction
  | ExitAction
  | LimitAction
  | CallAction;

export type Leaf = Constant | Option | TestNode | ActionNode;
export type Expression = Leaf | Not | And | Or | Comma;

/** Does `expression` or something in it satisfy `wanted`? */
export function someLeaf(expression: Expression, wanted: (leaf: Leaf) => boolean): boolean {
  switch (expression.kind) {
    case 'not':
      return someLeaf(expression.child, wanted);
    case 'and':
    case 'or':
    case 'comma':
      return expression.children.some((child) => someLeaf(child, wanted));
    default:
      return wanted(expression);
  }
}

/** A true or false that a pass has derived, in the place of `replaced`. */
export function constant(value: boolean, replaced: Expression | null = null): Constant {
  const name = value ? '-true' : '-false';
  const span = replaced === null || 'children' in replaced || replaced.kind === 'not' ? null : replaced.span;
  return { kind: 'constant', primary: name, words: [textBytes(name)], span, value };
}

/** The words that `expression` was written with, in order: what a message about it underlines. */
export function spansOf(expression: Expression): Span[] {
  const spans: Span[] = [];
  collectSpans(expression, spans);
  return spans.sort((a, b) => a.start - b.start);
}

function collectSpans(expression: Expression, spans: Span[]): void {
  switch (expression.kind) {
    case 'not':
      if (expression.span !== null) spans.push(expression.span);
      collectSpans(expression.child, spans);
      break;
    case 'and':
    case 'or':
    case 'comma':
      spans.push(...expression.spans);
      for (const child of expression.children) collectSpans(child, spans);
      break;
    default:
      if (expression.span !== null) spans.push(expression.span);
  }
}
