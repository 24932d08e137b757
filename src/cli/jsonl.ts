/**
 * `--jsonl`: repairs the wanted fields of each record and leaves every other byte of its line alone.
 *
 * A record is a document of its own: nothing is carried over to the next. A line that is not JSON, and a field that is
 * missing, not a string or not UTF-8, passes as it stands, with a warning; an empty line passes without one. Where
 * several files are read, a last line without its end gets one before the next file begins.
 *
 * Example, for --field t: {"n": 1.0, "t": "<garbled>\/"} → {"n": 1.0, "t": "<repaired>\/"}
 */
import { isUtf8 } from 'node:buffer';
import { characters } from '../stream/position.ts';
import { type FieldPath, fieldPath } from '../stream/records.ts';
import { reportOf } from '../stream/tally.ts';
import type { Repair, RepairSpan } from '../types.ts';
import type { CleanRecords } from './cleanRecord.ts';
import type { ValueScreen } from './cleanValue.ts';
import { type JsonFault, type Located, locate } from './json.ts';
import { JsonString } from './token.ts';
import type { FoundEvent, Outcome, RecordsUnit, Skip, UnitEvent } from './unit.ts';

/** A field of a record whose value can be repaired. */
export interface FieldValue {
  /** Names of the fields that mean it, usually one. */
  field: string;
  /** Byte range between the quotes. */
  start: number;
  end: number;
}

/** What a line holds: values in order, and why others are not among them. */
export interface RecordRead {
  kind: 'blank' | 'record' | 'not JSON';
  values: FieldValue[];
  skips: { why: Skip; message: string; at?: { field: string; offset: number } }[];
}

/** What is read of each record, and the field that is added. */
export interface FieldReader {
  fields: readonly FieldPath[];
  report: { name: string; path: FieldPath } | undefined;
  /** What it lets pass is clean; without one everything is repaired. */
  screen?: ValueScreen;
  /** What it lets pass is a record to which nothing is to be done. */
  clean?: CleanRecords | undefined;
}

/** All that counts of the repair of a clean text. */
const CLEAN: Repair = { text: '', changed: false, confidence: 1, damaged: 0, spans: [], alternatives: [] };

/** The fields named on the command line, each once. */
export function fieldReader(names: readonly string[], report?: string): FieldReader {
  return {
    fields: [...new Set(names)].map(fieldPath),
    report: report === undefined ? undefined : { name: report, path: { name: report, routes: [[report]] } },
  };
}

/** Repairs a batch of lines. */
export function recordsOutcome(
  unit: RecordsUnit,
  reader: FieldReader,
  repair: (text: string, line: number) => Repair,
  events: UnitEvent[],
): Outcome {
  // no Buffer: parts of one take much longer to make
  const bytes = new Uint8Array(unit.bytes.buffer, unit.bytes.byteOffset, unit.bytes.length);
  const searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const utf8 = isUtf8(bytes);
  const parts: Uint8Array[] = [];
  let written = 0;
  let documents = 0;
  let damaged = 0;
  let number = unit.line;
  for (let from = 0; from < bytes.length; number++) {
    const newline = searched.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (utf8 && reader.clean?.isClean(bytes, from, end)) {
      documents++;
      from = end;
      continue;
    }
    const line = bytes.subarray(from, end);
    const record = repairRecord(line, utf8, number, reader, repair, events);
    documents += record.documents;
    damaged += record.damaged;
    if (record.parts) {
      parts.push(bytes.subarray(written, from), ...record.parts);
      written = end;
    }
    from = end;
  }
  if (written === 0) return { output: undefined, events, documents, damaged };
  parts.push(bytes.subarray(written));
  return { output: Buffer.concat(parts), events, documents, damaged };
}

interface RecordOutcome {
  /** What takes the line's place; undefined: it stays. */
  parts: Uint8Array[] | undefined;
  documents: 0 | 1;
  damaged: 0 | 1;
}

function repairRecord(
  line: Uint8Array,
  utf8: boolean,
  number: number,
  { fields, report, screen }: FieldReader,
  repair: (text: string, line: number) => Repair,
  events: UnitEvent[],
): RecordOutcome {
  const read = readRecord(line, number === 1, fields, utf8);
  if (read.kind === 'blank') return { parts: undefined, documents: 0, damaged: 0 };
  let damaged: 0 | 1 = 0;
  if (read.skips.length > 0) {
    const told = skipEvents(read, line, number);
    events.push(...told);
    if (told.some(({ event }) => event === 'found')) damaged = 1;
  }
  const parts: Uint8Array[] = [];
  const repairs: { length: number; repair: Repair }[] = [];
  let from = 0;
  for (const value of read.values) {
    const { start, end } = value;
    const units = screen?.unitsOfClean(line, start, end) ?? -1;
    if (units >= 0) {
      repairs.push({ length: units, repair: CLEAN });
      continue;
    }
    const string = stringOf(line, value);
    const result = repair(string.value, number);
    repairs.push({ length: string.value.length, repair: result });
    if (result.spans.length === 0) continue;
    damaged = 1;
    events.push(...fieldFindings(result.spans, string, value, line, number));
    const changes = result.spans.filter((span) => span.text !== span.observed);
    if (changes.length === 0) continue;
    parts.push(line.subarray(from, start), Buffer.from(string.edited(changes)));
    from = end;
  }
  const changed = from > 0;
  if (!changed && !report) return { parts: undefined, documents: 1, damaged };
  parts.push(line.subarray(from));
  if (report && read.kind === 'record') {
    const whole = changed ? Buffer.concat(parts) : line;
    const added = withMember(whole, number === 1, report, JSON.stringify(reportOf(repairs)));
    if (added) return { parts: added, documents: 1, damaged };
  }
  return { parts: changed ? parts : undefined, documents: 1, damaged };
}

/** The line with a member of its object set, at the end if it is new; null if the line is no object. */
function withMember(
  line: Uint8Array,
  first: boolean,
  { name, path }: { name: string; path: FieldPath },
  json: string,
): Uint8Array[] | null {
  const from = first ? markLength(line) : 0;
  const last = lastOf(line, line.length);
  if (line[last] !== 0x7d) return null;
  const there = locate(line, from, [path]);
  if (!Array.isArray(there)) return null;
  const old = there.at(-1);
  if (old) return [line.subarray(0, old.start), Buffer.from(json), line.subarray(old.end)];
  const before = lastOf(line, last);
  const comma = line[before] === 0x7b ? '' : ',';
  return [
    line.subarray(0, before + 1),
    Buffer.from(`${comma}${JSON.stringify(name)}:${json}`),
    line.subarray(before + 1),
  ];
}

/** Offset of the last byte before `end` that is not white space. */
function lastOf(line: Uint8Array, end: number): number {
  let at = end - 1;
  while (at > 0 && ' \t\r\n'.includes(String.fromCharCode(line[at]!))) at--;
  return at;
}

/** The string that a value is. */
export function stringOf(line: Uint8Array, { start, end }: FieldValue): JsonString {
  return new JsonString(textOf(line.subarray(start, end)));
}

/** Warnings of what a record lacks. */
export function skipEvents(read: RecordRead, line: Uint8Array, number: number): UnitEvent[] {
  return read.skips.flatMap(({ why, message, at }): UnitEvent[] => {
    const skipped: UnitEvent = { event: 'skipped', why, message: `${number}: ${message}; passed unchanged` };
    if (!at) return [skipped];
    const column = columnOf(line, at.offset, number === 1);
    return [{ event: 'found', line: number, column, field: at.field }, skipped];
  });
}

/** Finds the fields in a line. `first`: a byte order mark may precede it; `utf8`: it is known to be valid. */
export function readRecord(
  line: Uint8Array,
  first: boolean,
  fields: readonly FieldPath[],
  utf8 = false,
): RecordRead {
  const from = first ? markLength(line) : 0;
  if (isBlank(line, from)) return { kind: 'blank', values: [], skips: [] };
  const located = locate(line, from, fields);
  if (!Array.isArray(located))
    return {
      kind: 'not JSON',
      values: [],
      skips: [{ why: 'not JSON', message: faultMessage(line, from, located) }],
    };
  const read: RecordRead = { kind: 'record', values: [], skips: [] };
  for (const [index, { name }] of fields.entries()) {
    if (!located.some((value) => value.fields.includes(index))) {
      read.skips.push({ why: 'field missing', message: `no field "${name}"` });
    }
  }
  for (const value of located) {
    const field =
      value.fields.length === 1
        ? fields[value.fields[0]!]!.name
        : value.fields.map((index) => fields[index]!.name).join(',');
    const fault = valueFault(line, value, field, utf8);
    if (fault) read.skips.push(fault);
    else {
      read.values.push({ field, start: value.start + 1, end: value.end - 1 });
    }
  }
  return read;
}

function fieldFindings(
  spans: readonly RepairSpan[],
  string: JsonString,
  { field, start }: FieldValue,
  bytes: Uint8Array,
  line: number,
): FoundEvent[] {
  const base = columnOf(bytes, start, line === 1);
  let column = base;
  let at = 0;
  return spans.map((span) => {
    const before = string.before(span.start);
    column += characters(before, at, before.length);
    at = before.length;
    return { event: 'found', line, column, field, span };
  });
}

function valueFault(
  line: Uint8Array,
  { start, end, isString }: Located,
  field: string,
  utf8: boolean,
): RecordRead['skips'][number] | null {
  if (!isString)
    return {
      why: 'field not a string',
      message: `field "${field}" is ${kindOfValue(line[start]!)}, not a string`,
    };
  if (utf8 || isUtf8(line.subarray(start, end))) return null;
  return {
    why: 'field not UTF-8',
    message: `field "${field}" is not UTF-8`,
    at: { field, offset: start + 1 },
  };
}

function kindOfValue(byte: number): string {
  switch (String.fromCharCode(byte)) {
    case '{':
      return 'an object';
    case '[':
      return 'a list';
    case 'n':
      return 'null';
    case 't':
    case 'f':
      return 'true or false';
    default:
      return 'a number';
  }
}

function faultMessage(line: Uint8Array, from: number, { offset, expected }: JsonFault): string {
  return `not JSON: expected ${expected} at column ${columnOf(line, offset, from > 0)}`;
}

/** The column, in characters from 1, of a byte. Bytes that continue a character do not count. */
function columnOf(line: Uint8Array, offset: number, first: boolean): number {
  let column = 1;
  for (let i = first ? markLength(line) : 0; i < offset; i++) if ((line[i]! & 0xc0) !== 0x80) column++;
  return column;
}

function markLength(line: Uint8Array): number {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
}

function isBlank(line: Uint8Array, from: number): boolean {
  for (let i = from; i < line.length; i++)
    if (line[i] !== 0x20 && line[i] !== 9 && line[i] !== 13 && line[i] !== 10) return false;
  return true;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
