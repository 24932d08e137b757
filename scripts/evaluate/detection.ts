/**
 * Detection of encodings, cell by cell as the peers were measured: text of both scripts in every Chinese encoding, short,
 * cut, broken and mixed; and other languages' bytes, which must not be called Chinese. npm's and Python's peers on the
 * same bytes, the first hundred of each cell.
 */
import { decode, detect, type EncodingHypothesis } from '../../src/index.ts';
import { readAs } from '../../src/bytes/codecs.ts';
import { type DetectionCell, damagedCells, falseCells, plainCells } from './detectionCells.ts';
import { mixedSamples } from './detectionMixed.ts';
import { type Detector, detectors, family, PEER_SAMPLES, saysChinese } from './detectors.ts';
import { Tally, percent } from './measure.ts';
import type { Options } from './options.ts';
import { type Section, type Table, listing, short } from './report.ts';

/** What was found in one cell: for each tool, how many of how many answers were the right (for a false cell: a Chinese) one. */
interface CellResult {
  cell: DetectionCell;
  hits: { hit: number; n: number }[];
}

/** Columns of the summary: name, cells of which it is the mean. The last ones count what is called Chinese by mistake. */
const SUMMARY: readonly (readonly [string, RegExp])[] = [
  ['20 B', /^(?:gb18030|gbk|traditional in gbk|big5|utf-8), 20 B$/],
  ['50 B', /^(?:gb18030|gbk|traditional in gbk|big5|utf-8), 50 B$/],
  ['≥ 200 B', /^(?:gb18030|gbk|traditional in gbk|big5|utf-8), 200 B$/],
  ['2 hanzi', /^2 hanzi alone, gbk$/],
  ['4 hanzi', /^4 hanzi alone, gbk$/],
  ['few in English', /^few hanzi .* gbk$/],
  ['cut, GBK', /^1 kB cut .* gbk$/],
  ['cut, UTF-8', /^1 kB cut .* utf-8$/],
  ['bad byte', /^one bad byte, (?:gbk|utf-8)$/],
  ['lost byte', /^one lost byte, (?:gbk|utf-8)$/],
  ['odd line', /^one line in another encoding, (?:gbk|utf-8)$/],
  ['UTF-16LE, 20 B', /^utf-16le without a mark, 20 B$/],
  ['HZ', /^hz-gb-2312/],
  ['ISO-2022-CN', /^iso-2022-cn/],
  ['false: EUC-JP 20 B', /^euc-jp, 20 B$/],
  ['false: EUC-JP 50 B', /^euc-jp, 50 B$/],
  ['false: EUC-JP 200 B', /^euc-jp, 200 B$/],
];

function rowsOf(results: readonly CellResult[]): (string | number)[][] {
  return results.map(({ cell, hits }) => [
    cell.name,
    cell.samples.length,
    ...hits.map(({ hit, n }) => percent(hit, n)),
  ]);
}

export function detection(options: Options): Section {
  const failures: string[] = [];
  const tools = detectors();
  const wanted = (cell: DetectionCell): boolean => cell.name.includes(options.match);
  const run = (cells: DetectionCell[]): CellResult[] =>
    cells.filter(wanted).map((cell) => ({ cell, hits: tools.map((tool) => count(tool, cell, failures)) }));
  const found = run([...plainCells(options), ...damagedCells(options)]);
  const called = run(falseCells(options));
  const mixed = mixedTable(options, failures);
  const path = listing('detection.tsv', failures);
  const names = tools.map((t) => t.name);
  const columns = ['bytes', 'N', ...names];
  const cells = [...found, ...called].map((r) => r.cell);
  return {
    id: 'detection',
    tables: [
      summary(names, [...found, ...called]),
      {
        title: 'Right encoding, %',
        columns,
        rows: rowsOf(found),
        note: `The others on ${PEER_SAMPLES} samples at most. Failures: ${path}`,
      },
      { title: 'Called Chinese by mistake, %', columns, rows: rowsOf(called) },
      mixed,
      ...reliability(cells),
    ],
  };
}

function count(tool: Detector, cell: DetectionCell, failures: string[]): { hit: number; n: number } {
  const own = tool.name === 'luanma';
  const samples = own ? cell.samples : cell.samples.slice(0, PEER_SAMPLES);
  const labels = tool.labels(samples);
  let hit = 0;
  for (const [i, bytes] of samples.entries()) {
    const label = labels[i] ?? '';
    const isHit = cell.expected ? family(label) === cell.expected : saysChinese(label);
    if (isHit) hit++;
    if (!own || isHit === Boolean(cell.expected) || failures.length >= 5000) continue;
    const { confidence } = detect(bytes)[0]!;
    failures.push(
      `${cell.name}\t${label}\t${confidence.toFixed(3)}\t${Buffer.from(bytes.subarray(0, 300)).toString('hex')}\t${short(decode(bytes).text, 60)}`,
    );
  }
  return { hit, n: samples.length };
}

/** One row a tool, as the peers were measured before. */
function summary(names: readonly string[], results: readonly CellResult[]): Table {
  const columns = SUMMARY.flatMap(([name, cells]) => {
    const some = results.filter(({ cell }) => cells.test(cell.name));
    return some.length === 0 ? [] : [{ name, some }];
  });
  return {
    title: 'Detection of encodings against other tools, %',
    note: '20 B to 200 B: mean of gb18030, gbk, traditional in gbk, big5, utf-8. 2 and 4 hanzi alone and few in 1 kB of English: GBK. The last columns: EUC-JP called Chinese.',
    columns: ['tool', ...columns.map((c) => c.name)],
    rows: names.map((name, i) => [
      name,
      ...columns.map(({ some }) => {
        const rates = some.map(({ hits }) => hits[i]!.hit / hits[i]!.n);
        return percent(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, 1);
      }),
    ]),
  };
}

function mixedTable(options: Options, failures: string[]): Table {
  const rows = mixedSamples(options)
    .filter((m) => m.name.includes(options.match))
    .map(({ name, samples }) => {
      const tally = new Tally();
      let lines = 0;
      let right = 0;
      for (const { bytes, text } of samples) {
        const got = decode(bytes).text;
        if (tally.add(text, '', got) !== 'exact')
          failures.push(
            `${name}\t\t\t${Buffer.from(bytes).toString('hex')}\t${short(got, 200)}\t${short(text, 200)}`,
          );
        const out = got.split('\n');
        for (const [i, line] of text.split('\n').entries()) {
          lines++;
          if (out[i] === line) right++;
        }
      }
      return [name, samples.length, percent(right, lines, 3), percent(tally.charactersRight, 1, 3)];
    });
  return { title: 'Mixed files', columns: ['bytes', 'N', 'lines right %', 'characters right %'], rows };
}

const BINS: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999];
/** `CONFIDENCE` in src/bytes/weights.ts is the one of least loss on dev. */
const EXPONENTS: readonly number[] = [0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1];
/** Answers beyond doubt under any exponent say nothing about it. */
const DOUBTFUL = 0.99999;
/** Of an answer that is not among the hypotheses. */
const LEAST = 1e-4;

/** The stated confidence of the first hypothesis against how often reading the bytes so gives the text; and what exponent fits best. */
function reliability(cells: readonly DetectionCell[]): Table[] {
  const bins = BINS.map(() => ({ n: 0, named: 0, right: 0, said: 0 }));
  const losses = EXPONENTS.map(() => 0);
  let doubtful = 0;
  for (const cell of cells)
    for (const bytes of cell.samples) {
      const hypotheses = detect(bytes);
      const { encoding, confidence } = hypotheses[0]!;
      const bin = bins[BINS.findLastIndex((low) => confidence >= low)]!;
      bin.n++;
      bin.said += confidence;
      if (family(encoding) === (cell.expected ?? cell.encoding)) bin.named++;
      if (readsRight(cell, bytes, encoding)) bin.right++;
      if (confidence > DOUBTFUL) continue;
      doubtful++;
      const right = hypotheses.findIndex((h) => readsRight(cell, bytes, h.encoding));
      for (const [i, exponent] of EXPONENTS.entries()) losses[i]! += loss(hypotheses, right, exponent);
    }
  return [
    {
      title: 'Confidence of detection: stated against frequency',
      note: 'Over all cells. The text is right if the bytes read so give it (windows-1252 and windows-1254 share most letters); of damaged bytes, if the encoding is named.',
      columns: ['confidence from', 'answers', 'mean stated %', 'names it %', 'text right %'],
      rows: bins.flatMap((b, i) =>
        b.n === 0
          ? []
          : [[BINS[i]!, b.n, percent(b.said, b.n), percent(b.named, b.n), percent(b.right, b.n)]],
      ),
    },
    {
      title: 'Exponent of confidence',
      note: `Mean log loss in bits of the ${doubtful} answers that leave a doubt; a confidence is a share in the odds raised to the exponent.`,
      columns: ['exponent', 'loss'],
      rows: EXPONENTS.map((exponent, i) => [exponent, (losses[i]! / doubtful).toFixed(4)]),
    },
  ];
}

/** −log2 of the share that the right hypothesis has. */
function loss(hypotheses: readonly EncodingHypothesis[], right: number, exponent: number): number {
  const best = hypotheses[0]!.logOdds;
  const shares = hypotheses.map((h) => Math.exp(exponent * (h.logOdds - best)));
  const share = (shares[right] ?? 0) / shares.reduce((sum, s) => sum + s, 0);
  return -Math.log2(Math.max(share, LEAST));
}

function readsRight(cell: DetectionCell, bytes: Uint8Array, encoding: string): boolean {
  if (family(encoding) === (cell.expected ?? cell.encoding)) return true;
  if (cell.encoding === undefined || cell.encoding === 'binary' || encoding === 'binary') return false;
  const text = (name: string): string =>
    readAs(name === 'ascii' ? 'utf-8' : name, bytes)
      .map((piece) => (piece.bad ? '\ufffd' : piece.text))
      .join('');
  return text(encoding) === text(cell.encoding);
}
