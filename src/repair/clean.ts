/**
 * Is a block of UTF-8 clean beyond doubt? Then `repairBlock` would find nothing in it, and need not see it.
 *
 * Five things start a repair: an alarm of the screen (detect/screenBytes.ts), a sign of damage beyond repair (beyond.ts), an
 * annotation (annotated/index.ts, cousins.ts) or a cut in one (annotated/cuts.ts), a leftover escape (escapes/runs.ts). All but the first are found by the screen's
 * own pass: the characters that they begin or end with are marks. Example: 29 `)` asks whether a toned reading stands before it, as in 28 67 C3 B3 29 (gó).
 */
import { isSyllable } from '../channel/annotated/readings.ts';
import { MAY_FOLLOW, MAY_PRECEDE } from '../detect/scan.ts';
import { ByteScreen, type Marks } from '../detect/screenBytes.ts';
import { model } from '../model/model.ts';
import { SIGNS } from './beyond.ts';
import { escapeSpans } from './escapes/index.ts';
import { escapeAt, STARTS } from './escapes/runs.ts';
import { optionsOf } from './options.ts';

const CLOSING = 0x29;
const QUESTION = 0x3f;
const signs = SIGNS.map((sign) => ({ first: sign.charCodeAt(0), bytes: new TextEncoder().encode(sign) }));

const UNITS: readonly number[] = [
  ...new Set([
    CLOSING,
    QUESTION,
    ...signs.map(({ first }) => first),
    ...Array.from(STARTS, (c) => c.charCodeAt(0)),
  ]),
];
/** So many lines with escapes are judged by themselves in a window; where there are more, the block is. */
const MOST_JUDGED = 16;

/** Asks about the marks of one window after the other. */
class CleanMarks implements Marks {
  readonly units = UNITS;
  readonly around: Uint8Array = AROUND;
  /** One reading proves no page. */
  #readings = 0;
  #judged = 0;
  /** Where the last line ends that was judged. */
  #judgedTo = 0;

  begin(): void {
    this.#readings = this.#judged = this.#judgedTo = 0;
  }

  asks(bytes: Uint8Array, at: number, from: number, to: number): boolean {
    const byte = bytes[at]!;
    if (byte === CLOSING) return endsReading(bytes, at, from) && ++this.#readings === 2;
    if (byte === QUESTION && isCut(bytes, at, from, to)) return true;
    if (byte < 0x80 && at + 1 < to && mayBegin(bytes, at) && isEscape(bytes, at, from, to))
      return CROSSING.has(byte) || this.#isLeftover(bytes, at, from, to);
    return signs.some((sign) => sign.bytes[0] === byte && standsAt(bytes, at, to, sign.bytes));
  }

  /** Whether the escapes of a line are to be undone; they stand in most of HTML and of code, and their runs end with the line. */
  #isLeftover(bytes: Uint8Array, at: number, from: number, to: number): boolean {
    if (at - from < this.#judgedTo) return false;
    const start = Math.max(from - 1, bytes.lastIndexOf(10, at)) + 1;
    const newline = bytes.subarray(at, Math.min(to, at + BEHIND)).indexOf(10);
    const end = newline >= 0 ? at + newline : to;
    if (end - at > BEHIND || at - start > BEHIND || ++this.#judged > MOST_JUDGED) return true;
    const line = decoder.decode(bytes.subarray(start, end));
    if (escapeSpans(model(), line, ANYTHING, true).length > 0) return true;
    this.#judgedTo = end - from;
    return false;
  }
}

/** `=` and `~` begin escapes whose runs may go on behind a line end. */
const CROSSING: ReadonlySet<number> = new Set([0x3d, 0x7e]);
/** What is found so is found whatever the options are. */
const ANYTHING = optionsOf({ escapes: 'always', minConfidence: 0 });

/** An escape is looked for in its line, so many bytes about where it begins. */
const BEFORE = 16;
const BEHIND = 1_000;

/** A screen that asks about everything that starts a repair. */
export function cleanScreen(): ByteScreen {
  return new ByteScreen(new CleanMarks());
}

function standsAt(bytes: Uint8Array, at: number, to: number, sign: Uint8Array): boolean {
  if (at + sign.length > to) return false;
  for (let i = 0; i < sign.length; i++) if (bytes[at + i] !== sign[i]) return false;
  return true;
}

const HEX = '0123456789abcdefABCDEF';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** What may stand second in an escape, by what stands first: it spares most of them the search for its end. */
const SECOND: Readonly<Record<string, string>> = {
  '\\': 'xuU\\0123',
  '%': `${HEX}u`,
  '=': `${HEX}?`,
  '?': '\\',
  '<': `${HEX}U`,
  M: '-',
  u: HEX,
  '&': `${LETTERS}0123456789#+,`,
  '+': `${LETTERS}0123456789_+/`,
  '{': 'U',
  '#': 'UL',
  '~': '{',
  x: 'n',
};
const AROUND = new Uint8Array(1 << 15);
/** What may stand behind a `?` that is no escape's: another one, or what makes it a cut (`isCut`). */
const BEHIND_QUESTION = '?,!;\u00e3\u00ef';
const letters = 'abcdefghijklmnopqrstuvwxyz';
for (const mark of [CLOSING, QUESTION, ...Array.from(STARTS, (c) => c.charCodeAt(0))]) {
  const first = String.fromCharCode(mark);
  const second = SECOND[first];
  for (let byte = 0; byte < 256; byte++) {
    const other = String.fromCharCode(byte);
    const follows =
      byte === 0 ||
      second === undefined ||
      second.includes(other) ||
      (mark === QUESTION && BEHIND_QUESTION.includes(other));
    const precedes = byte === 0 || mark !== CLOSING || byte >= 0x80 || letters.includes(other);
    AROUND[(mark << 8) | byte] = (follows ? MAY_FOLLOW : 0) | (precedes ? MAY_PRECEDE : 0);
  }
}

function mayBegin(bytes: Uint8Array, at: number): boolean {
  if ((AROUND[(bytes[at]! << 8) | bytes[at + 1]!]! & MAY_FOLLOW) === 0) return false;
  // A letter, and not rare.
  return bytes[at] !== 0x75 || HEX.includes(String.fromCharCode(bytes[at + 2] ?? 0));
}

/** Whether an escape begins at a byte; also where one may be too long to tell. */
function isEscape(bytes: Uint8Array, at: number, from: number, to: number): boolean {
  let start = Math.max(from, at - BEFORE);
  while (start < at && (bytes[start]! & 0xc0) === 0x80) start++;
  const newline = bytes.subarray(at, Math.min(to, at + BEHIND)).indexOf(10);
  let end = newline < 0 ? Math.min(to, at + BEHIND) : at + newline;
  const cut = newline < 0 && end < to;
  if (cut) while ((bytes[end]! & 0xc0) === 0x80) end--;
  const before = decoder.decode(bytes.subarray(start, at));
  const line = decoder.decode(bytes.subarray(at, end));
  return escapeAt(before + line, before.length) || (cut && !/[^\x21-\x7e]/.test(line));
}
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The same as `mayBeAnnotated` and `mayBeCousin` for one `)`: at most seven letters before it, and `(` or `?` before those. */
function endsReading(bytes: Uint8Array, at: number, from: number): boolean {
  let toned = false;
  let i = at - 1;
  for (let n = 0; n < 7 && i >= from; n++) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      if (byte < 0x61 || byte > 0x7a) break;
      i--;
    } else {
      // U+00E0 to U+01FF: C3 A0 to C7 BF.
      const lead = bytes[i - 1] ?? 0;
      if (i - 1 < from || lead < 0xc3 || lead > 0xc7 || (lead === 0xc3 && byte < 0xa0)) break;
      toned = true;
      i -= 2;
    }
  }
  if (i < from) return false;
  if (toned) return bytes[i] === 0x28 || bytes[i] === 0x3f;
  // one without a tone, as other tools put them in
  if (bytes[i] !== 0x28 || i === from || bytes[i - 1]! < 0x80) return false;
  return isSyllable(String.fromCharCode(...bytes.subarray(i + 1, at)));
}

/** The same as `isCutPlace` for one `?`: what is no ASCII, `?`, one of 。，！？；, folded or not, and no ASCII again. */
function isCut(bytes: Uint8Array, at: number, from: number, to: number): boolean {
  if (at === from || bytes[at - 1]! < 0x80 || at + 2 >= to) return false;
  const next = bytes[at + 1]!;
  if (next === 0x2c || next === 0x21 || next === 0x3f || next === 0x3b) return bytes[at + 2]! >= 0x80;
  if (at + 4 >= to || bytes[at + 4]! < 0x80) return false;
  const [second, third] = [bytes[at + 2]!, bytes[at + 3]!];
  if (next === 0xe3) return second === 0x80 && third === 0x82;
  return (
    next === 0xef && second === 0xbc && (third === 0x8c || third === 0x81 || third === 0x9f || third === 0x9b)
  );
}
