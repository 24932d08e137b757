/**
 * Beam search over lattice × writer's automaton × language model.
 *
 * Unit by unit through the observed text, hypotheses are either outside the damage (one, the cheapest) or
 * inside it: what the bytes so far leave unfinished, the model's context, which pairs of punctuation are
 * open, the cost. Where nothing was lost there is one path, and the search has width one. It refuses
 * nothing by rule: a run begins and ends wherever that explains the text best.
 *
 * Example: 鉁?Done under utf8-as-gbk/windows: E2 9C, then `?` is 3F, or a trail byte and a swallowed
 * ASCII byte: ✓ + space and its neighbours compete, the model decides.
 */
import { isAsciiLetter, isDigit } from '../codec/index.ts';
import { isLetter } from '../detect/letter.ts';
import { digitCost } from '../model/digits.ts';
import { findPair, pairCost, STEPS, tripleCost, type Model } from '../model/model.ts';
import {
  BEGINS_LINE,
  BLANK_LINE,
  BEAM_WIDTH,
  BORDER,
  BORDER_LETTERS,
  BORDER_UTF8,
  CANDIDATE_CAP,
  CUT_OFF,
  GUESSING_MARGIN,
  LETTER_JOIN,
  LINE_BREAK,
  CUT_AWAY,
  LOST_CANDIDATES,
  LOST_IN_TRANSIT,
  PUT_IN_TRANSIT,
  LOST_WIDTH,
  NULL_CAP,
  REENTRY,
  ONLY_LINE,
  SIGN_CAP,
  SIGN_KNOWN,
  SWALLOWING,
  SWALLOWING_MARGIN,
  VANISHING_MARGIN,
} from '../weights.ts';
import { MARKED, type Arc, type Lattice } from '../channel/lattice.ts';
import { mayBe, OF_CHARACTER } from '../channel/slots.ts';
import { arena, Frontier, leastCost, MARGIN, prune, trace, type Piece } from './beam.ts';
import { codeCost, looksLikeCode } from './code.ts';
import { beginsLine, type Layout } from './layout.ts';
import { isEmoji, isPlainSign } from './kinds.ts';
import { leftOpen, lessBy, pairsAfter, withPairs } from './pairs.ts';
import { DEAD, DONE, type Writer } from './writer.ts';

export type { Piece };

export interface SearchInput {
  model: Model;
  text: string;
  /** Cost of each unit of `text` under "undamaged", 1/8 bits. */
  undamaged: Int32Array;
  lattice: Lattice;
  writer: Writer;
  /** Member costs of the script that the text is in: model.hans or model.hant. */
  member: Uint8Array;
  layout: Layout;
  /** Any byte may have been lost before the reader saw it, or one put in: between two units or inside one. */
  lostBytes: boolean;
  /** The reader's encoding is the writer's: nothing is damaged where no byte was lost. */
  sameEncoding: boolean;
}

const CAP = CANDIDATE_CAP * STEPS;
const NULL = NULL_CAP * STEPS;
/** Restoring nothing but the mark of a loss is no repair. */
const LOST_AGAIN = 40 * STEPS;
/** A byte order mark is what stands before any text. */
const BOM = 4 * STEPS;
const ASTRAL = 6 * STEPS;
const SIGN = SIGN_CAP * STEPS;
const VANISHING = VANISHING_MARGIN * STEPS;
const GUESSING = GUESSING_MARGIN * STEPS;
const SWALLOWED = 8 * STEPS;
const LOST_AT = LOST_IN_TRANSIT * STEPS;
const PUT_IN = PUT_IN_TRANSIT * STEPS;
const CUT = CUT_AWAY * STEPS;
const NEWLINE = 10;
const RETURN = 13;

/** The damaged pieces on the cheapest path, and its gain over "undamaged" in bits. */
export function search(input: SearchInput): { pieces: Piece[]; gain: number } {
  return new Search(input).run();
}

const frontiers = [new Frontier(), new Frontier(), new Frontier(), new Frontier(), new Frontier()] as const;

/** Without more bytes an unfinished character goes on, ends at this unit for certain, or soon or perhaps. */
const GOES_ON = 1;
const ENDS = 2;
const MAY_GO_ON = 3;

class Search {
  readonly input: SearchInput;
  readonly m: Model;
  readonly writer: Writer;
  readonly member: Uint8Array;
  live: Frontier = frontiers[0];
  next: Frontier = frontiers[1];
  /** Hypotheses that must leave the damage at the next unit. */
  readonly leaving: Frontier = frontiers[2];
  clean = 0;
  readonly isCode: boolean;
  /** UTF-8 shows where its characters begin; other borders are the model's guess. */
  readonly between: number;
  beenInside = false;
  readonly width: number;
  /** Enters the damage at the next unit, if it loses a byte within; else −1. */
  entering = -1;

  constructor(input: SearchInput) {
    this.input = input;
    this.m = input.model;
    this.writer = input.writer;
    this.member = input.member;
    this.isCode = looksLikeCode(input.text);
    this.width = input.lostBytes ? LOST_WIDTH : BEAM_WIDTH;
    this.between = input.writer.id === 'utf-8' ? BORDER_UTF8 : BORDER_LETTERS;
  }

  run(): { pieces: Piece[]; gain: number } {
    const { text, undamaged, lattice, lostBytes, sameEncoding } = this.input;
    const n = text.length;
    const a = arena;
    a.length = 0;
    this.live.clear();
    this.next.clear();
    this.leaving.clear();
    this.clean = a.add(0, 0, this.m.classOf[NEWLINE]!, -1, -1, -1, 0, ~0, 0);
    for (let i = 0; i <= n; i++) {
      if (lattice.vanished.length > 0 && this.live.length > 0) this.vanish(i);
      if (lostBytes && !sameEncoding) this.loseBetween(i);
      this.leave(i);
      if (i === n) break;
      const unit = text.charCodeAt(i);
      const floor = Math.min(a.cost[this.clean]!, this.live.best) + MARGIN;
      if (unit >= 0x80 || unit === 0x3f || lattice.arcs.has(unit)) this.enter(i, floor);
      this.consume(i, unit, floor);
      const cls = this.m.classOf[unit]!;
      this.clean = a.add(
        a.cost[this.clean]! + undamaged[i]!,
        0,
        cls,
        -1,
        this.clean,
        -1,
        0,
        ~(i + 1),
        pairsAfter(a.pairs[this.clean]!, unit, i > 0 ? text.charCodeAt(i - 1) : NEWLINE),
      );
      a.last[this.clean] = unit;
      const next = this.next;
      this.next = this.live;
      this.live = next;
      if (next.length > 1) this.pruneBefore(next, i + 1);
    }
    let total = this.endCost(this.m.classOf[n > 0 ? text.charCodeAt(n - 1) : NEWLINE]!, -1, 0);
    for (let i = 0; i < n; i++) total += undamaged[i]!;
    const cost =
      a.cost[this.clean]! + (a.at[a.back[this.clean]!]! < 0 ? this.endCost(a.cls[this.clean]!, -1, 0) : 0);
    return { pieces: trace(this.clean, undamaged), gain: (total - cost) / STEPS };
  }

  /** Keeps the best, judged with the next unit where that is an ASCII character whatever stands before it. */
  pruneBefore(list: Frontier, i: number): void {
    const a = arena;
    const unit = i < this.input.text.length ? this.input.text.charCodeAt(i) : 0x80;
    if (list.length <= this.width || unit >= 0x80 || this.input.lattice.arcs.has(unit)) {
      prune(list, this.width);
      return;
    }
    const all = list.items.slice(0, list.length);
    const ahead = Array.from(all, (h) => (a.pending[h] === 0 ? this.nextCost(h, unit) : 0));
    all.forEach((h, j) => (a.cost[h]! += ahead[j]!));
    list.best = leastCost(list);
    prune(list, this.width);
    all.forEach((h, j) => (a.cost[h]! -= ahead[j]!));
    list.best = leastCost(list);
  }

  /** Bytes that vanished here, inside a character: only where the next units cannot go on without them. */
  vanish(i: number): void {
    const { text, lattice, layout } = this.input;
    const { live } = this;
    const a = arena;
    const kept = frontiers[4];
    kept.clear();
    for (let j = 0; j < live.length; j++) {
      const h = live.items[j]!;
      const goes = a.pending[h] === 0 ? GOES_ON : this.goesOn(a.pending[h]!, i);
      if (goes !== ENDS) kept.push(h, a.cost[h]!);
      if (a.pending[h] === 0 || j >= 32 * BEAM_WIDTH || a.cost[h]! > live.best + VANISHING) continue;
      for (const arc of lattice.vanished) {
        if (goes === GOES_ON && !arc.anywhere) continue;
        const slots = slotsAt(arc, lattice, text, i, layout);
        if (slots) this.feed(h, slots, 0, a.cost[h]! + arc.cost * STEPS, i, live);
      }
    }
    // what cannot go on without more has cost nothing yet, and would crowd out what has
    live.clear();
    for (let j = 0; j < kept.length; j++) live.push(kept.items[j]!, a.cost[kept.items[j]!]!);
    if (live.length > BEAM_WIDTH) prune(live);
  }

  /** Bytes lost between two units: of a character that is begun, or of the next. */
  loseBetween(i: number): void {
    const { live } = this;
    const a = arena;
    const ends = i === this.input.text.length;
    for (let j = 0, n = live.length; j < n; j++) {
      const h = live.items[j]!;
      const pending = a.pending[h]!;
      if (a.cost[h]! > live.best + GUESSING || (ends && pending === 0)) continue;
      if (this.writer.id === 'utf-8' && this.goesOn(pending, i) === GOES_ON) continue;
      this.feed(h, oneLost, 0, a.cost[h]! + (ends ? CUT : LOST_AT), i, live);
      if (ends) this.feed(h, twoLost, 0, a.cost[h]! + CUT, i, live);
    }
    if (live.length > this.width) prune(live, this.width);
  }

  /** A byte lost between the two of one unit, or one of the two that was not in what was written. */
  misread(h: number, code: number, at: number): void {
    const a = arena;
    const put = a.cost[h]! + PUT_IN;
    if (code <= 0xff) {
      this.insert(this.next, put, a.pending[h]!, a.cls[h]!, a.pair[h]!, h, -1, 0, at, a.pairs[h]!);
      return;
    }
    three[0] = code >> 8;
    three[2] = code & 255;
    this.feed(h, three, 0, a.cost[h]! + LOST_AT, at, this.next);
    for (const byte of [three[0], three[2]]) {
      one[0] = byte;
      this.feed(h, one, 0, put, at, this.next);
    }
  }

  /** The damage begins with a character of which bytes were lost: cut off, at the beginning of a line. */
  enterCut(i: number, h: number, cost: number): void {
    if (this.writer.id === 'utf-8' && this.goesOn(0, i) === GOES_ON) return;
    this.feed(h, oneLost, 0, cost + (i === 0 ? CUT : LOST_AT), i, this.live);
    if (i === 0 && !this.input.sameEncoding) this.feed(h, twoLost, 0, cost + CUT, i, this.live);
  }

  /** Whether the bytes of the next two units continue an unfinished character and what follows it. */
  goesOn(pending: number, i: number): typeof GOES_ON | typeof ENDS | typeof MAY_GO_ON {
    const { text, lattice } = this.input;
    let state = pending;
    for (let k = i; k < i + 2 && k < text.length; k++) {
      const unit = text.charCodeAt(k);
      if (lattice.arcs.has(unit)) return MAY_GO_ON;
      const code = lattice.codeOf[unit]!;
      if (code < 0) return MAY_GO_ON;
      if (code > 0xff) {
        state = this.writer.feed(state, code >> 8);
        if (state === DEAD) return k === i ? ENDS : MAY_GO_ON;
        if (state === DONE) state = 0;
      }
      state = this.writer.feed(state, code & 255);
      if (state === DEAD) return k === i ? ENDS : MAY_GO_ON;
      if (state === DONE) state = 0;
    }
    return i < text.length ? GOES_ON : ENDS;
  }

  /** Leaves the damage before unit i: the next unit is then judged after what was restored. */
  leave(i: number): void {
    const a = arena;
    const { text } = this.input;
    const n = text.length;
    const border = i === n ? 0 : letterBorder(text, i, this.between) * STEPS;
    let best = a.cost[this.clean]!;
    const open = a.pairs[this.clean]!;
    // asked for only where it makes a difference
    let leavesOpen = -1;
    if (i === n && a.at[a.back[this.clean]!]! < 0) best += this.endCost(a.cls[this.clean]!, -1, 0);
    let from = -1;
    let least = best;
    for (const list of [this.live, this.leaving]) {
      for (let j = 0; j < list.length; j++) {
        const h = list.items[j]!;
        if (a.pending[h] !== 0) continue;
        let cost = a.cost[h]! + border;
        if (cost >= best + 8 * STEPS) continue;
        // a byte was swallowed here, so the reader went on: what follows cannot have escaped it
        if (i < n && a.slots[h] !== 0 && a.last[h]! < 0x80 && text.charCodeAt(i) >= 0x80) cost += SWALLOWED;
        cost +=
          i === n
            ? this.endCost(a.cls[h]!, a.pair[h]!, a.pairs[h]!)
            : this.nextCost(h, text.charCodeAt(i)) - this.input.undamaged[i]!;
        let later = 0;
        if (this.isCode && a.pairs[h]! !== open) {
          if (leavesOpen < 0) leavesOpen = this.leftOpenAfter(open, i);
          later = this.leftOpenAfter(a.pairs[h]!, i) - leavesOpen;
        }
        if (cost + later < best) {
          best = cost + later;
          least = cost;
          from = h;
        }
      }
    }
    this.leaving.clear();
    if (from < 0) return;
    this.beenInside = true;
    this.clean = a.add(least, 0, a.cls[from]!, a.pair[from]!, from, -1, 0, ~i, a.pairs[from]!);
  }

  /** What the rest of the line leaves open if it is undamaged: of a quote that is not closed here it is known that none closes it. */
  leftOpenAfter(pairs: number, i: number): number {
    const { text, layout } = this.input;
    if (!layout.ends || i === text.length) return 0;
    let before = 0;
    for (let k = i; k < text.length; k++) {
      const unit = text.charCodeAt(k);
      pairs = pairsAfter(pairs, unit, before);
      before = unit;
    }
    return leftOpen(pairs);
  }

  /** What an undamaged unit costs after restored text. */
  nextCost(h: number, unit: number): number {
    const m = this.m;
    const cls0 = arena.cls[h]!;
    const cls = m.classOf[unit]!;
    let c = tripleCost(m, arena.pair[h]!, cls0, cls, findPair(m.zh, cls0, cls)) + this.member[unit]!;
    if (unit < 0x80) {
      c = codeCost(c, arena.last[h]!, unit, this.isCode);
      return withPairs(c < NULL ? c : NULL, arena.pairs[h]!, unit, arena.last[h]!);
    }
    const o = pairCost(m.others, findPair(m.others, cls0, cls), cls0, cls) + m.other[unit]!;
    if (o < c) c = o;
    return c < NULL ? c : NULL;
  }

  /** What the end of the line costs. */
  endCost(cls0: number, pair0: number, pairs: number): number {
    if (!this.input.layout.ends) return 0;
    const m = this.m;
    const cls = m.classOf[NEWLINE]!;
    const c = tripleCost(m, pair0, cls0, cls, findPair(m.zh, cls0, cls));
    return (c < CAP ? c : CAP) + leftOpen(pairs);
  }

  enter(i: number, floor: number): void {
    const a = arena;
    const clean = this.clean;
    const cost =
      a.cost[clean]! +
      (letterBorder(this.input.text, i, this.between) + (this.beenInside ? REENTRY : 0)) * STEPS;
    if (cost > floor) return;
    const h = a.add(cost, 0, a.cls[clean]!, a.pair[clean]!, clean, -1, 0, i, a.pairs[clean]!);
    if (this.input.lostBytes) this.enterCut(i, h, cost);
    if (this.input.sameEncoding) this.entering = h;
    else this.live.push(h, cost);
  }

  consume(i: number, unit: number, floor: number): void {
    const { text, lattice, layout, lostBytes, sameEncoding } = this.input;
    const a = arena;
    const { live, next } = this;
    next.clear();
    const code = lattice.codeOf[unit]!;
    if (this.entering >= 0 && code > 0xff) this.misread(this.entering, code, i + 1);
    this.entering = -1;
    const more = lattice.arcs.get(unit);
    for (let j = 0; j < live.length; j++) {
      const h = live.items[j]!;
      if (a.cost[h]! > floor) continue;
      // what begins here is read as it was written
      if (sameEncoding && a.pending[h] === 0) continue;
      if (more) {
        // guessing is dear: only the better hypotheses are asked what was lost
        const behind = a.cost[h]! > live.best + GUESSING;
        for (const arc of more) {
          if (behind && arc.lost) continue;
          const cost = a.cost[h]! + arc.cost * STEPS;
          const slots = slotsAt(arc, lattice, text, i + 1, layout);
          if (slots) this.feed(h, slots, 0, cost, i + 1, next);
          else if (arc.end && i + 1 < text.length && !sameEncoding) {
            // read apart from what follows; certainly so if that is not ASCII
            const cut = text.charCodeAt(i + 1) < 0x80 ? CUT_OFF * STEPS : 0;
            this.feed(h, arc.slots, 0, cost + cut, i + 1, this.leaving);
          }
        }
      } else if (code >= 0) {
        if (lostBytes && !sameEncoding && code >= 0x80 && a.cost[h]! <= live.best + GUESSING)
          this.misread(h, code, i + 1);
        if (code > 0xff) {
          two[0] = code >> 8;
          two[1] = code & 255;
          this.feed(h, two, 0, a.cost[h]!, i + 1, next);
        } else {
          one[0] = code;
          this.feed(h, one, 0, a.cost[h]!, i + 1, next);
        }
      }
    }
  }

  /** Runs an arc's slots from hypothesis h; a chain of slots may complete several characters. */
  feed(h: number, slots: ArrayLike<number>, k: number, cost: number, at: number, into: Frontier): void {
    const a = arena;
    const { writer } = this;
    let state = a.pending[h]!;
    for (; k < slots.length; k++) {
      state = writer.feed(state, slots[k]!);
      if (state === DEAD) return;
      if (state !== DONE) continue;
      const { complete, point } = writer;
      const last = k + 1 === slots.length;
      if (point >= 0) {
        h = this.emit(h, cost, point, 0, at, last ? into : null);
        if (last || h < 0) return;
        cost = a.cost[h]!;
        state = 0;
        continue;
      }
      if (last) this.expand(h, complete, cost, at, into);
      else this.expandMore(h, complete, cost, at, slots, k + 1, into);
      return;
    }
    this.insert(into, cost, state, a.cls[h]!, a.pair[h]!, h, -1, 0, at, a.pairs[h]!);
  }

  /** The candidates of a lost character in the middle of an arc, each followed by the rest of the arc. */
  expandMore(
    h: number,
    complete: number,
    cost: number,
    at: number,
    slots: ArrayLike<number>,
    k: number,
    into: Frontier,
  ): void {
    // an arc has two slots at most, so that this is never entered twice at once
    const step = frontiers[3];
    step.clear();
    this.expand(h, complete, cost, at, step);
    // a swallowed byte has many candidates of its own
    if (mayBe(slots[k]!, 0x20)) prune(step, SWALLOWING, SWALLOWING_MARGIN * STEPS);
    else prune(step, LOST_CANDIDATES);
    for (let j = 0; j < step.length; j++) {
      const s = step.items[j]!;
      this.feed(s, slots, k, arena.cost[s]!, at, into);
    }
  }

  /** All characters worth trying where slots leave several. */
  expand(h: number, complete: number, cost: number, at: number, into: Frontier): void {
    const { points, classes } = this.writer.candidates(complete, this.m);
    const few = points.length <= 160 ? points.length : LOST_CANDIDATES;
    for (let i = 0; i < few; i++) this.emit(h, cost, points[i]!, complete, at, into);
    if (few === points.length) return;
    const t = this.m.zh;
    const cls0 = arena.cls[h]!;
    for (let p = t.start[cls0]!, end = t.start[cls0 + 1]!; p < end; p++) {
      const units = classes.get(t.ids[p]!);
      if (units) for (const unit of units) this.emit(h, cost, unit, complete, at, into);
    }
  }

  /** One more character after hypothesis `from`. With no list it is only added to the arena; −1 if it is not worth it. */
  emit(from: number, cost: number, point: number, slots: number, at: number, into: Frontier | null): number {
    const m = this.m;
    const a = arena;
    const cls0 = a.cls[from]!;
    const pair0 = a.pair[from]!;
    const unit = point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
    const cls = m.classOf[unit]!;
    const pair = findPair(m.zh, cls0, cls);
    const before = a.last[from]!;
    let c =
      tripleCost(m, pair0, cls0, cls, pair) + (isDigit(unit) ? digitCost(before, unit) : this.member[unit]!);
    if (unit < 0x3400 || unit > 0x9fff) {
      // not a Han character: perhaps another language's, or punctuation as other languages use it
      if (before < 0x2e80 || isEmoji(before)) {
        const o = pairCost(m.others, findPair(m.others, cls0, cls), cls0, cls) + m.other[unit]!;
        if (o < c) c = o;
      }
      if (point > 0xffff) c += ASTRAL;
      else if (unit === 0xfeff) c = BOM;
      else if (isPrivate(unit)) c = CAP;
    }
    if (slots !== 0 && (unit === NEWLINE || unit === RETURN)) c = this.breakCost(unit, c, at);
    if (c > CAP) c = CAP;
    if (c > SIGN && isPlainSign(unit)) c = Math.min(c, slots === 0 ? SIGN : SIGN + this.rarity(cls, unit));
    if (unit === 0xfffd) c = LOST_AGAIN;
    if (isAsciiLetter(before) ? isEastAsian(unit) : isEastAsian(before) && isAsciiLetter(unit))
      c += LETTER_JOIN * STEPS;
    const pairs0 = a.pairs[from]!;
    const pairs = pairsAfter(pairs0, unit, before);
    c = codeCost(c, before, unit, this.isCode);
    c = withPairs(c, pairs0, unit, before);
    if (into === null) return a.add(cost + c, 0, cls, pair, from, point, slots, at, pairs);
    this.insert(into, cost + c, 0, cls, pair, from, point, slots, at, pairs);
    return 0;
  }

  /** What a swallowed line end costs. */
  breakCost(unit: number, cost: number, at: number): number {
    const { text, layout } = this.input;
    if (at === text.length) {
      if (unit === RETURN) return layout.crlf ? STEPS : CAP;
      return layout.section ? BLANK_LINE * STEPS : CAP;
    }
    if (unit === RETURN) return CAP;
    if (beginsLine(text, at)) return lessBy(cost, BEGINS_LINE);
    if (layout.only) return cost + ONLY_LINE * STEPS;
    return text.charCodeAt(at) < 0x80 ? cost + LINE_BREAK * STEPS : cost;
  }

  /** How much rarer than a known sign. */
  rarity(cls: number, unit: number): number {
    const over = this.m.zh.unigram[cls]! + this.member[unit]! - SIGN_KNOWN * STEPS;
    return over > 0 ? over : 0;
  }

  insert(
    into: Frontier,
    cost: number,
    pending: number,
    cls: number,
    pair: number,
    back: number,
    point: number,
    slots: number,
    at: number,
    pairs: number,
  ): void {
    if (cost > into.best + MARGIN) return;
    into.push(arena.add(cost, pending, cls, pair, back, point, slots, at, pairs), cost);
  }
}

const one = [0];
const two = [0, 0];
const three = [0, OF_CHARACTER, 0];
/** One lost byte, or two. */
const oneLost = [OF_CHARACTER];
const twoLost = [OF_CHARACTER, OF_CHARACTER];

/** `between`: what a border between two letters costs. */
function letterBorder(text: string, i: number, between: number): number {
  return i > 0 && isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i)) ? between : BORDER;
}

/** What an arc may be before unit `at`; null if the text does not go on so. */
function slotsAt(
  arc: Arc,
  lattice: Lattice,
  text: string,
  at: number,
  { ends, crlf, section }: Layout,
): readonly number[] | null {
  // where a CR or a blank line is missing it was taken
  if (arc.end) return at === text.length && ends && !crlf && !section ? arc.slots : null;
  if (!arc.before) return arc.slots;
  if (at === text.length) return ends ? null : arc.slots;
  const unit = text.charCodeAt(at);
  const code = lattice.codeOf[unit]!;
  const marked = lattice.arcs.has(unit);
  if (code < 0 && !marked) return arc.slots;
  one[0] = arc.before(marked ? MARKED : code > 0xff ? code >> 8 : code);
  return one[0] < 0 ? null : one;
}

/** Han, kana of the later blocks, hangul and private use; no full-width forms. */
function isEastAsian(unit: number): boolean {
  return unit >= 0x3400 && unit < 0xfe00;
}

function isPrivate(unit: number): boolean {
  return (unit >= 0xe000 && unit < 0xf900) || (unit >= 0x80 && unit < 0xa0);
}
