/**
 * Chunks of bytes to whole lines, each with its '\n'; the last one may lack it. A line is as long as it is: it is
 * held in memory whole. Lines come in batches, those that one chunk completes, so that a file of short lines
 * costs one turn of the event loop a chunk and not one a line. Example: 'a\nb', 'c\n' → ['a\n'], ['bc\n'].
 */
export async function* lineBatches(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array[], void, undefined> {
  let open: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    let from = 0;
    for (;;) {
      const newline = chunk.indexOf(0x0a, from);
      if (newline < 0) break;
      const line = chunk.subarray(from, newline + 1);
      lines.push(open.length === 0 ? line : Buffer.concat([...open, line]));
      open = [];
      from = newline + 1;
    }
    // A copy: what a source has handed out it may use again.
    if (from < chunk.length) open.push(chunk.slice(from));
    if (lines.length > 0) yield lines;
  }
  if (open.length > 0) yield [Buffer.concat(open)];
}
