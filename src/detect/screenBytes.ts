/**
 * The screen over UTF-8 as it stands: the same alarms as screen.ts, without making a string of what is clean.
 *
 * One pass decodes, sums up, counts units and lines and finds the last line end, so that the caller can cut blocks
 * (repair/blocks.ts) and knows where it is. Only about an alarm at first sight some units are made a string, for the second
 * look. `marks` are units that ask a question of their own (does a sign begin here that must be looked at?) at no cost
 * for the others. It checks nothing: bytes that are not valid UTF-8 give nonsense.
 *
 * Example: E6 B5 A3 E7 8A B2 E3 82 BD (浣犲ソ, damaged) → an alarm at byte 6, as firstAlarm gives unit 2.
 */
import { model, screenWeights } from '../model/model.ts';
import { ALARM } from '../weights.ts';
import { suspect } from './suspect.ts';

const LIMIT = ALARM * 4;
/** Above LIMIT whatever the sum was, since that is never below 0. */
const MARK = 127;
/** The second look reads fewer units than this to either side of an alarm (suspect.ts). */
const REACH = 40;
/** So many bytes hold what the second look, and a mark, may read beyond a unit. */
export const AHEAD = 1_200;

export interface Marks {
  /** UTF-16 units that are characters of their own, and no half of a pair. */
  units: readonly number[];
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
  #sum = 0;
  /** The weights without marks. */
  readonly #plain: Int8Array;
  readonly #weights: Int8Array;
  readonly #marked: Uint8Array = new Uint8Array(65536);
  readonly #marks: Marks | undefined;

  constructor(marks?: Marks) {
    this.#plain = screenWeights();
    this.#weights = marks ? this.#plain.slice() : this.#plain;
    for (const unit of marks?.units ?? []) {
      this.#marked[unit] = 1;
      this.#weights[unit] = MARK;
    }
    this.#marks = marks;
  }

  /** Begins another window. */
  begin(): void {
    this.bytes = this.units = this.lines = this.bytesToLine = this.unitsToLine = this.#sum = 0;
    this.alarm = -1;
    this.#marks?.begin();
  }

  /**
   * Looks on in the window that begins at bytes[from], up to `stop`, reading up to `to`, until it has `most` units; a
   * pair that would be parted is left out. Both `stop` and `to` are ends of characters; unless the text ends at `to`, it is
   * AHEAD bytes behind `stop`. True if the window is full and something is left before `stop`.
   */
  look(bytes: Uint8Array, from: number, stop: number, to: number, most: number): boolean {
    const weights = this.#weights;
    let { units, lines, bytesToLine, unitsToLine } = this;
    let x = this.#sum;
    let i = from + this.bytes;
    let full = false;
    while (i < stop) {
      if (units >= most) {
        full = true;
        break;
      }
      const at = i;
      let c = bytes[i]!;
      if (c < 0x80) {
        i++;
        units++;
        if (c === 10) {
          lines++;
          bytesToLine = i - from;
          unitsToLine = units;
        }
        x += weights[c]!;
        if (x < 0) x = 0;
        else if (x > LIMIT) x = this.#weigh(x, c, bytes, from, to, at, 0);
      } else if (c >= 0xf0) {
        if (units + 1 === most) {
          full = true;
          break;
        }
        const point =
          ((c & 7) << 18) | ((bytes[i + 1]! & 63) << 12) | ((bytes[i + 2]! & 63) << 6) | (bytes[i + 3]! & 63);
        i += 4;
        units += 2;
        for (let half = 0; half < 2; half++) {
          c = half === 0 ? 0xd7c0 + (point >> 10) : 0xdc00 | (point & 0x3ff);
          x += weights[c]!;
          if (x < 0) x = 0;
          else if (x > LIMIT) x = this.#weigh(x, c, bytes, from, to, at, half);
        }
      } else if (c < 0xe0) {
        c = ((c & 31) << 6) | (bytes[i + 1]! & 63);
        i += 2;
        units++;
        x += weights[c]!;
        if (x < 0) x = 0;
        else if (x > LIMIT) x = this.#weigh(x, c, bytes, from, to, at, 0);
      } else {
        // Most of Chinese text: a loop of its own, which counts nothing.
        const limit = Math.min(stop, i + 3 * (most - units));
        do {
          c = ((c & 15) << 12) | ((bytes[i + 1]! & 63) << 6) | (bytes[i + 2]! & 63);
          i += 3;
          x += weights[c]!;
          x &= ~(x >> 31); // at least 0, without a branch that no processor foresees
          if (x > LIMIT) x = this.#weigh(x, c, bytes, from, to, i - 3, 0);
        } while (i < limit && ((c = bytes[i]!) & 0xf0) === 0xe0);
        units += (i - at) / 3;
      }
    }
    this.bytes = i - from;
    this.units = units;
    this.lines = lines;
    this.bytesToLine = bytesToLine;
    this.unitsToLine = unitsToLine;
    this.#sum = x;
    return full;
  }

  /** The sum goes past the limit with unit `c` of the character at byte `at`: is it an alarm? Returns the sum to go on with. */
  #weigh(
    sum: number,
    c: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    at: number,
    half: number,
  ): number {
    if (this.alarm >= 0) return 0;
    let x = sum;
    if (this.#marked[c] === 1) {
      if (this.#marks!.asks(bytes, at, from, to)) {
        this.alarm = at - from;
        return 0;
      }
      x += this.#plain[c]! - MARK;
      if (x <= LIMIT) return Math.max(0, x);
    }
    if (this.#holds(bytes, from, to, at, half)) this.alarm = at - from;
    return 0;
  }

  /** The second look at the character at byte `at`; `half`: at its second unit. */
  #holds(bytes: Uint8Array, from: number, to: number, at: number, half: number): boolean {
    let start = at;
    for (let n = 0; start > from && n < REACH; n++) start = before(bytes, start);
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

/** A few valid characters; a decoder object would cost more than they do. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to;) {
    const c = bytes[i]!;
    const length = lengthOf(c);
    let point = length === 1 ? c : c & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 63);
    text += String.fromCodePoint(point);
    i += length;
  }
  return text;
}
