/**
 * The hypotheses of one search (search.ts): which of those at one place are kept, and what the best one says in the end.
 *
 * Of twins, which nothing that follows can tell apart, the cheaper is kept; of the others the best few within a margin.
 */
import { isDigit } from '../codec/index.ts';
import { STEPS } from '../model/model.ts';
import { BEAM_MARGIN, BEAM_WIDTH, PAIRS_WORTH } from '../weights.ts';
import { Arena } from './arena.ts';

/** Shared by all searches: one runs at a time. */
export const arena: Arena = new Arena();

/** Hypotheses more than this behind the best at a place are dropped, 1/8 bits. */
export const MARGIN: number = BEAM_MARGIN * STEPS;
const WORTH = PAIRS_WORTH * STEPS;

export interface Piece {
  /** Observed range, UTF-16 offsets in the searched text. */
  start: number;
  end: number;
  restored: string;
  /** Gain over "undamaged" of this piece, bits. */
  gain: number;
  /** What the restored text costs, bits. */
  bits: number;
  /** Ranges of `restored` whose bytes were not all seen, with the packed slots they had. */
  uncertain: { start: number; end: number; slots: number }[];
}

/** Successor lists of one search: indices into the arena. */
export class Frontier {
  items: Int32Array = new Int32Array(1024);
  length: number = 0;
  /** The cheapest so far. */
  best: number = Infinity;

  clear(): void {
    this.length = 0;
    this.best = Infinity;
  }
  push(h: number, cost: number): void {
    if (this.length === this.items.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.items);
      this.items = wider;
    }
    this.items[this.length++] = h;
    if (cost < this.best) this.best = cost;
  }
}

export function leastCost(list: Frontier): number {
  let least = Infinity;
  for (let j = 0; j < list.length; j++) least = Math.min(least, arena.cost[list.items[j]!]!);
  return least;
}

/** Keeps the best `width`, in the order in which they came; of twins with the same future the cheaper. */
export function prune(list: Frontier, width: number = BEAM_WIDTH, margin: number = MARGIN): void {
  const a = arena;
  const { items } = list;
  let limit = list.best + margin;
  if (list.length > width) limit = Math.min(limit, cutOff(list, width));
  let kept = 0;
  next: for (let j = 0; j < list.length; j++) {
    const h = items[j]!;
    const cost = a.cost[h]!;
    if (cost > limit) continue;
    for (let k = 0; k < kept; k++) {
      const g = items[k]!;
      if (
        a.cls[g] === a.cls[h] &&
        a.pending[g] === a.pending[h] &&
        (a.last[g] === a.last[h] || !isDigit(a.last[h]!)) &&
        a.pair[g] === a.pair[h]
      ) {
        // what is open may still cost the cheaper one so much
        const worth = a.pairs[g] === a.pairs[h] ? 0 : WORTH;
        if (cost < a.cost[g]! - worth) {
          items[k] = h;
          continue next;
        }
        if (cost >= a.cost[g]! + worth) continue next;
      }
    }
    items[kept++] = h;
  }
  list.length = kept;
}

const histogram = new Int32Array(BEAM_MARGIN * STEPS + 2);

/** The cost up to which at most about `width` hypotheses are. */
function cutOff(list: Frontier, width: number): number {
  const a = arena;
  histogram.fill(0);
  for (let j = 0; j < list.length; j++) {
    const over = a.cost[list.items[j]!]! - list.best;
    if (over <= MARGIN) histogram[over]!++;
  }
  let seen = 0;
  for (let over = 0; over <= MARGIN; over++) {
    seen += histogram[over]!;
    if (seen >= width) return list.best + over;
  }
  return list.best + MARGIN;
}

/** Walks back from the last hypothesis and collects the damaged pieces, in order. */
export function trace(end: number, undamaged: Int32Array): Piece[] {
  const a = arena;
  const pieces: Piece[] = [];
  let h = end;
  while (h >= 0) {
    const back = a.back[h]!;
    // outside and reached from inside: a piece ends here
    if (a.at[h]! < 0 && back >= 0 && a.at[back]! >= 0) {
      const stop = a.at[back]!;
      const costEnd = a.cost[h]!;
      const points: { point: number; slots: number }[] = [];
      let g = back;
      while (a.at[g]! >= 0) {
        if (a.point[g]! >= 0) points.push({ point: a.point[g]!, slots: a.slots[g]! });
        g = a.back[g]!;
      }
      let start = stop;
      for (let f = back; a.at[f]! >= 0; f = a.back[f]!) start = a.at[f]!;
      let observedCost = 0;
      for (let i = start; i < stop; i++) observedCost += undamaged[i]!;
      let restored = '';
      const uncertain: Piece['uncertain'] = [];
      for (let k = points.length - 1; k >= 0; k--) {
        const { point, slots } = points[k]!;
        const at = restored.length;
        restored += String.fromCodePoint(point);
        if (slots !== 0) uncertain.push({ start: at, end: restored.length, slots });
      }
      pieces.push({
        start,
        end: stop,
        restored,
        gain: (observedCost - (costEnd - a.cost[g]!)) / STEPS,
        bits: (costEnd - a.cost[g]!) / STEPS,
        uncertain,
      });
      h = g;
    } else h = back;
  }
  return pieces.reverse();
}
