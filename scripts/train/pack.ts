/** Quantises the trained tables and lays them out as src/model/format.ts says. */
import {
  BACKOFF_BIAS,
  NGRAM_STEPS,
  packModel,
  PAGE_SHIFT,
  PAGE_SYMBOLS,
  pushLeb,
  UNIT_STEPS,
} from '../../src/model/format.ts';
import type { Bigrams, Trigrams } from './ngram.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Trained {
  vocabulary: Vocabulary;
  units: Record<'hans' | 'hant' | 'other', Float64Array>;
  zhModel: Bigrams;
  zhTrigrams: Trigrams;
  otherModel: Bigrams;
  screen: Uint8Array;
}

export function encodeSections(t: Trained): Uint8Array {
  const zh = encodeBigrams(t.zhModel);
  const other = encodeBigrams(t.otherModel);
  const kids = encodeTrigrams(t.zhModel, t.zhTrigrams);
  return packModel({
    ...encodeSymbols(t.vocabulary),
    memberHans: members(t.vocabulary, t.units.hans),
    memberHant: members(t.vocabulary, t.units.hant),
    memberOther: members(t.vocabulary, t.units.other),
    zhUnigram: inSymbolOrder(t.vocabulary, zh.unigram),
    zhBackoff: zh.backoff,
    zhRows: zh.rows,
    zhGaps: zh.gaps,
    zhCosts: zh.costs,
    ...kids,
    otherUnigram: other.unigram,
    otherBackoff: other.backoff,
    otherRows: other.rows,
    otherGaps: other.gaps,
    otherCosts: other.costs,
    screen: t.screen,
  });
}

function encodeSymbols(v: Vocabulary): Record<'symbolUnits' | 'symbolSame', Uint8Array> {
  const gaps: number[] = [];
  const same: number[] = [];
  pushLeb(gaps, v.units.length);
  v.units.forEach((u, i) => pushLeb(gaps, i === 0 ? u : u - v.units[i - 1]! - 1));
  const first = firstSymbols(v);
  let last = -1;
  let count = 0;
  v.units.forEach((_, i) => {
    const of = first.get(v.classOf[PAGE_SYMBOLS + i]!)!;
    if (of === i) return;
    pushLeb(same, i - last - 1);
    pushLeb(same, i - of);
    last = i;
    count++;
  });
  const head: number[] = [];
  pushLeb(head, count);
  return { symbolUnits: Uint8Array.from(gaps), symbolSame: Uint8Array.from([...head, ...same]) };
}

/** Class → index of its first explicit symbol, in the order of those. */
function firstSymbols(v: Vocabulary): Map<number, number> {
  const first = new Map<number, number>();
  v.units.forEach((_, i) => {
    const c = v.classOf[PAGE_SYMBOLS + i]!;
    if (!first.has(c)) first.set(c, i);
  });
  return first;
}

/** Costs by class → pages, then classes as their first symbols come; the reader sorts them, so they must be sorted. */
function inSymbolOrder(v: Vocabulary, costs: Uint8Array): Uint8Array {
  for (let c = PAGE_SYMBOLS + 1; c < v.classes; c++)
    if (costs[c]! < costs[c - 1]!) throw new Error('classes are not in the order of their costs');
  return Uint8Array.from([
    ...costs.subarray(0, PAGE_SYMBOLS),
    ...Array.from(firstSymbols(v).keys(), (c) => costs[c]!),
  ]);
}

export function quantise(bits: number, steps: number, bias = 0): number {
  return Math.min(255, Math.max(0, Math.round(bits * steps) + bias));
}

/** −log2 P(symbol | class) for one kind of text. */
function members(v: Vocabulary, units: Float64Array): Uint8Array {
  const symbols = v.classOf.length;
  const weight = new Float64Array(symbols);
  const pageSize = new Float64Array(PAGE_SYMBOLS);
  const explicit = new Set(v.units);
  for (let u = 0; u < 65536; u++) {
    if (explicit.has(u)) weight[v.symbolOf[u]!]! += units[u]!;
    else pageSize[u >> PAGE_SHIFT]!++;
  }
  const classWeight = new Float64Array(v.classes);
  const classSize = new Float64Array(v.classes);
  for (let s = PAGE_SYMBOLS; s < symbols; s++) {
    classWeight[v.classOf[s]!]! += weight[s]!;
    classSize[v.classOf[s]!]!++;
  }
  const smooth = 0.01;
  return Uint8Array.from(v.classOf, (c, s) => {
    if (s < PAGE_SYMBOLS) return quantise(Math.log2(Math.max(1, pageSize[s]!)), UNIT_STEPS);
    return quantise(
      -Math.log2((weight[s]! + smooth) / (classWeight[c]! + smooth * classSize[c]!)),
      UNIT_STEPS,
    );
  });
}

function encodeBigrams(m: Bigrams): Record<'unigram' | 'backoff' | 'rows' | 'gaps' | 'costs', Uint8Array> {
  const rows: number[] = [];
  const gaps: number[] = [];
  const costs: number[] = [];
  for (const row of m.rows) {
    pushLeb(rows, row.ids.length);
    row.ids.forEach((id, i) => {
      pushLeb(gaps, i === 0 ? id : id - row.ids[i - 1]! - 1);
      costs.push(quantise(row.costs[i]!, NGRAM_STEPS));
    });
  }
  return {
    unigram: Uint8Array.from(m.unigram, (c) => quantise(c, UNIT_STEPS)),
    backoff: Uint8Array.from(m.backoff, (w) => quantise(w, NGRAM_STEPS, BACKOFF_BIAS)),
    rows: Uint8Array.from(rows),
    gaps: Uint8Array.from(gaps),
    costs: Uint8Array.from(costs),
  };
}

function encodeTrigrams(
  m: Bigrams,
  t: Trigrams,
): Record<'zhKids' | 'zhKidGaps' | 'zhKidCosts' | 'zhKidBackoff', Uint8Array> {
  const counts: number[] = [];
  const gaps: number[] = [];
  const costs: number[] = [];
  const backoff: number[] = [];
  m.rows.forEach((row, a) => {
    for (const b of row.ids) {
      const kid = t.kids.get(`${a},${b}`);
      pushLeb(counts, kid?.positions.length ?? 0);
      kid?.positions.forEach((p, i) => {
        pushLeb(gaps, i === 0 ? p : p - kid.positions[i - 1]! - 1);
        costs.push(quantise(kid.costs[i]!, NGRAM_STEPS));
      });
      if (kid) backoff.push(quantise(kid.backoff, NGRAM_STEPS, BACKOFF_BIAS));
    }
  });
  return {
    zhKids: Uint8Array.from(counts),
    zhKidGaps: Uint8Array.from(gaps),
    zhKidCosts: Uint8Array.from(costs),
    zhKidBackoff: Uint8Array.from(backoff),
  };
}
