/**
 * Characters written out one by one: 你 (U+4F60) as \u4f60, u4f60, %u4F60, &#20320;, {U+4F60} or #U4f60. Above U+FFFF
 * it depends on the form: two surrogates, or one number.
 */
import { BACKSLASHED, controlsToo } from './bytes.ts';
import { spelled, type Escape } from './escape.ts';
import { beyondAscii, type Carries, type Form, type Spelling } from './form.ts';

const UNIT = 0xffff;
const POINT = 0x10ffff;
const hex = (to: number, prefix: string, width: number, upper: boolean, suffix = ''): Spelling => ({
  to,
  prefix,
  radix: 16,
  width,
  upper,
  suffix,
});
const form = (
  name: string,
  carries: Carries,
  spellings: readonly Spelling[],
  more: Partial<Form> = {},
): Form => ({ name, carries, spellings, escapes: beyondAscii, ...more });
const json = { named: BACKSLASHED, escapes: controlsToo };

/** Names that occur beside numbers. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00a0': '&nbsp;',
  '\u00b7': '&middot;',
  '\u00d7': '&times;',
  '\u2013': '&ndash;',
  '\u2014': '&mdash;',
  '\u2018': '&lsquo;',
  '\u2019': '&rsquo;',
  '\u201c': '&ldquo;',
  '\u201d': '&rdquo;',
  '\u2026': '&hellip;',
};
const isMarkup = (value: number): boolean => [0x22, 0x26, 0x3c, 0x3e].includes(value);
const entity = (name: string, spelling: Spelling): Form[] => [
  form(name, 'points', [spelling]),
  form(`${name} &hellip;`, 'points', [spelling], {
    named: ENTITIES,
    escapes: (value) => value >= 0x80 || isMarkup(value),
  }),
];

/** What JavaScript's escape() leaves alone. */
const KEPT_BY_ESCAPE = /[A-Za-z0-9@*_+\-./]/;

export const UNIT_ESCAPES: readonly Escape[] = [
  spelled({
    id: 'unicode-escape',
    title: 'characters as \\u and four hexadecimal digits, as in JSON',
    starts: '\\',
    forms: [
      form('\\uabcd', 'units', [hex(UNIT, '\\u', 4, false)], json),
      form('\\uABCD', 'units', [hex(UNIT, '\\u', 4, true)], json),
      form(
        '\\uabcd \\Uabcdef01',
        'points',
        [hex(0xff, '\\x', 2, false), hex(UNIT, '\\u', 4, false), hex(POINT, '\\U', 8, false)],
        { ...json, mark: /\\[uU]/ },
      ),
      form('\\u{abcd}', 'points', [hex(POINT, '\\u{', 0, false, '}')], json),
      form('\\u{ABCD}', 'points', [hex(POINT, '\\u{', 0, true, '}')], json),
      form('\\\\uabcd', 'units', [hex(UNIT, '\\\\u', 4, false)]),
      form('\\\\uABCD', 'units', [hex(UNIT, '\\\\u', 4, true)]),
    ],
    notAfter: /\\/,
  }),
  spelled({
    id: 'unicode-escape-bare',
    title: 'characters as u and four hexadecimal digits: \\u that lost its backslash',
    starts: 'u',
    forms: [
      form('uabcd', 'units', [hex(UNIT, 'u', 4, false)]),
      form('uABCD', 'units', [hex(UNIT, 'u', 4, true)]),
    ],
    notAfter: /[\\%#&+]/,
  }),
  spelled({
    id: 'js-escape',
    title: "characters as %u and four hexadecimal digits, as JavaScript's escape() writes them",
    starts: '%',
    // \%u is a pattern of Vim
    notAfter: /\\/,
    forms: [
      form('%uABCD', 'units', [hex(0xff, '%', 2, true), hex(UNIT, '%u', 4, true)], {
        mark: /%u/,
        escapes: (value) => value > 0x7f || !KEPT_BY_ESCAPE.test(String.fromCharCode(value)),
      }),
      form('%uabcd', 'units', [hex(0xff, '%', 2, false), hex(UNIT, '%u', 4, false)], {
        mark: /%u/,
        escapes: (value) => value > 0x7f || !KEPT_BY_ESCAPE.test(String.fromCharCode(value)),
      }),
    ],
  }),
  spelled({
    id: 'html-entity',
    title: 'characters as numeric character references of HTML',
    starts: '&',
    forms: [
      ...entity('&#43981;', { to: POINT, prefix: '&#', radix: 10, width: 0, suffix: ';' }),
      ...entity('&#xABCD;', hex(POINT, '&#x', 0, true, ';')),
      ...entity('&#xabcd;', hex(POINT, '&#x', 0, false, ';')),
      form('&#XABCD;', 'points', [hex(POINT, '&#X', 0, true, ';')]),
      form('&#43981', 'points', [{ to: POINT, prefix: '&#', radix: 10, width: 0 }]),
    ],
  }),
  spelled({
    id: 'html-special',
    title: '&, <, > and " as the named references of HTML; undone where another escape is below',
    starts: '&',
    forms: [
      form('&amp;', 'points', [], {
        named: { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
        escapes: isMarkup,
      }),
    ],
  }),
  spelled({
    id: 'u-plus',
    title: 'characters as U+ and their code point in brackets',
    starts: '{<',
    forms: [
      form('{U+ABCD}', 'points', [hex(UNIT, '{U+', 4, true, '}'), hex(POINT, '{U+', 0, true, '}')]),
      form('{U+abcd}', 'points', [hex(UNIT, '{U+', 4, false, '}'), hex(POINT, '{U+', 0, false, '}')]),
      form('<U+ABCD>', 'points', [hex(UNIT, '<U+', 4, true, '>'), hex(POINT, '<U+', 8, true, '>')]),
    ],
  }),
  spelled({
    id: 'hash-u',
    title: 'characters as #U and four hexadecimal digits, as unzip writes them in the C locale',
    starts: '#',
    forms: [
      form('#Uabcd', 'points', [hex(UNIT, '#U', 4, false), hex(POINT, '#L', 6, false)]),
      form('#UABCD', 'points', [hex(UNIT, '#U', 4, true), hex(POINT, '#L', 6, true)]),
    ],
  }),
];
