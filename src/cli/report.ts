/**
 * `--report FILE`: everything that is known of every damaged place, as JSON Lines.
 *
 * The first record is the run (`type: "run"`): luanma's version, the hash of the model, the options; with them
 * a run can be reproduced. Then one record a span (`type: "span"`), or a line that is not UTF-8
 * (`type: "encoding"`), in input order; at the end the numbers of the run (`type: "summary"`). Fields are only ever added; readers must ignore types they do not know.
 * A number that JSON lacks (an infinite logOdds) is null.
 *
 * Example: {"type":"span","file":"a.txt","line":3,"column":7,"start":41,"end":46,"observed":…,"text":…}
 */
import type { RepairOptions } from '../types.ts';
import type { Finding } from './finding.ts';
import type { Tally } from './tally.ts';

/** The first record. */
export function runRecord(version: string, model: string | undefined, options: RepairOptions): string {
  return line({ type: 'run', luanma: version, model: model ?? null, options });
}

/** The record of one finding. */
export function findingRecord({ path, line: lineNumber, column, field, span }: Finding): string {
  const place = { file: path, line: lineNumber, column, ...(field === undefined ? {} : { field }) };
  if (!span) return line({ type: 'encoding', ...place });
  return line({
    type: 'span',
    ...place,
    start: span.start,
    end: span.end,
    observed: span.observed,
    restored: span.restored,
    text: span.text,
    channels: span.channels,
    plan: span.plan,
    logOdds: span.logOdds,
    confidence: span.confidence,
    inferred: span.inferred,
    lost: span.lost,
  });
}

/** The last record. */
export function summaryRecord(tally: Tally): string {
  return line(tally.record());
}

/** A record as a line. */
export function line(record: object): string {
  return `${JSON.stringify(record)}\n`;
}
