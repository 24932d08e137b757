/**
 * `annotated-traditional`: what a converter that replaces bytes makes of a Simplified page.
 *
 * Characters to Traditional, then GBK bytes, cut at the step's `breaks`; in each piece, entry by entry of the
 * annotation table, every occurrence of an entry's two bytes, aligned or not, gets its reading behind it; then
 * code page 936, private-use characters dropped, punctuation and letters folded to ASCII.
 * 针锋 is E1 98 E4 68; 98 E4 is 樹: E1 98 E4 `(shù)` 68, and E4 `(` is read as `?`: 針?shù)h.
 *
 * Entries replace one after the other, so an earlier one parts two bytes that a later one would have joined.
 * One pass from left to right does the same: a pair takes its reading unless the pair one byte before it has
 * just taken one with an earlier entry (no reading ends in bytes that begin a pair; the tests compare).
 */
import { codePage, decode, encode } from '../../codec/index.ts';
import { textOf } from '../../codec/units.ts';
import type { ChannelStep } from '../../types.ts';
import { toTraditional } from './convert.ts';
import { fold, folds, hasPrivateUse } from './fold.ts';
import { annotatedTables, type AnnotatedTables } from './tables.ts';

/** The damaged text. Without `level` the whole table applies; without `breaks` nothing is cut. */
export function annotate(text: string, step: ChannelStep): string {
  const active = entriesOf(step);
  if (step.breaks === undefined || step.breaks.length === 0) {
    const plain = inStep(text, active, step.fold !== false);
    if (plain !== null) return plain;
  }
  const { bytes } = encode('gbk', toTraditional(text));
  let out = '';
  let from = 0;
  for (const cut of [...(step.breaks ?? []), bytes.length]) {
    if (cut <= from || cut > bytes.length) continue;
    out += decode('gbk', withReadings(bytes.subarray(from, cut), active), 'windows').text;
    from = cut;
  }
  if (hasPrivateUse(out)) out = out.replace(/[\ue000-\uf8ff]/g, '');
  return step.fold === false ? out : fold(out);
}

let units = new Uint16Array(4096);

/**
 * The same without bytes, for text in which no entry's pair lies across two characters: each stays what it is, with its
 * reading. null where that is not so, or where a character has no code of its own.
 */
function inStep(text: string, active: Uint8Array, folded: boolean): string | null {
  const t = annotatedTables();
  const { codeOf, double } = codePage('gbk', 'windows');
  if (units.length < text.length * 9) units = new Uint16Array(text.length * 9);
  let n = 0;
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = t.toTraditional[text.charCodeAt(i)]!;
    if (unit < 0x80) {
      if (active[t.entryOf[(last << 8) | unit]!] === 1) return null;
      units[n++] = unit;
      last = unit;
      continue;
    }
    const code = codeOf[unit]!;
    if (code < 0x100 || double![code] !== unit || (unit >= 0xd800 && unit < 0xf900)) return null;
    if (active[t.entryOf[(last << 8) | (code >> 8)]!] === 1) return null;
    units[n++] = folded && folds(unit) ? unit - 0xfee0 : unit;
    last = code & 255;
    const entry = t.entryOf[code]!;
    if (active[entry] === 1) {
      const reading = t.readings[entry]!;
      units[n++] = 0x28;
      for (let k = 0; k < reading.length; k++) units[n++] = reading.charCodeAt(k);
      units[n++] = 0x29;
    }
  }
  return textOf(units, n);
}

/** The entries of the step seen last: a page's spans share them. */
let recent: { key: string; entries: Uint8Array } | undefined;

/** Entry → whether the step's page annotates it. */
export function entriesOf(step: ChannelStep): Uint8Array {
  const { chars } = annotatedTables();
  const { level = chars.length - 1, except = [], also = [] } = step;
  const key = `${level} ${except.join('')} ${also.join('')}`;
  if (recent?.key === key) return recent.entries;
  const entries = Uint8Array.from(chars, (char, entry) =>
    entry > 0 && (entry <= level ? !except.includes(char) : also.includes(char)) ? 1 : 0,
  );
  recent = { key, entries };
  return entries;
}

const PAREN = 0x28;

function withReadings(bytes: Uint8Array, active: Uint8Array): Uint8Array {
  const t: AnnotatedTables = annotatedTables();
  let out = new Uint8Array(bytes.length * 2 + 64);
  let n = 0;
  let before = PAREN;
  /** The entry that was put in just before this byte, 0 if none was. */
  let last = 0;
  for (const byte of bytes) {
    if (n + 16 > out.length) {
      const larger = new Uint8Array(out.length * 2);
      larger.set(out);
      out = larger;
    }
    out[n++] = byte;
    const entry = t.entryOf[(before << 8) | byte]!;
    if (entry > 0 && active[entry] === 1 && (last === 0 || entry < last)) {
      const tag = t.tags[entry]!;
      for (let k = 0; k < tag.length; k++) out[n++] = tag[k]!;
      last = entry;
    } else last = 0;
    before = byte;
  }
  return out.subarray(0, n);
}

/** A1A3 A3AC A3A1 A3BF A3BB: 。，！？； */
export function isBreakPair(first: number, second: number): boolean {
  if (first === 0xa1) return second === 0xa3;
  return first === 0xa3 && (second === 0xac || second === 0xa1 || second === 0xbf || second === 0xbb);
}

/** Byte offsets at which the stream may be cut: a misaligned pair that reads as 。，！？； begins there. */
export function breakPlaces(text: string): number[] {
  const { bytes } = encode('gbk', toTraditional(text));
  const places: number[] = [];
  for (let i = 0; i < bytes.length;) {
    if (bytes[i]! < 0x81) {
      i++;
      continue;
    }
    if (i + 2 < bytes.length && isBreakPair(bytes[i + 1]!, bytes[i + 2]!)) places.push(i + 1);
    i += 2;
  }
  return places;
}
