/** Which readers can have shown what raised an alarm: a few look-ups tell which channels are worth a pass. */
import { channels } from '../channel/catalogue.ts';
import type { EncodingId } from '../codec/index.ts';
import { bitOf, shownBy } from '../codec/shown.ts';
import { model } from '../model/model.ts';
import { ALARM } from '../weights.ts';

/** Every reader of the catalogue, in its order. */
export const READERS: readonly EncodingId[] = [
  ...new Set(channels().flatMap((c) => (c.reader === undefined ? [] : [c.reader]))),
];

/** Units looked at before (and at) an alarm, at most. */
const LOOK_BACK = 12;
/** A reader shows at least this share of them. */
const COVERAGE = 0.55;

const WIDE = bitOf('utf-16le') | bitOf('utf-16be');
const UTF8 = bitOf('utf-8');

/** Readers that could have shown what stands at and before `at` (all if that is not known): U+FFFD says nothing, ASCII is everybody's. */
export function readersNear(text: string, at: number | undefined): ReadonlySet<EncodingId> {
  if (at === undefined) return new Set(READERS);
  const seen = flagged(text, at).map(
    (unit) => shownBy(unit) | (unit >= 0x80 ? WIDE : 0) | (unit >= 0x80 && unit < 0x800 ? UTF8 : 0),
  );
  const marked = text.includes('\ufffd');
  return new Set(
    READERS.filter((reader) => {
      const bit = bitOf(reader);
      const count = seen.reduce((n, mask) => ((mask & bit) === 0 ? n : n + 1), 0);
      return count >= COVERAGE * seen.length || (marked && reader === 'utf-8');
    }),
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
