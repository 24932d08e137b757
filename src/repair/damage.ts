/** Damages text on purpose: for tests, demonstrations and proofs. */
import { channel } from '../channel/catalogue.ts';
import type { ChannelStep } from '../types.ts';

/**
 * Applies the chain in order. Returns the damaged text and the steps with every choice recorded, so
 * that `damage(text, steps)` repeats it exactly. Throws TypeError for an unknown channel.
 */
export function damage(
  text: string,
  chain: ChannelStep | readonly ChannelStep[],
): { text: string; steps: ChannelStep[] } {
  const steps = (Array.isArray(chain) ? (chain as readonly ChannelStep[]) : [chain as ChannelStep]).map(
    (step): ChannelStep => {
      const policy = step.policy ?? channel(step.channel).policies[0];
      return policy ? { ...step, policy } : { ...step };
    },
  );
  return { text: steps.reduce((t, step) => channel(step.channel).forward(t, step), text), steps };
}
