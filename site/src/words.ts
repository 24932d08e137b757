/** Channels and encodings in plain words. What is not listed is called by its id or by its title in the catalogue. */
import type { ChannelInfo } from './protocol.ts';
import type { Language } from './strings.ts';

const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gbk: 'GBK',
  gb18030: 'GB 18030',
  big5: 'Big5',
  shift_jis: 'Shift_JIS',
  'euc-kr': 'EUC-KR',
  latin1: 'Latin-1',
  cp1250: 'Windows-1250',
  cp1251: 'Windows-1251',
  cp1252: 'Windows-1252',
  cp1254: 'Windows-1254',
  cp437: 'DOS 437',
  cp850: 'DOS 850',
  cp857: 'DOS 857',
  cp866: 'DOS 866',
  'koi8-r': 'KOI8-R',
  macroman: 'Mac Roman',
};

const ABOUT: Readonly<Record<string, Record<Language, string>>> = {
  'utf-8': { zh: '网页和新系统的通用编码', en: 'the encoding of the web and of modern systems' },
  gbk: { zh: '简体中文 Windows 的编码', en: 'the encoding of Windows in Simplified Chinese' },
  big5: { zh: '繁体中文的编码', en: 'the encoding of Traditional Chinese' },
  shift_jis: { zh: '日文的编码', en: 'a Japanese encoding' },
  'euc-kr': { zh: '韩文的编码', en: 'a Korean encoding' },
  latin1: { zh: '西欧语言的单字节编码', en: 'a single-byte encoding of Western Europe' },
  cp1252: { zh: '西欧 Windows 的单字节编码', en: 'the single-byte encoding of Western Windows' },
  cp1251: { zh: '西里尔文 Windows 的编码', en: 'the Cyrillic encoding of Windows' },
  cp437: { zh: '英文 DOS 的编码', en: 'the encoding of DOS' },
  'koi8-r': { zh: '俄文的编码', en: 'a Russian encoding' },
  macroman: { zh: '旧 Mac 的西文编码', en: 'the encoding of old Macs' },
};

/** What is not a pair of encodings, in Chinese; English has the catalogue's titles. */
const OTHERS: Readonly<Record<string, string>> = {
  'drop-private-use': '私用区的字符被丢弃',
  'drop-c1': 'C1 控制字符（80–9F）被丢弃',
  'drop-undefined': 'Windows-1252 里没有定义的字节被丢弃',
  'nbsp-as-space': '不换行空格变成了普通空格',
  'drop-soft-hyphen': '软连字符被丢弃',
  'trim-end': '末尾的空白被去掉',
  'annotated-traditional': '被网站逐字转成繁体，并夹注读音',
  'ufffd-as-question': '替换符 U+FFFD 被存成了 ?',
  'octal-escape': '字节写成了反斜杠加八进制数（git 路径）',
  'hex-escape': '字节写成了 \\x 加十六进制数（nginx 日志、Python）',
  'percent-escape': '字节写成了 % 加十六进制数（网址）',
  'quoted-printable': '字节写成了 = 加十六进制数（邮件）',
  'decimal-escape': '字节写成了 ?\\ 加十进制数（svn）',
  'angle-escape': '字节写成了尖括号里的十六进制数（less）',
  'meta-escape': '字节写成了 M- 加字符（cat -v）',
  'unicode-escape': '字符写成了 \\u 加十六进制数（JSON）',
  'unicode-escape-bare': '字符写成了 \\u 加十六进制数，反斜杠又丢了',
  'js-escape': '字符写成了 %u 加十六进制数（JavaScript 的 escape）',
  'html-entity': '字符写成了 HTML 数字实体',
  'html-special': 'HTML 的 &、<、>、" 写成了实体',
  'u-plus': '字符写成了方括号里的 U+ 码位',
  'hash-u': '字符写成了 #U 加十六进制数（unzip）',
  'mime-word': '写成了邮件标题的编码词（MIME）',
  'utf-7': '写成了 UTF-7',
  'imap-utf-7': '写成了 IMAP 邮箱名的 UTF-7',
  hz: '写成了 HZ（~{ 与 ~} 之间的七位国标码）',
  'surrogate-escape': '字节变成了单独的代理码元（Python）',
  punycode: '域名写成了 Punycode',
};

const MARKS: Readonly<Record<string, Record<Language, string>>> = {
  windows: {
    zh: '被换成 ?，连同后一个字节（Windows 的做法）',
    en: 'became ?, the next byte included (as Windows does)',
  },
  php: { zh: '被换成 ?（PHP 的做法）', en: 'became ? (as PHP does)' },
  mysql: { zh: '被换成 ?（MySQL 的做法）', en: 'became ? (as MySQL does)' },
  whatwg: { zh: '被换成 U+FFFD（浏览器的做法）', en: 'became U+FFFD (as browsers do)' },
  java: { zh: '被换成 U+FFFD（Java 的做法）', en: 'became U+FFFD (as Java does)' },
  python: { zh: '被换成 U+FFFD（Python 的做法）', en: 'became U+FFFD (as Python does)' },
  glibc: { zh: '被丢掉（iconv -c 的做法）', en: 'were dropped (as iconv -c does)' },
};

export function encodingName(id: string): string {
  return ENCODINGS[id] ?? id;
}

/** Name and what it is, where that is known: `GBK（简体中文 Windows 的编码）`. */
export function encodingWords(id: string, language: Language): string {
  const about = ABOUT[id]?.[language];
  if (!about) return encodingName(id);
  return language === 'zh' ? `${encodingName(id)}（${about}）` : `${encodingName(id)} (${about})`;
}

/** How readers of a policy treat bytes they cannot read. */
export function markWords(policy: string, language: Language): string {
  return MARKS[policy]?.[language] ?? policy;
}

/** A channel in a few words: `UTF-8 被读成 GBK`. */
export function channelName(info: ChannelInfo | undefined, id: string, language: Language): string {
  if (info?.writer && info.reader) {
    const [writer, reader] = [encodingName(info.writer), encodingName(info.reader)];
    return language === 'zh' ? `${writer} 被读成 ${reader}` : `${writer} read as ${reader}`;
  }
  return (language === 'zh' ? OTHERS[id] : undefined) ?? info?.title ?? id;
}
