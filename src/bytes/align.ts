/**
 * Where the characters are: the cheapest way to cut bytes into one- and two-byte characters and bad bytes.
 *
 * A lost or strange byte shifts every pair after it; so the cut is searched (Viterbi), not read off from the left.
 * C4 E3 BA | BA C3 reads as 你, a bad byte, 好, because any other cut costs more. All in 1/8 bits.
 */
import { fourBytePoint } from '../codec/gb18030.ts';
import { STEPS } from '../model/model.ts';
import { NO_PAIR, type PairTable } from './costs.ts';
import { BAD, CUT, RARE } from './weights.ts';

const CUT_COST = CUT * STEPS;
const FAR = 1e6;
const FOUR_COST = RARE * STEPS;

/** A stretch of bytes: `begins`, `ends`: the input does, there a character may be cut. */
export interface Stretch {
  bytes: Uint8Array;
  from: number;
  to: number;
  begins: boolean;
  ends: boolean;
}

const isDigit = (b: number): boolean => b >= 0x30 && b <= 0x39;

/** The cost of the cheapest cut; where that is beyond `limit`, anything beyond it. */
export function pairsCost(
  { bytes, from, to, begins, ends }: Stretch,
  table: PairTable,
  limit: number = FAR,
): number {
  const { cost, single } = table;
  const four = table.name === 'gb18030';
  let d0 = 0; // up to here
  let d1 = FAR; // one byte less, two, three
  let d2 = FAR;
  let d3 = FAR;
  let before = 0;
  for (let i = from; i < to; i++) {
    const b = bytes[i]!;
    let d = d0 + single[b]!;
    if (b >= 128 && ((i === from && begins) || (i === to - 1 && ends)))
      d = d0 + Math.min(single[b]!, CUT_COST);
    const pair = d1 + cost[(before << 8) | b]!;
    if (pair < d) d = pair;
    if (four && b <= 0x39 && b >= 0x30 && before >= 0x81 && isFour(bytes, i, from) && d3 + FOUR_COST < d)
      d = d3 + FOUR_COST;
    before = b;
    d3 = d2;
    d2 = d1;
    d1 = d0;
    d0 = d;
    if (d > limit && d1 > limit && d2 > limit && d3 > limit) return Math.min(d, d1, d2, d3);
  }
  return d0;
}

/**
 * Whether bytes[from, to) are whole characters one after the other that nowhere cost `slack` more than `rate` a byte
 * (CUSUM), but for half of one at the end: a quick yes, and a no that a closer look may overrule.
 */
export function readsOn(
  bytes: Uint8Array,
  from: number,
  to: number,
  { cost, single }: PairTable,
  rate: number,
  slack: number,
): boolean {
  let excess = 0;
  for (let i = from; i < to;) {
    const b = bytes[i]!;
    if (b < 128) {
      excess += single[b]! - rate;
      i++;
    } else {
      if (i + 1 === to) return true;
      const pair = cost[(b << 8) | bytes[i + 1]!]!;
      if (pair === NO_PAIR) return false;
      excess += pair - 2 * rate;
      i += 2;
    }
    excess &= ~(excess >> 31); // never below 0
    if (excess > slack) return false;
  }
  return true;
}

/** Whether the four bytes that end at `i` have the form of GB18030's long characters. */
function isFour(bytes: Uint8Array, i: number, from: number): boolean {
  return i - 3 >= from && isDigit(bytes[i - 2]!) && bytes[i - 3]! >= 0x81 && bytes[i - 3]! !== 0xff;
}

/** In `cutUnits`: no character. */
export const BAD_UNIT = 0xffff;
/** The same, where the input was cut. */
export const CUT_UNIT = 0xfffe;

const steps = new Uint8Array(8192);
const costs = new Int32Array(8193);

/** The units of the cheapest cut, in `out`; returns how many. */
export function cutUnits(stretch: Stretch, table: PairTable, out: Uint16Array): number {
  const { bytes, from, begins, ends } = stretch;
  const { cost, single, units, singles, name } = table;
  const n = Math.min(stretch.to - from, steps.length);
  costs[0] = 0;
  for (let i = 1; i <= n; i++) {
    const b = bytes[from + i - 1]!;
    let d = single[b]!;
    if (b >= 128 && ((i === 1 && begins) || (i === n && ends))) d = Math.min(d, CUT_COST);
    d += costs[i - 1]!;
    let step = 1;
    if (i > 1) {
      const pair = costs[i - 2]! + cost[(bytes[from + i - 2]! << 8) | b]!;
      if (pair < d) {
        d = pair;
        step = 2;
      }
    }
    if (i > 3 && name === 'gb18030' && isDigit(b) && isFour(bytes, from + i - 1, from)) {
      const long = costs[i - 4]! + FOUR_COST;
      if (bytes[from + i - 2]! >= 0x81 && long < d) {
        d = long;
        step = 4;
      }
    }
    costs[i] = d;
    steps[i - 1] = step;
  }
  // backwards, then to the front
  let at = n;
  let end = out.length;
  while (at > 0 && end > 0) {
    const step = steps[at - 1]!;
    const i = from + at - step;
    const b = bytes[i]!;
    if (step === 2) out[--end] = units[(b << 8) | bytes[i + 1]!] || BAD_UNIT;
    else if (step === 4) out[--end] = unitOfFour(bytes, i);
    else if (single[b]! < BAD * STEPS) out[--end] = singles[b]!;
    else out[--end] = (at === 1 && begins) || (at === n && ends) ? CUT_UNIT : BAD_UNIT;
    at -= step;
  }
  out.copyWithin(0, end);
  return out.length - end;
}

function unitOfFour(bytes: Uint8Array, i: number): number {
  const point = fourBytePoint('whatwg', bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!);
  return point < 0 ? BAD_UNIT : point > 0xffff ? 0xd800 | ((point - 0x10000) >> 10) : point;
}
