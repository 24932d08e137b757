/**
 * Speed, as ratios where a machine matters: `npx tsx bench/speed.ts [--only load,start,clean,damage,detect,bytes,hostile,length,peers] [--json]`.
 *
 *   clean text    repair against a bare table look-up loop over the same string, in the same process
 *   damage        MB/s (UTF-8 bytes of the observed text), reversible and lossy
 *   detection     one call on 1 kB
 *   bytes         detection and decoding of bytes, beside iconv-lite
 *   start-up      a process that imports the package and repairs one line, against bare node
 *   hostile       time for n and 2n units: linear means a ratio near 2
 *   length        one call by the length of its text
 *   peers         jschardet, chardet, iconv-lite; ftfy and charset-normalizer where Python has them
 *
 * The rows are also left in `.cache/bench/rows.json`, from which `npm run plots` draws. Best of several runs each: other work on the machine only ever adds time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { cacheDir } from '../scripts/corpus.ts';
import { points } from '../scripts/evaluate/measure.ts';
import { seeded } from '../scripts/evaluate/random.ts';
import { pool } from '../scripts/evaluate/samples.ts';
import { type Api, type Row, best } from './measure.ts';
import { bytesRows } from './bytes.ts';
import { lengthRows } from './length.ts';
import { peerRows } from './peers.ts';
import { cleanRows, damageRows } from './throughput.ts';

const BUILT: string = resolve(import.meta.dirname, '..', 'dist', 'index.js');
const SOURCE: string = resolve(import.meta.dirname, '..', 'src', 'index.ts');

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
  const units = 5_000;
  return Object.entries(HOSTILE).map(([name, make]) => {
    const [one, two] = [make(units), make(units * 2)];
    const first = best(() => api.repair(one), 2);
    return {
      what: `hostile: ${name}, 10 k units ÷ 5 k`,
      value: best(() => api.repair(two), 2) / first,
      unit: '×',
      note: `${(first * 1000).toFixed(0)} ms for 5 k`,
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

const GROUPS: Record<string, (api: Api) => Row[] | Promise<Row[]>> = {
  load: loadRows,
  start: startRows,
  clean: cleanRows,
  damage: damageRows,
  detect: detectRows,
  bytes: bytesRows,
  hostile: hostileRows,
  length: lengthRows,
  peers: peerRows,
};

/** Figures of a group that throws are lost, those of the others are not. */
async function measured(name: string, api: Api): Promise<Row[]> {
  try {
    return await GROUPS[name]!(api);
  } catch (error) {
    process.exitCode = 1;
    return [{ what: `${name}: threw`, value: Number.NaN, unit: '', note: String(error) }];
  }
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(GROUPS).join(',') },
    json: { type: 'boolean', default: false },
  },
});
const unknown = values.only.split(',').find((name) => !GROUPS[name]);
if (unknown !== undefined)
  throw new TypeError(`unknown group ${unknown}; there are ${Object.keys(GROUPS).join(', ')}`);
const api: Api = await import('../src/index.ts');
const rows: Row[] = [];
const grouped: (Row & { group: string })[] = [];
for (const name of values.only.split(',')) {
  for (const row of await measured(name, api)) {
    rows.push(row);
    grouped.push({ group: name, ...row });
    const note = row.note ? `  (${row.note})` : '';
    if (!values.json)
      console.log(`${row.what.padEnd(66)} ${row.value.toPrecision(3).padStart(9)} ${row.unit}${note}`);
  }
}
if (values.json) console.log(JSON.stringify(rows, null, 1));
keep(grouped);

/** Groups of an earlier run that this one did not measure stay. */
function keep(measuredNow: readonly (Row & { group: string })[]): void {
  const file = join(cacheDir('bench'), 'rows.json');
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { rows: (Row & { group: string })[] }).rows
    : [];
  const groups = new Set(measuredNow.map((row) => row.group));
  const kept = before.filter((row) => !groups.has(row.group));
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(file, JSON.stringify({ date, rows: [...kept, ...measuredNow] }, null, 1));
}
