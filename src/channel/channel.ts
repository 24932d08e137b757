/**
 * A channel is one damaging step with a deterministic forward direction.
 *
 * Laws: `forward` is total and depends on the text and the step alone; a transcoding channel's
 * lattice (lattice.ts) contains every text that `forward` maps to what was observed.
 * Example: utf8-as-gbk turns 你好 (E4 BD A0 E5 A5 BD) into 浣犲ソ (E4BD A0E5 A5BD).
 */
import { decode, encode, type EncodingId, type Policy } from '../codec/index.ts';
import type { ChannelId, ChannelStep } from '../types.ts';

export interface Channel {
  readonly id: ChannelId;
  readonly title: string;
  readonly kind: 'transcoding' | 'loss' | 'converter' | 'escape';
  /** Transcodings: written in this … */
  readonly writer?: EncodingId;
  /** … and read as this. */
  readonly reader?: EncodingId;
  /** Decoder families it is known from; the first is the default. Empty for losses. */
  readonly policies: readonly Policy[];
  /** The damaged text; `step` carries the policy. */
  forward(text: string, step: ChannelStep): string;
  /** The step with every choice made that the channel leaves to chance; `random` gives numbers in [0, 1). */
  choose?(text: string, step: ChannelStep, random: () => number): ChannelStep;
}

export function transcoding(
  id: ChannelId,
  writer: EncodingId,
  reader: EncodingId,
  policies: readonly Policy[],
  title: string,
): Channel {
  return {
    id,
    title,
    kind: 'transcoding',
    writer,
    reader,
    policies,
    ...(writer === reader
      ? { choose: (text, step, random) => ({ ...step, at: [lose(writer, text, random)] }) }
      : {}),
    forward: (text, step) =>
      decode(reader, inTransit(encode(writer, text).bytes, step), step.policy ?? policies[0]).text,
  };
}

/** The offset of a byte of some character beyond ASCII; 0 if there is none. */
function lose(writer: EncodingId, text: string, random: () => number): number {
  const { bytes } = encode(writer, text);
  const offsets = Array.from(bytes.keys()).filter((i) => bytes[i]! >= 0x80);
  return offsets[Math.floor(random() * offsets.length)] ?? 0;
}

/** What was read of what was written: bytes may have been lost, others put in. */
function inTransit(bytes: Uint8Array, { at, inserted }: ChannelStep): Uint8Array {
  let read = at ? bytes.filter((_, offset) => !at.includes(offset)) : bytes;
  for (const [offset, byte] of inserted ?? []) {
    const place = Math.min(offset, read.length);
    const longer = new Uint8Array(read.length + 1);
    longer.set(read.subarray(0, place));
    longer[place] = byte;
    longer.set(read.subarray(place), place + 1);
    read = longer;
  }
  return read;
}

export function loss(id: ChannelId, title: string, forward: (text: string) => string): Channel {
  return { id, title, kind: 'loss', policies: [], forward };
}
