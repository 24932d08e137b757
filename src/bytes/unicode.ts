/**
 * UTF-8, UTF-16 and UTF-32 as hypotheses: their units, with a mark where there is no character.
 *
 * Refuses nothing: a broken sequence is one bad byte and is read on after it. E4 BD A0 FF gives 4F60, bad.
 */
import { utf8Length, utf8Second } from '../codec/index.ts';
import { model, STEPS } from '../model/model.ts';
import { CESU_LENGTH, cesuPoint } from './cesu.ts';
import { BAD_UNIT, CUT_UNIT, type Stretch } from './align.ts';
import { asciiCosts, chineseCost } from './costs.ts';
import { BAD } from './weights.ts';

/** The units of bytes read as UTF-8, in `out`; returns how many. */
export function utf8Units({ bytes, from, to, begins, ends }: Stretch, out: Uint16Array): number {
  let n = 0;
  for (let i = from; i < to && n < out.length;) {
    const b = bytes[i]!;
    if (b < 128) {
      out[n++] = b;
      i++;
      continue;
    }
    if (b === 0xed && cesuPoint(bytes, i, to) >= 0) {
      out[n++] = 0xd800;
      i += CESU_LENGTH;
      continue;
    }
    const length = utf8Length(b);
    let got = 1;
    if (length > 1 && i + 1 < to && utf8Second(b, bytes[i + 1]!))
      for (got = 2; got < length && i + got < to && (bytes[i + got]! & 0xc0) === 0x80;) got++;
    if (got === length) {
      let point = b & (0x7f >> length);
      for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
      out[n++] = point > 0xffff ? 0xd7c0 + (point >> 10) : point >= CUT_UNIT ? BAD_UNIT : point;
      i += length;
      continue;
    }
    // the rest of a character that began before the input does, the beginning of one that ends after it
    const rest =
      begins && n === i - from && n < 3 && (b & 0xc0) === 0x80 && (n === 0 || out[n - 1] === CUT_UNIT);
    if (rest || (ends && length > 1 && i + got === to)) {
      const cut = rest ? 1 : got;
      for (let k = 0; k < cut && n < out.length; k++) out[n++] = CUT_UNIT;
      i += cut;
    } else {
      out[n++] = BAD_UNIT;
      i++;
    }
  }
  return n;
}

/** How bytes are read as UTF-16 or UTF-32. */
export interface Wide {
  name: 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';
  size: 2 | 4;
  /** Offset of the low byte, of the next one. */
  low: number;
  high: number;
}

export const WIDE: readonly Wide[] = [
  { name: 'utf-16le', size: 2, low: 0, high: 1 },
  { name: 'utf-16be', size: 2, low: 1, high: 0 },
  { name: 'utf-32le', size: 4, low: 0, high: 1 },
  { name: 'utf-32be', size: 4, low: 3, high: 2 },
];

/** The units of bytes read as UTF-16 or UTF-32, in `out`, with a mark for control characters, too; returns how many. */
export function wideUnits(bytes: Uint8Array, to: number, wide: Wide, out: Uint16Array): number {
  const { size, low, high } = wide;
  let n = 0;
  for (let i = 0; i + size <= to && n < out.length; i += size) {
    let unit = bytes[i + low]! | (bytes[i + high]! << 8);
    // small numbers, which programs are full of
    if (unit < 32 && !isBlank(unit)) unit = BAD_UNIT;
    if (size === 4) {
      const plane = bytes[i + (low === 0 ? 2 : 1)]!;
      if (plane > 16 || bytes[i + (low === 0 ? 3 : 0)] !== 0) unit = BAD_UNIT;
      else if (plane > 0) unit = 0xd800;
    }
    out[n++] = unit;
  }
  return n;
}

function isBlank(unit: number): boolean {
  return unit === 9 || unit === 10 || unit === 13;
}

/** What units cost in text of any language, asked one by one: 0 is not known yet. */
const costs = new Uint8Array(65536);

function unitCost(unit: number): number {
  const known = costs[unit]!;
  if (known !== 0) return known;
  if (unit < 128) return (costs[unit] = asciiCosts()[unit]!);
  const m = model();
  const other = m.others.unigram[m.classOf[unit]!]! + m.other[unit]!;
  return (costs[unit] = Math.min(250, other, chineseCost(m, unit)));
}

/** Bits a unit that the first units cost on average, read so: a cheap look before a close one. */
export function wideRate(bytes: Uint8Array, to: number, { size, low, high }: Wide): number {
  // the two upper bytes of UTF-32
  const plane = low === 0 ? 2 : 1;
  let sum = 0;
  let n = 0;
  for (let i = 0; i + size <= to; i += size, n++) {
    if (size === 4 && (bytes[i + plane]! > 16 || bytes[i + 3 - low]! !== 0)) sum += 2 * BAD * STEPS;
    else sum += unitCost(bytes[i + low]! | (bytes[i + high]! << 8));
  }
  return n === 0 ? Number.POSITIVE_INFINITY : sum / n / STEPS;
}
