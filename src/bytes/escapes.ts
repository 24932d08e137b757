/**
 * Encodings that write everything in seven bits: HZ, ISO-2022-CN, ISO-2022-JP, ISO-2022-KR.
 *
 * `~{VPND~}` and ESC $ ) A, SO `VPND` SI are both 中文: GB2312 without its high bits between two marks. Decoding is
 * lenient (a mark may be missing at an end), encoding writes one standard form, a line at a time. CNS 11643
 * planes of ISO-2022-CN are recognised, but have no table here: such characters are bad.
 */
import { codePage } from '../codec/index.ts';
import { eucJpPairs } from './eucjp.ts';

export type EscapeName = 'hz-gb-2312' | 'iso-2022-cn' | 'iso-2022-jp' | 'iso-2022-kr';

const ESC = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LINE_FEED = 0x0a;
const TILDE = 0x7e;

type Set = 'gb' | 'jis' | 'ks' | 'cns';

/** lead << 8 | trail, both with the high bit → unit. */
function tableOf(set: Set): Uint16Array | null {
  if (set === 'gb') return codePage('gbk', 'whatwg').double;
  if (set === 'jis') return eucJpPairs().double;
  return set === 'ks' ? codePage('euc-kr', 'whatwg').double : null;
}

/** A part of the input that is one thing. */
export interface EscapePart {
  /** Byte range. */
  from: number;
  to: number;
  /** `ascii`: characters as they stand; `mark`: writes nothing; `pair`: a character; `bad`: none. */
  kind: 'ascii' | 'mark' | 'pair' | 'bad';
  unit: number;
}

/** Reads an input part by part, in order, without a gap. */
export function escapeParts(name: EscapeName, bytes: Uint8Array, each: (part: EscapePart) => void): void {
  const hz = name === 'hz-gb-2312';
  let set: Set = name === 'iso-2022-jp' ? 'jis' : name === 'iso-2022-kr' ? 'ks' : 'gb';
  let shifted = false;
  const size = bytes.length;
  for (let i = 0; i < size;) {
    const b = bytes[i]!;
    const next = bytes[i + 1] ?? 0;
    const mark = hz ? hzMark(b, next) : isoMark(name, bytes, i);
    if (mark) {
      each({
        from: i,
        to: i + mark.length,
        kind: mark.text === undefined ? 'mark' : 'ascii',
        unit: mark.text ?? 0,
      });
      if (mark.set) set = mark.set;
      if (mark.shift !== undefined) shifted = mark.shift;
      i += mark.length;
      continue;
    }
    if (b === LINE_FEED || b === 0x0d) shifted = false;
    if (!shifted || b <= 0x20 || b >= 0x7f) {
      each({ from: i, to: i + 1, kind: b < 128 ? 'ascii' : 'bad', unit: b });
      i++;
      continue;
    }
    const unit = next > 0x20 && next < 0x7f ? (tableOf(set)?.[((b | 0x80) << 8) | next | 0x80] ?? 0) : 0;
    const length = next > 0x20 && next < 0x7f ? 2 : 1;
    each({ from: i, to: i + length, kind: unit === 0 ? 'bad' : 'pair', unit });
    i += length;
  }
}

interface Mark {
  length: number;
  set?: Set;
  shift?: boolean;
  /** What the mark writes, if anything. */
  text?: number;
}

function hzMark(b: number, next: number): Mark | null {
  if (b !== TILDE) return null;
  if (next === 0x7b) return { length: 2, shift: true };
  if (next === 0x7d) return { length: 2, shift: false };
  if (next === TILDE) return { length: 2, text: TILDE };
  return next === LINE_FEED ? { length: 2 } : null;
}

function isoMark(name: EscapeName, bytes: Uint8Array, i: number): Mark | null {
  const b = bytes[i]!;
  if (b === SHIFT_OUT) return name === 'iso-2022-jp' ? null : { length: 1, shift: true };
  if (b === SHIFT_IN) return name === 'iso-2022-jp' ? null : { length: 1, shift: false };
  if (b !== ESC) return null;
  const rest = String.fromCharCode(...bytes.subarray(i + 1, i + 4));
  if (name === 'iso-2022-jp') {
    if (rest.startsWith('$B') || rest.startsWith('$@')) return { length: 3, shift: true };
    return rest.startsWith('(B') || rest.startsWith('(J') ? { length: 3, shift: false } : null;
  }
  if (name === 'iso-2022-kr') return rest === '$)C' ? { length: 4, set: 'ks' } : null;
  if (rest === '$)A') return { length: 4, set: 'gb' };
  return rest === '$)G' || rest === '$*H' || rest === '$)E' ? { length: 4, set: 'cns' } : null;
}

/** Which of these encodings the marks in the input speak of; null if there are none. Cheap on text without. */
export function escapeNameOf(bytes: Uint8Array): EscapeName | null {
  for (let i = bytes.indexOf(ESC); i >= 0; i = bytes.indexOf(ESC, i + 1)) {
    const rest = String.fromCharCode(...bytes.subarray(i + 1, i + 4));
    if (rest === '$)A' || rest === '$)G' || rest === '$*H' || rest === '$)E') return 'iso-2022-cn';
    if (rest === '$)C') return 'iso-2022-kr';
    if (rest.startsWith('$B') || rest.startsWith('$@')) return 'iso-2022-jp';
  }
  for (let i = bytes.indexOf(TILDE); i >= 0; i = bytes.indexOf(TILDE, i + 1)) {
    if (bytes[i + 1] === 0x7b && (bytes[i + 2] ?? 0) > 0x20 && (bytes[i + 3] ?? 0) > 0x20)
      return 'hz-gb-2312';
  }
  return null;
}

let inverses: Map<Set, Map<number, number>> | undefined;

/** unit → pair without its high bits; the lowest where there are several. */
function codesOf(set: Set): Map<number, number> {
  inverses ??= new Map();
  let codes = inverses.get(set);
  if (codes) return codes;
  codes = new Map();
  const table = tableOf(set)!;
  for (let lead = 0xa1; lead < 0xff; lead++)
    for (let trail = 0xa1; trail < 0xff; trail++) {
      const unit = table[(lead << 8) | trail]!;
      if (unit !== 0 && !codes.has(unit)) codes.set(unit, ((lead & 0x7f) << 8) | (trail & 0x7f));
    }
  inverses.set(set, codes);
  return codes;
}

const OPEN: Readonly<Record<EscapeName, string>> = {
  'hz-gb-2312': '~{',
  'iso-2022-cn': '\u000e',
  'iso-2022-jp': '\u001b$B',
  'iso-2022-kr': '\u000e',
};
const CLOSE: Readonly<Record<EscapeName, string>> = {
  'hz-gb-2312': '~}',
  'iso-2022-cn': '\u000f',
  'iso-2022-jp': '\u001b(B',
  'iso-2022-kr': '\u000f',
};
/** Comes before the first shift of a line, of the text. */
const DESIGNATE: Readonly<Partial<Record<EscapeName, string>>> = { 'iso-2022-cn': '\u001b$)A' };

/** Text in the standard form; `unencodable` holds UTF-16 offsets, each written as `?`. */
export function encodeEscapes(name: EscapeName, text: string): { bytes: Uint8Array; unencodable: number[] } {
  const codes = codesOf(name === 'iso-2022-jp' ? 'jis' : name === 'iso-2022-kr' ? 'ks' : 'gb');
  const out: number[] = [];
  const unencodable: number[] = [];
  const write = (ascii: string | undefined): void => {
    for (let k = 0; k < (ascii?.length ?? 0); k++) out.push(ascii!.charCodeAt(k));
  };
  let shifted = false;
  let designated = false;
  if (name === 'iso-2022-kr') write('\u001b$)C');
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = unit < 128 ? undefined : codes.get(unit);
    if (code !== undefined) {
      if (!designated) write(DESIGNATE[name]);
      designated = true;
      if (!shifted) write(OPEN[name]);
      shifted = true;
      out.push(code >> 8, code & 0xff);
      continue;
    }
    if (shifted) write(CLOSE[name]);
    shifted = false;
    if (unit === LINE_FEED) designated = false;
    if (unit === TILDE && name === 'hz-gb-2312') out.push(TILDE);
    if (unit >= 128) {
      unencodable.push(i);
      if ((text.codePointAt(i) ?? 0) > 0xffff) i++;
    }
    out.push(unit < 128 ? unit : 0x3f);
  }
  if (shifted) write(CLOSE[name]);
  return { bytes: Uint8Array.from(out), unencodable };
}
