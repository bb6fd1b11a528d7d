/**
 * How long the library holds the event loop while it walks.
 *
 *     node bench/library/event-loop.mjs DIR... [WALK...]      WALK: a name of `WALKS`; else all of them
 *
 * In: trees. Out: for each walk the longest time between two turns of a timer of 1 ms: on the clock, and, where Node.js can tell it, of
 * the main thread's own CPU time, which does not count what other programs on the machine took; of both the least of three runs, each in a
 * process of its own. The time of a garbage collection is in both; the longest collection of the last run stands beside them.
 */
import { spawnSync } from 'node:child_process';
import { PerformanceObserver } from 'node:perf_hooks';
import { collect, count, forEach, paths, records, some, sum, walk } from '../../dist/index.js';

const RUNS = 3;

/** Whatever is done with each entry. */
const look = (entry) => entry.path === '';

const each = (options) => async (roots) => {
  for await (const entry of walk(roots, null, options)) if (look(entry)) return;
};

const inBatches = (options) => async (roots) => {
  for await (const batch of walk.batches(roots, null, options)) for (const entry of batch) if (look(entry)) return;
};

const WALKS = {
  walk: each(),
  stat: each({ stat: true }),
  dfs: each({ order: 'dfs' }),
  ids: each({ order: 'ids' }),
  name: each({ sort: 'name' }),
  reverse: each({ sort: 'name', reverse: true }),
  natural: each({ sort: 'natural' }),
  size: each({ sort: 'size' }),
  mtime: each({ sort: 'mtime' }),
  'natural-dfs': each({ sort: 'natural', order: 'dfs' }),
  'size-dfs': each({ sort: 'size', order: 'dfs' }),
  'natural-ids': each({ sort: 'natural', order: 'ids' }),
  batches: inBatches(),
  'batches-size': inBatches({ sort: 'size' }),
  'first-name': (roots) => collect(roots, null, { sort: 'name', limit: 10_000 }),
  'first-size': (roots) => collect(roots, null, { sort: 'size', reverse: true, limit: 10_000 }),
  'first-paths': (roots) => paths(roots, null, { sort: 'name', limit: 200_000 }),
  collect: (roots) => collect(roots),
  'collect-stat': (roots) => collect(roots, null, { stat: true }),
  'collect-natural': (roots) => collect(roots, null, { sort: 'natural' }),
  paths: (roots) => paths(roots),
  'paths-buffer': (roots) => paths(roots, null, { encoding: 'buffer' }),
  'paths-absolute': (roots) => paths(roots, null, { paths: 'absolute' }),
  'paths-natural': (roots) => paths(roots, null, { sort: 'natural' }),
  records: async (roots) => {
    for await (const record of records(roots, null, ['path', 'size'])) if (look(record)) return;
  },
  forEach: (roots) => forEach(roots, null, look),
  some: (roots) => some(roots, '-name " no such name "'),
  sum: (roots) => sum(roots, null, { by: 'ext' }),
  'sum-dir': (roots) => sum(roots, null, { by: 'dir' }),
  count: (roots) => count(roots, '-name x'),
  'node-count': (roots) => count(roots, null, { backend: 'node' }),
  node: each({ backend: 'node' }),
  'node-natural': each({ backend: 'node', sort: 'natural' }),
};

const threadMs = () => {
  const { user, system } = process.threadCpuUsage?.() ?? { user: Number.NaN, system: Number.NaN };
  return (user + system) / 1000;
};

/** The longest times, milliseconds. */
async function measure(run, roots) {
  let collection = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collection = Math.max(collection, duration);
  }).observe({ entryTypes: ['gc'] });
  let clock = 0;
  let own = 0;
  let lastClock = performance.now();
  let lastOwn = threadMs();
  const timer = setInterval(() => {
    const now = performance.now();
    const nowOwn = threadMs();
    clock = Math.max(clock, now - lastClock);
    own = Math.max(own, nowOwn - lastOwn);
    lastClock = now;
    lastOwn = nowOwn;
  }, 1);
  await run(roots);
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(timer);
  return { clock, own, collection };
}

const words = process.argv.slice(2);
const roots = words.filter((word) => !Object.hasOwn(WALKS, word));
const chosen = words.filter((word) => Object.hasOwn(WALKS, word));
if (process.env.EVENT_LOOP_RUN === undefined) {
  for (const name of chosen.length > 0 ? chosen : Object.keys(WALKS)) {
    const all = Array.from({ length: RUNS }, () => {
      const run = spawnSync(process.execPath, [import.meta.filename, ...roots, name], {
        env: { ...process.env, EVENT_LOOP_RUN: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return JSON.parse(run.stdout);
    });
    const least = (of) => Math.min(...all.map((measured) => measured[of] ?? Number.NaN)).toFixed(1);
    console.log(
      `${name.padEnd(16)} ${least('clock')} ms on the clock, ${least('own')} ms of the main thread, collecting garbage ${least('collection')} ms`,
    );
  }
} else console.log(JSON.stringify(await measure(WALKS[chosen[0]], roots)));
