/**
 * `pinyin-annotated`: readings in parentheses behind some characters, put in by tools of other kinds. One channel;
 * its step says where (`readings`) and how: doubled (`times`), followed by a space (`space`), with tones or without.
 *
 * 書記 with `readings: [[1, 'shu']]`, `space: true` is 書(shu) 記; with `times: 2` 書(shu)(shu)記.
 */
import { isAsciiLetter, isDigit } from '../../codec/index.ts';
import type { ChannelStep } from '../../types.ts';
import type { Channel } from '../channel.ts';
import { readingOf } from './readings.ts';

export const PINYIN = 'pinyin-annotated';

/** Of the characters whose reading is known, the tools take about so many. */
const SHARE = 0.12;

export const pinyinAnnotated: Channel = {
  id: PINYIN,
  title: 'Readings in parentheses behind some characters, put in by tools of other kinds',
  kind: 'converter',
  policies: [],
  forward: (text, step) => {
    let out = '';
    let from = 0;
    for (const [at, reading] of step.readings ?? []) {
      if (at < from || at > text.length) continue;
      out += text.slice(from, at) + `(${reading})`.repeat(step.times ?? 1);
      if (step.space === true && takesSpace(text, at)) out += ' ';
      from = at;
    }
    return out + text.slice(from);
  },
  choose: (text: string, step: ChannelStep, random: () => number): ChannelStep => {
    if (step.readings) return step;
    const readings: [number, string][] = [];
    for (let i = 0; i < text.length; i++) {
      const reading = readingOf(text.charCodeAt(i));
      if (reading !== undefined && random() < SHARE) readings.push([i + 1, reading]);
    }
    return { ...step, readings };
  },
};

/** A space is put before another letter, digit or space, not before a mark or at the end. */
export function takesSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return isAsciiLetter(unit) || isDigit(unit) || unit === 0x20 || (unit >= 0x3400 && unit < 0xa000);
}
