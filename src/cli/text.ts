/**
 * A file as text: repaired block by block, written as soon as a block is done. Bytes that are not UTF-8 pass through
 * and are found as `encoding`. Example: `printf '\377\n' | luanma --check` → "-:1:1 encoding".
 */
import { createRepairStream, pieceBytes, type StreamPiece } from '../stream/core.ts';
import type { Finding } from './finding.ts';
import type { Run } from './run.ts';

/** Repairs or checks one document. */
export async function processText(path: string, run: Run): Promise<void> {
  const { engine, options } = run;
  const stream = createRepairStream({
    repair: (text, last) => run.guarded(path, text, () => engine.repairBlock(text, options.repair, last)),
  });
  const pass = async (pieces: readonly StreamPiece[]): Promise<void> => {
    for (const piece of pieces) {
      await run.found(findings(path, piece));
      await run.pass(pieceBytes(piece));
    }
  };
  for await (const chunk of run.read(path)) await pass(stream.push(chunk));
  await pass(stream.end());
}

function findings(path: string, piece: StreamPiece): Finding[] {
  if (piece.kind === 'text')
    return piece.spans.map((span) => ({ path, line: span.line, column: span.column, span }));
  return piece.reason === 'bom' ? [] : [{ path, line: piece.line, column: piece.column }];
}
