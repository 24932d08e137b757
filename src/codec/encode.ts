/** Text → bytes. What an encoding lacks is written `?` and reported: 😀 to gbk is 3F. */
import type { Encoded, EncodingId, Policy } from './codec.ts';
import { fourByteCode } from './gb18030.ts';
import { codePage } from './pages.ts';
import { ByteBuffer } from './units.ts';
import { encodeUtf8 } from './utf8.ts';

/** Encodes any string; never throws for it. Throws TypeError for unknown names. */
export function encode(id: EncodingId, text: string, policy: Policy = 'windows'): Encoded {
  if (id === 'utf-8') return encodeUtf8(text);
  const out = new ByteBuffer();
  const unencodable: number[] = [];
  if (id === 'utf-16le' || id === 'utf-16be') {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      out.push(id === 'utf-16le' ? unit & 255 : unit >> 8);
      out.push(id === 'utf-16le' ? unit >> 8 : unit & 255);
    }
    return { bytes: out.toBytes(), unencodable };
  }
  const four = id === 'gb18030';
  const page = codePage(four ? 'gbk' : id, four ? 'whatwg' : policy);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = page.codeOf[unit]!;
    if ((code !== 0 || unit === 0) && !(four && unit === 0x20ac)) {
      out.pushCode(code);
      continue;
    }
    const point = text.codePointAt(i)!;
    const char = String.fromCodePoint(point);
    const extra = page.extra.size > 0 ? page.preimages(char)[0] : undefined;
    if (extra !== undefined) out.pushCode(extra);
    else if (four && unit === 0x20ac) out.pushCode(0xa2e3);
    else if (four && (point < 0xd800 || point > 0xdfff)) out.pushCode(fourByteCode(point));
    else {
      unencodable.push(i);
      out.push(0x3f);
    }
    if (point > 0xffff) i++;
  }
  return { bytes: out.toBytes(), unencodable };
}
