/**
 * Lines of GB18030 or Big5 at the speed of a table: read as long as they are beyond doubt.
 *
 * One look-up a character gives its unit, its cost and whether the encoder writes it back as it was. A line with a bad
 * byte, with a run of characters that cost too much (CUSUM), or too short to tell from the other encodings stops it:
 * `mixed.ts` reads that one. C4 E3 BA C3 0A → 你好 and a line feed.
 */
import { codePage, INVALID } from '../codec/index.ts';
import { textOf } from '../codec/units.ts';
import { STEPS } from '../model/model.ts';
import { pairsCost } from './align.ts';
import { NO_PAIR, pairs } from './costs.ts';
import { isUtf8 } from './native.ts';
import { DOUBT, ENOUGH, FAIR_RATE, SHORT_LEAD } from './weights.ts';

const LINE_FEED = 10;
const STOP = 0xffff;
const FAIR = FAIR_RATE * STEPS;
const STRANGE = DOUBT * STEPS;

const plans = new Map<string, Int32Array>();

/** lead << 8 | trail → cost << 16 | unit; 0 where the pair needs a closer look. */
function planOf(name: string): Int32Array {
  let plan = plans.get(name);
  if (plan) return plan;
  const page = codePage(name as 'gb18030', 'whatwg');
  const { cost } = pairs(name);
  const { codeOf } = page;
  plan = new Int32Array(65536);
  for (let code = 0x8100; code < 65536; code++) {
    const unit = page.double![code]!;
    if (unit !== 0 && unit < INVALID && codeOf[unit] === code && cost[code] !== NO_PAIR)
      plan[code] = (cost[code]! << 16) | unit;
  }
  plans.set(name, plan);
  return plan;
}

let buffer = new Uint16Array(1 << 16);

/** The text of the lines that are beyond doubt, from `from` on, and where they end. */
export function fastLines(
  name: 'gb18030' | 'big5',
  bytes: Uint8Array,
  from: number,
  to: number,
): { text: string; to: number } {
  const plan = planOf(name);
  if (buffer.length < to - from) buffer = new Uint16Array(to - from);
  const out = buffer;
  let n = 0;
  let goodUnits = 0;
  let good = from;
  let i = from;
  while (i < to) {
    let strange = 0;
    let count = 0;
    let b = 0;
    // one line
    while (i < to) {
      b = bytes[i]!;
      if (b < 128) {
        out[n++] = b;
        i++;
        if (b === LINE_FEED) break;
        continue;
      }
      const entry = i + 1 < to ? plan[(b << 8) | bytes[i + 1]!]! : 0;
      if (entry === 0) {
        b = STOP;
        break;
      }
      out[n++] = entry;
      strange += (entry >> 16) - FAIR;
      if (strange < 0) strange = 0;
      else if (strange > STRANGE) {
        b = STOP;
        break;
      }
      count++;
      i += 2;
    }
    if (b === STOP || (count > 0 && count < ENOUGH && !isClear(name, bytes, good, i))) break;
    good = i;
    goodUnits = n;
  }
  return { text: textOf(out, goodUnits), to: good };
}

/** Whether a short line is far from anything in the other encodings. */
function isClear(name: 'gb18030' | 'big5', bytes: Uint8Array, from: number, to: number): boolean {
  const other = pairs(name === 'big5' ? 'gb18030' : 'big5');
  const stretch = { bytes, from, to, begins: false, ends: false };
  return (
    pairsCost(stretch, pairs(name)) + SHORT_LEAD * STEPS < pairsCost(stretch, other) &&
    !isUtf8(bytes.subarray(from, to))
  );
}
