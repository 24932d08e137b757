/**
 * Did a damage lose anything? Judged with the codecs alone, never with the repairer: a transcoding
 * step lost nothing if its output, encoded as the reader and decoded as the writer, is its input; any other
 * step lost something if it changed the text at all, unless the catalogue calls it reversible.
 */
import { type EncodingId, type Policy, decode, encode } from '../../src/codec/index.ts';
import type { ChannelStep } from '../../src/types.ts';
import { type ChannelInfo, damage } from './subject.ts';

const SPELLED: Record<string, EncodingId> = {
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp950: 'big5',
  cp949: 'euc-kr',
  euckr: 'euc-kr',
  koi8r: 'koi8-r',
};

/** `utf8-as-gbk` → utf-8 written, gbk read; null for a channel of another make. */
export function codecsOf(channel: string): { writer: EncodingId; reader: EncodingId } | null {
  const match = /^(.+)-as-(.+)$/.exec(channel);
  if (!match) return null;
  const writer = encodingOf(match[1]!);
  const reader = encodingOf(match[2]!);
  return writer && reader ? { writer, reader } : null;
}

function encodingOf(name: string): EncodingId | null {
  const id = SPELLED[name] ?? (name as EncodingId);
  try {
    encode(id, '');
    return id;
  } catch {
    return null;
  }
}

/** `steps` as `damage` recorded them: replaying them is deterministic. */
export function lostNothing(
  text: string,
  steps: readonly ChannelStep[],
  catalogue: ReadonlyMap<string, ChannelInfo>,
): boolean {
  let before = text;
  for (const step of steps) {
    const after = damage(before, step).text;
    if (!stepLostNothing(before, after, step, catalogue)) return false;
    before = after;
  }
  return true;
}

function stepLostNothing(
  before: string,
  after: string,
  step: ChannelStep,
  catalogue: ReadonlyMap<string, ChannelInfo>,
): boolean {
  const pair = codecsOf(step.channel);
  if (!pair) return before === after || catalogue.get(step.channel)?.reversible === true;
  if (step.at || step.inserted) return false;
  const policy: Policy = step.policy ?? catalogue.get(step.channel)?.policies?.[0] ?? 'windows';
  // a mark for what the reader could not show may encode to bytes that the writer's decoder marks, too
  if (after.includes('\ufffd') && !before.includes('\ufffd')) return false;
  const written = encode(pair.reader, after, policy);
  return written.unencodable.length === 0 && decode(pair.writer, written.bytes).text === before;
}

/** Could the writers write it at all? What they wrote as `?` was lost before the damage, and no repair can know. */
export function writable(text: string, steps: readonly ChannelStep[]): boolean {
  let before = text;
  for (const step of steps) {
    const pair = codecsOf(step.channel);
    if (pair && encode(pair.writer, before).unencodable.length > 0) return false;
    before = damage(before, step).text;
  }
  return true;
}
