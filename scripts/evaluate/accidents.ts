/** What happens to single bytes on the way, for evaluation: one is lost or put in, or the text is cut within a character. */
import type { ChannelStep } from '../../src/types.ts';
import { encode } from '../../src/codec/index.ts';
import type { Chain } from './chains.ts';
import { codecsOf } from './lossless.ts';
import type { Random } from './random.ts';

export type Accident = 'lost' | 'inserted' | 'head' | 'tail';

/** The chain with the accident before its first step's reader, at a place drawn at random. */
export function withAccident(chain: Chain, text: string, accident: Accident, random: Random): Chain {
  const [first, ...rest] = chain;
  return [{ ...first!, ...placed(written(first!, text), accident, random) }, ...rest];
}

function written(step: ChannelStep, text: string): Uint8Array {
  return encode(codecsOf(step.channel)!.writer, text).bytes;
}

function placed(bytes: Uint8Array, accident: Accident, random: Random): Pick<ChannelStep, 'at' | 'inserted'> {
  const high = Array.from(bytes.keys()).filter((i) => bytes[i]! >= 0x80);
  if (high.length === 0) return {};
  if (accident === 'lost') return { at: [random.pick(high)] };
  if (accident === 'inserted') return { inserted: [[random.pick(high), random.int(0xa1, 0xf7)]] };
  return { at: [accident === 'head' ? 0 : bytes.length - 1] };
}
