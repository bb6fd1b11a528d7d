/**
 * What -D io shows: who served how many requests, how long they took, how many were in flight.
 *
 * In: what a queue tells of itself. Out: lines: a table with a row for each operation, and the depths as a histogram over time, a column a
 * character. Latencies are from a request's submission to its answer, and a read or a stat is a request for many names.
 */

import type { IoqServed, IoqTiming, ServedOperation } from '../ioq/ioq.ts';

/** Of so many in a hundred requests the latency is shown. */
const PERCENTILES = [50, 90, 99, 100] as const;

/** A row and `tswalk: -D io: ` before it fit into 80 columns. */
const COLUMN_WIDTH = 9;
/** From empty to full, where the locale has them and where not. */
const BLOCKS = ' ▁▂▃▄▅▆▇█';
const MARKS = ' .:-=+*#@';

/** @param reason - Why the addon is not used; a line for each place where it was looked for. */
export function describeService(served: IoqServed, reason: string | undefined, utf8: boolean): string[] {
  const { backend, workersStarted, operations, pace, statuses, timing } = served;
  const lines = [`backend ${backend}, ${workersStarted} ${workersStarted === 1 ? 'worker' : 'workers'}`];
  if (pace !== undefined && pace.least < pace.most) {
    lines.push(`${pace.least} to ${pace.most} workers, by how requests block: ${pace.grown} more, ${pace.shrunk} fewer`);
  }
  if (statuses !== undefined) {
    lines.push(`statuses by what they cost: ${times(statuses.toRing)} to io_uring, ${statuses.toPlain} back`);
  }
  if (reason !== undefined) lines.push(...reason.split('\n'));
  const heads = ['io_uring', 'plain', ...(timing === undefined ? [] : PERCENTILES.map(headOf))];
  lines.push(row('operation', heads));
  for (const [operation, { uring, plain }] of Object.entries(operations)) {
    const latencies = timing?.latencies[operation as ServedOperation];
    const shown = latencies === undefined ? [] : PERCENTILES.map((percent) => shownTime(percentile(latencies, percent)));
    lines.push(row(operation, [String(uring), String(plain), ...shown]));
  }
  if (timing !== undefined && timing.depths.length > 0) lines.push(...describeDepths(timing, utf8));
  return lines;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function headOf(percent: number): string {
  return percent === 100 ? 'longest' : `${percent}%`;
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(COLUMN_WIDTH) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join('');
}

/**
 * @param pairs - Latencies, the shortest first, each with how many there were.
 * @returns The shortest that `percent` of all do not exceed; null where there is none at all.
 */
export function percentile(pairs: readonly number[], percent: number): number | null {
  const counts = pairs.filter((_, i) => i % 2 === 1);
  const wanted = (counts.reduce((sum, count) => sum + count, 0) * percent) / 100;
  let seen = 0;
  for (const [i, count] of counts.entries()) {
    seen += count;
    if (seen >= wanted) return pairs[2 * i]!;
  }
  return null;
}

/** Three digits and a unit; `-` for none. */
export function shownTime(nanoseconds: number | null): string {
  if (nanoseconds === null) return '-';
  let value = nanoseconds;
  for (const unit of ['ns', 'us', 'ms']) {
    if (value < 999.5) return `${Number(value.toPrecision(3))} ${unit}`;
    value /= 1000;
  }
  return `${value < 1000 ? Number(value.toPrecision(3)) : Math.round(value)} s`;
}

/** How many were in flight, as high as the most there were. */
function describeDepths({ depths, columnNs, most }: IoqTiming, utf8: boolean): string[] {
  const marks = utf8 ? BLOCKS : MARKS;
  const highest = marks.length - 1;
  const chart = depths.map((depth) => marks[depth === 0 || most === 0 ? 0 : Math.max(1, Math.round((highest * depth) / most))]!);
  const span = `a column is ${shownTime(columnNs)}`;
  return [`in flight, at most ${most}; ${span}:`, `|${chart.join('')}|`];
}
