/** fixtures/annotated/pages.jsonl: pages written for this project and damaged by the channel, and the options that shape what is put in. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/channel/annotated/fold.ts';
import { applyPlan, damage, repair, verify, type ChannelStep, type PlanStep } from '../../src/index.ts';

interface Page {
  id: string;
  channels: ChannelStep[];
  observed: string;
  original: string;
}

const pages = readFileSync(new URL('../../fixtures/annotated/pages.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Page);

describe.each(pages)('$id', ({ channels, observed, original }) => {
  test('is damaged as it says', () => {
    expect(damage(original, channels).text).toBe(observed);
  });

  test('comes back but for folded punctuation, proved', () => {
    const { text, spans } = repair(observed);
    expect(fold(text)).toBe(fold(original));
    for (const span of spans) {
      expect(verify(span)).toBe(true);
      expect(applyPlan(span.observed, JSON.parse(JSON.stringify(span.plan)) as PlanStep[])).toBe(span.text);
    }
    expect(repair(text).text).toBe(text);
  });
});

describe('options', () => {
  const observed = '國(guó)產(chǎn)模型,提前過(guò)年了(說(shuō)是后天)。沿著河走,著名的橋在3:30開(kāi)放。';

  test.each([
    [{}, '国产模型,提前过年了(说是后天)。沿着河走,著名的桥在3:30开放。'],
    [{ script: 'keep' }, '國產模型,提前過年了(說是后天)。沿著河走,著名的橋在3:30開放。'],
    [{ punctuation: 'full-width' }, '国产模型，提前过年了（说是后天）。沿着河走，著名的桥在3:30开放。'],
    [{ script: 'simplified' }, '国产模型,提前过年了(说是后天)。沿着河走,著名的桥在3:30开放。'],
    [
      { script: 'traditional', punctuation: 'full-width' },
      '國產模型，提前過年了（說是後天）。沿着河走，著名的橋在3:30開放。',
    ],
  ] as const)('%j', (options, text) => {
    const result = repair(observed, options);
    expect(result.text).toBe(text);
    for (const span of result.spans) {
      expect(verify(span)).toBe(true);
      expect(applyPlan(span.observed, span.plan)).toBe(span.text);
    }
  });

  test('other damage is converted, too, on request alone', () => {
    const { text } = damage('我们明天去学校', { channel: 'utf8-as-gbk' });
    expect(repair(text, { script: 'traditional' }).text).toBe('我們明天去學校');
    expect(repair(text, { script: 'keep' }).text).toBe('我们明天去学校');
  });

  test('unknown values are refused', () => {
    expect(() => repair('', { script: 'hant' as never })).toThrow(TypeError);
    expect(() => repair('', { punctuation: 'wide' as never })).toThrow(TypeError);
  });

  test('a character whose bytes were lost is inferred, marked on request', () => {
    const line = '國(guó)產(chǎn)大模型“六小虎”已變?yōu)椤捌咝?qiáng)”';
    const [span] = repair(line).spans;
    expect(span!.text).toBe('国产大模型“六小虎”已变为“七小强”');
    expect(span!.inferred.map((i) => span!.text.slice(i.start, i.end))).toContain('小');
    expect(span!.inferred[0]!.alternatives.map((a) => a.text)).toEqual(expect.arrayContaining(['小', '校']));
    expect(repair(line, { lost: 'mark' }).text).toContain('七\ufffd');
  });
});
