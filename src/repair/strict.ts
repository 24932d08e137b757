/**
 * The search at width one: where no byte was lost there is one path, and nothing to search for.
 *
 * Takes a stretch back through the reader's table and reads the bytes in the writer's encoding, walking both
 * texts side by side. Refuses (null) whatever the beam would have to decide: a unit the reader does not show or
 * that may stand for lost bytes, bytes the writer does not write, a place where "undamaged" is the better
 * explanation by more than it costs to leave a run and come back.
 *
 * Example: 浣犲ソ under utf8-as-gbk is E4BD A0E5 A5BD, which is 你好.
 */
import type { Lattice } from '../channel/lattice.ts';
import { findPair, pairCost, STEPS, tripleCost, type Model } from '../model/model.ts';
import { BORDER, CANDIDATE_CAP, REENTRY, SIGN_CAP } from '../weights.ts';
import { isPlainSign } from './kinds.ts';
import type { Piece } from './search.ts';
import { DEAD, DONE, type Writer } from './writer.ts';

const CAP = CANDIDATE_CAP * STEPS;
/** Where this much would be saved by leaving the run, the beam decides. */
const LEAVE = (2 * BORDER + REENTRY) * STEPS;

let units = new Uint16Array(4096);

export interface StrictInput {
  model: Model;
  text: string;
  undamaged: Int32Array;
  lattice: Lattice;
  writer: Writer;
}

/** The whole of `text`, without the ASCII at its ends, as one damaged piece; null if that is not for certain. */
export function strict(input: StrictInput): { pieces: Piece[]; gain: number } | null {
  const { text, undamaged, lattice } = input;
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) < 0x80) from++;
  while (to > from && text.charCodeAt(to - 1) < 0x80) to--;
  if (from === to) return null;
  if (units.length < 2 * text.length) units = new Uint16Array(2 * text.length);
  const walk = new Walk(input, from > 0 ? text.charCodeAt(from - 1) : 10);
  let pending = 0;
  const utf8 = input.writer.id === 'utf-8';
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    const arcs = lattice.arcs.get(unit);
    // between two characters of UTF-8 nothing was lost, so the mark is a character
    if (arcs && arcs.length > 1 && !(unit === 0x3f && pending === 0 && utf8)) return null;
    const code = lattice.codeOf[unit]!;
    if (code < 0) return null;
    if (code > 0xff) {
      pending = walk.feed(pending, code >> 8);
      if (pending === DEAD) return null;
    }
    pending = walk.feed(pending, code & 255);
    if (pending === DEAD) return null;
    walk.observed += undamaged[i]!;
    if (walk.settle()) return null;
  }
  if (pending !== 0) return null;
  const bits = walk.total / STEPS;
  const gain = (walk.observedTotal - walk.total) / STEPS - 2 * BORDER;
  const restored = String.fromCharCode.apply(null, units.subarray(0, walk.length) as unknown as number[]);
  return { pieces: [{ start: from, end: to, restored, gain, bits, uncertain: [] }], gain };
}

/** The restored side: its model costs, and how far "undamaged" has been ahead since the last place where it was not. */
class Walk {
  readonly m: Model;
  readonly writer: Writer;
  length = 0;
  /** Restored cost so far; in Simplified and Traditional members. */
  hans = 0;
  hant = 0;
  /** Observed cost since the last settlement, and in all. */
  observed = 0;
  observedTotal = 0;
  #restored = 0;
  #behind = 0;
  #cls: number;
  #pair = -1;
  #before: number;

  constructor({ model, writer }: StrictInput, before: number) {
    this.m = model;
    this.writer = writer;
    this.#cls = model.classOf[before]!;
    this.#before = before;
  }

  get total(): number {
    return Math.min(this.hans, this.hant);
  }

  /** One byte; the new state of the automaton, DEAD also for a character that is no text. */
  feed(pending: number, byte: number): number {
    const state = this.writer.feed(pending, byte);
    if (state !== DONE) return state;
    const { point } = this.writer;
    if (point < 0 || point === 0xfffd || (point >= 0xe000 && point < 0xf900)) return DEAD;
    if (point > 0xffff) {
      units[this.length++] = 0xd7c0 + (point >> 10);
      units[this.length++] = 0xdc00 | (point & 0x3ff);
      this.#add(units[this.length - 2]!, 6 * STEPS);
    } else {
      units[this.length++] = point;
      this.#add(point, 0);
    }
    return 0;
  }

  #add(unit: number, extra: number): void {
    const m = this.m;
    const cls = m.classOf[unit]!;
    const pair = findPair(m.zh, this.#cls, cls);
    const c = tripleCost(m, this.#pair, this.#cls, cls, pair) + extra;
    const cap = unit < 0x2e80 && this.#before < 0x2e80 ? Math.min(CAP, this.#others(cls, unit) + extra) : CAP;
    const most = isPlainSign(unit) ? Math.min(cap, SIGN_CAP * STEPS) : cap;
    const hans = Math.min(most, c + m.hans[unit]!);
    const hant = Math.min(most, c + m.hant[unit]!);
    this.#before = unit;
    this.hans += hans;
    this.hant += hant;
    this.#restored += Math.min(hans, hant);
    this.#cls = cls;
    this.#pair = pair;
  }

  /** As another language's text. */
  #others(cls: number, unit: number): number {
    const { others, other } = this.m;
    return pairCost(others, findPair(others, this.#cls, cls), this.#cls, cls) + other[unit]!;
  }

  /** Books what was observed and restored since the last unit; true where "undamaged" is too far ahead. */
  settle(): boolean {
    this.#behind += this.#restored - this.observed;
    if (this.#behind < 0) this.#behind = 0;
    this.observedTotal += this.observed;
    this.observed = 0;
    this.#restored = 0;
    return this.#behind > LEAVE;
  }
}
