/**
 * A program that walks and is ended: bundled, and run by endings.ts in a process of its own, and by itself in threads.
 *
 * In: a backend, a tree, what is to happen, a seed, and how often. What happens at random moments is one of:
 *
 *   many    `rounds` walks that are left, aborted, thrown out of, abandoned, or whose thread is terminated, in this process
 *   return  walks that are left open, at the end of the program
 *   timer   walks without an end, and an exception in a timer
 *   else    walks without an end, in the midst of which this process does to itself what the word says: see `DOOMS`
 *
 * Out, of `many`: findings as JSON. Each walk must end as it was told, and all of them must leave no descriptor and no thread.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { count, walk, walkSync } from '../../src/walk/index.ts';
import { seededRandom } from '../walk/expr/seeded-random.ts';

const [, script, backend, root, what, seed, rounds] = process.argv as [string, string, 'sync', string, string, string, string];
const options = { backend, queueDepth: 16, threads: 2 } as const;
const { below, pick } = seededRandom(Number(seed) + (isMainThread ? 0 : (workerData as number)));
const reason = new Error('on purpose');
const findings: string[] = [];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A starting point that is not there: something for onError. */
const roots = [root, `${root}/nothing`];
const quiet = { ...options, onError: 'ignore' } as const;

/** Calls `act` at the `at`-th call. */
function after(at: number, act: () => void): () => boolean {
  let calls = 0;
  return () => {
    if (++calls === at) act();
    return true;
  };
}

const fail = (): never => {
  throw reason;
};

/** How many entries a good walk finds. */
let entries = 0;
const moment = (): number => 1 + below(entries);

/** Threads but those that the kernel has for a ring, which go when it wants. */
function threads(): number {
  return readdirSync('/proc/self/task').filter((task) => {
    try {
      return !readFileSync(`/proc/self/task/${task}/comm`, 'latin1').startsWith('iou-');
    } catch {
      return false;
    }
  }).length;
}

const held = (): Record<string, number> => ({ descriptors: readdirSync('/proc/self/fd').length, threads: threads() });

/** Everything that nobody holds is given back, whichever way. */
async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    (globalThis as unknown as { gc(): void }).gc();
    await pause(2);
  }
}

/** Must fail with the reason, or, if the moment never came, not at all. */
async function expectReason(name: string, ending: Promise<unknown>): Promise<void> {
  try {
    await ending;
  } catch (error) {
    if (error !== reason) findings.push(`${name}: failed with ${error}`);
  }
}

/** Walks in every form, `each` being called with every entry; it says when enough is enough. */
const forms: ((each: () => boolean, more?: object) => Promise<void>)[] = [
  async (each, more) => {
    for await (const _ of walk(roots, null, { ...quiet, ...more })) if (!each()) break;
  },
  async (each, more) => {
    for await (const batch of walk.batches(roots, '-size -1G', { ...quiet, ...more })) if (!batch.every(each)) break;
  },
  async (each, more) => {
    for (const _ of walkSync(roots, '-readable', { ...quiet, ...more })) if (!each()) break;
  },
];

const ENDINGS = {
  async left() {
    let left = moment();
    await pick(forms)(() => --left > 0);
  },
  async aborted() {
    const controller = new AbortController();
    const abort = (): void => controller.abort(reason);
    const within = below(2) === 0;
    if (!within) setTimeout(abort, below(8));
    await expectReason('aborted', pick(forms)(within ? after(moment(), abort) : () => true, { signal: controller.signal }));
  },
  async thrown() {
    await expectReason('body', pick(forms)(after(moment(), fail)));
    await expectReason('expression', count(roots, after(moment(), fail), quiet));
    await expectReason('exclude', count(root, null, { ...options, exclude: () => after(moment(), fail)() && false }));
    await expectReason('onError', count(roots, null, { ...options, onError: fail }));
  },
  async abandoned() {
    const kept = [walk(roots, null, quiet), walk.batches(roots, '-size -1G', quiet)];
    for (const each of kept) await each.next();
    const other = walkSync(roots, null, quiet);
    for (let left = moment(); left > 0; left--) other.next();
    // Somebody waits for it still.
    if (below(2) === 0) void walk(root, null, options).next();
  },
  async terminated() {
    const workers = Array.from({ length: 1 + below(2) }, startThread);
    await pause(below(40));
    // This thread and the others are in the addon at once.
    const found = count(root, null, options);
    await Promise.all(workers.map((worker) => worker.terminate()));
    if ((await found) !== entries) findings.push(`terminated: ${await found} entries instead of ${entries}`);
  },
} satisfies Record<string, () => Promise<void>>;

function startThread(): Worker {
  const worker = new Worker(script, { argv: process.argv.slice(2), workerData: 1 + below(1 << 20) });
  worker.on('error', (error) => findings.push(`thread: ${error}`));
  return worker;
}

async function many(): Promise<void> {
  const names = Object.keys(ENDINGS) as (keyof typeof ENDINGS)[];
  for (const name of names) await ENDINGS[name]();
  await collectGarbage();
  const before = held();
  for (let round = 0; round < Number(rounds); round++) {
    // A thread costs as much as ten walks.
    const name = below(3) === 0 ? 'terminated' : pick(names);
    await ENDINGS[name]();
  }
  let left: string[] = [];
  for (let tries = 0; tries < 50; tries++) {
    await collectGarbage();
    const now = held();
    left = Object.keys(now).filter((name) => now[name]! > before[name]!);
    if (left.length === 0) break;
    await pause(20);
  }
  for (const name of left) findings.push(`left ${held()[name]! - before[name]!} ${name} behind`);
  if ((await count(root, null, options)) !== entries) findings.push('a walk after all finds something else');
  console.log(JSON.stringify(findings));
}

const DOOMS: Record<string, () => Promise<void> | void> = {
  exit: () => void process.exit(5),
  throw: fail,
  kill: () => new Promise(() => {}),
};

/** Walk and walk, and do `act` at a random moment of it. */
async function walkOn(act: () => Promise<void> | void): Promise<void> {
  const step = after(moment() * (1 + below(3)), () => void act());
  // Where a callback can be the one: the body of the loop, the expression, what is excluded, what went wrong.
  const ways = [
    () => pick(forms)(step),
    () => count(roots, step, quiet),
    () => count(root, null, { ...options, exclude: () => !step() }),
    () => count(Array(20).fill(`${root}/nothing`), null, { ...options, onError: step }),
  ];
  const way = pick(ways);
  while (true) {
    await way();
    // Not every way leaves the event loop a turn.
    await pause(0);
  }
}

async function main(): Promise<void> {
  entries = await count(root, null, options);
  if (!isMainThread) return walkOn(() => {});
  if (what === 'many') return many();
  if (what !== 'return') for (let i = below(3); i > 0; i--) startThread();
  if (what === 'timer') setTimeout(fail, below(60));
  if (what === 'return') {
    for (const kept of [walk(root, null, options), walk(roots, null, quiet)])
      for (let i = moment(); i > 0; i--) await kept.next();
    process.exitCode = 5;
    return;
  }
  await walkOn(DOOMS[what] ?? (() => {}));
}

void main();
