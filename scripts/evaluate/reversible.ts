/** Damage that lost nothing, every channel and the chains of two: is the original back, exactly? */
import {
  CJK_READERS,
  type Chain,
  SPECIAL_KINDS,
  type SpecialKind,
  TWO_LAYERS,
  chainName,
  scriptsOf,
} from './chains.ts';
import { CellResult, type Cell, drawDamaged } from './cell.ts';
import { codecsOf } from './lossless.ts';
import { Tally, percent } from './measure.ts';
import type { Options } from './options.ts';
import { type Section, type Table, listing } from './report.ts';
import { negHeldOutFiles, negTrainFiles, readLines } from '../corpus.ts';
import { codeLine } from './codeLines.ts';
import type { Random } from './random.ts';
import { LENGTHS, type Length, type Sample, type Side, pool } from './samples.ts';
import { type ChannelInfo, catalogue, missing } from './subject.ts';

/** Every chain that can be undone: the catalogue's channels one by one, then two layers. */
export function reversibleChains(): Chain[] {
  const channels = catalogue();
  const single = [...channels.values()]
    .filter((c) => c.reversible !== false && (c.reversible || codecsOf(c.id)))
    .map((c): Chain => [{ channel: c.id }]);
  return [...single, ...TWO_LAYERS.filter((chain) => missing(chain, channels) === null)];
}

/** Byte order marks, and ASCII read as UTF-16. */
function special(options: Options, channels: ReadonlyMap<string, ChannelInfo>): CellResult[] {
  return SPECIAL_KINDS.filter(
    (kind) => kind.id.includes(options.match) && missing(kind.chain, channels) === null,
  ).map((kind) => {
    const cell: Cell = { name: kind.id, chain: kind.chain, length: 'sentence', script: 'hans' };
    const result = new CellResult(cell);
    const source = specialText(kind.text, options.side);
    for (const sample of drawDamaged(cell, 'lossless', options.samples, options.side, channels, source))
      result.add(sample);
    return result;
  });
}

function whole(text: string): Sample {
  return { text, start: 0, end: text.length };
}

function specialText(text: SpecialKind['text'], side: Side): (random: Random) => Sample {
  if (text === 'english') {
    const files = side === 'heldout' ? negHeldOutFiles() : negTrainFiles();
    const lines = files
      .filter((f) => /\.eng?(-|$)/.test(f.source))
      .flatMap((f) => readLines(f).slice(0, 2000));
    return (random) => whole(random.pick(lines).slice(0, random.int(15, 60)).trim());
  }
  return (random) =>
    whole(
      `\ufeff${text === 'bom' ? pool(side, 'hans').draw('sentence', random).text : codeLine(side, 'hans', random).text}`,
    );
}

/** Groups with different floors. */
function groupOf(chain: Chain): string {
  if (chain.length > 1) return 'two layers';
  const reader = /-as-(.+)$/.exec(chain[0]!.channel)?.[1] ?? '';
  if (chain[0]!.channel.startsWith('utf8-')) return 'UTF-8, one layer';
  return CJK_READERS.has(reader) ? 'hanzi into hanzi, hangul, kana' : 'other one-layer';
}

export function reversible(options: Options): Section {
  const channels = catalogue();
  const results: CellResult[] = [];
  const exactRows: string[][] = [];
  for (const chain of reversibleChains()) {
    const name = chainName(chain);
    if (!name.includes(options.match)) continue;
    for (const script of scriptsOf(chain)) {
      const row = [name, script];
      for (const length of LENGTHS) {
        const cell: Cell = { name, chain, length, script };
        const result = new CellResult(cell);
        for (const sample of drawDamaged(cell, 'lossless', options.samples, options.side, channels))
          result.add(sample);
        results.push(result);
        result.log();
        row.push(`${percent(result.tally.exact, result.tally.n, 1)} (${result.tally.n})`);
      }
      if (row.some((value) => /\([1-9]/.test(value))) exactRows.push(row);
    }
  }
  const specials = special(options, channels);
  const every = [...results, ...specials];
  const shown = every.flatMap((result) => result.show(options.show));
  if (options.show > 0) console.log(shown.join('\n'));
  const unproven = every.flatMap((result) => result.unproven);
  listing(
    'reversible-failures.txt',
    every.flatMap((result) => result.show(20)),
  );
  listing('reversible-unproven.txt', unproven);
  return {
    id: 'reversible',
    tables: [
      totals(results),
      {
        title: 'Reversible damage: exact % by channel (N)',
        columns: ['channel', 'script', ...LENGTHS],
        rows: exactRows,
      },
      {
        title: 'Reversible damage: byte order marks, ASCII as UTF-16',
        columns: ['kind', 'N', 'exact %', 'characters %', 'changed but wrong %', 'untouched %'],
        rows: specials.map(({ cell, tally }) => [cell.name, ...figures(tally)]),
      },
      worst(results),
      {
        title: 'Reversible damage: promises',
        columns: ['', 'N', 'repairs that do not replay, or calls that threw'],
        rows: [['all cells', sum(every).n, unproven.length]],
      },
    ],
  };
}

function totals(results: readonly CellResult[]): Table {
  const rows: (string | number)[][] = [];
  for (const group of new Set(results.map((r) => groupOf(r.cell.chain)))) {
    for (const length of LENGTHS) {
      const tally = sum(results.filter((r) => groupOf(r.cell.chain) === group && r.cell.length === length));
      if (tally.n > 0) rows.push([group, length, ...figures(tally)]);
    }
  }
  for (const length of LENGTHS) {
    const tally = sum(results.filter((r) => r.cell.length === length));
    if (tally.n > 0) rows.push(['all', length, ...figures(tally)]);
  }
  return {
    title: 'Reversible damage: totals',
    note: 'Samples for which a strict inverse exists. Sentence: 15–60 characters; paragraph: 150–600; run: 5–20 damaged characters inside a clean line. Wrong: neither the input nor the original.',
    columns: ['channels', 'length', 'N', 'exact %', 'characters %', 'changed but wrong %', 'untouched %'],
    rows,
  };
}

/** Floors of the project for one cell, in percent; 2–4 characters may stay untouched. */
function floor(chain: Chain, length: Length): number {
  if (length === '2–4') return 0;
  if (length === '5–10') return groupOf(chain) === 'hanzi into hanzi, hangul, kana' ? 97 : 99;
  return length === 'run' ? 98 : 99.9;
}
const WRONG_ALLOWED = 0.5;

function worst(results: readonly CellResult[]): Table {
  const below = results.filter(
    ({ cell, tally }) =>
      tally.n > 0 &&
      (100 * tally.exact < floor(cell.chain, cell.length) * tally.n ||
        100 * tally.wrong > WRONG_ALLOWED * tally.n),
  );
  return {
    title: 'Reversible damage: cells below the floor',
    note: `Exact % under the floor, or more than ${WRONG_ALLOWED} % changed but wrong.`,
    columns: [
      'channel',
      'script',
      'length',
      'N',
      'exact %',
      'characters %',
      'changed but wrong %',
      'untouched %',
      'floor',
    ],
    rows: below.map(({ cell, tally }) => [
      cell.name,
      cell.script,
      cell.length,
      ...figures(tally),
      floor(cell.chain, cell.length),
    ]),
  };
}

export function figures(tally: Tally): (string | number)[] {
  return [
    tally.n,
    percent(tally.exact, tally.n),
    percent(tally.charactersRight),
    percent(tally.wrong, tally.n),
    percent(tally.untouched, tally.n),
  ];
}

export function sum(results: readonly CellResult[]): Tally {
  const total = new Tally();
  for (const result of results) total.merge(result.tally);
  return total;
}
