/**
 * Bits that bytes beyond ASCII cost in every encoding that is considered: a glance by single characters, and a
 * close look by n-grams where the glance leaves a doubt. C4 E3 BA C3: gb18030 16, big5 43, euc-kr 25, …
 */
import { STEPS } from '../model/model.ts';
import { BAD_UNIT, CUT_UNIT, cutUnits, pairsCost, type Stretch } from './align.ts';
import { asciiCosts, pairs } from './costs.ts';
import { readingCost, type Reader } from './fluency.ts';
import { singleCost } from './singles.ts';
import { utf8Units } from './unicode.ts';
import {
  BAD,
  BAD_NEW,
  BINARY_BYTE,
  CLOSE_LOOK,
  LONELY,
  NO_CHARACTER,
  UTF8_CAP,
  UTF8_PAIR_CAP,
} from './weights.ts';

/** An encoding and the bits it costs, prior included. */
export interface Scored {
  encoding: string;
  bits: number;
}

/** Two-byte encodings, and whose text they hold. */
export const PAIRED: readonly (readonly [string, Reader])[] = [
  ['gb18030', 'chinese'],
  ['big5', 'hant'],
  ['euc-jp', 'home'],
  ['shift_jis', 'home'],
  ['euc-kr', 'home'],
];

const units = new Uint16Array(2 * CLOSE_LOOK);

export const PAIR_NAMES: ReadonlySet<string> = new Set(PAIRED.map(([name]) => name));

/** Bits by single characters (two-byte encodings, UTF-8), by letter pairs (single-byte pages); beyond `limit`, that or more. */
export function glance(stretch: Stretch, name: string, limit: number = 1e5): number {
  if (name === 'utf-8') return utf8Bits(stretch, limit);
  const cost = PAIR_NAMES.has(name)
    ? pairsCost(stretch, pairs(name), limit * STEPS)
    : singleCost(name, stretch.bytes, stretch.from, stretch.to);
  return cost / STEPS;
}

/** Bits by n-grams; of a single-byte page the glance is that already. */
export function closeLook(stretch: Stretch, name: string): number {
  const paired = PAIRED.find(([encoding]) => encoding === name);
  if (!paired) return glance(stretch, name);
  const n = cutUnits(stretch, pairs(name), units);
  let whole = false;
  let bad = false;
  for (let i = 0; i < n; i++) {
    if (units[i] === BAD_UNIT) bad = true;
    else if (units[i]! >= 128 && units[i] !== CUT_UNIT) whole = true;
  }
  let bits = readingCost(units, n, paired[1]) / STEPS;
  if (bad) bits += BAD_NEW;
  if (!whole) bits += NO_CHARACTER;
  else if (isLonely(stretch)) bits += LONELY;
  return bits;
}

/** Every byte beyond ASCII stands alone before a letter, as in `\n\xc0s duas`: nothing tells that the two are one. */
function isLonely({ bytes, from, to }: Stretch): boolean {
  for (let i = from; i < to; i++) {
    if (bytes[i]! < 128) continue;
    if (i + 1 < to && !isLetter(bytes[i + 1]!)) return false;
    if (i + 2 < to && bytes[i + 2]! >= 128) return false;
  }
  return true;
}

function isLetter(b: number): boolean {
  return (b | 32) >= 0x61 && (b | 32) <= 0x7a;
}

function utf8Bits(stretch: Stretch, limit: number): number {
  const n = utf8Units(stretch, units);
  const ascii = asciiCosts();
  let good = false;
  let bad = 0;
  let plain = 0; // of ASCII after ASCII
  let before = 0;
  for (let i = 0; i < n; i++) {
    const unit = units[i]!;
    if (unit === BAD_UNIT) bad++;
    else if (unit < 128) plain += before < 128 ? ascii[unit]! : 0;
    else if (unit !== CUT_UNIT) good = true;
    before = unit;
  }
  // worse than no text, or than others: how much worse does not matter
  const least = bad * BAD + plain / STEPS;
  if (least > limit || bad * BAD > BINARY_BYTE * (stretch.to - stretch.from)) return least;
  const bits = readingCost(units, n, 'any', UTF8_CAP * STEPS, UTF8_PAIR_CAP * STEPS) / STEPS;
  return good ? bits : bits + NO_CHARACTER;
}

/** Bits of the ASCII in the bytes; BAD for what is none. */
export function asciiBits(bytes: Uint8Array, from: number, to: number): number {
  const table = asciiCosts();
  let sum = 0;
  for (let i = from; i < to; i++) sum += table[bytes[i]!]!;
  return sum / STEPS;
}
