/**
 * The screen and its second look: damage in every channel is let through, alone and inside a clean line;
 * clean lines whose rare characters raise an alarm are not.
 */
import { describe, expect, test } from 'vitest';
import { channels } from '../../src/channel/catalogue.ts';
import { firstAlarm } from '../../src/detect/screen.ts';
import { suspect } from '../../src/detect/suspect.ts';
import { model } from '../../src/model/model.ts';

const m = model();
const alarm = (text: string): number => firstAlarm(m, text, 0, text.length);

/** Offset at which the first look alone alarms, −1 if it does not. */
function firstLook(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    sum = Math.max(0, sum + m.screen[text.charCodeAt(i)]!);
    if (sum > 40) return i;
  }
  return -1;
}

const BEFORE = '这一行写得好好的，只有中间';
const AFTER = '这几个字读错了。';
const SIMPLIFIED = '请把昨天开会的记录发给大家';
const TRADITIONAL = '請把昨天開會的紀錄發給大家';

describe('damage passes', () => {
  for (const channel of channels()) {
    if (channel.kind !== 'transcoding') continue;
    test(channel.id, () => {
      const original = channel.writer === 'big5' ? TRADITIONAL : SIMPLIFIED;
      const lost = channel.writer === channel.reader ? { at: [0] } : {};
      const damaged = channel.forward(original, { channel: channel.id, ...lost });
      expect(alarm(damaged), JSON.stringify(damaged)).toBeGreaterThanOrEqual(0);
      expect(alarm(BEFORE + damaged + AFTER), JSON.stringify(damaged)).toBeGreaterThanOrEqual(0);
    });
  }
});

describe('rare but clean characters do not', () => {
  const lines = [
    '羲和驭日，夔龙衔烛，氤氲不散。',
    '屋檐下的貔貅、狴犴和螭吻都是石雕。',
    '榫卯、藻井、斗栱、鸱吻，样样齐全。',
    '顎骨與髕骨之間有韌帶，罹患者須就醫。',
    '薔薇、躑躅、鬱金香與鳶尾同時綻放。',
    'Ёлка, объезд, щётка и жюри: съёмки шли всю ночь.',
    'Příliš žluťoučký kůň úpěl ďábelské ódy.',
  ];
  for (const line of lines) test(line, () => expect(alarm(line)).toBe(-1));

  test('some of them alarm at first sight', () => {
    const flagged = lines.filter((line) => firstLook(line) >= 0);
    expect(flagged.length).toBeGreaterThan(0);
    for (const line of flagged) expect(suspect(m, line, 0, line.length, firstLook(line))).toBe(false);
  });
});

test('a loss mark always passes: its bytes are gone', () => {
  const text = '鍥犱负\ufffd';
  const at = firstLook(text);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(suspect(m, text, 0, text.length, at)).toBe(true);
});

test('positions are those of the range searched', () => {
  const damaged = '浣犲ソ锛屼笘鐣';
  const text = `好\n${damaged}\n好`;
  expect(firstAlarm(m, text, 0, 2)).toBe(-1);
  expect(firstAlarm(m, text, 2, text.length)).toBeLessThan(2 + damaged.length);
  expect(firstAlarm(m, text, 2 + damaged.length, text.length)).toBe(-1);
});
