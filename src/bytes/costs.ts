/**
 * The language model as tables over bytes: what an ASCII byte and a pair of bytes cost in an encoding, in 1/8 bits.
 *
 * A pair table holds at lead << 8 | trail what the two-byte character costs by itself; built on first use. Worked
 * example: pairs('gb18030').cost[0xC4E3] is what 你 costs among all that is written in Chinese.
 */
import { codePage, INVALID, LEAD } from '../codec/index.ts';
import { model, STEPS, type Model } from '../model/model.ts';
import { eucJpPairs } from './eucjp.ts';
import { codecOf } from './names.ts';
import { BAD, CONTROL, FOLD, PAIR_CAP, SINGLE_CAP, WIDE_FORM } from './weights.ts';

/** What is no character costs as much as two bad bytes, or nearly. */
export const NO_PAIR = 255;
const BAD_COST = BAD * STEPS;

/** A two-byte encoding. */
export interface PairTable {
  name: string;
  /** lead << 8 | trail → cost, NO_PAIR where there is none. */
  cost: Uint8Array;
  /** The same → UTF-16 unit, 0 where there is none. */
  units: Uint16Array;
  /** byte on its own → cost; BAD where it is none. */
  single: Uint8Array;
  /** byte on its own → UTF-16 unit. */
  singles: Uint16Array;
}

let ofAscii: Uint8Array | undefined;

/** What an ASCII byte costs in text of any language, wherever it stands; BAD beyond ASCII. */
export function asciiCosts(): Uint8Array {
  if (ofAscii) return ofAscii;
  const m = model();
  const ascii = new Uint8Array(256).fill(BAD_COST);
  for (let b = 0; b < 128; b++) {
    const cost = m.others.unigram[m.classOf[b]!]! + m.other[b]!;
    ascii[b] = b < 32 || b === 127 ? CONTROL * STEPS : Math.min(cost, 9 * STEPS);
  }
  // the model knows text without its line ends and tabs
  ascii[9] = ascii[10] = ascii[13] = 6 * STEPS;
  return (ofAscii = ascii);
}

/** What a unit costs among Chinese text of either script. */
export function chineseCost(m: Model, unit: number): number {
  return m.zh.unigram[m.classOf[unit]!]! + Math.min(m.hans[unit]!, m.hant[unit]!);
}

/** What a unit costs among text of other languages. */
export function otherCost(m: Model, unit: number): number {
  return m.others.unigram[m.classOf[unit]!]! + m.other[unit]!;
}

const pairTables = new Map<string, PairTable>();

/** The table of gb18030, big5, shift_jis, euc-jp or euc-kr. */
export function pairs(name: string): PairTable {
  let table = pairTables.get(name);
  if (!table) pairTables.set(name, (table = makePairs(name)));
  return table;
}

function makePairs(name: string): PairTable {
  const m = model();
  const { double, singles } = unitsOf(name);
  const chinese = name === 'gb18030' || name === 'big5';
  const cap = PAIR_CAP * STEPS;
  const cost = new Uint8Array(65536).fill(NO_PAIR);
  for (let code = 0x8100; code < 65536; code++) {
    const unit = double[code]!;
    if (unit !== 0)
      cost[code] = Math.min(cap, wideCost(unit), chinese ? chineseCost(m, unit) : otherCost(m, unit));
  }
  const single = asciiCosts().slice();
  for (let b = 128; b < 256; b++)
    if (singles[b]! < INVALID) single[b] = Math.min(SINGLE_CAP * STEPS, foldedCost(m, singles[b]!));
  return { name, cost, units: double, single, singles };
}

const FULL_WIDTH = 0xfee0;

/** A full-width form of ASCII. */
export function isWide(unit: number): boolean {
  return unit >= FULL_WIDTH + 0x21 && unit <= FULL_WIDTH + 0x7e;
}

/** What a full-width form costs in a row of them, of which the model has few; of anything else a lot. */
export function wideCost(unit: number): number {
  return isWide(unit) ? asciiCosts()[unit - FULL_WIDTH]! + WIDE_FORM * STEPS : NO_PAIR;
}

/** Half-width katakana by their full-width forms. */
function foldedCost(m: Model, unit: number): number {
  const full = String.fromCharCode(unit).normalize('NFKC').charCodeAt(0);
  return Math.min(otherCost(m, unit), otherCost(m, full) + FOLD * STEPS);
}

function unitsOf(name: string): { double: Uint16Array; singles: Uint16Array } {
  if (name === 'euc-jp') return eucJpPairs();
  const page = codePage(codecOf(name)!, 'whatwg');
  const singles = page.single.map((unit) => (unit === LEAD ? INVALID : unit));
  if (page.extra.size === 0) return { double: page.double!, singles };
  // characters of two units are known by their first: what matters is that they are there
  const double = page.double!.slice();
  for (const [code, text] of page.extra) double[code] = text.charCodeAt(0);
  return { double, singles };
}
