/** Proof: the damage applied to the restored text must give back exactly what was observed. */
import { forward } from '../channel/catalogue.ts';
import type { ChannelStep, RepairSpan } from '../types.ts';

/** Whether the steps turn `restored` into `observed`. */
export function replays(restored: string, steps: readonly ChannelStep[], observed: string): boolean {
  return forward(restored, steps) === observed;
}

/** `forward(span.restored, span.channels) === span.observed`. Throws TypeError for an unknown channel. */
export function verify(span: Pick<RepairSpan, 'restored' | 'channels' | 'observed'>): boolean {
  return replays(span.restored, span.channels, span.observed);
}
