/**
 * The stream as a Web `TransformStream`, for browsers, Deno, Bun and `fetch`. What comes out is of the kind that
 * goes in: strings for strings, bytes for bytes. Example: `response.body.pipeThrough(createRepairTransformStream())`.
 */
import { createRepairStream, pieceBytes, type StreamOptions, type StreamPiece } from './core.ts';

export interface RepairTransformStreamOptions extends StreamOptions {
  /** Told of every piece before it is passed on. */
  onPiece?: (piece: StreamPiece) => void;
}

/** A `TransformStream` for one document. Throws TypeError for an unknown option or channel. */
export function createRepairTransformStream<T extends string | Uint8Array>({
  onPiece,
  ...options
}: RepairTransformStreamOptions = {}): TransformStream<T, T> {
  const stream = createRepairStream(options);
  let strings = false;
  const pass = (pieces: readonly StreamPiece[], enqueue: (chunk: T) => void): void => {
    for (const piece of pieces) {
      onPiece?.(piece);
      // Strings in: no piece has bytes.
      enqueue((strings && piece.kind === 'text' ? piece.text : pieceBytes(piece)) as T);
    }
  };
  return new TransformStream<T, T>({
    transform(chunk, controller) {
      strings ||= typeof chunk === 'string';
      pass(stream.push(chunk), (out) => controller.enqueue(out));
    },
    flush(controller) {
      pass(stream.end(), (out) => controller.enqueue(out));
    },
  });
}
