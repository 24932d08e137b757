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
import { findPair, STEPS, tripleCost, type Model } from '../../model/model.ts';
import { CANDIDATE_MARGIN, EATEN_CANDIDATES, LITERAL_MARK, SHIFT_BEAM, SHIFT_MARGIN } from './weights.ts';
import type { Lexicon } from './lexicon.ts';

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
}

/** A1–A7 with 40–A0; AA–AF and F8–FE with A1–FE: private use. */
const USER_LOW = byteSet((b) => b >= 0xa1 && b <= 0xa7);
const USER_HIGH = byteSet((b) => (b >= 0xaa && b <= 0xaf) || b >= 0xf8);
const AFTER_LOW = byteSet((b) => b >= 0x80 && b <= 0xa0);
const AFTER_LOW_ASCII = byteSet((b) => b >= 0x40 && b < 0x7f);
const AFTER_HIGH = byteSet((b) => b >= 0xa1 && b <= 0xfe);

const NONE = 0;
const CUT = 1;
const VANISH = 2;

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
    this.size *= 2;
  }
}

const nodes = new Nodes();

export interface Start {
  /** UTF-16 offset in the observed text. */
  at: number;
  /** Last byte before it and the entry put in just behind it (0: none). */
  last: number;
  entry: number;
  /** The last two units of the text restored so far. */
  before: string;
}

/** The likeliest reading from `start.at` to where all readings agree; null if there is none. */
export function readShifted(s: Surroundings, start: Start): Stretch | null {
  return new Search(s).run(start);
}

class Search {
  readonly s: Surroundings;
  readonly buckets = new Map<number, number[]>();

  constructor(s: Surroundings) {
    this.s = s;
  }

  run(start: Start): Stretch | null {
    const { model: m } = this.s;
    nodes.n = 0;
    const root = nodes.add(-1, 0);
    const [first, second] = [start.before.charCodeAt(0), start.before.charCodeAt(1)];
    nodes.cls[root] = m.classOf[second]!;
    nodes.pair[root] = findPair(m.zh, m.classOf[first]!, m.classOf[second]!);
    nodes.last[root] = start.last;
    nodes.entry[root] = start.entry;
    this.put(start.at, root);
    for (let at = start.at; at <= this.s.end; at++) {
      const found = this.buckets.get(at);
      if (!found) continue;
      this.buckets.delete(at);
      const live = prune(found);
      if (at === this.s.end) return this.finish(live, at);
      if (at > start.at && live.length === 1 && this.buckets.size === 0 && nodes.pend[live[0]!] === 0)
        return this.stretch(live[0]!, at);
      const vanished: number[] = [];
      for (const h of live) if (nodes.pend[h]! > 0 && nodes.pend[h]! < 256) this.vanish(h, vanished);
      for (const h of vanished.length === 0 ? live : prune([...live, ...vanished])) this.consume(h, at);
    }
    return null;
  }

  private put(at: number, h: number): void {
    const bucket = this.buckets.get(at);
    if (bucket) bucket.push(h);
    else this.buckets.set(at, [h]);
  }

  /** At the run's end: what is complete, or lacks its last byte. */
  private finish(live: readonly number[], at: number): Stretch | null {
    const best = live.find((h) => nodes.pend[h] === 0);
    return best === undefined ? null : this.stretch(best, at);
  }

  /** Cost of writing one unit after a hypothesis. */
  private costOf(h: number, unit: number): number {
    const { model: m, lex } = this.s;
    const simplified = lex.tables.toSimplified[unit]!;
    const cls = m.classOf[simplified]!;
    const before = nodes.cls[h]!;
    const pair = findPair(m.zh, before, cls);
    return nodes.cost[h]! + tripleCost(m, nodes.pair[h]!, before, cls, pair) + m.hans[simplified]!;
  }

  /** Writes one unit; returns the new hypothesis. `lead`/`trail`: the slots it came from. */
  private write(h: number, unit: number, lead: number, trail: number, byte: number): number {
    const { model: m, lex } = this.s;
    const simplified = lex.tables.toSimplified[unit]!;
    const cls = m.classOf[simplified]!;
    const pair = findPair(m.zh, nodes.cls[h]!, cls);
    const cost = tripleCost(m, nodes.pair[h]!, nodes.cls[h]!, cls, pair) + m.hans[simplified]!;
    const g = nodes.add(h, nodes.cost[h]! + cost);
    nodes.unit[g] = unit;
    nodes.cls[g] = cls;
    nodes.pair[g] = pair;
    nodes.last[g] = byte;
    if (lead >= 256 || trail >= 256) {
      nodes.lead[g] = lead;
      nodes.trail[g] = trail;
    }
    return g;
  }

  /**
   * Completes the pending character with each byte that the slot may be. `entry`: −1 where the pair may be no
   * hit (nothing was put in there), −2 where it may be one or none, else the entry that must have been hit.
   */
  private complete(h: number, slot: number, entry: number, into: number[]): void {
    const { lex, active } = this.s;
    const pend = nodes.pend[h]!;
    const before = nodes.entry[h]!;
    const leads = pend < 256 ? [pend] : bytesOf(pend);
    const trails = slot < 256 ? [slot] : bytesOf(slot);
    for (const lead of leads)
      for (const trail of trails) {
        const unit = lex.written[(lead << 8) | trail]!;
        if (unit === 0) continue;
        const hit = lex.tables.entryOf[(lead << 8) | trail]!;
        if (entry === -1 && hit > 0 && active[hit] === 1 && (before === 0 || hit < before)) continue;
        if (entry > 0 && hit !== entry) continue;
        if (leads.length === 1 && trails.length === 1) into.push(this.write(h, unit, pend, slot, trail));
        else this.candidate(this.costOf(h, unit), unit, trail);
      }
    if (this.#count === 0) return;
    const limit = this.#least + CANDIDATE_MARGIN * STEPS;
    for (let k = 0; k < this.#count; k++)
      if (this.#costs[k]! <= limit) into.push(this.write(h, this.#units[k]!, pend, slot, this.#trails[k]!));
    this.#count = 0;
    this.#least = Infinity;
  }

  #count = 0;
  #least = Infinity;
  readonly #costs: number[] = [];
  readonly #units: number[] = [];
  readonly #trails: number[] = [];

  private candidate(cost: number, unit: number, trail: number): void {
    this.#costs[this.#count] = cost;
    this.#units[this.#count] = unit;
    this.#trails[this.#count++] = trail;
    if (cost < this.#least) this.#least = cost;
  }

  /** A private-use pair that left no trace: it completes one character and begins another. */
  private vanish(h: number, live: number[]): void {
    const low: number[] = [];
    this.complete(h, USER_LOW, -1, low);
    const high: number[] = [];
    this.complete(h, USER_HIGH, -1, high);
    for (const g of prune(low).slice(0, EATEN_CANDIDATES)) {
      for (const ascii of bytesOf(AFTER_LOW_ASCII)) {
        if ((ascii | 32) < 0x61 || (ascii | 32) > 0x7a) continue;
        live.push(this.write(g, ascii, AFTER_LOW_ASCII, -1, ascii));
      }
    }
    for (const [made, next] of [
      [low, AFTER_LOW],
      [high, AFTER_HIGH],
    ] as const) {
      for (const g of made) {
        nodes.pend[g] = next;
        nodes.last[g] = next;
        nodes.flags[g] = VANISH;
        live.push(g);
      }
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
    this.pair(h, at, code >> 8, code & 255);
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
    this.complete(h, first, -1, made);
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

  /** An observed ASCII character that was that byte. */
  private byte(h: number, at: number, unit: number): void {
    const { lex } = this.s;
    if (nodes.pend[h] === 0) {
      let entry = 0;
      if (unit >= 0x40) {
        const hit = lex.tables.entryOf[(Math.max(0, nodes.last[h]!) << 8) | unit]!;
        const before = nodes.entry[h]!;
        entry = before === 0 || hit < before ? this.tagAt(hit, at + 1) : 0;
        if (entry < 0) return;
      }
      this.after(this.write(h, unit, unit, -1, unit), at + 1, entry);
      return;
    }
    if (unit < 0x40 || unit === 0x7f) return;
    const made: number[] = [];
    this.complete(h, unit, -2, made);
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
      nodes.cost[g] = nodes.cost[g]! + LITERAL_MARK * STEPS;
      this.after(g, at + 1, 0);
      return;
    }
    const made: number[] = [];
    this.complete(h, 0xa3, -1, made);
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
    const made: number[] = [];
    this.complete(h, HIGH, -1, made);
    const kept = prune(made).slice(0, EATEN_CANDIDATES);
    for (const g of kept) {
      if (at + 1 === end) {
        const k = nodes.add(g, nodes.cost[g]!);
        nodes.last[k] = 0;
        this.put(at + 1, k);
      }
      for (const eaten of bytesOf(EATEN)) {
        if (eaten < 0x20 && eaten !== 0x0a && !(eaten === 0x0d && this.s.carriage)) continue;
        if (eaten === 0x7f) continue;
        this.put(at + 1, this.write(g, eaten, EATEN, -1, eaten));
      }
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
    this.complete(p, code >> 8, -2, made);
    for (const g of prune(made)) {
      nodes.pend[g] = code & 255;
      nodes.last[g] = code & 255;
      nodes.flags[g] = CUT;
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
  if (hypotheses.length === 1) return [...hypotheses];
  const sorted = [...hypotheses].sort((a, b) => nodes.cost[a]! - nodes.cost[b]! || a - b);
  const limit = nodes.cost[sorted[0]!]! + SHIFT_MARGIN * STEPS;
  const seen = new Set<string>();
  const kept: number[] = [];
  for (const h of sorted) {
    if (nodes.cost[h]! > limit || kept.length === SHIFT_BEAM) break;
    const key = `${nodes.pend[h]} ${nodes.last[h]} ${nodes.entry[h]} ${nodes.cls[h]} ${nodes.pair[h]} ${nodes.flags[h]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(h);
  }
  return kept;
}
