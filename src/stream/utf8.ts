/**
 * Bytes to text and back without a loss, while they arrive in chunks of any size.
 *
 * Valid UTF-8 is decoded; every byte that belongs to no valid sequence becomes one low surrogate, U+DC80 to
 * U+DCFF for 80 to FF. Valid UTF-8 never decodes to a lone surrogate, so the text says which bytes were bad and
 * `toBytes` gives all of them back. A sequence cut by a chunk waits for the next one. A byte order mark is
 * an ordinary U+FEFF here. Example: E4 BD A0 FF E4 BD → '\u4f60\udcff\udce4\udcbd'.
 */
import { decodeUtf8, utf8Length, utf8Second } from '../codec/utf8.ts';

/** A bad byte in decoded text. With the flag `u` the halves of pairs do not match. */
export const BAD_BYTE: RegExp = /[\udc80-\udcff]/u;

const NOTHING = new Uint8Array(0);

export class Utf8Reader {
  /** Whether a bad byte was met so far. */
  sawBadByte = false;
  /** A sequence that may be completed by the next chunk: at most three bytes. */
  #held: Uint8Array = NOTHING;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  push(chunk: Uint8Array): string {
    const bytes = this.#held.length === 0 ? chunk : joined(this.#held, chunk);
    const end = bytes.length - openSequence(bytes);
    // A copy: the caller may reuse the memory of its chunk.
    this.#held = end === bytes.length ? NOTHING : new Uint8Array(bytes.subarray(end));
    return this.#decode(bytes.subarray(0, end));
  }

  /** What was held back is bad now: nothing will complete it. */
  end(): string {
    const rest = this.#held;
    this.#held = NOTHING;
    return rest.length === 0 ? '' : this.#decode(rest);
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      this.sawBadByte = true;
      return withBadBytes(bytes);
    }
  }
}

/** The bytes that decoded to `text`. */
export function toBytes(text: string): Uint8Array {
  if (!BAD_BYTE.test(text)) return new TextEncoder().encode(text);
  const out = new Uint8Array(text.length * 3);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!;
    if (point < 0x80) out[n++] = point;
    else if (point >= 0xdc80 && point <= 0xdcff) out[n++] = point & 0xff;
    else if (point < 0x800) {
      out[n++] = 0xc0 | (point >> 6);
      out[n++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      out[n++] = 0xe0 | (point >> 12);
      out[n++] = 0x80 | ((point >> 6) & 0x3f);
      out[n++] = 0x80 | (point & 0x3f);
    } else {
      i++;
      out[n++] = 0xf0 | (point >> 18);
      out[n++] = 0x80 | ((point >> 12) & 0x3f);
      out[n++] = 0x80 | ((point >> 6) & 0x3f);
      out[n++] = 0x80 | (point & 0x3f);
    }
  }
  return out.slice(0, n);
}

/** `bytes` decoded with a surrogate for each bad one. The decoder of the codecs says where they are. */
function withBadBytes(bytes: Uint8Array): string {
  const { text, errors } = decodeUtf8(bytes);
  let out = '';
  let from = 0;
  for (const { at, offset, length } of errors) {
    out += text.slice(from, at);
    for (let i = offset; i < offset + length; i++) out += String.fromCharCode(0xdc00 | bytes[i]!);
    from = at + 1;
  }
  return out + text.slice(from);
}

/** How many bytes at the end are the beginning of a sequence that more bytes may make valid. */
export function openSequence(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const first = bytes[end - back]!;
    if ((first & 0xc0) === 0x80) continue;
    const open = utf8Length(first) > back && (back === 1 || utf8Second(first, bytes[end - back + 1]!));
    return open ? back : 0;
  }
  return 0;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
