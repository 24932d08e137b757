/**
 * Bytes → text under a named policy. Total: any bytes give text, and every replaced place is reported.
 *
 * Decides the mapping (pages.ts) and, at an unreadable place, asks errors.ts what to write and how much
 * to take. Refuses only unknown names. gbk, bytes C4 E3 81 20: 你 and then `?` (windows, one error at
 * byte 2 of length 2), U+FFFD and a space (java), `? ` (mysql), a space (glibc).
 */
import {
  INVALID,
  LEAD,
  type Decoded,
  type DecodeError,
  type EncodingId,
  type InvalidReason,
  type Policy,
} from './codec.ts';
import { isTrail, pairLength, replacement } from './errors.ts';
import { beginsFour, readFour } from './gb18030.ts';
import { checkNames, type Page, pageOf } from './pages.ts';
import { textOf } from './units.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * Decodes any bytes. Errors come in order, do not overlap, and cover exactly the bytes that were
 * replaced or dropped. `policy` defaults to `windows`, for UTF-8 to `whatwg`; UTF-16 is the same under all.
 * Throws TypeError for an unknown encoding or policy, never for bytes.
 */
export function decode(id: EncodingId, bytes: Uint8Array, policy?: Policy): Decoded {
  checkNames(id, policy ?? 'windows');
  if (id === 'utf-8') return decodeUtf8(bytes, policy);
  if (id === 'utf-16le' || id === 'utf-16be') return decodeUtf16(bytes, id === 'utf-16be');
  return decodePage(id, bytes, policy ?? 'windows');
}

function decodePage(id: EncodingId, bytes: Uint8Array, policy: Policy): Decoded {
  const page = pageOf(id, policy);
  const { single } = page;
  const double = page.double ?? NO_PAIRS;
  const end = bytes.length;
  const out = new Uint16Array(end); // no code gives more units than it has bytes
  const errors: DecodeError[] = [];
  let i = 0;
  let n = 0;
  while (i < end) {
    const b = bytes[i]!;
    const unit = single[b]!;
    if (unit < INVALID) {
      out[n++] = unit;
      i++;
      continue;
    }
    const pair = unit === LEAD && i + 1 < end ? double[(b << 8) | bytes[i + 1]!]! : 0;
    if (pair !== 0) {
      out[n++] = pair;
      i += 2;
      continue;
    }
    const { text, length, reason } = rareCode(page, bytes, i);
    if (reason) errors.push({ offset: i, length, at: n, reason });
    for (let k = 0; k < text.length; k++) out[n++] = text.charCodeAt(k);
    i += length;
  }
  return { text: textOf(out, n), errors };
}

const NO_PAIRS = new Uint16Array(65536);

/** What stands where the tables of units have nothing: a character of another size, or (`reason`) what replaces a bad place. */
interface Rare {
  text: string;
  length: number;
  reason?: InvalidReason;
}

function rareCode(page: Page, bytes: Uint8Array, i: number): Rare {
  const { id, policy, single, extra } = page;
  const left = bytes.length - i;
  const b = bytes[i]!;
  const mark = replacement(id, policy);
  const four = hasFour(id, policy);
  const bad = (length: number, reason: InvalidReason): Rare => ({ text: mark, length, reason });
  if (single[b] === INVALID) {
    // Python waits for the rest of FF 30, too
    if (four && policy === 'python' && left < 4 && beginsFour(policy, b, bytes[i + 1] ?? 0))
      return bad(left, 'truncated');
    return bad(1, 'invalid-byte');
  }
  if (left === 1) return bad(1, 'truncated');
  const trail = bytes[i + 1]!;
  const text = extra.get((b << 8) | trail);
  if (text !== undefined) return { text, length: 2 };
  if (!four || !beginsFour(policy, b, trail))
    return bad(pairLength(page, b, trail), isTrail(id, trail) ? 'unassigned' : 'bad-trail');
  const { point, length, reason } = readFour(policy, bytes, i);
  return point < 0 ? bad(length, reason) : { text: String.fromCodePoint(point), length: 4 };
}

/** Whether four-byte forms are read: by the Encoding Standard's gbk decoder too, which is its gb18030 decoder. */
function hasFour(id: EncodingId, policy: Policy): boolean {
  return id === 'gb18030' || (id === 'gbk' && policy === 'whatwg');
}

/** UTF-16 units as they stand, lone surrogates and byte order marks included; an odd last byte becomes U+FFFD. */
function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): Decoded {
  const whole = bytes.length >> 1;
  const out = new Uint16Array(whole + 1);
  const low = bigEndian ? 1 : 0;
  for (let i = 0; i < whole; i++) out[i] = bytes[2 * i + low]! | (bytes[2 * i + 1 - low]! << 8);
  if (bytes.length === 2 * whole) return { text: textOf(out, whole), errors: [] };
  out[whole] = 0xfffd;
  const error: DecodeError = { offset: 2 * whole, length: 1, at: whole, reason: 'truncated' };
  return { text: textOf(out, whole + 1), errors: [error] };
}
