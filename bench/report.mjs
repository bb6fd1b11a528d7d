/**
 * Spells out what compare.mjs measured: lines for a terminal, a Markdown table for the README. Pure: rows in, text out.
 *
 * A tool that failed (exit status other than 0) is shown, but compared with nothing.
 */

/** One line: medians, spread, and how long tswalk took in terms of this tool. */
export function formatSample(row, own) {
  const ratio = own.status === 0 && row.status === 0 ? `  tswalk/this ${(own.wall / row.wall).toFixed(2)}` : '';
  const time = `${row.wall.toFixed(3)} s  (${row.fastest.toFixed(3)}-${row.slowest.toFixed(3)})`;
  const cpu = `cpu ${row.cpu.toFixed(2)} s (user ${row.user.toFixed(2)})`;
  return `  ${row.tool.padEnd(11)} ${time}  ${cpu}  ${row.mib.toFixed(0).padStart(4)} MiB  out ${row.bytes}  exit ${row.status}${ratio}`;
}

/**
 * A row a workload, a column a tool; then tswalk in terms of the floor (or of an empty Node program) and of the best peer, and its peak
 * memory.
 */
export function formatMarkdown(results) {
  const tools = [...new Set(results.map(({ tool }) => tool))].filter((tool) => tool !== 'empty.cjs');
  const head = ['work', ...tools, 'tswalk ÷ floor', 'tswalk ÷ best peer', 'memory'];
  const lines = [head, head.map(() => '---')];
  for (const workload of new Set(results.map((row) => row.workload))) {
    const rows = results.filter((row) => row.workload === workload && row.status === 0);
    const wallOf = (tool) => rows.find((row) => row.tool === tool)?.wall;
    const own = wallOf('tswalk');
    const empty = wallOf('empty.cjs');
    const floor = wallOf('floor') ?? empty;
    const best = Math.min(
      ...rows.filter(({ tool }) => !['floor', 'empty.cjs'].includes(tool) && !tool.startsWith('tswalk')).map(({ wall }) => wall),
    );
    const words = results.find((row) => row.workload === workload).words.map((word) => (/[*()]/.test(word) ? `'${word}'` : word));
    const label = workload === 'hundred' ? 'a hundred files' : `\`${words.join(' ').replaceAll('|', '\\|') || '-print'}\``;
    const mib = rows.find(({ tool }) => tool === 'tswalk')?.mib;
    const memory = mib ? `${mib.toFixed(0)} MiB` : '';
    const cell = (seconds) => (seconds === undefined ? '' : `${seconds.toFixed(seconds < 0.1 ? 3 : 2)} s`);
    const ratio = (other) => (own && Number.isFinite(other) ? (own / other).toFixed(2) : '');
    const floorRatio = ratio(floor) && `${ratio(floor)}${empty ? ` (\`node empty.cjs\` ${cell(empty)})` : ''}`;
    lines.push([label, ...tools.map((tool) => cell(wallOf(tool))), floorRatio, ratio(best), memory]);
  }
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
