/**
 * The main path: segment → detect → invert → search → verify → explain.
 *
 * A document is cut into blocks; in a block, the screen flags lines; a flagged line is explained by the
 * channels that fit it best; what is strong enough and replays exactly is put in; everything else
 * stays as it is.
 */
import { decodeBytes } from './bytes/decode.ts';
import { type DetectOptions, detectEncoding } from './bytes/detect.ts';
import { alarmsIn, firstAlarm } from './detect/screen.ts';
import { ANCHOR, CUT_UNITS, HALF_MARGIN, MAX_STRETCH, RIVAL_MARGIN } from './weights.ts';
import { model, type Model } from './model/model.ts';
import { annotatedHypothesis, annotatedSpans } from './repair/annotated/index.ts';
import { confidenceOf, strongPieces } from './repair/accept.ts';
import { splitBlocks } from './repair/blocks.ts';
import { beyondRepair } from './repair/beyond.ts';
import { escapeHypotheses, escapeSpans, withEscapes } from './repair/escapes/index.ts';
import { explain, type ExplainedPiece, type Explanation, type Scope, type Used } from './repair/explain.ts';
import { layoutsOf, type Layout } from './repair/layout.ts';
import { optionsOf, type Settings } from './repair/options.ts';
import { isStrict, repairLines } from './repair/lines.ts';
import { inScript } from './repair/script.ts';
import { toSpan } from './repair/span.ts';
import type {
  ChannelStep,
  EncodingHypothesis,
  Repair,
  RepairOptions,
  RepairSpan,
  TextHypothesis,
} from './types.ts';

/**
 * Restores Chinese text that a wrong decoder damaged. Never throws for any string; throws TypeError
 * for an unknown option or channel, or an input that is neither a string nor bytes.
 */
export function repair(input: string | Uint8Array, options: RepairOptions = {}): Repair {
  const settings = optionsOf(options);
  const text = typeof input === 'string' ? input : textOf(input, settings.from);
  const spans: RepairSpan[] = [];
  for (const block of splitBlocks(text)) {
    // in the whole text, because every look at a character of a slice goes through the text it is a slice of
    const alarms = alarmsIn(model(), text, block.start, block.start + block.text.length);
    for (const span of blockSpans(block.text, settings, block.last, alarms)) {
      spans.push({ ...span, start: span.start + block.start, end: span.end + block.start });
    }
  }
  return assemble(
    text,
    spans,
    settings.alternatives > 0 ? detectText(text).slice(0, settings.alternatives + 1) : [],
  );
}

/**
 * Repairs one block of a stream; `last`: the document ends with it. `alarms`: the units where the screen alarms, of each line
 * the first, if it is known that there is nothing else to repair. Throws as `repair` does.
 */
export function repairBlock(
  block: string,
  options: RepairOptions,
  last: boolean,
  alarms?: readonly number[],
): Repair {
  const settings = optionsOf(options);
  const spans = alarms
    ? stretchSpans(block, settings, last, alarms).map((span) => inScript(span, settings))
    : blockSpans(block, settings, last);
  return assemble(block, spans, []);
}

/** Spans of one block, in order, offsets in the block. `alarms`: where the screen is known to alarm, of each line the first. */
function blockSpans(
  block: string,
  settings: Settings,
  last: boolean,
  alarms?: readonly number[],
): RepairSpan[] {
  const found = withEscapes(
    decoderSpans(block, settings, last, alarms),
    escapeSpans(model(), block, settings, last),
  );
  return found.map((span) => inScript(span, settings));
}

/** What wrong decoders left: of an annotated page, and of what lies between its runs. */
function decoderSpans(
  block: string,
  settings: Settings,
  last: boolean,
  alarms: readonly number[] | undefined,
): RepairSpan[] {
  const spans = annotatedSpans(model(), block, settings);
  if (spans.length === 0) return stretchSpans(block, settings, last, alarms);
  let at = 0;
  for (const span of [...spans, { start: block.length, end: block.length }]) {
    const between = stretchSpans(block.slice(at, span.start), settings, last && span.start === block.length);
    for (const s of between) spans.push({ ...s, start: s.start + at, end: s.end + at });
    at = span.end;
  }
  return spans.sort((a, b) => a.start - b.start);
}

function stretchSpans(
  block: string,
  settings: Settings,
  documentEnds: boolean,
  alarms?: readonly number[],
): RepairSpan[] {
  const m = model();
  /** Those not yet looked at, while they hold: what follows them in their lines has not been screened. */
  let known = alarms;
  const spans: RepairSpan[] = [];
  let from = 0;
  let last: Used | undefined;
  /** What damaged the last line that leaves no doubt, if nothing was lost. */
  let steps: ChannelStep[] | undefined;
  /** Up to here lines are judged one by one. */
  let apart = 0;
  // made at the first alarm: most blocks have none
  let layoutAt: ((end: number) => Layout) | undefined;
  const doubtful: { scope: Scope; start: number; line: string; alarm: number }[] = [];
  for (;;) {
    known = known?.filter((at) => at >= from);
    const alarm = known ? (known[0] ?? -1) : firstAlarm(m, block, from, block.length);
    if (alarm < 0) break;
    const start = Math.max(from, block.lastIndexOf('\n', alarm) + 1, alarm - MAX_STRETCH);
    let end = block.indexOf('\n', alarm);
    const newline = end < 0 ? block.length : end;
    // a byte of UTF-8 that was taken for a line end: the character goes on in the next line
    while (end >= 0 && end < start + MAX_STRETCH && isCut(block, end)) end = block.indexOf('\n', end + 1);
    end = Math.min(end < 0 ? block.length : end, start + 2 * MAX_STRETCH);
    const scope: Scope = {
      model: m,
      allowed: settings.allowed,
      layout: (layoutAt ??= layoutsOf(block, documentEnds))(end),
      last,
    };
    if (steps && start >= apart) {
      const run = repairLines(m, steps, block, start, settings.minConfidence);
      if (run) {
        spans.push(...run.spans);
        from = run.end;
        continue;
      }
      apart = end;
    }
    const line = block.slice(start, end);
    const found = repairStretch(scope, line, settings.minConfidence, alarm - start);
    last = found.find((f) => f.used && f.piece.gain >= ANCHOR)?.used ?? last;
    steps = found.find((f) => f.piece.gain >= ANCHOR && isStrict(f.piece.steps))?.piece.steps ?? steps;
    if (found.length === 0) doubtful.push({ scope, start, line, alarm });
    if (found.length > 0 || end !== newline) known = undefined;
    for (const { piece, confidence } of found)
      spans.push(toSpan(m, piece, start, block, confidence, settings));
    from = Math.max(end, alarm + 1);
    // a line that was cut goes on where its last whole character ended
    if (end < block.length && block[end] !== '\n') {
      const behind = start + Math.max(0, ...found.map((f) => f.piece.end));
      if (behind < end && behind >= end - CUT_UNITS && behind > alarm) from = behind;
    }
  }
  // what was too weak alone may do where the same damage is proven elsewhere in the block
  if (last)
    for (const { scope, start, line, alarm } of doubtful)
      if (scope.last !== last)
        for (const { piece, confidence } of repairStretch(
          { ...scope, last },
          line,
          settings.minConfidence,
          alarm - start,
        ))
          spans.push(toSpan(m, piece, start, block, confidence, settings));
  return [...spans, ...beyondRepair(block, spans)].sort((a, b) => a.start - b.start);
}

/** Whether the characters before a line end are the beginning of UTF-8 read byte by byte, and it goes on after it. */
function isCut(block: string, end: number): boolean {
  const isTrail = (i: number): boolean => block.charCodeAt(i) >= 0x80 && block.charCodeAt(i) <= 0xbf;
  const isLead = (i: number): boolean => block.charCodeAt(i) >= 0xe2 && block.charCodeAt(i) <= 0xef;
  return (
    block.charCodeAt(end + 1) >= 0x80 &&
    ((isLead(end - 1) && isTrail(end + 1)) || (isTrail(end - 1) && isLead(end - 2)))
  );
}

interface Found {
  piece: ExplainedPiece;
  confidence: number;
  used?: Used | undefined;
}

/** The accepted pieces of a stretch; what lies between them is judged again by itself. */
function repairStretch(scope: Scope, text: string, minConfidence: number, at: number): Found[] {
  const explanations = explain(scope, text, 1, at);
  for (const e of explanations) {
    if (e.gain < explanations[0]!.gain - RIVAL_MARGIN) break;
    if (isHalfRepair(e, explanations)) continue;
    const confidence = confidenceOf(text, e, scope.last?.channel);
    if (confidence < minConfidence) continue;
    const pieces = strongPieces(e);
    if (pieces.length === 0) continue;
    const found = pieces.map((piece): Found => ({ piece, confidence, used: e.used }));
    let from = 0;
    for (const p of [...pieces, { start: text.length, end: text.length }]) {
      const alarm = firstAlarm(scope.model, text, from, p.start);
      if (alarm >= 0) {
        const rest = repairStretch(
          p.start === text.length ? scope : { ...scope, layout: { ...scope.layout, ends: false } },
          text.slice(from, p.start),
          minConfidence,
          alarm - from,
        );
        for (const f of rest)
          found.push({ ...f, piece: { ...f.piece, start: f.piece.start + from, end: f.piece.end + from } });
      }
      from = p.end;
    }
    return found;
  }
  return [];
}

/** What another explanation, one about as likely, takes further: not to be done where that is too weak. */
function isHalfRepair(e: Explanation, all: readonly Explanation[]): boolean {
  return (
    e.used !== undefined && all.some((other) => other.gain > e.gain - HALF_MARGIN && other.used === undefined)
  );
}

/** Hypotheses for the whole text, best first; "undamaged" (no channels) is always among them. */
export function detect(text: string): TextHypothesis[];
/** Encodings that the bytes may be in, best first; `binary` if they are no text. */
export function detect(bytes: Uint8Array, options?: DetectOptions): EncodingHypothesis[];
export function detect(
  input: string | Uint8Array,
  options?: DetectOptions,
): TextHypothesis[] | EncodingHypothesis[] {
  if (typeof input === 'string') return detectText(input);
  if (input instanceof Uint8Array) return detectEncoding(input, options);
  throw new TypeError(`detect takes a string or a Uint8Array, not ${input === null ? 'null' : typeof input}`);
}

function detectText(text: string): TextHypothesis[] {
  const m: Model = model();
  const stretch = text.slice(0, 4 * MAX_STRETCH);
  const rest = text.slice(stretch.length);
  const scope: Scope = { model: m, allowed: () => true, layout: layoutsOf(text, true)(stretch.length) };
  const hypotheses = explain(scope, stretch).map((e): TextHypothesis => {
    let out = '';
    let at = 0;
    for (const p of e.pieces) {
      out += stretch.slice(at, p.start) + p.restored;
      at = p.end;
    }
    return {
      channels: e.pieces[0]!.steps,
      text: out + stretch.slice(at) + rest,
      logOdds: e.gain * Math.LN2,
      confidence: confidenceOf(stretch, e),
    };
  });
  const annotated = annotatedHypothesis(m, text);
  if (annotated) hypotheses.push(annotated);
  hypotheses.push(...escapeHypotheses(m, text));
  const best = Math.max(0, ...hypotheses.map((h) => h.confidence));
  return [...hypotheses, { channels: [], text, logOdds: 0, confidence: 1 - best }].sort(
    (a, b) => b.confidence - a.confidence || b.logOdds - a.logOdds,
  );
}

function assemble(text: string, spans: RepairSpan[], alternatives: TextHypothesis[]): Repair {
  const changed = spans.some((s) => s.text !== s.observed);
  let out = '';
  let at = 0;
  let damaged = 0;
  for (const s of spans) {
    if (changed) out += text.slice(at, s.start) + s.text;
    at = s.end;
    damaged += s.end - s.start;
  }
  out = changed ? out + text.slice(at) : text;
  return {
    text: out,
    changed,
    confidence: spans.reduce((c, s) => (s.channels.length > 0 ? Math.min(c, s.confidence) : c), 1),
    damaged: text.length === 0 ? 0 : damaged / text.length,
    spans,
    alternatives: alternatives.filter((h) => h.text !== out),
  };
}

/** Bytes as text, in whatever encoding they are. */
function textOf(input: unknown, from: string | undefined): string {
  if (!(input instanceof Uint8Array))
    throw new TypeError(
      `repair takes a string or a Uint8Array, not ${input === null ? 'null' : typeof input}`,
    );
  return decodeBytes(input, from === undefined ? {} : { from }).text;
}
