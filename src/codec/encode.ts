/**
 * Text → bytes, as the vendor's encoder writes them where a character has several codes.
 *
 * Decides nothing about bad bytes; no best fit either: what an encoding lacks is `?` and reported.
 * Refuses only unknown names. 你 U+1F600 to gbk is C4 E3 3F, with 1 among the unencodable offsets; to
 * gb18030 it is C4 E3 94 39 FC 36.
 */
import type { Encoded, EncodingId, Policy } from './codec.ts';
import { fourByteCode } from './gb18030.ts';
import { checkNames, pageOf } from './pages.ts';
import { encodeUtf8 } from './utf8.ts';

const QUESTION_MARK = 0x3f;

/**
 * Encodes any string. `unencodable` holds the UTF-16 offsets of what was written as `?` (UTF-8: of lone
 * surrogates, written EF BF BD; UTF-16 keeps them). `policy` (default `windows`) picks the vendor's table.
 * Throws TypeError for an unknown encoding or policy, never for text.
 */
export function encode(id: EncodingId, text: string, policy: Policy = 'windows'): Encoded {
  checkNames(id, policy);
  if (id === 'utf-8') return encodeUtf8(text);
  if (id === 'utf-16le' || id === 'utf-16be') return encodeUtf16(text, id === 'utf-16be');
  const page = pageOf(id, policy);
  const { codeOf } = page;
  const four = id === 'gb18030';
  const out = new Uint8Array((four ? 4 : 2) * text.length);
  const unencodable: number[] = [];
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    let code = codeOf[unit]!;
    if (code > 0xff) {
      out[n++] = code >> 8;
      out[n++] = code & 0xff;
      continue;
    }
    if (code !== 0 || unit === 0) {
      out[n++] = code;
      continue;
    }
    const point = text.codePointAt(i)!;
    const char = point > 0xffff ? text.slice(i, i + 2) : text[i]!;
    code = page.extraCodes.get(char) ?? (four ? fourByteCode(policy, point) : -1);
    if (code < 0) {
      unencodable.push(i);
      out[n++] = QUESTION_MARK;
    } else {
      if (code > 0xffff) {
        out[n++] = code / 0x1000000;
        out[n++] = (code >> 16) & 0xff;
      }
      out[n++] = (code >> 8) & 0xff;
      out[n++] = code & 0xff;
    }
    if (point > 0xffff) i++;
  }
  return { bytes: out.slice(0, n), unencodable };
}

/** UTF-16 units as they stand, lone surrogates included; no byte order mark is added. */
function encodeUtf16(text: string, bigEndian: boolean): Encoded {
  const bytes = new Uint8Array(2 * text.length);
  const low = bigEndian ? 1 : 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 * i + low] = unit & 0xff;
    bytes[2 * i + 1 - low] = unit >> 8;
  }
  return { bytes, unencodable: [] };
}
