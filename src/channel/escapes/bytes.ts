/**
 * Bytes written out one by one: E6 96 87 (文) as \346\226\207, \xE6\x96\x87, %E6%96%87, =E6=96=87, ?\230\150\135,
 * <E6><96><87> or M-fM-^VM-^G. The encoding (UTF-8, GBK, Big5 …) is part of the step.
 */
import { spelled, type Escape } from './escape.ts';
import { beyondAscii, type Form, type Spelling, type Value } from './form.ts';

const hex = (prefix: string, upper: boolean, suffix = ''): readonly Spelling[] => [
  { to: 0xff, prefix, radix: 16, width: 2, upper, suffix },
];
const form = (name: string, spellings: readonly Spelling[], more: Partial<Form> = {}): Form => ({
  name,
  carries: 'bytes',
  spellings,
  escapes: beyondAscii,
  ...more,
});

/** What C, Python and JSON write after a backslash. */
export const BACKSLASHED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};
export const controlsToo = (value: number): boolean => value >= 0x7f || value < 0x20 || value === 0x5c;

/** A form as it stands, in quotes, and with its backslashes doubled by another writer. */
const inQuotes = (base: Form, quotes: readonly (readonly [string, string])[]): Form[] =>
  quotes.map(([open, close]) => ({ ...base, name: open + base.name + close, open, close }));
const octal: Form = form('\\253', [{ to: 0xff, prefix: '\\', radix: 8, width: 3 }], {
  named: BACKSLASHED,
  escapes: controlsToo,
});
const python = (upper: boolean): Form =>
  form(upper ? '\\xAB' : '\\xab', hex('\\x', upper), { named: BACKSLASHED, escapes: controlsToo });
const PYTHON_QUOTES = [
  ["b'", "'"],
  ['b"', '"'],
] as const;

function low(b: number): string {
  return b < 0x20 ? `^${String.fromCharCode(b + 0x40)}` : b === 0x7f ? '^?' : String.fromCharCode(b);
}

/** The spelling of each byte from 80: 80 is M-^@, A0 is M-space, FF is M-^?. */
const META: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 128 }, (_, b) => [String.fromCharCode(b + 0x80), `M-${low(b)}`]),
);

/** M-^M-0 is 8D and -0, or DE (M-^) and B0 (M-0): `caret` takes the latter. */
function metaAt(text: string, i: number, caret: boolean): Value | null {
  if (!text.startsWith('M-', i) || i + 2 >= text.length) return null;
  const control =
    text[i + 2] === '^' && /^[?-_]/.test(text[i + 3] ?? '') && !(caret && text.startsWith('M-', i + 3));
  const unit = text.charCodeAt(control ? i + 3 : i + 2);
  if (unit < 0x20 || unit > 0x7e) return null;
  const value = !control ? unit : unit === 0x3f ? 0x7f : unit - 0x40;
  return { value: value | 0x80, end: control ? i + 4 : i + 3 };
}

export const BYTE_ESCAPES: readonly Escape[] = [
  spelled({
    id: 'octal-escape',
    title: 'bytes as octal numbers after a backslash, as git quotes paths',
    starts: '\\',
    forms: [
      octal,
      ...inQuotes(octal, [['"', '"']]),
      form('\\\\253', [{ to: 0xff, prefix: '\\\\', radix: 8, width: 3 }]),
    ],
    notAfter: /[?\\]/,
  }),
  spelled({
    id: 'hex-escape',
    title: 'bytes as \\x and two hexadecimal digits, as nginx logs and Python bytes have them',
    starts: '\\',
    forms: [
      python(false),
      python(true),
      ...inQuotes(python(false), PYTHON_QUOTES),
      form('\\\\xab', hex('\\\\x', false)),
      form('\\\\xAB', hex('\\\\x', true)),
    ],
    notAfter: /\\/,
  }),
  spelled({
    id: 'percent-escape',
    title: 'bytes as % and two hexadecimal digits, as in URLs',
    starts: '%',
    forms: [form('%AB', hex('%', true)), form('%ab', hex('%', false))],
  }),
  spelled({
    id: 'quoted-printable',
    title: 'bytes as = and two hexadecimal digits, as in mail',
    starts: '=',
    forms: [form('=AB', hex('=', true)), form('=ab', hex('=', false))],
    glue: (gap) => gap === '=\n' || gap === '=\r\n',
  }),
  spelled({
    id: 'decimal-escape',
    title: 'bytes as ?\\ and three decimal digits, as svn writes them',
    starts: '?',
    forms: [form('?\\171', [{ to: 0xff, prefix: '?\\', radix: 10, width: 3 }])],
  }),
  spelled({
    id: 'angle-escape',
    title: 'bytes as two hexadecimal digits in angle brackets, as less shows them',
    starts: '<',
    forms: [form('<AB>', hex('<', true, '>')), form('<ab>', hex('<', false, '>'))],
  }),
  spelled({
    id: 'meta-escape',
    title: 'bytes as M- and a character, as cat -v shows them',
    starts: 'M',
    forms: [
      form('M-+', [], { named: META, parse: (text, i) => metaAt(text, i, false) }),
      form('M-+ M-^', [], { named: META, parse: (text, i) => metaAt(text, i, true) }),
    ],
  }),
];
