/**
 * The bytes of a document as text while they arrive, whatever their encoding; `push` and `end`, nothing else.
 *
 * A byte that is no part of a character becomes one low surrogate, U+DC80 to U+DCFF for 80 to FF (below 80: itself), as
 * in `stream/utf8.ts`, whose `toBytes` gives it back. Below `minConfidence` nothing is decoded but what is valid UTF-8,
 * so that unknown bytes pass as they are. Example: push(C4 E3 FF), end() → '\u4f60\udcff'.
 */
import { ByteDecoder, type DecodedRun, type DecoderOptions } from './decoder.ts';
import { MIN_CONFIDENCE } from './weights.ts';

export type { DecoderOptions } from './decoder.ts';

export class TextReader {
  /** Whether a bad byte was met so far. */
  sawBadByte = false;
  readonly #decoder: ByteDecoder;

  constructor(options: DecoderOptions = {}) {
    this.#decoder = new ByteDecoder({ minConfidence: MIN_CONFIDENCE, ...options });
  }

  /** The encoding, once it is settled; `binary` where none explains the bytes. */
  get encoding(): string | undefined {
    return this.#decoder.encoding;
  }

  push(chunk: Uint8Array): string {
    return this.#text(this.#decoder.push(chunk));
  }

  end(): string {
    return this.#text(this.#decoder.end());
  }

  #text(runs: readonly DecodedRun[]): string {
    let text = '';
    for (const run of runs) text += run.bad ? this.#bad(run.bytes) : run.text;
    return text;
  }

  #bad(bytes: Uint8Array): string {
    this.sawBadByte = true;
    return Array.from(bytes, (b) => String.fromCharCode(b < 128 ? b : 0xdc00 | b)).join('');
  }
}
