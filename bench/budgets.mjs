/**
 * The budgets: how long tswalk may take in terms of the floor, of the best peer, of another of its own runs. Ratios of one run of the
 * bench, no times.
 *
 * A row holds where everything that it names was measured.
 */

const PEERS = ['find', 'bfs', 'fd'];

/** `limit` times `than`; `than` is a tool, "peer" for the best of find, bfs and fd, or another workload of tswalk's. */
const BUDGETS = [
  { workload: 'false', limit: 1.25, than: 'floor' },
  { workload: 'false', limit: 0.75, than: 'peer' },
  { workload: 'name', limit: 1.25, than: 'floor' },
  { workload: 'name', limit: 0.75, than: 'peer' },
  { workload: 'print', limit: 0.85, than: 'peer' },
  { workload: 'stat', limit: 1.2, than: 'floor' },
  { workload: 'sorted', limit: 0.7, than: 'bfs' },
  { workload: 'dfs', limit: 1.1, thanWorkload: 'false' },
  { workload: 'regex', limit: 1, than: 'peer' },
  { workload: 'printf', limit: 1, than: 'peer' },
  { workload: 'exec', limit: 1.1, than: 'peer' },
  { workload: 'execplus', limit: 1, than: 'peer' },
  { workload: 'hundred', limit: 1.2, than: 'empty.cjs' },
  { workload: 'quit', limit: 1.7, than: 'empty.cjs' },
  { workload: 'false', limit: 80, unit: 'MiB' },
];

/** Cold, the peers run with their defaults. */
const COLD_BUDGETS = [
  { workload: 'false', limit: 0.8, than: 'peer' },
  { workload: 'stat', limit: 0.8, than: 'peer' },
];

/** @returns For each budget that can be judged: a sentence, a short label, and what was used of it (1 is all of it). */
export function judgeBudgets(results, cold) {
  const find = (workload, tool) => results.find((row) => row.workload === workload && row.tool === tool && row.status === 0);
  return (cold ? COLD_BUDGETS : BUDGETS).flatMap(({ workload, limit, than, thanWorkload, unit }) => {
    const own = find(workload, 'tswalk');
    if (own === undefined) return [];
    if (unit) return [verdict(workload, own.mib, limit, `${own.mib.toFixed(0)} ${unit}, allowed ${limit}`, unit)];
    const others = thanWorkload
      ? [find(thanWorkload, 'tswalk')]
      : (than === 'peer' ? PEERS : [than]).map((tool) => find(workload, tool));
    const walls = others.flatMap((row) => row?.wall ?? []);
    if (walls.length === 0) return [];
    const ratio = own.wall / Math.min(...walls);
    const whose = thanWorkload ?? (than === 'peer' ? 'the best peer' : than);
    return [verdict(workload, ratio, limit, `${ratio.toFixed(2)} x ${whose}, allowed ${limit}`, whose)];
  });
}

const verdict = (workload, value, limit, text, whose) => ({
  text: `${workload}: ${text}`,
  label: `${workload} ÷ ${whose}`,
  share: value / limit,
});
