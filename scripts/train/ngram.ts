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

/** −log2 P per class, smoothed by a little for every class. */
export function unigramBits(unigrams: Float64Array): Float64Array {
  const total = unigrams.reduce((a, b) => a + b, 0);
  const floor = 0.02;
  return unigrams.map((w) => -Math.log2((w + floor) / (total + floor * unigrams.length)));
}

/** `unigrams[c]`: weight of class c as a predicted class; `pairs`: key a·V + b. Keeps about `budget` pairs. */
export function trainBigrams(unigrams: Float64Array, pairs: Counter, budget: number): Bigrams {
  const V = unigrams.length;
  const unigram = unigramBits(unigrams);
  const p1 = unigram.map((bits) => 2 ** -bits);
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
    unigram,
    backoff: backoff.map((_, a) => Math.log2(clampWeight((1 - keptP2[a]!) / (1 - keptP1[a]!)))),
    rows,
  };
}

function clampWeight(w: number): number {
  return Math.min(8, Math.max(1 / 64, w));
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

/** What the trigrams of a context cost besides the trigrams, in trigrams: a count, a back-off weight. */
const CONTEXT_SIZE = 0.7;
const ROUNDS = 4;

/** Contexts of trigrams: key a·V + b, weight of all their trigrams, and number of them (those below 1 by their weight). */
export interface Contexts {
  keys: Float64Array;
  total: Float64Array;
  distinct: Float64Array;
}

/**
 * Trigrams (a,b,c) whose two bigrams were kept: those whose loss would cost the most bits, with what
 * their context costs to store taken off (as Stolcke 1998, back-off weights recomputed after each
 * round). `triples`: key contextId·V + c. Keeps about `budget`.
 */
export function trainTrigrams(
  model: Bigrams,
  triples: Counter,
  contexts: Contexts,
  budget: number,
): Trigrams {
  const V = model.unigram.length;
  const context: number[] = [];
  const position3: number[] = [];
  const weight: number[] = [];
  const p3: number[] = [];
  const p2: number[] = [];
  triples.forEach((key, w) => {
    if (w < 1.5) return;
    const id = Math.floor(key / V);
    const c = key % V;
    const a = Math.floor(contexts.keys[id]! / V);
    const b = contexts.keys[id]! % V;
    if (position(model.rows[a]!.ids, b) < 0) return;
    const at = position(model.rows[b]!.ids, c);
    if (at < 0) return;
    const q = 2 ** -model.rows[b]!.costs[at]!;
    const d = discount(w);
    context.push(id);
    position3.push(at);
    weight.push(w);
    p2.push(q);
    p3.push((w - d) / contexts.total[id]! + ((DISCOUNT * contexts.distinct[id]!) / contexts.total[id]!) * q);
  });
  const n = context.length;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (x, y) => context[x]! - context[y]! || position3[x]! - position3[y]!,
  );
  const backoff = new Float64Array(contexts.keys.length);
  for (let id = 0; id < backoff.length; id++)
    backoff[id] = clampWeight((DISCOUNT * contexts.distinct[id]!) / contexts.total[id]!);
  const score = new Float64Array(n);
  let kept: Uint8Array = new Uint8Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < n; i++) score[i] = weight[i]! * Math.log2(p3[i]! / (backoff[context[i]!]! * p2[i]!));
    // the threshold that keeps `budget`, by bisection: dropping contexts that do not pay moves it
    let low = 0;
    let high = 1e6;
    for (let step = 0; step < 40; step++) {
      const threshold = (low + high) / 2;
      const { count } = choose(threshold);
      if (count > budget) low = threshold;
      else high = threshold;
    }
    kept = choose(high).kept;
    for (let i = 0; i < n;) {
      const id = context[order[i]!]!;
      let sum3 = 0;
      let sum2 = 0;
      for (; i < n && context[order[i]!] === id; i++)
        if (kept[order[i]!]) {
          sum3 += p3[order[i]!]!;
          sum2 += p2[order[i]!]!;
        }
      backoff[id] = clampWeight((1 - sum3) / (1 - Math.min(0.999, sum2)));
    }
  }
  function choose(threshold: number): { kept: Uint8Array; count: number } {
    const chosen = new Uint8Array(n);
    let count = 0;
    for (let i = 0; i < n;) {
      const id = context[order[i]!]!;
      const first = i;
      let profit = -CONTEXT_SIZE * threshold;
      let some = 0;
      for (; i < n && context[order[i]!] === id; i++) {
        const s = score[order[i]!]!;
        if (s > threshold) {
          profit += s - threshold;
          some++;
        }
      }
      if (profit <= 0) continue;
      count += some;
      for (let k = first; k < i; k++) if (score[order[k]!]! > threshold) chosen[order[k]!] = 1;
    }
    return { kept: chosen, count };
  }
  const kids: Trigrams['kids'] = new Map();
  let count = 0;
  for (const i of order) {
    if (!kept[i]) continue;
    const id = context[i]!;
    const key = `${Math.floor(contexts.keys[id]! / V)},${contexts.keys[id]! % V}`;
    let kid = kids.get(key);
    if (!kid) kids.set(key, (kid = { positions: [], costs: [], backoff: Math.log2(backoff[id]!) }));
    kid.positions.push(position3[i]!);
    kid.costs.push(-Math.log2(p3[i]!));
    count++;
  }
  return { kids, count };
}
