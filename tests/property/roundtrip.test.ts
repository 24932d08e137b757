/** What damage took, repair gives back; what is not damaged stays. */
import { describe, expect, test } from 'vitest';
import { damage, detect, repair, verify, type RepairOptions } from '../../src/index.ts';
import { CHINESE, CLEAN } from './sentences.ts';
import { decode, encode } from '../../src/codec/index.ts';
import { channel } from '../../src/channel/catalogue.ts';

const CHANNELS = [
  'utf8-as-latin1',
  'utf8-as-cp1252',
  'utf8-as-cp437',
  'gbk-as-latin1',
  'gbk-as-cp1252',
  'gbk-as-cp437',
  'utf8-as-gbk',
];

/** Whether the reader kept every byte. */
function lossless(id: string, text: string): boolean {
  const { writer, reader, policies } = channel(id);
  const { bytes, unencodable } = encode(writer!, text);
  return unencodable.length === 0 && decode(reader!, bytes, policies[0]).errors.length === 0;
}

/** The sentence, or the longest part of at least eight characters that the reader kept whole; '' if none. */
function keptPart(id: string, text: string): string {
  for (let length = text.length; length >= 8; length--) {
    for (let start = 0; start + length <= text.length; start++) {
      const part = text.slice(start, start + length);
      if (lossless(id, part)) return part;
    }
  }
  return '';
}

describe.each(CHANNELS)('%s', (id) => {
  const sentences = CHINESE.map((text) => keptPart(id, text)).filter((text) => text !== '');

  test('has sentences to try', () => {
    expect(sentences.length).toBeGreaterThan(10);
  });

  test.each(sentences)('%s', (text) => {
    const damaged = damage(text, { channel: id }).text;
    expect(damaged).not.toBe(text);
    const once = repair(damaged);
    expect(once.text).toBe(text);
    expect(once.spans.every((span) => verify(span))).toBe(true);
    expect(repair(once.text).text).toBe(text);
  });
});

describe('clean text', () => {
  test.each(CLEAN)('%s is unchanged', (_, text) => {
    const result = repair(text);
    expect(result.text).toBe(text);
    expect(result).toMatchObject({ changed: false, confidence: 1, damaged: 0, spans: [] });
  });

  test('all of it together', () => {
    const all = [...CLEAN.map(([, text]) => text), ...CHINESE].join('\n');
    expect(repair(all).text).toBe(all);
  });

  test('"undamaged" is among the hypotheses', () => {
    for (const text of [...CLEAN.map(([, t]) => t), '浣犲ソ锛屼笘鐣?']) {
      expect(detect(text).some((h) => h.channels.length === 0 && h.text === text)).toBe(true);
    }
  });
});

describe('what is not known is refused', () => {
  test.each([
    ['option', { confidence: 1 }],
    ['channel', { channels: ['utf8-as-nothing'] }],
    ['way with lost characters', { lost: 'guess' }],
    ['confidence', { minConfidence: 2 }],
    ['number of alternatives', { alternatives: -1 }],
  ])('%s', (_, options) => {
    expect(() => repair('text', options as RepairOptions)).toThrow(TypeError);
  });

  test('input, channel of damage and of verify', () => {
    expect(() => repair(42 as unknown as string)).toThrow(TypeError);
    expect(() => damage('text', { channel: 'utf8-as-nothing' })).toThrow(TypeError);
    expect(() => verify({ restored: 'a', observed: 'a', channels: [{ channel: 'no' }] })).toThrow(TypeError);
  });
});
