/** GB18030's four-byte forms: 81–FE 30–39 81–FE 30–39 as a linear pointer. 81308130 is U+0080, 90308130 U+10000. */
import { readAsset } from '../asset.ts';

const ASTRAL = 189000;
let table: { pointers: Uint32Array; units: Uint32Array } | undefined;

function ranges(): { pointers: Uint32Array; units: Uint32Array } {
  if (table) return table;
  const file = readAsset('codec/tables/gb18030.bin');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const n = file.length / 8;
  table = { pointers: new Uint32Array(n), units: new Uint32Array(n) };
  for (let i = 0; i < n; i++) {
    table.pointers[i] = view.getUint32(8 * i, true);
    table.units[i] = view.getUint32(8 * i + 4, true);
  }
  return table;
}

/** Code point of four bytes, −1 if unassigned. */
export function fourBytePoint(b1: number, b2: number, b3: number, b4: number): number {
  const pointer = (((b1 - 0x81) * 10 + b2 - 0x30) * 126 + b3 - 0x81) * 10 + b4 - 0x30;
  if (pointer >= ASTRAL) return pointer < ASTRAL + 0x100000 ? 0x10000 + pointer - ASTRAL : -1;
  if (pointer >= 39420) return -1;
  const t = ranges();
  let i = t.pointers.length - 1;
  while (i > 0 && t.pointers[i]! > pointer) i--;
  const unit = t.units[i]! + pointer - t.pointers[i]!;
  return unit === 0xfffd && pointer !== 39417 ? -1 : unit;
}

/** The four bytes of a code point that has no two-byte code, as a number. */
export function fourByteCode(point: number): number {
  let pointer = ASTRAL + point - 0x10000;
  if (point < 0x10000) {
    const t = ranges();
    for (let i = 0; i < t.units.length; i++) {
      const end = i + 1 < t.pointers.length ? t.pointers[i + 1]! : 39420;
      const p = t.pointers[i]! + point - t.units[i]!;
      if (p >= t.pointers[i]! && p < end) pointer = p;
    }
  }
  const b4 = 0x30 + (pointer % 10);
  const b3 = 0x81 + (Math.floor(pointer / 10) % 126);
  const b2 = 0x30 + (Math.floor(pointer / 1260) % 10);
  return ((0x81 + Math.floor(pointer / 12600)) * 0x1000000 + (b2 << 16) + (b3 << 8) + b4) >>> 0;
}
