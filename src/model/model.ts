/**
 * How likely is this text? Reads `model.bin` (layout: format.ts) and answers in 1/8 bits.
 *
 * Two n-gram tables over classes of UTF-16 units: `zh` (Chinese of both scripts, up to trigrams) and
 * `other` (127 other languages, bigrams). Three member tables turn a class into a unit:
 * hans, hant, other. Worked example: cost(你 after "\n") = zh(class 你 | class \n) + hans(你 | class 你).
 */
import { readAsset } from '../asset.ts';
import {
  BACKOFF_BIAS,
  NGRAM_STEPS,
  PAGE_SHIFT,
  PAGE_SYMBOLS,
  readLeb,
  type SectionName,
  UNIT_STEPS,
  unpackModel,
} from './format.ts';

/** Costs are integers in this many steps a bit. */
export const STEPS: number = UNIT_STEPS;
const NGRAM_SCALE = UNIT_STEPS / NGRAM_STEPS;

/** A bigram table: successors of class a are ids[start[a] … start[a + 1]), sorted. What has no unit is as it is stored (format.ts). */
interface Table {
  /** 1/8 bit. */
  unigram: Uint8Array;
  backoff: Uint8Array;
  start: Uint32Array;
  ids: Uint16Array;
  costs: Uint8Array;
}

/** Trigrams of bigram i: positions ids[start[i] … start[i + 1]) in the row of b. */
interface Triples {
  start: Uint32Array;
  ids: Uint16Array;
  costs: Uint8Array;
  /** Of bigram i. */
  backoff: Uint8Array;
}

export interface Model {
  /** UTF-16 unit → class. */
  readonly classOf: Uint16Array;
  /** UTF-16 unit → cost of the unit within its class, 1/8 bit, for Simplified, Traditional, other text. */
  readonly hans: Uint8Array;
  readonly hant: Uint8Array;
  readonly other: Uint8Array;
  readonly zh: Table;
  readonly others: Table;
  /** Read when they are first asked for: clean text does not. */
  readonly triples: () => Triples;
  /** 1/4 bit log2 P(unit | damaged) / P(unit | clean). */
  readonly screen: Int8Array;
}

let loaded: Model | undefined;

/** The model in the package, read on first use. */
export function model(): Model {
  return (loaded ??= readModel(readAsset('model/model.bin')));
}

/** The screen of the model alone: clean text needs nothing else, and the rest takes time to read. */
export function screenWeights(): Int8Array {
  if (loaded) return loaded.screen;
  const { screen } = unpackModel(readAsset('model/model.bin'));
  return new Int8Array(screen.buffer, screen.byteOffset, screen.length);
}

/** Reads a model file; throws RangeError if it is not one of this version. */
export function readModel(file: Uint8Array): Model {
  const s = unpackModel(file);
  const { units, symbolClass, unigram } = readSymbols(s.symbolUnits, s.symbolSame, s.zhUnigram);
  let triples: Triples | undefined;
  return {
    classOf: spread(symbolClass, units, new Uint16Array(65536)),
    hans: spread(s.memberHans, units, new Uint8Array(65536)),
    hant: spread(s.memberHant, units, new Uint8Array(65536)),
    other: spread(s.memberOther, units, new Uint8Array(65536)),
    zh: readTable(unigram, s.zhBackoff, s.zhRows, s.zhGaps, s.zhCosts),
    others: readTable(s.otherUnigram, s.otherBackoff, s.otherRows, s.otherGaps, s.otherCosts),
    triples: () => (triples ??= readTriples(s)),
    screen: new Int8Array(s.screen.buffer, s.screen.byteOffset, s.screen.length),
  };
}

/** What belongs to symbols, by unit. */
function spread<A extends Uint8Array | Uint16Array>(bySymbol: A, units: Uint16Array, out: A): A {
  for (let page = 0; page < PAGE_SYMBOLS; page++)
    out.fill(bySymbol[page]!, page << PAGE_SHIFT, (page + 1) << PAGE_SHIFT);
  for (let i = 0; i < units.length; i++) out[units[i]!] = bySymbol[PAGE_SYMBOLS + i]!;
  return out;
}

function readTriples(s: Record<SectionName, Uint8Array>): Triples {
  const counts = readLeb(s.zhKids, s.zhCosts.length);
  const backoff = new Uint8Array(counts.length);
  let next = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) backoff[i] = s.zhKidBackoff[next++]!;
  const start = starts(counts);
  return { start, ids: readLists(s.zhKidGaps, start), costs: s.zhKidCosts, backoff };
}

/** Row position of successor b of class a, as an index into ids/costs; −1 where the table has none. */
export function findPair(t: Table, a: number, b: number): number {
  let lo = t.start[a]!;
  let hi = t.start[a + 1]! - 1;
  const ids = t.ids;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    const id = ids[mid]!;
    if (id === b) return mid;
    if (id < b) lo = mid + 1;
    else hi = mid - 1;
  }
  return -1;
}

/** −log2 P(b | a) in 1/8 bits; `pair` = findPair(t, a, b). */
export function pairCost(t: Table, pair: number, a: number, b: number): number {
  return pair >= 0 ? t.costs[pair]! * NGRAM_SCALE : t.unigram[b]! - unbias(t.backoff[a]!);
}

/**
 * −log2 P(c | a b) in 1/8 bits, where `context` = findPair(zh, a, b) (−1: not in the table) and
 * `pair` = findPair(zh, b, c).
 */
export function tripleCost(m: Model, context: number, b: number, c: number, pair: number): number {
  const t = m.zh;
  const two = pairCost(t, pair, b, c);
  if (context < 0) return two;
  const triples = m.triples();
  let lo = triples.start[context]!;
  let hi = triples.start[context + 1]! - 1;
  if (hi < lo) return two;
  if (pair >= 0) {
    const rel = pair - t.start[b]!;
    while (lo <= hi) {
      const mid = (lo + hi) >> 1;
      const kid = triples.ids[mid]!;
      if (kid === rel) return triples.costs[mid]! * NGRAM_SCALE;
      if (kid < rel) lo = mid + 1;
      else hi = mid - 1;
    }
  }
  return two - unbias(triples.backoff[context]!);
}

/** Symbols and the numbers of their classes, which follow from the costs (format.ts). */
function readSymbols(
  unitGaps: Uint8Array,
  same: Uint8Array,
  costs: Uint8Array,
): { units: Uint16Array; symbolClass: Uint16Array; unigram: Uint8Array } {
  const [n] = readLeb(unitGaps, 1);
  const gaps = readLeb(unitGaps, n! + 1);
  const units = new Uint16Array(n!);
  let unit = -1;
  for (let i = 0; i < units.length; i++) units[i] = unit += gaps[i + 1]! + 1;
  const [shared] = readLeb(same, 1);
  const pairs = readLeb(same, 1 + 2 * shared!);
  const firstOf = new Uint16Array(units.length); // symbol → how far back its class's first symbol is
  let at = -1;
  for (let k = 0; k < shared!; k++) {
    at += pairs[1 + 2 * k]! + 1;
    firstOf[at] = pairs[2 + 2 * k]!;
  }
  // counting sort of the classes by cost
  const place = new Uint32Array(257);
  for (let c = PAGE_SYMBOLS; c < costs.length; c++) place[costs[c]! + 1]!++;
  for (let cost = 0; cost < 256; cost++) place[cost + 1]! += place[cost]!;
  const unigram = new Uint8Array(costs.length);
  const symbolClass = new Uint16Array(PAGE_SYMBOLS + units.length);
  for (let s = 0; s < PAGE_SYMBOLS; s++) {
    symbolClass[s] = s;
    unigram[s] = costs[s]!;
  }
  let next = PAGE_SYMBOLS;
  for (let i = 0; i < units.length; i++) {
    if (firstOf[i]! > 0) {
      symbolClass[PAGE_SYMBOLS + i] = symbolClass[PAGE_SYMBOLS + i - firstOf[i]!]!;
      continue;
    }
    const cost = costs[next++]!;
    const c = PAGE_SYMBOLS + place[cost]!++;
    symbolClass[PAGE_SYMBOLS + i] = c;
    unigram[c] = cost;
  }
  return { units, symbolClass, unigram };
}

function readTable(
  unigram: Uint8Array,
  backoff: Uint8Array,
  rows: Uint8Array,
  gaps: Uint8Array,
  costs: Uint8Array,
): Table {
  const start = starts(readLeb(rows, unigram.length));
  return {
    unigram,
    backoff,
    start,
    ids: readLists(gaps, start),
    costs,
  };
}

function unbias(stored: number): number {
  return (stored - BACKOFF_BIAS) * NGRAM_SCALE;
}

function starts(counts: Uint32Array): Uint32Array {
  const start = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) start[i + 1] = start[i]! + counts[i]!;
  return start;
}

/** Sorted lists stored as gaps, one list per range of `start`. */
function readLists(bytes: Uint8Array, start: Uint32Array): Uint16Array {
  const out = new Uint16Array(start[start.length - 1]!);
  let p = 0;
  let i = 0;
  for (let list = 1; list < start.length; list++) {
    const end = start[list]!;
    let previous = -1;
    while (i < end) {
      // this runs before any compiler has seen it: few steps, and one for most gaps
      let gap = bytes[p++]!;
      for (let shift = 7; gap >> shift !== 0; shift += 7)
        gap = (gap & ((1 << shift) - 1)) | (bytes[p++]! << shift);
      out[i++] = previous += gap + 1;
    }
  }
  return out;
}
