/** `luanma/stream`: the stream without I/O, and async iterables. Re-exports only. */
export {
  createRepairStream,
  pieceBytes,
  type BytesPiece,
  type RepairBlock,
  type RepairedPiece,
  type RepairStream,
  type StreamOptions,
  type StreamPiece,
  type StreamSpan,
} from './core.ts';
export {
  repairBytes,
  repairChunks,
  repairLines,
  repairRecords,
  repairStrings,
  type RecordOptions,
  type Source,
} from './iterate.ts';
export type { RepairReport } from './tally.ts';
