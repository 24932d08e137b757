/**
 * Where the bytes of an annotated page are out of step: from a `?` to where they agree again.
 *
 * What the reader of the damaged page saw (pairs of bytes from where an annotation or a cut parted a
 * character) and what the converter wrote (pairs from the character's start) share one stream of bytes. A
 * hypothesis is a place in the observed text, the bytes of a converted character not yet complete
 * (`pend`, a slot), and the language model's context; the model's cost of the converted text is the only score,
 * since damage is certain given its original.
 *
 * 變?yōu)椤捌咝?qiáng): 變 D7 83, `?yōu)` stands for 9E (83 9E is 優), then 椤捌咝 are 9E E9 ...: 為 9E E9,
 * “ A1 B0, 七 C6 DF, and between 咝 and ?qiáng) a private-use pair vanished.
 */
import { unfolded, FOLDED } from '../../channel/annotated/fold.ts';
import { isBreakPair } from '../../channel/annotated/forward.ts';
import { byteSet, bytesOf, EATEN, HIGH } from '../../channel/slots.ts';
import { isAsciiLetter, isDigit } from '../../codec/index.ts';
import { PAGE_SYMBOLS } from '../../model/format.ts';
import { findPair, STEPS, tripleCost, type Model } from '../../model/model.ts';
import {
  CANDIDATE_MARGIN,
  CUT_BITS,
  DANGLING,
  LITERAL_MARK,
  MAX_CANDIDATES,
  MAX_VANISHED,
  RARE,
  SHIFT_BEAM,
  SHIFT_MARGIN,
  VANISH_MARGIN,
  VANISHED_AGAIN,
} from './weights.ts';
import { FIRST_DIGIT, manners, openAfter, type Familiar } from './familiar.ts';
import { EURO, type Lexicon } from './lexicon.ts';

/** One character of the converted text whose bytes were not all seen. */
export interface Guess {
  /** UTF-16 offset in the converted text of the stretch. */
  at: number;
  /** What is known of its bytes; `trail` −1: a single byte. */
  lead: number;
  trail: number;
}

export interface Stretch {
  /** UTF-16 offset behind it in the observed text. */
  end: number;
  /** What the converter wrote. */
  text: string;
  guesses: Guess[];
  /** Offsets in `text` of the characters that a cut parted. */
  cuts: number[];
  /** Last byte of the stretch and the entry put in just behind it (0: none), for what follows. */
  last: number;
  entry: number;
  /** Bits. */
  cost: number;
  /** Whether anything but the observed characters is in it. */
  damaged: boolean;
}

export interface Surroundings {
  model: Model;
  lex: Lexicon;
  text: string;
  /** The run ends here: line end, or a character that no damaged page shows. */
  end: number;
  /** Entry → annotated on this page. */
  active: Uint8Array;
  /** Whether ASCII may be folded full-width forms. */
  folded: boolean;
  /** Whether lines end in \r\n. */
  carriage: boolean;
  /** What the page likes to write. */
  familiar: () => Familiar;
}

const LETTERS = byteSet(isAsciiLetter);

const NONE = 0;
const CUT = 1;

/** Hypotheses as a structure of arrays, linked backwards. */
class Nodes {
  n = 0;
  size = 4096;
  cost = new Int32Array(this.size);
  back = new Int32Array(this.size);
  /** The unit written at this node, 0 for none. */
  unit = new Uint16Array(this.size);
  /** Slots behind that unit; 0: nothing was guessed. */
  lead = new Int16Array(this.size);
  trail = new Int16Array(this.size);
  pend = new Int16Array(this.size);
  last = new Int16Array(this.size);
  entry = new Uint8Array(this.size);
  flags = new Uint8Array(this.size);
  cls = new Uint16Array(this.size);
  pair = new Int32Array(this.size);
  /** The last unit written, and the innermost mark that is open. */
  before = new Uint16Array(this.size);
  open = new Uint8Array(this.size);

  add(from: number, cost: number): number {
    if (this.n === this.size) this.#grow();
    const h = this.n++;
    this.cost[h] = cost;
    this.back[h] = from;
    this.unit[h] = 0;
    this.lead[h] = this.trail[h] = 0;
    this.pend[h] = 0;
    this.last[h] = 0;
    this.entry[h] = 0;
    this.flags[h] = NONE;
    if (from >= 0) {
      this.cls[h] = this.cls[from]!;
      this.pair[h] = this.pair[from]!;
      this.before[h] = this.before[from]!;
      this.open[h] = this.open[from]!;
    }
    return h;
  }

  #grow(): void {
    const larger = <T extends Int32Array | Int16Array | Uint16Array | Uint8Array>(a: T): T => {
      const b = new (a.constructor as new (n: number) => T)(this.size * 2);
      b.set(a);
      return b;
    };
    this.cost = larger(this.cost);
    this.back = larger(this.back);
    this.unit = larger(this.unit);
    this.lead = larger(this.lead);
    this.trail = larger(this.trail);
    this.pend = larger(this.pend);
    this.last = larger(this.last);
    this.entry = larger(this.entry);
    this.flags = larger(this.flags);
    this.cls = larger(this.cls);
    this.pair = larger(this.pair);
    this.before = larger(this.before);
    this.open = larger(this.open);
    this.size *= 2;
  }
}

const nodes = new Nodes();

/** Kept at a place before twins fall out, by the beam. */
const TWINS = 3;

interface Candidates {
  units: Uint16Array;
  /** Of the Simplified character. */
  classes: Uint16Array;
  /** Its cost within the class, and as a rare one. */
  own: Uint8Array;
  trails: Uint8Array;
  entries: Uint8Array;
}

/** By both slots. */
const candidateLists = new Map<number, Candidates>();

/** Successors of some classes, spread out: class → its position in the table + 1. The last used are kept. */
const ROWS = 64;
const rows: { of: number; row: Int32Array }[] = [];
const rowAt = new Map<number, Int32Array>();
let rowsModel: Model | undefined;
let oldest = 0;

function rowOf(m: Model, cls: number): Int32Array {
  if (rowsModel !== m) {
    rows.length = oldest = 0;
    rowAt.clear();
    rowsModel = m;
  }
  let row = rowAt.get(cls);
  if (row) return row;
  const { start, ids } = m.zh;
  if (rows.length < ROWS) rows.push({ of: cls, row: (row = new Int32Array(start.length)) });
  else {
    const used = rows[oldest]!;
    oldest = (oldest + 1) % ROWS;
    rowAt.delete(used.of);
    row = used.row;
    for (let i = start[used.of]!; i < start[used.of + 1]!; i++) row[ids[i]!] = 0;
    used.of = cls;
  }
  for (let i = start[cls]!; i < start[cls + 1]!; i++) row[ids[i]!] = i + 1;
  rowAt.set(cls, row);
  return row;
}

/** Candidates of one character while they are weighed. */
const costs = new Int32Array(65536);
const picks = new Uint16Array(65536);

export interface Start {
  /** UTF-16 offset in the observed text. */
  at: number;
  /** Last byte before it and the entry put in just behind it (0: none). */
  last: number;
  entry: number;
  /** The last two units written so far, and the innermost mark that is open. */
  before: readonly [number, number];
  open: number;
}

/** The likeliest reading from `start.at` to where all readings agree; null if there is none. */
export function readShifted(s: Surroundings, start: Start): Stretch | null {
  return new Search(s).run(start);
}

/** The cheapest costs seen, so many as are kept: what is above all of them need not be looked at. */
class Tops {
  readonly #costs: Int32Array;
  #n = 0;
  /** What is dearer than this falls out. */
  limit: number;

  constructor(size: number, limit: number) {
    this.#costs = new Int32Array(size);
    this.limit = limit;
  }

  add(cost: number): void {
    const tops = this.#costs;
    let i = this.#n < tops.length ? this.#n++ : tops.length - 1;
    for (; i > 0 && tops[i - 1]! > cost; i--) tops[i] = tops[i - 1]!;
    tops[i] = cost;
    if (i === 0) this.limit = Math.min(this.limit, cost + SHIFT_MARGIN * STEPS);
    if (this.#n === tops.length) this.limit = Math.min(this.limit, tops[tops.length - 1]!);
  }
}

interface Bucket {
  tops: Tops;
  list: number[];
}

class Search {
  readonly s: Surroundings;
  readonly familiar: Familiar;
  /** By offset from where the search began. */
  readonly #buckets: (Bucket | undefined)[] = [];
  #from = 0;
  #waiting = 0;

  constructor(s: Surroundings) {
    this.s = s;
    this.familiar = s.familiar();
  }

  run(start: Start): Stretch | null {
    const { model: m, lex } = this.s;
    nodes.n = 0;
    const root = nodes.add(-1, 0);
    const [first, second] = start.before.map((unit) => m.classOf[lex.tables.toSimplified[unit]!]!) as [
      number,
      number,
    ];
    nodes.cls[root] = second;
    nodes.pair[root] = findPair(m.zh, first, second);
    nodes.last[root] = start.last;
    nodes.entry[root] = start.entry;
    nodes.before[root] = start.before[1];
    nodes.open[root] = start.open;
    this.#from = start.at;
    this.put(start.at, root);
    for (let at = start.at; at <= this.s.end; at++) {
      const bucket = this.#buckets[at - start.at];
      if (!bucket) continue;
      this.#waiting--;
      const live = prune(bucket.list);
      if (at === this.s.end) return this.finish(live, at);
      if (at > start.at && live.length === 1 && this.#waiting === 0 && nodes.pend[live[0]!] === 0)
        return this.stretch(live[0]!, at);
      const limit = nodes.cost[live[0]!]! + VANISH_MARGIN * STEPS;
      for (const h of live) this.consume(h, at);
      // what lost a pair here is a character ahead in cost and pruned apart
      let shifted = live.filter((h) => nodes.pend[h]! > 0);
      for (let depth = 0; depth < MAX_VANISHED && shifted.length > 0; depth++) {
        const vanished: number[] = [];
        const tops = new Tops(TWINS * SHIFT_BEAM, limit);
        for (const h of shifted) this.vanish(h, vanished, tops);
        const kept = prune(vanished);
        for (const h of kept) this.consume(h, at);
        shifted = kept.filter((h) => nodes.pend[h]! > 0).slice(0, VANISHED_AGAIN);
      }
      if (this.#swallowing.length > 0) this.swallow(at);
    }
    return null;
  }

  private put(at: number, h: number): void {
    const cost = nodes.cost[h]!;
    const bucket = this.#buckets[at - this.#from] ?? this.#open(at);
    if (cost > bucket.tops.limit) return;
    bucket.list.push(h);
    bucket.tops.add(cost);
  }

  #open(at: number): Bucket {
    this.#waiting++;
    return (this.#buckets[at - this.#from] = { tops: new Tops(TWINS * SHIFT_BEAM, Infinity), list: [] });
  }

  /** What a hypothesis may cost to be worth putting at a place. */
  private limitAt(at: number): number {
    return this.#buckets[at - this.#from]?.tops.limit ?? Infinity;
  }

  /** At the run's end: what is complete, or lacks its last byte. */
  private finish(live: readonly number[], at: number): Stretch | null {
    const next = at < this.s.text.length ? this.s.text.charCodeAt(at) : 0x0a;
    let best = -1;
    let least = Infinity;
    for (const h of live) {
      if (nodes.pend[h] !== 0) continue;
      const cost = next === 0x0a ? this.costOf(h, next) : nodes.cost[h]!;
      if (cost >= least) continue;
      best = h;
      least = cost;
    }
    return best < 0 ? null : this.stretch(best, at);
  }

  /** Cost of writing one unit after a hypothesis. */
  private costOf(h: number, unit: number): number {
    const { model: m, lex } = this.s;
    const simplified = lex.tables.toSimplified[unit]!;
    const cls = m.classOf[simplified]!;
    const before = nodes.cls[h]!;
    const pair = findPair(m.zh, before, cls);
    const cost = tripleCost(m, nodes.pair[h]!, before, cls, pair) + m.hans[simplified]!;
    return (
      nodes.cost[h]! +
      this.familiar.cost(cls < PAGE_SYMBOLS ? cost + RARE * STEPS : cost, nodes.before[h]!, unit) +
      manners(nodes.open[h]!, nodes.before[h]!, unit)
    );
  }

  /** Writes one unit; returns the new hypothesis. `lead`/`trail`: the slots it came from. */
  private write(
    h: number,
    unit: number,
    lead: number,
    trail: number,
    byte: number,
    cost: number = this.costOf(h, unit),
  ): number {
    const { model: m, lex } = this.s;
    const cls = m.classOf[lex.tables.toSimplified[unit]!]!;
    const g = nodes.add(h, cost);
    nodes.unit[g] = unit;
    nodes.cls[g] = cls;
    nodes.pair[g] = findPair(m.zh, nodes.cls[h]!, cls);
    nodes.before[g] = unit;
    nodes.open[g] = openAfter(nodes.open[h]!, unit);
    nodes.last[g] = byte;
    if (lead >= 256 || trail >= 256) {
      nodes.lead[g] = lead;
      nodes.trail[g] = trail;
    }
    return g;
  }

  /**
   * Completes the pending character with each byte that the slot may be, into `made`. `entry`: −1 where the
   * pair may be no hit (nothing was put in there), −2 where it may be one or none. Nothing above `limit`.
   */
  private complete(h: number, slot: number, entry: -1 | -2, limit: number, made: number[]): void {
    const { active } = this.s;
    const pend = nodes.pend[h]!;
    const before = nodes.entry[h]!;
    const list = this.candidates(pend, slot);
    const count = this.weigh(h, list, limit);
    for (let j = 0; j < count; j++) {
      const k = picks[j]!;
      const hit = list.entries[k]!;
      if (entry === -1 && hit > 0 && active[hit] === 1 && (before === 0 || hit < before)) continue;
      made.push(this.write(h, list.units[k]!, pend, slot, list.trails[k]!, costs[j]));
    }
  }

  /** Costs of writing each candidate after a hypothesis, into `costs` and `picks`; those within `limit` and not far behind the best. */
  private weigh(h: number, list: Candidates, limit: number): number {
    const { model: m } = this.s;
    const behind = CANDIDATE_MARGIN * STEPS;
    const b = nodes.cls[h]!;
    const context = nodes.pair[h]!;
    const before = nodes.before[h]!;
    const open = nodes.open[h]!;
    const row = rowOf(m, b);
    const unseen = this.familiar.unseen(before);
    const base = nodes.cost[h]!;
    const { units, classes, own } = list;
    let count = 0;
    let worst = limit;
    for (let k = 0; k < units.length; k++) {
      const unit = units[k]!;
      const next = tripleCost(m, context, b, classes[k]!, row[classes[k]!]! - 1) + own[k]!;
      const known = this.familiar.knows(unit) ? this.familiar.cost(next, before, unit) : next + unseen;
      const cost = base + known + (unit < 0x3400 || unit >= 0xff00 ? manners(open, before, unit) : 0);
      if (cost > worst) continue;
      if (cost + behind < worst) worst = cost + behind;
      costs[count] = cost;
      picks[count++] = k;
    }
    let kept = 0;
    for (let j = 0; j < count; j++) {
      if (costs[j]! > worst) continue;
      costs[kept] = costs[j]!;
      picks[kept++] = picks[j]!;
    }
    return kept;
  }

  #letters: Candidates | undefined;

  private letters(): Candidates {
    if (this.#letters) return this.#letters;
    const units = Uint16Array.from(bytesOf(LETTERS));
    const { classOf, hans } = this.s.model;
    return (this.#letters = {
      units,
      classes: units.map((unit) => classOf[unit]!),
      own: Uint8Array.from(units, (unit) => hans[unit]!),
      trails: new Uint8Array(units.length),
      entries: new Uint8Array(units.length),
    });
  }

  /** The characters that two slots allow, the most frequent of very many. */
  private candidates(pend: number, slot: number): Candidates {
    const { lex, model: m } = this.s;
    const key = pend * 4096 + slot;
    let found = candidateLists.get(key);
    if (found) return found;
    const all: { unit: number; trail: number; entry: number; cost: number }[] = [];
    for (const lead of bytesOf(pend))
      for (const trail of bytesOf(slot)) {
        const unit = lex.written[(lead << 8) | trail]!;
        if (unit === 0) continue;
        const simplified = lex.tables.toSimplified[unit]!;
        all.push({
          unit,
          trail,
          entry: lex.tables.entryOf[(lead << 8) | trail]!,
          cost: m.zh.unigram[m.classOf[simplified]!]! + m.hans[simplified]!,
        });
      }
    const classOf = (unit: number): number => m.classOf[lex.tables.toSimplified[unit]!]!;
    all.sort((a, b) => a.cost - b.cost);
    all.length = Math.min(all.length, MAX_CANDIDATES);
    found = {
      units: Uint16Array.from(all, (c) => c.unit),
      classes: Uint16Array.from(all, (c) => classOf(c.unit)),
      own: Uint8Array.from(
        all,
        (c) =>
          m.hans[lex.tables.toSimplified[c.unit]!]! + (classOf(c.unit) < PAGE_SYMBOLS ? RARE * STEPS : 0),
      ),
      trails: Uint8Array.from(all, (c) => c.trail),
      entries: Uint8Array.from(all, (c) => c.entry),
    };
    candidateLists.set(key, found);
    return found;
  }

  /** A private-use pair that left no trace: its first byte completes one character, its second begins another. */
  private vanish(h: number, made: number[], tops: Tops): void {
    const { vanishing } = this.s.lex;
    const list: number[] = [];
    this.complete(h, vanishing.leads, -1, tops.limit, list);
    for (const g of list) {
      if (nodes.cost[g]! > tops.limit) continue;
      const lead = nodes.last[g]!;
      if (vanishing.ascii[lead] === 1) {
        const letters = this.letters();
        const count = this.weigh(g, letters, tops.limit);
        for (let j = 0; j < count; j++) {
          const letter = letters.units[picks[j]!]!;
          tops.add(costs[j]!);
          made.push(this.write(g, letter, LETTERS, -1, letter, costs[j]));
        }
      }
      const next = vanishing.after[lead]!;
      if (next < 0) continue;
      nodes.pend[g] = next;
      nodes.last[g] = next;
      tops.add(nodes.cost[g]!);
      made.push(g);
    }
  }

  private consume(h: number, at: number): void {
    const { text, lex } = this.s;
    const unit = text.charCodeAt(at);
    if (unit === 0x3f) this.mark(h, at);
    if (unit < 0x80) {
      this.byte(h, at, unit);
      if (this.s.folded && FOLDED[unit] === 1) this.fullWidth(h, at, unit);
      return;
    }
    const code = lex.codeOf[unit]!;
    if (code === 0) return;
    if (code === 0x80) this.byte(h, at, 0x80, EURO);
    else this.pair(h, at, code >> 8, code & 255);
  }

  /** An observed two-byte character. */
  private pair(h: number, at: number, first: number, second: number): void {
    const { lex } = this.s;
    if (nodes.pend[h] === 0) {
      if (this.hits(h, first)) return; // a reading would stand between the bytes
      const unit = lex.written[(first << 8) | second]!;
      if (unit === 0) return;
      const entry = this.tagAt(lex.tables.entryOf[(first << 8) | second]!, at + 1);
      if (entry < 0) return;
      const g = this.write(h, unit, first, second, second);
      this.after(g, at + 1, entry);
      return;
    }
    const entry = this.tagAt(lex.tables.entryOf[(first << 8) | second]!, at + 1);
    if (entry < 0) return;
    const made: number[] = [];
    this.complete(h, first, -1, this.limitAt(entry > 0 ? at + 1 + lex.whole[entry]!.length : at + 1), made);
    for (const g of made) {
      let k = g;
      if (second >= 0x81) {
        nodes.pend[g] = second;
        nodes.last[g] = second;
      } else if (second < 0x80) k = this.write(g, second, second, -1, second);
      else continue;
      this.after(k, at + 1, entry);
    }
  }

  /** An observed character that was that one byte. */
  private byte(h: number, at: number, unit: number, written: number = unit): void {
    const { lex } = this.s;
    if (nodes.pend[h] === 0) {
      let entry = 0;
      if (unit >= 0x40) {
        const hit = lex.tables.entryOf[(Math.max(0, nodes.last[h]!) << 8) | unit]!;
        const before = nodes.entry[h]!;
        entry = before === 0 || hit < before ? this.tagAt(hit, at + 1) : 0;
        if (entry < 0) return;
      }
      this.after(this.write(h, written, unit, -1, unit), at + 1, entry);
      return;
    }
    if (unit < 0x40 || unit === 0x7f) return;
    const made: number[] = [];
    this.complete(h, unit, -2, Infinity, made);
    for (const g of made) {
      const hit = lex.tables.entryOf[lex.codeOf[nodes.unit[g]!]!]!;
      const before = nodes.entry[h]!;
      const entry = before === 0 || hit < before ? this.tagAt(hit, at + 1) : 0;
      if (entry >= 0) this.after(g, at + 1, entry);
    }
  }

  /** An observed ASCII character that was its full-width form, A3 and the byte with its top bit set. */
  private fullWidth(h: number, at: number, unit: number): void {
    if (nodes.pend[h] === 0) {
      if (this.hits(h, 0xa3)) return;
      const g = this.write(h, unfolded(unit), 0xa3, unit | 0x80, unit | 0x80);
      if (nodes.before[h] !== unfolded(unit)) nodes.cost[g]! += LITERAL_MARK * STEPS;
      this.after(g, at + 1, 0);
      return;
    }
    const made: number[] = [];
    this.complete(h, 0xa3, -1, this.limitAt(at + 1), made);
    for (const g of made) {
      nodes.pend[g] = unit | 0x80;
      nodes.last[g] = unit | 0x80;
      this.after(g, at + 1, 0);
    }
  }

  /** A `?`: a parenthesis eaten by a lead byte, an orphan before a cut, a lead byte with what it swallowed. */
  private mark(h: number, at: number): void {
    const { text, lex, active, end } = this.s;
    const pend = nodes.pend[h]!;
    const letter = text.charCodeAt(at + 1) | 32;
    if (at + 1 < end && letter >= 0x61) {
      const leads = pend === 0 ? [Math.max(0, nodes.last[h]!)] : pend < 256 ? [pend] : bytesOf(pend);
      for (const lead of leads)
        for (const entry of lex.byLead[lead]!) {
          if (active[entry] === 0 || !text.startsWith(lex.rest[entry]!, at + 1)) continue;
          if (nodes.entry[h]! > 0 && entry >= nodes.entry[h]!) continue;
          const byte = lex.second[entry]!;
          if (byte < 0x81) continue;
          const next = at + 1 + lex.rest[entry]!.length;
          let g: number;
          if (pend === 0) {
            g = nodes.add(h, nodes.cost[h]!);
            nodes.pend[g] = byte;
            nodes.last[g] = byte;
          } else g = this.write(h, lex.written[(lead << 8) | byte]!, pend, byte, byte);
          nodes.entry[g] = entry;
          this.put(next, g);
        }
    }
    if (pend === 0) {
      if (at + 1 < end) this.orphan(h, at);
      return;
    }
    // a lead byte with the ASCII byte it swallowed, or the last byte of the run
    this.complete(h, HIGH, -1, this.limitAt(at + 1), this.#swallowing);
  }

  /** Characters whose second byte swallowed the ASCII byte behind it, at this place. */
  readonly #swallowing: number[] = [];

  private swallow(at: number): void {
    const kept = prune(this.#swallowing);
    this.#swallowing.length = 0;
    const last = at + 1 === this.s.end;
    for (const g of kept) {
      if (last) {
        const k = nodes.add(g, nodes.cost[g]! + (at + 1 === this.s.text.length ? 0 : DANGLING * STEPS));
        nodes.last[k] = 0;
        this.put(at + 1, k);
      }
      for (const eaten of bytesOf(EATEN)) {
        if (eaten === 0x7f || (eaten < 0x20 && eaten !== 0x0a && !(eaten === 0x0d && this.s.carriage)))
          continue;
        if (eaten >= 0x30 && eaten <= 0x39) continue;
        let cost = this.costOf(g, eaten);
        if (eaten === 0x20 || eaten === 0x0a)
          cost = this.familiar.blankCost(this.costOf(g, 0x20), this.costOf(g, 0x0a), nodes.before[g]!, eaten);
        if (cost <= this.limitAt(at + 1)) this.put(at + 1, this.write(g, eaten, EATEN, -1, eaten, cost));
      }
      this.digits(g, at + 1);
    }
  }

  /** A digit that was swallowed: the model knows how likely a digit is, the rest of the number which. */
  private digits(g: number, at: number): void {
    const own = Array.from({ length: 10 }, (_, d) => this.costOf(g, 0x30 + d));
    const least = Math.min(...own);
    if (least > this.limitAt(at)) return;
    const before = nodes.before[g]!;
    const { text } = this.s;
    let digits = 0;
    while (isDigit(text.charCodeAt(at + digits))) digits++;
    const next = text.charCodeAt(at);
    // 19xx and 20xx are years
    const year = digits === 3 && (next === 0x30 || next === 0x39) ? (next === 0x30 ? 2 : 1) : 0;
    for (let d = 0; d < 10; d++) {
      const cost = isDigit(before)
        ? own[d]!
        : least + (year === 0 ? Math.round(FIRST_DIGIT[d]! * STEPS) : d === year ? STEPS : 5 * STEPS);
      if (cost <= this.limitAt(at)) this.put(at, this.write(g, 0x30 + d, EATEN, -1, 0x30 + d, cost));
    }
  }

  /** The first byte of a character that a cut parted, then 。，！？；, whose bytes are the middle of two characters. */
  private orphan(h: number, at: number): void {
    const { text, lex, folded } = this.s;
    const unit = text.charCodeAt(at + 1);
    const code = unit >= 0x80 ? lex.codeOf[unit]! : folded && FOLDED[unit] === 1 ? 0xa380 | unit : 0;
    if (!isBreakPair(code >> 8, code & 255)) return;
    const p = nodes.add(h, nodes.cost[h]!);
    nodes.pend[p] = HIGH;
    const made: number[] = [];
    this.complete(p, code >> 8, -2, this.limitAt(at + 2), made);
    for (const g of made) {
      nodes.pend[g] = code & 255;
      nodes.last[g] = code & 255;
      nodes.flags[g] = CUT;
      nodes.cost[g]! += CUT_BITS * STEPS;
      this.put(at + 2, g);
    }
  }

  /** Whether the last byte and this one are hit: then a reading follows, which is not there. */
  private hits(h: number, byte: number): boolean {
    const last = nodes.last[h]!;
    if (last <= 0 || last > 255) return false;
    const hit = this.s.lex.tables.entryOf[(last << 8) | byte]!;
    return hit > 0 && this.s.active[hit] === 1 && (nodes.entry[h] === 0 || hit < nodes.entry[h]!);
  }

  /** 0 if the pair is no hit here; the entry if its reading follows; −1 if it would have to and does not. */
  private tagAt(hit: number, at: number): number {
    if (hit === 0 || this.s.active[hit] === 0) return 0;
    return this.s.text.startsWith(this.s.lex.whole[hit]!, at) ? hit : -1;
  }

  private after(h: number, at: number, entry: number): void {
    if (entry > 0) nodes.entry[h] = entry;
    const next = entry > 0 ? at + this.s.lex.whole[entry]!.length : at;
    if (next <= this.s.end) this.put(next, h);
  }

  private stretch(h: number, end: number): Stretch {
    const path: number[] = [];
    for (let g = h; g >= 0; g = nodes.back[g]!) path.push(g);
    const out: Stretch = {
      end,
      text: '',
      guesses: [],
      cuts: [],
      last: Math.max(0, nodes.last[h]!),
      entry: nodes.entry[h]!,
      cost: nodes.cost[h]! / STEPS,
      damaged: false,
    };
    for (const g of path.reverse()) {
      if (nodes.pend[g]! > 0) out.damaged = true;
      if (nodes.unit[g] === 0) continue;
      if (nodes.lead[g]! > 0 || nodes.trail[g]! > 0)
        out.guesses.push({ at: out.text.length, lead: nodes.lead[g]!, trail: nodes.trail[g]! });
      if (nodes.flags[g] === CUT) out.cuts.push(out.text.length);
      out.text += String.fromCharCode(nodes.unit[g]!);
    }
    return out;
  }
}

/** The best first; what is far behind, and worse twins, are dropped. */
function prune(hypotheses: readonly number[]): number[] {
  if (hypotheses.length < 2) return [...hypotheses];
  let least = Infinity;
  for (const h of hypotheses) if (nodes.cost[h]! < least) least = nodes.cost[h]!;
  const limit = least + SHIFT_MARGIN * STEPS;
  const sorted = hypotheses
    .filter((h) => nodes.cost[h]! <= limit)
    .sort((a, b) => nodes.cost[a]! - nodes.cost[b]! || a - b);
  const kept: number[] = [];
  for (const h of sorted) {
    if (kept.some((k) => twins(h, k))) continue;
    kept.push(h);
    if (kept.length === SHIFT_BEAM) break;
  }
  return kept;
}

/** Whether two hypotheses have the same future. */
function twins(a: number, b: number): boolean {
  return (
    nodes.pend[a] === nodes.pend[b] &&
    nodes.cls[a] === nodes.cls[b] &&
    nodes.pair[a] === nodes.pair[b] &&
    nodes.last[a] === nodes.last[b] &&
    nodes.entry[a] === nodes.entry[b] &&
    nodes.before[a] === nodes.before[b] &&
    nodes.open[a] === nodes.open[b]
  );
}
