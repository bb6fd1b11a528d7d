/**
 * A walk: joins what was asked (a `CommandLine` and its `Plan`), who goes (a `Traversal`) and what is done with each entry (`Actions`).
 *
 * In: a parsed command line and its surroundings. Out: everything the actions do, failures told to a `WalkListener`, and what the
 * exit status depends on. `Walk.run` goes to the end on the calling thread; `Walk.close` gives back every descriptor and thread,
 * at any time. This is the one place where expressions, the traversal and actions meet.
 */

import { Accounts } from '../ioq/accounts.ts';
import type { Ioq } from '../ioq/ioq.ts';
import type { Engine } from '../ioq/open.ts';
import { AT_FDCWD, type DescriptorLimits } from '../ioq/system.ts';
import { STANDARD_OUTPUT } from './action/outputs.ts';
import type { PrintServices } from './action/services.ts';
import { Actions, type CommandListener } from './actions.ts';
import { compileUnique, isXargsSafe } from './admission.ts';
import { bindMountMatcher } from './bind-mounts.ts';
import type { Coloring } from './color/coloring.ts';
import { Entry, type Matcher, type Root } from './entry.ts';
import { EntryMetadata } from './entry-metadata.ts';
import { type CallAction, type Leaf, someLeaf } from './expr/ast.ts';
import type { CommandLine } from './expr/command-line.ts';
import { type CompileHost, compileExpression, type OutwardAction } from './expr/compile.ts';
import { lastLeaves } from './expr/last-leaves.ts';
import type { Plan } from './expr/plan.ts';
import { ALL_TYPES } from './expr/status-need.ts';
import { openGitIgnore } from './ignore/git-ignore.ts';
import type { IgnoreServices } from './ignore/ignore-services.ts';
import { Lookup } from './lookup.ts';
import type { Surroundings } from './surroundings.ts';
import { descriptorBudget, mostWorkers } from './traversal/descriptor-budget.ts';
import type { ListingOrder } from './traversal/listing.ts';
import { type Collation, sortPaths } from './traversal/name-order.ts';
import { type Progress, Traversal } from './traversal/traversal.ts';
import type { TraversalOptions, Visitor } from './traversal/visitor.ts';
import { Verdict } from './verdict.ts';

/** Told of what goes wrong on the way; the walk goes on. */
export interface WalkListener extends CommandListener {
  /** A sentence about a file, without its period; the path is borrowed. `errno` is 0 where the system is not to blame. */
  fileFailed(path: Uint8Array, text: string, errno: number): void;
  /** A directory is the same as `ancestor`, which it is in; the paths are borrowed. */
  loopFound(path: Uint8Array, ancestor: Uint8Array): void;
}

/** A program that takes entries where the command would print them. */
export interface Consumer {
  /** In the place of -print and -print0 to the standard output; always true. */
  readonly take: Matcher;
  /** The function of the program that stands in the expression as this action. */
  call(node: CallAction): Matcher;
  /** Entries for which one is false are left out with all below them. Asked in order, starting points too. */
  readonly gates: readonly Matcher[];
  /** The order of each directory's entries, where `Options.sort` asks for one; null: the locale's. */
  readonly order: ListingOrder | null;
  /** Descriptor of the directory that paths are relative to, or AT_FDCWD. The walk does not close it. */
  readonly base: number;
  /** What it may take of the process. */
  readonly limits: DescriptorLimits;
  /** Most worker threads where the expression does not say; undefined: as many as do good. */
  readonly threads: number | undefined;
  /** Most requests in flight; undefined: as many as do good. */
  readonly queueDepth: number | undefined;
}

export interface WalkSetup {
  readonly engine: Engine;
  readonly commandLine: CommandLine;
  readonly plan: Plan;
  /** The starting points, raw bytes. */
  readonly roots: readonly Uint8Array[];
  readonly surroundings: Surroundings;
  readonly listener: WalkListener;
  /** Null where no stream is coloured. */
  readonly coloring: Coloring | null;
  /** Null where nobody looks on. */
  readonly probe: WalkProbe | null;
  /** Absent where the walk is the command's own. */
  readonly consumer?: Consumer;
}

/** Looks on at a walk, which goes the same way; what is null is not looked at. */
export interface WalkProbe {
  /** Put around the matcher of each node of the expression. */
  readonly wrap: NonNullable<CompileHost['wrap']> | null;
  /** Stands between the traversal and its visitor. */
  readonly observe: ((visitor: Visitor, options: TraversalOptions, workers: number) => Visitor) | null;
  /** Entries on which evaluating has no effect are visited all the same. */
  readonly visitsAll: boolean;
}

const ENOENT = 2;
const ENOTDIR = 20;

/** More than this many workers help no warm walk; a peer's default. */
const MOST_DEFAULT_WORKERS = 8;

export class Walk {
  readonly ioq: Ioq;
  /** Most worker threads that were asked for; else as many as there are while no request blocks. */
  readonly workers: number;
  /** Most descriptors that it holds, but for those of outputs. */
  readonly descriptors: number;
  /** What the queue had to say when it was made; without a final period. */
  readonly warning: string | undefined;
  readonly #setup: WalkSetup;
  readonly #verdict = new Verdict();
  readonly #lookup: Lookup;
  readonly #metadata: EntryMetadata;
  readonly #actions: Actions;
  readonly #traversal: Traversal;
  /** The type of such an entry is not what its directory tells; null where there is none. */
  readonly #isBound: Matcher | null;
  #ignoreServices: IgnoreServices | null = null;
  #failures = 0;

  /** @throws {RangeError} There is no memory for its queue. */
  constructor(setup: WalkSetup) {
    const { engine, surroundings, listener } = setup;
    const { options } = setup.commandLine;
    const { system } = engine;
    this.#setup = setup;
    const base = setup.consumer?.base ?? AT_FDCWD;
    this.#lookup = new Lookup(system, options.follow, (entry, errno, text) => this.#fail(entry, errno, text), base);
    const accounts = new Accounts(surroundings.accounts);
    this.#metadata = new EntryMetadata(engine.metadata, this.#lookup, accounts, () => surroundings.mounts);
    this.#isBound = setup.plan.looksAtType || setup.consumer !== undefined ? bindMountMatcher() : null;
    const { coloring } = setup;
    const last = options.execJobs === null ? null : lastLeaves(setup.plan.expression);
    this.#actions = new Actions({
      engine,
      surroundings,
      lookup: this.#lookup,
      accounts,
      metadata: this.#metadata,
      listener,
      coloring,
      options,
      workingDirectory: base,
      ignoring: () => this.#ignoring(),
      lastLeaves: last,
    });

    const { consumer } = setup;
    const threads = options.threads ?? consumer?.threads;
    const leastWorkers = Math.min(threads ?? MOST_DEFAULT_WORKERS, system.usableProcessors());
    this.workers = threads ?? leastWorkers;
    const limits = consumer?.limits ?? system.descriptorLimits();
    const budget = descriptorBudget(limits, this.workers, consumer?.queueDepth);
    const workers = threads ?? mostWorkers(limits, leastWorkers);
    this.descriptors = budget.queueDepth + budget.cached + 2 * workers;
    const { ioq, warning } = engine.createQueue({
      queueDepth: budget.queueDepth,
      workers,
      leastWorkers,
      anyOrder: consumer !== undefined,
    });
    this.ioq = ioq;
    this.warning = engine.warning ?? warning;
    someLeaf(setup.commandLine.expression, (leaf) => this.#announce(leaf));
    const { locale } = surroundings;
    const collation: Collation = !options.sort || locale.collatesBytes ? null : (name) => locale.collationKey(name);
    const paths = options.sort && setup.consumer === undefined ? sortPaths(setup.roots, collation) : setup.roots;
    const traversalOptions = this.#traversalOptions(budget.cached, base, collation);
    const visitor = setup.probe?.observe?.(this.#visitor(), traversalOptions, this.workers) ?? this.#visitor();
    const roots = paths.map((path, number): Root => ({ path, number }));
    const cursors = {
      listed: new Entry(this.#lookup),
      finished: new Entry(this.#lookup),
      probed: new Entry(this.#lookup),
    };
    this.#traversal = new Traversal(ioq, system, roots, options.strategy, traversalOptions, visitor, cursors);
    this.#lookup.traversal = this.#traversal;
  }

  /**
   * Walk to the end, or until an action stops it; then run what commands are still to be run.
   *
   * @param watched - Looked at between two steps: where its first element is no longer 0, the walk pauses.
   * @returns False where it has paused; {@link step} goes on.
   */
  run(watched: Int32Array): boolean {
    while (this.#traversal.step(true)) if (watched[0] !== 0) return false;
    this.#actions.end();
    return true;
  }

  /** Go about one directory on. @returns False where nothing is left to do. */
  step(): boolean {
    if (this.#traversal.step(true)) return true;
    this.#actions.end();
    return false;
  }

  /** As {@link step}, but returns true at once where no answer is there. */
  poll(): boolean {
    if (this.#traversal.step(false)) return true;
    this.#actions.end();
    return false;
  }

  /** How many polls came to nothing. */
  get misses(): number {
    return this.#traversal.misses;
  }

  /** What the actions print with, for a program that makes the same of an entry. */
  get printServices(): PrintServices {
    return this.#actions.printServices;
  }

  /** Visit nothing more. */
  stop(): void {
    this.#verdict.stopped = true;
  }

  /** Where it is; to be asked between two steps, or while an entry is visited. */
  get progress(): Progress {
    return this.#traversal.progress;
  }

  /** Give back descriptors and threads. Idempotent. */
  close(): void {
    this.#traversal.close();
    this.ioq.destroy();
  }

  /** How often something failed on the way and was told, or counted. */
  get failures(): number {
    return this.#failures;
  }

  /** A command of some `{} +` was not started, or did not succeed. */
  get batchFailed(): boolean {
    return this.#actions.batchFailed;
  }

  /** What -exit asked for, or -1. */
  get requestedStatus(): number {
    return this.#verdict.exitStatus;
  }

  #traversalOptions(descriptors: number, base: number, collation: Collation): TraversalOptions {
    const { plan, consumer } = this.#setup;
    const { options } = this.#setup.commandLine;
    const order = consumer?.order ?? null;
    return {
      base,
      follow: options.follow,
      minDepth: plan.minDepth,
      maxDepth: plan.maxDepth,
      mayDescend: plan.mayDescend,
      postOrder: options.postOrder,
      sameDevice: options.sameDevice,
      skipMounts: options.skipMounts,
      sort: options.sort,
      collation,
      ...(order === null ? {} : { order }),
      statusTypes: plan.statusTypes,
      visitedTypes: this.#setup.probe?.visitsAll === true ? ALL_TYPES : plan.evaluatedTypes,
      filter: this.#setup.probe === null && this.#isBound === null ? plan.filter : null,
      unlinksLater: plan.deletesLater && options.strategy === 'bfs' && this.#setup.probe === null && consumer === undefined,
      speculates: !someLeaf(plan.expression, changesWhatIsRead),
      descriptors,
    };
  }

  /** @returns False: the next leaf, too. */
  #announce(leaf: Leaf): false {
    if (leaf.kind === 'action' && (leaf.action === 'record' || leaf.action === 'aggregate')) this.#actions.announce(leaf);
    return false;
  }

  #visitor(): Visitor {
    const { plan, commandLine, listener, probe, consumer } = this.#setup;
    const wrap = probe?.wrap ?? null;
    const host: CompileHost = {
      verdict: this.#verdict,
      follow: commandLine.options.follow,
      sorted: commandLine.options.order !== null,
      metadata: this.#metadata,
      ignoring: () => this.#ignoring(),
      action: (node) => {
        if (node.action === 'call') return consumer!.call(node);
        if (consumer !== undefined && isForConsumer(node)) return consumer.take;
        return this.#actions.compile(node);
      },
      ...(wrap === null ? {} : { wrap }),
    };
    return {
      visit: compileExpression(plan.expression, host),
      admit: this.#admission(host),
      mayNeedStatus: this.#mayNeedStatus(),
      verdict: this.#verdict,
      failDirectory: (entry, errno) => this.#fail(entry, errno),
      failEntry: (entry, errno) => this.#fail(entry, errno),
      failLoop: (entry, ancestor) => {
        // The ancestor was seen: -unique drops what leads back to it, like every other second way to a file.
        if (commandLine.options.unique) return;
        if (this.#countFailure()) listener.loopFound(entry.path.subarray(0, entry.spellPath()), ancestor);
      },
    };
  }

  /** What the plan says, and wherever the type may not be what the directory tells. */
  #mayNeedStatus(): Matcher | null {
    const { mayNeedStatus } = this.#setup.plan;
    const isBound = this.#isBound;
    if (isBound === null || mayNeedStatus === null) return isBound ?? mayNeedStatus;
    return (entry) => isBound(entry) || mayNeedStatus(entry);
  }

  /** One for the whole walk: it remembers what it has read. */
  #ignoring(): IgnoreServices {
    const { engine, consumer } = this.#setup;
    const base = consumer?.base ?? AT_FDCWD;
    this.#ignoreServices ??= openGitIgnore(engine.system, process.env, () => this.#traversal.cache, base);
    return this.#ignoreServices;
  }

  /** What drops an entry with all below it before it is visited: in this order, seen before, excluded, not safe for xargs. */
  #admission(host: CompileHost): Matcher | null {
    const { options } = this.#setup.commandLine;
    const { exclude } = this.#setup.plan;
    const gates: Matcher[] = [...(this.#setup.consumer?.gates ?? [])];
    if (options.unique) gates.push(compileUnique());
    if (exclude !== null) {
      const excluded = compileExpression(exclude, host);
      gates.push((entry) => !excluded(entry));
    }
    if (options.xargsSafe) {
      gates.push((entry) => {
        if (isXargsSafe(entry)) return true;
        this.#fail(entry, 0, 'Path is not safe for xargs');
        return false;
      });
    }
    if (gates.length === 0) return null;
    return (entry) => gates.every((gate) => gate(entry));
  }

  #fail(entry: Entry, errno: number, text?: string): void {
    const { commandLine, surroundings, listener } = this.#setup;
    const isRace = errno === ENOENT || errno === ENOTDIR;
    if (commandLine.options.ignoreRace && entry.depth > 0 && isRace) return;
    if (!this.#countFailure()) return;
    const path = entry.path.subarray(0, entry.spellPath());
    const sentence = text ?? surroundings.errorText(errno);
    const { unlinks } = this.#traversal;
    if (unlinks === null) {
      listener.fileFailed(path, sentence, errno);
    } else {
      const kept = path.slice();
      const tell = (): void => listener.fileFailed(kept, sentence, errno);
      if (!unlinks.defer(tell)) tell();
    }
  }

  /** @returns Whether it is to be told. */
  #countFailure(): boolean {
    this.#failures++;
    return !this.#setup.commandLine.options.noError;
  }
}

/** What a program gets as an entry is what would be printed to the standard output. */
function isForConsumer(node: OutwardAction): boolean {
  return node.action === 'print' && node.output === STANDARD_OUTPUT && node.form !== 'escaped';
}

/** A directory must not be read before its visit, which may keep the walk out of it or run a command that changes it. */
function changesWhatIsRead(leaf: Leaf): boolean {
  return leaf.kind === 'action' && (leaf.action === 'prune' || (leaf.action === 'exec' && !leaf.batch));
}
