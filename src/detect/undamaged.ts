/**
 * The null hypothesis: how many bits the text costs if nothing happened to it.
 *
 * The cheapest of several experts a character, so that no normal text looks like damage: Chinese
 * (both scripts), other languages, other languages after folding capitals and half-width kana, and
 * drawing: what repeats (═══, ab ab), what goes on in code order (①②③, 一丁丂), what stays among the
 * signs of one page (├──┤). In ╔════╗ the first ═ costs what a rare sign costs, the others little.
 */
import { isAsciiSign, isDigit } from '../codec/index.ts';
import { digitCost } from '../model/digits.ts';
import { findPair, pairCost, STEPS, type Model } from '../model/model.ts';
import { FOLD_COST, NULL_CAP } from '../weights.ts';

/** Bits of a unit that repeats what stood 1 … 4 units before, the third or later in code order, that is a sign beside a sign. */
const REPEAT = 2;
const REPEAT_FARTHER = 4;
const SUCCESSOR = 4;
const SIGN = 11;
const FARTHEST = 4;
/** As much as a byte holds. */
const MOST = 255;
/** Bits of a kana after a kana in whatever they spell: there are about 90 of either kind. */
const SYLLABLE = 8;
/** Bits of ﾞ or ﾟ after a half-width kana, with which it is one. */
const VOICED = 3;
/** What ASCII punctuation after ASCII punctuation costs at most. */
const SIGN_AFTER_SIGN = 9 * STEPS;

const CAP = NULL_CAP * STEPS;
/** A mark of loss is no text, however often it repeats. */
const MARK = 0xfffd;
/** What ends U+FFFD U+FFFD in UTF-8, read as GBK (锟斤拷) and as Big5 (嚙踝蕭): no more a text than U+FFFD is, often as it is met. */
const MARK_IN_GBK = 0x62f7;
const MARK_IN_BIG5 = 0x856d;
const FOLD = FOLD_COST * STEPS;
const DRAWN = SIGN * STEPS;

/** Unit → its folded form; 0: not asked yet. */
const folded = new Uint16Array(65536);

function foldOf(unit: number): number {
  const known = folded[unit]!;
  return known === 0 ? (folded[unit] = fold(unit)) : known;
}

/** Small letters for capitals, full-width kana for half-width ones. */
function fold(unit: number): number {
  if (unit >= 0xd800 && unit < 0xe000) return unit;
  if (isVoicing(unit)) return unit === 0xff9e ? 0x30c7 : 0x30d7; // with the kana before it
  const char = String.fromCharCode(unit);
  const to = unit >= 0xff61 && unit <= 0xff9f ? char.normalize('NFKC') : char.toLowerCase();
  return to.length === 1 ? to.charCodeAt(0) : unit;
}

/** Cost in 1/8 bits of each UTF-16 unit of text[start, end) under "undamaged", `cap` bits at most. */
export function undamagedCosts(
  m: Model,
  text: string,
  start: number,
  end: number,
  cap: number = NULL_CAP,
): Int32Array {
  const out = new Int32Array(end - start);
  fillUndamaged(m, text, start, end, out, 0, cap * STEPS);
  return out;
}

/** The same, into an array of the caller's; of what stands before `start`, only text[floor, start) counts. */
export function fillUndamaged(
  m: Model,
  text: string,
  start: number,
  end: number,
  out: Int32Array,
  floor = 0,
  cap: number = CAP,
): void {
  let before = start > floor ? text.charCodeAt(start - 1) : 10;
  /** Where the last mark ended. */
  let marked = start;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const pair = (before << 16) | unit;
    const slot = Math.imul(pair, 0x9e3779b1) >>> (32 - KNOWN_BITS);
    let cost: number;
    if (knownPairs[slot] === pair) cost = knownCosts[slot]!;
    else {
      cost = costAfter(m, before, unit);
      knownPairs[slot] = pair;
      knownCosts[slot] = cost;
    }
    if (unit >= 0x80 && cost > REPEAT * STEPS) cost = Math.min(cost, drawn(text, i, unit, floor, cap));
    out[i - start] = cost < cap && unit !== MARK ? cost : cap;
    if ((unit === MARK_IN_GBK || unit === MARK_IN_BIG5) && i - 2 >= marked && isMark(text, i)) {
      out.fill(cap, i - 2 - start, i + 1 - start);
      marked = i + 1;
    }
    before = unit;
  }
}

/** Whether the three units that end at i are one of the marks. */
function isMark(text: string, i: number): boolean {
  const [a, b] = [text.charCodeAt(i - 2), text.charCodeAt(i - 1)];
  return text.charCodeAt(i) === MARK_IN_GBK ? a === 0x951f && b === 0x65a4 : a === 0x5699 && b === 0x8e1d;
}

/** Pairs of units asked for lately, and what `costAfter` said: text repeats itself. */
const KNOWN_BITS = 15;
const knownPairs = new Int32Array(1 << KNOWN_BITS).fill(-1);
const knownCosts = new Uint8Array(1 << KNOWN_BITS).fill(MOST);

/** What a unit costs after another one, but for drawings; at most MOST. */
function costAfter(m: Model, before: number, unit: number): number {
  const a = m.classOf[before]!;
  const b = m.classOf[unit]!;
  const pair = pairCost(m.zh, findPair(m.zh, a, b), a, b);
  let cost = pair + Math.min(m.hans[unit]!, m.hant[unit]!);
  if (unit < 0x80) {
    // signs and digits hardly dearer than where the search restores them: else a run would reach over them
    if (isAsciiSign(unit) && isAsciiSign(before)) cost = Math.min(cost, SIGN_AFTER_SIGN);
    else if (isDigit(unit)) cost = Math.min(cost, pair + digitCost(before, unit));
    // another language's hardly follows a Han character
    if (cost <= CAP && before >= 0x2e80) return cost;
  } else if (isVoicing(unit) && before >= 0xff66 && before <= 0xff9d) cost = VOICED * STEPS;
  const other = pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[unit]!;
  if (other < cost) cost = other;
  const lowBefore = foldOf(before);
  const low = foldOf(unit);
  if (low !== unit || lowBefore !== before) {
    const c = m.classOf[lowBefore]!;
    const d = m.classOf[low]!;
    const foldedCost = pairCost(m.others, findPair(m.others, c, d), c, d) + m.other[low]! + FOLD;
    if (foldedCost < cost) cost = foldedCost;
  }
  return Math.min(cost, MOST);
}

/** Cost of a unit as part of a drawing, 1/8 bits; `cap` if it is none. */
function drawn(text: string, i: number, unit: number, floor: number, cap: number): number {
  const back = i - floor;
  const before = back > 0 ? text.charCodeAt(i - 1) : 10;
  if (before === unit) return REPEAT * STEPS;
  for (let p = 2; p <= FARTHEST && p < back; p++)
    if (text.charCodeAt(i - p) === unit && text.charCodeAt(i - 1 - p) === before)
      return REPEAT_FARTHER * STEPS;
  const step = back > 3 && text.charCodeAt(i - 2) + 1 === unit ? 2 : 1; // 一、丁、丂
  if (
    back >= 2 * step &&
    text.charCodeAt(i - step) + 1 === unit &&
    text.charCodeAt(i - 2 * step) + 2 === unit
  )
    return SUCCESSOR * STEPS;
  if (isKana(unit) && isKana(before)) return SYLLABLE * STEPS;
  return isSign(unit) && unit >> 8 === before >> 8 ? DRAWN : cap;
}

function isKana(unit: number): boolean {
  return unit >= 0x3041 && unit < 0x30ff;
}

/** Half-width ﾞ and ﾟ. */
function isVoicing(unit: number): boolean {
  return unit === 0xff9e || unit === 0xff9f;
}

/** Arrows, operators, technical signs, boxes, shapes, dingbats, braille. */
function isSign(unit: number): boolean {
  return unit >= 0x2190 && unit < 0x2c00;
}
