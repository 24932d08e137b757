/** Names of files: decoded, repaired, judged together; names that are well stay. */
import { describe, expect, test } from 'vitest';
import { encode, type EncodingId } from '../../src/codec/index.ts';
import { damage, repairNames, verify } from '../../src/index.ts';

const HANS = [
  '采购合同.docx',
  '海边日落.jpg',
  '爷爷的生日.mp4',
  '2019年春节.jpg',
  '工作计划',
  '会议记录.txt',
  '财务.xlsx',
  '旅行清单.txt',
  '红烧肉.md',
  '简历.pdf',
];
const HANT = [
  '會議紀錄.docx',
  '畢業旅行.jpg',
  '奶奶的菜園',
  '讀書心得.md',
  '購物清單.txt',
  '滷肉飯.txt',
  '履歷表.pdf',
];
const CLEAN = [
  '采购合同.docx',
  '會議紀錄.docx',
  'résumé final.doc',
  'Größenänderung.txt',
  'señor niño.mp3',
  'Привет мир.txt',
  'お知らせ.txt',
  '写真.jpg',
  '안녕하세요.hwp',
  'Ελληνικά.pdf',
  'Tiếng Việt.txt',
  'naïve café',
  'ﾃｽﾄ.txt',
  '├──README.md',
  '100%E.txt',
  'C++ & C#.txt',
  '𝔘𝔫𝔦.txt',
  '',
];

const bytes = (encoding: EncodingId, text: string): Uint8Array => encode(encoding, text).bytes;

describe('bytes', () => {
  test.each<[EncodingId, readonly string[]]>([
    ['gbk', HANS],
    ['utf-8', HANS],
    ['utf-8', HANT],
    ['big5', HANT],
    ['shift_jis', ['写真.jpg', '海の夕日.jpg', 'お知らせ.txt', 'メールの下書き.txt', '議事録.txt']],
    ['euc-kr', ['회의록.hwp', '가족사진.jpg', '안녕하세요.txt', '계획표.xlsx']],
    ['cp437', ['résumé.doc', 'Größe.txt', 'señor.txt']],
  ])('%s, a folder', (encoding, names) => {
    const found = repairNames(names.map((name) => bytes(encoding, name)));
    expect(found.map(({ text }) => text)).toEqual(names);
    expect(found.map((f) => f.encoding)).toEqual(names.map(() => encoding));
    expect(found.every(({ changed }) => changed === (encoding !== 'utf-8'))).toBe(true);
  });

  test.each(HANS.filter((name) => (name.match(/\p{Script=Han}/gu)?.length ?? 0) >= 4))(
    '%s alone, in gbk',
    (name) => {
      const [found] = repairNames([bytes('gbk', name)]);
      expect(found).toMatchObject({ text: name, encoding: 'gbk', changed: true });
      expect(found!.confidence).toBeGreaterThan(0.9);
    },
  );

  test('ASCII needs no decision', () => {
    expect(repairNames([bytes('utf-8', 'readme.txt')])).toEqual([
      {
        name: 'readme.txt',
        text: 'readme.txt',
        changed: false,
        confidence: 1,
        encoding: 'utf-8',
        channels: [],
      },
    ]);
  });
});

describe('strings', () => {
  test.each([
    'gbk-as-cp437',
    'utf8-as-cp437',
    'gbk-as-latin1',
    'utf8-as-cp1252',
    'gbk-as-cp850',
    'gbk-as-macroman',
  ])('%s', (channel) => {
    const observed = HANS.map((name) => damage(name, { channel }).text);
    const found = repairNames(observed);
    expect(found.map(({ text }) => text)).toEqual(HANS);
    found.forEach(({ text, channels, name }) =>
      expect(verify({ restored: text, channels, observed: name })).toBe(true),
    );
  });

  test('a short name is repaired where its folder says how', () => {
    const channel = 'gbk-as-big5';
    const names = [
      '我们的采购合同终稿.docx',
      '海边日落的照片.jpg',
      '去年的财务报表.xlsx',
      '会议记录和通讯录.txt',
      '者未.txt',
    ];
    const observed = names.map((name) => damage(name, { channel }).text);
    expect(repairNames(observed.slice(-1))[0]!.changed).toBe(false);
    expect(repairNames(observed).map(({ text }) => text)).toEqual(names);
  });

  test('escapes in names', () => {
    const found = repairNames([
      '#U5de5#U4f5c.txt',
      '%E5%B7%A5%E4%BD%9C.txt',
      '\\345\\267\\245\\344\\275\\234.txt',
      'a.txt',
    ]);
    expect(found.map(({ text }) => text)).toEqual(['工作.txt', '工作.txt', '工作.txt', 'a.txt']);
  });

  test('names that are well stay, together and one by one', () => {
    expect(repairNames(CLEAN).filter(({ changed }) => changed)).toEqual([]);
    for (const name of CLEAN) expect(repairNames([name])[0]).toMatchObject({ text: name, changed: false });
  });

  test('a well name among damaged ones stays', () => {
    const damaged = HANS.map((name) => damage(name, { channel: 'gbk-as-cp437' }).text);
    const found = repairNames([...damaged, ...CLEAN]);
    expect(found.map(({ text }) => text)).toEqual([...HANS, ...CLEAN]);
  });
});

describe('what is refused', () => {
  test('an entry that is no name', () => {
    expect(() => repairNames([1 as unknown as string])).toThrow(TypeError);
  });
  test('a confidence that is none', () => {
    expect(() => repairNames([], { minConfidence: 2 })).toThrow(TypeError);
  });
  test('nothing gives nothing', () => {
    expect(repairNames([])).toEqual([]);
  });
});

test('one hanzi alone: the common damage or none, never a rare one', () => {
  for (const char of '十和识动记芽字件明亚参')
    for (const channel of ['gbk-as-latin1', 'gbk-as-cp437'])
      for (const ending of ['.txt', '']) {
        const name = damage(char + ending, { channel }).text;
        expect([name, char + ending]).toContain(repairNames([name])[0]!.text);
      }
});
