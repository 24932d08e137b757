/**
 * Generates src/codec/tables/*.bin from iconv-lite 0.7.3 and the lists in tables/deltas.ts.
 * `npx tsx scripts/tables.ts` writes, `--check` compares with what is there (exit 1 on a difference).
 *
 * Refuses another iconv-lite. C4E3 comes out as U+4F60 because iconv-lite says so, A8BF of code page
 * 936 as U+E7C8 because the list says so.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { INVALID, LEAD } from '../src/codec/codec.ts';
import { CODES, FOUR_BYTE, type Table } from '../src/codec/format.ts';
import { FILES, type Spec } from './tables/deltas.ts';
import { pack, type Packed } from './tables/pack.ts';
import { packShown } from './tables/shown.ts';

const VERSION = '0.7.3';
const POINTERS = 39420; // of GB18030's four-byte forms within the BMP

const require = createRequire(import.meta.url);
const iconv = require('iconv-lite') as { decode(bytes: Buffer, encoding: string): string };
const { version } = require('iconv-lite/package.json') as { version: string };
if (version !== VERSION) throw new Error(`these tables are made from iconv-lite ${VERSION}, not ${version}`);

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** iconv-lite's answer, null where it has none. */
function ask(encoding: string, ...bytes: number[]): string | null {
  const text = iconv.decode(Buffer.from(bytes), encoding);
  return text === '' || text.includes('\ufffd') ? null : text;
}

/** iconv-lite's table: pairs are tried only after bytes that are nothing on their own. */
function original(encoding: string): { units: Uint16Array; extra: Map<number, string> } {
  const units = new Uint16Array(65536);
  const extra = new Map<number, string>();
  for (let b = 0; b < 256; b++) {
    units[b] = ask(encoding, b)?.charCodeAt(0) ?? INVALID;
    if (units[b] !== INVALID) continue;
    for (let trail = 0x40; trail < 256; trail++) {
      const text = ask(encoding, b, trail);
      if (text?.length === 1) units[(b << 8) | trail] = text.charCodeAt(0);
      else if (text) extra.set((b << 8) | trail, text);
    }
  }
  return { units, extra };
}

function originalFour(): { units: Uint16Array; extra: Map<number, string> } {
  const units = new Uint16Array(65536);
  for (let p = 0; p < POINTERS; p++) {
    const digits = [
      0x81 + Math.floor(p / 12600),
      0x30 + (Math.floor(p / 1260) % 10),
      0x81 + (Math.floor(p / 10) % 126),
      0x30 + (p % 10),
    ];
    units[p] = iconv.decode(Buffer.from(digits), 'gb18030').charCodeAt(0);
  }
  return { units, extra: new Map() };
}

function list(text = ''): number[] {
  return text
    .split(' ')
    .filter(Boolean)
    .flatMap((item) => {
      const [code, n] = item.split('+');
      return Array.from({ length: Number(n ?? 1) }, (_, i) => Number.parseInt(code!, 16) + i);
    });
}

function change(units: Uint16Array, extra: Map<number, string>, delta: string, kind: number): void {
  for (const item of delta.split(' ').filter(Boolean)) {
    const [where, value] = item.split('=') as [string, string];
    if (where === 'PUA') {
      for (let code = 0x100; code < 65536; code++)
        if (units[code]! >= 0xe000 && units[code]! < 0xf900) units[code] = 0;
      continue;
    }
    for (const [i, code] of list(where).entries()) {
      const single = code < 0x100 && kind === CODES;
      if (value === '-') units[code] = single ? INVALID : 0;
      else if (value === 'lead') units[code] = LEAD;
      else if (value.length <= 4) units[code] = Number.parseInt(value, 16) + i;
      else {
        units[code] = 0;
        extra.set(code, String.fromCharCode(...value.match(/.{4}/g)!.map((u) => Number.parseInt(u, 16))));
      }
    }
  }
}

function build(specs: readonly Spec[]): Packed[] {
  const tables: Packed[] = [];
  const sources = new Map<string, Packed>();
  for (const spec of specs) {
    const kind = spec.kind ? FOUR_BYTE : CODES;
    const base = typeof spec.from === 'number' ? tables[spec.from]! : (sources.get(spec.from) ?? null);
    const from: Pick<Table, 'units' | 'extra'> =
      typeof spec.from === 'number' ? base! : kind === FOUR_BYTE ? originalFour() : original(spec.from);
    const units = from.units.slice();
    const extra = new Map(from.extra);
    change(units, extra, spec.delta, kind);
    const table = {
      id: spec.id,
      kind,
      policies: spec.policies,
      base,
      units,
      extra,
      prefer: list(spec.prefer),
      refuse: list(spec.refuse),
    };
    tables.push(table);
    if (typeof spec.from === 'string') sources.set(spec.from, table);
  }
  return tables;
}

const dir = new URL('../src/codec/tables/', import.meta.url);
const outputs = new Map<string, Uint8Array>();
const windows: Packed[] = [];
for (const [name, specs] of Object.entries(FILES)) {
  const tables = build(specs);
  outputs.set(`${name}.bin`, pack(tables));
  windows.push(
    ...tables.filter((t) => t.id !== 'gb18030' && t.kind === CODES && t.policies.includes('windows')),
  );
}
outputs.set('shown.bin', packShown(windows));
const inputs = [
  'tables.ts',
  'tables/deltas.ts',
  'tables/pack.ts',
  'tables/shown.ts',
  '../src/codec/format.ts',
  '../src/codec/shown.ts',
];
const manifest = {
  command: 'npx tsx scripts/tables.ts',
  input: `iconv-lite ${version}`,
  inputSha256: Object.fromEntries([
    ...[
      'dbcs-data.js',
      'sbcs-data.js',
      'sbcs-data-generated.js',
      'tables/cp936.json',
      'tables/gbk-added.json',
      'tables/gb18030-ranges.json',
      'tables/cp949.json',
      'tables/cp950.json',
      'tables/big5-added.json',
      'tables/shiftjis.json',
    ].map((file) => [
      `iconv-lite/encodings/${file}`,
      hash(readFileSync(require.resolve(`iconv-lite/encodings/${file}`))),
    ]),
    ...inputs.map((file) => [
      new URL(file, 'file:///scripts/').pathname.slice(1),
      hash(readFileSync(new URL(file, import.meta.url))),
    ]),
  ]),
  outputs: Object.fromEntries(
    [...outputs].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: hash(bytes) }]),
  ),
};
outputs.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

mkdirSync(dir, { recursive: true });
const stale = readdirSync(dir).filter((name) => !outputs.has(name));
if (process.argv.includes('--check')) {
  for (const [name, bytes] of outputs)
    if (!existsSync(new URL(name, dir)) || !readFileSync(new URL(name, dir)).equals(bytes)) stale.push(name);
} else {
  for (const [name, bytes] of outputs) writeFileSync(new URL(name, dir), bytes);
}
for (const name of stale) console.error(`stale: src/codec/tables/${name}; run ${manifest.command}`);
process.exitCode = stale.length > 0 ? 1 : 0;
