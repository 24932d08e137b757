/**
 * Work in units, so that any number of workers gives the same output: what one unit is, and what came of it.
 *
 * A unit holds everything that its outcome depends on, also where in the document it lies; an outcome holds everything
 * that is told or written for it. Both are plain data and may go from thread to thread. Example: the block
 * { kind: 'text', text: 'a\n', line: 1, … } → { output: undefined, events: [] }: nothing to say, passes as it is.
 */
import type { TextPiece } from '../stream/reader.ts';
import type { RepairSpan } from '../types.ts';

/** A block of a document. */
export interface TextUnit extends TextPiece {
  path: string;
  /** Lines marked `luanma-ignore` are left alone; `ignoring`: the block begins inside an ignored region. */
  ignoring: boolean;
}

/** Whole lines of JSON Lines. */
export interface RecordsUnit {
  kind: 'records';
  path: string;
  bytes: Uint8Array;
  /** Number of the first line, from 1. */
  line: number;
}

/** A text that is a document of its own. */
export interface DocumentUnit {
  kind: 'document';
  path: string;
  bytes: Uint8Array;
}

export type Unit = TextUnit | RecordsUnit | DocumentUnit;

/** One damaged place; absent span: bytes that are not UTF-8. */
export interface FoundEvent {
  event: 'found';
  line: number;
  column: number;
  field?: string;
  span?: RepairSpan;
}

/** Why a line of JSON Lines was left alone, as the summary counts it. */
export type Skip = 'not JSON' | 'field missing' | 'field not a string' | 'field not UTF-8';

export type UnitEvent =
  | FoundEvent
  | { event: 'skipped'; why: Skip; message: string }
  /** luanma failed on a text, which passes unchanged. */
  | { event: 'failed'; message: string };

export interface Outcome {
  /** What takes the unit's place; undefined: it passes as it is. */
  output: Uint8Array | undefined;
  /** Everything to be told, in input order. */
  events: UnitEvent[];
  /** Records read, and those with damage; a block counts for none, its document is counted by who reads it. */
  documents: number;
  damaged: number;
}

/** Nothing to say, nothing to change. */
export const NOTHING: Outcome = { output: undefined, events: [], documents: 0, damaged: 0 };
