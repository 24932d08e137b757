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
import { BAD, CLOSE_LOOK, PRIOR } from './weights.ts';

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
    if (kind === 'pair') units[n++] = unit;
    else if (kind === 'bad') units[n++] = BAD_UNIT;
  });
  const reader = name === 'hz-gb-2312' || name === 'iso-2022-cn' ? 'chinese' : 'other';
  return { encoding: name, bits: readingCost(units, n, reader) / STEPS - plain + PRIOR[name]! };
}

/** UTF-7, if there is a run of it. Bits are relative to ASCII. */
export function utf7Hypothesis(bytes: Uint8Array): Scored | null {
  let n = 0;
  let plain = 0;
  for (let run = nextRun(bytes, 0); run && n < units.length; run = nextRun(bytes, run.to)) {
    if (run.units[0] === 0x2b) continue;
    plain += asciiBits(bytes, run.from, run.to);
    for (const unit of run.units) if (n < units.length) units[n++] = unit;
  }
  if (n === 0) return null;
  return { encoding: 'utf-7', bits: readingCost(units, n, 'any') / STEPS - plain + PRIOR['utf-7']! };
}

/** Bits of the first `to` bytes as UTF-16 or UTF-32. */
export function wideBits(bytes: Uint8Array, to: number, wide: Wide): number {
  const n = wideUnits(bytes, to, wide, units);
  let bad = to % wide.size;
  // readingCost counts one bad byte for each
  if (wide.size === 4) for (let i = 0; i < n; i++) if (units[i] === BAD_UNIT) bad++;
  return readingCost(units, n, 'any') / STEPS + BAD * bad;
}
