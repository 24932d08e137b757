/**
 * Which bytes a text has in the encodings that escapes spell, and back: exactly, or not at all.
 *
 * CESU-8 is UTF-8 of UTF-16 units: U+20000 is ED A1 80 ED B0 80. Refuses bytes that the encoder would write otherwise.
 */
import { decode, encode, type EncodingId } from '../../codec/index.ts';

/** Encodings whose bytes are found in escapes, the likelier first. */
export const WRITERS = ['utf-8', 'gbk', 'big5', 'gb18030', 'cesu-8'] as const;

/** Bytes of a text; null if the encoding lacks one of its characters. */
export function bytesOf(encoding: string, text: string): Uint8Array | null {
  if (encoding === 'cesu-8') {
    const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    return Uint8Array.from(units.flatMap(cesuBytes));
  }
  const { bytes, unencodable } = encode(encoding as EncodingId, text);
  return unencodable.length > 0 ? null : bytes;
}

function cesuBytes(u: number): number[] {
  if (u < 0x80) return [u];
  if (u < 0x800) return [0xc0 | (u >> 6), 0x80 | (u & 63)];
  return [0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)];
}

/** The text that has these bytes in the encoding, exactly; null if there is none. */
export function textOf(encoding: string, bytes: Uint8Array): string | null {
  let text: string;
  if (encoding === 'cesu-8') {
    text = '';
    for (let i = 0; i < bytes.length;) {
      const b = bytes[i]!;
      const size = b < 0x80 ? 1 : b < 0xe0 ? 2 : 3;
      if (i + size > bytes.length) return null;
      const unit =
        size === 1
          ? b
          : size === 2
            ? ((b & 31) << 6) | (bytes[i + 1]! & 63)
            : ((b & 15) << 12) | ((bytes[i + 1]! & 63) << 6) | (bytes[i + 2]! & 63);
      text += String.fromCharCode(unit);
      i += size;
    }
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return null;
  } else text = decode(encoding as EncodingId, bytes).text;
  const back = bytesOf(encoding, text);
  return back && back.length === bytes.length && back.every((b, i) => b === bytes[i]) ? text : null;
}
