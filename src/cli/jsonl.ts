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
import type { Repair, RepairSpan } from '../types.ts';
import type { Finding } from './finding.ts';
import { type JsonFault, type Located, locate } from './json.ts';
import { lineBatches } from './lines.ts';
import type { Run, Skip } from './run.ts';
import { JsonString } from './token.ts';

/** A field of a record whose value can be repaired. */
export interface FieldValue {
  /** Names of the fields that mean it, usually one. */
  field: string;
  string: JsonString;
  /** Byte range between the quotes. */
  start: number;
  end: number;
}

/** What a line holds: values in order, and why others are not among them. */
export interface RecordRead {
  values: FieldValue[];
  skips: { why: Skip; message: string; at?: { field: string; offset: number } }[];
}

/** The fields named on the command line, each once. */
export function fieldPaths(names: readonly string[]): FieldPath[] {
  return [...new Set(names)].map(fieldPath);
}

/** Repairs or checks one file of records. */
export async function processRecords(path: string, run: Run): Promise<void> {
  const fields = fieldPaths(run.options.fields);
  let number = 0;
  for await (const lines of lineBatches(run.read(path))) {
    if (number === 0 && run.openLine) await run.pass('\n');
    const out: Uint8Array[] = [];
    for (const line of lines) {
      number++;
      const read = readRecord(line, number === 1, fields);
      await tellSkips(read, line, path, number, run);
      out.push(...(await repaired(read.values, line, path, number, run)));
    }
    await run.pass(Buffer.concat(out));
  }
}

/** Warns of what a record lacks. */
export async function tellSkips(
  read: RecordRead,
  line: Uint8Array,
  path: string,
  number: number,
  run: Run,
): Promise<void> {
  for (const { why, message, at } of read.skips) {
    if (at)
      await run.found([
        { path, line: number, column: columnOf(line, at.offset, number === 1), field: at.field },
      ]);
    await run.skipped(why, `${path}:${number}: ${message}; passed unchanged`);
  }
}

/** Finds the fields in a line. `first`: a byte order mark may precede it. */
export function readRecord(line: Uint8Array, first: boolean, fields: readonly FieldPath[]): RecordRead {
  const from = first ? markLength(line) : 0;
  if (isBlank(line, from)) return { values: [], skips: [] };
  const located = locate(line, from, fields);
  if (!Array.isArray(located))
    return { values: [], skips: [{ why: 'not JSON', message: faultMessage(line, from, located) }] };
  const read: RecordRead = { values: [], skips: [] };
  for (const [index, { name }] of fields.entries()) {
    if (!located.some((value) => value.fields.includes(index))) {
      read.skips.push({ why: 'field missing', message: `no field "${name}"` });
    }
  }
  for (const value of located) {
    const field = value.fields.map((index) => fields[index]!.name).join(',');
    const fault = valueFault(line, value, field);
    if (fault) read.skips.push(fault);
    else {
      const start = value.start + 1;
      const end = value.end - 1;
      read.values.push({ field, string: new JsonString(textOf(line.subarray(start, end))), start, end });
    }
  }
  return read;
}

/** The parts of the line that take its place. */
async function repaired(
  values: readonly FieldValue[],
  line: Uint8Array,
  path: string,
  number: number,
  run: Run,
): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const value of values) {
    const { string, start, end } = value;
    const text = string.value;
    const repair = (): Repair => run.engine.repair(text, run.options.repair);
    const { spans } = run.guarded(`${path}:${number}`, text, repair);
    if (spans.length === 0) continue;
    await run.found(fieldFindings(spans, value, line, path, number));
    const changes = spans.filter((span) => span.text !== span.observed);
    if (changes.length === 0) continue;
    parts.push(line.subarray(from, start), Buffer.from(string.edited(changes)));
    from = end;
  }
  parts.push(line.subarray(from));
  return parts;
}

function fieldFindings(
  spans: readonly RepairSpan[],
  { field, string, start }: FieldValue,
  bytes: Uint8Array,
  path: string,
  line: number,
): Finding[] {
  const base = columnOf(bytes, start, line === 1);
  let column = base;
  let at = 0;
  return spans.map((span) => {
    const before = string.before(span.start);
    column += characters(before, at, before.length);
    at = before.length;
    return { path, line, column, field, span };
  });
}

function valueFault(
  line: Uint8Array,
  { start, end, isString }: Located,
  field: string,
): RecordRead['skips'][number] | null {
  if (!isString)
    return {
      why: 'field not a string',
      message: `field "${field}" is ${kindOfValue(line[start]!)}, not a string`,
    };
  if (isUtf8(line.subarray(start, end))) return null;
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
    if (!' \t\r\n'.includes(String.fromCharCode(line[i]!))) return false;
  return true;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
