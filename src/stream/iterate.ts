/**
 * The stream as async iterables: pieces, strings, bytes, lines or records in and out, pulled one at a time, so
 * that a slow consumer holds the source back. Plain iterables will do as sources.
 *
 * Memory: what the core holds; for lines, the longest line more; for records, one record.
 * Example: `for await (const text of repairStrings(createReadStream(path, 'utf8'))) process.stdout.write(text)`.
 */
import { optionsOf } from '../repair/options.ts';
import { repair as repairText } from '../repairer.ts';
import { createRepairStream, pieceBytes, type StreamOptions, type StreamPiece } from './core.ts';
import { fieldPath, repairFields } from './records.ts';
import type { RepairReport } from './tally.ts';

/** What an `async function*` or an array has in common. */
export type Source<T> = AsyncIterable<T> | Iterable<T>;

/** The repaired pieces of one document, with their spans. */
export async function* repairChunks(
  chunks: Source<string | Uint8Array>,
  options: StreamOptions = {},
): AsyncGenerator<StreamPiece, void, undefined> {
  const stream = createRepairStream(options);
  for await (const chunk of chunks) yield* stream.push(chunk);
  yield* stream.end();
}

/** The text of one document. */
export async function* repairStrings(
  chunks: Source<string>,
  options: StreamOptions = {},
): AsyncGenerator<string, void, undefined> {
  for await (const piece of repairChunks(chunks, options)) if (piece.kind === 'text') yield piece.text;
}

/** The bytes of one document: UTF-8; what is not UTF-8 passes as it stands. */
export async function* repairBytes(
  chunks: Source<Uint8Array>,
  options: StreamOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of repairChunks(chunks, options)) yield pieceBytes(piece);
}

/**
 * The lines of one document, without their '\n', one for one. Evidence is pooled over the lines of a block;
 * where the lines have nothing to do with each other, take `repairRecords` or `repair`. Throws TypeError for a line with '\n'.
 */
export async function* repairLines(
  lines: Source<string>,
  options: StreamOptions = {},
): AsyncGenerator<string, void, undefined> {
  let some = false;
  async function* joined(): AsyncGenerator<string> {
    for await (const line of lines) {
      if (line.includes('\n')) throw new TypeError('luanma: a line holds a line end');
      yield some ? `\n${line}` : line;
      some = true;
    }
  }
  let open = '';
  for await (const text of repairStrings(joined(), options)) {
    const complete = (open + text).split('\n');
    open = complete.pop()!;
    yield* complete;
  }
  if (some) yield open;
}

export interface RecordOptions extends Omit<StreamOptions, 'repair'> {
  /** Names of the fields to repair: `text`; `meta.title` for a nested one; `*` for every element of a list or member of an object. */
  fields: readonly string[];
  /** Name of a field that is added to every record and gets its `RepairReport`. */
  report?: string;
}

/**
 * Records with the strings in some fields repaired, each string a document of its own. A record that needs no change comes
 * out as the object it is, unless a report is asked for; else a copy, and its source is left alone. A field that is missing or no
 * string is passed over.
 */
export async function* repairRecords<T extends object>(
  records: Source<T>,
  { fields, report, ...options }: RecordOptions,
): AsyncGenerator<T & Record<string, unknown>, void, undefined> {
  optionsOf(options);
  const paths = [...new Set(fields)].map(fieldPath);
  for await (const record of records) {
    const { record: repaired, report: account } = repairFields(record, paths, (text) =>
      repairText(text, options),
    );
    yield (report === undefined ? repaired : { ...repaired, [report]: account satisfies RepairReport }) as T &
      Record<string, unknown>;
  }
}
