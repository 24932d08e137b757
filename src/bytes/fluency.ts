/**
 * How well does it read? Bits of a row of UTF-16 units under the n-grams of the model, after a line end.
 *
 * ASCII after ASCII costs the same in every hypothesis; a bad byte costs what it costs everywhere. Example:
 * 你好 is cheap among Chinese, its bytes read as two syllables of hangul are dear among Korean.
 */
import { findPair, model, pairCost, STEPS, tripleCost, type Model } from '../model/model.ts';
import { BAD_UNIT, CUT_UNIT } from './align.ts';
import { asciiCosts, isWide, wideCost } from './costs.ts';
import { BAD, CUT, EMBEDDED, HANT_IN_GB, HOME, KANA, PAIR_CAP } from './weights.ts';

const CAP = PAIR_CAP * STEPS;
const LINE_FEED = 10;
const KANA_FIRST = 0x3041;

/** Whose text it may be. `chinese`: either script, `hant`: Big5 has no other; `home`: the language that an encoding is for. */
export type Reader = 'chinese' | 'hant' | 'home' | 'other' | 'any';

/** Bits × 8 of units[0, n). */
export function readingCost(
  units: Uint16Array,
  n: number,
  reader: Reader,
  cap: number = CAP,
  pairCap: number = CAP,
): number {
  const m = model();
  if (reader === 'home') return otherCost(m, units, n, HOME * STEPS);
  if (reader === 'other') return otherCost(m, units, n, 0);
  if (reader === 'any') return anyCost(m, units, n, cap, pairCap);
  const hant = chineseCost(m, units, n, m.hant);
  if (reader === 'hant') return hant;
  return Math.min(chineseCost(m, units, n, m.hans), hant + HANT_IN_GB * STEPS);
}

/** The cost of what is no character, 0 for what is one. */
function fault(unit: number): number {
  return unit === BAD_UNIT ? BAD * STEPS : unit === CUT_UNIT ? CUT * STEPS : 0;
}

/** A unit as a context: the model has line feeds and spaces, no other controls. */
function contextOf(unit: number): number {
  return unit < 32 || unit >= CUT_UNIT ? LINE_FEED : unit;
}

/** A hanzi, kana or syllable of hangul alone in ASCII, against a small letter, is seldom one: `z這nkowie`, two bytes of Latin text. */
function isEmbedded(before: number, unit: number, next: number): boolean {
  return unit >= KANA_FIRST && before < 128 && next < 128 && (isSmall(before) || isSmall(next));
}

function isSmall(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

function isKana(unit: number): boolean {
  return unit >= 0x3041 && unit <= 0x30fe;
}

function chineseCost(m: Model, units: Uint16Array, n: number, member: Uint8Array): number {
  const ascii = asciiCosts();
  let sum = 0;
  let before = LINE_FEED;
  let b = m.classOf[LINE_FEED]!;
  let context = -1;
  for (let i = 0; i < n; i++) {
    const unit = units[i]!;
    const c = m.classOf[contextOf(unit)]!;
    const pair = findPair(m.zh, b, c);
    if (unit < 128 && before < 128) sum += ascii[unit]!;
    else if (unit >= CUT_UNIT) sum += fault(unit);
    else if (unit < 32) sum += ascii[unit]!;
    else {
      const cost = tripleCost(m, context, b, c, pair) + member[unit]!;
      // the model has few of the full-width figures and letters, which come in rows
      const cap = isWide(before) ? Math.min(CAP, wideCost(unit)) : CAP;
      sum += cost < cap ? cost : cap;
      if (isKana(unit)) sum += KANA * STEPS;
      else if (isEmbedded(before, unit, i + 1 < n ? units[i + 1]! : LINE_FEED)) sum += EMBEDDED * STEPS;
    }
    context = pair;
    b = c;
    before = unit;
  }
  return sum;
}

/** `home`: what a letter is cheaper after ASCII, which does not tell the language as the letter before does. */
function otherCost(m: Model, units: Uint16Array, n: number, home: number): number {
  const ascii = asciiCosts();
  let sum = 0;
  let before = LINE_FEED;
  let a = m.classOf[LINE_FEED]!;
  for (let i = 0; i < n; i++) {
    const unit = units[i]!;
    const b = m.classOf[contextOf(unit)]!;
    if (unit < 128 && before < 128) sum += ascii[unit]!;
    else if (unit >= CUT_UNIT) sum += fault(unit);
    else if (unit < 32) sum += ascii[unit]!;
    else {
      const cost = pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[unit]!;
      sum += (cost < CAP ? cost : CAP) - (before < 128 && unit >= 128 ? home : 0);
      if (home > 0 && isEmbedded(before, unit, i + 1 < n ? units[i + 1]! : LINE_FEED))
        sum += EMBEDDED * STEPS;
    }
    a = b;
    before = unit;
  }
  return sum;
}

/** The cheaper of both, unit by unit: UTF-8 and UTF-16 hold everything. */
function anyCost(m: Model, units: Uint16Array, n: number, cap: number, pairCap: number): number {
  const ascii = asciiCosts();
  let sum = 0;
  let before = LINE_FEED;
  let b = m.classOf[LINE_FEED]!;
  let context = -1;
  for (let i = 0; i < n; i++) {
    const unit = units[i]!;
    const c = m.classOf[contextOf(unit)]!;
    const pair = findPair(m.zh, b, c);
    if (unit < 128 && before < 128) sum += ascii[unit]!;
    else if (unit >= CUT_UNIT) sum += fault(unit);
    else if (unit < 32) sum += ascii[unit]!;
    else {
      const zh = tripleCost(m, context, b, c, pair) + Math.min(m.hans[unit]!, m.hant[unit]!);
      const other = pairCost(m.others, findPair(m.others, b, c), b, c) + m.other[unit]!;
      sum += Math.min(zh, other, unit >= 0x100 && unit < 0x800 ? pairCap : cap);
    }
    context = pair;
    b = c;
    before = unit;
  }
  return sum;
}
