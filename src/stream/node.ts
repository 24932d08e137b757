/**
 * The stream as a Node `Transform`: bytes in, bytes out, back-pressure as in any pipe. Strings that are written
 * are taken as UTF-8. Example: `pipeline(createReadStream(a), createRepairTransform(), createWriteStream(b))`.
 * Memory: what the core holds, and the two buffers of the stream (`highWaterMark`).
 */
import { Transform } from 'node:stream';
import { createRepairStream, pieceBytes, type StreamOptions, type StreamPiece } from './core.ts';

export interface RepairTransformOptions extends StreamOptions {
  /** Told of every piece before its bytes are passed on: spans, lines that are not UTF-8. */
  onPiece?: (piece: StreamPiece) => void;
}

/**
 * A `Transform` for one document. Throws TypeError for an unknown option or channel; an error thrown by `repair`
 * or `onPiece` destroys the stream.
 */
export function createRepairTransform({ onPiece, ...options }: RepairTransformOptions = {}): Transform {
  const stream = createRepairStream(options);
  const pass = (target: Transform, pieces: readonly StreamPiece[]): void => {
    for (const piece of pieces) {
      onPiece?.(piece);
      target.push(pieceBytes(piece));
    }
  };
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      try {
        pass(this, stream.push(chunk));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        pass(this, stream.end());
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
