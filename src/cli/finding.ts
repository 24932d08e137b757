/**
 * One damaged place: what `--check`, `--explain` and `--report` all speak of.
 * Example: { path: 'a.txt', line: 3, column: 7, span } or, for a line that is not UTF-8, the same without a span.
 */
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

/** A channel chain as it is printed: ids in the order of the damage, joined by `+`. */
export function chainName(channels: readonly { channel: string }[], empty: string): string {
  return channels.length === 0 ? empty : channels.map((step) => step.channel).join('+');
}

/** `encoding`, `beyond-repair`, or what happened. */
export function kindOf({ span }: Finding): string {
  return span ? chainName(span.channels, 'beyond-repair') : 'encoding';
}

/** The line that `--check` prints. */
export function checkLine(finding: Finding): string {
  return `${finding.path}:${finding.line}:${finding.column} ${kindOf(finding)}\n`;
}
