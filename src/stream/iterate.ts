/**
 * The stream as an async iterable: whatever yields strings or bytes in, pieces out, pulled one at a time, so
 * a slow consumer holds the source back. Example: `for await (const piece of repairChunks(stdin, { repair })) …`.
 */
import { createRepairStream, type RepairBlock, type StreamPiece } from './core.ts';

/** The repaired pieces of one document. */
export async function* repairChunks(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  options: { repair: RepairBlock },
): AsyncGenerator<StreamPiece, void, undefined> {
  const stream = createRepairStream(options);
  for await (const chunk of chunks) yield* stream.push(chunk);
  yield* stream.end();
}
