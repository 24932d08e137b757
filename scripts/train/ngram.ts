/**
 * Back-off n-gram models over classes: absolute discounting, pruned by weighted difference
 * (Seymore & Rosenfeld 1996) with back-off weights recomputed after each round.
 */
import type { Counter } from './counts.ts';

/** Discount taken from each count; counts below 1 (weighted sources) lose the same share. */
const DISCOUNT = 0.65;
const discount = (count: number): number => DISCOUNT * Math.min(1, count);

export interface Bigrams {
  /** −log2 P per class. */
  unigram: Float64Array;
  /** log2 of the back-off weight per class. */
  backoff: Float64Array;
  /** Row of each class: sorted successors and their −log2 P. */
  rows: { ids: number[]; costs: number[] }[];
}

export interface Trigrams {
  /** Per kept bigram in row order: positions in the row of b, costs, log2 back-off. */
  kids: Map<string, { positions: number[]; costs: number[]; backoff: number }>;
  count: number;
}

/** `unigrams[c]`: weight of class c as a predicted class; `pairs`: key a·V + b. Keeps about `budget` pairs. */
export function trainBigrams(unigrams: Float64Array, pairs: Counter, budget: number): Bigrams {
  const V = unigrams.length;
  const total = unigrams.reduce((a, b) => a + b, 0);
  const floor = 0.02;
  const p1 = unigrams.map((w) => (w + floor) / (total + floor * V));
  const contextTotal = new Float64Array(V);
  const discounted = new Float64Array(V);
  pairs.forEach((key, w) => {
    const a = Math.floor(key / V);
    contextTotal[a]! += w;
    discounted[a]! += discount(w);
  });
  const p2 = (a: number, b: number, w: number): number =>
    (w - discount(w)) / contextTotal[a]! + (discounted[a]! / contextTotal[a]!) * p1[b]!;

  const backoff = new Float64Array(V);
  for (let a = 0; a < V; a++) backoff[a] = contextTotal[a]! > 0 ? discounted[a]! / contextTotal[a]! : 1;
  let threshold = 0;
  for (let round = 0; round < 3; round++) {
    const scores = new Float64Array(pairs.size);
    let n = 0;
    pairs.forEach((key, w) => {
      const a = Math.floor(key / V);
      const b = key % V;
      scores[n++] = w * Math.log2(p2(a, b, w) / (backoff[a]! * p1[b]!));
    });
    threshold = budget >= n ? 0 : scores.slice().sort()[n - budget]!;
    const keptP2 = new Float64Array(V);
    const keptP1 = new Float64Array(V);
    let i = 0;
    pairs.forEach((key, w) => {
      if (scores[i++]! <= threshold) return;
      const a = Math.floor(key / V);
      const b = key % V;
      keptP2[a]! += p2(a, b, w);
      keptP1[a]! += p1[b]!;
    });
    if (round === 2) break;
    for (let a = 0; a < V; a++) backoff[a] = clampWeight((1 - keptP2[a]!) / (1 - keptP1[a]!));
  }
  // the last round's choice, with the back-off it was scored with renormalised once more
  const kept: { key: number; w: number }[] = [];
  pairs.forEach((key, w) => {
    const a = Math.floor(key / V);
    const b = key % V;
    if (w * Math.log2(p2(a, b, w) / (backoff[a]! * p1[b]!)) > threshold) kept.push({ key, w });
  });
  kept.sort((x, y) => x.key - y.key);
  const rows: Bigrams['rows'] = Array.from({ length: V }, () => ({ ids: [], costs: [] }));
  const keptP2 = new Float64Array(V);
  const keptP1 = new Float64Array(V);
  for (const { key, w } of kept) {
    const a = Math.floor(key / V);
    const b = key % V;
    rows[a]!.ids.push(b);
    rows[a]!.costs.push(-Math.log2(p2(a, b, w)));
    keptP2[a]! += p2(a, b, w);
    keptP1[a]! += p1[b]!;
  }
  return {
    unigram: p1.map((p) => -Math.log2(p)),
    backoff: backoff.map((_, a) => Math.log2(clampWeight((1 - keptP2[a]!) / (1 - keptP1[a]!)))),
    rows,
  };
}

function clampWeight(w: number): number {
  return Math.min(8, Math.max(1 / 64, w));
}

/** −log2 P(b | a) under the pruned bigram model. */
export function bigramCost(model: Bigrams, a: number, b: number): number {
  const i = position(model.rows[a]!.ids, b);
  return i >= 0 ? model.rows[a]!.costs[i]! : model.unigram[b]! - model.backoff[a]!;
}

export function position(ids: readonly number[], id: number): number {
  let lo = 0;
  let hi = ids.length - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    if (ids[mid]! === id) return mid;
    if (ids[mid]! < id) lo = mid + 1;
    else hi = mid - 1;
  }
  return -1;
}

/**
 * Trigrams (a,b,c) whose two bigrams were kept. `triples`: key pairId·V + c, with `pairKeys[pairId]`
 * = a·V + b. Keeps about `budget`.
 */
export function trainTrigrams(
  model: Bigrams,
  triples: Counter,
  pairKeys: Float64Array,
  budget: number,
): Trigrams {
  const V = model.unigram.length;
  const contextTotal = new Float64Array(pairKeys.length);
  const discounted = new Float64Array(pairKeys.length);
  triples.forEach((key, w) => {
    const pair = Math.floor(key / V);
    contextTotal[pair]! += w;
    discounted[pair]! += discount(w);
  });
  const candidates: { pair: number; c: number; score: number; p3: number; p2: number }[] = [];
  triples.forEach((key, w) => {
    if (w < 2) return;
    const pair = Math.floor(key / V);
    const c = key % V;
    const a = Math.floor(pairKeys[pair]! / V);
    const b = pairKeys[pair]! % V;
    if (position(model.rows[a]!.ids, b) < 0 || position(model.rows[b]!.ids, c) < 0) return;
    const gamma = discounted[pair]! / contextTotal[pair]!;
    const p2 = 2 ** -bigramCost(model, b, c);
    const p3 = (w - discount(w)) / contextTotal[pair]! + gamma * p2;
    const score = w * Math.log2(p3 / (gamma * p2));
    if (score > 2) candidates.push({ pair, c, score, p3, p2 });
  });
  candidates.sort((x, y) => y.score - x.score || x.pair - y.pair || x.c - y.c);
  candidates.length = Math.min(candidates.length, budget);
  candidates.sort((x, y) => x.pair - y.pair || x.c - y.c);
  const kids: Trigrams['kids'] = new Map();
  let sum3 = 0;
  let sum2 = 0;
  candidates.forEach((t, i) => {
    const a = Math.floor(pairKeys[t.pair]! / V);
    const b = pairKeys[t.pair]! % V;
    const key = `${a},${b}`;
    let kid = kids.get(key);
    if (!kid) {
      kids.set(key, (kid = { positions: [], costs: [], backoff: 0 }));
      sum3 = 0;
      sum2 = 0;
    }
    kid.positions.push(position(model.rows[b]!.ids, t.c));
    kid.costs.push(-Math.log2(t.p3));
    sum3 += t.p3;
    sum2 += t.p2;
    if (candidates[i + 1]?.pair !== t.pair)
      kid.backoff = Math.log2(clampWeight((1 - sum3) / (1 - Math.min(0.999, sum2))));
  });
  return { kids, count: candidates.length };
}
