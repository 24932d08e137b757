/** Writes src/codec/tables/shown.bin in the layout of src/codec/shown.ts: which pages show a unit. */
import { ENCODINGS, INVALID, type EncodingId } from '../../src/codec/codec.ts';
import { SHOWN_BLOCK } from '../../src/codec/shown.ts';

/** `pages`: the units of the tables under `windows`, single bytes at 00–FF. Throws if there are too many masks or blocks. */
export function packShown(pages: readonly { id: EncodingId; units: Uint16Array }[]): Uint8Array {
  const shown = new Uint32Array(65536);
  for (const { id, units } of pages) {
    const bit = 1 << ENCODINGS.indexOf(id);
    units.forEach((unit, code) => {
      if (unit >= 0x80 && (code >= 0x100 || unit < INVALID)) shown[unit]! |= bit;
    });
  }
  const masks = [...new Set(shown)].sort((a, b) => a - b);
  const numberOf = new Map(masks.map((mask, i) => [mask, i]));
  const blocks = new Map<string, number>();
  const body: number[] = [];
  const index: number[] = [];
  for (let unit = 0; unit < 65536; unit += SHOWN_BLOCK) {
    const block = Array.from(shown.subarray(unit, unit + SHOWN_BLOCK), (mask) => numberOf.get(mask)!);
    const key = block.join();
    if (!blocks.has(key)) {
      blocks.set(key, blocks.size);
      body.push(...block);
    }
    index.push(blocks.get(key)!);
  }
  if (masks.length > 255 || blocks.size > 256) throw new Error('masks and blocks do not fit a byte');
  return Uint8Array.from([masks.length, ...masks.flatMap(bytesOf), ...index, ...body]);
}

/** Little-endian. */
function bytesOf(mask: number): number[] {
  return [0, 8, 16, 24].map((shift) => (mask >>> shift) & 255);
}
