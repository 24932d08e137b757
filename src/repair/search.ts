/**
 * Beam search over lattice × writer's automaton × language model.
 *
 * Position by position through the observed text, hypotheses are either outside the damage (one, the
 * cheapest) or inside it: what the bytes so far leave unfinished, the model's context, the cost. Where
 * nothing was lost there is one path, and the search has width one. It refuses nothing by rule: a run
 * begins and ends wherever that explains the text best.
 *
 * Example: 鉁?Done under utf8-as-gbk/windows: E2 9C, then `?` is 3F, or a trail byte and a swallowed
 * ASCII byte: ✓ + space and its neighbours compete, the model decides.
 */
import { findPair, pairCost, STEPS, tripleCost, type Model } from '../model/model.ts';
import {
  BEAM_MARGIN,
  BEAM_WIDTH,
  BORDER,
  BORDER_LETTERS,
  CANDIDATE_CAP,
  LETTER_JOIN,
  LOST_CANDIDATES,
  REENTRY,
} from '../weights.ts';
import type { Arc, Lattice } from '../channel/lattice.ts';
import { DEAD, DONE, type Writer } from './writer.ts';

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

const MARGIN = BEAM_MARGIN * STEPS;
const CAP = CANDIDATE_CAP * STEPS;
/** Restoring nothing but the mark of a loss is no repair. */
const LOST_AGAIN = 40 * STEPS;
/** A byte order mark is what stands before any text. */
const BOM = 4 * STEPS;

/** Hypotheses, struct of arrays. Slot 0 is the start. */
class Arena {
  cost: Int32Array = new Int32Array(4096);
  pending: Float64Array = new Float64Array(4096);
  cls: Uint16Array = new Uint16Array(4096);
  pair: Int32Array = new Int32Array(4096);
  back: Int32Array = new Int32Array(4096);
  /** Code point emitted on the way here, −1 if none. */
  point: Int32Array = new Int32Array(4096);
  /** Slots of that character if some were unknown, else 0. */
  slots: Float64Array = new Float64Array(4096);
  /** Observed offset reached; ~offset outside the damage. */
  at: Int32Array = new Int32Array(4096);
  length = 0;

  add(
    cost: number,
    pending: number,
    cls: number,
    pair: number,
    back: number,
    point: number,
    slots: number,
    at: number,
  ): number {
    if (this.length === this.cost.length) this.grow();
    const i = this.length++;
    this.cost[i] = cost;
    this.pending[i] = pending;
    this.cls[i] = cls;
    this.pair[i] = pair;
    this.back[i] = back;
    this.point[i] = point;
    this.slots[i] = slots;
    this.at[i] = at;
    return i;
  }

  private grow(): void {
    this.cost = wider(this.cost);
    this.pending = wider(this.pending);
    this.cls = wider(this.cls);
    this.pair = wider(this.pair);
    this.back = wider(this.back);
    this.point = wider(this.point);
    this.slots = wider(this.slots);
    this.at = wider(this.at);
  }
}

/** The same array, twice as long. */
function wider<T extends Int32Array | Uint16Array | Float64Array>(a: T): T {
  const b = new (a.constructor as new (n: number) => T)(a.length * 2);
  b.set(a);
  return b;
}

const arena = new Arena();

export interface SearchInput {
  model: Model;
  text: string;
  /** Cost of each unit of `text` under "undamaged", 1/8 bits. */
  undamaged: Int32Array;
  lattice: Lattice;
  writer: Writer;
  /** Member costs of the script that the text is in: model.hans or model.hant. */
  member: Uint8Array;
  /** The text ends where the observed text ended (so a lost byte may be the last). */
  ends: boolean;
}

/** The damaged pieces on the cheapest path, and its gain over "undamaged" in bits. */
export function search(input: SearchInput): { pieces: Piece[]; gain: number } {
  const { model: m, text, undamaged, lattice, writer } = input;
  const n = text.length;
  const a = arena;
  a.length = 0;
  let clean = a.add(0, 0, m.classOf[10]!, -1, -1, -1, 0, ~0);
  let beenInside = false;
  /** Successors above this are not worth keeping: far behind the best so far at the same place. */
  let ceiling = Infinity;
  let live: number[] = [];
  let next: number[] = [];

  const letterBorder = (i: number): number =>
    (i > 0 && i < n && isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i))
      ? BORDER_LETTERS
      : BORDER) * STEPS;

  /** One more character in hypothesis `from`: adds the successor and returns it. */
  const emit = (
    from: number,
    cost: number,
    cls0: number,
    pair0: number,
    point: number,
    slots: number,
    pending: number,
    at: number,
    into: number[],
  ): void => {
    const unit = point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
    const cls = m.classOf[unit]!;
    const pair = findPair(m.zh, cls0, cls);
    let c = tripleCost(m, pair0, cls0, cls, pair) + input.member[unit]!;
    if (unit < 0x3400 || unit > 0x9fff) {
      // not a Han character: perhaps another language's, or punctuation as other languages use it
      const o = pairCost(m.others, findPair(m.others, cls0, cls), cls0, cls) + m.other[unit]!;
      if (o < c) c = o;
      if (point > 0xffff) c += 6 * STEPS;
      else if (unit === 0xfeff) c = BOM;
      else if (isPrivate(unit)) c = CAP;
    }
    if (c > CAP) c = CAP;
    if (unit === 0xfffd) c = LOST_AGAIN;
    if (isAsciiLetter(a.point[from]!) ? unit >= 0x3400 : isAsciiLetter(unit) && a.point[from]! >= 0x3400)
      c += LETTER_JOIN * STEPS;
    insert(into, cost + c, pending, cls, pair, from, point, slots, at);
  };

  const insert = (
    into: number[],
    cost: number,
    pending: number,
    cls: number,
    pair: number,
    back: number,
    point: number,
    slots: number,
    at: number,
  ): void => {
    if (cost > ceiling) return;
    if (cost + MARGIN < ceiling) ceiling = cost + MARGIN;
    if (into.length < 12) {
      for (const h of into) {
        if (a.pending[h] === pending && a.cls[h] === cls && a.pair[h] === pair) {
          if (cost < a.cost[h]!) {
            a.cost[h] = cost;
            a.back[h] = back;
            a.point[h] = point;
            a.slots[h] = slots;
          }
          return;
        }
      }
    }
    into.push(a.add(cost, pending, cls, pair, back, point, slots, at));
  };

  /** Runs an arc's slots from hypothesis h; a chain of slots may complete several characters. */
  const run = (
    h: number,
    slots: readonly number[],
    k: number,
    cost: number,
    at: number,
    into: number[],
  ): void => {
    const state = writer.feed(a.pending[h]!, slots[k]!);
    if (state === DEAD) return;
    const last = k + 1 === slots.length;
    if (state !== DONE) {
      if (last) insert(into, cost, state, a.cls[h]!, a.pair[h]!, h, -1, 0, at);
      else run(a.add(cost, state, a.cls[h]!, a.pair[h]!, h, -1, 0, at), slots, k + 1, cost, at, into);
      return;
    }
    const { complete, point } = writer;
    if (point >= 0) {
      if (last) emit(h, cost, a.cls[h]!, a.pair[h]!, point, 0, 0, at, into);
      else {
        const step: number[] = [];
        emit(h, cost, a.cls[h]!, a.pair[h]!, point, 0, 0, at, step);
        if (step.length > 0) run(step[0]!, slots, k + 1, a.cost[step[0]!]!, at, into);
      }
      return;
    }
    const step: number[] = last ? into : [];
    expand(h, complete, cost, at, step);
    if (!last) {
      const best = step.sort((x, y) => a.cost[x]! - a.cost[y]!).slice(0, BEAM_WIDTH);
      for (const s of best) run(s, slots, k + 1, a.cost[s]!, at, into);
    }
  };

  /** All characters worth trying where slots leave several. */
  const expand = (h: number, complete: number, cost: number, at: number, into: number[]): void => {
    const { points, set } = writer.candidates(complete, m);
    const cls0 = a.cls[h]!;
    const pair0 = a.pair[h]!;
    const few = points.length <= 2 * LOST_CANDIDATES ? points.length : LOST_CANDIDATES;
    for (let i = 0; i < few; i++) emit(h, cost, cls0, pair0, points[i]!, complete, 0, at, into);
    if (few === points.length) return;
    const t = m.zh;
    const units = classUnits(m);
    for (let p = t.start[cls0]!; p < t.start[cls0 + 1]!; p++)
      for (const unit of units[t.ids[p]!] ?? [])
        if (set.has(unit)) emit(h, cost, cls0, pair0, unit, complete, 0, at, into);
  };

  for (let i = 0; i <= n; i++) {
    ceiling = Infinity;
    // bytes that vanished here, inside a character
    for (const arc of lattice.vanished)
      for (let j = 0, count = live.length; j < count; j++) {
        const h = live[j]!;
        if (a.pending[h]! > 0 && fits(arc, text, i, input.ends))
          run(h, arc.slots, 0, a.cost[h]! + arc.cost * STEPS, i, live);
      }
    // leave the damage
    for (const h of live) {
      if (a.pending[h] !== 0) continue;
      const cost = a.cost[h]! + (i === n ? 0 : letterBorder(i));
      if (cost < a.cost[clean]!) {
        clean = a.add(cost, 0, a.cls[h]!, a.pair[h]!, h, -1, 0, ~i);
        beenInside = true;
      }
    }
    if (i === n) break;
    const unit = text.charCodeAt(i);
    // enter it: not at ASCII, where both sides read the same
    let floor = a.cost[clean]!;
    for (const h of live) if (a.cost[h]! < floor) floor = a.cost[h]!;
    floor += MARGIN;
    ceiling = Infinity;
    if (unit >= 0x80 || unit === 0x3f)
      live.push(
        a.add(
          a.cost[clean]! + letterBorder(i) + (beenInside ? REENTRY * STEPS : 0),
          0,
          a.cls[clean]!,
          a.pair[clean]!,
          clean,
          -1,
          0,
          i,
        ),
      );
    // consume
    next = [];
    const code = lattice.codeOf[unit]!;
    const more = lattice.arcs.get(unit);
    for (const h of live) {
      if (a.cost[h]! > floor) continue;
      if (more) {
        for (const arc of more)
          if (fits(arc, text, i + 1, input.ends))
            run(h, arc.slots, 0, a.cost[h]! + arc.cost * STEPS, i + 1, next);
      } else if (code >= 0) {
        if (code < 0x100) {
          single[0] = code;
          run(h, single, 0, a.cost[h]!, i + 1, next);
        } else {
          const two = [code >> 8, code & 255];
          run(h, two, 0, a.cost[h]!, i + 1, next);
        }
      }
    }
    const cls = m.classOf[unit]!;
    clean = a.add(
      a.cost[clean]! + undamaged[i]!,
      0,
      cls,
      findPair(m.zh, a.cls[clean]!, cls),
      clean,
      -1,
      0,
      ~(i + 1),
    );
    live = next.length > 1 ? prune(next) : next;
  }
  let total = 0;
  for (let i = 0; i < n; i++) total += undamaged[i]!;
  return { pieces: trace(clean, undamaged), gain: (total - a.cost[clean]!) / STEPS };
}

const single = [0];

/** Keeps the best; drops what is far behind, and worse twins. */
function prune(hypotheses: number[]): number[] {
  const a = arena;
  hypotheses.sort((x, y) => a.cost[x]! - a.cost[y]! || x - y);
  const limit = a.cost[hypotheses[0]!]! + MARGIN;
  const seen = new Set<number>();
  const kept: number[] = [];
  for (const h of hypotheses) {
    if (a.cost[h]! > limit || kept.length === BEAM_WIDTH) break;
    const key = (a.pending[h]! * 16384 + a.cls[h]!) * 2 + (a.pair[h]! >= 0 ? 1 : 0) + a.pair[h]! / 1048576;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(h);
  }
  return kept;
}

function fits(arc: Arc, text: string, at: number, ends: boolean): boolean {
  if (!arc.next) return true;
  if (at === text.length) return ends;
  if (arc.next === 'end') return false;
  const unit = text.charCodeAt(at);
  return unit < 0x40 || unit === 0x7f || unit === 0xfffd;
}

/** Walks back from the last hypothesis and collects the damaged pieces, in order. */
function trace(end: number, undamaged: Int32Array): Piece[] {
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
      const start = ~a.at[g]!;
      let observedCost = 0;
      for (let i = start; i < stop; i++) observedCost += undamaged[i]!;
      let restored = '';
      const uncertain: Piece['uncertain'] = [];
      for (let k = points.length - 1; k >= 0; k--) {
        const { point, slots } = points[k]!;
        const at = restored.length;
        restored += String.fromCodePoint(point);
        if (slots > 0) uncertain.push({ start: at, end: restored.length, slots });
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

let unitsOfClass: number[][] | undefined;
/** Class → Han units in it. */
export function classUnits(m: Model): number[][] {
  if (unitsOfClass) return unitsOfClass;
  const out: number[][] = [];
  for (let u = 0; u < 0xe000; u++) if (m.classOf[u]! >= 512) (out[m.classOf[u]!] ??= []).push(u);
  for (let u = 0xf900; u < 0x10000; u++) if (m.classOf[u]! >= 512) (out[m.classOf[u]!] ??= []).push(u);
  return (unitsOfClass = out);
}

function isAsciiLetter(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x7a && (unit | 32) >= 0x61 && (unit | 32) <= 0x7a;
}

function isLetter(unit: number): boolean {
  if (unit < 0x80) return isAsciiLetter(unit);
  return (
    unit >= 0xc0 &&
    !(unit >= 0x2000 && unit < 0x2e80) &&
    !(unit >= 0x3000 && unit < 0x3040) &&
    !(unit >= 0xff00 && unit < 0xff10)
  );
}

function isPrivate(unit: number): boolean {
  return (unit >= 0xe000 && unit < 0xf900) || (unit >= 0x80 && unit < 0xa0);
}
