/**
 * What each family of decoders has different from iconv-lite's tables, as short lists.
 *
 * `A8BF=E7C8` maps one code, `AAA1+94=E000` 94 codes counting up, `F9D6+41=-` leaves codes unassigned
 * (single bytes: invalid), `C9=-` a byte that starts nothing, `81+126=lead` bytes that start a pair,
 * `PUA=-` every code of a private-use character. Later entries win.
 *
 * Measured: Windows = MultiByteToWideChar of Wine 8.0 over Microsoft's c_*.nls; Java 17; Python 3.11;
 * PHP 8.2 mbstring; glibc 2.36 iconv; MySQL = MariaDB 10.11. Unmeasured ones say so.
 */
import type { EncodingId, Policy } from '../../src/codec/codec.ts';

export interface Spec {
  readonly id: EncodingId;
  readonly policies: readonly Policy[];
  /** iconv-lite's name of the table to start from, or the index of an earlier spec of the same file. */
  readonly from: string | number;
  readonly kind?: 'four-byte';
  readonly delta: string;
  readonly prefer?: string;
  readonly refuse?: string;
}

const USER_ROW = 94;

/** User-defined areas: consecutive private-use units over rows of trail bytes. */
function userRows(
  leads: readonly [number, number],
  unit: number,
  trails: readonly (readonly [number, number])[],
): string {
  const out: string[] = [];
  for (let lead = leads[0]; lead <= leads[1]; lead++)
    for (const [first, last] of trails) {
      out.push(`${((lead << 8) | first).toString(16)}+${last - first + 1}=${unit.toString(16)}`);
      unit += last - first + 1;
    }
  return out.join(' ');
}

/** GB18030-2000 left these as private use, or gave them four bytes; later editions moved them. */
const GB18030_2005 =
  'A6D9=FE10 A6DA=FE12 A6DB=FE11 A6DC+4=FE13 A6EC+2=FE17 A6F3=FE19 FE59=9FB4 FE61=9FB5 FE66+2=9FB6 FE6D=9FB8 FE7E=9FB9 FE90=9FBA FEA0=9FBB';
/** The same exchange seen from the four-byte side: pointers in hexadecimal (4A71 is 82359037, U+9FB4). */
const FOUR_2005 =
  '4A71=E81E 4A72=E826 4A73+2=E82B 4A75=E832 4A76=E843 4A77=E854 4A78=E864 98A4=E78D 98A5=E78F 98A6=E78E 98A7+4=E790 98AB+2=E794 98AD=E796';

const GBK: Spec[] = [
  // 0: the Encoding Standard's gb18030 index, read by its gbk decoder (80 is €, A3A0 a space).
  { id: 'gbk', policies: ['whatwg'], from: 'gbk', delta: '81+126=lead FF=-' },
  // 1: code page 936: € only at 80, GB18030's additions still private use, FF too.
  {
    id: 'gbk',
    policies: ['windows', 'php'],
    from: 0,
    delta: 'FF=F8F5 A2E3=E76C A3A0=E5E5 A8BC=E7C7 A8BF=E7C8 A989+13=E7E7 FE50+47=E815 FE80+33=E844',
  },
  // 2: Java's GBK: € at A2E3, A892 is U+2641.
  { id: 'gbk', policies: ['java'], from: 1, delta: '80=- FF=- A2E3=20AC A892=2641' },
  // 3: Python's gbk, MySQL's gbk: no private use, no €.
  { id: 'gbk', policies: ['python', 'mysql'], from: 1, delta: '80=- FF=- PUA=-' },
  // 4: glibc's GBK.
  { id: 'gbk', policies: ['glibc'], from: 1, delta: 'FF=- PUA=-' },
  // 5: the Encoding Standard's gb18030: the same index, but the encoder writes A2E3 for €.
  { id: 'gb18030', policies: ['whatwg'], from: 0, delta: '', prefer: 'A2E3' },
  // 6: the standard itself: no 80, A3A0 private use. Windows and MySQL unmeasured.
  { id: 'gb18030', policies: ['windows', 'mysql'], from: 5, delta: '80=- A3A0=E5E5' },
  // 7: the edition of 2000: ḿ has four bytes.
  { id: 'gb18030', policies: ['python', 'php'], from: 6, delta: 'A8BC=E7C7' },
  // 8: the edition of 2005 (Java).
  { id: 'gb18030', policies: ['java'], from: 6, delta: GB18030_2005 },
  // 9: glibc, with six characters beyond the BMP that its encoder writes as four bytes.
  {
    id: 'gb18030',
    policies: ['glibc'],
    from: 8,
    delta: 'FE51=D840DC87 FE52=D840DC89 FE53=D840DCCC FE6C=D845DDD7 FE76=D84ADD8F FE91=D850DDFE',
    refuse: 'FE51+3 FE6C FE76 FE91',
  },
  // 10–13: four-byte forms; each policy's are what its two-byte table leaves over.
  { id: 'gb18030', kind: 'four-byte', policies: ['whatwg', 'windows', 'mysql'], from: 'gb18030', delta: '' },
  { id: 'gb18030', kind: 'four-byte', policies: ['python', 'php'], from: 10, delta: '1D21=1E3F' },
  { id: 'gb18030', kind: 'four-byte', policies: ['java'], from: 10, delta: FOUR_2005 },
  { id: 'gb18030', kind: 'four-byte', policies: ['glibc'], from: 10, delta: '4A71+8=- 98A4+10=-' },
];

/** Of the characters at two places, Microsoft's encoder writes these rather than the lower code. */
const BIG5_LAST = 'A451 A4CA F9E9+3 F9F9';
/** ETEN's row of kana and Cyrillic, one cell off HKSCS's. */
const ETEN =
  'C6A1=30FE C6A2+2=309D C6A4=3005 C6A5+83=3041 C6F8+7=30A1 C740+63=30A8 C7A1+16=30E7 C7B1+2=0414 C7B3=0401 C7B4+7=0416 C7BB+19=0423 C7CE=0451 C7CF+26=0436 C7E9+10=2460 C7F3+10=2474';
/** Symbols on which BIG5.TXT of Unicode and code page 950 disagree. */
const BIG5_TXT =
  'A145=2022 A14E=FF64 A1C2=203E A1E3=223C A1F2=2641 A1F3=2609 A241=FF0F A242=FF3C A244=00A5 A246+2=00A2 A3E1=-';
const BIG5_TRAILS = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
] as const;
const BIG5: Spec[] = [
  // 0: code page 950: every free pair private use, 80 and FF too.
  {
    id: 'big5',
    policies: ['windows'],
    from: 'cp950',
    delta: [
      '81+126=lead 80=80 FF=F8F8',
      userRows([0xfa, 0xfe], 0xe000, BIG5_TRAILS),
      userRows([0x8e, 0xa0], 0xe311, BIG5_TRAILS),
      userRows([0x81, 0x8d], 0xeeb8, BIG5_TRAILS),
      'C6A1+94=F6B1',
      userRows([0xc7, 0xc8], 0xf70f, BIG5_TRAILS),
    ].join(' '),
    prefer: BIG5_LAST,
  },
  // 1: the Encoding Standard's big5 (HKSCS); its encoder writes nothing below A140.
  {
    id: 'big5',
    policies: ['whatwg'],
    from: 'big5',
    delta: '81+126=lead 80=- FF=-',
    prefer: BIG5_LAST,
    refuse: '8140+8128',
  },
  // 2: Java's Big5: ETEN without the box drawings and seven hanzi of F9D6–F9FE.
  {
    id: 'big5',
    policies: ['java'],
    from: 0,
    delta: `80=- FF=- PUA=- ${ETEN} ${BIG5_TXT} A15A=FF3F A1C3=- A1C5=- A1FE=2571 A240=2572 F9D6+41=-`,
    prefer: 'A1C4 A2AC+2 A451 A4CA',
  },
  // 3: Python's big5.
  {
    id: 'big5',
    policies: ['python'],
    from: 2,
    delta: 'A15A=2574 A1C3=FFE3 A1C5=02CD A1FE=FF0F A240=FF3C',
    prefer: 'A241+2 A451 A4CA',
  },
  // 4: PHP's BIG-5: F9D6–F9FE kept, the doubles of A1 and A2 unassigned; C8 starts nothing.
  {
    id: 'big5',
    policies: ['php'],
    from: 0,
    delta: `80+33=- C8=- FA+6=- PUA=- ${ETEN} ${BIG5_TXT} A244=FFE5 A15A=- A1C3=- A1C5=- A1FE=- A240=- A2CC=- A2CE=-`,
  },
  // 5: glibc's BIG5: private use only in C6A1–C8FE; 80 stands for itself.
  {
    id: 'big5',
    policies: ['glibc'],
    from: 0,
    delta: '81+32=- FA+6=- 8140+8127=- FA40+1471=-',
    prefer: 'A451 A4CA',
  },
  // 6: MariaDB's big5: seven doubled symbols decode to U+FFFD itself.
  {
    id: 'big5',
    policies: ['mysql'],
    from: 3,
    delta:
      '80+33=- FA+6=- A15A=FFFD A1C3=FFFD A1C5=FFFD A1FE=FFFD A240=FFFD A2CC=FFFD A2CE=FFFD F9D6=7881 F9D7=92B9 F9D8=88CF F9D9=58BB F9DA=6052 F9DB=7CA7 F9DC=5AFA',
    refuse: 'A15A A1C3 A1C5 A1FE A240 A2CC A2CE',
  },
];

/** NEC's and IBM's extensions at two places: Microsoft writes IBM's place unless the JIS or NEC row has the character. */
const IBM_PLACE = 'FA40+10 FA55+3 FA5C+35 FA80+125 FB40+63 FB80+125 FC40+12';
const SJIS_LEADS = '81+31=lead E0+29=lead A0=- FD+3=-';
const SJIS: Spec[] = [
  // 0: the Encoding Standard's shift_jis; iconv-lite lacks the last user-defined row.
  {
    id: 'shift_jis',
    policies: ['whatwg'],
    from: 'shiftjis',
    delta: `${SJIS_LEADS} 80=80 F940+63=E69C F980+125=E6DB`,
    prefer: IBM_PLACE,
  },
  // 1: code page 932: A0 FD FE FF private use.
  { id: 'shift_jis', policies: ['windows'], from: 0, delta: 'A0=F8F0 FD+3=F8F1', prefer: IBM_PLACE },
  // 2: Python's cp932: the same table, but its encoder takes the lower code.
  { id: 'shift_jis', policies: ['python'], from: 1, delta: '' },
  // 3: Java's windows-31j, PHP's SJIS-win, MySQL's cp932: 80 invalid.
  { id: 'shift_jis', policies: ['java', 'php', 'mysql'], from: 0, delta: '80=-', prefer: IBM_PLACE },
  // 4: glibc's CP932: rows without characters start nothing.
  {
    id: 'shift_jis',
    policies: ['glibc'],
    from: 3,
    delta: '85+2=- EB+2=- EF=-',
    prefer: IBM_PLACE,
  },
];

const EUC_KR: Spec[] = [
  // 0: the Encoding Standard's euc-kr = Python's cp949 = MySQL's euckr: no private use.
  { id: 'euc-kr', policies: ['whatwg', 'python', 'mysql'], from: 'cp949', delta: '81+126=lead 80=- FF=-' },
  // 1: code page 949: two user-defined rows, 80 and FF.
  {
    id: 'euc-kr',
    policies: ['windows'],
    from: 0,
    delta: `80=80 FF=F8F7 C9A1+${USER_ROW}=E000 FEA1+${USER_ROW}=E05E`,
  },
  // 2: Java's MS949.
  { id: 'euc-kr', policies: ['java'], from: 1, delta: '80=- FF=-' },
  // 3: PHP's UHC, glibc's UHC: the user-defined rows start nothing.
  { id: 'euc-kr', policies: ['php', 'glibc'], from: 0, delta: 'C9=- FE=-' },
];

/** Single-byte pages: the bytes Windows and the Encoding Standard read as C1 controls. */
const HOLES: readonly (readonly [EncodingId, string])[] = [
  ['cp1250', '81=81 83=83 88=88 90=90 98=98'],
  ['cp1251', '98=98'],
  ['cp1252', '81=81 8D=8D 8F+2=8F 9D=9D'],
  ['cp1254', '81=81 8D+4=8D 9D+2=9D'],
];
/** The same of the pages whose letters Windows completes with private use: the holes below A0, then what only Windows has. */
const PRIVATE_HOLES: readonly (readonly [EncodingId, string, string])[] = [
  ['cp1253', '81=81 88=88 8A=8A 8C+5=8C 98=98 9A=9A 9C+4=9C', 'AA=F8F9 D2=F8FA FF=F8FB'],
  ['cp1255', '81=81 8A=8A 8C+5=8C 9A=9A 9C+4=9C CA=05BA', 'D9+7=F88D FB+2=F894 FF=F896'],
  ['cp1257', '81=81 83=83 88=88 8A=8A 8C=8C 90=90 98=98 9A=9A 9C=9C 9F=9F', 'A1=F8FC A5=F8FD'],
  ['cp1258', '81=81 8A=8A 8D+4=8D 9A=9A 9D+2=9D', ''],
  ['cp874', '81+4=81 86+11=86 98+8=98', 'DB+4=F8C1 FC+4=F8C5'],
];
const ALL: readonly Policy[] = ['windows', 'whatwg', 'java', 'python', 'php', 'glibc', 'mysql'];
const SINGLE: Spec[] = [
  { id: 'latin1', policies: ALL, from: 'latin1', delta: '' },
  // PHP and MySQL reject the holes of all but cp1252; cp1250 of PHP and cp1254 of MySQL unmeasured.
  ...HOLES.flatMap(([id, holes]): Spec[] => {
    const reject: Policy[] = ['java', 'python', 'glibc'];
    if (id !== 'cp1252') reject.push('php', 'mysql');
    return [
      { id, policies: reject, from: id, delta: '' },
      { id, policies: ALL.filter((policy) => !reject.includes(policy)), from: id, delta: holes },
    ];
  }),
  ...PRIVATE_HOLES.flatMap(([id, holes, own]): Spec[] => [
    { id, policies: ['windows'], from: id, delta: `${holes} ${own}` },
    { id, policies: ['whatwg'], from: id, delta: holes },
    { id, policies: ALL.slice(2), from: id, delta: '' }, // PHP and MySQL unmeasured
  ]),
  ...(['cp1256', 'koi8-u', 'iso-8859-2', 'iso-8859-5'] as const).map(
    (id): Spec => ({ id, policies: ALL, from: id, delta: '' }), // only Python measured
  ),
  // MariaDB's cp866 has two symbols of another edition of the page.
  { id: 'cp866', policies: ALL.filter((p) => p !== 'mysql'), from: 'cp866', delta: '' },
  { id: 'cp866', policies: ['mysql'], from: 'cp866', delta: 'FC=207F FD=B2' },
  ...(['cp437', 'cp850', 'koi8-r'] as const).map((id): Spec => ({ id, policies: ALL, from: id, delta: '' })),
  // Microsoft's 857 has private use at its three holes; the Encoding Standard has no cp857 (as Windows here).
  { id: 'cp857', policies: ['java', 'python', 'php', 'glibc', 'mysql'], from: 'cp857', delta: '' },
  { id: 'cp857', policies: ['windows', 'whatwg'], from: 'cp857', delta: 'D5=F8BB E7=F8BC F2=F8BD' },
  // Apple's current table for everybody: Windows' own 10000 differs in BD alone (U+2126).
  {
    id: 'macroman',
    policies: ALL.filter((p) => p !== 'glibc'),
    from: 'macroman',
    delta: 'BD=03A9 DB=20AC F0=F8FF',
  },
  { id: 'macroman', policies: ['glibc'], from: 'macroman', delta: 'BD=03A9 C6=0394 DB=20AC F0=E01E' },
];

export const FILES: Readonly<Record<string, readonly Spec[]>> = {
  gbk: GBK,
  big5: BIG5,
  shift_jis: SJIS,
  'euc-kr': EUC_KR,
  single: SINGLE,
};
