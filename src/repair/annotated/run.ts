/**
 * One run of a damaged page back to what the converter wrote: annotations taken out where they must stand,
 * shifted stretches read by search (shifted.ts). A run is (part of) a line: 國(guó)產(chǎn) → 國產.
 *
 * Refuses a run (null) in which an annotation is missing where the page's entries put one: it is not this page's.
 */
import { annotatedTables } from '../../channel/annotated/tables.ts';
import { FOLDED, unfolded } from '../../channel/annotated/fold.ts';
import { textOf } from '../../codec/units.ts';
import { openAfter } from './familiar.ts';
import { EURO } from './lexicon.ts';
import { readShifted, type Guess, type Surroundings } from './shifted.ts';

export interface ReadRun {
  /** What the converter wrote, in Traditional. */
  text: string;
  /** Observed text → `text`: [start, end, put], offsets from the run's start. */
  edits: [number, number, string][];
  guesses: Guess[];
  /** GBK byte offsets at which the stream was cut. */
  breaks: number[];
  /** Places where characters were parted, and their bits: search cost is not compared here. */
  shifts: { start: number; end: number; cost: number }[];
}

/** An opened mark is looked for so far back. */
const OPEN_FOR = 300;

let out = new Uint16Array(4096);

/** Reads text[start, s.end); null if the page's entries do not fit it. */
export function readRun(s: Surroundings, start: number): ReadRun | null {
  const { lex, active, text, end, folded } = s;
  const { entryOf } = annotatedTables();
  if (out.length < 3 * (end - start) + 16) out = new Uint16Array(4 * (end - start) + 16);
  const edits: [number, number, string][] = [];
  const guesses: Guess[] = [];
  const breaks: number[] = [];
  const shifts: ReadRun['shifts'] = [];
  let n = 0;
  let bytes = 0;
  let last = 0;
  let entry = 0;
  // the same before the character just read
  let earlier = 0;
  let earlierEntry = 0;
  for (let i = start; i < end;) {
    const unit = text.charCodeAt(i);
    if (unit === 0x3f) {
      const marked = isMarked(s, i, n > 0 ? out[n - 1]! : 0, last, i > start ? text.charCodeAt(i - 1) : 0);
      if (marked !== 0) {
        const from = marked === 1 ? i : i - 1;
        if (marked === 2) {
          n--;
          bytes--;
        }
        const stretch = readShifted(s, {
          at: from,
          last: marked === 1 ? last : earlier,
          entry: marked === 1 ? entry : earlierEntry,
          before: before(n),
          open: open(n),
        });
        if (stretch === null) return null;
        let at = bytes;
        let k = 0;
        let cut = 0;
        for (; k < stretch.text.length; k++) {
          const u = stretch.text.charCodeAt(k);
          if (stretch.cuts[cut] === k) {
            breaks.push(at + 1);
            cut++;
          }
          at += u < 0x80 || u === EURO ? 1 : 2;
          out[n + k] = u;
        }
        for (const g of stretch.guesses) guesses.push({ ...g, at: g.at + n });
        if (stretch.damaged)
          shifts.push({ start: from - start, end: stretch.end - start, cost: stretch.cost });
        if (text.slice(from, stretch.end) !== stretch.text)
          edits.push([from - start, stretch.end - start, stretch.text]);
        bytes = at;
        n += k;
        i = stretch.end;
        last = stretch.last;
        entry = stretch.entry;
        earlier = 0;
        earlierEntry = 0;
        if (n + 3 * (end - i) + 16 > out.length) {
          const larger = new Uint16Array(2 * out.length + 3 * (end - i));
          larger.set(out);
          out = larger;
        }
        continue;
      }
    }
    earlier = last;
    earlierEntry = entry;
    let hit: number;
    if (unit < 0x80) {
      hit = unit >= 0x40 ? entryOf[(last << 8) | unit]! : 0;
      if (hit > 0 && (active[hit] === 0 || (entry > 0 && hit >= entry))) hit = 0;
      if (hit === 0 && unit >= 0x40 && folded && n > 0 && text.charCodeAt(i + 1) === 0x28) {
        // the character before was full-width: A3 AC 46 is ，F and AC 46 現
        const mark = out[n - 1]!;
        const full = i > start && mark < 0x80 && FOLDED[mark] === 1 && mark === text.charCodeAt(i - 1);
        const crossing = full ? entryOf[((mark | 0x80) << 8) | unit]! : 0;
        if (crossing > 0 && active[crossing] === 1 && text.startsWith(lex.whole[crossing]!, i + 1)) {
          hit = crossing;
          out[n - 1] = unfolded(mark);
          edits.push([i - 1 - start, i - start, String.fromCharCode(unfolded(mark))]);
          bytes++;
        }
      }
      last = unit;
      bytes++;
    } else if (unit === EURO) {
      hit = 0;
      last = 0x80;
      bytes++;
    } else {
      const code = lex.codeOf[unit]!;
      const crossing = entryOf[(last << 8) | (code >> 8)]!;
      if (crossing > 0 && active[crossing] === 1 && (entry === 0 || crossing < entry)) return null;
      hit = entryOf[code]!;
      if (active[hit] === 0) hit = 0;
      last = code & 255;
      bytes += 2;
    }
    out[n++] = unit;
    i++;
    entry = 0;
    if (hit > 0) {
      const tag = lex.whole[hit]!;
      if (!text.startsWith(tag, i)) return null;
      edits.push([i - start, i - start + tag.length, '']);
      i += tag.length;
      entry = hit;
    }
  }
  return { text: textOf(out, n), edits, guesses, breaks, shifts };
}

/** The last two units written. */
function before(n: number): [number, number] {
  return [n > 1 ? out[n - 2]! : 10, n > 0 ? out[n - 1]! : 10];
}

/** The innermost mark of quotation that is open after what was written. */
function open(n: number): number {
  let mark = 0;
  for (let k = Math.max(0, n - OPEN_FOR); k < n; k++) mark = openAfter(mark, out[k]!);
  return mark;
}

/** Whether a `?` may begin a shifted stretch: 1, or 2 if the character before it belongs to it; else 0. */
function isMarked(s: Surroundings, i: number, written: number, last: number, unit: number): 0 | 1 | 2 {
  const { lex, text, active, end, folded } = s;
  if (i + 1 >= end) return 0;
  const next = text.charCodeAt(i + 1);
  const fits = (lead: number): boolean =>
    lex.byLead[lead]!.some((e) => active[e] === 1 && text.startsWith(lex.rest[e]!, i + 1));
  if ((next | 32) >= 0x61 && (next < 0x80 || next < 0x200)) {
    if (fits(last)) return 1;
    return folded && written === unit && unit < 0x80 && FOLDED[unit] === 1 && fits(unit | 0x80) ? 2 : 0;
  }
  switch (next) {
    case 0x3002:
    case 0xff0c:
    case 0xff01:
    case 0xff1f:
    case 0xff1b:
      return 1;
    case 0x2c:
    case 0x21:
    case 0x3f:
    case 0x3b:
      return folded ? 1 : 0;
    default:
      return 0;
  }
}
