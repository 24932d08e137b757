/**
 * One damaged place: what `--check`, `--explain` and `--report` all speak of.
 * Example: { path: 'a.txt', line: 3, column: 7, span } or, for a line that is not UTF-8, the same without a span.
 */
import { spanKind } from '../stream/tally.ts';
import type { RepairSpan } from '../types.ts';

export interface Finding {
  /** As it was given; `-` is standard input. */
  path: string;
  /** From 1. A column is a number of characters in the line as it stands in the file, also with --jsonl. */
  line: number;
  column: number;
  /** With --jsonl: the name of the field. */
  field?: string;
  /** Absent: bytes that are not UTF-8. Offsets refer to the document: the file, or the field's value with --jsonl. */
  span?: RepairSpan;
}

/** `encoding`, `beyond-repair`, or what happened. */
export function kindOf({ span }: Finding): string {
  return span ? spanKind(span) : 'encoding';
}

/** The line that `--check` prints. */
export function checkLine(finding: Finding): string {
  return `${finding.path}:${finding.line}:${finding.column} ${kindOf(finding)}\n`;
}
