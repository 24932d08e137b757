/**
 * Names of encodings: what is returned, what a user may write, and which table of `codec/` it is.
 *
 * One name per encoding comes out (`gb18030` for GB2312 and GBK too: it reads all of them); labels that people
 * write (`GBK`, `cp936`, `csBig5`, `utf8`) go in. Refuses unknown labels with TypeError.
 */
import { ENCODINGS, type EncodingId } from '../codec/index.ts';

/** Our name → the table of a plain code page; the encodings that are not one have their own readers. */
const PAGES: Readonly<Record<string, EncodingId>> = {
  'windows-1250': 'cp1250',
  'windows-1251': 'cp1251',
  'windows-1252': 'cp1252',
  'windows-1253': 'cp1253',
  'windows-1254': 'cp1254',
  'windows-1255': 'cp1255',
  'windows-1256': 'cp1256',
  'windows-1257': 'cp1257',
  'windows-1258': 'cp1258',
  'windows-874': 'cp874',
  ibm866: 'cp866',
  macintosh: 'macroman',
  'iso-8859-1': 'latin1',
};

/** Encodings that are not tables of `codec/`. */
const OWN: readonly string[] = [
  'ascii',
  'binary',
  'utf-7',
  'utf-32le',
  'utf-32be',
  'euc-jp',
  'hz-gb-2312',
  'iso-2022-cn',
  'iso-2022-jp',
  'iso-2022-kr',
];

/** Every label that is understood besides the names themselves, without case, `-`, `_` and spaces. */
const LABELS: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  cp65001: 'utf-8',
  usascii: 'ascii',
  gb2312: 'gb18030',
  gb231280: 'gb18030',
  csgb2312: 'gb18030',
  euccn: 'gb18030',
  gb: 'gb18030',
  cp936: 'gbk',
  ms936: 'gbk',
  xgbk: 'gbk',
  windows936: 'gbk',
  cp54936: 'gb18030',
  cp950: 'big5',
  big5hkscs: 'big5',
  csbig5: 'big5',
  xxbig5: 'big5',
  big5eten: 'big5',
  cnbig5: 'big5',
  utf16: 'utf-16le',
  ucs2: 'utf-16le',
  unicode: 'utf-16le',
  utf32: 'utf-32le',
  ucs4: 'utf-32le',
  hz: 'hz-gb-2312',
  hzgb: 'hz-gb-2312',
  sjis: 'shift_jis',
  shiftjis: 'shift_jis',
  mskanji: 'shift_jis',
  cp932: 'shift_jis',
  windows31j: 'shift_jis',
  ujis: 'euc-jp',
  ksc56011987: 'euc-kr',
  ksc5601: 'euc-kr',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  windows949: 'euc-kr',
  latin1: 'iso-8859-1',
  l1: 'iso-8859-1',
  tis620: 'windows-874',
  iso885911: 'windows-874',
  iso88599: 'windows-1254',
  iso88597: 'windows-1253',
  koi8: 'koi8-r',
  macroman: 'macintosh',
  mac: 'macintosh',
};

const plain = (label: string): string => label.toLowerCase().replaceAll(/[\s_-]/g, '');

let known: Map<string, string> | undefined;

function allLabels(): Map<string, string> {
  if (known) return known;
  known = new Map(Object.entries(LABELS));
  for (const name of [...Object.keys(PAGES), ...OWN, ...ENCODINGS])
    if (!known.has(plain(name))) known.set(plain(name), name);
  // cp1251 is windows-1251, and so on
  for (const [name, id] of Object.entries(PAGES)) known.set(plain(id), name);
  return known;
}

/** Our name for a label, undefined for an unknown one. */
export function encodingNamed(label: string): string | undefined {
  return allLabels().get(plain(label));
}

/** As encodingNamed, but an unknown label throws TypeError, and so does what cannot be written or read. */
export function encodingOf(label: string): string {
  const name = encodingNamed(label);
  if (name === undefined || name === 'binary')
    throw new TypeError(`unknown encoding ${JSON.stringify(label)}; known: ${encodingNames().join(', ')}`);
  return name;
}

/** Every encoding that `from` and `to` take, by our names. */
export function encodingNames(): string[] {
  return [...new Set(allLabels().values())].filter((name) => name !== 'binary').sort();
}

/** The table of `codec/` that a name stands for, undefined where it has its own reader. */
export function codecOf(name: string): EncodingId | undefined {
  const page = PAGES[name];
  if (page) return page;
  return (ENCODINGS as readonly string[]).includes(name) ? (name as EncodingId) : undefined;
}

const CHINESE: ReadonlySet<string> = new Set(['gb18030', 'gbk', 'big5', 'hz-gb-2312', 'iso-2022-cn']);

/** Whether an encoding exists for Chinese. */
export function isChinese(name: string): boolean {
  return CHINESE.has(name);
}
