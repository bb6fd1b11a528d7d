/**
 * Binds the actions of an expression to the streams, commands and look-ups of one walk.
 *
 * In: action nodes, as the compiler meets them. Out: matchers of src/walk/action. What several actions share (names of users, what is
 * told of failures) is made once; commands that have collected paths are run by `end`.
 */

import type { Accounts } from '../ioq/accounts.ts';
import type { Engine } from '../ioq/open.ts';
import { type Aggregate, compileAggregate } from './action/aggregate.ts';
import { compileDelete } from './action/delete.ts';
import { compileExec } from './action/exec.ts';
import { ExecBatch } from './action/exec-batch.ts';
import { type Jobs, makeJobs } from './action/exec-jobs.ts';
import type { ExecServices } from './action/exec-services.ts';
import { compileExplainIgnore } from './action/explain-ignore.ts';
import { linkPaths } from './action/hyperlink.ts';
import { compileList } from './action/ls.ts';
import type { Output } from './action/output.ts';
import { STANDARD_ERROR, STANDARD_OUTPUT } from './action/outputs.ts';
import { compilePrint, compilePrint0, compilePrintx, compileShown, compileShownPath } from './action/print.ts';
import { compilePrintf } from './action/printf.ts';
import { compileRecord } from './action/record.ts';
import type { PrintServices } from './action/services.ts';
import { makeSortedOutput, type SortedOutput } from './action/sorted-output.ts';
import type { Coloring } from './color/coloring.ts';
import { EntryPainter } from './color/entry-painter.ts';
import type { Matcher } from './entry.ts';
import type { EntryMetadata } from './entry-metadata.ts';
import type { AggregateAction, CallAction, DeleteAction, ExecAction, Leaf, RecordAction } from './expr/ast.ts';
import type { Options } from './expr/command-line.ts';
import type { OutwardAction } from './expr/compile.ts';
import type { IgnoreServices } from './ignore/ignore-services.ts';
import type { Lookup } from './lookup.ts';
import type { SortOrder } from './sort-order.ts';
import type { Surroundings } from './surroundings.ts';

/** Prints something of an entry. */
type PrintingAction = Exclude<OutwardAction, DeleteAction | ExecAction | AggregateAction | CallAction>;

/** Told of what commands do wrong. */
export interface CommandListener {
  /** A command is about to be run, which may take a while. */
  starting(): void;
  /** A sentence about a failure that belongs to no file. */
  failed(text: string): void;
  /** A sentence about what is no failure but strange. */
  warned(text: string): void;
  /** What is run with how much, and how it ended, for -D exec; absent where nobody wants to know. */
  readonly traced?: (text: string) => void;
}

export interface ActionsSetup {
  readonly engine: Engine;
  readonly surroundings: Surroundings;
  readonly lookup: Lookup;
  readonly accounts: Accounts;
  readonly metadata: EntryMetadata;
  readonly listener: CommandListener;
  /** Null where no stream is coloured. */
  readonly coloring: Coloring | null;
  readonly options: Options;
  /** What starting points are relative to, a descriptor. */
  readonly workingDirectory: number;
  /** The rules of git, for actions that tell of them. */
  readonly ignoring: () => IgnoreServices;
  /** With -exec-jobs: what an evaluation may end with. */
  readonly lastLeaves: ReadonlySet<Leaf> | null;
}

export class Actions {
  /** What printing actions need beside the entry and its stream. */
  readonly printServices: PrintServices;
  readonly #surroundings: Surroundings;
  readonly #lookup: Lookup;
  readonly #execServices: ExecServices;
  readonly #coloring: Coloring | null;
  readonly #options: Options;
  /** Null without -exec-jobs. */
  readonly #jobs: Jobs | null;
  /** With -exec-jobs: what an evaluation may end with. */
  readonly #lastLeaves: ReadonlySet<Leaf> | null;
  /** Made once, when the first action asks for it. */
  #painter: EntryPainter | null = null;
  /** By the word where they begin. */
  #announced: Map<number, Matcher> | null = null;
  /** -exec and -execdir with `+`, in the order of the expression. */
  readonly #batches: ExecBatch[] = [];
  /** -count and -sum, in the order of the expression. */
  readonly #aggregates: Aggregate[] = [];
  /** With -sort: the streams that are printed to, by their numbers. */
  readonly #sortedOutputs: Map<number, SortedOutput> = new Map();
  readonly #ignoring: () => IgnoreServices;

  constructor({
    engine,
    surroundings,
    lookup,
    accounts,
    metadata,
    listener,
    coloring,
    options,
    workingDirectory,
    ignoring,
    lastLeaves,
  }: ActionsSetup) {
    this.#ignoring = ignoring;
    const { locale, utf8, outputs, posixlyCorrect } = surroundings;
    this.#surroundings = surroundings;
    this.#lookup = lookup;
    this.#coloring = coloring;
    this.#options = options;
    this.#lastLeaves = lastLeaves;
    this.printServices = {
      locale,
      accounts,
      metadata,
      nowSeconds: surroundings.now.seconds,
      posixlyCorrect,
      utf8,
    };
    this.#execServices = {
      system: engine.system,
      processes: engine.processes,
      isYes: (answer) => locale.isYes(answer),
      utf8,
      workingDirectory,
      openDirectoryOf: (entry) => lookup.openDirectoryOf(entry),
      prepare: () => {
        listener.starting();
        outputs.flush();
        accounts.forget();
      },
      failed: (text) => listener.failed(text),
      warned: (text) => listener.warned(text),
      trace: listener.traced ?? null,
    };
    const { execJobs, keepOrder } = options;
    const streams = { output: outputs.standardOutput, errors: outputs.standardError };
    this.#jobs =
      execJobs === null ? null : makeJobs({ limit: execJobs, keepOrder }, streams, this.#execServices, engine.processes);
  }

  /**
   * Compile an action that says something even where it is never reached: a header, a total. To be called for each of the expression as it was
   * written, before the optimized one is compiled, from which some may have been taken out: so all levels say the same, in the same order.
   */
  announce(node: RecordAction | AggregateAction): void {
    const matcher = this.compile(node);
    this.#announced ??= new Map();
    if (node.span !== null) this.#announced.set(node.span.start, matcher);
  }

  compile(node: Exclude<OutwardAction, CallAction>): Matcher {
    if (this.#announced !== null && node.span !== null) {
      const known = this.#announced.get(node.span.start);
      if (known !== undefined) return known;
    }
    if (node.action === 'delete') return this.#delete();
    if (node.action === 'exec') return this.#exec(node);
    const output = this.#outputAt(node.output);
    if (node.action === 'aggregate') return this.#aggregate(node, output);
    if (this.#options.order === null) return this.#print(node, output);
    const sorted = this.#sortedOutput(node.output, this.#options.order);
    return sorted.around(this.#print(node, sorted.output));
  }

  #print(node: PrintingAction, output: Output): Matcher {
    if (node.action === 'ls') {
      const link = this.#isLinked(node.output) ? linkPaths : null;
      return compileList(output, this.printServices, this.#painterFor(node.output), link);
    }
    if (node.action === 'printf') {
      return compilePrintf(output, node.format, this.printServices, this.#painterFor(node.output));
    }
    if (node.action === 'record') return this.#record(node, output);
    if (node.action === 'explain-ignore') return compileExplainIgnore(output, this.#ignoring(), this.#surroundings.utf8);
    if (node.form === 'nul') return compilePrint0(output);
    if (node.form === 'escaped') return compilePrintx(output);
    const painter = this.#painterFor(node.output);
    const { utf8 } = this.#surroundings;
    if (!this.#isLinked(node.output)) return compilePrint(output, utf8, painter);
    return compileShown(output, linkPaths(compileShownPath(output, utf8, painter)));
  }

  /** Nothing more will be evaluated: run what commands are still to be run, print what was added up. */
  end(): void {
    for (const batch of this.#batches) batch.end();
    this.#jobs?.end();
    for (const sorted of this.#sortedOutputs.values()) sorted.end();
    for (const aggregate of this.#aggregates) aggregate.end();
    this.#jobs?.output.flush();
  }

  /** A command of some `{} +`, or of -exec-jobs, was not started, or did not succeed. */
  get batchFailed(): boolean {
    return this.#batches.some((batch) => batch.failed) || this.#jobs?.failed === true;
  }

  /** -hyperlink: are the paths printed to the stream of this number links? */
  #isLinked(output: number): boolean {
    if (this.#options.hyperlink === 'always') return output <= STANDARD_ERROR;
    const { outputs } = this.#surroundings;
    return this.#options.hyperlink === 'auto' && outputs.at(output).isTerminal && (this.#coloring?.isColored(output) ?? false);
  }

  #painterFor(output: number): EntryPainter | null {
    const coloring = this.#coloring;
    if (coloring === null || !coloring.isColored(output)) return null;
    this.#painter ??= new EntryPainter(coloring.colors, this.#surroundings.utf8, {
      statBeside: (entry, path, follow, status) => this.#lookup.statBeside(entry, path, follow, status),
      hasCapabilities: (entry) => this.printServices.metadata.hasCapabilities(entry),
    });
    return this.#painter;
  }

  #record({ layout, aggregation }: RecordAction, output: Output): Matcher {
    return aggregation?.wanted ? () => true : compileRecord(output, layout, this.printServices);
  }

  #sortedOutput(number: number, order: SortOrder): SortedOutput {
    const known = this.#sortedOutputs.get(number);
    if (known !== undefined) return known;
    const made = makeSortedOutput(this.#outputAt(number), order, this.#surroundings.locale);
    this.#sortedOutputs.set(number, made);
    return made;
  }

  #aggregate({ measure, aggregation }: AggregateAction, output: Output): Matcher {
    const aggregate = compileAggregate(measure, aggregation, output, this.printServices);
    this.#aggregates.push(aggregate);
    return aggregate.add;
  }

  /** A command need not have ended before the walk goes on where nothing depends on how it ends. */
  #servicesOf(node: ExecAction): ExecServices {
    const mayRunOn = !node.confirm && (node.batch || this.#lastLeaves?.has(node) === true);
    return this.#jobs !== null && mayRunOn ? this.#jobs.servicesFor(node) : this.#execServices;
  }

  #outputAt(number: number): Output {
    return this.#jobs !== null && number === STANDARD_OUTPUT ? this.#jobs.output : this.#surroundings.outputs.at(number);
  }

  #delete(): Matcher {
    const lookup = this.#lookup;
    return compileDelete({
      follows: (entry) => lookup.followFor(entry) !== 0,
      unlinkLater: (entry) => lookup.unlinkLater(entry),
      unlink: (entry, isDirectory) => lookup.unlink(entry, isDirectory),
    });
  }

  #exec(node: ExecAction): Matcher {
    const services = this.#servicesOf(node);
    if (!node.batch) return compileExec(node, node.confirm, services);
    const batch = new ExecBatch(node, services);
    this.#batches.push(batch);
    return batch.add;
  }
}
