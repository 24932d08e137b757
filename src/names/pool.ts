/**
 * Damaged names of one folder, together: a channel that explains many of them needs less of each.
 *
 * Strict: back to the wrong reader's bytes, forward as what they were, and the damage must give the name again. What
 * lost bytes or has several layers is left to `repair`, name by name.
 */
import { channels, type Channel } from '../channel/catalogue.ts';
import { decode, encode, type EncodingId } from '../codec/index.ts';
import type { Model } from '../model/model.ts';
import type { ChannelStep } from '../types.ts';
import { nameBits } from './decode.ts';

/** Bits that a channel has to bring: bytes that check themselves, single-byte readers, Chinese into Chinese. */
const TOLL_UTF8 = 6;
const TOLL_SINGLE = 12;
const TOLL_PAGE = 18;
/** How much rarer than latin1, cp1252 and cp437 a reader of names is, and Big5 than GBK as their writer. */
const RARITY: Readonly<Partial<Record<EncodingId, number>>> = {
  cp850: 4,
  cp1251: 5,
  cp866: 5,
  cp1250: 6,
  cp1254: 6,
  macroman: 7,
  'koi8-r': 8,
  cp857: 9,
};
const RARER_BIG5 = 4;
/** Evidence of so many bits is 0.9; confidence moves from 0.9 to 0.99 for so many more. */
const THRESHOLD = 8;
const BITS_PER_NINE = 5;
/** Whatever the others say, the text must be likelier than what stands there by this. */
const LEAST = 4;
/** A name that counts for others has this gain; they are worth this at most. */
const SURE = 16;
const BONUS = 28;
/** A name that another channel explains than the rest of its folder has to bring this. */
const SWITCH = 16;
/** Most that one name counts. */
const SAY = 8;

export interface Pooled {
  text: string;
  confidence: number;
  channels: ChannelStep[];
}

interface Candidate {
  channel: Channel;
  text: string;
  step: ChannelStep;
  gain: number;
}

/** For each name its repair, or null. */
export function pooled(m: Model, names: readonly string[], minConfidence: number): (Pooled | null)[] {
  const all = names.map((name) => candidates(m, name));
  const sure = new Map<Channel, number>();
  for (const list of all)
    for (const { channel, gain } of list) if (gain >= SURE) sure.set(channel, (sure.get(channel) ?? 0) + SAY);
  const most = Math.max(0, ...sure.values());
  return all.map((list) => {
    const judged = list.map((c) => {
      const others = (sure.get(c.channel) ?? 0) - (c.gain >= SURE ? SAY : 0);
      // what the folder says for this channel, and for another one
      return {
        ...c,
        evidence: c.gain + Math.min(BONUS, others) - Math.min(SWITCH, Math.max(0, most - others - SAY)),
      };
    });
    const best = judged.sort((x, y) => y.evidence - x.evidence)[0];
    if (!best) return null;
    const odds = 9 * 10 ** ((best.evidence - THRESHOLD) / BITS_PER_NINE);
    // what else it may have been
    const others = judged.filter(({ text }) => text !== best.text);
    const rivals = others.reduce((sum, { evidence }) => sum + 2 ** (evidence - best.evidence), 0);
    const confidence = (odds === Infinity ? 1 : odds / (1 + odds)) / (1 + rivals);
    return confidence >= minConfidence ? { text: best.text, confidence, channels: [best.step] } : null;
  });
}

/** Every channel that explains the name without a loss. */
function candidates(m: Model, name: string): Candidate[] {
  if (!/[^\x00-\x7f]/.test(name)) return [];
  const before = nameBits(m, name);
  return channels().flatMap((channel): Candidate[] => {
    const { reader, writer } = channel;
    if (!reader || !writer || reader.startsWith('utf-')) return [];
    const { bytes, unencodable } = encode(reader, name);
    if (unencodable.length > 0) return [];
    const { text, errors } = decode(writer, bytes);
    if (errors.length > 0 || text === name || !isChinese(text)) return [];
    const step: ChannelStep = {
      channel: channel.id,
      ...(channel.policies[0] ? { policy: channel.policies[0] } : {}),
    };
    if (channel.forward(text, step) !== name) return [];
    const gain = before - nameBits(m, text);
    return gain < LEAST ? [] : [{ channel, text, step, gain: gain - toll(channel) }];
  });
}

function toll({ writer, reader }: Channel): number {
  const rare = (RARITY[reader!] ?? 0) + (writer === 'big5' ? RARER_BIG5 : 0);
  if (writer === 'utf-8') return TOLL_UTF8 + rare;
  return reader === 'gbk' || reader === 'big5' || reader === 'shift_jis' || reader === 'euc-kr'
    ? TOLL_PAGE
    : TOLL_SINGLE + rare;
}

/** Han at least half of the letters beyond ASCII, and nothing that no name has. */
function isChinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/[^\x00-\x7f\P{L}]/gu)?.length ?? 0;
  return han > 0 && han * 2 >= letters && !/[\p{Cc}\p{Co}\p{Cs}\p{Cn}\ufffd]/u.test(text);
}
