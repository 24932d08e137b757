/**
 * The null hypothesis: how many bits the text costs if nothing happened to it.
 *
 * The cheapest of several experts a character, so that no normal text looks like damage: Chinese
 * (both scripts), other languages, other languages after folding capitals and half-width kana, and
 * drawing: what repeats (═══, ab ab), what goes on in code order (①②③, 一丁丂), what stays among the
 * signs of one page (├──┤). In ╔════╗ the first ═ costs what a rare sign costs, the others little.
 */
import { findPair, pairCost, STEPS, type Model } from '../model/model.ts';
import { FOLD_COST, NULL_CAP } from '../weights.ts';

/** Bits of a unit that repeats what stood 1 … 4 units before, the third or later in code order, that is a sign beside a sign. */
const REPEAT = 2;
const REPEAT_FARTHER = 4;
const SUCCESSOR = 4;
const SIGN = 11;
const FARTHEST = 4;

const CAP = NULL_CAP * STEPS;
/** A mark of loss is no text, however often it repeats. */
const MARK = 0xfffd;
/** U+FFFD U+FFFD in UTF-8, read as GBK and as Big5: no more a text than U+FFFD is, often as it is met. */
const MARKS = ['\u951f\u65a4\u62f7', '\u5699\u8e1d\u856d'];
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
  const char = String.fromCharCode(unit);
  const to = unit >= 0xff61 && unit <= 0xff9f ? char.normalize('NFKC') : char.toLowerCase();
  return to.length === 1 ? to.charCodeAt(0) : unit;
}

/** Cost in 1/8 bits of each UTF-16 unit of text[start, end) under "undamaged". */
export function undamagedCosts(m: Model, text: string, start: number, end: number): Int32Array {
  const out = new Int32Array(end - start);
  fillUndamaged(m, text, start, end, out);
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
): void {
  let before = start > floor ? text.charCodeAt(start - 1) : 10;
  let classBefore = m.classOf[before]!;
  let foldBefore = foldOf(before);
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const cls = m.classOf[unit]!;
    const zh =
      pairCost(m.zh, findPair(m.zh, classBefore, cls), classBefore, cls) +
      Math.min(m.hans[unit]!, m.hant[unit]!);
    let cost = zh;
    if (unit >= 0x80 || cost > CAP) {
      const other =
        pairCost(m.others, findPair(m.others, classBefore, cls), classBefore, cls) + m.other[unit]!;
      if (other < cost) cost = other;
      const low = foldOf(unit);
      if (low !== unit || foldBefore !== before) {
        const a = m.classOf[foldBefore]!;
        const b = m.classOf[low]!;
        const fc = pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[low]! + FOLD;
        if (fc < cost) cost = fc;
      }
      if (cost > REPEAT * STEPS && unit >= 0x80) cost = Math.min(cost, drawn(text, i, unit, floor));
      foldBefore = low;
    } else foldBefore = foldOf(unit);
    out[i - start] = cost < CAP && unit !== MARK ? cost : CAP;
    before = unit;
    classBefore = cls;
  }
  for (const mark of MARKS)
    for (let i = text.indexOf(mark, start); i >= 0 && i + 3 <= end; i = text.indexOf(mark, i + 3))
      out.fill(CAP, i - start, i - start + 3);
}

/** Cost of a unit as part of a drawing, 1/8 bits; CAP if it is none. */
function drawn(text: string, i: number, unit: number, floor: number): number {
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
  return isSign(unit) && unit >> 8 === before >> 8 ? DRAWN : CAP;
}

/** Arrows, operators, technical signs, boxes, shapes, dingbats, braille. */
function isSign(unit: number): boolean {
  return unit >= 0x2190 && unit < 0x2c00;
}
