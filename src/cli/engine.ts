/**
 * What the command needs of the library; the only place where the two meet. Tests hand in an engine of their own.
 */
import type { ByteScreen } from '../detect/screenBytes.ts';
import type { Repair, RepairOptions, TextHypothesis } from '../types.ts';

export interface Engine {
  repair(text: string, options: RepairOptions): Repair;
  /** One block of a document; `last`: the document ends with it; `alarms`: what the screen found in it, and nothing else did. */
  repairBlock(text: string, options: RepairOptions, last: boolean, alarms?: readonly number[]): Repair;
  /** A screen over bytes: what it lets pass is not repaired. Without one everything is. */
  screen?: () => ByteScreen;
  detect(text: string): TextHypothesis[];
  channels(): readonly { id: string; title: string }[];
  /** SHA-256 of the language model, for reports. */
  modelHash(): string | undefined;
}
