/**
 * Generates src/codec/tables/*.bin from iconv-lite 0.7.3, with what it lacks filled in from the rules
 * of the vendors' tables (each rule names its range). `npx tsx scripts/tables.ts [--check]`.
 *
 * A two-byte table is leads 81–FE × trails 40–FE of u16, 0 = unassigned. A single-byte table is 256 u16.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FIRST_LEAD, FIRST_TRAIL, LAST_LEAD, LAST_TRAIL, ROW } from '../src/codec/layout.ts';
import { INVALID, LEAD } from '../src/codec/codec.ts';

const require = createRequire(import.meta.url);
const iconv = require('iconv-lite') as { decode(b: Buffer, e: string): string };
const version = (require('iconv-lite/package.json') as { version: string }).version;
if (version !== '0.7.3') throw new Error(`these tables are made from iconv-lite 0.7.3, not ${version}`);
const PUA = (u: number): boolean => u >= 0xe000 && u < 0xf900;

type Table = { codes: Uint16Array; extra: [number, string][] };

function doubleTable(encoding: string, accept: (unit: number) => boolean): Table {
  const codes = new Uint16Array((LAST_LEAD - FIRST_LEAD + 1) * ROW);
  const extra: [number, string][] = [];
  for (let lead = FIRST_LEAD; lead <= LAST_LEAD; lead++)
    for (let trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail++) {
      const text = iconv.decode(Buffer.from([lead, trail]), encoding);
      if (text.includes('�') || text.charCodeAt(0) < 0x80) continue;
      if (text.length === 1 && accept(text.charCodeAt(0)))
        put({ codes, extra }, lead, trail, text.charCodeAt(0));
      // two units: a surrogate pair or base + combining mark, unless it is two single bytes (half-width kana)
      else if (
        text.length === 2 &&
        !/[\uff61-\uff9f]/.test(text) &&
        /[\ud800-\udbff\u00ca\u00ea]/.test(text[0]!)
      )
        extra.push([(lead << 8) | trail, text]);
    }
  return { codes, extra };
}

function put(t: Table, lead: number, trail: number, unit: number): void {
  t.codes[(lead - FIRST_LEAD) * ROW + trail - FIRST_TRAIL] = unit;
}
function get(t: Table, lead: number, trail: number): number {
  return t.codes[(lead - FIRST_LEAD) * ROW + trail - FIRST_TRAIL]!;
}

/** Gives the codes of a rectangle consecutive private-use units, where still free. */
function userDefined(
  t: Table,
  first: number,
  leads: [number, number],
  trails: [number, number][],
  from = 0,
): void {
  let unit = first;
  for (let lead = leads[0]; lead <= leads[1]; lead++)
    for (const [a, b] of trails)
      for (let trail = a; trail <= b; trail++) {
        if (lead === leads[0] && trail < from) continue;
        if (get(t, lead, trail) === 0) put(t, lead, trail, unit);
        unit++;
      }
}

/** Windows code page 936: GBK plus user-defined areas 1–3, then the holes in code order from U+E766. */
function cp936(): Table {
  const t = doubleTable('cp936', (u) => !PUA(u));
  for (const code of [0xa2e3]) put(t, code >> 8, code & 255, 0); // € came with GB18030; Windows has it at 80
  userDefined(t, 0xe000, [0xaa, 0xaf], [[0xa1, 0xfe]]);
  userDefined(t, 0xe234, [0xf8, 0xfe], [[0xa1, 0xfe]]);
  userDefined(
    t,
    0xe4c6,
    [0xa1, 0xa7],
    [
      [0x40, 0x7e],
      [0x80, 0xa0],
    ],
  );
  let hole = 0xe766;
  for (const [first, last, from, to] of [
    [0xa2, 0xa7, 0xa1, 0xfe],
    [0xa8, 0xa9, 0x40, 0xfe],
    [0xd7, 0xd7, 0xa1, 0xfe],
    [0xfe, 0xfe, 0x50, 0xa0],
  ] as [number, number, number, number][])
    for (let lead = first; lead <= last; lead++)
      for (let trail = from; trail <= to; trail++)
        if (trail !== 0x7f && get(t, lead, trail) === 0) put(t, lead, trail, hole++);
  if (hole !== 0xe865)
    throw new Error(`the holes of code page 936 end at U+${(hole - 1).toString(16)}, not at U+E864`);
  return t;
}

function cp950(): Table {
  const t = doubleTable('cp950', (u) => !PUA(u));
  const trails: [number, number][] = [
    [0x40, 0x7e],
    [0xa1, 0xfe],
  ];
  userDefined(t, 0xe000, [0xfa, 0xfe], trails);
  userDefined(t, 0xe311, [0x8e, 0xa0], trails);
  userDefined(t, 0xeeb8, [0x81, 0x8d], trails);
  userDefined(t, 0xf6b1, [0xc6, 0xc8], trails, 0xa1);
  return t;
}

function cp932(): Table {
  const t = doubleTable('shift_jis', (u) => !PUA(u));
  for (let lead = 0xa0; lead < 0xe0; lead++)
    for (let trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail++) put(t, lead, trail, 0);
  userDefined(
    t,
    0xe000,
    [0xf0, 0xf9],
    [
      [0x40, 0x7e],
      [0x80, 0xfc],
    ],
  );
  t.extra = [];
  return t;
}

function cp949(): Table {
  const t = doubleTable('cp949', (u) => !PUA(u));
  userDefined(t, 0xe000, [0xc9, 0xc9], [[0xa1, 0xfe]]);
  userDefined(t, 0xe05e, [0xfe, 0xfe], [[0xa1, 0xfe]]);
  return t;
}

/** Upper halves. iconv-lite's holes become the C1 control (WHATWG, Windows) unless `keepHoles`. */
function single(encoding: string, keepHoles = false): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, b) => {
    if (b < 0x80) return b;
    const unit = iconv.decode(Buffer.from([b]), encoding).charCodeAt(0);
    return unit !== 0xfffd ? unit : keepHoles ? INVALID : b;
  });
}

/** Apple's table (ROMAN.TXT): iconv-lite's lacks several symbols. */
const MAC_ROMAN =
  '\u00c4\u00c5\u00c7\u00c9\u00d1\u00d6\u00dc\u00e1\u00e0\u00e2\u00e4\u00e3\u00e5\u00e7\u00e9\u00e8\u00ea\u00eb\u00ed\u00ec\u00ee\u00ef\u00f1\u00f3\u00f2\u00f4\u00f6\u00f5\u00fa\u00f9\u00fb\u00fc' +
  '\u2020\u00b0\u00a2\u00a3\u00a7\u2022\u00b6\u00df\u00ae\u00a9\u2122\u00b4\u00a8\u2260\u00c6\u00d8\u221e\u00b1\u2264\u2265\u00a5\u00b5\u2202\u2211\u220f\u03c0\u222b\u00aa\u00ba\u03a9\u00e6\u00f8' +
  '\u00bf\u00a1\u00ac\u221a\u0192\u2248\u2206\u00ab\u00bb\u2026\u00a0\u00c0\u00c3\u00d5\u0152\u0153\u2013\u2014\u201c\u201d\u2018\u2019\u00f7\u25ca\u00ff\u0178\u2044\u20ac\u2039\u203a\ufb01\ufb02' +
  '\u2021\u00b7\u201a\u201e\u2030\u00c2\u00ca\u00c1\u00cb\u00c8\u00cd\u00ce\u00cf\u00cc\u00d3\u00d4\uf8ff\u00d2\u00da\u00db\u00d9\u0131\u02c6\u02dc\u00af\u02d8\u02d9\u02da\u00b8\u02dd\u02db\u02c7';

/** GB18030 four-byte ranges of the BMP: [pointer, first unit] where a run of units starts. */
function gb18030Ranges(): Uint32Array {
  const out: number[] = [];
  let previous = -2;
  for (let pointer = 0; pointer < 39420; pointer++) {
    const bytes = [
      0x81 + Math.floor(pointer / 12600),
      0x30 + (Math.floor(pointer / 1260) % 10),
      0x81 + (Math.floor(pointer / 10) % 126),
      0x30 + (pointer % 10),
    ];
    const unit = iconv.decode(Buffer.from(bytes), 'gb18030').charCodeAt(0);
    if (unit !== previous + 1) out.push(pointer, unit);
    previous = unit;
  }
  return Uint32Array.from(out);
}

function withSingle(t: Table, singles: Record<number, number>, leads: [number, number][]): Uint8Array {
  const bytes = new Uint16Array(256).map((_, b) => (b < 0x80 ? b : INVALID));
  for (const [a, b] of leads) for (let lead = a; lead <= b; lead++) bytes[lead] = LEAD;
  for (const [b, unit] of Object.entries(singles)) bytes[Number(b)] = unit;
  const tail = Buffer.from(JSON.stringify(t.extra));
  return Buffer.concat([u8(bytes), u8(t.codes), tail]);
}
function u8(a: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
}

const kana = Object.fromEntries(Array.from({ length: 63 }, (_, i) => [0xa1 + i, 0xff61 + i]));
const files: Record<string, Uint8Array> = {
  'gbk.windows': withSingle(cp936(), { 0x80: 0x20ac, 0xff: 0xf8f5 }, [[0x81, 0xfe]]),
  'gbk.whatwg': withSingle(
    doubleTable('gb18030', () => true),
    { 0x80: 0x20ac },
    [[0x81, 0xfe]],
  ),
  'big5.windows': withSingle(cp950(), { 0x80: 0x80, 0xff: 0xf8f8 }, [[0x81, 0xfe]]),
  'big5.whatwg': withSingle(
    doubleTable('big5', (u) => !PUA(u)),
    {},
    [[0x81, 0xfe]],
  ),
  'shift_jis.windows': withSingle(
    cp932(),
    { 0x80: 0x80, 0xa0: 0xf8f0, 0xfd: 0xf8f1, 0xfe: 0xf8f2, 0xff: 0xf8f3, ...kana },
    [
      [0x81, 0x9f],
      [0xe0, 0xfc],
    ],
  ),
  'euc-kr.windows': withSingle(cp949(), { 0x80: 0x80, 0xff: 0xf8f7 }, [[0x81, 0xfe]]),
  latin1: u8(Uint16Array.from({ length: 256 }, (_, b) => b)),
  macroman: u8(Uint16Array.from({ length: 256 }, (_, b) => (b < 0x80 ? b : MAC_ROMAN.charCodeAt(b - 0x80)))),
  cp857: u8(single('cp857', true)),
  gb18030: u8(gb18030Ranges()),
};
for (const id of ['cp1250', 'cp1251', 'cp1252', 'cp1254', 'cp437', 'cp850', 'cp866', 'koi8-r'])
  files[id] = u8(single(id));

const dir = new URL('../src/codec/tables/', import.meta.url);
mkdirSync(dir, { recursive: true });
const hash = (b: Uint8Array): string => createHash('sha256').update(b).digest('hex');
const manifest =
  JSON.stringify(
    {
      generator: 'npx tsx scripts/tables.ts',
      input: `iconv-lite ${version}`,
      sha256: Object.fromEntries(Object.entries(files).map(([name, b]) => [name, hash(b)])),
    },
    null,
    1,
  ) + '\n';
const outputs: [string, Uint8Array][] = [
  ...Object.entries(files).map(([n, b]): [string, Uint8Array] => [`${n}.bin`, b]),
  ['manifest.json', Buffer.from(manifest)],
];
let stale = 0;
for (const [name, bytes] of outputs) {
  const url = new URL(name, dir);
  if (!process.argv.includes('--check')) writeFileSync(url, bytes);
  else if (!existsSync(url) || !readFileSync(url).equals(bytes)) {
    console.error(`stale: src/codec/tables/${name}; run npx tsx scripts/tables.ts`);
    stale++;
  }
}
process.exitCode = stale > 0 ? 1 : 0;
