/**
 * Which pairs of punctuation are open, as a few bits of the search's state: an eaten `"` or `)` is likelier
 * where one is open. Straight quotes toggle, the others open and close; depth is not counted.
 *
 * Example: in `chat("…?);` the quote is open when `?` is reached, so the swallowed byte is likelier `"`.
 */
import { STEPS } from '../model/model.ts';
import {
  CLOSED_AT_COMMA,
  PAIR_CLOSING,
  PAIR_LEFT_OPEN,
  PAIR_REOPENED,
  PAIR_UNOPENED,
  TAG_AGAIN,
} from '../weights.ts';

const OPENS = 1;
const CLOSES = 2;
const TOGGLES = 3;
/** `kindOf`: what a unit does; `bitOf`: to which pair. */
const kindOf = new Uint8Array(65536);
const bitOf = new Uint16Array(65536);
const PAIRS = [
  '""',
  "''",
  '``',
  '()',
  '[]',
  '<>',
  '\u201c\u201d',
  '\u2018\u2019',
  '\uff08\uff09',
  '\u300a\u300b',
  '\u300c\u300d',
  '\u3010\u3011',
];
PAIRS.forEach((pair, i) => {
  const [open, close] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  kindOf[close] = CLOSES;
  kindOf[open] = open === close ? TOGGLES : OPENS;
  bitOf[open] = bitOf[close] = 1 << i;
});
/** A tag was closed earlier in the line. */
const TAGS = 1 << PAIRS.length;
const bits = (units: string): number =>
  Array.from(units).reduce((all, u) => all | bitOf[u.charCodeAt(0)]!, 0);
/** Pairs that a line should not leave open. */
const STRICT = bits('"\'(\u201c\uff08\u300a\u300c\u3010');

const QUOTE = 0x27;
const LESS = 0x3c;
const GREATER = 0x3e;

/** The open pairs after one more unit; an apostrophe within a word opens nothing. */
export function pairsAfter(pairs: number, unit: number, before: number): number {
  const bit = bitOf[unit]!;
  if (bit === 0) return unit === 10 ? 0 : pairs;
  if (kindOf[unit] === OPENS) return pairs | bit;
  if (kindOf[unit] === CLOSES) return (pairs & ~bit) | (unit === GREATER && (pairs & bit) !== 0 ? TAGS : 0);
  if (unit === QUOTE && (pairs & bit) === 0 && isWord(before)) return pairs;
  return pairs ^ bit;
}

/** The cost of a unit after `before`, 1/8 bits, with what it opens, closes or leaves open: `cost` is the model's. */
export function withPairs(cost: number, pairs: number, unit: number, before: number): number {
  if (unit === 10) return cost + leftOpen(pairs);
  const bit = bitOf[unit]!;
  if (bit === 0) return cost;
  const open = (pairs & bit) !== 0;
  const kind = kindOf[unit]!;
  if (kind === OPENS) {
    if (unit === LESS && (pairs & TAGS) !== 0 && !open) return eased(cost, TAG_AGAIN * STEPS);
    return open && (bit & STRICT) !== 0 ? cost + PAIR_REOPENED * STEPS : cost;
  }
  if (open)
    return (
      eased(cost, PAIR_CLOSING * STEPS) +
      (before === 0xff0c || before === 0x3001 ? CLOSED_AT_COMMA * STEPS : 0)
    );
  return kind === CLOSES ? cost + PAIR_UNOPENED * STEPS : cost;
}

/** What lies over the limit counts a quarter: the order stays. */
function eased(cost: number, limit: number): number {
  return cost > limit ? limit + ((cost - limit) >> 2) : cost;
}

/** What it costs that a line ends with these open, 1/8 bits. */
export function leftOpen(pairs: number): number {
  let open = pairs & STRICT;
  let count = 0;
  for (; open !== 0; open &= open - 1) count++;
  return count * PAIR_LEFT_OPEN * STEPS;
}

function isWord(unit: number): boolean {
  return (unit | 32) >= 0x61 && (unit | 32) <= 0x7a;
}
