/** Which encoding: one sentence in each, what is declared, what is no text. The evaluation has the figures. */
import { describe, expect, test } from 'vitest';
import { writeAs } from '../../src/bytes/codecs.ts';
import { decode, detect, encode, repair } from '../../src/index.ts';

const HANS = '明天下午三点在图书馆门口见面。';
const HANT = '請大家把雨傘放在門口。';
const top = (bytes: Uint8Array): string => detect(bytes)[0]!.encoding;

describe('one sentence', () => {
  test.each([
    ['gbk', HANS, 'gb18030'],
    ['gb18030', `${HANS}\u{20021}\u4dae`, 'gb18030'],
    ['gbk', HANT, 'gb18030'],
    ['big5', HANT, 'big5'],
    ['utf-8', HANS, 'utf-8'],
    ['utf-16le', HANS, 'utf-16le'],
    ['utf-16be', HANS, 'utf-16be'],
    ['utf-32le', HANS, 'utf-32le'],
    ['hz-gb-2312', HANS, 'hz-gb-2312'],
    ['iso-2022-cn', HANS, 'iso-2022-cn'],
    ['utf-7', HANS, 'utf-7'],
    ['euc-jp', '今日はとても暑いので、海に行きたいです。', 'euc-jp'],
    ['shift_jis', '今日はとても暑いので、海に行きたいです。', 'shift_jis'],
    ['euc-kr', '오늘은 날씨가 아주 좋습니다.', 'euc-kr'],
    ['windows-1251', 'Сегодня очень хорошая погода.', 'windows-1251'],
    ['koi8-r', 'Сегодня очень хорошая погода.', 'koi8-r'],
    ['windows-1253', 'Σήμερα ο καιρός είναι πολύ καλός.', 'windows-1253'],
    ['windows-874', 'วันนี้อากาศดีมาก', 'windows-874'],
    ['ascii', 'Bush hid the facts', 'ascii'],
  ])('%s', (name, text, expected) => {
    const { bytes } = writeAs(name, text);
    expect(top(bytes)).toBe(expected);
    expect(decode(bytes).text).toBe(text);
  });
});

test('confidences sum to 1, and the order is theirs', () => {
  const all = detect(writeAs('gbk', '一些').bytes);
  expect(all.reduce((sum, h) => sum + h.confidence, 0)).toBeCloseTo(1);
  expect(all.map((h) => h.confidence)).toEqual(all.map((h) => h.confidence).sort((a, b) => b - a));
});

test('what is declared is evidence, not truth', () => {
  const two = writeAs('big5', '的了').bytes;
  const told = (contentType: string): number =>
    detect(two, { contentType }).find((h) => h.encoding === 'big5')!.confidence;
  expect(told('text/plain; charset=big5')).toBeGreaterThan(told('text/plain; charset=gbk'));
  const lie = Buffer.from(`<meta charset="gbk"><p>${HANS}</p>`);
  expect(top(lie)).toBe('utf-8');
});

test('a byte lost in the middle costs one mark, not the rest of the line', () => {
  const { bytes } = writeAs('gbk', HANS.repeat(3));
  const cut = Uint8Array.from([...bytes.subarray(0, 21), ...bytes.subarray(22)]);
  const { text, segments } = decode(cut);
  expect(text.endsWith(HANS)).toBe(true);
  // which of the neighbours is the odd one cannot be known
  const bad = segments.filter((s) => s.bad);
  expect(bad.map((s) => s.byteEnd - s.byteStart)).toEqual([1]);
  expect(Math.abs(bad[0]!.byteStart - 21)).toBeLessThan(4);
});

test('a file cut inside its first character, and a lost byte in a long line, shift nothing', () => {
  const text = '請把雨傘放在門口，明天開會時討論預算與採購。';
  for (const name of ['gbk', 'big5']) {
    const { bytes } = writeAs(name, text);
    expect(decode(bytes.subarray(1)).text.endsWith(text.slice(1))).toBe(true);
    const lost = Uint8Array.from([...bytes.subarray(0, 13), ...bytes.subarray(14)]);
    expect(decode(lost).text.endsWith(text.slice(9))).toBe(true);
  }
});

test('rare characters, a letter after a hanzi and full-width figures are no change of encoding', () => {
  for (const text of [
    '陈浚瑄、覃孟哲住进了宿舍',
    '明日巖畔觀鷺，不見舊鷗。',
    '樁號Ｌ３１＋２０７．５４（Ｌ為左線）',
  ])
    for (const name of ['gbk', 'big5'])
      if (writeAs(name, text).unencodable.length === 0)
        expect(decode(writeAs(name, text).bytes).text).toBe(text);
});

test('a letter with an accent is no hanzi, wherever it stands alone', () => {
  for (const line of [
    'nothing since\n\u00c0s duas horas',
    "autour d'une petite \u00eel",
    'sade han. \u201dF',
  ])
    expect(top(writeAs('windows-1252', line).bytes)).toMatch(/^windows/);
});

test('programs, base64 and source code are what they are', () => {
  const numbers = new Uint8Array(
    Uint32Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 0 : (i * 37) % 300)).buffer,
  );
  expect(top(numbers)).toBe('binary');
  const base64 = Buffer.from(
    Uint8Array.from({ length: 600 }, (_, i) => (i * i * 31 + i * 7) & 0xff),
  ).toString('base64');
  for (const code of [
    base64,
    String.raw`if ($line =~ /.*\s+hostname="([^"]+)/) {}`,
    '/// ~~~{.cpp}\nint a;\n/// ~~~\n',
  ])
    expect(top(Buffer.from(code))).toBe('ascii');
  for (const line of [
    'read ÷ written, total ÷ 2, price × 3\n',
    '// replace "·" by "."\n',
    'see §4 and §12\n',
  ])
    expect(top(Buffer.from(`export const x = 1;\n${line}`.repeat(5)))).toBe('utf-8');
});

test('what is said again says nothing new', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `<p style="font-family: 돋움;">${i + 1}월</p>\n`).join(
    '',
  );
  expect(top(writeAs('euc-kr', rows).bytes)).not.toMatch(/^(?:gb|big5)/);
});

test('CESU-8 is read as the character that it is, and its bytes stay', () => {
  const rocket = [0xed, 0xa0, 0xbd, 0xed, 0xba, 0x80];
  const bytes = Uint8Array.from([...Buffer.from('出发'), ...rocket, ...Buffer.from('了\n好\n'), ...rocket]);
  const { text, segments, encoding } = decode(bytes);
  expect([text, encoding]).toEqual(['出发\u{1f680}了\n好\n\u{1f680}', 'utf-8']);
  expect(encode(text, segments)).toEqual(bytes);
  // one half is no character
  expect(decode(bytes.subarray(0, 9)).text).toBe('出发\ufffd\ufffd\ufffd');
});

test('Chinese after a long ASCII text is found', () => {
  const long = Buffer.concat([Buffer.alloc(300_000, 'nothing to see here\n'), writeAs('gbk', HANS).bytes]);
  expect(top(long)).toBe('gb18030');
  expect(decode(long).text.endsWith(HANS)).toBe(true);
});

test('repair reads bytes, in the encoding given or found', () => {
  expect(repair(writeAs('gbk', HANS).bytes).text).toBe(HANS);
  expect(repair(writeAs('big5', HANT).bytes, { from: 'big5' }).text).toBe(HANT);
  expect(() => repair(new Uint8Array(), { from: 'nonsense' })).toThrow(TypeError);
});
