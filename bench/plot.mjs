/**
 * Two kinds of plot as SVG texts: lines over two logarithmic axes, and bars against a limit. Pure: numbers in, text out.
 *
 * Colours are legible on light and dark; texts are in the reader's own sans-serif.
 */

const COLORS = ['#2f81f7', '#e36209', '#3fb950', '#a371f7', '#d29922', '#8b949e', '#f85149'];
const GREY = '#8b949e';

const escapeMarkup = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
const text = (x, y, content, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeMarkup(content)}</text>`;
const line = (x1, y1, x2, y2, color, more = '') =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${color}" ${more}/>`;

function svg(width, height, parts) {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${GREY}">`;
  return `${head}\n${parts.join('\n')}\n</svg>\n`;
}

/**
 * @param series - `{ name, points }`, points being pairs of positive numbers.
 * @param axes - What the numbers are: `{ x, y }`.
 */
export function plotLogLog(title, series, axes) {
  const [width, height, left, right, top, bottom] = [760, 440, 70, 130, 40, 50];
  const all = series.flatMap(({ points }) => points);
  const range = (index) => {
    const exponents = all.map((point) => Math.log10(point[index]));
    return [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))];
  };
  const [xs, ys] = [range(0), range(1)];
  const xOf = (value) => left + ((Math.log10(value) - xs[0]) / (xs[1] - xs[0])) * (width - left - right);
  const yOf = (value) => height - bottom - ((Math.log10(value) - ys[0]) / (ys[1] - ys[0])) * (height - top - bottom);
  const parts = [text(left, 22, title, 'font-size="15"')];
  for (let exponent = xs[0]; exponent <= xs[1]; exponent++) {
    const x = xOf(10 ** exponent);
    parts.push(line(x, top, x, height - bottom, GREY, 'stroke-opacity="0.25"'));
    parts.push(text(x, height - bottom + 18, (10 ** exponent).toLocaleString('en'), 'text-anchor="middle"'));
  }
  for (let exponent = ys[0]; exponent <= ys[1]; exponent++) {
    const y = yOf(10 ** exponent);
    parts.push(line(left, y, width - right, y, GREY, 'stroke-opacity="0.25"'));
    parts.push(text(left - 8, y + 4, String(10 ** exponent), 'text-anchor="end"'));
  }
  parts.push(text((left + width - right) / 2, height - 10, axes.x, 'text-anchor="middle"'));
  parts.push(text(0, 0, axes.y, `text-anchor="middle" transform="translate(16 ${(top + height - bottom) / 2}) rotate(-90)"`));
  // Names stand at the ends of their lines, one below the other where those are close.
  const ends = series
    .map(({ name, points }, index) => ({ name, y: yOf(points.at(-1)[1]), color: COLORS[index % COLORS.length], points }))
    .sort((a, b) => a.y - b.y);
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { name, y, color, points } of ends) {
    const path = points.map(([x, value]) => `${xOf(x).toFixed(1)},${yOf(value).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`);
    lowest = Math.max(y + 4, lowest + 15);
    parts.push(text(xOf(points.at(-1)[0]) + 6, lowest, name, `fill="${color}"`));
  }
  return svg(width, height, parts);
}

/** @param bars - `{ label, share }`; a share of 1 reaches the limit, which is drawn. */
export function plotBars(title, bars) {
  const [width, row, left, right, top] = [760, 24, 220, 70, 50];
  const most = Math.max(1.25, ...bars.map(({ share }) => share));
  const xOf = (share) => left + (share / most) * (width - left - right);
  const height = top + bars.length * row + 16;
  const parts = [text(16, 22, title, 'font-size="15"')];
  bars.forEach(({ label, share }, index) => {
    const y = top + index * row;
    parts.push(text(left - 8, y + 13, label, 'text-anchor="end"'));
    const color = share <= 1 ? COLORS[2] : COLORS[6];
    parts.push(`<rect x="${left}" y="${y}" width="${(xOf(share) - left).toFixed(1)}" height="${row - 8}" fill="${color}"/>`);
    parts.push(text(xOf(share) + 6, y + 13, share.toFixed(2)));
  });
  parts.push(line(xOf(1), top - 8, xOf(1), height - 12, GREY, 'stroke-dasharray="4 3"'));
  parts.push(text(xOf(1), top - 12, 'allowed', 'text-anchor="middle"'));
  return svg(width, height, parts);
}
