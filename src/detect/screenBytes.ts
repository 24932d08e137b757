/**
 * The screen over UTF-8 as it stands: the same alarms as screen.ts, without making a string of what is clean.
 *
 * One pass (scan.ts) decodes, sums up, counts units and lines and finds the last line end, so that the caller can cut blocks
 * (repair/blocks.ts) and knows where it is. Only about an alarm at first sight some units are made a string, for the second
 * look. An alarm is enough for its line: what follows in it raises none. `marks` are units that ask a question of their own
 * (does a sign begin here that must be looked at?) at no cost for the others. It checks nothing: bytes that are not valid
 * UTF-8 give nonsense.
 *
 * Example: E6 B5 A3 E7 8A B2 E3 82 BD (浣犲ソ, damaged) → an alarm at byte 6, as firstAlarm gives unit 2.
 */
import { model, screenWeights } from '../model/model.ts';
import { ALARM } from '../weights.ts';
import { PIECE, Scan } from './scan.ts';
import { suspect } from './suspect.ts';

const LIMIT = ALARM * 4;
/** Above LIMIT whatever the sum was, since that is never below 0; scan.wat knows it, too. */
const MARK = 127;
/** The second look reads fewer units than this to either side of an alarm (suspect.ts). */
const REACH = 40;
/** So many bytes hold what the second look, and a mark, may read beyond a unit. */
export const AHEAD = 1_200;

export interface Marks {
  /** UTF-16 units that are characters of their own, of one byte or three in UTF-8. */
  units: readonly number[];
  /** Of the ASCII ones, by unit × 256 + byte: MAY_FOLLOW and MAY_PRECEDE (scan.ts); of byte 0 also where the text ends. */
  around: Uint8Array;
  /** Another window begins. */
  begin(): void;
  /** Whether the character that begins at byte `at`, one of `units`, is to be looked at; reads bytes[from, to), and of those behind `at` fewer than AHEAD. */
  asks(bytes: Uint8Array, at: number, from: number, to: number): boolean;
}

/** Screens one window after the other. A window may arrive in parts; offsets count from its beginning. */
export class ByteScreen {
  /** Bytes, UTF-16 units and line ends that have been looked at. */
  bytes = 0;
  units = 0;
  lines = 0;
  /** Bytes and units up to behind the last '\n'; 0 if there is none. */
  bytesToLine = 0;
  unitsToLine = 0;
  /** Offset of the first character that raises an alarm or is a mark that asks; −1 if there is none. */
  alarm = -1;
  /** Offset of the first mark that asks; −1 if there is none. */
  mark = -1;
  /** The units that raise an alarm, of each line the first; up to `mark`. */
  alarms: number[] = [];
  /** Below 0 behind an alarm, up to the end of its line. */
  #sum = 0;
  /** Where the line ended that had the last alarm: the second look does not go back beyond it. */
  #floor = 0;
  /** The weights without marks. */
  readonly #plain: Int8Array;
  readonly #scan: Scan;
  readonly #marked: Uint8Array = new Uint8Array(65536);
  readonly #marks: Marks | undefined;

  constructor(marks?: Marks) {
    this.#plain = screenWeights();
    const weights = marks ? this.#plain.slice() : this.#plain;
    for (const unit of marks?.units ?? []) {
      this.#marked[unit] = 1;
      weights[unit] = MARK;
    }
    this.#marks = marks;
    this.#scan = new Scan(weights, this.#plain, marks?.around ?? new Uint8Array(0));
  }

  /** Begins another window. */
  begin(): void {
    this.bytes = this.units = this.lines = this.bytesToLine = this.unitsToLine = this.#sum = this.#floor = 0;
    this.alarm = this.mark = -1;
    if (this.alarms.length > 0) this.alarms = [];
    this.#marks?.begin();
  }

  /**
   * Looks on in the window that begins at bytes[from], up to `stop`, reading up to `to`, until it has `most` units; a
   * pair that would be parted is left out. Both `stop` and `to` are ends of characters; unless the text ends at `to`, it is
   * AHEAD bytes behind `stop`. True if the window is full and something is left before `stop`.
   */
  look(bytes: Uint8Array, from: number, stop: number, to: number, most: number): boolean {
    const scan = this.#scan;
    let { units, lines, bytesToLine, unitsToLine } = this;
    let x = this.#sum;
    let i = from + this.bytes;
    let full = false;
    while (i < stop && !full) {
      if (x < 0) {
        const c = bytes[i]!;
        if (c === 10) {
          x = 0;
          this.#floor = i - from;
        } else {
          full = units + unitsOf(c) > most;
          if (full) break;
          this.#pass(bytes, from, to, i);
          i += lengthOf(c);
          units += unitsOf(c);
          continue;
        }
      }
      // No byte is more than one unit: for so many there is room, except for the second half of a pair.
      const size = Math.min(stop - i, most - units, PIECE);
      full = size === 0;
      if (size > 0) scan.load(bytes, from, i, size, to);
      let at = 0;
      while (at < size) {
        const begun = at;
        at = scan.run(at, size, x, LIMIT);
        x = scan.sum;
        if (scan.lines > 0) {
          lines += scan.lines;
          bytesToLine = i + scan.line - from;
          unitsToLine = units + scan.line - begun - scan.lineExtra;
        }
        units += at - begun - scan.extra;
        if (x > LIMIT) {
          const first = before(bytes, i + at);
          x = this.#weigh(x, pointAt(bytes, first), bytes, from, to, first, units - 1);
          if (x < 0) break;
        } else if (at < size) {
          full = units + 2 > most;
          if (full) break;
          x = this.#weighPair(x, bytes, from, to, i + at, units);
          at += 4;
          units += 2;
          if (x < 0) break;
        }
      }
      i += at;
    }
    this.bytes = i - from;
    this.units = units;
    this.lines = lines;
    this.bytesToLine = bytesToLine;
    this.unitsToLine = unitsToLine;
    this.#sum = x;
    return full;
  }

  /**
   * The sum goes past the limit with `c`, unit `unit` of the window, of the character at byte `at`: is it an alarm? Returns the
   * sum to go on with, below 0 if it is.
   */
  #weigh(
    sum: number,
    c: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    at: number,
    unit: number,
    half = 0,
  ): number {
    if (this.mark >= 0) return 0;
    let x = sum;
    if (this.#marked[c] === 1) {
      if (this.#asks(bytes, from, to, at)) return 0;
      x += this.#plain[c]! - MARK;
      if (x <= LIMIT) return Math.max(0, x);
    }
    if (!this.#holds(bytes, from, to, at, half)) return 0;
    if (this.alarm < 0) this.alarm = at - from;
    this.alarms.push(unit);
    return -1;
  }

  /** Weighs a character of four bytes, which is two units, the first of them `unit` of the window. */
  #weighPair(sum: number, bytes: Uint8Array, from: number, to: number, at: number, unit: number): number {
    const point = pointAt(bytes, at);
    let x = sum;
    for (let half = 0; half < 2 && x >= 0; half++) {
      const c = half === 0 ? 0xd7c0 + (point >> 10) : 0xdc00 | (point & 0x3ff);
      x = Math.max(0, x + this.#plain[c]!);
      if (x > LIMIT) x = this.#weigh(x, c, bytes, from, to, at, unit + half, half);
    }
    return x;
  }

  /** What follows an alarm in its line raises no other, but may be a mark. */
  #pass(bytes: Uint8Array, from: number, to: number, at: number): void {
    if (this.mark < 0 && bytes[at]! < 0xf0 && this.#marked[pointAt(bytes, at)] === 1)
      this.#asks(bytes, from, to, at);
  }

  #asks(bytes: Uint8Array, from: number, to: number, at: number): boolean {
    if (!this.#marks!.asks(bytes, at, from, to)) return false;
    this.mark = at - from;
    if (this.alarm < 0) this.alarm = this.mark;
    return true;
  }

  /** The second look at the character at byte `at`; `half`: at its second unit. */
  #holds(bytes: Uint8Array, from: number, to: number, at: number, half: number): boolean {
    const floor = from + this.#floor;
    let start = at;
    for (let n = 0; start > floor && n < REACH; n++) start = before(bytes, start);
    let end = at;
    for (let n = 0; end < to && n < REACH; n++) end += lengthOf(bytes[end]!);
    const head = textOf(bytes, start, at);
    const text = head + textOf(bytes, at, end);
    return suspect(model(), text, 0, text.length, head.length + half);
  }
}

function before(bytes: Uint8Array, at: number): number {
  let i = at - 1;
  while ((bytes[i]! & 0xc0) === 0x80) i--;
  return i;
}

function lengthOf(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function unitsOf(first: number): number {
  return first < 0xf0 ? 1 : 2;
}

/** The code point of the character that begins at byte `at`. */
function pointAt(bytes: Uint8Array, at: number): number {
  const c = bytes[at]!;
  const length = lengthOf(c);
  let point = length === 1 ? c : c & (0xff >> (length + 1));
  for (let k = 1; k < length; k++) point = (point << 6) | (bytes[at + k]! & 63);
  return point;
}

/** A few valid characters; a decoder object would cost more than they do. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += lengthOf(bytes[i]!)) text += String.fromCodePoint(pointAt(bytes, i));
  return text;
}
