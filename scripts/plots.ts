/**
 * `npm run plots`: the figures that the READMEs show, docs/plots/*.svg, from what `npm run evaluate` and
 * `npm run bench` left in `.cache`. A table comes from the newest run that has it; what was not measured is
 * not drawn, and an old drawing of it stays.
 *
 *   npm run evaluate -- --set heldout --samples 200 && npm run bench && npm run plots
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Section, Table } from './evaluate/report.ts';
import { type Axis, bars, heatMap, lines, type Series } from './plots/svg.ts';

const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url));
const OUT = fileURLToPath(new URL('../docs/plots/', import.meta.url));

const EVALUATE = 'npm run evaluate -- --set heldout --samples 200 --only';
/** Name, title and the command behind each drawing, in the order of the page. */
const PAGE: readonly (readonly [string, string, string])[] = [
  ['accuracy', 'Repair, against other tools', `${EVALUATE} peers`],
  ['kinds', 'Repair by kind and length, nothing lost', `${EVALUATE} reversible`],
  ['lossy', 'Repair where bytes were lost', `${EVALUATE} lossy`],
  ['detection', 'Encoding detection, against other tools', `${EVALUATE} detection`],
  ['reliability', 'Confidence, stated and true', `${EVALUATE} calibration`],
  ['throughput', 'Throughput', 'npm run bench'],
  ['cost', 'Cost of one repair by length', 'npm run bench'],
];

interface Run {
  date: string;
  options: { side: string };
  sections: Section[];
}

interface BenchRow {
  group: string;
  what: string;
  value: number;
  unit: string;
  note?: string;
}

/** Held-out runs first, then the newer ones. */
function runs(): Run[] {
  const folder = join(CACHE, 'evaluate');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Run)
    .sort((a, b) => Number(b.options.side === 'heldout') - Number(a.options.side === 'heldout'));
}

function findTable(title: RegExp): { table: Table; note: string } | null {
  for (const run of runs()) {
    const table = run.sections.flatMap((s) => s.tables).find((t) => title.test(t.title) && t.rows.length > 0);
    const side =
      run.options.side === 'heldout' ? 'text that neither training nor tuning saw' : 'development text';
    if (table) return { table, note: `${side}, ${run.date}` };
  }
  return null;
}

/** The number at the start of a cell: `99.50 (200)` → 99.5; null where there is none. */
function number(cell: string | number | undefined): number | null {
  const value = Number.parseFloat(String(cell));
  return Number.isFinite(value) ? value : null;
}

function percentAxis(name: string): Axis {
  return { name, from: 0, to: 100, ticks: [0, 20, 40, 60, 80, 100].map((at) => ({ at, name: `${at} %` })) };
}

/** An axis of powers of ten that holds all values (logarithms). */
function powerAxis(name: string, values: readonly number[], unit: (power: number) => string): Axis {
  const [from, to] = [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))];
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => ({ at: from + i, name: unit(from + i) }));
  return { name, from, to, ticks };
}

/** 10 to a power, µs. */
function time(power: number): string {
  if (power < 3) return `${10 ** power} µs`;
  return power < 6 ? `${10 ** (power - 3)} ms` : `${10 ** (power - 6)} s`;
}

const drawn: string[] = [];
function write(name: string, svg: string): void {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, `${name}.svg`), svg);
  drawn.push(name);
}

function accuracy(): void {
  const found = findTable(/^Peers: totals/);
  if (!found) return;
  const { rows } = found.table;
  const tools = [...new Set(rows.map((r) => String(r[0])))];
  const groups = [...new Set(rows.map((r) => `${r[1]}, ${r[2]}`))];
  const series = tools.map((name): Series => ({
    name,
    values: groups.map((group) => {
      const row = rows.find((r) => r[0] === name && `${r[1]}, ${r[2]}` === group);
      return row ? number(row[4]) : null;
    }),
  }));
  const counts = rows.map((r) => Number(r[3]));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  write(
    'accuracy',
    bars(
      'Original back exactly, % of samples',
      `All damage kinds, N ${least} to ${most} a bar; ${found.note}`,
      groups,
      series,
      {
        max: 100,
      },
    ),
  );
}

function kinds(): void {
  const found = findTable(/^Reversible damage: exact % by channel/);
  if (!found) return;
  const { columns, rows } = found.table;
  const cells = rows.map((r) => ({ name: `${r[0]} (${r[1]})`, values: r.slice(2).map(number) }));
  write(
    'kinds',
    heatMap('Damage that lost nothing: original back exactly, %', found.note, columns.slice(2), cells),
  );
}

function lossy(): void {
  const found = findTable(/^Lossy damage$/);
  if (!found) return;
  const { columns, rows } = found.table;
  const inLine = columns.findIndex((name) => name.startsWith('run in a clean line'));
  const wanted = columns.flatMap((name, i) => (/^(?:exact|characters) %$/.test(name) ? [i] : []));
  if (wanted.length === 0) return;
  const names = wanted.map((i) => (inLine >= 0 && i > inLine ? `run: ${columns[i]!}` : columns[i]!));
  const cells = rows.map((r) => ({ name: String(r[0]), values: wanted.map((i) => number(r[i])) }));
  write(
    'lossy',
    heatMap('Damage that lost bytes', `run: a damaged run in a clean line; ${found.note}`, names, cells, 50),
  );
}

function detection(): void {
  const found = findTable(/detect/i);
  if (!found) return;
  const { columns, rows } = found.table;
  const cells = rows.map((r) => ({ name: String(r[0]), values: r.slice(1).map(number) }));
  write('detection', heatMap(found.table.title, found.note, columns.slice(1), cells, 50));
}

function reliability(): void {
  const found = findTable(/^Confidence: stated against frequency/);
  if (!found) return;
  const rows = found.table.rows.map((r) => r.map(number));
  const most = Math.max(...rows.map((r) => r[1] ?? 0));
  const spans = rows.reduce((sum, r) => sum + (r[1] ?? 0), 0);
  const series = (
    name: string,
    column: number,
  ): { name: string; points: { x: number; y: number; weight: number }[] } => ({
    name,
    points: rows.flatMap((r) => {
      const [x, y] = [r[2] ?? null, r[column] ?? null];
      return x === null || y === null ? [] : [{ x, y, weight: 3 + 5 * Math.sqrt((r[1] ?? 0) / most) }];
    }),
  });
  write(
    'reliability',
    lines(
      'Confidence: stated and true',
      `${spans} spans, bigger points hold more; ${found.note}`,
      percentAxis('stated confidence'),
      percentAxis('true'),
      [series('names the damage', 3), series('text right', 4)],
      true,
    ),
  );
}

/** What the newest bench left, or null. */
function benchRun(): { date: string; rows: BenchRow[] } | null {
  const path = join(CACHE, 'bench', 'rows.json');
  if (!existsSync(path)) return null;
  const { date, rows } = JSON.parse(readFileSync(path, 'utf8')) as { date: string; rows: BenchRow[] };
  return { date, rows: rows.filter((r) => Number.isFinite(r.value)) };
}

/** docs/plots/bench.md: the same figures as a table. */
function writeBench(): void {
  const run = benchRun();
  if (!run) return;
  const rows = run.rows.map(
    ({ what, value, unit, note }) =>
      `| ${what} | ${Number(value.toPrecision(3))} | ${unit} | ${note ?? ''} |`,
  );
  const head = [
    '# Speed, as measured',
    '',
    `By \`npm run bench\` on ${run.date}, Node ${process.versions.node}. Compare rows of one run; a machine under other load is slower throughout.`,
    '',
    '| what | value | unit | |',
    '|---|---:|---|---|',
  ];
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'bench.md'), `${[...head, ...rows].join('\n')}\n`);
}

function speed(): void {
  const run = benchRun();
  if (!run) return;
  const { date, rows: measured } = run;
  const note = `Node ${process.versions.node}, ${date}; ratios matter, not absolute figures`;
  const throughput = measured.filter((r) => r.unit === 'MB/s' && r.group !== 'length');
  if (throughput.length > 0)
    write(
      'throughput',
      bars(
        'Throughput, MB/s of UTF-8 (logarithmic)',
        note,
        throughput.map((r) => r.what),
        [{ name: 'MB/s', values: throughput.map((r) => r.value) }],
        { log: true },
      ),
    );
  const cost = measured.filter((r) => r.group === 'length');
  if (cost.length === 0) return;
  const points = cost.map((r) => {
    const [name, units] = r.what.split(', ');
    return { name: name!, x: Math.log10(Number.parseFloat(units!)), y: Math.log10(r.value) };
  });
  const names = [...new Set(points.map((p) => p.name))];
  write(
    'cost',
    lines(
      'Cost of one repair by length',
      note,
      powerAxis(
        'characters',
        points.map((p) => p.x),
        (power) => (10 ** power).toLocaleString('en'),
      ),
      powerAxis(
        'time',
        points.map((p) => p.y),
        time,
      ),
      names.map((name) => ({ name, points: points.filter((p) => p.name === name) })),
    ),
  );
}

/** docs/plots/README.md: every drawing there is. */
function writePage(): void {
  const shown = PAGE.filter(([name]) => existsSync(join(OUT, `${name}.svg`)));
  const parts = shown.map(
    ([name, title, made]) => `## ${title}\n\nMade by \`${made}\`.\n\n![${title}](${name}.svg)`,
  );
  writeFileSync(
    join(OUT, 'README.md'),
    `# Figures\n\nDrawn by \`npm run plots\`.\n\n${parts.join('\n\n')}\n${existsSync(join(OUT, 'bench.md')) ? '\n[All speed figures](bench.md)\n' : ''}`,
  );
}

for (const draw of [accuracy, kinds, lossy, detection, reliability, speed]) draw();
writeBench();
if (drawn.length > 0) writePage();
console.log(
  drawn.length > 0 ? `docs/plots: ${drawn.join(', ')}` : 'nothing measured yet: run evaluate and bench first',
);
