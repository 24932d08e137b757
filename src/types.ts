import type { Policy } from './codec/codec.ts';

/** Id of a channel: one damaging step, e.g. `utf8-as-gbk`. `channels()` lists them. */
export type ChannelId = string;

/** One damaging step with everything that a replay needs. JSON. */
export interface ChannelStep {
  channel: ChannelId;
  /** The family of decoders whose treatment of bad bytes applied; the channel's first policy if absent. */
  policy?: Policy;
  /** annotated-traditional: how many entries of the annotation table applied; all if absent. */
  level?: number;
  /** annotated-traditional: characters of those entries that this page leaves alone all the same … */
  except?: string[];
  /** … and characters of later entries that it annotates. */
  also?: string[];
  /** annotated-traditional: byte offsets (GBK) at which the stream was cut. */
  breaks?: number[];
  /** annotated-traditional: false where full-width punctuation, digits and letters were not folded to ASCII afterwards. */
  fold?: boolean;
  /** pinyin-annotated: [UTF-16 offset, reading]: what stands in parentheses there … */
  readings?: [number, string][];
  /** … so many times one behind the other (1 if absent) … */
  times?: number;
  /** … with a space behind, before letters. */
  space?: boolean;
  /**
   * Accidents at single places. Transcodings: byte offsets, in what was written, of bytes that were lost before it was
   * read. Escapes: UTF-16 offsets.
   */
  at?: number[];
  /** Transcodings: [offset, byte]: bytes that were put in there, after those were lost. */
  inserted?: [number, number][];
  /** Escapes: the encoding whose bytes were spelled out; UTF-8 if absent. */
  encoding?: string;
  /** Escapes: how ABCD is spelled (bytes: AB), with the quotes around the whole; the channel's first form if absent. */
  form?: string;
  /** Escapes: what stood at the `breaks` (a soft line break, the space between encoded words). */
  gap?: string;
}

/** One step of a repair: JSON; `applyPlan(observed, plan)` runs them in order. */
export type PlanStep =
  /** Characters back to the bytes the wrong reader saw. `choices`: [UTF-16 offset, UTF-16 length, bytes in hex] where the table alone does not say. */
  | { step: 'encode'; encoding: string; policy: Policy; choices?: [number, number, string][] }
  /** Those bytes read as what they were. */
  | { step: 'decode'; encoding: string }
  /** Escapes read as what they spell; the other fields as in ChannelStep. */
  | {
      step: 'unescape';
      escape: ChannelId;
      encoding?: string;
      form?: string;
      at?: number[];
      breaks?: number[];
      gap?: string;
    }
  /** UTF-16 ranges replaced, offsets in the text before the step: [start, end, text]. */
  | { step: 'replace'; edits: [number, number, string][] }
  /** annotated-traditional's conversion undone; `keep`: UTF-16 offsets of characters that are Simplified, too (著). */
  | { step: 'simplify'; keep?: number[] };

export interface Inferred {
  /** UTF-16 offsets in the span's `text`. */
  start: number;
  end: number;
  /** The character put in first, then the runners-up. */
  alternatives: { text: string; probability: number }[];
}

export interface RepairSpan {
  /** UTF-16 offsets in the input. */
  start: number;
  end: number;
  observed: string;
  /** The original that the search found; `verify(span)` holds for it. */
  restored: string;
  /** What is put in: `restored`, after the options `script` and `lost`. */
  text: string;
  /** In the order in which the damage happened; empty for a run that is beyond repair (kept as it stands). */
  channels: ChannelStep[];
  plan: PlanStep[];
  /** Natural log, against "undamaged". */
  logOdds: number;
  /** P(this damage happened to this run), for a prior of 1 damaged line in 100. */
  confidence: number;
  inferred: Inferred[];
  lost: { start: number; end: number }[];
}

export interface Repair {
  /** The input with every span replaced by `span.text`. */
  text: string;
  changed: boolean;
  /** The least of the spans' confidences; 1 when nothing was changed. */
  confidence: number;
  /** Share of the input's UTF-16 units inside spans. */
  damaged: number;
  spans: RepairSpan[];
  /** Runner-up explanations of the whole input, best first, when `alternatives` asks for them. */
  alternatives: TextHypothesis[];
}

export interface TextHypothesis {
  /** Empty: undamaged. */
  channels: ChannelStep[];
  text: string;
  /** Natural log, against "undamaged". */
  logOdds: number;
  confidence: number;
}

export interface RepairOptions {
  /** Spans below this are left alone; default 0.9. */
  minConfidence?: number;
  /** Inferred characters below this probability are written U+FFFD and listed as lost. */
  minInferred?: number;
  /** What becomes of characters whose bytes were lost. Default `infer`. */
  lost?: 'infer' | 'keep' | 'mark';
  /**
   * Script of repaired spans. `original` (default) undoes the conversion that came with the damage
   * (annotated-traditional), `keep` leaves it; `simplified` and `traditional` convert with opencc-js.
   */
  script?: 'original' | 'keep' | 'simplified' | 'traditional';
  /** `full-width` restores ，：；？！（） between Han characters where annotated-traditional folded them to ASCII. Default `keep`. */
  punctuation?: 'keep' | 'full-width';
  /** Allow-list of channel ids; default all. */
  channels?: readonly ChannelId[];
  /** How many runner-up explanations to report; default 0. */
  alternatives?: number;
  /**
   * Escapes left in the text (`\\u4f60`, `%E4%BD%A0`, `&#20320;` …): `auto` leaves them where they are the correct
   * spelling (strings in code, URLs, HTML), `always` undoes them there too, and host labels in Punycode. Default `auto`.
   */
  escapes?: 'auto' | 'never' | 'always';
  /** The encoding of bytes; it is detected if absent. */
  from?: string;
}

/** One encoding that bytes may be in. */
export interface EncodingHypothesis {
  /** `gb18030` (GB2312 and GBK too), `big5`, `utf-8`, `utf-16le`, …; `ascii`; `binary` for bytes that are no text. */
  encoding: string;
  /** Natural log, against "no text". */
  logOdds: number;
  /** P(the bytes are in this encoding); those of all hypotheses sum to 1. */
  confidence: number;
}

/** A part of decoded bytes that is in one encoding. */
export interface Segment {
  /** UTF-16 offsets in the text. */
  start: number;
  end: number;
  byteStart: number;
  byteEnd: number;
  encoding: string;
  /** The bytes, where writing the text in `encoding` would not give them back. */
  raw?: Uint8Array;
  /** The bytes are no characters; the text has U+FFFD for each. */
  bad?: true;
}

export interface DecodedBytes {
  text: string;
  /** The best hypothesis for the whole. */
  encoding: string;
  /** In order, without gaps. */
  segments: Segment[];
}
