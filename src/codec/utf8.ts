/**
 * UTF-8, both ways. Invalid input is replaced once per maximal subpart (Unicode 15, 3.9 D93b), which
 * is what WHATWG, Python, Windows and ICU do: E4 BD 41 → U+FFFD A.
 */
import type { Decoded, DecodeError, Encoded, Policy } from './codec.ts';
import { replacement } from './policy.ts';
import { ByteBuffer, UnitBuffer } from './units.ts';

/** Length in bytes of the sequence a first byte starts, 0 if none. */
export function utf8Length(first: number): number {
  return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/** Whether `byte` may be the second byte after `first` (Unicode table 3-7). */
export function utf8Second(first: number, byte: number): boolean {
  if (first === 0xe0) return byte >= 0xa0 && byte <= 0xbf;
  if (first === 0xed) return byte >= 0x80 && byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90 && byte <= 0xbf;
  if (first === 0xf4) return byte >= 0x80 && byte <= 0x8f;
  return byte >= 0x80 && byte <= 0xbf;
}

export function decodeUtf8(bytes: Uint8Array, policy: Policy = 'whatwg'): Decoded {
  const out = new UnitBuffer();
  const errors: DecodeError[] = [];
  const mark = replacement('utf-8', policy);
  let i = 0;
  while (i < bytes.length) {
    const b = bytes[i]!;
    if (b < 0x80) {
      out.push(b);
      i++;
      continue;
    }
    const length = utf8Length(b);
    let n = 1;
    while (
      n < length &&
      i + n < bytes.length &&
      (n === 1 ? utf8Second(b, bytes[i + 1]!) : (bytes[i + n]! & 0xc0) === 0x80)
    )
      n++;
    if (length > 1 && n === length) {
      let point = length === 2 ? b & 0x1f : length === 3 ? b & 0x0f : b & 0x07;
      for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
      if (point > 0xffff) {
        out.push(0xd800 + ((point - 0x10000) >> 10));
        out.push(0xdc00 + ((point - 0x10000) & 0x3ff));
      } else out.push(point);
    } else {
      const reason = length === 0 ? 'invalid-byte' : i + n === bytes.length ? 'truncated' : 'bad-trail';
      errors.push({ offset: i, length: n, at: out.length, reason });
      out.pushText(mark);
    }
    i += n;
  }
  return { text: out.toString(), errors };
}

/** Lone surrogates become U+FFFD and are listed as unencodable. */
export function encodeUtf8(text: string): Encoded {
  const out = new ByteBuffer();
  const unencodable: number[] = [];
  for (let i = 0; i < text.length; i++) {
    let point = text.codePointAt(i)!;
    if (point >= 0xd800 && point < 0xe000) {
      unencodable.push(i);
      point = 0xfffd;
    }
    if (point > 0xffff) i++;
    if (point < 0x80) out.push(point);
    else if (point < 0x800) {
      out.push(0xc0 | (point >> 6));
      out.push(0x80 | (point & 63));
    } else if (point < 0x10000) {
      out.push(0xe0 | (point >> 12));
      out.push(0x80 | ((point >> 6) & 63));
      out.push(0x80 | (point & 63));
    } else {
      out.push(0xf0 | (point >> 18));
      out.push(0x80 | ((point >> 12) & 63));
      out.push(0x80 | ((point >> 6) & 63));
      out.push(0x80 | (point & 63));
    }
  }
  return { bytes: out.toBytes(), unencodable };
}
