/**
 * Bytes → text, total, under a named error policy, with every invalid place reported.
 *
 * What a bad byte becomes differs by decoder family (measured: see docs/architecture.md): 81 20 read
 * as gbk is `?` for Windows and PHP (both bytes gone), U+FFFD + space for WHATWG, Java and Python,
 * `? ` for MySQL, a space for glibc -c.
 */
import {
  INVALID,
  type CodePage,
  type Decoded,
  type DecodeError,
  type EncodingId,
  type InvalidReason,
  type Policy,
} from './codec.ts';
import { fourBytePoint } from './gb18030.ts';
import { codePage } from './pages.ts';
import { eatsTrail, replacement } from './policy.ts';
import { UnitBuffer } from './units.ts';
import { decodeUtf8 } from './utf8.ts';

/** Decodes any bytes; never throws for them. Throws TypeError for unknown names. */
export function decode(id: EncodingId, bytes: Uint8Array, policy: Policy = 'windows'): Decoded {
  if (id === 'utf-8') return decodeUtf8(bytes, policy);
  if (id === 'utf-16le' || id === 'utf-16be') return decodeUtf16(bytes, id === 'utf-16be');
  if (id === 'gb18030')
    return decodePage(codePage('gbk', policy === 'windows' ? 'whatwg' : policy), bytes, policy, true);
  return decodePage(codePage(id, policy), bytes, policy, false);
}

function decodePage(page: CodePage, bytes: Uint8Array, policy: Policy, fourBytes: boolean): Decoded {
  const out = new UnitBuffer();
  const errors: DecodeError[] = [];
  const mark = replacement(page.id, policy);
  const { single, double } = page;
  const bad = (offset: number, length: number, reason: InvalidReason): void => {
    errors.push({ offset, length, at: out.length, reason });
    out.pushText(mark);
  };
  let i = 0;
  while (i < bytes.length) {
    const b = bytes[i]!;
    const unit = single[b]!;
    if (unit < INVALID) {
      out.push(unit);
      i++;
    } else if (unit === INVALID) {
      bad(i++, 1, 'invalid-byte');
    } else if (i + 1 === bytes.length) {
      bad(i++, 1, 'truncated');
    } else {
      const trail = bytes[i + 1]!;
      const two = double![(b << 8) | trail]!;
      if (two !== 0) {
        out.push(two);
        i += 2;
      } else if (page.extra.has((b << 8) | trail)) {
        out.pushText(page.extra.get((b << 8) | trail)!);
        i += 2;
      } else if (fourBytes && trail >= 0x30 && trail <= 0x39 && isFour(bytes, i)) {
        const point = fourBytePoint(b, trail, bytes[i + 2]!, bytes[i + 3]!);
        if (point < 0) bad(i, 4, 'unassigned');
        else out.pushText(String.fromCodePoint(point));
        i += 4;
      } else {
        const length =
          eatsTrail(policy, trail) ||
          (dropsPairs(page.id, policy) && trail >= 0x40 && trail !== 0x7f && trail !== 0xff)
            ? 2
            : 1;
        bad(i, length, trail < 0x40 || trail === 0x7f ? 'bad-trail' : 'unassigned');
        i += length;
      }
    }
  }
  return { text: out.toString(), errors };
}

/** Unassigned pairs go as a whole, lead bytes before an impossible trail byte alone. */
function dropsPairs(id: EncodingId, policy: Policy): boolean {
  return policy === 'mysql' || (policy === 'glibc' && id === 'gbk');
}

function isFour(bytes: Uint8Array, i: number): boolean {
  const b3 = bytes[i + 2] ?? 0;
  const b4 = bytes[i + 3] ?? 0;
  return b3 >= 0x81 && b3 <= 0xfe && b4 >= 0x30 && b4 <= 0x39;
}

/** UTF-16 units as they stand (lone surrogates included); an odd last byte becomes U+FFFD. */
function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): Decoded {
  const out = new UnitBuffer();
  const errors: DecodeError[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2)
    out.push(bigEndian ? (bytes[i]! << 8) | bytes[i + 1]! : bytes[i]! | (bytes[i + 1]! << 8));
  if (bytes.length % 2 === 1) {
    errors.push({ offset: bytes.length - 1, length: 1, at: out.length, reason: 'truncated' });
    out.push(0xfffd);
  }
  return { text: out.toString(), errors };
}
