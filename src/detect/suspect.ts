/**
 * The second look: is what the screen flagged worth the search?
 *
 * Near the alarm, and for those readers only that show all the flagged units, the bytes go through each
 * writer's encoding, strictly, and the restored characters are weighed against "undamaged": first by
 * unigrams, from tables alone; where that passes, by bigrams, against the null hypothesis itself and
 * with the price of entering and leaving. It allocates nothing. It may let a false alarm through (the
 * search then finds nothing); it must not stop a true one, so that U+FFFD, whose bytes are gone, always
 * passes, and a flagged hanzi before `?`.
 *
 * Example: in 巍峨 the screen flags 峨. The GBK codes CEA1 B6EB are no UTF-8, and what their bytes are in
 * other encodings is rarer than 巍峨 itself: nothing is searched.
 */
import { channels } from '../channel/catalogue.ts';
import { codePage, isPage, utf8Length, utf8Second, type EncodingId } from '../codec/index.ts';
import { bitOf, shownBy } from '../codec/shown.ts';
import { findPair, pairCost, STEPS, type Model } from '../model/model.ts';
import { ALARM, BORDER, BORDER_LETTERS, LOST_IN_TRANSIT, NULL_CAP } from '../weights.ts';
import { isLetter } from './letter.ts';
import { fillUndamaged } from './undamaged.ts';

// All bits below are set on dev so that every line that was repaired without this step, in any kind of
// damage from 5 characters on, still is (99.9 %; of 2–4 characters 99.7 %).

/** Bits of evidence that ask for the second weighing, and for the search. */
const ROUGH = { pairs: 6, utf8: 10, wide: 20 };
const FINE = { pairs: 7, utf8: 12, wide: 20 };
/** The unigram bound on "undamaged" is a little more than the unigrams: contexts may cost. */
const SLACK = 1;
/** Bytes that are no character of the writer's. */
const INVALID = 4 * STEPS;
/** What a restored character costs at most where UTF-8 proves itself: a second layer may lie below. */
const LAYER_CAP = 13 * STEPS;
/** What the second layer shows of single bytes: about 128 signs, alike. */
const LATIN = 7 * STEPS;
const PRIVATE = 20 * STEPS;

/** Entering where a byte was lost, and leaving again. */
const LOST = (LOST_IN_TRANSIT / 2) * STEPS;

/** The flagged units reach back at most so far from the alarm; what is weighed begins a little before … */
const FLAGGED = 24;
const MARGIN = 5;
/** … and ends a little after it, or farther if the best path goes on. */
const NEAR = 5;
const FAR = 32;
const WINDOW = MARGIN + FLAGGED + FAR + 1;

/** A table that is made when it is first asked for: most readers show nothing of what is flagged. */
class Lazy<T> {
  readonly #make: () => T;
  #made: T | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get table(): T {
    return (this.#made ??= this.#make());
  }
}

interface Reader {
  bit: number;
  /** Unit → code, 0 where the reader has none; null: the unit is the code (UTF-16). */
  codeOf: Lazy<Uint16Array> | null;
  /** Of a UTF-16 unit, the low byte comes first. */
  little: boolean;
}

interface Writer {
  reader: Reader;
  /** null: UTF-8. */
  page: Lazy<WriterPage> | null;
  /** It is the reader's encoding, too: a byte is missing, so that its characters begin inside units. */
  own: boolean;
  /** 1/8 bits. */
  cap: number;
  rough: number;
  fine: number;
}

interface WriterPage {
  /** Two-byte code → unit. */
  double: Uint16Array;
  /** Two-byte code → what its character costs restored, 1/8 bits; 0 where there is none. */
  costs: Uint8Array;
}

/** Units of which a reader of UTF-16 may have made text: those below are everybody's. */
const FIRST_WIDE = 0x2020;
const WIDE = bitOf('utf-16le') | bitOf('utf-16be');

let made: readonly Writer[] | undefined;

/** Those of UTF-8 first, which need no table of their own. */
function makeWriters(m: Model): readonly Writer[] {
  const readers = new Map<EncodingId, Reader>();
  const pages = new Map<EncodingId, Lazy<WriterPage>>();
  const writers: Writer[] = [];
  for (const { kind, reader, writer } of channels()) {
    if (kind !== 'transcoding' || reader === undefined || reader === 'utf-8') continue; // what UTF-8 cannot read leaves U+FFFD
    let r = readers.get(reader);
    if (!r) {
      const codeOf = isPage(reader) ? new Lazy(() => codePage(reader).codeOf) : null;
      readers.set(reader, (r = { bit: bitOf(reader), codeOf, little: reader === 'utf-16le' }));
    }
    let page = writer === 'utf-8' ? null : pages.get(writer!);
    if (page === undefined) pages.set(writer!, (page = new Lazy(() => writerPage(m, writer!))));
    const kindOf = page ? 'pairs' : r.codeOf ? 'utf8' : 'wide';
    writers.push({
      reader: r,
      page,
      own: writer === reader,
      cap: page ? 255 : LAYER_CAP,
      rough: ROUGH[kindOf] * STEPS,
      fine: FINE[kindOf] * STEPS,
    });
  }
  return writers.sort((a, b) => Number(a.page !== null) - Number(b.page !== null));
}

function writerPage(m: Model, writer: EncodingId): WriterPage {
  const double = codePage(writer).double!;
  const costs = new Uint8Array(65536);
  for (let code = 0x8100; code < 65536; code++)
    if (double[code] !== 0) costs[code] = restoredOf(m, double[code]!);
  return { double, costs };
}

/** What units cost, asked one by one: 0 is not known yet. */
const undamaged = new Uint8Array(65536);
const restored = new Uint8Array(65536);

/** About what a unit costs under "undamaged" at most, 1/8 bits. */
function undamagedOf(m: Model, u: number): number {
  const known = undamaged[u]!;
  if (known !== 0) return known;
  const least = Math.min(chineseCost(m, u), m.others.unigram[m.classOf[u]!]! + m.other[u]!);
  return (undamaged[u] = Math.min(NULL_CAP, SLACK + least / STEPS) * STEPS);
}

/** What a restored unit costs by itself. */
function restoredOf(m: Model, u: number): number {
  const known = restored[u]!;
  if (known !== 0) return known;
  if (isPrivate(u)) return (restored[u] = PRIVATE);
  if (u >= 0x80 && u < 0x100) return (restored[u] = LATIN);
  const zh = chineseCost(m, u);
  const cost = isHan(u) ? zh : Math.min(zh, m.others.unigram[m.classOf[u]!]! + m.other[u]!);
  return (restored[u] = Math.min(255, cost));
}

function chineseCost(m: Model, u: number): number {
  return m.zh.unigram[m.classOf[u]!]! + Math.min(m.hans[u]!, m.hant[u]!);
}

// The window that is looked at; there is one at a time.
const units = new Uint16Array(WINDOW);
/** Units: the price of a border in front, 1/8 bits. */
const borders = new Uint8Array(WINDOW);
/** Units: cost under "undamaged", 1/8 bits, by the bound and exactly. */
const bound = new Int32Array(WINDOW);
const exact = new Int32Array(WINDOW);
/** The reader's bytes; NONE where it has no such unit, so that no run goes on past it. */
const bytes = new Int16Array(2 * WINDOW);
const NONE = -1;
/** At the first byte of a unit, its cost under "undamaged". */
const credit = new Int32Array(2 * WINDOW);
/** At the first byte of a unit, the price of a border in front of it; INSIDE at the second. */
const border = new Int16Array(2 * WINDOW + 1);
const INSIDE = -1;
/** Best score on arriving at a byte, and the class of the character before. */
const path = new Int32Array(2 * WINDOW + 1);
const context = new Uint16Array(2 * WINDOW + 1);
const NOWHERE = -(2 ** 20);
/** A path this far below 0 is no use. */
const HOPELESS = -8 * STEPS;
/** The first flagged unit and the one that raised the alarm: as units, as bytes. */
let flagged = 0;
let alarm = 0;
let flaggedByte = 0;
let alarmByte = 0;
/** Whether the best path went on to the end of what was looked at. */
let goesOn = false;
/** The character that `next` found. */
let unit = 0;

/** Whether a channel may explain the alarm that text[at] raised; looks at its line, within [from, to). */
export function suspect(m: Model, text: string, from: number, to: number, at: number): boolean {
  let start = at;
  let mask = -1;
  for (let sum = 0; start >= from && at - start < FLAGGED && sum <= ALARM * 4; start--) {
    const u = text.charCodeAt(start);
    sum += m.screen[u]!;
    if (m.screen[u]! > 0) mask &= u < 0x80 ? 0 : shownBy(u) | (u >= FIRST_WIDE ? WIDE : 0);
  }
  flagged = start + 1;
  for (let k = MARGIN; k > 0 && start >= from && text.charCodeAt(start) !== 10; k--) start--;
  start++;
  flagged -= start;
  alarm = at - start;
  let n = 0;
  let letterBefore = false;
  for (let i = start; i < to && i <= at + FAR; i++) {
    const u = text.charCodeAt(i);
    // bytes are gone: the search has to say
    if (u === 0xfffd || (u === 0x3f && i === at + 1 && isHan(text.charCodeAt(at)))) return true;
    if (u === 10 && i > at) break;
    const letter = isLetter(u);
    borders[n] = (letter && letterBefore ? BORDER_LETTERS : BORDER) * STEPS;
    letterBefore = letter;
    units[n] = u;
    bound[n++] = undamagedOf(m, u);
  }
  const near = Math.min(n, alarm + NEAR);
  let weighed = false;
  for (const w of (made ??= makeWriters(m))) {
    if ((w.reader.bit & mask) === 0) continue;
    let score = roughly(m, w, fill(w.reader, bound, near));
    if (score < w.rough && goesOn && near < n) score = roughly(m, w, fill(w.reader, bound, n));
    if (score < w.rough) continue;
    if (!weighed) fillUndamaged(m, text, start, start + n, exact, from);
    weighed = true;
    if (finely(m, w, fill(w.reader, exact, n)) >= w.fine) return true;
  }
  return false;
}

/** The reader's bytes for the first n units; returns how many. */
function fill(r: Reader, costs: Int32Array, n: number): number {
  const codeOf = r.codeOf?.table;
  let k = 0;
  for (let i = 0; i < n; i++) {
    const u = units[i]!;
    if (i === flagged) flaggedByte = k;
    if (i === alarm) alarmByte = k;
    border[k] = borders[i]!;
    credit[k] = codeOf && u < 0x80 ? 0 : costs[i]!;
    const code = codeOf ? codeOf[u]! : u;
    if (codeOf && code < 0x100) {
      bytes[k++] = code === 0 ? NONE : code;
      continue;
    }
    bytes[k] = r.little ? code & 255 : code >> 8;
    bytes[k + 1] = r.little ? code >> 8 : code & 255;
    credit[k + 1] = 0;
    border[k + 1] = INSIDE;
    k += 2;
  }
  border[k] = 0;
  return k;
}

/** Size in bytes of the writer's character at byte i, which goes to `unit`; 0 if there is none. */
function next(double: Uint16Array | null, i: number, length: number): number {
  const b = bytes[i]!;
  if (b < 0x80) {
    unit = b;
    return 1;
  }
  if (double) {
    const trail = i + 1 < length ? bytes[i + 1]! : NONE;
    unit = trail < 0 ? 0 : double[(b << 8) | trail]!;
    return unit === 0 ? 0 : 2;
  }
  const size = utf8Length(b);
  if (size < 2 || i + size > length || !utf8Second(b, bytes[i + 1]!)) return 0;
  let point = size === 2 ? b & 31 : size === 3 ? b & 15 : b & 7;
  for (let k = 1; k < size; k++) {
    const c = bytes[i + k]!;
    if ((c & ~63) !== 0x80) return 0;
    point = (point << 6) | (c & 63);
  }
  unit = point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
  return size;
}

/** The best path about the alarm by unigrams, 1/8 bits: it enters between units, not after the alarm. */
function roughly(m: Model, { reader, page, own, cap }: Writer, length: number): number {
  const costs = page?.table.costs;
  let best = 0;
  let reach = 0;
  path.fill(0, 0, length + 1);
  for (let i = 0; i < length && (i <= alarmByte || i <= reach); i++) {
    let x = path[i]!;
    if (x <= 0) {
      if ((border[i] === INSIDE) !== own || i > alarmByte) continue;
    } else if (x > best && i > flaggedByte) best = x;
    const b = bytes[i]!;
    if (b < 0) continue;
    let to = i + 1;
    if (b < 0x80) {
      if (!reader.codeOf) x += credit[i]! - restoredOf(m, b);
    } else if (costs) {
      const cost = bytes[to]! < 0 || to === length ? 0 : costs[(b << 8) | bytes[to]!]!;
      if (cost === 0) x -= INVALID;
      else x += credit[i]! + credit[to++]! - cost;
    } else {
      const size = next(null, i, length);
      if (size === 0) x -= INVALID;
      else {
        to = i + size;
        x -= Math.min(cap, restoredOf(m, unit));
        for (let k = i; k < to; k++) x += credit[k]!;
      }
    }
    if (x > path[to]!) {
      path[to] = x;
      if (to > reach) reach = to;
    }
  }
  goesOn = reach >= length;
  return Math.max(best, path[length]!);
}

/** The same by bigrams, with the price of entering and leaving. */
function finely(m: Model, { reader, page, own, cap }: Writer, length: number): number {
  const double = page ? page.table.double : null;
  let best = 0;
  let reach = 0;
  path.fill(NOWHERE, 0, length + 1);
  for (let i = 0; i <= length && (i <= alarmByte || i <= reach); i++) {
    let x = path[i]!;
    let before = context[i]!;
    const price = own && border[i] === INSIDE ? LOST : border[i]!;
    if ((border[i] === INSIDE) === own) {
      if (i > flaggedByte && x - price > best) best = x - price;
      if (x < -price && i <= alarmByte) {
        x = -price;
        before = m.classOf[10]!;
      }
    }
    if (i === length || x <= HOPELESS || bytes[i]! < 0) continue;
    let to = i + 1;
    const size = next(double, i, length);
    if (size === 0) x -= INVALID;
    else {
      to = i + size;
      const cls = m.classOf[unit]!;
      if (unit >= 0x80 || !reader.codeOf) {
        x -= Math.min(cap, isHan(unit) ? hanCost(m, before, cls, unit) : restoredOf(m, unit));
        for (let k = i; k < to; k++) x += credit[k]!;
      }
      before = cls;
    }
    if (x > path[to]!) {
      path[to] = x;
      context[to] = before;
      if (to > reach) reach = to;
    }
  }
  return best;
}

function hanCost(m: Model, before: number, cls: number, u: number): number {
  return pairCost(m.zh, findPair(m.zh, before, cls), before, cls) + Math.min(m.hans[u]!, m.hant[u]!);
}

function isHan(u: number): boolean {
  return u >= 0x3400 && u <= 0x9fff;
}

function isPrivate(u: number): boolean {
  return u >= 0xe000 && u < 0xf900;
}
