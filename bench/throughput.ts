/** MB/s through `repair`: clean text beside a bare look-up loop over the same string, and damaged text. */
import { readdirSync } from 'node:fs';
import { devFiles, negTrainFiles, readLines } from '../scripts/corpus.ts';
import type { Chain } from '../scripts/evaluate/chains.ts';
import { codeLine } from '../scripts/evaluate/codeLines.ts';
import { seeded } from '../scripts/evaluate/random.ts';
import { pool } from '../scripts/evaluate/samples.ts';
import { type Api, type Row, best, megabytes } from './measure.ts';

const CLEAN_UNITS = 4_000_000;
/** Damaged text: this much at first, more if that was too quick to measure. */
const DAMAGED_UNITS: readonly number[] = [2_000, 20_000, 400_000];
const QUICK = 0.1;

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

function language(source: string): string[] {
  return negTrainFiles()
    .filter((f) => f.source === source)
    .flatMap((f) => readLines(f));
}

/** The TypeScript of this project and of the libraries that it is built with. */
function sourceCode(): string[] {
  const root = new URL('..', import.meta.url).pathname;
  return ['src', 'scripts', 'node_modules/vitest', 'node_modules/fast-check']
    .flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((f) => `${root}${folder}/${f}`),
    )
    .filter((path) => /\.(?:ts|js)$/.test(path))
    .sort()
    .flatMap((path) => readLines(path));
}

export function cleanRows(api: Api): Row[] {
  const table = new Int8Array(65536).fill(1);
  const sets: [string, string[]][] = [
    ['Simplified', chinese('hans', () => true)],
    ['news', chinese('hans', (s) => s === 'xinwenlianbo')],
    ['Traditional', chinese('hant', (s) => s !== 'chinese-poetry')],
    ['classical poetry', chinese('hant', (s) => s === 'chinese-poetry')],
    ['technical', chinese('hans', (s) => /linux|debian|lctt/.test(s))],
    ['headlines', chinese('hans', (s) => /hot|tnews/.test(s))],
    ['Japanese', language('taiwan-md.ja')],
    ['Korean', language('taiwan-md.ko')],
    ['Russian', language('ntrex.rus')],
    ['English', language('taiwan-md.en')],
    ['source code', sourceCode()],
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

export function damageRows(api: Api): Row[] {
  return DAMAGE.map((damage): Row => {
    try {
      let measured = damageRow(api, damage, DAMAGED_UNITS[0]!);
      for (const units of DAMAGED_UNITS.slice(1)) {
        if (measured.seconds > QUICK) break;
        measured = damageRow(api, damage, units);
      }
      return measured.row;
    } catch (error) {
      process.exitCode = 1;
      return { what: `damage: ${damage.name}`, value: Number.NaN, unit: '', note: `threw ${String(error)}` };
    }
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
