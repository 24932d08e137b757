/** luanma: gives back the Chinese text that a wrong decoder took. Re-exports only. */
export { decodeBytes as decode, encodeBytes as encode, type DecodeOptions } from './bytes/decode.ts';
export type { DetectOptions } from './bytes/detect.ts';
export { channels } from './channel/catalogue.ts';
export type { Channel } from './channel/channel.ts';
export { damage } from './repair/damage.ts';
export { repairNames } from './names/index.ts';
export type { NameRepair, NamesOptions } from './names/index.ts';
export { applyPlan } from './repair/plan.ts';
export { verify } from './repair/verify.ts';
export { detect, repair } from './repairer.ts';
export { VERSION } from './version.ts';
export type {
  ChannelId,
  ChannelStep,
  DecodedBytes,
  EncodingHypothesis,
  Inferred,
  PlanStep,
  Repair,
  RepairOptions,
  RepairSpan,
  Segment,
  TextHypothesis,
} from './types.ts';
