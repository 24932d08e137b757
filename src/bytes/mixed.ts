/**
 * A stretch of bytes that may change between UTF-8, GB18030 and Big5: the cheapest reading (Viterbi 1967).
 *
 * State: the encoding, with the last character as context of the bigrams. A change costs SWITCH bits, less at
 * line ends and beside ASCII; a byte that is no part of a character costs BAD. Example: E4 BD A0 C4 E3 A7 41 →
 * utf-8 你, gb18030 你, big5 你. It refuses nothing; bad bytes are runs of their own.
 */
import { utf8Length, utf8Second } from '../codec/index.ts';
import { fourBytePoint } from '../codec/gb18030.ts';
import { findPair, model, pairCost, STEPS } from '../model/model.ts';
import { CESU_LENGTH, cesuPoint } from './cesu.ts';
import { asciiCosts, isWide, NO_PAIR, pairs, wideCost } from './costs.ts';
import {
  BAD,
  BAD_NEW,
  CUT,
  CUT_NEW,
  ODD_PAIR,
  PAIR_CAP,
  RARE,
  UTF8_CAP,
  UTF8_PAIR_CAP,
  SWITCH_ASCII,
  SWITCH_LINE,
  SWITCH_NEW,
  SWITCH_RUN,
} from './weights.ts';

/** The encodings that change inside a file, in the order of the states. */
export const MIXABLE: readonly ['utf-8', 'gb18030', 'big5'] = ['utf-8', 'gb18030', 'big5'];
const UTF8 = 0;
const GB = 1;
const STATES = 3;
/** A longer line is read in parts, each but for its last bytes: what they are, the next part tells. */
export const LONGEST: number = 1 << 11;
const OVERLAP = 16;

/** A run of characters in one encoding (an index of MIXABLE), or of bad bytes. */
export interface Run {
  from: number;
  to: number;
  state: number;
  bad: boolean;
}

/** What is known where a stretch begins. */
export interface Entry {
  /** The encoding of what came before. */
  state: number;
  /** Encodings that the document has shown. */
  seen: readonly boolean[];
  /** The document begins, ends with the stretch. */
  begins: boolean;
  ends: boolean;
  /** The line goes on after the stretch. */
  open: boolean;
  /** The document has shown a bad byte. */
  faulty: boolean;
}

const FAR = 1 << 29;
const CAP = PAIR_CAP * STEPS;
const ODD = ODD_PAIR * STEPS;
const BAD_COST = BAD * STEPS;
const RARE_COST = RARE * STEPS;
const UTF8_COST = UTF8_CAP * STEPS;
const UTF8_PAIR_COST = UTF8_PAIR_CAP * STEPS;
const LINE_FEED = 10;
const HAN = 0x4e00;
const HAN_END = 0xa000;

const N = LONGEST + 1;
const cost = new Int32Array(STATES * N);
/** Length of the step that led here; BAD_STEP for a bad byte. */
const step = new Uint8Array(STATES * N);
/** The state in which that step was made is this one's; `came` is another if the encoding changed after it. */
const came = new Uint8Array(STATES * N);
const context = new Uint16Array(STATES * N);
const BAD_STEP = 9;

/**
 * Bits of the cheapest reading of bytes[from, to), infinite where one encoding is enough (others judge that one better),
 * and the encoding that most bytes beyond ASCII are in.
 */
export function mixedBits(bytes: Uint8Array, from: number, to: number): { bits: number; encoding: string } {
  const entry: Entry = {
    state: 0,
    seen: [true, true, true],
    faulty: true,
    begins: true,
    ends: true,
    open: false,
  };
  const runs = readMixed(bytes, from, Math.min(to, from + LONGEST), entry);
  const high = [0, 0, 0];
  for (const run of runs)
    if (!run.bad) for (let i = run.from; i < run.to; i++) high[run.state]! += bytes[i]! >> 7;
  const most = high.indexOf(Math.max(...high));
  const encoding = MIXABLE[most]!;
  if (high.filter((count) => count > 0).length < 2) return { bits: Number.POSITIVE_INFINITY, encoding };
  const n = Math.min(to - from, LONGEST);
  return { bits: cost[cheapest(n) * N + n]! / STEPS, encoding };
}

/** The cheapest reading of bytes[from, to), at most LONGEST of them. */
export function readMixed(bytes: Uint8Array, from: number, to: number, entry: Entry): Run[] {
  const n = to - from;
  const m = model();
  const ascii = asciiCosts();
  const tables = [null, pairs('gb18030'), pairs('big5')] as const;
  const start = m.classOf[LINE_FEED]!;
  const cutCost = (entry.faulty ? CUT : CUT + CUT_NEW) * STEPS;
  const firstBad = (entry.faulty ? BAD : BAD + BAD_NEW) * STEPS;
  for (let s = 0; s < STATES; s++) {
    const at = s * N;
    cost.fill(FAR, at, at + n + 1);
    const fresh = entry.seen[s] ? 0 : SWITCH_NEW;
    cost[at] = s === entry.state ? 0 : (SWITCH_LINE + fresh) * STEPS;
    context[at] = start;
    came[at] = s;
    step[at] = 0;
  }

  const unitCost = (a: number, unit: number): number => {
    const b = m.classOf[unit]!;
    const zh = pairCost(m.zh, findPair(m.zh, a, b), a, b) + Math.min(m.hans[unit]!, m.hant[unit]!);
    // hanzi in other languages are not much cheaper than here, and half of the time
    if (unit >= HAN && unit < HAN_END) return Math.min(zh, ODD);
    if (isWide(unit)) return Math.min(zh, wideCost(unit));
    const other = pairCost(m.others, findPair(m.others, a, b), a, b) + m.other[unit]!;
    return Math.min(zh, other, unit >= 0xe000 && unit < 0xf900 ? CAP : ODD);
  };
  for (let i = 0; i < n; i++) {
    const b = bytes[from + i]!;
    if (i > 0 && b >= 128) changeStates(bytes, from, i, entry.seen);
    for (let s = 0; s < STATES; s++) {
      const at = s * N + i;
      const c = cost[at]!;
      if (c >= FAR) continue;
      const a = context[at]!;
      if (b < 128) {
        // a letter right after a hanzi, or a bad byte, is rarer than after another one
        const price = step[at]! > 1 && isLetter(b) ? Math.max(ascii[b]!, unitCost(a, b)) : ascii[b]!;
        arrive(s, i + 1, c + price, 1, b < 32 ? start : m.classOf[b]!);
        continue;
      }
      const cut =
        (entry.begins && i < 3 && s === UTF8) || (entry.begins && i === 0) || (entry.ends && i >= n - 1);
      const bad = step[at] === BAD_STEP ? BAD_COST : firstBad;
      arrive(s, i + 1, c + (cut ? cutCost : bad), BAD_STEP, start);
      if (s === UTF8) {
        if (b === 0xed && cesuPoint(bytes, from + i, from + n) >= 0) {
          arrive(s, i + CESU_LENGTH, c + UTF8_COST, CESU_LENGTH, start);
          continue;
        }
        const length = utf8Length(b);
        if (length < 2 || i + length > n || !utf8Second(b, bytes[from + i + 1]!)) continue;
        let point = ((b & (0x7f >> length)) << 6) | (bytes[from + i + 1]! & 63);
        let k = 2;
        for (; k < length && (bytes[from + i + k]! & 0xc0) === 0x80; k++)
          point = (point << 6) | (bytes[from + i + k]! & 63);
        if (k < length) continue;
        if (point > 0xffff) arrive(s, i + length, c + UTF8_COST, length, start);
        else
          arrive(
            s,
            i + length,
            c + Math.min(length === 2 && point >= 0x100 ? UTF8_PAIR_COST : UTF8_COST, unitCost(a, point)),
            length,
            m.classOf[point]!,
          );
        continue;
      }
      if (i + 1 >= n) continue;
      const second = bytes[from + i + 1]!;
      const table = tables[s]!;
      const code = (b << 8) | second;
      if (table.cost[code] !== NO_PAIR) {
        const unit = table.units[code]!;
        arrive(s, i + 2, c + unitCost(a, unit), 2, m.classOf[unit]!);
      } else if (s === GB && i + 3 < n && second >= 0x30 && second <= 0x39) {
        const point = fourPoint(bytes, from + i);
        if (point >= 0) arrive(s, i + 4, c + RARE_COST, 4, start);
      }
    }
  }
  return runsOf(from, n, entry.open ? n - OVERLAP : n, cheapest(n));
}

function isLetter(b: number): boolean {
  return (b | 32) >= 0x61 && (b | 32) <= 0x7a;
}

/** A way to offset i in state s; the cheapest is kept. */
function arrive(s: number, i: number, value: number, length: number, cls: number): void {
  const at = s * N + i;
  if (value >= cost[at]!) return;
  cost[at] = value;
  step[at] = length;
  came[at] = s;
  context[at] = cls;
}

/** The code point of the four-byte form at `i`, −1 if there is none. */
function fourPoint(bytes: Uint8Array, i: number): number {
  const [a, b, c, d] = [bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!];
  if (a < 0x81 || a > 0xfe || b < 0x30 || b > 0x39 || c < 0x81 || c > 0xfe || d < 0x30 || d > 0x39) return -1;
  return fourBytePoint('whatwg', a, b, c, d);
}

/** At offset i the encoding may change: from the cheapest state to the others. */
function changeStates(bytes: Uint8Array, from: number, i: number, seen: readonly boolean[]): void {
  const before = bytes[from + i - 1]!;
  const best = cheapest(i);
  const least = cost[best * N + i]!;
  const price =
    before === LINE_FEED ? SWITCH_LINE : before < 128 || bytes[from + i]! < 128 ? SWITCH_ASCII : SWITCH_RUN;
  for (let s = 0; s < STATES; s++) {
    const at = s * N + i;
    const value = least + (price + (seen[s] ? 0 : SWITCH_NEW)) * STEPS;
    if (s === best || value >= cost[at]!) continue;
    cost[at] = value;
    step[at] = step[best * N + i]!;
    came[at] = best;
    context[at] = context[best * N + i]!;
  }
}

function cheapest(i: number): number {
  let best = 0;
  for (let s = 1; s < STATES; s++) if (cost[s * N + i]! < cost[best * N + i]!) best = s;
  return best;
}

/** Back from the end; characters that end after `limit` are left out. */
function runsOf(from: number, n: number, limit: number, last: number): Run[] {
  const runs: Run[] = [];
  let state = last;
  for (let i = n; i > 0;) {
    state = came[state * N + i]!;
    const length = step[state * N + i]!;
    const bad = length === BAD_STEP;
    const begin = i - (bad ? 1 : length);
    const top = runs.at(-1);
    if (i > limit) {
      i = begin;
      continue;
    }
    if (top && top.state === state && top.bad === bad) top.from = from + begin;
    else runs.push({ from: from + begin, to: from + i, state, bad });
    i = begin;
  }
  return runs.reverse();
}
