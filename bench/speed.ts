/**
 * Speed, as ratios where a machine matters: `npx tsx bench/speed.ts [--json]`.
 *
 *   clean text    repair against a bare table look-up loop over the same string, in the same process
 *   damage        MB/s (UTF-8 bytes of the observed text), reversible and lossy
 *   detection     one call on 1 kB
 *   start-up      a process that imports the package and repairs one line, against bare node
 *   hostile       time for n and 2n units: linear means a ratio near 2
 *
 * Best of several runs each: other work on the machine only ever adds time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Exports from '../src/index.ts';
import { devFiles, negTrainFiles, readLines } from '../scripts/corpus.ts';
import { codeLine } from '../scripts/evaluate/codeLines.ts';
import type { Chain } from '../scripts/evaluate/kinds.ts';
import { points } from '../scripts/evaluate/measure.ts';
import { seeded } from '../scripts/evaluate/random.ts';
import { pool } from '../scripts/evaluate/samples.ts';

type Api = typeof Exports;

const RUNS = 5;
const CLEAN_UNITS = 4_000_000;
/** Damaged text: this much at first, more if that was too quick to measure. */
const DAMAGED_UNITS = 20_000;
const QUICK = 0.1;
const MORE = 20;
const BUILT: string = resolve(import.meta.dirname, '..', 'dist', 'index.js');
const SOURCE: string = resolve(import.meta.dirname, '..', 'src', 'index.ts');

interface Row {
  what: string;
  value: number;
  unit: string;
  note?: string;
}

/** Best time of several runs, in seconds. */
function best(run: () => void, runs = RUNS): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least / 1000;
}

const megabytes = (text: string): number => Buffer.byteLength(text) / 1e6;

function upTo(lines: readonly string[], units: number): string {
  const out: string[] = [];
  let size = 0;
  for (let i = 0; size < units; i++) {
    const line = lines[i % lines.length]!;
    out.push(line);
    size += line.length + 1;
  }
  return out.join('\n');
}

/** What the screen cannot be faster than. */
function bareLoop(text: string, table: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += table[text.charCodeAt(i)]!;
  return sum;
}

function chinese(script: 'hans' | 'hant', pick: (source: string) => boolean): string[] {
  return devFiles(script)
    .filter((f) => pick(f.source))
    .flatMap((f) => readLines(f));
}

function cleanRows(api: Api): Row[] {
  const table = new Int8Array(65536).fill(1);
  const sets: [string, string[]][] = [
    ['Simplified', chinese('hans', () => true)],
    ['Traditional', chinese('hant', (s) => s !== 'chinese-poetry')],
    ['classical poetry', chinese('hant', (s) => s === 'chinese-poetry')],
    ['technical', chinese('hans', (s) => /linux|debian|lctt/.test(s))],
    ['headlines', chinese('hans', (s) => /hot|tnews/.test(s))],
    [
      'Japanese',
      negTrainFiles()
        .filter((f) => f.source === 'taiwan-md.ja')
        .flatMap((f) => readLines(f)),
    ],
    [
      'English',
      negTrainFiles()
        .filter((f) => f.source === 'taiwan-md.en')
        .flatMap((f) => readLines(f)),
    ],
    [
      'Russian',
      negTrainFiles()
        .filter((f) => f.source === 'ntrex.rus')
        .flatMap((f) => readLines(f)),
    ],
  ];
  return sets.flatMap(([name, lines]) => {
    const text = upTo(lines, CLEAN_UNITS);
    const size = megabytes(text);
    let sink = 0;
    const loop = best(() => (sink += bareLoop(text, table)));
    let changed = false;
    const whole = best(() => (changed = api.repair(text).changed), 3);
    const singly = lines.slice(0, 4000);
    const each = best(() => singly.forEach((line) => api.repair(line)), 3);
    if (sink === 0) throw new Error('the loop was optimised away');
    return [
      { what: `clean ${name}: bare loop`, value: size / loop, unit: 'MB/s' },
      {
        what: `clean ${name}: repair`,
        value: size / whole,
        unit: 'MB/s',
        ...(changed ? { note: 'changed something' } : {}),
      },
      { what: `clean ${name}: repair ÷ bare loop`, value: loop / whole, unit: '' },
      { what: `clean ${name}: repair, line by line`, value: megabytes(singly.join('')) / each, unit: 'MB/s' },
    ];
  });
}

const DAMAGE: readonly { name: string; chain: Chain; code?: boolean; lossless: boolean }[] = [
  { name: 'utf8-as-latin1', chain: [{ channel: 'utf8-as-latin1' }], lossless: true },
  { name: 'utf8-as-cp1252', chain: [{ channel: 'utf8-as-cp1252' }], lossless: true },
  { name: 'utf8-as-cp437', chain: [{ channel: 'utf8-as-cp437' }], lossless: true },
  { name: 'gbk-as-latin1', chain: [{ channel: 'gbk-as-latin1' }], lossless: true },
  { name: 'big5-as-gbk', chain: [{ channel: 'big5-as-gbk' }], lossless: true },
  {
    name: 'utf8-as-latin1 twice',
    chain: [{ channel: 'utf8-as-latin1' }, { channel: 'utf8-as-latin1' }],
    lossless: true,
  },
  { name: 'utf8-as-gbk, windows', chain: [{ channel: 'utf8-as-gbk', policy: 'windows' }], lossless: false },
  { name: 'utf8-as-gbk, whatwg', chain: [{ channel: 'utf8-as-gbk', policy: 'whatwg' }], lossless: false },
  {
    name: 'utf8-as-gbk, windows, code lines',
    chain: [{ channel: 'utf8-as-gbk', policy: 'windows' }],
    code: true,
    lossless: false,
  },
  { name: 'utf8-as-sjis', chain: [{ channel: 'utf8-as-sjis' }], lossless: false },
  { name: 'gbk-as-utf8', chain: [{ channel: 'gbk-as-utf8' }], lossless: false },
];

function damageRows(api: Api): Row[] {
  return DAMAGE.map((damage) => {
    const first = damageRow(api, damage, DAMAGED_UNITS);
    return first.seconds > QUICK ? first.row : damageRow(api, damage, DAMAGED_UNITS * MORE).row;
  });
}

function damageRow(
  api: Api,
  { name, chain, code, lossless }: (typeof DAMAGE)[number],
  units: number,
): { row: Row; seconds: number } {
  const random = seeded(name);
  const script = name.startsWith('big5') ? 'hant' : 'hans';
  const lines: string[] = [];
  for (let size = 0; size < units; size += lines.at(-1)!.length) {
    lines.push((code ? codeLine('dev', script, random) : pool('dev', script).draw('sentence', random)).text);
  }
  const text = api.damage(lines.join('\n'), [...chain]).text;
  let got = '';
  const seconds = best(() => (got = api.repair(text).text), 2);
  const output = got.split('\n');
  const same = lines.filter((line, i) => line === output[i]).length;
  const note = `${(text.length / 1000).toFixed(0)} k units, ${((100 * same) / lines.length).toFixed(1)} % of ${lines.length} lines in place`;
  return {
    row: {
      what: `${lossless ? 'reversible' : 'lossy'}: ${name}`,
      value: megabytes(text) / seconds,
      unit: 'MB/s',
      note,
    },
    seconds,
  };
}

function detectRows(api: Api): Row[] {
  const text = pool('dev', 'hans').draw('paragraph', seeded('detect')).text;
  const clean = points(text.repeat(3)).slice(0, 340).join('');
  const damaged = api.damage(clean, { channel: 'utf8-as-gbk' }).text.slice(0, 500);
  const rounds = 50;
  return [
    {
      what: 'repair, 1 kB clean',
      value:
        (1e6 *
          best(() => {
            for (let i = 0; i < rounds; i++) api.repair(clean);
          })) /
        rounds,
      unit: 'µs',
    },
    {
      what: 'detect, 1 kB clean',
      value:
        (1e6 *
          best(() => {
            for (let i = 0; i < rounds; i++) api.detect(clean);
          })) /
        rounds,
      unit: 'µs',
    },
    {
      what: 'detect, 1 kB utf8-as-gbk',
      value:
        (1e6 *
          best(() => {
            for (let i = 0; i < rounds; i++) api.detect(damaged);
          })) /
        rounds,
      unit: 'µs',
    },
  ];
}

const HOSTILE: Record<string, (n: number) => string> = {
  'question marks': (n) => '?'.repeat(n),
  'replacement characters': (n) => '\ufffd'.repeat(n),
  'half damaged, half not, without a line break': (n) => '\u6d63\u72b2\u30bd你好'.repeat(n / 5),
  'lead bytes of UTF-8 as Latin-1': (n) => '\u00e4'.repeat(n),
  锟斤拷: (n) => '锟斤拷'.repeat(n / 3),
};

function hostileRows(api: Api): Row[] {
  const units = 20_000;
  return Object.entries(HOSTILE).map(([name, make]) => {
    const [one, two] = [make(units), make(units * 2)];
    const first = best(() => api.repair(one), 2);
    return {
      what: `hostile: ${name}, 40 k units ÷ 20 k`,
      value: best(() => api.repair(two), 2) / first,
      unit: '×',
      note: `${(first * 1000).toFixed(0)} ms for 20 k`,
    };
  });
}

/** Whole processes; the built package if there is one, else the sources through the same loader on both sides. */
function startRows(): Row[] {
  const built = existsSync(BUILT);
  const url = pathToFileURL(built ? BUILT : SOURCE).href;
  const loader = built ? [] : ['--import', 'tsx'];
  const time = (code: string): number =>
    1000 *
    best(() => {
      const { status, stderr } = spawnSync(process.execPath, [...loader, '--input-type=module', '-e', code], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr);
    }, 7);
  const bare = time('');
  const imported = time(`await import(${JSON.stringify(url)})`);
  const clean = time(`const { repair } = await import(${JSON.stringify(url)}); repair('你好，世界')`);
  const damaged = time(
    `const { repair } = await import(${JSON.stringify(url)}); repair('\\u6d63\\u72b2\\u30bd\\u951b\\u5c7c\\u7b18\\u9423?')`,
  );
  const note = built ? 'dist' : 'src through tsx: build first for the real figure';
  return [
    { what: 'start-up: bare node', value: bare, unit: 'ms', note },
    { what: 'start-up: import, over bare node', value: imported - bare, unit: 'ms', note },
    { what: 'start-up: import and a clean line, over bare node', value: clean - bare, unit: 'ms', note },
    { what: 'start-up: import and a damaged line, over bare node', value: damaged - bare, unit: 'ms', note },
  ];
}

async function loadRows(api: Api): Promise<Row[]> {
  const { readModel } = await import('../src/model/model.ts');
  const { readAsset } = await import('../src/asset.ts');
  const first = performance.now();
  api.repair('\u6d63\u72b2\u30bd');
  const cold = performance.now() - first;
  const file = readAsset('model/model.bin');
  return [
    { what: 'first repair of a damaged word, tables and model cold', value: cold, unit: 'ms' },
    {
      what: 'model: reading the file and making its tables',
      value: 1000 * best(() => readModel(readAsset('model/model.bin'))),
      unit: 'ms',
      note: `${(file.length / 1e6).toFixed(2)} MB`,
    },
  ];
}

const api: Api = await import('../src/index.ts');
const rows: Row[] = [];
for (const group of [
  () => loadRows(api),
  () => startRows(),
  () => cleanRows(api),
  () => damageRows(api),
  () => detectRows(api),
  () => hostileRows(api),
]) {
  for (const row of await group()) {
    rows.push(row);
    if (!process.argv.includes('--json'))
      console.log(
        `${row.what.padEnd(66)} ${row.value.toPrecision(3).padStart(9)} ${row.unit}${row.note ? `  (${row.note})` : ''}`,
      );
  }
}
if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, 1));
