/**
 * A walk: joins what was asked (a `CommandLine`), who goes (a `Traversal`) and what is done with each entry (the actions).
 *
 * In: a parsed command line and its surroundings. Out: everything the actions do, failures told to a `WalkListener`, and the
 * exit status. `Walk.run` goes to the end on the calling thread; `Walk.close` gives back every descriptor and thread, at any time.
 * This is the one place where expressions, the traversal and actions meet.
 */

import { Accounts } from '../ioq/accounts.ts';
import type { Ioq } from '../ioq/ioq.ts';
import type { Engine } from '../ioq/open.ts';
import { compileDelete } from './action/delete.ts';
import { compileExec } from './action/exec.ts';
import { ExecBatch } from './action/exec-batch.ts';
import type { ExecServices } from './action/exec-services.ts';
import { compileList } from './action/ls.ts';
import { compilePrint, compilePrint0, compilePrintx } from './action/print.ts';
import { compilePrintf } from './action/printf.ts';
import type { PrintServices } from './action/services.ts';
import { Entry, type Matcher, type Root } from './entry.ts';
import { EntryMetadata } from './entry-metadata.ts';
import { type ExecAction, type Leaf, someLeaf } from './expr/ast.ts';
import type { CommandLine } from './expr/command-line.ts';
import { type CompileHost, compileExpression, type OutwardAction } from './expr/compile.ts';
import type { Plan } from './expr/plan.ts';
import { Lookup } from './lookup.ts';
import type { Surroundings } from './surroundings.ts';
import { descriptorBudget } from './traversal/descriptor-budget.ts';
import { type Collation, sortPaths } from './traversal/listing.ts';
import { Traversal } from './traversal/traversal.ts';
import type { TraversalOptions, Visitor } from './traversal/visitor.ts';
import { Verdict } from './verdict.ts';

/** Told of what goes wrong on the way; the walk goes on. */
export interface WalkListener {
  /** A sentence about a file, without its period; the path is borrowed. */
  fileFailed(path: Uint8Array, text: string): void;
  /** A directory is the same as `ancestor`, which it is in; the paths are borrowed. */
  loopFound(path: Uint8Array, ancestor: Uint8Array): void;
  /** A sentence about a failure that belongs to no file. */
  failed(text: string): void;
  /** A sentence about what is no failure but strange. */
  warned(text: string): void;
}

const ENOENT = 2;
const ENOTDIR = 20;

/** More than this many workers help no warm walk; a peer's default. */
const MOST_DEFAULT_WORKERS = 8;

export class Walk {
  readonly ioq: Ioq;
  /** What the queue had to say when it was made; without a final period. */
  readonly warning: string | undefined;
  readonly #commandLine: CommandLine;
  readonly #plan: Plan;
  readonly #surroundings: Surroundings;
  readonly #listener: WalkListener;
  readonly #verdict = new Verdict();
  readonly #lookup: Lookup;
  readonly #metadata: EntryMetadata;
  readonly #printServices: PrintServices;
  readonly #execServices: ExecServices;
  /** -exec and -execdir with `+`, in the order of the expression. */
  readonly #batches: ExecBatch[] = [];
  readonly #traversal: Traversal;
  #failures = 0;

  /**
   * @param roots - The starting points, raw bytes.
   * @throws {ExpressionError} The expression asks for what cannot be done here.
   */
  constructor(
    engine: Engine,
    commandLine: CommandLine,
    plan: Plan,
    roots: readonly Uint8Array[],
    surroundings: Surroundings,
    listener: WalkListener,
  ) {
    const { options } = commandLine;
    const { system } = engine;
    this.#commandLine = commandLine;
    this.#plan = plan;
    this.#surroundings = surroundings;
    this.#listener = listener;
    this.#lookup = new Lookup(system, options.follow, (entry, errno, text) => this.#fail(entry, errno, text));

    const accounts = new Accounts(surroundings.accounts);
    this.#metadata = new EntryMetadata(engine.metadata, this.#lookup, accounts, () => surroundings.mounts);
    this.#printServices = {
      locale: surroundings.locale,
      accounts,
      metadata: this.#metadata,
      nowSeconds: surroundings.now.seconds,
      posixlyCorrect: surroundings.posixlyCorrect,
      utf8: surroundings.utf8,
    };

    this.#execServices = {
      system,
      processes: engine.processes,
      isYes: (answer) => surroundings.locale.isYes(answer),
      utf8: surroundings.utf8,
      openDirectoryOf: (entry) => this.#lookup.openDirectoryOf(entry),
      prepare: () => {
        surroundings.outputs.flush();
        accounts.forget();
      },
      failed: (text) => listener.failed(text),
      warned: (text) => listener.warned(text),
    };

    const visitor = this.#visitor();
    const workers = options.threads ?? Math.min(system.usableProcessors(), MOST_DEFAULT_WORKERS);
    const budget = descriptorBudget(system.descriptorLimits(), workers);
    const { ioq, warning } = engine.createQueue({ queueDepth: budget.queueDepth, workers });
    this.ioq = ioq;
    this.warning = engine.warning ?? warning;
    const { locale } = surroundings;
    const collation: Collation = locale.collatesBytes ? null : (name) => locale.collationKey(name);
    const paths = options.sort ? sortPaths(roots, collation) : roots;
    const traversalOptions: TraversalOptions = {
      follow: options.follow,
      minDepth: plan.minDepth,
      maxDepth: plan.maxDepth,
      postOrder: options.postOrder,
      sameDevice: options.sameDevice,
      skipMounts: options.skipMounts,
      sort: options.sort,
      collation,
      statusTypes: plan.statusTypes,
      visitedTypes: plan.evaluatedTypes,
      speculates: !someLeaf(plan.expression, changesWhatIsRead),
      descriptors: budget.cached,
    };
    const numbered = paths.map((path, number): Root => ({ path, number }));
    const [listed, finished, probed] = [1, 2, 3].map(() => new Entry(this.#lookup)) as [Entry, Entry, Entry];
    const cursors = { listed, finished, probed };
    this.#traversal = new Traversal(ioq, system, numbered, options.strategy, traversalOptions, visitor, cursors);
    this.#lookup.traversal = this.#traversal;
  }

  /** Walk to the end, or until an action stops it; then run what commands are still to be run. */
  run(): void {
    while (this.#traversal.step(true));
    for (const batch of this.#batches) batch.end();
  }

  /** Give back descriptors and threads. Idempotent. */
  close(): void {
    this.#traversal.close();
    this.ioq.destroy();
  }

  /** Something failed on the way and was told, or counted. */
  get failures(): number {
    return this.#failures;
  }

  /** A command of some `{} +` was not started, or did not succeed. */
  get batchFailed(): boolean {
    return this.#batches.some((batch) => batch.failed);
  }

  /** What -exit asked for, or -1. */
  get requestedStatus(): number {
    return this.#verdict.exitStatus;
  }

  #visitor(): Visitor {
    const plan = this.#plan;
    const { options } = this.#commandLine;
    const host: CompileHost = {
      verdict: this.#verdict,
      follow: options.follow,
      metadata: this.#metadata,
      action: (node) => this.#action(node),
    };
    return {
      visit: compileExpression(plan.expression, host),
      admit: this.#admission(host),
      mayNeedStatus: plan.mayNeedStatus,
      verdict: this.#verdict,
      failDirectory: (entry, errno) => this.#fail(entry, errno),
      failEntry: (entry, errno) => this.#fail(entry, errno),
      failLoop: (entry, ancestor) => {
        if (this.#countFailure()) this.#listener.loopFound(entry.path.subarray(0, entry.spellPath()), ancestor);
      },
    };
  }

  /** What drops an entry with all below it before it is visited: in this order, seen before, excluded, not safe for xargs. */
  #admission(host: CompileHost): Matcher | null {
    const { options } = this.#commandLine;
    const { exclude } = this.#plan;
    const gates: Matcher[] = [];
    if (options.unique) gates.push(compileUnique());
    if (exclude !== null) {
      const excluded = compileExpression(exclude, host);
      gates.push((entry) => !excluded(entry));
    }
    if (options.xargsSafe) gates.push((entry) => this.#isXargsSafe(entry));
    if (gates.length === 0) return null;
    return (entry) => gates.every((gate) => gate(entry));
  }

  #isXargsSafe(entry: Entry): boolean {
    const length = entry.spellPath();
    for (let i = 0; i < length; i++) {
      if (!XARGS_SPECIAL.has(entry.path[i]!)) continue;
      this.#fail(entry, 0, 'Path is not safe for xargs');
      return false;
    }
    return true;
  }

  #action(node: OutwardAction): Matcher | null {
    if (node.action === 'delete') return this.#delete();
    if (node.action === 'exec') return this.#exec(node);
    const output = this.#surroundings.outputs.at(node.output);
    if (node.action === 'ls') return compileList(output, this.#printServices);
    if (node.action === 'printf') return compilePrintf(output, node.format, this.#printServices);
    if (node.form === 'nul') return compilePrint0(output);
    if (node.form === 'escaped') return compilePrintx(output);
    return compilePrint(output, this.#surroundings.utf8);
  }

  #delete(): Matcher {
    const lookup = this.#lookup;
    return compileDelete({
      follows: (entry) => lookup.followFor(entry) !== 0,
      unlink: (entry, isDirectory) => lookup.unlink(entry, isDirectory),
    });
  }

  #exec(node: ExecAction): Matcher {
    if (!node.batch) return compileExec(node, node.confirm, this.#execServices);
    const batch = new ExecBatch(node, this.#execServices);
    this.#batches.push(batch);
    return batch.add;
  }

  #fail(entry: Entry, errno: number, text?: string): void {
    const { options } = this.#commandLine;
    if (options.ignoreRace && entry.depth > 0 && (errno === ENOENT || errno === ENOTDIR)) return;
    if (!this.#countFailure()) return;
    const length = entry.spellPath();
    this.#listener.fileFailed(entry.path.subarray(0, length), text ?? this.#surroundings.errorText(errno));
  }

  /** @returns Whether it is to be told. */
  #countFailure(): boolean {
    this.#failures++;
    return !this.#commandLine.options.noError;
  }
}

/** A directory must not be read before its visit, which may keep the walk out of it or run a command that changes it. */
function changesWhatIsRead(leaf: Leaf): boolean {
  return leaf.kind === 'action' && (leaf.action === 'prune' || (leaf.action === 'exec' && !leaf.batch));
}

/** Space, tab, newline, both quotes and the backslash, which xargs(1) takes apart. */
const XARGS_SPECIAL: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x27, 0x22, 0x5c]);

/** True the first time that a file is seen, by device and inode. */
function compileUnique(): Matcher {
  const seen = new Map<bigint, Set<bigint>>();
  return (entry) => {
    if (!entry.needStatus()) return false;
    const { deviceBig, inodeBig } = entry.status;
    const inodes = seen.get(deviceBig) ?? new Set();
    seen.set(deviceBig, inodes);
    if (inodes.has(inodeBig)) return false;
    inodes.add(inodeBig);
    return true;
  };
}
