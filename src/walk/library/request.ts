/**
 * What a program asks for, understood: starting points, expression and options, before anything is searched.
 *
 * In: the arguments of `walk`. Out: a `Request`: everything a Walk is set up with, and the directory that it is in, held open until
 * `close`. A mistake in the words is an ExpressionError that shows them and names the guilty ones.
 */

import { fileURLToPath } from 'node:url';
import { isUint8Array } from 'node:util/types';
import { REQUEST_FOLLOW, REQUEST_TRUSTED } from '../../ioq/layout.ts';
import { type Engine, openEngine } from '../../ioq/open.ts';
import { AT_FDCWD } from '../../ioq/system.ts';
import { type Expression, someLeaf } from '../expr/ast.ts';
import type { CommandLine, Options } from '../expr/command-line.ts';
import { ExpressionError, expressionError, type Span } from '../expr/expression-error.ts';
import { parseCommandLine } from '../expr/parse.ts';
import { type Plan, planExpression } from '../expr/plan.ts';
import { addCalls } from '../expr/primary/call.ts';
import { ALL_TYPES } from '../expr/status-need.ts';
import { quoteWord } from '../shell-quote.ts';
import type { Surroundings } from '../surroundings.ts';
import { type ExpressionInput, type ExpressionWords, expressionWords } from './expression.ts';
import { type CheckedOptions, checkOptions, isUrl, type WalkOptions } from './options.ts';
import { needsStatus } from './sorting.ts';
import type { Encoding } from './walk-entry.ts';
import { WalkError } from './walk-error.ts';

/** A starting point: text, bytes, or a `file:` URL. */
export type RootInput = string | Uint8Array | URL;

addCalls();

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Makes the surroundings of a walk: of the streams it may print to, and the directory that it is in. */
export type SurroundingsMaker = (engine: Engine, base: number, prefix: Uint8Array) => Surroundings;

export class Request {
  readonly engine: Engine;
  readonly options: CheckedOptions;
  readonly roots: readonly Uint8Array[];
  readonly calls: ExpressionWords['calls'];
  readonly commandLine: CommandLine;
  readonly plan: Plan;
  readonly surroundings: Surroundings;
  /** Descriptor of the directory that paths are relative to, or AT_FDCWD. */
  readonly base: number;
  /** The path of that directory with a slash; empty for the current one. */
  readonly prefix: Uint8Array;

  /**
   * @throws {ExpressionError} The expression cannot be understood. @throws {TypeError} An argument is of the wrong type.
   * @throws {RangeError} A number is out of its range. @throws {WalkError} `cwd` cannot be opened.
   */
  constructor(
    roots: RootInput | readonly RootInput[],
    expression: ExpressionInput | null | undefined,
    options: WalkOptions<Encoding>,
    makeSurroundings: SurroundingsMaker,
  ) {
    this.options = checkOptions(options);
    this.roots = (isList(roots) ? roots : [roots]).map(rootBytes);
    const { words, calls, places } = expressionWords(expression);
    this.calls = calls;
    this.engine = openEngine(this.options.backend);
    const { system } = this.engine;
    const { cwd } = this.options;
    this.prefix = cwd === undefined ? new Uint8Array(0) : encoder.encode(cwd.endsWith('/') ? cwd : `${cwd}/`);
    this.base = cwd === undefined ? AT_FDCWD : system.openDirectory(AT_FDCWD, this.prefix, REQUEST_FOLLOW | REQUEST_TRUSTED);
    if (this.base < 0 && this.base !== AT_FDCWD) {
      throw new WalkError(encoder.encode(cwd), system.errorText(-this.base), -this.base);
    }
    try {
      this.surroundings = makeSurroundings(this.engine, this.base, this.prefix);
      this.commandLine = this.#parse(words);
      this.plan = this.#plan();
    } catch (error) {
      this.close();
      if (error instanceof ExpressionError) showWords(error, words, calls, places);
      throw error;
    }
  }

  /** Give back the directory. */
  close(): void {
    if (this.base >= 0) this.engine.system.close(this.base);
  }

  #parse(words: readonly Uint8Array[]): CommandLine {
    const parsed = parseCommandLine(words, this.surroundings);
    if (parsed.request !== 'walk') throw misplaced(words, /^--?(help|version|regextype|[DS].*)$/);
    if (parsed.files0From !== null) throw misplaced(words, /^-(files0-from|f)$/);
    // What is sorted are records that are printed, and nothing is: a program has the option `sort`.
    if (parsed.options.order !== null) throw misplaced(words, /^-sort$/, 'There is the option sort.');
    if (parsed.options.quiet) throw misplaced(words, /^-quiet$/, 'There is the function some.');
    if (isAboutStreams(parsed.options)) throw misplaced(words, /^-(D.*|status|color|hyperlink.*)$/);
    // It would be printed between what the program prints.
    const aggregate = aggregateIn(parsed.expression);
    if (aggregate !== null)
      throw advise(expressionError('unexpected-argument', aggregate), 'There are the functions count and sum.');
    return { ...parsed, exclude: this.#exclude(parsed.exclude), options: this.#merge(parsed.options) };
  }

  /** What the option gitignore leaves out, the word -gitignore does. */
  #exclude(written: Expression | null): Expression | null {
    if (!this.options.gitignore) return written;
    const { exclude } = parseCommandLine([encoder.encode('-gitignore')], this.surroundings) as CommandLine;
    return written === null || exclude === null ? exclude : { kind: 'or', children: [written, exclude], spans: [] };
  }

  #merge(parsed: Options): Options {
    const { order, postOrder, sort, follow, maxDepth, threads } = this.options;
    return {
      ...parsed,
      strategy: order ?? parsed.strategy,
      postOrder: postOrder ?? parsed.postOrder,
      sort: this.isSortedAtEnd ? false : sort !== undefined || parsed.sort,
      follow: follow ?? parsed.follow,
      maxDepth: Math.min(maxDepth, parsed.maxDepth),
      threads: threads ?? parsed.threads,
    };
  }

  /** All that is found has to be compared: the first few of it are wanted. */
  get isSortedAtEnd(): boolean {
    return this.options.sort !== undefined && this.options.limit !== Number.POSITIVE_INFINITY;
  }

  #plan(): Plan {
    const { sort, stat } = this.options;
    const takesStatus = stat || (this.isSortedAtEnd && needsStatus(sort));
    const plan = planExpression(this.commandLine, {
      colored: takesStatus ? { statusTypes: ALL_TYPES, isColored: () => true } : null,
    });
    return needsStatus(sort) && !this.isSortedAtEnd ? { ...plan, statusTypes: ALL_TYPES } : plan;
  }
}

/** Asks for something that only the command shows, on its own streams. */
function isAboutStreams({ debug, status, color, hyperlink }: Options): boolean {
  return debug.size > 0 || status || color === true || hyperlink !== 'never';
}

/** An error about the first word that is like `pattern`: it means something to the command only. */
function misplaced(words: readonly Uint8Array[], pattern: RegExp, advice = ''): ExpressionError {
  const at = words.findIndex((word) => pattern.test(decoder.decode(word)));
  return advise(expressionError('unexpected-argument', at < 0 ? [] : [{ start: at, end: at + 1 }]), advice);
}

function advise(error: ExpressionError, advice: string): ExpressionError {
  if (advice !== '') error.message += ` ${advice}`;
  return error;
}

/** Where -count or -sum is written; null where neither is. */
function aggregateIn(expression: Expression): readonly Span[] | null {
  const spans: Span[] = [];
  const isFound = someLeaf(expression, (leaf) => {
    if (leaf.kind !== 'action' || leaf.action !== 'aggregate') return false;
    if (leaf.span !== null) spans.push(leaf.span);
    return true;
  });
  return isFound ? spans : null;
}

function isList(roots: RootInput | readonly RootInput[]): roots is readonly RootInput[] {
  return Array.isArray(roots);
}

function rootBytes(root: RootInput): Uint8Array {
  if (typeof root !== 'string' && !isUint8Array(root) && !isUrl(root)) {
    throw new TypeError(`A starting point is a string, bytes or a URL, not ${typeof root}`);
  }
  const bytes = isUint8Array(root) ? new Uint8Array(root) : encoder.encode(isUrl(root) ? fileURLToPath(root) : root);
  if (bytes.includes(0)) throw new TypeError('A starting point holds a NUL, which no path can');
  return bytes;
}

/** Put the words into the error: below its text, the guilty ones underlined. */
function showWords(
  error: ExpressionError,
  words: readonly Uint8Array[],
  calls: ExpressionWords['calls'],
  places: ExpressionWords['places'],
): void {
  const texts = words.map((word) => (calls.has(word) ? `[${calls.get(word)!.name || 'function'}]` : quoteWord(word, true)));
  const marks = texts.map((text, index) => {
    const isGuilty = error.spans.some(({ start, end }) => index >= start && index < end);
    return (isGuilty ? '^' : ' ').repeat(text.length);
  });
  error.words = words.map((word) => (calls.has(word) ? '' : decoder.decode(word)));
  const { span } = error;
  if (places !== null && span !== null) {
    error.characters = { start: places[span.start]!.start, end: places[span.end - 1]!.end };
  }
  if (words.length > 0) error.message += `\n    ${texts.join(' ')}\n    ${marks.join(' ').trimEnd()}`;
}
