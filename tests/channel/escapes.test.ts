/** Laws of the escapes: what forward spells, read finds, with a step that spells it so again. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ESCAPES, type Escape } from '../../src/channel/escapes/index.ts';
import { channels, type ChannelStep } from '../../src/index.ts';

/** Every form that a channel's text can be spelled in, by what read reports of the default's. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  'octal-escape': ['\\253', '"\\253"', '\\\\253'],
  'hex-escape': ['\\xab', '\\xAB', "b'\\xab'", 'b"\\xab"', '\\\\xab', '\\\\xAB'],
  'percent-escape': ['%AB', '%ab'],
  'quoted-printable': ['=AB', '=ab'],
  'angle-escape': ['<AB>', '<ab>'],
  'unicode-escape': [
    '\\uabcd',
    '\\uABCD',
    '\\uabcd \\Uabcdef01',
    '\\u{abcd}',
    '\\u{ABCD}',
    '\\\\uabcd',
    '\\\\uABCD',
  ],
  'unicode-escape-bare': ['uabcd', 'uABCD'],
  'js-escape': ['%uABCD', '%uabcd'],
  'html-entity': ['&#43981;', '&#43981; &hellip;', '&#xABCD;', '&#xabcd;', '&#XABCD;'],
  'u-plus': ['{U+ABCD}', '{U+abcd}', '<U+ABCD>'],
  'hash-u': ['#Uabcd', '#UABCD'],
  'mime-word': ['UTF-8?B', 'gb2312?B', 'utf-8?Q', 'GBK?q', 'ISO-8859-1?Q'],
  'utf-7': ['+AbC-', '+AbC'],
};
const ENCODED = new Set([
  'octal-escape',
  'hex-escape',
  'percent-escape',
  'quoted-printable',
  'decimal-escape',
  'angle-escape',
  'meta-escape',
  'mime-word',
  'surrogate-escape',
]);

const chinese = fc
  .string({
    unit: fc.constantFrom(...Array.from('的一是我们中文文件你好世界软件，。！“”—3a b')),
    maxLength: 12,
  })
  .map((text) => `文${text}好`);
const astral = chinese.map((text) => `${text}\u{1f600}\u{20000}件`);

function steps({ id }: Escape): ChannelStep[] {
  const forms = (FORMS[id] ?? [undefined]).map((form) => ({
    channel: id,
    ...(form === undefined ? {} : { form }),
  }));
  if (!ENCODED.has(id)) return forms;
  return ['utf-8', 'gbk', 'big5'].flatMap((encoding) => forms.map((step) => ({ ...step, encoding })));
}

describe.each(ESCAPES.map((escape) => [escape.id, escape] as const))('%s', (id, escape) => {
  test('is in the catalogue', () => {
    expect(channels().find((c) => c.id === id)).toBe(escape);
  });

  const all = id === 'punycode' ? fc.constantFrom('中国', '例子', '中文a网') : chinese;
  if (id === 'html-special') return;

  test.each(steps(escape).map((step) => [`${step.form ?? ''} ${step.encoding ?? ''}`, step] as const))(
    'what is spelled as %s is read',
    (_, step) => {
      fc.assert(
        fc.property(all, (text) => {
          const observed = escape.forward(text, step);
          if (step.encoding === 'big5' && observed === text) return; // Big5 lacks a character
          expect(observed).toMatch(id === 'surrogate-escape' ? /[\udc80-\udcff]/ : /^[\x20-\x7e]+$/);
          const readings = escape.read(observed);
          expect(readings.map((r) => r.text)).toContain(text);
          for (const r of readings) expect(escape.undo(observed, r.step)).toBe(r.text);
          const same = readings.filter((r) => r.text === text);
          expect(same.map((r) => escape.forward(text, r.step))).toContain(observed);
        }),
        { seed: 7, numRuns: 25 },
      );
    },
  );

  test('characters above U+FFFF', () => {
    if (id === 'hz' || id === 'punycode') return;
    fc.assert(
      fc.property(astral, (text) => {
        const observed = escape.forward(text, { channel: id });
        expect(escape.read(observed).map((r) => r.text)).toContain(text);
      }),
      { seed: 7, numRuns: 10 },
    );
  });

  test('no string throws', () => {
    const starts = [
      ...Array.from(escape.starts),
      '\\',
      'x',
      'u',
      '4',
      'e',
      '0',
      '-',
      ';',
      '}',
      '>',
      '~',
      '?',
      '=',
      '\ud83d',
      '\udce4',
      '中',
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...starts), maxLength: 20 }), (text) => {
        for (let i = 0; i < text.length; i++) escape.token(text, i);
        for (const { step, text: said } of escape.read(text)) escape.forward(said, step);
        escape.around(text, 0, text.length);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
