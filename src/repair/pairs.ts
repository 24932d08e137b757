/**
 * What a line has said so far, as a few bits of the search's state: which pairs of punctuation are open (an eaten
 * `"` or `)` is likelier where one is), and whether something was asked. Straight quotes toggle, the others open
 * and close; depth is not counted.
 *
 * Example: in `chat("…?);` the quote is open when `?` is reached, so the swallowed byte is likelier `"`.
 */
import { isAsciiLetter, isDigit } from '../codec/index.ts';
import { STEPS } from '../model/model.ts';
import {
  ANNOUNCED,
  ASKED,
  ASKED_OTHER,
  BARE_BRACE,
  CLOSED_ACROSS,
  CLOSED_AT_COMMA,
  NO_SUCH_DATE,
  PAIR_CLOSING,
  PAIR_LEFT_OPEN,
  PAIR_REOPENED,
  PAIR_UNOPENED,
  QUOTE_LEFT_OPEN,
  TAG_AGAIN,
  UNASKED,
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
/** The sentence has a word that asks; one that a list follows. */
const ASKS = 2 * TAGS;
const LISTS = 4 * TAGS;
/** Characters that ask, alone or after one of some others; the same for those that announce a list. */
const WORDS: readonly (readonly [units: string, after: string, bit: number])[] = [
  ['吗嗎呢谁誰哪何怎孰岂豈', '', ASKS],
  ['么麼', '什甚', ASKS],
  ['否', '是能可会會', ASKS],
  ['少', '多', ASKS],
  ['下', '以如', LISTS],
  ['列面述', '下', LISTS],
  ['括', '包', LISTS],
  ['如', '例', LISTS],
  ['些', '哪', LISTS],
];
const wordOf = new Uint8Array(65536);
WORDS.forEach(([units], i) => {
  for (const u of units) wordOf[u.charCodeAt(0)] = i + 1;
});
const QUESTION = 0xff1f;
const COLON = 0xff1a;
/** What else stands where these two may: 1 ends the sentence, 2 does not. */
const otherOf = new Uint8Array(65536);
for (const u of '\u3002\uff01\uff1b\uff1f') otherOf[u.charCodeAt(0)] = 1;
for (const u of '\uff0c\uff1a') otherOf[u.charCodeAt(0)] = 2;
const bits = (units: string): number =>
  Array.from(units).reduce((all, u) => all | bitOf[u.charCodeAt(0)]!, 0);
/** Pairs that a line should not leave open. */
const STRICT = bits('"\'(\u201c\uff08\u300a\u300c\u3010');

/** Quotes of code, which hardly goes on in the next line. */
const STRAIGHT = bits('"\'');

const BACKTICK = bits('`');
/** `${` within backticks. */
const DOLLAR = 0x24;
const BRACE = 0x7b;
const QUOTE = 0x27;
const LESS = 0x3c;
const GREATER = 0x3e;

/** The open pairs after one more unit; an apostrophe within a word opens nothing, nor does a `<` before anything but a tag. */
export function pairsAfter(pairs: number, unit: number, before: number): number {
  return withNumber(pairs, unit) | stateAfter(pairs & ~NUMBER, unit, before);
}

/** The number that the digits up to here are, one more than it, above the other bits; 0 after anything else. */
const NUMBER_AT = 24;
const MOST = 126;
const NUMBER = 127 << NUMBER_AT;
/** How many there are of what follows a number. */
const MOST_OF = new Map([
  [0x6708, 12], // 月
  [0x65e5, 31], // 日
  [0x53f7, 31], // 号
  [0x865f, 31], // 號
  [0x65f6, 24], // 时
  [0x6642, 24], // 時
]);

function withNumber(pairs: number, unit: number): number {
  if (!isDigit(unit)) return 0;
  const before = pairs >>> NUMBER_AT;
  return Math.min(MOST, 10 * Math.max(0, before - 1) + unit - 0x30 + 1) << NUMBER_AT;
}

function stateAfter(pairs: number, unit: number, before: number): number {
  if (before === LESS && !beginsTag(unit)) pairs = closed(pairs, bitOf[LESS]!);
  const bit = bitOf[unit]!;
  if (bit === 0) {
    if (unit === 10) return 0;
    if (otherOf[unit] === 1) return pairs & ~(ASKS | LISTS);
    const word = wordOf[unit]!;
    return word === 0 ? pairs : pairs | said(word - 1, before);
  }
  const open = (pairs & bit) !== 0;
  if (kindOf[unit] === OPENS) return open ? pairs : opened(pairs, bit);
  if (kindOf[unit] === CLOSES) return closed(pairs, bit) | (unit === GREATER && open ? TAGS : 0);
  if (unit === QUOTE && !open && isAsciiLetter(before)) return pairs;
  return open ? closed(pairs, bit) : opened(pairs, bit);
}

/** Four bits each, above the others: which pair was opened last, and which before it (1 + number, 0 none). */
const LAST = 16;
const LAST_BUT_ONE = 20;
const BOTH = 0xff << LAST;

function opened(pairs: number, bit: number): number {
  const last = (pairs >> LAST) & 15;
  return (pairs & ~BOTH) | bit | (numberOf(bit) << LAST) | (last << LAST_BUT_ONE);
}

function closed(pairs: number, bit: number): number {
  const pair = numberOf(bit);
  const last = (pairs >> LAST) & 15;
  const other = (pairs >> LAST_BUT_ONE) & 15;
  const rest = pairs & ~BOTH & ~bit;
  if (last === pair) return rest | (other << LAST);
  return rest | (last << LAST) | (other === pair ? 0 : other << LAST_BUT_ONE);
}

function numberOf(bit: number): number {
  return 32 - Math.clz32(bit);
}

function beginsTag(unit: number): boolean {
  return isAsciiLetter(unit) || unit === 0x2f || unit === 0x21 || unit === 0x3f;
}

/** The cost of a unit after `before`, 1/8 bits, with what it opens, closes or leaves open: `cost` is the model's. */
export function withPairs(cost: number, pairs: number, unit: number, before: number): number {
  if (unit === 10) return cost + leftOpen(pairs);
  const bit = bitOf[unit]!;
  if (unit === BRACE) return (pairs & BACKTICK) !== 0 && before !== DOLLAR ? cost + BARE_BRACE * STEPS : cost;
  if (bit === 0) {
    if (otherOf[unit] !== 0) return afterWords(cost, pairs, unit);
    const most = pairs >>> NUMBER_AT === 0 ? undefined : MOST_OF.get(unit);
    return most !== undefined && pairs >>> NUMBER_AT > most + 1 ? cost + NO_SUCH_DATE * STEPS : cost;
  }
  const open = (pairs & bit) !== 0;
  const kind = kindOf[unit]!;
  if (kind === OPENS) {
    if (unit === LESS && (pairs & TAGS) !== 0 && !open) return eased(cost, TAG_AGAIN * STEPS);
    return open && (bit & STRICT) !== 0 ? cost + PAIR_REOPENED * STEPS : cost;
  }
  if (!open) return kind === CLOSES ? cost + PAIR_UNOPENED * STEPS : cost;
  if (((pairs >> LAST) & 15) !== numberOf(bit)) return cost + CLOSED_ACROSS * STEPS;
  return (
    eased(cost, PAIR_CLOSING * STEPS) + (before === 0xff0c || before === 0x3001 ? CLOSED_AT_COMMA * STEPS : 0)
  );
}

function said(word: number, before: number): number {
  const [, after, bit] = WORDS[word]!;
  return after === '' || after.includes(String.fromCharCode(before)) ? bit : 0;
}

/** A question mark is likelier where something was asked, a colon where a list was announced, each less so where not. */
function afterWords(cost: number, pairs: number, unit: number): number {
  const asked = (pairs & ASKS) !== 0;
  const lists = (pairs & LISTS) !== 0;
  if (unit === QUESTION) return asked ? lessBy(cost, ASKED) : cost + UNASKED * STEPS;
  if (unit === COLON) return lists ? lessBy(cost, ANNOUNCED) : asked ? cost + ASKED_OTHER * STEPS : cost;
  return cost + (asked || lists ? ASKED_OTHER * STEPS : 0);
}

/** No less than a bit is left. */
export function lessBy(cost: number, gain: number): number {
  return Math.max(Math.min(cost, STEPS), cost - gain * STEPS);
}

/** What lies over the limit counts a quarter: the order stays. */
function eased(cost: number, limit: number): number {
  return cost > limit ? limit + ((cost - limit) >> 2) : cost;
}

/** What it costs that a line ends with these open, 1/8 bits. */
export function leftOpen(pairs: number): number {
  return (
    (count(pairs & STRICT & ~STRAIGHT) * PAIR_LEFT_OPEN + count(pairs & STRAIGHT) * QUOTE_LEFT_OPEN) * STEPS
  );
}

function count(open: number): number {
  let n = 0;
  for (let rest = open; rest !== 0; rest &= rest - 1) n++;
  return n;
}
