/** Which readers can show a unit: one bit a reader, so that a few look-ups tell which channels are worth a pass. */
import { channels } from '../channel/catalogue.ts';
import { codePage, INVALID, isPage, type EncodingId } from '../codec/index.ts';
import { model } from '../model/model.ts';
import { ALARM } from '../weights.ts';

/** Every reader of the catalogue, in its order; bit i of `readersOf` is READERS[i]. */
export const READERS: readonly EncodingId[] = [
  ...new Set(channels().flatMap((c) => (c.reader === undefined ? [] : [c.reader]))),
];

/** Units looked at before (and at) an alarm, at most. */
const LOOK_BACK = 12;
/** A reader shows at least this share of them. */
const COVERAGE = 0.55;

let masks: Uint32Array | undefined;

function readerMasks(): Uint32Array {
  if (masks) return masks;
  const found = new Uint32Array(65536);
  const usable = new Set(channels().map((c) => c.reader));
  READERS.forEach((reader, i) => {
    if (!usable.has(reader)) return; // its table was not loaded
    const bit = 1 << i;
    if (reader === 'utf-16le' || reader === 'utf-16be') {
      for (let u = 0x80; u < 65536; u++) found[u]! |= bit;
    } else if (reader === 'utf-8') {
      for (let u = 0x80; u < 0x800; u++) found[u]! |= bit;
    } else if (isPage(reader)) {
      const { single, double } = codePage(reader, 'windows');
      for (let b = 0x80; b < 256; b++) if (single[b]! < INVALID) found[single[b]!]! |= bit;
      if (double) for (let code = 0x8140; code < 65536; code++) found[double[code]!]! |= bit;
    }
  });
  return (masks = found);
}

/** Readers that could have shown what stands at and before `at` (all if that is not known): U+FFFD says nothing, ASCII is everybody's. */
export function readersNear(text: string, at: number | undefined): ReadonlySet<EncodingId> {
  if (at === undefined) return new Set(READERS);
  const of = readerMasks();
  const count = new Uint8Array(READERS.length);
  const seen = flagged(text, at);
  for (const unit of seen) {
    let mask = of[unit]!;
    for (let r = 0; mask !== 0; r++, mask >>>= 1) if ((mask & 1) === 1) count[r]!++;
  }
  const marked = text.includes('\ufffd');
  return new Set(
    READERS.filter((reader, r) => count[r]! >= COVERAGE * seen.length || (marked && reader === 'utf-8')),
  );
}

/** What raised the alarm at `at`: the units before it (and it) that speak for damage, as many as it took; none past the end. */
function flagged(text: string, at: number): number[] {
  const weights = model().screen;
  const found: number[] = [];
  for (let i = at < text.length ? at : -1, sum = 0; i >= 0 && sum <= 4 * ALARM && at - i < LOOK_BACK; i--) {
    const unit = text.charCodeAt(i);
    sum += weights[unit]!;
    if (weights[unit]! > 0 && unit >= 0x80 && unit !== 0xfffd) found.push(unit);
  }
  return found;
}
