/**
 * Which pairs of punctuation are open, as a few bits of the search's state: an eaten `"` or `)` is likelier
 * where one is open. Straight quotes toggle, the others open and close; depth is not counted.
 *
 * Example: in `chat("…?);` the quote is open when `?` is reached, so the swallowed byte is likelier `"`.
 */
import { STEPS } from '../model/model.ts';
import { PAIR_CLOSED, PAIR_LEFT_OPEN, PAIR_REOPENED, PAIR_UNOPENED } from '../weights.ts';

const OPEN: Record<number, number> = {};
const CLOSE: Record<number, number> = {};
const TOGGLE: Record<number, number> = { 0x22: 1, 0x27: 2, 0x60: 4 };
[
  ['(', ')'],
  ['[', ']'],
  ['<', '>'],
  ['\u201c', '\u201d'],
  ['\u2018', '\u2019'],
  ['\uff08', '\uff09'],
  ['\u300a', '\u300b'],
  ['\u300c', '\u300d'],
  ['\u3010', '\u3011'],
].forEach(([open, close], i) => {
  OPEN[open!.charCodeAt(0)] = 8 << i;
  CLOSE[close!.charCodeAt(0)] = 8 << i;
});

/** Unit → what it does: 0 nothing, else its bit; in the table of kinds 1 opens, 2 closes, 3 toggles. */
const bitOf = new Uint16Array(65536);
const kindOf = new Uint8Array(65536);
for (const [table, kind] of [
  [OPEN, 1],
  [CLOSE, 2],
  [TOGGLE, 3],
] as const)
  for (const [unit, bit] of Object.entries(table)) {
    bitOf[Number(unit)] = bit;
    kindOf[Number(unit)] = kind;
  }
/** Pairs that a line should not leave open. */
const STRICT = bitOf[0x201c]! | bitOf[0xff08]! | bitOf[0x300a]! | bitOf[0x300c]! | bitOf[0x22]! | bitOf[0x28]! | bitOf[0x3010]!;

/** The open pairs after one more unit. */
export function pairsAfter(pairs: number, unit: number): number {
  const bit = bitOf[unit]!;
  if (bit === 0) return unit === 10 ? 0 : pairs;
  const kind = kindOf[unit]!;
  return kind === 1 ? pairs | bit : kind === 2 ? pairs & ~bit : pairs ^ bit;
}

/** What a unit costs (or saves) for the pairs it opens, closes or leaves open, 1/8 bits; no unit: the end of the line. */
export function closingCost(pairs: number, unit: number = 10): number {
  if (unit === 10) return (pairs & STRICT) === 0 ? 0 : PAIR_LEFT_OPEN * STEPS;
  const bit = bitOf[unit]!;
  if (bit === 0) return 0;
  const open = (pairs & bit) !== 0;
  const kind = kindOf[unit]!;
  if (kind === 1) return open && (bit & STRICT) !== 0 ? PAIR_REOPENED * STEPS : 0;
  if (kind === 2) return open ? -PAIR_CLOSED * STEPS : (bit & STRICT) !== 0 ? PAIR_UNOPENED * STEPS : 0;
  return open ? -PAIR_CLOSED * STEPS : 0;
}
