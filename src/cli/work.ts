/**
 * Does a unit of work: the one place where the command calls the engine, in the main thread or in a worker.
 * No bug of the engine costs a line: a text that it fails on passes unchanged, and is told.
 */
import { isUtf8 } from 'node:buffer';
import { type RepairBlock, repairPiece, type StreamSpan } from '../stream/core.ts';
import type { Repair, RepairOptions } from '../types.ts';
import { CleanRecords } from './cleanRecord.ts';
import { ValueScreen } from './cleanValue.ts';
import type { Engine } from './engine.ts';
import { withoutIgnored } from './ignores.ts';
import { type FieldReader, fieldReader, recordsOutcome } from './jsonl.ts';
import {
  type DocumentUnit,
  NOTHING,
  type Outcome,
  type TextUnit,
  type Unit,
  type UnitEvent,
} from './unit.ts';

/** Options that a worker needs: plain data. */
export interface WorkOptions {
  repair: RepairOptions;
  fields: readonly string[];
  addReport: string | undefined;
  /** Only blocks will come, which have been screened. */
  blocksOnly: boolean;
}

export type Work = (unit: Unit) => Outcome;

/** The work of one thread. */
export function workOf(engine: Engine, options: WorkOptions): Work {
  const reader: FieldReader = fieldReader(options.fields, options.addReport);
  const screen = options.blocksOnly ? undefined : engine.screen?.();
  if (screen) {
    reader.screen = new ValueScreen(screen);
    if (!reader.report) reader.clean = CleanRecords.for(reader.screen, reader.fields);
  }
  return (unit) => {
    const events: UnitEvent[] = [];
    if (unit.kind === 'text') {
      const repair: RepairBlock = (text, last, alarms) =>
        guarded(events, unit.path, text, () => engine.repairBlock(text, options.repair, last, alarms));
      return textOutcome(unit, repair, events);
    }
    if (unit.kind === 'document') {
      if (reader.screen?.isClean(unit.bytes)) return { ...NOTHING, documents: 1 };
      return documentOutcome(unit, events, (text) =>
        guarded(events, unit.path, text, () => engine.repair(text, options.repair)),
      );
    }
    const repair = (text: string, line: number): Repair =>
      guarded(events, `${unit.path}:${line}`, text, () => engine.repair(text, options.repair));
    return recordsOutcome(unit, reader, repair, events);
  };
}

function textOutcome(unit: TextUnit, repair: RepairBlock, events: UnitEvent[]): Outcome {
  const piece = repairPiece(unit, (text, last, alarms) =>
    withoutIgnored(text, unit.ignoring, repair(text, last, alarms)),
  );
  for (const span of piece.spans) events.push(found(span));
  const output = piece.changed ? Buffer.from(piece.text) : undefined;
  return { output, events, documents: 0, damaged: 0 };
}

/** A text as bytes; one that is not UTF-8 stays as it is. */
function documentOutcome(
  { bytes }: DocumentUnit,
  events: UnitEvent[],
  repair: (text: string) => Repair,
): Outcome {
  if (!isUtf8(bytes)) {
    events.push({ event: 'found', line: 1, column: 1 });
    return { output: undefined, events, documents: 1, damaged: 1 };
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  const whole = { kind: 'text' as const, text, start: 0, line: 1, column: 1, last: true };
  const piece = repairPiece(whole, repair);
  for (const span of piece.spans) events.push(found(span));
  const output = piece.changed ? Buffer.from(piece.text) : undefined;
  return { output, events, documents: 1, damaged: piece.spans.length > 0 ? 1 : 0 };
}

function found({ line, column, ...span }: StreamSpan): UnitEvent {
  return { event: 'found', line, column, span };
}

function guarded(events: UnitEvent[], place: string, text: string, repair: () => Repair): Repair {
  try {
    return repair();
  } catch (error) {
    events.push({
      event: 'failed',
      message: `${place}: passed unchanged, for luanma failed on it (${String(error)}); please report this`,
    });
    return { text, changed: false, confidence: 1, damaged: 0, spans: [], alternatives: [] };
  }
}
