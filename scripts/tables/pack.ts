/** Writes tables in the layout of src/codec/format.ts: each as runs of what differs from its base. */
import { ENCODINGS, POLICIES, type EncodingId, type Policy } from '../../src/codec/codec.ts';
import { COUNT_UP, FILL, LITERAL, MAGIC, NO_BASE, VERSION, type Table } from '../../src/codec/format.ts';

/** A table to pack: the policies that share it, and the earlier table of the same file it builds on. */
export interface Packed extends Table {
  readonly id: EncodingId;
  readonly kind: number;
  readonly policies: readonly Policy[];
  readonly base: Packed | null;
}

/** A run of fewer codes than this is cheaper spelled out; a gap shorter than this is cheaper kept inside a run. */
const SHORTEST_RUN = 4;
const LONGEST_GAP = 2;
const LONGEST_RUN = 0x3fff;

/** The bytes of a file. Throws if a table's base does not come before it. */
export function pack(tables: readonly Packed[]): Uint8Array {
  const head: number[] = [MAGIC, VERSION, tables.length];
  const body: number[] = [];
  for (const [index, t] of tables.entries()) {
    const base = t.base ? tables.indexOf(t.base) : NO_BASE;
    if (base !== NO_BASE && (base < 0 || base >= index)) throw new Error('a base table comes first');
    const sections = [runs(t), extras(t), codes(t.prefer), codes(t.refuse)];
    const policies = t.policies.reduce((mask, policy) => mask | (1 << POLICIES.indexOf(policy)), 0);
    head.push(ENCODINGS.indexOf(t.id), t.kind, policies, base, ...sections.map((s) => s.length));
    for (const s of sections) for (const unit of s) body.push(unit);
  }
  const units = [...head, ...body];
  const bytes = new Uint8Array(2 * units.length);
  for (const [i, unit] of units.entries()) {
    if (unit > 0xffff) throw new Error(`unit ${unit} does not fit`);
    bytes[2 * i] = unit & 255;
    bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

function runs(t: Packed): number[] {
  const base = t.base?.units ?? new Uint16Array(65536);
  const differs = (code: number): boolean => code < 65536 && t.units[code] !== base[code];
  const out: number[] = [];
  let literal = -1;
  let code = 0;
  const same = (from: number, step: number): number => {
    let n = 1;
    while (n < LONGEST_RUN && differs(from + n) && t.units[from + n] === t.units[from]! + step * n) n++;
    return n;
  };
  while (code < 65536) {
    if (!differs(code)) {
      code++;
      continue;
    }
    const up = same(code, 1);
    const fill = same(code, 0);
    const length = Math.max(up, fill);
    if (length >= SHORTEST_RUN) {
      out.push(code, (length << 2) | (up >= fill ? COUNT_UP : FILL), t.units[code]!);
      code += length;
      literal = -1;
      continue;
    }
    const end = literal < 0 ? -1 : out[literal]! + (out[literal + 1]! >> 2);
    if (end < 0 || code - end > LONGEST_GAP || end < 0x100 !== code < 0x100) {
      literal = out.length;
      out.push(code, LITERAL);
    } else for (let gap = end; gap < code; gap++) out.push(t.units[gap]!);
    out.push(t.units[code]!);
    out[literal + 1] = (++code - out[literal]!) << 2;
  }
  return out;
}

function extras(t: Packed): number[] {
  const out: number[] = [];
  for (const [code, text] of t.extra) {
    if (t.base?.extra.get(code) === text) continue;
    out.push(code, text.length);
    for (let i = 0; i < text.length; i++) out.push(text.charCodeAt(i));
  }
  if (t.base)
    for (const code of t.base.extra.keys()) if (!t.extra.has(code)) throw new Error('extra codes only grow');
  return out;
}

function codes(list: readonly number[]): number[] {
  const out: number[] = [];
  for (const code of [...list].sort((a, b) => a - b)) {
    if (out.length > 0 && out[out.length - 2]! + out[out.length - 1]! === code) out[out.length - 1]!++;
    else out.push(code, 1);
  }
  return out;
}
