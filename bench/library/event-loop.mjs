/**
 * How long the library holds the event loop while it walks.
 *
 *     node bench/library/event-loop.mjs DIR [WALK...]      WALK: a name of `WALKS`
 *
 * In: a tree. Out: for each walk the longest time between two turns of a timer of 1 ms: on the clock, and, where Node.js can tell it, of
 * the main thread's own CPU time, which does not count what other programs on the machine took. That of a garbage collection is in both.
 */
import { collect, count, paths, sum, walk } from '../../dist/index.js';

const [root, ...chosen] = process.argv.slice(2);

const WALKS = {
  walk: async () => {
    for await (const entry of walk(root)) if (entry.path === '') return;
  },
  batches: async () => {
    for await (const batch of walk.batches(root)) for (const entry of batch) if (entry.path === '') return;
  },
  stat: async () => {
    for await (const entry of walk(root, null, { stat: true })) if (entry.stat.size < 0) return;
  },
  sorted: async () => {
    for await (const entry of walk(root, null, { sort: 'natural' })) if (entry.path === '') return;
  },
  first: () => collect(root, null, { sort: 'size', reverse: true, limit: 10_000 }),
  collect: () => collect(root),
  paths: () => paths(root),
  sum: () => sum(root, null, { by: 'ext' }),
  count: () => count(root, '-name x'),
  node: () => count(root, null, { backend: 'node' }),
};

const threadMs = () => {
  const { user, system } = process.threadCpuUsage?.() ?? { user: Number.NaN, system: Number.NaN };
  return (user + system) / 1000;
};

for (const [name, run] of Object.entries(WALKS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  let longest = 0;
  let longestOwn = 0;
  let last = performance.now();
  let lastOwn = threadMs();
  const timer = setInterval(() => {
    const now = performance.now();
    const own = threadMs();
    longest = Math.max(longest, now - last);
    longestOwn = Math.max(longestOwn, own - lastOwn);
    last = now;
    lastOwn = own;
  }, 1);
  await run();
  clearInterval(timer);
  console.log(`${name.padEnd(8)} ${longest.toFixed(1)} ms on the clock, ${longestOwn.toFixed(1)} ms of the main thread`);
}
