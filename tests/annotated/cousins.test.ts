/** Readings that other tools put in: taken out where a page shows one tool's habit, kept where it does not. */
import { describe, expect, test } from 'vitest';
import { readingOf, withoutTone } from '../../src/channel/annotated/readings.ts';
import {
  applyPlan,
  damage,
  detect,
  repair,
  verify,
  type ChannelStep,
  type PlanStep,
} from '../../src/index.ts';
import { cleanScreen } from '../../src/repair/clean.ts';

/** Written for this project. */
const ORIGINAL = [
  '市委書記昨天到工廠參觀，廠長介紹了新產品的生產情況。',
  '他說今年的訂單比去年多了三成，工人們都很高興。',
  '會議結束以後，大家一起到食堂吃飯，菜色簡單但是味道不錯。',
  '回程的路上下起小雨，司機開得很慢，晚上八點才回到市區。',
  '廠裡的老師傅說，機器換了新的，產量自然就上去了。',
  '負責技術的工程師帶大家看了三個車間，又回答了許多問題。',
  '有人問起原料的價格，他笑著說這個月總算降了一點。',
  '第二天早上，記者又去訪問了附近的居民，聽他們談談生活的變化。',
].join('\n');

const FORMS: readonly [string, Partial<ChannelStep>][] = [
  ['with a space', { space: true }],
  ['doubled', { times: 2 }],
  ['doubled, with a space', { times: 2, space: true }],
  ['plain', {}],
];

describe.each(FORMS)('%s', (_, form) => {
  test.each([1, 2, 3])('comes out, proved (seed %i)', (seed) => {
    const observed = damage(ORIGINAL, { channel: 'pinyin-annotated', ...form }, seed).text;
    const { text, spans } = repair(observed);
    expect(text).toBe(ORIGINAL);
    for (const span of spans) {
      expect(verify(span)).toBe(true);
      expect(applyPlan(span.observed, JSON.parse(JSON.stringify(span.plan)) as PlanStep[])).toBe(span.text);
    }
    const bytes = new TextEncoder().encode(observed);
    const screen = cleanScreen();
    screen.look(bytes, 0, bytes.length, bytes.length, Infinity);
    expect(screen.alarm).toBeGreaterThanOrEqual(0);
  });
});

test('two or three readings are kept, and listed as a weak hypothesis', () => {
  const observed = '工(gōng)具企業提供深(shēn)度(dù)服務，品(pǐn)質好，價格(gé)低。';
  expect(repair(observed).text).toBe(observed);
  const found = detect(observed).find((h) => h.channels.length > 0)!;
  expect(found).toMatchObject({
    channels: [{ channel: 'pinyin-annotated' }],
    text: '工具企業提供深度服務，品質好，價格低。',
  });
  expect(found.confidence).toBeLessThan(0.9);
});

test.each([
  [
    'readings of rare characters',
    '饕(tao)餮(tie)盛宴上有鱖(gui)魚、鱘(xun)魚、鱧(li)魚，還有鮰(hui)魚和鰱(lian)魚。',
  ],
  [
    'unusual readings',
    '單(shan)于、大夫(dai)、可汗(han)、龜(qiu)茲、吐谷(yu)渾、月(rou)氏、身毒(du)都是古代的稱呼。',
  ],
  [
    'two habits on one page',
    damage(ORIGINAL, { channel: 'pinyin-annotated' }, 4).text + '\n工(gōng)具(jù)和書(shu)(shu)'.repeat(9),
  ],
  ['talk of readings', `注意讀音：${damage(ORIGINAL, { channel: 'pinyin-annotated' }, 5).text.slice(0, 80)}`],
])('%s stay', (_, text) => {
  expect(repair(text).text).toBe(text);
});

test('readings by the order of GB 2312', () => {
  expect(Array.from('啊書国國女略律齄', (c) => readingOf(c.charCodeAt(0)))).toEqual([
    'a',
    'shu',
    'guo',
    'guo',
    'nü',
    'lüe',
    'lü',
    undefined,
  ]);
  expect(withoutTone('lüè') + withoutTone('zhōng') + withoutTone('nv')).toBe('lüezhongnü');
});
