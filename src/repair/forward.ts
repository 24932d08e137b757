/**
 * Search where the reader was a UTF-8 decoder: two thirds of the bytes are gone, and how many a U+FFFD stands
 * for depends on the bytes before it, so the lattice cannot say.
 *
 * Hypotheses grow by one original character at a time. Its two bytes go through the decoder, and what comes out must
 * be what was observed, unit by unit; the model ranks those that pass. Every survivor replays by construction.
 *
 * Example: 文件 in GBK is CE C4 BC FE; the decoder shows U+FFFD for CE, ļ for C4 BC, U+FFFD for FE.
 */
import { codePage, utf8Length, utf8Second, type EncodingId } from '../codec/index.ts';
import { HIGH } from '../channel/slots.ts';
import { findPair, STEPS, tripleCost, type Model } from '../model/model.ts';
import { BORDER, CANDIDATE_CAP, FORWARD_CANDIDATES, FORWARD_MARGIN, FORWARD_WIDTH } from '../weights.ts';
import { Arena } from './arena.ts';
import type { Layout } from './layout.ts';
import type { Piece } from './search.ts';
import { packSlots } from './writer.ts';

export interface ForwardInput {
  model: Model;
  text: string;
  undamaged: Int32Array;
  writer: EncodingId;
  member: Uint8Array;
  layout: Layout;
}

const MARK = 0xfffd;
const CAP = CANDIDATE_CAP * STEPS;
const MARGIN = FORWARD_MARGIN * STEPS;
/** So many characters for each mark must be left. */
const SURVIVING = 0.1;
/** So many hanzi in a row were not damaged. */
const CLEAN_HANZI = 3;

const arena = new Arena();

/** The damaged pieces of `text`, each from its first to its last unit that is no clean text. */
export function forwardSearch(input: ForwardInput): { pieces: Piece[]; gain: number } {
  const pieces: Piece[] = [];
  for (const [start, end] of regions(input.text)) {
    if (!survives(input.text, start, end)) continue;
    const piece = new Region(input, start, end).run();
    if (piece) pieces.push(piece);
    // hanzi among the marks are seldom the decoder's
    else
      for (const [a, b] of betweenHanzi(input.text, start, end)) {
        const part = survives(input.text, a, b) ? new Region(input, a, b).run() : null;
        if (part) pieces.push(part);
      }
  }
  return { pieces, gain: pieces.reduce((sum, p) => sum + p.gain, 0) };
}

/** Whether enough is left to start from: of nothing but marks every guess would do. */
function survives(text: string, start: number, end: number): boolean {
  let marks = 0;
  let left = 0;
  for (let i = start; i < end; i++) {
    if (text.charCodeAt(i) === MARK) marks++;
    else if (text.charCodeAt(i) >= 0x80) left++;
  }
  return left >= SURVIVING * marks;
}

/** The parts of a range that have marks, cut at every hanzi. */
function betweenHanzi(text: string, start: number, end: number): [number, number][] {
  const found: [number, number][] = [];
  let from = start;
  for (let i = start; i <= end; i++) {
    const unit = i < end ? text.charCodeAt(i) : 0x4e00;
    if (unit < 0x4e00 || unit > 0x9fff) continue;
    if (text.slice(from, i).includes('\ufffd')) found.push([from, i]);
    from = i + 1;
  }
  return found;
}

/** Ranges with marks of loss: cut where several hanzi stand together, trimmed to what is not ASCII. */
function regions(text: string): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  let end = -1;
  let marked = false;
  let hanzi = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0;
    hanzi = unit >= 0x4e00 && unit <= 0x9fff ? hanzi + 1 : 0;
    if (i === text.length || hanzi === CLEAN_HANZI) {
      const stop = i === text.length ? end : Math.min(end, i - CLEAN_HANZI + 1);
      if (start >= 0 && marked && stop > start) found.push([start, stop]);
      start = -1;
      marked = false;
    } else if (unit >= 0x80 && hanzi < CLEAN_HANZI) {
      if (start < 0) start = i;
      end = i + 1;
      if (unit === MARK) marked = true;
    }
  }
  return found;
}

class Region {
  readonly input: ForwardInput;
  readonly start: number;
  readonly end: number;
  readonly m: Model;
  /** Hypotheses by observed offset. */
  readonly buckets: number[][];
  /** The least cost at each offset: between characters, and with bytes held. */
  readonly least: Float64Array;
  readonly double: Uint16Array;
  readonly codeOf: Uint16Array;
  /** After `decode`: where the text goes on and what the decoder holds. */
  at = 0;
  held = 0;

  constructor(input: ForwardInput, start: number, end: number) {
    this.input = input;
    this.start = start;
    this.end = end;
    this.m = input.model;
    this.buckets = Array.from({ length: end - start + 1 }, () => []);
    this.least = new Float64Array(2 * this.buckets.length).fill(Infinity);
    const page = codePage(input.writer, 'windows');
    this.double = page.double!;
    this.codeOf = page.codeOf;
  }

  run(): Piece | null {
    const a = arena;
    a.length = 0;
    const before = this.start > 0 ? this.input.text.charCodeAt(this.start - 1) : 10;
    this.buckets[0]!.push(a.add(0, 0, this.m.classOf[before]!, -1, -1, -1, 0, this.start, 0));
    for (let i = this.start; i <= this.end; i++) {
      const bucket = (this.buckets[i - this.start] = prune(
        this.buckets[i - this.start]!.filter((h) => this.goesOn(a.pending[h]!, i)),
      ));
      // a character whose bytes the decoder all holds stays at the same place
      for (let j = 0; j < bucket.length; j++) this.grow(bucket[j]!, i);
    }
    return this.best();
  }

  /** Whether what the decoder holds can become what is observed at i. */
  goesOn(held: number, i: number): boolean {
    if (held === 0 || i >= this.end) return true;
    const unit = this.input.text.charCodeAt(i);
    if (unit === MARK || (unit >= 0xd800 && unit < 0xe000)) return true;
    if (unit < 0x80) return false;
    const bytes = bytesOf(unit);
    return held < 0x100 ? bytes[0] === held : held < 0x10000 && ((bytes[0]! << 8) | bytes[1]!) === held;
  }

  /** All continuations of hypothesis h at observed offset i. */
  grow(h: number, i: number): void {
    const { text } = this.input;
    const held = arena.pending[h]!;
    const unit = i < this.end ? text.charCodeAt(i) : -1;
    if (unit >= 0 && unit < 0x80) {
      if (held === 0) this.emit(h, unit, i + 1, 0, 0);
      return;
    }
    if (
      held !== 0 &&
      unit === MARK &&
      i + 1 < text.length &&
      text.charCodeAt(i + 1) < 0x80 &&
      i + 1 < this.end
    ) {
      // the decoder gave up at an ASCII byte
      this.emit(h, text.charCodeAt(i + 1), i + 2, 0, 0);
    }
    if (unit < 0) return;
    const known = unit === MARK ? [] : bytesOf(unit);
    const heldCount = held === 0 ? 0 : held > 0xffff ? 3 : held > 0xff ? 2 : 1;
    const first = known[heldCount];
    const second = known[heldCount + 1];
    if (first !== undefined && second !== undefined) this.tryCode(h, (first << 8) | second, i, true);
    else if (first !== undefined)
      for (let t = 0x40; t < 0xff; t++) this.tryCode(h, (first << 8) | t, i, false);
    else {
      const { m } = this;
      const cls0 = arena.cls[h]!;
      const list = common(m, this.input.writer, this.input.member);
      for (const code of list) this.tryCode(h, code, i, false);
      // what is seen next may begin with this character's second byte: rare characters as well
      const next = i + 1 < this.end ? text.charCodeAt(i + 1) : MARK;
      if (next >= 0x80 && next !== MARK && (next < 0xd800 || next >= 0xe000)) {
        const trail = bytesOf(next)[0]!;
        for (let lead = 0x81; lead < 0xff; lead++) this.tryCode(h, (lead << 8) | trail, i, false);
      }
      const t = m.zh;
      const units = classUnits(m);
      for (let p = t.start[cls0]!, stop = t.start[cls0 + 1]!; p < stop; p++)
        for (const u of units[t.ids[p]!] ?? []) {
          const code = this.codeOf[u]!;
          if (code > 0xff) this.tryCode(h, code, i, false);
        }
    }
  }

  tryCode(h: number, code: number, i: number, certain: boolean): void {
    const unit = this.double[code]!;
    if (unit === 0 || (unit >= 0xe000 && unit < 0xf900) || this.codeOf[unit] !== code) return;
    if (!this.decode(arena.pending[h]!, code >> 8, i)) return;
    if (!this.decode(this.held, code & 255, this.at)) return;
    this.emit(h, unit, this.at, this.held, certain ? 0 : packSlots([HIGH, HIGH]));
  }

  /** One byte through the decoder (maximal subparts): false if it shows something else than was observed at i. */
  decode(held: number, byte: number, i: number): boolean {
    const { text } = this.input;
    this.at = i;
    if (held !== 0) {
      const lead = held > 0xffff ? held >> 16 : held > 0xff ? held >> 8 : held;
      const count = held > 0xffff ? 3 : held > 0xff ? 2 : 1;
      const fits = count === 1 ? utf8Second(lead, byte) : (byte & 0xc0) === 0x80;
      if (fits) {
        if (count + 1 < utf8Length(lead)) {
          this.held = (held << 8) | byte;
          return i < this.end;
        }
        const point = pointOf(held, byte, count);
        if (i >= this.end || text.codePointAt(i) !== point) return false;
        this.at = i + (point > 0xffff ? 2 : 1);
        this.held = 0;
        return true;
      }
      if (i >= this.end || text.charCodeAt(i) !== MARK) return false;
      i++;
    }
    this.at = i;
    if (utf8Length(byte) > 1) {
      this.held = byte;
      return i < this.end;
    }
    this.held = 0;
    if (i >= this.end || text.charCodeAt(i) !== MARK) return false;
    this.at = i + 1;
    return true;
  }

  emit(h: number, unit: number, at: number, held: number, slots: number): void {
    const { m } = this;
    const a = arena;
    const cls0 = a.cls[h]!;
    const cls = m.classOf[unit]!;
    const pair = findPair(m.zh, cls0, cls);
    const c = Math.min(CAP, tripleCost(m, a.pair[h]!, cls0, cls, pair) + this.input.member[unit]!);
    const cost = a.cost[h]! + c;
    const place = 2 * (at - this.start) + (held === 0 ? 0 : 1);
    const least = this.least[place]!;
    if (cost > least + MARGIN) return;
    if (cost < least) this.least[place] = cost;
    this.buckets[at - this.start]!.push(a.add(cost, held, cls, pair, h, unit, slots, at, 0));
  }

  /** The cheapest that shows everything; what the decoder still holds is a mark at the very end. */
  best(): Piece | null {
    const a = arena;
    const { text, undamaged, layout } = this.input;
    const n = this.end - this.start;
    let found = -1;
    const consider = (h: number): void => {
      if (found < 0 || a.cost[h]! < a.cost[found]!) found = h;
    };
    for (const h of this.buckets[n]!) if (a.pending[h] === 0) consider(h);
    const cut = this.end === text.length ? layout.ends : text.charCodeAt(this.end) < 0x80;
    if (n > 0 && cut && text.charCodeAt(this.end - 1) === MARK)
      for (const h of this.buckets[n - 1]!) if (a.pending[h] !== 0) consider(h);
    if (found < 0) return null;
    const points: { unit: number; slots: number }[] = [];
    for (let h = found; a.back[h]! >= 0; h = a.back[h]!)
      points.push({ unit: a.point[h]!, slots: a.slots[h]! });
    let restored = '';
    const uncertain: Piece['uncertain'] = [];
    for (const { unit, slots } of points.reverse()) {
      restored += String.fromCharCode(unit);
      if (slots !== 0) uncertain.push({ start: restored.length - 1, end: restored.length, slots });
    }
    let observed = 0;
    for (let i = this.start; i < this.end; i++) observed += undamaged[i]!;
    const bits = a.cost[found]! / STEPS;
    return {
      start: this.start,
      end: this.end,
      restored,
      gain: observed / STEPS - bits - 2 * BORDER,
      bits,
      uncertain,
    };
  }
}

/** The best hypotheses; of twins the cheaper. */
function prune(hypotheses: number[]): number[] {
  const a = arena;
  const seen = new Set<string>();
  const kept: number[] = [];
  // with a byte held and without one: the next unit that is seen may end all of either kind
  const count = [0, 0];
  for (const h of hypotheses.sort((x, y) => a.cost[x]! - a.cost[y]! || x - y)) {
    const kind = a.pending[h] === 0 ? 0 : 1;
    if (count[kind]! >= FORWARD_WIDTH) continue;
    const key = `${a.pending[h]} ${a.cls[h]} ${a.pair[h]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(h);
    count[kind]!++;
  }
  return kept;
}

function pointOf(held: number, byte: number, count: number): number {
  if (count === 1) return ((held & 31) << 6) | (byte & 63);
  if (count === 2) return ((held & 0xf00) << 4) | ((held & 63) << 6) | (byte & 63);
  return ((held & 0x70000) << 2) | ((held & 0x3f00) << 4) | ((held & 63) << 6) | (byte & 63);
}

/** The UTF-8 bytes of a unit; of a surrogate only the first two are certain. */
function bytesOf(unit: number): number[] {
  if (unit < 0x800) return [0xc0 | (unit >> 6), 0x80 | (unit & 63)];
  if (unit >= 0xd800 && unit < 0xe000) return [];
  return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)];
}

const lists = new WeakMap<Uint8Array, Map<EncodingId, readonly number[]>>();

/** Codes of the likeliest characters, whatever stands before. */
function common(m: Model, writer: EncodingId, member: Uint8Array): readonly number[] {
  let known = lists.get(member);
  if (!known) lists.set(member, (known = new Map()));
  let list = known.get(writer);
  if (!list) {
    const { double, codeOf } = codePage(writer, 'windows');
    const cost = (code: number): number =>
      m.zh.unigram[m.classOf[double![code]!]!]! + member[double![code]!]!;
    const codes: number[] = [];
    for (let code = 0x8140; code < 0xffff; code++) {
      const unit = double![code]!;
      if (unit !== 0 && codeOf[unit] === code && !(unit >= 0xe000 && unit < 0xf900)) codes.push(code);
    }
    list = codes.sort((x, y) => cost(x) - cost(y)).slice(0, FORWARD_CANDIDATES);
    known.set(writer, list);
  }
  return list;
}

let unitsOfClass: number[][] | undefined;

/** Class → its Han characters. */
function classUnits(m: Model): number[][] {
  if (unitsOfClass) return unitsOfClass;
  const out: number[][] = [];
  for (let u = 0x2010; u < 0xff60; u++)
    if (m.classOf[u]! >= 512 && (u < 0xac00 || u >= 0xff00)) (out[m.classOf[u]!] ??= []).push(u);
  return (unitsOfClass = out);
}
