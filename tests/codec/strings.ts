/**
 * Byte strings that provoke decoders, the same on every machine: short, rich in lead bytes, digits, ends
 * cut in the middle. The oracles in oracles.ts read exactly these.
 */
import type { EncodingId } from '../../src/codec/index.ts';

/** Bytes at which a decoder decides something; every second string is made of them alone. */
const EDGES: Partial<Record<EncodingId, string>> = {
  gbk: '80ff81fea1a2a8aaf8d740417e7f303920c4e3a0',
  gb18030: '80ff8182848590e3e4fe30313235393a417fa49a3720',
  big5: '80ff81a0a1a3c6c7c8f9fa404f7e7f30205cd6',
  shift_jis: '80ff8182848788989fa0a1dfe0eaedf0fcfd40417e7f20',
  'euc-kr': '80ff81a1a5c6c7c9fe40415b617b7f20a0',
  'utf-8': '41808f909fa0bfc0c1c2dfe0e1edeeeff0f1f4f5f7f8fcfeff20',
};

/** `count` strings of 1 to 9 bytes for an encoding. */
export function byteStrings(id: EncodingId, count = 6000): Uint8Array[] {
  const edges = (EDGES[id] ?? '8041').match(/../g)!.map((hex) => Number.parseInt(hex, 16));
  let state = 20_261_124;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  return Array.from({ length: count }, (_, i) =>
    Uint8Array.from({ length: 1 + next(9) }, () =>
      i % 2 === 0 ? edges[next(edges.length)]! : next(10) < 3 ? 0x20 + next(0x60) : 0x80 + next(0x80),
    ),
  );
}
