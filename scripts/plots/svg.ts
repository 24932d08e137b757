/**
 * Charts as plain SVG: bars, lines, heat maps. Text and strokes follow the reader's colour scheme; every figure is
 * also written as text, so that nothing is said by colour alone.
 */

export interface Chart {
  title: string;
  note: string;
  width: number;
  height: number;
  body: string;
}

const STYLE = `text{font:13px system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#24292f}
.t{font-size:16px;font-weight:600}.m{fill:#57606a}.s{font-size:12px}.e{text-anchor:end}.c{text-anchor:middle}
.g{stroke:#d0d7de;stroke-width:1}.a{stroke:#6e7781;stroke-width:1}.w{fill:#fff}.d{fill:#24292f}
@media(prefers-color-scheme:dark){text,.d{fill:#e6edf3}.m{fill:#9da7b1}.g{stroke:#30363d}.a{stroke:#6e7681}.w{fill:#0d1117}}`;

/** One colour a series; told apart by people who do not see red and green, and on both grounds. */
export const COLOURS: readonly string[] = ['#1f8a70', '#8a63d2', '#c2762d', '#3b7dd8', '#b0507a', '#7d8590'];

const TOP = 62;

export function escape(text: string | number): string {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text at a place; `classes`: of the style above. */
export function label(x: number, y: number, text: string | number, classes = ''): string {
  return `<text x="${round(x)}" y="${round(y)}"${classes ? ` class="${classes}"` : ''}>${escape(text)}</text>`;
}

export function render({ title, note, width, height, body }: Chart): string {
  const head = label(16, 26, title, 't') + label(16, 46, note, 'm s');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${round(height)}" width="${width}" height="${round(height)}" role="img" aria-label="${escape(title).replaceAll('"', '&quot;')}">
<style>${STYLE}</style>
<rect class="w" width="${width}" height="${round(height)}" rx="8"/>
${head}
${body}
</svg>
`;
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}

export interface Series {
  name: string;
  /** One value a group; null where nothing was measured. */
  values: readonly (number | null)[];
}

/** Horizontal bars in groups. `log`: from the smallest power of ten below all values. */
export function bars(
  title: string,
  note: string,
  groups: readonly string[],
  series: readonly Series[],
  { max, unit = '', log = false }: { max?: number; unit?: string; log?: boolean } = {},
): string {
  const left = Math.max(210, ...groups.map((name) => textWidth(name) + 14));
  const [right, bar, gap, width] = [90, 15, 12, 820];
  const all = series.flatMap((s) => s.values.filter((v) => v !== null));
  const most = max ?? Math.max(...all);
  const floor = log ? 10 ** Math.floor(Math.log10(Math.min(...all.filter((v) => v > 0)))) : 0;
  const scale = (v: number): number => {
    const share = log
      ? Math.log(Math.max(v, floor) / floor) / Math.log(Math.max(most, floor * 10) / floor)
      : v / most;
    return Math.max(0, share) * (width - left - right);
  };
  let y = TOP;
  let body = '';
  if (series.length > 1) {
    let x = 16;
    for (const [i, s] of series.entries()) {
      body += `<rect x="${x}" y="${y}" width="12" height="12" rx="2" fill="${COLOURS[i % COLOURS.length]}"/>${label(x + 18, y + 11, s.name, 's')}`;
      x += 40 + textWidth(s.name);
    }
    y += 28;
  }
  for (const [g, group] of groups.entries()) {
    const shown = series.flatMap((s, i) => (s.values[g] === null || s.values[g] === undefined ? [] : [i]));
    if (shown.length === 0) continue;
    body += label(left - 10, y + (shown.length * bar) / 2 + 4, group, 'e');
    for (const i of shown) {
      const value = series[i]!.values[g]!;
      const length = scale(value);
      body += `<rect x="${left}" y="${y}" width="${round(Math.max(length, 1))}" height="${bar - 2}" rx="2" fill="${COLOURS[(series.length > 1 ? i : 0) % COLOURS.length]}"/>${label(left + length + 6, y + 11, figure(value) + unit, 's m')}`;
      y += bar;
    }
    y += gap;
  }
  body += `<line class="a" x1="${left}" x2="${left}" y1="${TOP}" y2="${y - gap + 4}"/>`;
  return render({ title, note, width, height: y + 6, body });
}

/** A table of percentages, each cell coloured by its value. `bad`: the value that is as dark as it gets. */
export function heatMap(
  title: string,
  note: string,
  columns: readonly string[],
  rows: readonly { name: string; values: readonly (number | null)[] }[],
  bad = 80,
): string {
  const [left, cell] = [Math.max(150, ...rows.map((r) => textWidth(r.name) + 34)), 22];
  const wide = Math.max(78, ...columns.map((c) => textWidth(c) + 16));
  const width = Math.max(520, left + wide * columns.length + 16);
  let body = columns.map((c, i) => label(left + wide * (i + 0.5), TOP + 12, c, 'c s m')).join('');
  let y = TOP + 20;
  for (const { name, values } of rows) {
    if (values.every((value) => value === null)) continue; // not measured
    body += label(left - 10, y + 15, name, 'e s');
    values.forEach((value, i) => {
      if (value === null) return;
      const share = Math.max(0, Math.min(1, (value - bad) / (100 - bad)));
      const hue = 15 + 150 * share;
      body += `<rect x="${left + wide * i + 1}" y="${y + 1}" width="${wide - 2}" height="${cell - 2}" rx="3" fill="hsl(${hue.toFixed(0)} 48% 46%)" fill-opacity="${(0.3 + 0.14 * (1 - share)).toFixed(2)}"/>${label(left + wide * (i + 0.5), y + 15, figure(value), 'c s')}`;
    });
    y += cell;
  }
  return render({ title, note, width, height: y + 14, body });
}

export interface Axis {
  name: string;
  ticks: readonly { at: number; name: string }[];
  from: number;
  to: number;
}

/** Lines through points; axes are given in the units of the points. `diagonal`: where both agree. */
export function lines(
  title: string,
  note: string,
  x: Axis,
  y: Axis,
  series: readonly { name: string; points: readonly { x: number; y: number; weight?: number }[] }[],
  diagonal = false,
): string {
  const [left, width, plot] = [70, 640, 340];
  const right = width - 30;
  const px = (v: number): number => left + ((v - x.from) / (x.to - x.from)) * (right - left);
  const py = (v: number): number => TOP + 34 + plot - ((v - y.from) / (y.to - y.from)) * plot;
  let body = '';
  let at = 16;
  if (series.length > 1)
    for (const [i, s] of series.entries()) {
      body += `<rect x="${at}" y="${TOP}" width="12" height="12" rx="2" fill="${COLOURS[i % COLOURS.length]}"/>${label(at + 18, TOP + 11, s.name, 's')}`;
      at += 40 + textWidth(s.name);
    }
  for (const tick of y.ticks)
    body += `<line class="g" x1="${left}" x2="${right}" y1="${round(py(tick.at))}" y2="${round(py(tick.at))}"/>${label(left - 8, py(tick.at) + 4, tick.name, 'e s m')}`;
  for (const tick of x.ticks)
    body += `<line class="g" x1="${round(px(tick.at))}" x2="${round(px(tick.at))}" y1="${TOP + 34}" y2="${TOP + 34 + plot}"/>${label(px(tick.at), TOP + plot + 52, tick.name, 'c s m')}`;
  if (diagonal)
    body += `<line class="a" stroke-dasharray="4 4" x1="${round(px(x.from))}" y1="${round(py(y.from))}" x2="${round(px(x.to))}" y2="${round(py(y.to))}"/>`;
  for (const [i, s] of series.entries()) {
    const colour = COLOURS[i % COLOURS.length];
    const path = s.points.map((p) => `${round(px(p.x))},${round(py(p.y))}`).join(' ');
    body += `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    for (const p of s.points)
      body += `<circle cx="${round(px(p.x))}" cy="${round(py(p.y))}" r="${p.weight ?? 4}" fill="${colour}"/>`;
  }
  body += label((left + right) / 2, TOP + plot + 74, x.name, 'c s') + label(left, TOP + 28, y.name, 's');
  return render({ title, note, width, height: TOP + plot + 88, body });
}

/** About how wide a text is. */
function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! > 0x2e7f ? 13 : 7;
  return width;
}

/** Three significant digits, never rounded up to 100. */
function figure(value: number): string {
  if (value > 99.9 && value < 100) return '99.9';
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
