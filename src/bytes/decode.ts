/**
 * Bytes to text with an account of how each part was read, and back without a loss.
 *
 * `encode(decode(b).text, decode(b).segments)` is b for any bytes: what the encoder would write otherwise, and bytes
 * that are no characters, stand in their segment as `raw`. Example: C4 E3 FF → 你 and U+FFFD, in two
 * segments, the second with raw FF and `bad`.
 */
import type { DecodedBytes, Segment } from '../types.ts';
import { writeAs } from './codecs.ts';
import { ByteDecoder, type DecodedRun } from './decoder.ts';
import { type DetectOptions, detectEncoding } from './detect.ts';

export interface DecodeOptions extends DetectOptions {
  /** The encoding, if it is known. */
  from?: string;
}

const MARK = '\ufffd';

/**
 * Reads bytes in whatever encodings they are in. Total: bytes that are no text give U+FFFD, one a byte.
 * Throws TypeError for an unknown `from` or an input that is not a Uint8Array.
 */
export function decodeBytes(bytes: Uint8Array, options: DecodeOptions = {}): DecodedBytes {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`decode takes a Uint8Array, not ${typeof bytes}`);
  const decoder = new ByteDecoder(options);
  if (options.from === undefined) {
    const { encoding, confidence } = detectEncoding(bytes, options)[0]!;
    decoder.settle(encoding, confidence);
  }
  const builder = new SegmentBuilder();
  for (const run of decoder.push(bytes)) builder.add(run);
  for (const run of decoder.end()) builder.add(run);
  return { text: builder.text(), encoding: decoder.encoding!, segments: builder.segments };
}

class SegmentBuilder {
  readonly segments: Segment[] = [];
  readonly #parts: string[] = [];
  #length = 0;
  #bytes = 0;

  add({ encoding, bytes, text, bad, odd }: DecodedRun): void {
    const shown = bad ? MARK.repeat(bytes.length) : text;
    const start = this.#length;
    const byteStart = this.#bytes;
    this.#parts.push(shown);
    this.#length += shown.length;
    this.#bytes += bytes.length;
    const last = this.segments.at(-1);
    if (last && !odd && !last.raw && last.encoding === encoding) {
      last.end = this.#length;
      last.byteEnd = this.#bytes;
      return;
    }
    const segment: Segment = { start, end: this.#length, byteStart, byteEnd: this.#bytes, encoding };
    if (odd) segment.raw = bytes.slice();
    if (bad) segment.bad = true;
    this.segments.push(segment);
  }

  text(): string {
    return this.#parts.join('');
  }
}

/**
 * The bytes that `decode` read: `encode(text, segments)` undoes `decode(bytes)`. Segments with `raw` give those bytes.
 * Throws RangeError if the segments do not cover the text, or if a segment's encoding lacks a character.
 */
export function encodeBytes(text: string, segments: readonly Segment[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, encoding, raw } of segments) {
    if (start !== at || end < start || end > text.length)
      throw new RangeError(`luanma: segments do not cover the text at ${at}`);
    at = end;
    if (raw) {
      parts.push(raw);
      continue;
    }
    const { bytes, unencodable } = writeAs(encoding, text.slice(start, end));
    if (unencodable.length > 0) {
      const char = String.fromCodePoint(text.codePointAt(start + unencodable[0]!)!);
      throw new RangeError(
        `luanma: ${encoding} has no ${JSON.stringify(char)} (offset ${start + unencodable[0]!})`,
      );
    }
    parts.push(bytes);
  }
  if (at !== text.length) throw new RangeError(`luanma: segments end at ${at}, the text at ${text.length}`);
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}
