/**
 * Where on its way from the writer to the reader a byte was lost, or one put in: the search knows that it happened, the
 * replay tells where.
 *
 * 明天见 in GBK is C3F7 CCEC BCFB; without its first byte it is read as F7CC ECBC FB: 魈旒?. The search restores
 * 明天见 with 明 inferred; of its two bytes it must be the first that is missing, for without the second the text reads otherwise.
 */
import { channel, forward } from '../channel/catalogue.ts';
import { encode } from '../codec/index.ts';
import type { ChannelStep } from '../types.ts';
import type { Piece } from './search.ts';
import { replays } from './verify.ts';

/** The steps with the bytes that were lost on the way, found one by one: those without which more of the text comes out. */
export function lostInTransit(
  { restored, uncertain }: Pick<Piece, 'restored' | 'uncertain'>,
  steps: readonly ChannelStep[],
  observed: string,
): ChannelStep[] | null {
  const [step] = steps;
  if (steps.length !== 1 || !step) return null;
  const { writer: encoding } = channel(step.channel);
  const at: number[] = [];
  let same = commonLength(forward(restored, steps), observed);
  for (const { start, end } of uncertain) {
    const from = encode(encoding!, restored.slice(0, start)).bytes.length;
    const size = encode(encoding!, restored.slice(start, end)).bytes.length;
    for (let lost = 0; lost + 1 < size; lost++) {
      let place = -1;
      for (let k = from; k < from + size; k++) {
        if (at.includes(k)) continue;
        const length = commonLength(forward(restored, [{ ...step, at: [...at, k] }]), observed);
        if (length > same) {
          same = length;
          place = k;
        }
      }
      if (place < 0) break;
      at.push(place);
    }
  }
  const found = [{ ...step, at: at.sort((x, y) => x - y) }];
  if (at.length > 0 && replays(restored, found, observed)) return found;
  return withInserted(restored, step, observed);
}

/** The step with the one byte that was put in: somewhere about where the texts begin to differ. */
function withInserted(restored: string, step: ChannelStep, observed: string): ChannelStep[] | null {
  const { reader, writer: encoding } = channel(step.channel);
  const same = commonLength(forward(restored, [step]), observed);
  const read = encode(reader!, observed.slice(0, same + 2), step.policy).bytes;
  const about = encode(reader!, observed.slice(0, same), step.policy).bytes.length;
  const size = encode(encoding!, restored).bytes.length;
  for (let offset = Math.max(0, about - 2); offset <= Math.min(size, about + 2); offset++) {
    const steps: ChannelStep[] = [{ ...step, inserted: [[offset, read[offset]!]] }];
    if (read[offset] !== undefined && replays(restored, steps, observed)) return steps;
  }
  return null;
}

/** Of how many units two texts begin alike; more than all if they are the same. */
function commonLength(a: string, b: string): number {
  if (a === b) return a.length + 1;
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}
