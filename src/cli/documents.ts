/**
 * Inputs to units of work, in the main thread: a file as text, cut into blocks, or a file of records, cut into batches of
 * whole lines. What needs no work (a byte order mark, bytes that are no characters) goes past the workers.
 * Example: `printf '\377\n' | luanma --check` → "-:1:1 encoding".
 */
import { CleanReader } from '../stream/bytes.ts';
import { DocumentReader, type TextPiece } from '../stream/reader.ts';
import { asUtf8, readerOptions } from './encodings.ts';
import { IgnoreState } from './ignores.ts';
import { lineBatches } from './lines.ts';
import type { Destination, Run } from './run.ts';
import { NOTHING, type Outcome } from './unit.ts';
import { utf8 } from './utf8.ts';

/** One file as one document. */
export async function readText(path: string, run: Run, to: Destination): Promise<void> {
  const options = readerOptions(run.options);
  const screen = options.from === undefined ? run.engine.screen?.() : undefined;
  const reader = screen ? new CleanReader(screen, utf8, options) : new DocumentReader(options);
  const ignores = new IgnoreState();
  const pass = async (pieces: ReturnType<CleanReader['end']>): Promise<void> => {
    for (const piece of pieces) {
      if (piece.kind === 'clean') {
        ignores.passBytes(piece.bytes);
        await run.add({ path, to, original: piece.bytes, outcome: NOTHING });
      } else if (piece.kind === 'text') {
        const { read, ...block }: TextPiece & { read?: Uint8Array } = piece;
        const unit = { ...block, path, ignoring: ignores.pass(piece.text) };
        await run.add({ path, to, original: read ?? piece.text, outcome: run.pool.run(unit) });
      } else {
        const { reason, bytes, line, column } = piece;
        const events: Outcome['events'] = reason === 'bom' ? [] : [{ event: 'found', line, column }];
        await run.add({ path, to, original: bytes, outcome: { ...NOTHING, events } });
      }
    }
  };
  const leave = (): boolean => to.utf8Only === true && reader instanceof CleanReader && reader.broken;
  for await (const chunk of run.read(path)) {
    const pieces = reader.push(chunk);
    if (leave()) break;
    await pass(pieces);
  }
  const rest = leave() ? [] : reader.end();
  if (leave())
    await run.add({ path, skipped: `${path}: is not UTF-8 throughout, left alone; luanma -o writes a copy` });
  else await pass(rest);
  await run.add({ path, to, end: 'document' });
}

/** One file of records, each a document. */
export async function readRecords(path: string, run: Run, to: Destination): Promise<void> {
  let line = 1;
  const { from } = run.options.repair;
  const chunks = from === undefined ? run.read(path) : asUtf8(run.read(path), from);
  for await (const { bytes, lines } of lineBatches(chunks)) {
    const outcome = run.pool.run({ kind: 'records', path, bytes, line });
    await run.add({ path, to, original: bytes, outcome, ...(line === 1 ? { first: true } : {}) });
    line += lines;
  }
  await run.add({ path, to, end: 'records' });
}
