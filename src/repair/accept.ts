/**
 * Score, margin and proof: which explanations are strong enough to change the text.
 *
 * Confidence is calibrated so that the threshold of a channel corresponds to 0.9; a lower
 * `minConfidence` asks for fewer bits, a higher one for more.
 */
import { channel } from '../channel/catalogue.ts';
import { MIN_DISTINCT, MIN_PIECE_GAIN, THRESHOLD_OTHER, THRESHOLD_RUN, THRESHOLD_SHORT, THRESHOLD_UTF8 } from '../detect/weights.ts';
import type { ExplainedPiece, Explanation } from './explain.ts';

/** Bits for which confidence moves from 0.9 to 0.99. */
const BITS_PER_NINE = 5;

/** The explanation's confidence: P(this damage happened), 0 if it is no Chinese explanation at all. */
export function confidenceOf(text: string, e: Explanation): number {
  const restored = e.pieces.map((p) => p.restored).join('');
  if (!isChinese(restored)) return 0;
  const odds = 9 * 10 ** ((e.gain - threshold(text, e, restored)) / BITS_PER_NINE);
  return odds / (1 + odds);
}

/** Pieces that carry their own weight. */
export function strongPieces(e: Explanation): ExplainedPiece[] {
  return e.pieces.filter((p) => p.gain >= MIN_PIECE_GAIN);
}

function threshold(text: string, e: Explanation, restored: string): number {
  const steps = e.pieces[0]!.steps;
  const utf8 = steps.length === 1 && channel(steps[0]!.channel).writer === 'utf-8' && selfChecking(channel(steps[0]!.channel).reader!);
  if (utf8) return THRESHOLD_UTF8;
  const distinct = new Set(Array.from(restored).filter((c) => c > '\x7f')).size;
  if (distinct < MIN_DISTINCT && !(distinct === MIN_DISTINCT - 1 && e.gain >= THRESHOLD_SHORT)) return Infinity;
  return Math.max(THRESHOLD_OTHER, lettersOutside(text, e.pieces) ? THRESHOLD_RUN : 0);
}

/** Readers through which UTF-8 keeps its structure well enough to prove itself. */
function selfChecking(reader: string): boolean {
  return reader === 'gbk' || reader === 'latin1' || reader === 'cp1252' || reader === 'cp437';
}

function lettersOutside(text: string, pieces: readonly ExplainedPiece[]): boolean {
  let at = 0;
  for (const p of [...pieces, { start: text.length, end: text.length }]) {
    if (/[^\x00-\x7f\p{P}\p{S}\s]/u.test(text.slice(at, p.start))) return true;
    at = p.end;
  }
  return false;
}

/** At least half of the letters beyond ASCII are Han; none at all (punctuation, emoji) will do. */
function isChinese(restored: string): boolean {
  let han = 0;
  let letters = 0;
  for (const char of restored) {
    if (char <= '\x7f') continue;
    if (/\p{Script=Han}/u.test(char)) han++;
    if (/[\p{L}\p{Co}\p{Cc}\p{Cn}]/u.test(char)) letters++;
  }
  return han * 2 >= letters;
}
