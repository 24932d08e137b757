/**
 * The language model as tables over bytes: what a byte, or a pair of bytes, costs in an encoding, in 1/8 bits.
 *
 * Two kinds. A **pair table** holds at lead << 8 | trail what the two-byte character costs by itself. A
 * **sequence table** holds at before << 8 | byte what a byte of a single-byte page costs after another. Built on
 * first use. Worked example: pairs('gb18030')[0xC4E3] is what 你 costs among all that is written in Chinese.
 */
import { codePage, INVALID, LEAD } from '../codec/index.ts';
import { model, STEPS, type Model } from '../model/model.ts';
import { eucJpPairs } from './eucjp.ts';
import { codecOf } from './names.ts';
import { BAD, CONTROL, FOLD, PAIR_CAP, SINGLE_CAP } from './weights.ts';

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

function otherCost(m: Model, unit: number): number {
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
    if (unit !== 0) cost[code] = Math.min(cap, chinese ? chineseCost(m, unit) : otherCost(m, unit));
  }
  const single = asciiCosts().slice();
  for (let b = 128; b < 256; b++)
    if (singles[b]! < INVALID) single[b] = Math.min(SINGLE_CAP * STEPS, foldedCost(m, singles[b]!));
  return { name, cost, units: double, single, singles };
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

const sequenceTables = new Map<string, Uint8Array>();

/** The table of a single-byte page: before << 8 | byte → cost. */
export function sequences(name: string): Uint8Array {
  let table = sequenceTables.get(name);
  if (!table) sequenceTables.set(name, (table = makeSequences(name)));
  return table;
}

function makeSequences(name: string): Uint8Array {
  const m = model();
  const page = codePage(codecOf(name)!, 'whatwg').single;
  const plain = sequenceCosts(m, page);
  const folded = sequenceCosts(m, page.map(lower));
  const ascii = asciiCosts();
  const cap = SINGLE_CAP * STEPS;
  const out = new Uint8Array(65536);
  for (let before = 0; before < 256; before++)
    for (let b = 0; b < 256; b++) {
      const i = (before << 8) | b;
      const unit = page[b]!;
      if (before < 128 && b < 128) out[i] = ascii[b]!;
      else if (b < 128 && (b < 32 || b === 127)) out[i] = ascii[b]!;
      else if (unit >= INVALID || (unit >= 0x80 && unit < 0xa0)) out[i] = BAD_COST;
      else {
        const same = unit === lower(unit) && page[before]! === lower(page[before]!);
        out[i] = Math.min(cap, plain[i]!, same ? cap : folded[i]! + FOLD * STEPS);
      }
    }
  if (name === 'windows-1258') composeMarks(m, page, out);
  return out;
}

function lower(unit: number): number {
  if (unit >= 0xd800 && unit < 0xe000) return unit;
  const to = String.fromCharCode(unit).toLowerCase();
  return to.length === 1 ? to.charCodeAt(0) : unit;
}

/** What every unit of a page costs after every other, by the bigrams of other languages. */
function sequenceCosts(m: Model, page: Uint16Array): Uint16Array {
  const t = m.others;
  const out = new Uint16Array(65536);
  const classes = Array.from(page, (unit) => m.classOf[unit]!);
  const members = Array.from(page, (unit) => m.other[unit]!);
  const bytesOf = new Map<number, number[]>();
  for (const [b, cls] of classes.entries()) bytesOf.set(cls, [...(bytesOf.get(cls) ?? []), b]);
  for (let before = 0; before < 256; before++) {
    const unit = page[before]!;
    const a = m.classOf[unit < 32 ? (unit === 9 ? 32 : 10) : unit]!;
    const row = before << 8;
    for (let b = 0; b < 256; b++) out[row | b] = t.unigram[classes[b]!]! - t.backoff[a]! + members[b]!;
    for (let i = t.start[a]!; i < t.start[a + 1]!; i++)
      for (const b of bytesOf.get(t.ids[i]!) ?? []) out[row | b] = t.costs[i]! + members[b]!;
  }
  return out;
}

/** Code page 1258 writes Vietnamese with combining marks; the model has the letters composed. */
function composeMarks(m: Model, page: Uint16Array, out: Uint8Array): void {
  const marks = Array.from(page.keys()).filter((b) => page[b]! >= 0x300 && page[b]! < 0x370);
  for (const mark of marks) {
    for (let before = 0; before < 256; before++) {
      const letter = String.fromCharCode(page[before]!);
      const whole = (letter + String.fromCharCode(page[mark]!)).normalize('NFC');
      const cost =
        whole.length === 1 ? otherCost(m, whole.charCodeAt(0)) - otherCost(m, page[before]!) : BAD_COST;
      out[(before << 8) | mark] = Math.min(SINGLE_CAP * STEPS, Math.max(2 * STEPS, cost));
    }
    for (let b = 0; b < 128; b++) out[(mark << 8) | b] = asciiCosts()[b]!;
  }
}
