/** Leftover escapes through `repair`: each form with a text of its own, layers, and where an escape is right as it is. */
import { describe, expect, test } from 'vitest';
import { plain, TEMPLATES, WORDS } from '../../scripts/evaluate/harmlessTemplates.ts';
import { encode } from '../../src/codec/index.ts';
import { applyPlan, detect, repair, verify, type PlanStep, type RepairOptions } from '../../src/index.ts';
import { SIMPLIFIED } from '../property/sentences.ts';

/** [what stands there, what it was]. */
const CASES: readonly (readonly [string, string])[] = [
  ['"\\345\\220\\210\\345\\220\\214\\350\\215\\211\\347\\250\\277.pdf"', '合同草稿.pdf'],
  [' M "docs/\\344\\274\\232\\350\\256\\256 1.md"', ' M docs/会议 1.md'],
  ['10.0.0.7 "POST \\xE6\\x9F\\xA5\\xE8\\xAF\\xA2" 400', '10.0.0.7 "POST 查询" 400'],
  ["收到 b'\\xcf\\xc2\\xd4\\xd8' 命令", '收到 下载 命令'],
  ['\\u4eca\\u5929\\n\\u660e\\u5929', '今天\n明天'],
  ['\\u5929\\u6c14\\U0001f31e\\xb7\\u6674', '天气\u{1f31e}·晴'],
  ['u4e0bu8f7du5b8cu6210', '下载完成'],
  ['\\ud83d\\ude80\\u53d1\\u5c04', '\u{1f680}发射'],
  ['%E5%91%A8%E6%8A%A5.docx', '周报.docx'],
  ['%d6%dc%b1%a8.docx', '周报.docx'],
  ['%A9P%B3%F8%AA%ED', '周報表'],
  ['\\xa7\\xda\\xbb{\\xac\\xb0\\xa4\\xa3\\xa6n', '我認為不好'],
  ['%u6807%u9898%3A%20%u5929%u6C14', '标题: 天气'],
  ['&#22825;&#27668;&hellip;&#26228;&amp;&#39118;', '天气…晴&风'],
  ['&amp;#22825;&amp;#27668;', '天气'],
  ['=?gb2312?B?zOzG+NSksag=?=', '天气预报'],
  ['Re: =?utf-8?Q?=E5=A4=A9=E6=B0=94?= (2)', 'Re: 天气 (2)'],
  ['=?utf-8?B?5aSp5rA=?= =?utf-8?B?lOmihOaKpQ==?=', '天气预报'],
  ['=E5=A4=A9=E6=B0=94=E9=\n=A2=84=E6=8A=A5', '天气预报'],
  ['+WSlsFJiEYqU-', '天气预报'],
  ['INBOX.&WSlsFJiEYqU-', 'INBOX.天气预报'],
  ['?\\229?\\164?\\169?\\230?\\176?\\148.txt', '天气.txt'],
  ['{U+5929}{U+6C14}.txt', '天气.txt'],
  ['#U5929#U6c14.txt', '天气.txt'],
  ['<E5><A4><A9><E6><B0><94>.txt', '天气.txt'],
  ['M-eM-$M-)M-fM-0M-^T.txt', '天气.txt'],
  ['\udccc\udcec\udcc6\udcf8.txt', '天气.txt'],
  ['\\udccc\\udcec\\udcc6\\udcf8.txt', '天气.txt'],
  ['~{LlFx~} ok', '天气 ok'],
  ['\\xed\\xa0\\xbc\\xed\\xbc\\x9e\\xe5\\xa4\\xa9\\xe6\\xb0\\x94', '\u{1f31e}天气'],
  ['%25E5%25A4%25A9%25E6%25B0%2594', '天气'],
  ['\\\\u5929\\\\u6c14', '天气'],
  ["b'\\xcc\\xec\\xc6\\xf8\\xd4\\xf5\\xc3\\xb4\\xd1\\xf9????'", '天气怎么样????'],
  ['u5929u6c14ud83cudf1e', '天气\u{1f31e}'],
  // UTF-8 read as GBK before it was escaped
  ['%E5%AE%B8%E3%83%A4%E7%B6%94%E7%92%81%E2%80%B3%E5%9E%9D', '工作计划'],
  // cut off in the middle of a character
  ['%E5%A4%A9%E6%B0%94%E9%A2', '天气%E9%A2'],
];

describe('repaired', () => {
  test.each(CASES)('%j', (observed, original) => {
    const { text, spans } = repair(observed);
    expect(text).toBe(original);
    for (const span of spans) {
      expect(verify(span)).toBe(true);
      expect(applyPlan(span.observed, JSON.parse(JSON.stringify(span.plan)) as PlanStep[])).toBe(span.text);
    }
    expect(repair(text).text).toBe(text);
  });
});

describe('the option', () => {
  const literal = 'msg = "\\u5929\\u6c14\\u9884\\u62a5";';
  test.each<[string, RepairOptions, string]>([
    [literal, {}, literal],
    [literal, { escapes: 'always' }, 'msg = "天气预报";'],
    ['\\u5929\\u6c14', { escapes: 'never' }, '\\u5929\\u6c14'],
    ['\\u5929\\u6c14', { channels: ['utf8-as-gbk'] }, '\\u5929\\u6c14'],
    ['\\u5929\\u6c14', { channels: ['unicode-escape'] }, '天气'],
    ['http://xn--fiqs8s/', {}, 'http://xn--fiqs8s/'],
    ['http://xn--fiqs8s/', { escapes: 'always' }, 'http://中国/'],
    ['http://xn--fiqs8s/', { channels: ['punycode'] }, 'http://中国/'],
  ])('%j with %j', (observed, options, text) => {
    expect(repair(observed, options).text).toBe(text);
  });

  test('another value is refused', () => {
    expect(() => repair('', { escapes: 'sometimes' } as unknown as RepairOptions)).toThrow(TypeError);
  });
});

/** Phrases of the project's own sentences, four to twelve characters. */
const PHRASES = SIMPLIFIED.flatMap((s) => s.split(/[，。]/)).filter((p) => p.length >= 4);

describe('where it is the correct spelling, nothing changes', () => {
  const lines = Object.entries(TEMPLATES).map(([name, templates]): [string, string[]] => [
    name,
    templates.flatMap((line, t) =>
      Array.from({ length: 20 }, (_, i) =>
        line(plain(PHRASES[(t + i) % PHRASES.length]!), WORDS[i % WORDS.length]!, 37 * i + t + 1),
      ),
    ),
  ]);

  test('the set has 2,000 lines', () => {
    expect(lines.flatMap(([, all]) => all.join('\n').split('\n')).length).toBeGreaterThanOrEqual(2000);
  });

  test.each(lines)('%s', (_, all) => {
    expect(all.filter((line) => repair(line).changed)).toEqual([]);
  });
});

test('detect lists what is left of escapes, "undamaged" behind it', () => {
  const [best, second] = detect('%E4%BD%A0%E5%A5%BD，世界');
  expect(best).toMatchObject({ text: '你好，世界', channels: [{ channel: 'percent-escape' }] });
  expect(second!.channels).toEqual([]);
  expect(best!.confidence).toBeGreaterThan(0.99);
  // in a string of a program it is the right spelling
  expect(detect(String.raw`s = "\u4f60\u597d";`)[0]!.channels).toEqual([]);
});

test('a bracket among many escapes takes no time to speak of', () => {
  const text = '國營事業參加民營事業，其股權在三成以上者，應每年向主管機關申報，未申報者以違規論。';
  const { bytes } = encode('big5', text);
  const run = Array.from(bytes, (b) => (b < 0x80 ? String.fromCharCode(b) : `\\x${b.toString(16)}`)).join('');
  expect(run).toContain('[');
  expect(repair(run).text).toBe(text);
  // nothing that it could be, and no end
  for (const part of ['\\xa5[', '\\xa5[\\xa5-', '[\\u4f60', '\\345[^\\346', '"\\xe4[', "'\\u4f60',"])
    expect(repair(part.repeat(3000)).text.length).toBeGreaterThan(0);
});
