/**
 * A damaging step backwards, by tables alone: characters → the reader's bytes → the writer's characters.
 *
 * For text of which nothing was lost. Refuses every unit that the reader shows for several codes, or for bytes that it
 * replaced, and every byte that the writer does not write. `exact`: refuses besides what would not come out again the same way
 * (codes that the writer's encoder avoids, or that plans read as another character), so that what passes needs
 * no further proof. Example: 浣犲ソ under utf8-as-gbk is E4BD A0E5 A5BD, which is 你好.
 */
import type { Channel } from '../channel/catalogue.ts';
import {
  codePage,
  INVALID,
  isPage,
  LEAD,
  replacement,
  utf8Length,
  utf8Second,
  type CodePage,
  type Policy,
} from '../codec/index.ts';

export interface Inverse {
  /** Unit → code (bytes, high first); −1 for what is refused. */
  readonly codes: Int32Array;
  /** A question mark may stand for lost bytes. */
  readonly questions: boolean;
  /** The writer's page, INVALID and 0 where it is refused; null: UTF-8. */
  readonly page: { readonly single: Uint16Array; readonly double: Uint16Array } | null;
}

const QUESTION = 0x3f;
const inverses = new Map<string, Inverse | null>();

/** The step backwards; null for readers of Unicode, whose text is not a matter of tables. */
export function inverseOf(c: Channel, policy: Policy, exact: boolean): Inverse | null {
  const key = `${c.id} ${policy} ${exact}`;
  let found = inverses.get(key);
  if (found === undefined) inverses.set(key, (found = make(c, policy, exact)));
  return found;
}

function make({ reader, writer }: Channel, policy: Policy, exact: boolean): Inverse | null {
  if (!reader || !isPage(reader)) return null;
  const page = codePage(reader, policy);
  const questions =
    replacement(reader, policy) === '?' && (page.double !== null || page.single.includes(INVALID));
  if (writer === 'utf-8') return { codes: codesOf(page), questions, page: null };
  const own = codePage(writer as 'gbk', 'windows');
  const double = own.double!;
  if (!exact) return { codes: codesOf(page), questions, page: { single: own.single, double } };
  return { codes: codesOf(page), questions, page: exactPage(own, codePage(writer as 'gbk', 'whatwg')) };
}

/** A writer's page without what its encoder writes otherwise, or plans read otherwise. */
function exactPage(own: CodePage, plans: CodePage): NonNullable<Inverse['page']> {
  const single = own.single.slice();
  const double = own.double!.slice();
  for (let b = 1; b < 256; b++) {
    const unit = single[b]!;
    if (unit < INVALID && (unit !== plans.single[b] || own.codeOf[unit] !== b)) single[b] = INVALID;
  }
  for (let code = 0x8100; code < 65536; code++) {
    const unit = double[code]!;
    if (unit !== plans.double![code] || own.codeOf[unit] !== code) double[code] = 0;
  }
  return { single, double };
}

const ofPage = new WeakMap<CodePage, Int32Array>();

/** The codes of a reader that stand for one character and for which one character stands. */
function codesOf(page: CodePage): Int32Array {
  const known = ofPage.get(page);
  if (known) return known;
  const { codeOf, single, double, id } = page;
  const codes = new Int32Array(65536);
  for (let unit = 1; unit < 65536; unit++) {
    const code = codeOf[unit]!;
    codes[unit] = code !== 0 && (code < 0x100 ? single[code] : double![code]) === unit ? code : -1;
  }
  // of the others' doubles the encoder's own is meant
  if (id === 'shift_jis' || id === 'big5') for (const unit of page.twins.keys()) codes[unit] = -1;
  ofPage.set(page, codes);
  return codes;
}

/** A text as units, with what each cost under "undamaged". */
export interface Units {
  units: Uint16Array;
  costs: Int32Array;
  length: number;
}

export function roomFor(text: Units, length: number): void {
  if (text.units.length >= length) return;
  text.units = new Uint16Array(2 * length);
  text.costs = new Int32Array(2 * length);
}

/** One step back; `to` has what `from` has, restored, each unit with the costs of all it came from. False if it is refused. */
export function invert({ codes, questions, page }: Inverse, from: Units, to: Units, inner: boolean): boolean {
  roomFor(to, 2 * from.length);
  const { units: read, costs, length } = from;
  const { units: out, costs: credits } = to;
  let n = 0;
  let cost = 0;
  /** Bytes that are missing of a character of UTF-8, its first byte while its second is missing, and its point so far. */
  let missing = 0;
  let first = 0;
  let point = 0;
  let lead = 0;
  for (let i = 0; i < length; i++) {
    const unit = read[i]!;
    const code = codes[unit]!;
    if (code < 0) return false;
    // between two characters of UTF-8 nothing was lost, so the mark is a character
    if (unit === QUESTION && questions && !(page === null && missing === 0)) return false;
    cost += costs[i]!;
    for (let k = code > 0xff ? 8 : 0; k >= 0; k -= 8) {
      const b = (code >> k) & 255;
      if (page !== null) {
        if (lead !== 0) {
          point = page.double[(lead << 8) | b]!;
          if (point === 0) return false;
          lead = 0;
        } else {
          point = page.single[b]!;
          if (point === LEAD) {
            lead = b;
            continue;
          }
          if (point === INVALID) return false;
        }
      } else if (missing === 0) {
        if (b >= 0x80) {
          const size = utf8Length(b);
          if (size < 2) return false;
          missing = size - 1;
          first = b;
          point = size === 2 ? b & 31 : size === 3 ? b & 15 : b & 7;
          continue;
        }
        point = b;
      } else {
        if (first !== 0 ? !utf8Second(first, b) : (b & 0xc0) !== 0x80) return false;
        first = 0;
        point = (point << 6) | (b & 63);
        if (--missing > 0) continue;
      }
      // no text has these; between two layers everything may stand
      if (point === 0xfffd || (!inner && point >= 0xe000 && point < 0xf900)) return false;
      credits[n] = cost;
      cost = 0;
      if (point > 0xffff) {
        out[n++] = 0xd7c0 + (point >> 10);
        credits[n] = 0;
        out[n++] = 0xdc00 | (point & 0x3ff);
      } else out[n++] = point;
    }
  }
  to.length = n;
  return missing === 0 && lead === 0;
}
