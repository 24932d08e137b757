/**
 * Leftover escapes: runs are found, read in every way their bytes allow, the language model decides, and what is below
 * (another escape, a wrong decoder) is undone too. Every span replays.
 *
 * Example: %E6%B5%A3%E7%8A%B2%E3%82%BD is 浣犲ソ, which is 你好 read as GBK; the steps are utf8-as-gbk, percent-escape.
 * Refuses what does not read as Chinese, and in `auto` what is the correct spelling where it stands (spelling.ts).
 */
import type { Escape, Reading } from '../../channel/escapes/index.ts';
import { firstAlarm } from '../../detect/screen.ts';
import { undamagedCosts } from '../../detect/undamaged.ts';
import { findPair, STEPS, tripleCost, type Model } from '../../model/model.ts';
import type { ChannelStep, RepairSpan } from '../../types.ts';
import { confidenceOf, strongPieces } from '../accept.ts';
import { explain } from '../explain.ts';
import { ONE_LINE } from '../layout.ts';
import type { Settings } from '../options.ts';
import { planFor } from '../plan.ts';
import { replays } from '../verify.ts';
import { runsOf, type Run } from './runs.ts';
import { spellingOf } from './spelling.ts';

/** Escapes in escapes, and wrong decoders below them. */
const MAX_DEPTH = 4;
/** Bits that every layer has to bring. */
const LAYER = 8;
/** Gain in bits that makes a confidence of 0.9, and for which it moves from 0.9 to 0.99. */
const THRESHOLD = 15;
const BITS_PER_NINE = 5;
/** What an encoding has to bring over UTF-8, whose bytes check themselves; and a label that says another one. */
const WRITER_PRIOR: Readonly<Record<string, number>> = {
  'utf-8': 0,
  'cesu-8': 0,
  gbk: 6,
  big5: 8,
  gb18030: 14,
};
const OTHER_LABEL = 4;
/**
 * Most bits a character beyond ASCII, where any bytes would make characters. Random pairs of GBK cost 18 and more
 * in 199 cases of 200, odd but real phrases up to 16; where words may look like escapes, less will do.
 */
const FLUENT = 16;
const FLUENT_BARE = 13;
const ASCII_BITS = 6;
/** Restored text of at most so many bits a character hides no further layer. */
const READS_WELL = 11;
/** Different hanzi that it takes where any bytes would do. */
const MIN_DISTINCT = 2;
/** Bytes of quoted-printable that must be spelled out. */
const MIN_SPELLED = 4;
/** So many characters of a text are enough to see a wrong decoder in it. */
const PROBE = 512;
/** Longer runs are not tried without their ends. */
const MOST_TO_CUT = 1000;
/** Characters that a run may lose at its ends: cut off in the middle of a character. */
const MAX_CUT = 3;

interface Found {
  start: number;
  end: number;
  restored: string;
  steps: ChannelStep[];
  /** Bits over what stands there. */
  gain: number;
  /** By itself; else only beside one that is. */
  strong: boolean;
}

interface Scope {
  model: Model;
  allowed: (id: string) => boolean;
  ends: boolean;
  minConfidence: number;
}

/** Spans of the leftover escapes of a block, in order, offsets in the block. */
export function escapeSpans(m: Model, block: string, settings: Settings, last: boolean): RepairSpan[] {
  if (settings.escapes === 'never') return [];
  const allowed = (id: string): boolean =>
    settings.allowed(id) && (id !== 'punycode' || settings.escapes === 'always' || settings.named(id));
  const runs = runsOf(block, allowed);
  if (runs.length === 0) return [];
  const scope: Scope = { model: m, allowed, ends: last, minConfidence: settings.minConfidence };
  const isCorrect = spellingOf(block);
  const all: Found[] = [];
  for (const run of runs.sort((x, y) => y.tokens.length - x.tokens.length)) {
    const start = run.tokens[0]!.start;
    const end = run.tokens.at(-1)!.end;
    if (all.some((f) => f.strong && f.start <= start && end <= f.end)) continue;
    if (settings.escapes === 'auto' && isCorrect(start, end, run.escape)) continue;
    const found = explainRun(scope, block, run);
    if (found) all.push(found);
  }
  return chosen(block, all)
    .map((found) => toSpan(block, found))
    .filter((span) => span.confidence >= settings.minConfidence);
}

/** All spans in order; an escape inside what a wrong decoder explains is left, `????` inside an escape is part of it. */
export function withEscapes(spans: readonly RepairSpan[], escapes: readonly RepairSpan[]): RepairSpan[] {
  const free = escapes.filter((e) => !spans.some((s) => s.channels.length > 0 && overlap(s, e)));
  const rest = spans.filter((s) => !free.some((e) => overlap(s, e)));
  return [...rest, ...free].sort((x, y) => x.start - y.start);
}

function overlap(a: RepairSpan, b: RepairSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The strong ones, and weak ones beside them on the line; the better where two overlap. */
function chosen(block: string, all: readonly Found[]): Found[] {
  const kept: Found[] = [];
  const add = (found: Found): void => {
    if (!kept.some((k) => k.start < found.end && found.start < k.end)) kept.push(found);
  };
  const byGain = [...all].sort((a, b) => b.gain - a.gain);
  for (const found of byGain) if (found.strong) add(found);
  const anchors = kept.map((k) => ({ ...k }));
  for (const found of byGain) {
    const beside = anchors.some((k) => {
      const between = block.slice(Math.min(k.end, found.end), Math.max(k.start, found.start));
      return channelOf(k) === channelOf(found) && !between.includes('\n');
    });
    if (!found.strong && beside) add(found);
  }
  return kept.sort((a, b) => a.start - b.start);
}

const channelOf = ({ steps }: Found): string => steps.at(-1)!.channel;

/** The best explanation of a run; null if none reads as Chinese. */
function explainRun(scope: Scope, block: string, { escape, tokens }: Run): Found | null {
  const first = tokens[0]!;
  const last = tokens.at(-1)!;
  const [start, end] = escape.around(block, first.start, last.end);
  const whole = judged(scope, block, escape, start, extended(block, escape, start, end), null);
  if (whole) return whole;
  // a two-byte character whose second byte is a letter that was left as it is
  if (block.charCodeAt(end) > 0x3f && block.charCodeAt(end) < 0x7f) {
    const more = judged(scope, block, escape, start, end + 1, null);
    if (more && more.steps.at(-1)!.encoding !== undefined) return more;
  }
  // UTF-8 that is whole needs no cut
  if (!escape.carriesBytes || tokens.length > MOST_TO_CUT) return null;
  if (escape.read(block.slice(start, end)).some(({ step }) => !step.encoding)) return null;
  return cutOff(scope, block, escape, tokens);
}

/** UTF-8 that begins or ends in the middle of a character: the tokens there stay. */
function cutOff(scope: Scope, block: string, escape: Escape, tokens: Run['tokens']): Found | null {
  for (let cut = 1; cut <= 2 * MAX_CUT; cut++) {
    for (let head = Math.max(0, cut - MAX_CUT); head <= Math.min(cut, MAX_CUT); head++) {
      const from = tokens[head];
      const to = tokens.at(head - cut - 1);
      if (!from || !to || to.end <= from.start) continue;
      const part = judged(scope, block, escape, from.start, to.end, 'utf-8');
      if (part) return part;
    }
  }
  return null;
}

/** The run with the rest of an escape that begins with its last character: %25E4 is %E4. */
function extended(block: string, escape: Escape, start: number, end: number): number {
  if (escape.id !== 'percent-escape' && escape.id !== 'html-special' && escape.id !== 'quoted-printable')
    return end;
  const spelled = block.slice(Math.max(start, end - 6), end);
  const rest = /^(?:#?[\dA-Za-z]{1,8};?)/.exec(block.slice(end, end + 10));
  return rest && /%25|&amp;|=3D/i.test(spelled) ? end + rest[0].length : end;
}

function judged(
  scope: Scope,
  block: string,
  escape: Escape,
  start: number,
  end: number,
  only: string | null,
): Found | null {
  const m = scope.model;
  const observed = block.slice(start, end);
  const readings = escape
    .read(observed)
    .filter(({ step }) => only === null || (step.encoding ?? 'utf-8') === only);
  let best = cheapest(
    readings.map((reading) => plain(m, reading)),
    observed,
  );
  if (!best || !readsWell(m, best))
    best = cheapest([...(best ? [best] : []), ...readings.flatMap((r) => layered(scope, r, 1))], observed);
  if (!best) return null;
  const { restored, steps, bits } = best;
  const kind = chinese(restored, block[start - 1] ?? '', block[end] ?? '');
  if (kind === 'no') return null;
  if (
    !best.checked &&
    !isPinyin(restored) &&
    !(isFluent(m, restored, escape) && isAmple(escape, observed, restored))
  )
    return null;
  const undamaged = bitsOfAny(m, observed);
  // the bytes of even one hanzi in UTF-8 are no accident
  return {
    start,
    end,
    restored,
    steps,
    gain: undamaged - bits,
    strong: kind === 'strong' || (escape.carriesBytes && best.checked && HAN.test(restored)),
  };
}

/** The likeliest of those that replay. */
function cheapest(candidates: readonly Candidate[], observed: string): Candidate | null {
  const inOrder = [...candidates].sort((a, b) => a.bits - b.bits);
  return inOrder.find(({ restored, steps }) => replays(restored, steps, observed)) ?? null;
}

/** Chinese so likely that no layer is looked for below it. */
function readsWell(m: Model, { restored }: Candidate): boolean {
  return chinese(restored, '', '') === 'strong' && bitsBeyondAscii(m, restored) <= READS_WELL;
}

interface Candidate {
  restored: string;
  steps: ChannelStep[];
  bits: number;
  /** The bytes check themselves, or there were none. */
  checked: boolean;
}

/** What the reading says, as it is. */
function plain(m: Model, { text, step, label }: Reading): Candidate {
  const writer = step.encoding ?? 'utf-8';
  const prior = (WRITER_PRIOR[writer] ?? 0) + (label !== undefined && label !== writer ? OTHER_LABEL : 0);
  return {
    restored: text,
    steps: [step],
    bits: prior + Math.min(textBits(m, text), bitsOfAny(m, text)),
    checked: isChecked(step),
  };
}

/** Escapes that words, or base64 of something else, may look like. */
const BARE: ReadonlySet<string> = new Set(['unicode-escape-bare', 'utf-7', 'imap-utf-7']);

/** Whether not any bytes would make characters: UTF-8, and characters by number, with a mark before each. */
function isChecked({ channel, encoding }: ChannelStep): boolean {
  return (encoding === undefined || encoding === 'cesu-8') && !BARE.has(channel);
}

/** What it says once something below it is undone: another escape, read over the whole text, or a wrong decoder. */
function layered(scope: Scope, reading: Reading, depth: number): Candidate[] {
  if (depth >= MAX_DEPTH) return [];
  const { text, step } = reading;
  const prior = plain(scope.model, { ...reading, text: '' }).bits + LAYER;
  const escapes = new Set(runsOf(text, scope.allowed).map((run) => run.escape));
  const below = [...escapes].flatMap((escape) => escape.read(text));
  const direct = below.map((r) => plain(scope.model, r));
  const inner = direct.some((c) => readsWell(scope.model, c))
    ? direct
    : [...direct, ...below.flatMap((r) => layered(scope, r, depth + 1)), ...damageBelow(scope, text)];
  return inner
    .filter(({ restored, steps }) => replays(restored, steps, text))
    .map((c) => ({
      restored: c.restored,
      steps: [...c.steps, step],
      bits: c.bits + prior,
      checked: c.checked && isChecked(step),
    }));
}

/** A wrong decoder before the escape was written. */
function damageBelow(scope: Scope, text: string): Candidate[] {
  if (firstAlarm(scope.model, text, 0, text.length) < 0) return [];
  // what nothing explains in its first part is not searched to its end
  if (text.length > PROBE && damageBelow(scope, text.slice(0, PROBE)).length === 0) return [];
  return explain({ ...scope, layout: { ...ONE_LINE, ends: scope.ends } }, text).flatMap((e): Candidate[] => {
    const pieces = confidenceOf(text, e) >= scope.minConfidence ? strongPieces(e) : [];
    if (pieces.length === 0) return [];
    let restored = '';
    let at = 0;
    for (const p of [...pieces].sort((a, b) => a.start - b.start)) {
      restored += text.slice(at, p.start) + p.restored;
      at = p.end;
    }
    restored += text.slice(at);
    return [{ restored, steps: pieces[0]!.steps, bits: textBits(scope.model, restored), checked: true }];
  });
}

/** Bits of a text in the likeliest language: French in UTF-8 is no Chinese in GBK. */
function bitsOfAny(m: Model, text: string): number {
  return undamagedCosts(m, text, 0, text.length).reduce((a, b) => a + b, 0) / STEPS;
}

/** Bits of a text as Chinese, in the script that fits better. */
function textBits(m: Model, text: string): number {
  let shared = 0;
  let hans = 0;
  let hant = 0;
  let a = m.classOf[10]!;
  let b = a;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const c = m.classOf[unit]!;
    shared += tripleCost(m, findPair(m.zh, a, b), b, c, findPair(m.zh, b, c));
    hans += m.hans[unit]!;
    hant += m.hant[unit]!;
    a = b;
    b = c;
  }
  return (shared + Math.min(hans, hant)) / STEPS;
}

/** Whether there is enough of it, where any bytes would make characters: =ba in `foo=bar` and its like do. */
function isAmple(escape: Escape, observed: string, restored: string): boolean {
  const han = restored.match(/\p{Script=Han}/gu) ?? [];
  if (BARE.has(escape.id)) return true;
  if (new Set(han).size < MIN_DISTINCT) return false;
  if (escape.id !== 'quoted-printable') return true;
  const spelled = observed.match(/=[\dA-Fa-f]{2}/g)?.length ?? 0;
  return spelled >= MIN_SPELLED && spelled * 2 >= observed.length - 2 * spelled;
}

/** Whether it reads as text, where the bytes do not check themselves. */
function isFluent(m: Model, text: string, escape: Escape): boolean {
  // emoji cost a lot and say nothing
  const plane0 = text.replace(/[\ud800-\udfff]/g, '');
  return bitsBeyondAscii(m, plane0) <= (BARE.has(escape.id) ? FLUENT_BARE : FLUENT);
}

/** Bits a character beyond ASCII. */
function bitsBeyondAscii(m: Model, text: string): number {
  const ascii = text.match(/[\x00-\x7f]/g)?.length ?? 0;
  return (textBits(m, text) - ASCII_BITS * ascii) / (text.length - ascii);
}

/** Vowels of pinyin that other languages hardly have, and those that they share. */
const PINYIN = /[āēīōūǖǎěǐǒǔǚǘǜ]/u;
const ACCENTS = /[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]/u;
const HAN = /\p{Script=Han}/u;

/** At least two vowels with tone marks, one of them of pinyin alone, and no letters of another script. */
function isPinyin(text: string): boolean {
  const accents = text.match(new RegExp(ACCENTS, 'gu'))?.length ?? 0;
  return accents >= 2 && PINYIN.test(text) && !HAN.test(text);
}

/** Whether the text is Chinese: of itself, only beside other Chinese, or not. */
function chinese(text: string, before: string, after: string): 'strong' | 'weak' | 'no' {
  let han = 0;
  let letters = 0;
  let accents = 0;
  let other = 0;
  for (const char of text) {
    if (char <= '\x7f') {
      if (char < ' ' && !/[\t\n\r]/.test(char)) return 'no';
      continue;
    }
    other++;
    if (HAN.test(char)) han++;
    else if (ACCENTS.test(char)) accents++;
    if (/[\p{Co}\p{Cn}\p{Cs}\p{Cc}]/u.test(char) || char === '\ufffd') return 'no';
    if (/\p{L}/u.test(char)) letters++;
  }
  if (other === 0) return 'no';
  if (accents > 0 && accents === letters && isPinyin(text)) return 'strong';
  if (han * 2 < letters) return 'no';
  if (han >= 2) return 'strong';
  return HAN.test(before) || HAN.test(after) ? 'strong' : 'weak';
}

function toSpan(block: string, { start, end, restored, steps, gain }: Found): RepairSpan {
  const observed = block.slice(start, end);
  const odds = 9 * 10 ** ((gain - THRESHOLD) / BITS_PER_NINE);
  return {
    start,
    end,
    observed,
    restored,
    text: restored,
    channels: steps,
    plan: planFor(observed, steps, restored),
    logOdds: gain * Math.LN2,
    confidence: odds === Infinity ? 1 : odds / (1 + odds),
    inferred: [],
    lost: [],
  };
}
