/**
 * How well bytes read in encodings whose characters are not told by the eighth bit: HZ, ISO-2022, UTF-7, UTF-16
 * and UTF-32. Bits against the same bytes as plain ASCII (`~{VPND~}`: eight odd characters, or two hanzi).
 */
import { STEPS } from '../model/model.ts';
import { BAD_UNIT } from './align.ts';
import { escapeNameOf, escapeParts } from './escapes.ts';
import { readingCost } from './fluency.ts';
import { asciiBits, type Scored } from './score.ts';
import { type Wide, wideUnits } from './unicode.ts';
import { nextRun } from './utf7.ts';
import { BAD, CLOSE_LOOK, PRIOR, UTF7_RATE } from './weights.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const TILDE = 0x7e;

const units = new Uint16Array(CLOSE_LOOK);

/** The encoding that the escape sequences speak of; null without any. Bits are relative to ASCII. */
export function escapeHypothesis(bytes: Uint8Array): Scored | null {
  const name = escapeNameOf(bytes);
  if (!name) return null;
  let n = 0;
  let plain = 0;
  escapeParts(name, bytes, ({ from, to, kind, unit }) => {
    if (n === units.length || kind === 'ascii') return;
    plain += asciiBits(bytes, from, to);
    // what has no character there is no text: `~~~{.cpp}` is no HZ
    if (kind === 'pair' && (unit < 0xe000 || unit > 0xf8ff)) units[n++] = unit;
    else if (kind !== 'mark') for (let i = from; i < to && n < units.length; i++) units[n++] = BAD_UNIT;
  });
  const reader = name === 'hz-gb-2312' || name === 'iso-2022-cn' ? 'chinese' : 'other';
  return { encoding: name, bits: readingCost(units, n, reader) / STEPS - plain + PRIOR[name]! };
}

/**
 * UTF-7, if there is a run of it. Bits are relative to ASCII. A `+` that begins no run, `\\` and `~` are in no UTF-7; a word
 * in small letters (`\\s+hostname`) says nothing, whatever it would be in base64.
 */
export function utf7Hypothesis(bytes: Uint8Array): Scored | null {
  let n = 0;
  let plain = 0;
  let strange = 0;
  let at = 0;
  for (let run = nextRun(bytes, 0); run && n < units.length; run = nextRun(bytes, run.to)) {
    strange += strangeBytes(bytes, at, run.from);
    at = run.to;
    if (run.units[0] === PLUS || isSmallWord(bytes, run.from + 1, run.to)) continue;
    plain += asciiBits(bytes, run.from, run.to);
    for (const unit of run.units) if (n < units.length) units[n++] = unit;
  }
  if (n === 0) return null;
  const bits = readingCost(units, n, 'any') / STEPS;
  if (bits > UTF7_RATE * n) return null;
  strange += strangeBytes(bytes, at, Math.min(bytes.length, at + CLOSE_LOOK));
  return { encoding: 'utf-7', bits: bits - plain + BAD * strange + PRIOR['utf-7']! };
}

function strangeBytes(bytes: Uint8Array, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) if (bytes[i] === PLUS || bytes[i] === BACKSLASH || bytes[i] === TILDE) n++;
  return n;
}

function isSmallWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i]! < 0x61 && bytes[i] !== MINUS) return false;
  return true;
}

/** Bits of the first `to` bytes as UTF-16 or UTF-32. */
export function wideBits(bytes: Uint8Array, to: number, wide: Wide): number {
  const n = wideUnits(bytes, to, wide, units);
  let bad = to % wide.size;
  // readingCost counts one bad byte for each; a file of numbers is no UTF-32 because some would be characters
  if (wide.size === 4) for (let i = 0; i < n; i++) if (units[i] === BAD_UNIT) bad += 2;
  return readingCost(units, n, 'any') / STEPS + BAD * bad;
}
