/**
 * Encodings that read the same text are one hypothesis: what is in question is the text, not the name.
 *
 * Only those near the best are read. It names the likeliest of the alike, with the odds of all of them. Example:
 * `d\xe9j\xe0` is déjà in windows-1252, 1254 and iso-8859-1, and дйjа in windows-1251: two hypotheses, not four.
 */
import { readAs } from './codecs.ts';
import { takeSample } from './sample.ts';
import type { Scored } from './score.ts';
import { ALIKE } from './weights.ts';

/** The hypotheses, best first, with those that read what a better one reads taken into it; best first again. */
export function poolAlike(scored: readonly Scored[], bytes: Uint8Array): Scored[] {
  const near = scored.filter((s) => s.bits - scored[0]!.bits < ALIKE && s.encoding !== 'binary');
  if (near.length < 2) return [...scored];
  const { bytes: sample, length } = takeSample(bytes);
  const byText = new Map<string, Scored>();
  const gone = new Set<Scored>();
  for (const s of near) {
    const text = readAs(s.encoding, sample.subarray(0, length))
      .map((piece) => (piece.bad ? '\ufffd' : piece.text))
      .join('');
    const first = byText.get(text);
    if (first) {
      first.bits -= Math.log2(1 + 2 ** (first.bits - s.bits));
      gone.add(s);
    } else byText.set(text, s);
  }
  return scored.filter((s) => !gone.has(s)).sort((a, b) => a.bits - b.bits);
}
