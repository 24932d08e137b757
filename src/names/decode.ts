/**
 * In which encoding was this name written? Names of one folder or archive are judged together: each is short, but
 * they come from one machine.
 *
 * Every encoding that reads a name without an error is a hypothesis; the language model says how likely the text is,
 * and the folder's sum is the prior of each name. D6 D0 CE C4 is 中文 as GBK, 笢恅 as Big5, ╓╨╬─ as code page 437.
 * Refuses nothing: code page 437 reads any bytes.
 */
import { decode, type EncodingId } from '../codec/index.ts';
import { undamagedCosts } from '../detect/undamaged.ts';
import { chineseBits } from '../model/chinese.ts';
import { STEPS, type Model } from '../model/model.ts';

/** Encodings of names, with the bits that each has to bring: how rare it is. Set on dev names of 4 to 10 hanzi. */
const PRIOR: Readonly<Partial<Record<EncodingId, number>>> = {
  'utf-8': 0,
  gbk: 3,
  big5: 7,
  shift_jis: 9,
  'euc-kr': 11,
  cp437: 5,
  cp1252: 9,
  cp850: 9,
  cp866: 9,
};
/** Bits against another encoding than the rest of the folder has. */
const SWITCH = 14;
/** A name counts for the folder with so many bits at most. */
const SAY = 40;
/** Bits of a character that no text has. */
const IMPOSSIBLE = 30;

export interface DecodedName {
  text: string;
  encoding: EncodingId;
  /** P(encoding), for names of this kind. */
  confidence: number;
}

interface Hypothesis {
  encoding: EncodingId;
  text: string;
  bits: number;
}

/** The names as text. ASCII names are `utf-8`, with confidence 1. */
export function decodeNames(m: Model, names: readonly Uint8Array[]): DecodedName[] {
  const all = names.map((name) => hypotheses(m, name));
  const votes = new Map<EncodingId, number>();
  for (const list of all) {
    const least = Math.min(...list.map((h) => h.bits));
    for (const { encoding, bits } of list)
      votes.set(encoding, (votes.get(encoding) ?? 0) + Math.min(SAY, bits - least));
    // an encoding that cannot read the name at all
    for (const encoding of Object.keys(PRIOR) as EncodingId[])
      if (!list.some((h) => h.encoding === encoding)) votes.set(encoding, (votes.get(encoding) ?? 0) + SAY);
  }
  const most = Math.min(...votes.values());
  return all.map((list) => {
    if (list.length === 1) return { ...list[0]!, confidence: 1 };
    const judged = list.map((h) => ({
      ...h,
      bits: h.bits + Math.min(SWITCH, (votes.get(h.encoding) ?? SAY) - most),
    }));
    const best = judged.reduce((a, b) => (b.bits < a.bits ? b : a));
    const total = judged.reduce((sum, h) => sum + 2 ** (best.bits - h.bits), 0);
    return { text: best.text, encoding: best.encoding, confidence: 1 / total };
  });
}

function hypotheses(m: Model, name: Uint8Array): Hypothesis[] {
  if (name.every((b) => b < 0x80)) return [{ encoding: 'utf-8', text: decode('utf-8', name).text, bits: 0 }];
  return (Object.keys(PRIOR) as EncodingId[]).flatMap((encoding): Hypothesis[] => {
    const { text, errors } = decode(encoding, name);
    return errors.length > 0 ? [] : [{ encoding, text, bits: PRIOR[encoding]! + nameBits(m, text) }];
  });
}

/** Bits of a name: as Chinese, or as the likeliest of all languages, whichever is less. */
export function nameBits(m: Model, text: string): number {
  const strange = text.match(/[\p{Co}\p{Cc}\p{Cs}\p{Cn}\ufffd]/gu)?.length ?? 0;
  const others = undamagedCosts(m, text, 0, text.length).reduce((a, b) => a + b, 0) / STEPS;
  return IMPOSSIBLE * strange + Math.min(others, chineseBits(m, text));
}
