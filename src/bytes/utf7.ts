/**
 * UTF-7 (RFC 2152): `+Ti1lhw-` is 中文, UTF-16 in base64 between `+` and `-`; `+-` is `+`.
 *
 * A run counts only if it is whole: sixteen bits a unit, the rest zero. `a+b-c` is refused and stays what it is.
 */
const PLUS = 0x2b;
const MINUS = 0x2d;
const VALUES = new Int8Array(128).fill(-1);
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let i = 0; i < 64; i++) VALUES[DIGITS.charCodeAt(i)] = i;
/** Characters that stand for themselves in every writer. */
const DIRECT = /^[A-Za-z0-9'(),./:?\-\s!"#$%&*;<=>@[\]^_`{|}]$/;

const value = (b: number | undefined): number => (b === undefined || b > 127 ? -1 : VALUES[b]!);

/** A run in base64: its byte range, and the units in it. */
export interface Utf7Run {
  from: number;
  to: number;
  units: number[];
}

/** The next run at or after `from`; null if there is none. */
export function nextRun(bytes: Uint8Array, from: number): Utf7Run | null {
  for (let i = bytes.indexOf(PLUS, from); i >= 0; i = bytes.indexOf(PLUS, i + 1)) {
    if (bytes[i + 1] === MINUS) return { from: i, to: i + 2, units: [PLUS] };
    const units: number[] = [];
    let bits = 0;
    let held = 0;
    let at = i + 1;
    for (let v = value(bytes[at]); v >= 0; v = value(bytes[++at])) {
      held = ((held << 6) | v) & 0x3fffff;
      bits += 6;
      if (bits < 16) continue;
      bits -= 16;
      units.push((held >> bits) & 0xffff);
    }
    if (units.length === 0 || bits >= 6 || (held & ((1 << bits) - 1)) !== 0) continue;
    if (bytes[at] === MINUS) at++;
    return { from: i, to: at, units };
  }
  return null;
}

/** Text in UTF-7; every string has a form. */
export function encodeUtf7(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length;) {
    if (text[i] === '+') {
      out.push(PLUS, MINUS);
      i++;
      continue;
    }
    if (DIRECT.test(text[i]!)) {
      out.push(text.charCodeAt(i++));
      continue;
    }
    out.push(PLUS);
    let held = 0;
    let bits = 0;
    for (; i < text.length && text[i] !== '+' && !DIRECT.test(text[i]!); i++) {
      held = ((held & 0x3f) << 16) | text.charCodeAt(i);
      for (bits += 16; bits >= 6;) out.push(DIGITS.charCodeAt((held >> (bits -= 6)) & 63));
    }
    if (bits > 0) out.push(DIGITS.charCodeAt((held << (6 - bits)) & 63));
    const next = text.charCodeAt(i);
    if (value(next) >= 0 || next === MINUS) out.push(MINUS);
  }
  return Uint8Array.from(out);
}
