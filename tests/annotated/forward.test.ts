/** The converter as documented: worked examples in bytes, one pass against the literal replacements, cuts from a seed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annotate, breakPlaces } from '../../src/channel/annotated/forward.ts';
import { fold } from '../../src/channel/annotated/fold.ts';
import { annotatedTables } from '../../src/channel/annotated/tables.ts';
import { toSimplified, toTraditional } from '../../src/channel/annotated/convert.ts';
import { decode, encode } from '../../src/codec/index.ts';
import { damage } from '../../src/index.ts';

const channel = 'annotated-traditional';

describe('worked examples', () => {
  test.each([
    ['针锋相对', 148, '針?shù)h相對(duì)'],
    ['变为“七小强”', 148, '變?yōu)椤捌咝?qiáng)”'],
    ['因为一开始', 148, '因?yàn)橐婚_(kāi)始'],
    ['第七部分数据分析', 148, '第七部分?jǐn)?shù)據(jù)分析'],
    ['溧li', 148, '溧l(xiāng)i'],
    ['价格太高，不买', 0, '價格太高,不買'],
  ])('%s at level %d', (text, level, observed) => {
    expect(damage(text, { channel, level }).text).toBe(observed);
  });

  test('a cut: 情况。现 is A1 | A3 AC 46', () => {
    expect(breakPlaces('情况。现在')).toEqual([5]);
    expect(annotate('情况。现在', { channel, level: 14, breaks: [5], fold: false })).toBe('情況?，F(xiàn)在');
  });

  test('except and also move single entries', () => {
    expect(annotate('发业类', { channel, level: 2, except: ['業'], also: ['類'] })).toBe('發(fā)業類(lèi)');
  });
});

const string = (bytes: Uint8Array): string => Array.from(bytes, (b) => String.fromCharCode(b)).join('');

/** The description, literally: entry by entry over the whole piece. */
function literally(text: string, level: number): string {
  const t = annotatedTables();
  let bytes = string(encode('gbk', toTraditional(text)).bytes);
  for (let entry = 1; entry <= level; entry++) {
    const pair = string(encode('gbk', t.chars[entry]!).bytes);
    bytes = bytes.replaceAll(pair, pair + string(t.tags[entry]!));
  }
  const read = decode(
    'gbk',
    Uint8Array.from(bytes, (c) => c.charCodeAt(0)),
    'windows',
  ).text;
  return fold(read.replace(/[\ue000-\uf8ff]/g, ''));
}

const alphabet = Array.from(
  '发业优为数据验机实结会进谨分析七部因专，。！？；、“”的了可或看保现化a1 l\n释范堅性价询针锋册績儲内问题',
);
const texts = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 60 });

describe('laws', () => {
  test('one pass is the replacements one after the other', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 148 }), (text, level) => {
        expect(annotate(text, { channel, level })).toBe(literally(text, level));
      }),
      { seed: 20_261_125, numRuns: 300 },
    );
  });

  test('a seed decides the cuts, and the recorded step repeats them', () => {
    fc.assert(
      fc.property(texts, fc.integer(), (text, seed) => {
        const first = damage(text, { channel, level: 100 }, seed);
        expect(damage(text, { channel, level: 100 }, seed)).toEqual(first);
        expect(damage(text, first.steps).text).toBe(first.text);
        expect(breakPlaces(text)).toEqual(expect.arrayContaining(first.steps[0]!.breaks!));
      }),
      { seed: 20_261_125, numRuns: 100 },
    );
  });

  test('the script comes back', () => {
    const text = '沿着这条路，著名的原著作者着手编著，后来在台里站着。';
    expect(toSimplified(toTraditional(text))).toBe(text);
  });
});

test('without a seed nothing is left to chance', () => {
  expect(damage('情况。现在', { channel, level: 0 }).text).toBe('情況。現在');
});
