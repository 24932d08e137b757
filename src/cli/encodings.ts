/**
 * Encodings on the command line: what is read (`--from`), what is written (`--to`, `--unencodable`).
 *
 * Files are read in whatever encoding they are in and written in UTF-8, unless `--to` says otherwise;
 * in place a file keeps the encoding that `--from` named, and without either only UTF-8 is touched. A character that `--to` lacks ends its file with a
 * message and status 2. Example: --to gbk, U+1F600 → "a.txt:3:7: gbk has no U+1F600; add --unencodable …".
 */
import { writeAs } from '../bytes/codecs.ts';
import { encodingOf } from '../bytes/names.ts';
import { type DecoderOptions, TextReader } from '../bytes/stream.ts';
import { Position } from '../stream/position.ts';
import { BAD_BYTE, toBytes, Utf8Reader } from '../stream/utf8.ts';
import { type CliOptions, UsageError } from './flags.ts';
import type { Destination, Run } from './run.ts';

/** How the bytes of a file are read. */
export function readerOptions({ repair: { from, minConfidence } }: CliOptions): DecoderOptions {
  return {
    ...(from === undefined ? {} : { from }),
    ...(minConfidence === undefined ? {} : { minConfidence }),
  };
}

/** Throws UsageError for an encoding that is not known. */
export function checkEncodings({ repair, to }: CliOptions): void {
  for (const [flag, label] of Object.entries({ from: repair.from, to })) {
    try {
      if (label !== undefined) encodingOf(label);
    } catch (error) {
      throw new UsageError(`--${flag}: ${(error as Error).message}`);
    }
  }
}

/** The chunks of a file as UTF-8, where its encoding is given. */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  from: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new TextReader({ from });
  for await (const chunk of chunks) yield toBytes(reader.push(chunk));
  yield toBytes(reader.end());
}

/** `to`, with everything in the encoding that was asked for. */
export function encoded(path: string, to: Destination, run: Run): Destination {
  const { to: label, unencodable, dryRun } = run.options;
  return label === undefined || dryRun ? to : new Encoded(path, to, encodingOf(label), unencodable, run);
}

const SUBSTITUTES = {
  entity: (char: string): string => `&#${char.codePointAt(0)};`,
  question: (): string => '?',
};

class Encoded implements Destination {
  readonly #path: string;
  readonly #inner: Destination;
  readonly #name: string;
  readonly #substitute: keyof typeof SUBSTITUTES | undefined;
  readonly #run: Run;
  readonly #reader = new Utf8Reader();
  readonly #position = new Position();
  #failed = false;

  constructor(
    path: string,
    inner: Destination,
    name: string,
    substitute: keyof typeof SUBSTITUTES | undefined,
    run: Run,
  ) {
    this.#path = path;
    this.#inner = inner;
    this.#name = name;
    this.#substitute = substitute;
    this.#run = run;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (!this.#failed) await this.#put(this.#reader.push(bytes));
  }

  async end(failed: boolean): Promise<void> {
    if (!this.#failed) await this.#put(this.#reader.end());
    await this.#inner.end?.(failed || this.#failed);
  }

  /** Writes text; bytes that are no characters are written as they are. */
  async #put(text: string): Promise<void> {
    const parts: Uint8Array[] = [];
    for (const part of text.split(/([\udc80-\udcff]+)/u)) {
      parts.push(BAD_BYTE.test(part) ? toBytes(part) : await this.#encode(part));
      this.#position.advance(part);
      if (this.#failed) break;
    }
    await this.#inner.write(Buffer.concat(parts), '');
  }

  async #encode(text: string): Promise<Uint8Array> {
    const { bytes, unencodable } = writeAs(this.#name, text);
    if (unencodable.length === 0) return bytes;
    if (this.#substitute !== undefined) return writeAs(this.#name, this.#replaced(text, unencodable)).bytes;
    const at = unencodable[0]!;
    const place = this.#position.copy();
    place.advance(text, 0, at);
    const point = text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0');
    const remedy = 'add --unencodable entity or --unencodable question';
    await this.#run.fault(
      `${this.#path}:${place.line}:${place.column}: ${this.#name} has no U+${point} ${text.codePointAt(at)! > 0x20 ? String.fromCodePoint(text.codePointAt(at)!) : ''}; ${remedy}`,
    );
    this.#failed = true;
    return writeAs(this.#name, text.slice(0, at)).bytes;
  }

  #replaced(text: string, unencodable: readonly number[]): string {
    const substitute = SUBSTITUTES[this.#substitute!];
    let out = '';
    let from = 0;
    for (const at of unencodable) {
      const char = String.fromCodePoint(text.codePointAt(at)!);
      out += text.slice(from, at) + substitute(char);
      from = at + char.length;
    }
    return out + text.slice(from);
  }
}
