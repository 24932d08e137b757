/**
 * Chunks of bytes to batches of whole lines, each with its '\n'; the last one may lack it. A line is as long as it is: it is
 * held in memory whole. A batch has the lines that one chunk completes, so that a file of short lines costs one turn of
 * the event loop a chunk and not one a line. Example: 'a\nb', 'c\nd\ne' → 'a\n', 'bc\nd\n', 'e'.
 */

export interface LineBatch {
  bytes: Uint8Array;
  /** How many lines it has. */
  lines: number;
}

export async function* lineBatches(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineBatch, void, undefined> {
  let open: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      const complete = chunk.subarray(0, end);
      const bytes = open.length === 0 ? complete : Buffer.concat([...open, complete]);
      open = [];
      yield { bytes, lines: lineEnds(complete) };
    }
    // A copy: what a source has handed out it may use again.
    if (end < chunk.length) open.push(new Uint8Array(chunk.subarray(end)));
  }
  if (open.length > 0) yield { bytes: Buffer.concat(open), lines: 1 };
}

/** The lines of a batch. */
export function* eachLine(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline + 1;
    yield bytes.subarray(from, end);
    from = end;
  }
}

function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
