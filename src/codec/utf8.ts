/**
 * UTF-8, both ways, under the policies.
 *
 * Decides where an invalid place ends: one per maximal subpart (Unicode, D93b), except that Java takes
 * an encoded surrogate whole and Windows goes by its own counting. Refuses nothing. In bytes:
 * E4 BD 41 is U+FFFD A for all but PHP (`?A`), MySQL (`??A`) and glibc (A); ED A0 81 is three U+FFFD
 * for whatwg and python, two for windows, one for java.
 */
import type { Decoded, DecodeError, Encoded, Policy } from './codec.ts';
import { replacement } from './errors.ts';
import { textOf } from './units.ts';

/** Length in bytes of the sequence a first byte starts, 0 if none. */
export function utf8Length(first: number): number {
  return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/** Whether `byte` may be the second byte after `first` (Unicode, table 3-7). */
export function utf8Second(first: number, byte: number): boolean {
  if (first === 0xe0) return byte >= 0xa0 && byte <= 0xbf;
  if (first === 0xed) return byte >= 0x80 && byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90 && byte <= 0xbf;
  if (first === 0xf4) return byte >= 0x80 && byte <= 0x8f;
  return byte >= 0x80 && byte <= 0xbf;
}

const follows = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** How many bytes of an invalid place the policy replaces by one mark; `n` is the maximal subpart. */
function badLength(bytes: Uint8Array, i: number, n: number, policy: Policy): number {
  const first = bytes[i]!;
  const second = bytes[i + 1];
  if (policy === 'mysql') return 1;
  if (n > 1 || !follows(second)) return n;
  if (policy === 'java') return first !== 0xed ? n : follows(bytes[i + 2]) ? 3 : 2;
  // Windows takes a second byte before it asks whether the first two make sense
  return policy === 'windows' && utf8Length(first) >= 3 ? 2 : n;
}

/** Decodes any bytes as UTF-8; a byte order mark is kept as U+FEFF. `policy` defaults to `whatwg`. */
export function decodeUtf8(bytes: Uint8Array, policy: Policy = 'whatwg'): Decoded {
  const end = bytes.length;
  const out = new Uint16Array(end);
  const errors: DecodeError[] = [];
  const mark = replacement('utf-8', policy).charCodeAt(0);
  let i = 0;
  let n = 0;
  while (i < end) {
    const b = bytes[i]!;
    if (b < 0x80) {
      out[n++] = b;
      i++;
      continue;
    }
    const length = utf8Length(b);
    let got = 1;
    if (length > 1 && i + 1 < end && utf8Second(b, bytes[i + 1]!))
      for (got = 2; got < length && follows(bytes[i + got]);) got++;
    if (got !== length) {
      const reason = length === 0 ? 'invalid-byte' : i + got === end ? 'truncated' : 'bad-trail';
      const bad = badLength(bytes, i, got, policy);
      errors.push({ offset: i, length: bad, at: n, reason });
      if (mark === mark) out[n++] = mark; // NaN where a policy writes nothing
      i += bad;
      continue;
    }
    let point = b & (0x7f >> length);
    for (let k = 1; k < length; k++) point = (point << 6) | (bytes[i + k]! & 0x3f);
    if (point > 0xffff) out[n++] = 0xd7c0 + (point >> 10);
    out[n++] = point > 0xffff ? 0xdc00 | (point & 0x3ff) : point;
    i += length;
  }
  return { text: textOf(out, n), errors };
}

/** Encodes any string as UTF-8. Lone surrogates become EF BF BD and are listed as unencodable. */
export function encodeUtf8(text: string): Encoded {
  const out = new Uint8Array(3 * text.length);
  const unencodable: number[] = [];
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      out[n++] = point;
      continue;
    }
    if (point < 0x800) {
      out[n++] = 0xc0 | (point >> 6);
      out[n++] = 0x80 | (point & 63);
      continue;
    }
    if (point >= 0xd800 && point < 0xe000) {
      point = text.codePointAt(i)!;
      if (point > 0xffff) i++;
      else {
        unencodable.push(i);
        point = 0xfffd;
      }
    }
    if (point > 0xffff) {
      out[n++] = 0xf0 | (point >> 18);
      out[n++] = 0x80 | ((point >> 12) & 63);
    } else out[n++] = 0xe0 | (point >> 12);
    out[n++] = 0x80 | ((point >> 6) & 63);
    out[n++] = 0x80 | (point & 63);
  }
  return { bytes: out.slice(0, n), unencodable };
}
