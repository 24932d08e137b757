/**
 * What has become of a document, in numbers: the report column of a record, and what sums up a run.
 * Example: one span of utf8-as-gbk over half of the text → { damaged: 0.5, changed: true, kinds: { 'utf8-as-gbk': 1 }, … }.
 */
import type { Repair, RepairSpan } from '../types.ts';

/** JSON; the same in `--add-report`, in `repairRecords` and in the Python client. */
export interface RepairReport {
  /** Share of the UTF-16 units inside spans, from 0 to 1: to filter by. */
  damaged: number;
  changed: boolean;
  /** The least of the repairs' confidences; 1 when nothing was repaired. */
  confidence: number;
  /** Spans by kind: channel ids in the order of the damage, joined by `+`, or `beyond-repair`. */
  kinds: Record<string, number>;
  /** Characters put in by inference, and characters that nothing brings back. */
  inferred: number;
  lost: number;
}

/** A channel chain as it is printed: ids in the order of the damage, joined by `+`. */
export function chainName(channels: readonly { channel: string }[], empty: string): string {
  return channels.length === 0 ? empty : channels.map((step) => step.channel).join('+');
}

/** What a span is counted as. */
export function spanKind(span: RepairSpan): string {
  return chainName(span.channels, 'beyond-repair');
}

/** The report of a document, or of one record's texts together. */
export function reportOf(parts: readonly { length: number; repair: Repair }[]): RepairReport {
  let units = 0;
  let inside = 0;
  const report: RepairReport = { damaged: 0, changed: false, confidence: 1, kinds: {}, inferred: 0, lost: 0 };
  for (const { length, repair } of parts) {
    units += length;
    report.changed ||= repair.changed;
    report.confidence = Math.min(report.confidence, repair.confidence);
    for (const span of repair.spans) {
      inside += span.end - span.start;
      const kind = spanKind(span);
      report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
      report.inferred += span.inferred.length;
      report.lost += span.lost.length;
    }
  }
  if (units > 0) report.damaged = inside / units;
  return report;
}
