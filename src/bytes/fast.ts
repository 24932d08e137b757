/**
 * Lines of GB18030 or Big5 at the speed of a table: read as long as they are beyond doubt.
 *
 * One look-up a character gives its unit, its cost and whether the encoder writes it back as it was. A bad byte, a
 * line too short to tell from the other encodings and a row of characters that cost too much (CUSUM) and that
 * another encoding reads better stop it: `mixed.ts` reads that line. C4 E3 BA C3 0A → 你好 and a line feed.
 */
import { codePage, INVALID, utf8Length, utf8Second } from '../codec/index.ts';
import { fourBytePoint, fourByteCode } from '../codec/gb18030.ts';
import { textOf } from '../codec/units.ts';
import { STEPS } from '../model/model.ts';
import { pairsCost, type Stretch } from './align.ts';
import { NO_PAIR, pairs } from './costs.ts';
import { isUtf8 } from './native.ts';
import {
  CUT_NEW,
  DOUBT,
  DOUBT_LEAD,
  ENOUGH,
  FAIR_RATE,
  RARE,
  SHIFT_LEAD,
  SHORT_LEAD,
  SWITCH_NEW,
} from './weights.ts';

/** The encodings that are read so. */
export type FastName = 'gb18030' | 'big5';
/** The encodings whose plain lines need no look at all once they are known. */
const KNOWN: readonly string[] = ['gb18030', 'gbk', 'big5'];

const LINE_FEED = 10;
const FAIR = FAIR_RATE * STEPS;
const STRANGE = DOUBT * STEPS;
const RARE_COST = RARE * STEPS;

/** So many bytes tell whether the start was cut. */
const CUT_LOOK = 64;

const plans = new Map<string, Int32Array>();

/** lead << 8 | trail → (cost − FAIR) << 16 | unit; 0 where the pair needs a closer look. */
function planOf(name: string): Int32Array {
  let plan = plans.get(name);
  if (plan) return plan;
  const page = codePage(name as FastName, 'whatwg');
  const { cost } = pairs(name === 'gbk' ? 'gb18030' : name);
  const { codeOf } = page;
  plan = new Int32Array(65536);
  for (let code = 0x8100; code < 65536; code++) {
    const unit = page.double![code]!;
    if (unit !== 0 && unit < INVALID && codeOf[unit] === code && cost[code] !== NO_PAIR)
      plan[code] = ((cost[code]! - FAIR) << 16) | unit;
  }
  plans.set(name, plan);
  return plan;
}

/** Units of a call; it grows to the longest input. */
let buffer = new Uint16Array(1 << 16);

function room(size: number): Uint16Array {
  if (buffer.length < size) buffer = new Uint16Array(size);
  return buffer;
}

export interface FastLines {
  text: string;
  to: number;
  /** One line with a character that the encoder writes otherwise or not at all (Hong Kong's, in Big5). */
  odd: boolean;
}

/** The text of the lines that are beyond doubt, from `from` on, and where they end. `alone`: so far all was in this encoding. */
export function fastLines(
  name: FastName,
  bytes: Uint8Array,
  from: number,
  to: number,
  alone: boolean,
): FastLines {
  const shortLead = (alone ? SHORT_LEAD - SWITCH_NEW : SHORT_LEAD) * STEPS;
  const plan = planOf(name);
  const out = room(to - from);
  const last = to - 1;
  let n = 0;
  let goodUnits = 0;
  let good = from;
  let i = from;
  let strange = 0;
  let odd = false;
  for (;;) {
    let b = 0;
    while (i < last) {
      b = bytes[i]!;
      if (b < 128) {
        out[n++] = b;
        i++;
        if (b === LINE_FEED) break;
        continue;
      }
      const entry = plan[(b << 8) | bytes[i + 1]!]!;
      if (entry === 0) break;
      out[n++] = entry;
      i += 2;
      strange += entry >> 16;
      strange &= ~(strange >> 31); // never below 0
      if (strange > STRANGE) break;
    }
    if (strange > STRANGE) {
      if (!isOwn(name, bytes, rowBefore(plan, bytes, good, i), i)) break;
      strange = 0;
      continue;
    }
    if (i === last && bytes[i]! < 128) out[n++] = b = bytes[i++]!;
    if (i === to || b === LINE_FEED) {
      // every character beyond ASCII has one unit less than bytes, the long ones more
      const count = i - good - (n - goodUnits);
      if (count > 0 && count < ENOUGH && !isClear(name, bytes, good, i, shortLead)) break;
      good = i;
      goodUnits = n;
      strange = 0;
      if (i === to || odd) break;
      continue;
    }
    const unit = i < last ? oddUnit(name, (bytes[i]! << 8) | bytes[i + 1]!) : 0;
    if (unit !== 0) {
      // it is a line of its own: those before it first
      if (good > from) break;
      odd = true;
      out[n++] = unit;
      i += 2;
      continue;
    }
    const point = name === 'gb18030' ? fourBytes(bytes, i, to) : 0;
    if (point === 0) break;
    if (point > 0xffff) out[n++] = 0xd7c0 + (point >> 10);
    out[n++] = point > 0xffff ? 0xdc00 | (point & 0x3ff) : point;
    i += 4;
    strange += RARE_COST - FAIR;
  }
  return { text: textOf(out, goodUnits), to: good, odd: odd && good > from };
}

/** The character of a pair that is not written back as it was, 0 where there is none of one unit. */
function oddUnit(name: FastName, code: number): number {
  if (pairs(name).cost[code] === NO_PAIR) return 0;
  const { double, extra } = codePage(name, 'whatwg');
  return extra.has(code) ? 0 : double![code]!;
}

/** Where the row of strange characters begins that ends at `to`. */
function rowBefore(plan: Int32Array, bytes: Uint8Array, from: number, to: number): number {
  let begin = from;
  let strange = 0;
  for (let i = from; i < to;) {
    const entry = bytes[i]! < 128 ? 0 : plan[(bytes[i]! << 8) | bytes[i + 1]!]!;
    const excess = bytes[i]! < 128 ? 0 : entry === 0 ? RARE_COST - FAIR : entry >> 16;
    if (strange <= 0) begin = i;
    strange = Math.max(0, strange + excess);
    i += bytes[i]! < 128 ? 1 : entry === 0 ? 4 : 2;
  }
  return begin;
}

/** The code point of the four-byte form at `i`, 0 where there is none that the encoder would write. */
function fourBytes(bytes: Uint8Array, i: number, to: number): number {
  if (i + 3 >= to) return 0;
  const [a, b, c, d] = [bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!];
  if (a > 0xfe || b < 0x30 || b > 0x39 || c < 0x81 || c > 0xfe || d < 0x30 || d > 0x39) return 0;
  const point = fourBytePoint('whatwg', a, b, c, d);
  const code = a * 0x1000000 + (b << 16) + (c << 8) + d;
  return point > 0 && fourByteCode('whatwg', point) === code ? point : 0;
}

/** Whether a short line is far from anything in the other encodings. */
function isClear(name: FastName, bytes: Uint8Array, from: number, to: number, lead: number): boolean {
  const other = pairs(name === 'big5' ? 'gb18030' : 'big5');
  const stretch: Stretch = { bytes, from, to, begins: false, ends: false };
  return (
    pairsCost(stretch, pairs(name)) + lead < pairsCost(stretch, other) && !isUtf8(bytes.subarray(from, to))
  );
}

/**
 * Whether strange characters are no better read in the other encodings, or one byte further (one is lost, or bad):
 * names and verses are strange, too.
 */
function isOwn(name: FastName, bytes: Uint8Array, from: number, to: number): boolean {
  const other = pairs(name === 'big5' ? 'gb18030' : 'big5');
  const stretch: Stretch = { bytes, from, to, begins: true, ends: true };
  const cost = pairsCost(stretch, pairs(name));
  return (
    cost + DOUBT_LEAD * STEPS < pairsCost(stretch, other) &&
    cost + SHIFT_LEAD * STEPS >= plainCost(name, bytes, from, to) &&
    !holdsUtf8(bytes, from, to)
  );
}

/** What the characters cost from the first byte on, one after the other. */
function plainCost(name: FastName, bytes: Uint8Array, from: number, to: number): number {
  const plan = planOf(name);
  const { single } = pairs(name);
  let sum = 0;
  for (let i = from; i < to;) {
    const b = bytes[i]!;
    const entry = b < 128 ? 0 : plan[(b << 8) | bytes[i + 1]!]!;
    sum += b < 128 ? single[b]! : entry === 0 ? RARE_COST : (entry >> 16) + FAIR;
    i += b < 128 ? 1 : entry === 0 ? 4 : 2;
  }
  return sum;
}

/** Whether the first characters of a document are better read one byte further: its start was cut. */
export function isCutBefore(name: FastName, bytes: Uint8Array, from: number, to: number): boolean {
  let end = from;
  while (end < to && end < from + CUT_LOOK && bytes[end]! >= 128) end += 2;
  if (end > to) return true;
  const stretch: Stretch = { bytes, from, to: end, begins: true, ends: true };
  return pairsCost(stretch, pairs(name)) + CUT_NEW * STEPS < plainCost(name, bytes, from, end);
}

/** Whether a row of UTF-8 characters beyond ASCII begins in bytes[from, to): two of three bytes, three of two. */
function holdsUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    let end = i;
    while (end - i < 6) {
      const length = whole(bytes, end);
      if (length === 0) break;
      end += length;
    }
    if (end - i >= 6) return true;
  }
  return false;
}

/** Length of the UTF-8 character of several bytes at `i`, 0 if there is none. */
function whole(bytes: Uint8Array, i: number): number {
  const length = i < bytes.length ? utf8Length(bytes[i]!) : 0;
  if (length < 2 || i + length > bytes.length || !utf8Second(bytes[i]!, bytes[i + 1]!)) return 0;
  for (let k = 2; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** The text of bytes that are known to be in an encoding, up to the first line that needs a closer look; null if all do. */
export function knownLines(
  name: string,
  bytes: Uint8Array,
  from: number,
  to: number,
): { text: string; to: number } | null {
  if (!KNOWN.includes(name)) return null;
  const plan = planOf(name);
  const out = room(to - from);
  const last = to - 1;
  let n = 0;
  let goodUnits = 0;
  let good = from;
  let i = from;
  while (i < to) {
    const b = bytes[i]!;
    if (b < 128) {
      out[n++] = b;
      i++;
      if (b === LINE_FEED) {
        good = i;
        goodUnits = n;
      }
      continue;
    }
    const entry = i < last ? plan[(b << 8) | bytes[i + 1]!]! : 0;
    if (entry === 0) break;
    out[n++] = entry;
    i += 2;
  }
  if (i >= to) {
    good = to;
    goodUnits = n;
  }
  return { text: textOf(out, goodUnits), to: good };
}
