/** Damages text on purpose: for tests, demonstrations and proofs. */
import { channel } from '../channel/catalogue.ts';
import type { ChannelStep } from '../types.ts';

/**
 * Applies the chain in order. Returns the damaged text and the steps with every choice recorded, so
 * that `damage(text, steps)` repeats it exactly. What a channel leaves to chance (where the stream of
 * `annotated-traditional` is cut) does not happen without a seed; the same seed (any number) gives the same
 * choices. Throws TypeError for an unknown channel.
 */
export function damage(
  text: string,
  chain: ChannelStep | readonly ChannelStep[],
  seed?: number,
): { text: string; steps: ChannelStep[] } {
  const random = seed === undefined ? undefined : seeded(seed);
  const steps: ChannelStep[] = [];
  let out = text;
  for (const step of Array.isArray(chain) ? (chain as readonly ChannelStep[]) : [chain as ChannelStep]) {
    const c = channel(step.channel);
    const policy = step.policy ?? c.policies[0];
    const given: ChannelStep = policy ? { ...step, policy } : { ...step };
    const chosen = (random && c.choose?.(out, given, random)) ?? given;
    steps.push(chosen);
    out = c.forward(out, chosen);
  }
  return { text: out, steps };
}

/** Numbers in [0, 1) from a 32-bit state (mulberry32, Tommy Ettinger, public domain). */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
