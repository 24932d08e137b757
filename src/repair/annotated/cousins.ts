/**
 * Readings that other tools put behind characters (`pinyin-annotated`): taken out where the whole block shows one
 * tool's habit, kept where it does not.
 *
 * A tool gives frequent characters their usual reading, always in one form, amid running text: 書(shu) 記,
 * 會(hui)(hui)議. People annotate rare characters, unusual readings (六(lù)安), lists, lessons, or every character; any
 * of that speaks against it, and so do two forms on one page. Readings without doubling or spaces look most like
 * people's: they need twice as much, and text in Traditional, since such pages come from converters.
 */
import { PINYIN, takesSpace } from '../../channel/annotated/other.ts';
import { isSyllable, readingOf, withoutTone } from '../../channel/annotated/readings.ts';
import type { ChannelStep, RepairSpan } from '../../types.ts';
import type { Settings } from '../options.ts';
import { replays } from '../verify.ts';
import { HAN, SIMPLIFIED, type Lexicon } from './lexicon.ts';
import { linesOf } from './page.ts';
import {
  BITS_PER_NINE,
  COUSIN_AGAIN,
  COUSIN_DISTINCT,
  COUSIN_LESSON,
  COUSIN_MISFIT,
  COUSIN_OTHER_FORM,
  COUSIN_PLAIN,
  COUSIN_SHARE,
  PAGE_THRESHOLD,
} from './weights.ts';

/** One annotated character: text[at] is what it stands behind. */
interface Tag {
  at: number;
  end: number;
  unit: number;
  reading: string;
  times: number;
  /** A space behind it, then or without it a letter. */
  space: boolean;
  letter: boolean;
}

/** So many letters has a reading at most. */
const LONGEST = 6;
/** The least number of readings that are looked at. */
const FEWEST = 5;
const SPACED = 0.6;
const LESSON = /[读讀念]|多音|拼音|注音|[声聲][调調]/u;

/** A cheap look: as many readings of one syllable behind what is no ASCII as a page must have. */
export function mayBeCousin(block: string): boolean {
  let found = 0;
  for (let at = block.indexOf(')'); at >= 0; at = block.indexOf(')', at + 1)) {
    let open = at - 1;
    while (open > 0 && at - open <= LONGEST && block.charCodeAt(open) !== 0x28) open--;
    if (open < 1 || block.charCodeAt(open) !== 0x28) continue;
    const before = block.charCodeAt(open - 1);
    if (before < 0x3400 && before !== 0x29) continue;
    if (isSyllable(withoutTone(block.slice(open + 1, at))) && ++found === FEWEST) return true;
  }
  return false;
}

/** Spans of a page that another tool annotated; none if its evidence is weaker than asked for. */
export function cousinSpans(lex: Lexicon, block: string, settings: Settings): RepairSpan[] {
  const tags = tagsOf(lex, block);
  if (tags.length < FEWEST) return [];
  const spaced = isSpaced(tags);
  const first = commonForm(tags);
  const same = tags.filter((t) => form(t) === first && (!spaced || t.space || !t.letter));
  const evidence = evidenceOf(lex, block, tags, same, spaced);
  const odds = 9 * 10 ** ((evidence - PAGE_THRESHOLD) / BITS_PER_NINE);
  const confidence = odds / (1 + odds);
  if (confidence < settings.minConfidence) return [];
  const spans: RepairSpan[] = [];
  let next = 0;
  for (const [start, end] of linesOf(block)) {
    const own: Tag[] = [];
    for (; next < same.length && same[next]!.at < end; next++) own.push(same[next]!);
    if (own.length === 0) continue;
    const observed = block.slice(start, end);
    const edits: [number, number, string][] = own.map((t) => [
      t.at - start,
      t.end - start + (spaced && t.space ? 1 : 0),
      '',
    ]);
    let restored = '';
    let from = 0;
    const readings: [number, string][] = [];
    own.forEach((t, k) => {
      restored += observed.slice(from, edits[k]![0]);
      readings.push([restored.length, t.reading]);
      from = edits[k]![1];
    });
    restored += observed.slice(from);
    const step: ChannelStep = { channel: PINYIN, readings };
    if (own[0]!.times > 1) step.times = own[0]!.times;
    if (spaced) step.space = true;
    if (!replays(restored, [step], observed)) continue;
    spans.push({
      start,
      end,
      observed,
      restored,
      text: restored,
      channels: [step],
      plan: [{ step: 'replace', edits }],
      logOdds: evidence * Math.LN2,
      confidence,
      inferred: [],
      lost: [],
    });
  }
  return spans;
}

/** Every reading of one syllable behind a Han character. */
function tagsOf(lex: Lexicon, block: string): Tag[] {
  const tags: Tag[] = [];
  for (let at = block.indexOf('(', 1); at >= 0; at = block.indexOf('(', at + 1)) {
    const unit = block.charCodeAt(at - 1);
    if ((lex.kind[unit]! & HAN) === 0) continue;
    const close = block.indexOf(')', at + 1);
    if (close < 0 || close - at > LONGEST + 1) continue;
    const reading = block.slice(at + 1, close);
    if (!isSyllable(withoutTone(reading))) continue;
    let end = close + 1;
    let times = 1;
    while (block.startsWith(`(${reading})`, end)) {
      end += reading.length + 2;
      times++;
    }
    const letter = takesSpace(block, block.charCodeAt(end) === 0x20 ? end + 1 : end);
    tags.push({ at, end, unit, reading, times, space: letter && block.charCodeAt(end) === 0x20, letter });
    at = end - 1;
  }
  return tags;
}

function form({ reading, times }: Tag): string {
  return `${times}${withoutTone(reading) === reading ? '' : '\u0304'}`;
}

/** Whether a space stands behind most of those that a letter follows. */
function isSpaced(tags: readonly Tag[]): boolean {
  return tags.filter((t) => t.space).length > SPACED * tags.filter((t) => t.letter).length;
}

function commonForm(tags: readonly Tag[]): string {
  const counts = new Map<string, number>();
  for (const t of tags) counts.set(form(t), (counts.get(form(t)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

/** Bits for "one tool put these in". */
function evidenceOf(
  lex: Lexicon,
  block: string,
  tags: readonly Tag[],
  same: readonly Tag[],
  spaced: boolean,
): number {
  const seen = new Set<number>();
  let bits = 0;
  for (const t of same) {
    const usual = readingOf(t.unit);
    if (usual === undefined) continue;
    if (usual !== withoutTone(t.reading)) bits -= COUSIN_MISFIT;
    else if (seen.has(t.unit)) bits += COUSIN_AGAIN;
    else bits += COUSIN_DISTINCT;
    seen.add(t.unit);
  }
  const plain = same[0]!.times === 1 && !spaced;
  if (plain) bits *= COUSIN_PLAIN;
  bits -= COUSIN_OTHER_FORM * (tags.length - same.length);
  if (LESSON.test(block)) bits -= COUSIN_LESSON;
  let han = 0;
  let simplified = 0;
  for (let i = 0; i < block.length; i++) {
    const kind = lex.kind[block.charCodeAt(i)]!;
    if ((kind & HAN) !== 0) han++;
    if ((kind & SIMPLIFIED) !== 0) simplified++;
  }
  // every character, or a list of words; people's own text in Simplified
  if (tags.length > COUSIN_SHARE * han || (plain && simplified > 0))
    return Math.min(bits, PAGE_THRESHOLD / 2);
  return bits;
}
