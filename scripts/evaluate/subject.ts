/**
 * What is evaluated: the public interface, and nothing below it. Everything else in this folder
 * imports it from here.
 */
import type { Policy } from '../../src/codec/index.ts';
import type { ChannelStep, Repair, RepairSpan } from '../../src/types.ts';
import * as api from '../../src/index.ts';
import { type Chain, chainName } from './chains.ts';

/** What the harness reads of a catalogue entry; anything else in it is not its business. */
export interface ChannelInfo {
  id: string;
  title: string;
  /** Set for a channel that is no transcoding and yet loses nothing; absent: judged sample by sample. */
  reversible?: boolean;
  policies?: readonly Policy[];
}

export const repair: typeof api.repair = api.repair;
export const damage: typeof api.damage = api.damage;
export const verify: typeof api.verify = api.verify;
export const applyPlan: typeof api.applyPlan = api.applyPlan;

export function catalogue(): ReadonlyMap<string, ChannelInfo> {
  return new Map((api.channels() as readonly ChannelInfo[]).map((channel) => [channel.id, channel]));
}

/** A call that must never throw, whatever it is given: the failure is the result. */
export function attempt(text: string, options?: Parameters<typeof api.repair>[1]): Repair | Error {
  try {
    return options ? repair(text, options) : repair(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The first step of a chain that the catalogue does not have. */
export function missing(chain: Chain, channels: ReadonlyMap<string, ChannelInfo>): string | null {
  return chain.find((step) => !channels.has(step.channel))?.channel ?? null;
}

/** Promise 1: every span replays, and its plan gives what was put in. Returns what does not hold. */
export function broken(result: Repair): string | null {
  for (const span of result.spans) {
    if (span.channels.length === 0) continue;
    try {
      if (!verify(span)) return `verify: ${name(span)}`;
      if (applyPlan(span.observed, span.plan) !== span.text) return `plan: ${name(span)}`;
    } catch (error) {
      return `${name(span)}: ${String(error)}`;
    }
  }
  return null;
}

export function name(span: Pick<RepairSpan, 'channels'>): string {
  return span.channels.length === 0 ? 'beyond repair' : chainName(span.channels);
}

export function describe(result: Repair): string {
  return result.spans
    .map((s) => `[${s.start}–${s.end} ${name(s)} ${s.logOdds.toFixed(1)} p=${s.confidence.toFixed(3)}]`)
    .join(' ');
}

export type { ChannelStep, Repair, RepairSpan };
