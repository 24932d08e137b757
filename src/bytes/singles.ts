/**
 * Single-byte pages: what a byte costs after another one, by the letter pairs of the languages that the page is for.
 *
 * A table holds at before << 8 | byte the cost in 1/8 bits and is filled where it is asked; 0: not yet. `floor`
 * holds the least of all pages, so that one sum tells that none of them is near. Worked example: E1 after C0 is cheap
 * in windows-1251 (Аб), dear in windows-1252 (Àá), cheap in `floor`.
 */
import { codePage, INVALID } from '../codec/index.ts';
import { findPair, model, pairCost, STEPS } from '../model/model.ts';
import { asciiCosts, otherCost } from './costs.ts';
import { codecOf } from './names.ts';
import { BAD, FOLD, SINGLE_CAP } from './weights.ts';

/** One for each page that text in use today is written in. */
export const SINGLES: readonly string[] = [
  'windows-1252',
  'windows-1251',
  'windows-1250',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'koi8-r',
  'ibm866',
  'iso-8859-2',
  'iso-8859-5',
  'macintosh',
];

const BAD_COST = BAD * STEPS;
const CAP = SINGLE_CAP * STEPS;
const TAB = 9;
const LINE_FEED = 10;
const SPACE = 32;

class Page {
  readonly costs: Uint8Array = new Uint8Array(65536);
  readonly #units: Uint16Array;
  readonly #small: Uint16Array;
  /** Writes letters and tones apart; the model has them composed. */
  readonly #marks: boolean;

  constructor(name: string) {
    this.#units = codePage(codecOf(name)!, 'whatwg').single;
    this.#small = this.#units.map(lower);
    this.#marks = name === 'windows-1258';
  }

  fill(key: number): number {
    return (this.costs[key] = Math.max(1, this.#cost(key >> 8, key & 0xff)));
  }

  #cost(before: number, b: number): number {
    const unit = this.#units[b]!;
    const last = this.#units[before]!;
    if (b < 128 && (before < 128 || b < 32 || b === 127 || (this.#marks && isMark(last))))
      return asciiCosts()[b]!;
    if (unit >= INVALID || (unit >= 0x80 && unit < 0xa0)) return BAD_COST;
    if (this.#marks && isMark(unit)) return composedCost(last, unit);
    const [small, smallLast] = [this.#small[b]!, this.#small[before]!];
    const plain = Math.min(CAP, sequenceCost(last, unit));
    if (unit === small && last === smallLast) return plain;
    return Math.min(plain, sequenceCost(smallLast, small) + FOLD * STEPS);
  }
}

function isMark(unit: number): boolean {
  return unit >= 0x300 && unit < 0x370;
}

function lower(unit: number): number {
  if (unit >= 0xd800 && unit < 0xe000) return unit;
  const to = String.fromCharCode(unit).toLowerCase();
  return to.length === 1 ? to.charCodeAt(0) : unit;
}

/** A unit after another, by the bigrams of other languages. */
function sequenceCost(before: number, unit: number): number {
  const m = model();
  const a = m.classOf[before >= SPACE ? before : before === TAB ? SPACE : LINE_FEED]!;
  const b = m.classOf[unit]!;
  return pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[unit]!;
}

/** A combining mark: what the letter costs more with it than without. */
function composedCost(letter: number, mark: number): number {
  const m = model();
  const whole = (String.fromCharCode(letter) + String.fromCharCode(mark)).normalize('NFC');
  const cost = whole.length === 1 ? otherCost(m, whole.charCodeAt(0)) - otherCost(m, letter) : BAD_COST;
  return Math.min(CAP, Math.max(2 * STEPS, cost));
}

const pages = new Map<string, Page>();

function pageOf(name: string): Page {
  let page = pages.get(name);
  if (!page) pages.set(name, (page = new Page(name)));
  return page;
}

/** Cost of bytes[from, to) in a page, after a line end. */
export function singleCost(name: string, bytes: Uint8Array, from: number, to: number): number {
  const page = pageOf(name);
  const { costs } = page;
  let sum = 0;
  let before = LINE_FEED;
  for (let i = from; i < to; i++) {
    const key = (before << 8) | (before = bytes[i]!);
    sum += costs[key]! || page.fill(key);
  }
  return sum;
}

const floor = new Uint8Array(65536);

/** No page gives bytes[from, to) less. */
export function floorCost(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  let before = LINE_FEED;
  for (let i = from; i < to; i++) {
    const key = (before << 8) | (before = bytes[i]!);
    sum += floor[key]! || fillFloor(key);
  }
  return sum;
}

function fillFloor(key: number): number {
  let least = 255;
  for (const name of SINGLES) {
    const page = pageOf(name);
    least = Math.min(least, page.costs[key]! || page.fill(key));
  }
  return (floor[key] = least);
}
