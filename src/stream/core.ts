/**
 * The stream without any I/O: chunks of one document are pushed in, repaired pieces come out.
 *
 * What comes out depends on the document alone, never on how it was cut into chunks: joined, the text is what
 * `repair` makes of the whole string, because both work on the same blocks. Bytes are read in
 * whatever encoding they are in (`from` says which); bytes that are no characters pass through untouched, with the rest
 * of their line (within a block) as UTF-8; so do a byte order mark, CRLF and NUL.
 *
 * Evidence about the document (which reader damaged it, annotated pages) is used within a block: at most 65,536
 * UTF-16 units, cut at the last line end (repair/blocks.ts). Output lags behind input by at most one block: a
 * line that has arrived may be held back until its block is complete or the document ends.
 * Memory: one block held back (128 kB as text), the chunk pushed, and what is made of it; nothing grows with the
 * document, not even a line of 100 MB, which is cut like everything else.
 *
 * Example: push('\u6d63\u72b2') → [], push('\u30bd') → [], end() → [{ text: '\u4f60\u597d', spans: [1:1] }].
 */
import { optionsOf } from '../repair/options.ts';
import { repairBlock } from '../repairer.ts';
import type { Repair, RepairOptions, RepairSpan } from '../types.ts';
import { Position } from './position.ts';
import { type BytesPiece, DocumentReader, type TextPiece } from './reader.ts';

export type { BytesPiece } from './reader.ts';

/**
 * Repairs one block. `last`: the document ends with it, so a character cut at its end may be damage. `alarms`: where its
 * screen alarms, if that is known.
 */
export type RepairBlock = (text: string, last: boolean, alarms?: readonly number[]) => Repair;

/** The options of `repair`, without `alternatives`, which are about whole texts. */
export interface StreamOptions extends Omit<RepairOptions, 'alternatives'> {
  /** Repairs the blocks in place of the library, for tests and wrappers; the other options are then its own affair. */
  repair?: RepairBlock;
}

/** A span whose offsets refer to the document. */
export interface StreamSpan extends RepairSpan {
  /** Of the first character, from 1; a column is a number of characters. */
  line: number;
  column: number;
}

/** Repaired text. */
export interface RepairedPiece {
  kind: 'text';
  text: string;
  changed: boolean;
  /** UTF-16 offset of what was read for it, in the document. */
  start: number;
  line: number;
  column: number;
  spans: StreamSpan[];
}

export type StreamPiece = RepairedPiece | BytesPiece;

export interface RepairStream {
  /** The pieces that this chunk completes. A document is either strings or bytes; a mixture throws TypeError. */
  push(chunk: string | Uint8Array): StreamPiece[];
  /** The rest of the document. Nothing may be pushed after it. */
  end(): StreamPiece[];
}

/** A stream for one document. Throws TypeError for an unknown option or channel. */
export function createRepairStream(options: StreamOptions = {}): RepairStream {
  const repair = blockRepair(options);
  const { from, minConfidence } = options;
  const reader = new DocumentReader({
    ...(from === undefined ? {} : { from }),
    ...(minConfidence === undefined ? {} : { minConfidence }),
  });
  const repaired = (pieces: readonly (TextPiece | BytesPiece)[]): StreamPiece[] =>
    pieces.map((piece) => (piece.kind === 'text' ? repairPiece(piece, repair) : piece));
  let ended = false;
  return {
    push(chunk) {
      if (ended) throw new TypeError('luanma: push after end');
      return repaired(reader.push(chunk));
    },
    end() {
      ended = true;
      return repaired(reader.end());
    },
  };
}

function blockRepair({ repair, ...options }: StreamOptions): RepairBlock {
  if (repair) return repair;
  // Now and not with the first block: a mistake in the options is no fault of the document.
  optionsOf(options);
  return (text, last, alarms) => repairBlock(text, options, last, alarms);
}

/** What a piece puts out, as UTF-8. */
export function pieceBytes(piece: StreamPiece): Uint8Array {
  return piece.kind === 'bytes' ? piece.bytes : new TextEncoder().encode(piece.text);
}

/** A piece of the document, repaired; places refer to the document. */
export function repairPiece(piece: TextPiece, repair: RepairBlock): RepairedPiece {
  const { text, start, line, column } = piece;
  const result = repair(text, piece.last, piece.alarms);
  const position = new Position(line, column);
  let at = 0;
  const spans = result.spans.map((span): StreamSpan => {
    position.advance(text, at, span.start);
    at = span.start;
    const { line: spanLine, column: spanColumn } = position;
    return { ...span, start: start + span.start, end: start + span.end, line: spanLine, column: spanColumn };
  });
  return { kind: 'text', text: result.text, changed: result.changed, start, line, column, spans };
}
