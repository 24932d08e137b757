/**
 * Bytes → text under a named policy. Total: any bytes give text, and every replaced place is reported.
 *
 * Decides the mapping (pages.ts) and, at an unreadable place, asks errors.ts what to write and how much
 * to take. Refuses only unknown names. gbk, bytes C4 E3 81 20: 你 and then `?` (windows, one error at
 * byte 2 of length 2), U+FFFD and a space (java), `? ` (mysql), a space (glibc).
 */
import {
  INVALID,
  type Decoded,
  type DecodeError,
  type EncodingId,
  type InvalidReason,
  type Policy,
} from './codec.ts';
import { isTrail, pairLength, replacement } from './errors.ts';
import { beginsFour, readFour } from './gb18030.ts';
import { checkNames, pageOf } from './pages.ts';
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
  const { single, double, extra } = page;
  const four = hasFour(id, policy);
  const end = bytes.length;
  const out = new Uint16Array(end); // no code gives more units than it has bytes
  const errors: DecodeError[] = [];
  const mark = replacement(id, policy).charCodeAt(0);
  let i = 0;
  let n = 0;
  const bad = (length: number, reason: InvalidReason): void => {
    errors.push({ offset: i, length, at: n, reason });
    if (mark === mark) out[n++] = mark; // NaN where a policy writes nothing
    i += length;
  };
  while (i < end) {
    const b = bytes[i]!;
    const unit = single[b]!;
    if (unit < INVALID) {
      out[n++] = unit;
      i++;
      continue;
    }
    if (unit === INVALID) {
      // Python waits for the rest of FF 30, too
      if (four && policy === 'python' && end - i < 4 && beginsFour(policy, b, bytes[i + 1] ?? 0))
        bad(end - i, 'truncated');
      else bad(1, 'invalid-byte');
      continue;
    }
    if (i + 1 === end) {
      bad(1, 'truncated');
      continue;
    }
    const trail = bytes[i + 1]!;
    const pair = double![(b << 8) | trail]!;
    if (pair !== 0) {
      out[n++] = pair;
      i += 2;
      continue;
    }
    const text = extra.get((b << 8) | trail);
    if (text !== undefined) {
      for (let k = 0; k < text.length; k++) out[n++] = text.charCodeAt(k);
      i += 2;
    } else if (four && beginsFour(policy, b, trail)) {
      const { point, length, reason } = readFour(policy, bytes, i);
      if (point < 0) {
        bad(length, reason);
        continue;
      }
      if (point > 0xffff) out[n++] = 0xd7c0 + (point >> 10);
      out[n++] = point > 0xffff ? 0xdc00 | (point & 0x3ff) : point;
      i += 4;
    } else bad(pairLength(page, b, trail), isTrail(id, trail) ? 'unassigned' : 'bad-trail');
  }
  return { text: textOf(out, n), errors };
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
