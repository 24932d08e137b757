/**
 * Which code pages show a character, without their tables: one look-up tells which are worth loading.
 *
 * Read from `tables/shown.bin`, for the policy `windows`. U+4F60 is in gbk, big5, shift_jis and euc-kr, U+00E4 in
 * latin1, cp1252 and others; ASCII is everybody's, and no bit is set for it.
 *
 * The file: number of masks, the masks (u32, little-endian), 512 block numbers, blocks of 128 mask numbers.
 */
import { readAsset } from '../asset.ts';
import { ENCODINGS, type EncodingId } from './codec.ts';

/** Units of a block. */
export const SHOWN_BLOCK = 128;

interface Shown {
  masks: Uint32Array;
  /** Unit >> 7 → where its block begins. */
  blockAt: Uint32Array;
  blocks: Uint8Array;
}

let shown: Shown | undefined;

/** The bit of an encoding in what `shownBy` gives. */
export function bitOf(id: EncodingId): number {
  return (1 << ENCODINGS.indexOf(id)) >>> 0;
}

/** The code pages that show a UTF-16 unit, a bit each. */
export function shownBy(unit: number): number {
  const { masks, blockAt, blocks } = (shown ??= read());
  return masks[blocks[blockAt[unit >> 7]! + (unit & (SHOWN_BLOCK - 1))]!]!;
}

function read(): Shown {
  const bytes = readAsset('codec/tables/shown.bin');
  const masks = new Uint32Array(bytes[0]!);
  let at = 1;
  for (let i = 0; i < masks.length; i++, at += 4)
    masks[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  const blockAt = new Uint32Array(65536 / SHOWN_BLOCK);
  for (let i = 0; i < blockAt.length; i++) blockAt[i] = SHOWN_BLOCK * bytes[at++]!;
  return { masks, blockAt, blocks: bytes.subarray(at) };
}
