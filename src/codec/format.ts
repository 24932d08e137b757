/**
 * The layout of `tables/*.bin`, shared by their generator and their reader.
 *
 * A file holds the tables of a family of encodings; everything is little-endian u16. A table is what
 * differs from its base table, as runs over the code space (00–FF single bytes, 8100–FFFF pairs).
 * Refuses a file of another version. One run in bytes: `a1aa 5e01 00e0` (as units AAA1 0179 E000) is
 * 94 codes from AAA1, counting up from U+E000.
 *
 * file   = MAGIC, VERSION, number of tables, then per table: encoding, kind, policies, base, four
 *          section lengths (units); then all sections, table by table, in the order of `Section`
 * runs   = (first code, length << 2 | kind, value | values…)…
 * extra  = (code, number of UTF-16 units, units…)…
 * prefer, refuse = (first code, length)…: codes the encoder takes although a lower one exists; codes it never writes
 */
import { readAsset } from '../asset.ts';
import { ENCODINGS, POLICIES, type EncodingId, type Policy } from './codec.ts';

export const MAGIC = 0x4d4c;
export const VERSION = 2;
export const NO_BASE = 0xffff;
export const ENTRY = 8;
/** Kinds of table: codes of one and two bytes, or GB18030's four-byte forms by linear pointer. */
export const CODES = 0;
export const FOUR_BYTE = 1;
/** Kinds of run: every value given, values counting up, one value throughout. */
export const LITERAL = 0;
export const COUNT_UP = 1;
export const FILL = 2;

/** One table before it is packed or after it was read. `units` covers the whole code space. */
export interface Table {
  readonly units: Uint16Array;
  readonly extra: Map<number, string>;
  readonly prefer: readonly number[];
  readonly refuse: readonly number[];
}

const files = new Map<string, Uint16Array>();

const LITTLE_ENDIAN: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian16(bytes: Uint8Array): Uint16Array {
  const units = new Uint16Array(bytes.length >> 1);
  if (LITTLE_ENDIAN) new Uint8Array(units.buffer).set(bytes);
  else for (let i = 0; i < units.length; i++) units[i] = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
  return units;
}

function file(name: string): Uint16Array {
  let units = files.get(name);
  if (!units) {
    units = littleEndian16(readAsset(`codec/tables/${name}.bin`));
    if (units[0] !== MAGIC || units[1] !== VERSION)
      throw new Error(`luanma: ${name}.bin is not a table file of version ${VERSION}`);
    files.set(name, units);
  }
  return units;
}

/** Reads the table of an encoding under a policy, expanded over its base tables. Throws if the file lacks it. */
export function readTable(name: string, id: EncodingId, policy: Policy, kind: number): Table {
  const u = file(name);
  const starts: number[] = [];
  let at = 3 + u[2]! * ENTRY;
  let found = -1;
  for (let t = 0; t < u[2]!; t++) {
    const entry = 3 + t * ENTRY;
    starts.push(at);
    for (let s = 0; s < 4; s++) at += u[entry + 4 + s]!;
    const mine = u[entry] === ENCODINGS.indexOf(id) && u[entry + 1] === kind;
    if (mine && (u[entry + 2]! >> POLICIES.indexOf(policy)) & 1) found = t;
  }
  if (found < 0) throw new Error(`luanma: ${name}.bin has no table for ${id} under ${policy}`);
  const chain: number[] = [];
  for (let t = found; t !== NO_BASE; t = u[3 + t * ENTRY + 3]!) chain.unshift(t);
  const units = new Uint16Array(65536);
  const extra = new Map<number, string>();
  for (const t of chain) apply(u, starts[t]!, 3 + t * ENTRY, units, extra);
  const entry = 3 + found * ENTRY + 4;
  const prefer = starts[found]! + u[entry]! + u[entry + 1]!;
  const refuse = prefer + u[entry + 2]!;
  return { units, extra, prefer: codes(u, prefer, refuse), refuse: codes(u, refuse, refuse + u[entry + 3]!) };
}

function apply(
  u: Uint16Array,
  start: number,
  entry: number,
  units: Uint16Array,
  extra: Map<number, string>,
): void {
  let i = start;
  const extras = start + u[entry + 4]!;
  while (i < extras) {
    const code = u[i]!;
    const length = u[i + 1]! >> 2;
    const kind = u[i + 1]! & 3;
    if (kind === LITERAL) units.set(u.subarray(i + 2, i + 2 + length), code);
    else if (kind === FILL) units.fill(u[i + 2]!, code, code + length);
    else for (let k = 0; k < length; k++) units[code + k] = u[i + 2]! + k;
    i += kind === LITERAL ? 2 + length : 3;
  }
  for (const end = extras + u[entry + 5]!; i < end; i += 2 + u[i + 1]!)
    extra.set(u[i]!, String.fromCharCode(...u.subarray(i + 2, i + 2 + u[i + 1]!)));
}

function codes(u: Uint16Array, from: number, to: number): number[] {
  const out: number[] = [];
  for (let i = from; i < to; i += 2) for (let k = 0; k < u[i + 1]!; k++) out.push(u[i]! + k);
  return out;
}
