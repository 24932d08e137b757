/**
 * What this page likes to write: characters and pairs of characters counted in the page itself, mixed into the
 * language model's cost (a cache model, Kuhn & De Mori 1990), and what no count shows: quotation marks that were opened
 * are closed, two marks of punctuation that never meet, how numbers begin (Benford).
 */
import { STEPS } from '../../model/model.ts';
import {
  BLANK_PRIOR,
  DOUBLED,
  LEADING_ZERO,
  ODD_PUNCTUATION,
  PAIR_HALF,
  PAIR_SHARE,
  QUOTE_MATCH,
  QUOTE_STRAY,
  SINGLE_HALF,
  SINGLE_SHARE,
} from './weights.ts';

const BITS = 13;
const SIZE = 1 << BITS;

export class Familiar {
  readonly #keys = new Uint32Array(SIZE);
  readonly #counts = new Uint16Array(SIZE);
  readonly #first = new Uint16Array(65536);
  readonly #single = new Uint16Array(65536);
  #total = 0;

  /** Counts text[start, end) but for annotations, and no further than a mark behind which bytes may be out of step. */
  add(text: string, start: number, end: number): void {
    let before = 10;
    this.#lines++;
    for (let i = start; i < end; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0x3f && i + 1 < end) return;
      if (unit === 0x28) {
        // the characters around an annotation are neighbours
        let k = i + 1;
        while (k < end && k < i + 9 && isReading(text.charCodeAt(k))) k++;
        if (k > i + 1 && text.charCodeAt(k) === 0x29) {
          i = k;
          continue;
        }
      }
      this.#count(before, unit);
      if (unit === 0x20 && before >= 0x80) this.#spaces++;
      before = unit;
    }
    this.#count(before, 10);
    if (endsLine(before)) this.#stopped++;
    else this.#bare++;
  }

  #stopped = 0;
  #bare = 0;
  #spaces = 0;
  #lines = 0;

  /**
   * Cost of a space or a line end that nothing shows, given the model's costs: the page tells which of them it
   * uses, and whether its lines end in a full stop.
   */
  blankCost(space: number, lineEnd: number, before: number, unit: number): number {
    const both = -Math.log2(2 ** (-space / STEPS) + 2 ** (-lineEnd / STEPS));
    const own = unit === 0x20 ? this.#spaces + BLANK_PRIOR / 4 : this.#lines + BLANK_PRIOR;
    const share = -Math.log2(own / (this.#spaces + this.#lines + 1.25 * BLANK_PRIOR));
    const ends = this.#stopped + this.#bare + 1;
    const habit =
      unit === 0x20 ? 0 : -Math.log2((2 * ((endsLine(before) ? this.#stopped : this.#bare) + 0.5)) / ends);
    return Math.round((both + share + habit) * STEPS);
  }

  #count(before: number, unit: number): void {
    this.#first[before]!++;
    this.#single[unit >= 0xff01 && unit <= 0xff5a ? unit - 0xfee0 : unit]!++;
    this.#total++;
    let slot = hash(before, unit);
    const key = (before << 16) | unit || 1;
    for (let tries = 0; tries < 16; tries++, slot = (slot + 1) & (SIZE - 1)) {
      if (this.#counts[slot] === 0) this.#keys[slot] = key;
      else if (this.#keys[slot] !== key >>> 0) continue;
      this.#counts[slot]!++;
      return;
    }
  }

  /** `cost` (model steps) of `unit` after `before`, given what the page has shown. */
  cost(cost: number, before: number, unit: number): number {
    const single = this.#single[unit >= 0xff01 && unit <= 0xff5a ? unit - 0xfee0 : unit]!;
    const n = this.#first[before]!;
    const pair = n === 0 ? 0 : this.#pairs(before, unit);
    const own = (SINGLE_SHARE * this.#total) / (this.#total + SINGLE_HALF);
    const share = (PAIR_SHARE * n) / (n + PAIR_HALF);
    if (pair === 0 && (single === 0 || own === 0)) return cost + NEW[Math.round((own + share) * 100)]!;
    const p =
      (1 - own - share) * 2 ** (-cost / STEPS) +
      (pair === 0 ? 0 : (share * pair) / n) +
      (own === 0 ? 0 : (own * single) / this.#total);
    return Math.round(-Math.log2(p) * STEPS);
  }

  /** Whether the page has shown a character. */
  knows(unit: number): boolean {
    return this.#single[unit >= 0xff01 && unit <= 0xff5a ? unit - 0xfee0 : unit]! > 0;
  }

  /** What `cost` adds for a character that the page has not shown. */
  unseen(before: number): number {
    const n = this.#first[before]!;
    const own = (SINGLE_SHARE * this.#total) / (this.#total + SINGLE_HALF);
    return NEW[Math.round((own + (PAIR_SHARE * n) / (n + PAIR_HALF)) * 100)]!;
  }

  #pairs(before: number, unit: number): number {
    let slot = hash(before, unit);
    const key = ((before << 16) | unit || 1) >>> 0;
    for (let tries = 0; tries < 16 && this.#counts[slot] !== 0; tries++, slot = (slot + 1) & (SIZE - 1))
      if (this.#keys[slot] === key) return this.#counts[slot]!;
    return 0;
  }
}

/** What a character costs more that the page has not shown, by the cache's share in hundredths. */
const NEW = Uint8Array.from({ length: 100 }, (_, share) => Math.round(-Math.log2(1 - share / 100) * STEPS));

function isReading(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0xe0 && unit < 0x200);
}

function hash(before: number, unit: number): number {
  return (Math.imul(before, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)) >>> (32 - BITS);
}

const OPENING = '“‘「『《（(';
const CLOSING = '”’」』》）)';

/** UTF-16 unit → which mark it opens or closes, from 1; pauses that never meet; marks that seldom stand twice. */
const opens = new Uint8Array(65536);
const closes = new Uint8Array(65536);
const pauses = new Uint8Array(65536);
const doubles = new Uint8Array(65536);
for (let k = 0; k < OPENING.length; k++) {
  opens[OPENING.charCodeAt(k)] = k + 1;
  closes[CLOSING.charCodeAt(k)] = k + 1;
}
for (const mark of '、，；：。') pauses[mark.charCodeAt(0)] = 1;
for (const mark of '，；。！？') doubles[mark.charCodeAt(0)] = 1;

/** The innermost mark that is open after `unit`: its number in OPENING from 1, 0 for none. */
export function openAfter(open: number, unit: number): number {
  return opens[unit]! > 0 ? opens[unit]! : closes[unit]! > 0 ? 0 : open;
}

/** What the marks of punctuation add to the cost of `unit` after `before`, `open` being open; model steps. */
export function manners(open: number, before: number, unit: number): number {
  if (unit < 0x2000) return 0;
  if (closes[unit]! > 0) return (closes[unit] === open ? -QUOTE_MATCH : QUOTE_STRAY) * STEPS;
  if (before === unit) return doubles[unit]! * DOUBLED * STEPS;
  return pauses[unit]! * pauses[before]! * ODD_PUNCTUATION * STEPS;
}

/** Whether a line of prose ends with it. */
function endsLine(unit: number): boolean {
  return (
    (unit < 0x80 && !(unit >= 0x30 && unit <= 0x7a)) || (unit >= 0x2000 && unit < 0x3400) || unit >= 0xff00
  );
}

/** Bits of a first digit of a number whose other digits follow, 0 to 9: years make 1 and 2 likely, too. */
export const FIRST_DIGIT: readonly number[] = Array.from({ length: 10 }, (_, d) =>
  d === 0 ? LEADING_ZERO : -Math.log2(Math.log10(1 + 1 / d)),
);
