/** Pages of the converter that put in no readings: cuts alone show it. */
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/channel/annotated/fold.ts';
import { damage, repair, verify } from '../../src/index.ts';
import { cleanScreen } from '../../src/repair/clean.ts';

/** Written for this project. */
const ORIGINAL = [
  '昨天下午的会议开得很长，后来大家都说不知道该怎么办。',
  '目前的情况。现在报告如下：里面的水管坏了两处，楼上的住户已经搬走。',
  '经过治疗，病情。化疗作为主要的辅助手段，效果还不错。',
].join('\n');

describe('pages with cuts and no readings', () => {
  const step = { channel: 'annotated-traditional', level: 0 };

  test.each([1, 2, 3, 4, 5, 6])('come back, proved (seed %i)', (seed) => {
    const observed = damage(ORIGINAL, step, seed).text;
    const { text, spans } = repair(observed);
    if (!observed.includes('?')) {
      expect(text).toBe(observed);
      return;
    }
    expect(fold(text)).toBe(fold(ORIGINAL));
    for (const span of spans) expect(verify(span)).toBe(true);
    expect(repair(text).text).toBe(text);
  });

  test('the same in bytes: the screen of clean bytes does not let them pass', () => {
    const observed = damage(ORIGINAL, step, 1).text;
    const bytes = new TextEncoder().encode(observed);
    const screen = cleanScreen();
    screen.look(bytes, 0, bytes.length, bytes.length, Infinity);
    expect(screen.alarm).toBeGreaterThanOrEqual(0);
  });

  test.each([
    '什麼?，你再說一遍。這裡沒有人知道後來的事。',
    '她於是問道：真的嗎?！沒有人回答，只聽見遠處的鐘聲。',
    '他说什么?！我们都没听清楚，后来才知道。',
  ])('text that was written so stays: %s', (line) => {
    expect(repair(line).text).toBe(line);
  });
});
