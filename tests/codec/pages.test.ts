/** Every code of every page, both ways, under every policy; the tables are the ones the manifest names. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  codePage,
  decode,
  encode,
  ENCODINGS,
  INVALID,
  isPage,
  LEAD,
  POLICIES,
} from '../../src/codec/index.ts';
import type { CodePage, EncodingId } from '../../src/codec/index.ts';

const TABLES = new URL('../../src/codec/tables/', import.meta.url);
const DOUBLE: readonly EncodingId[] = ['gbk', 'gb18030', 'big5', 'shift_jis', 'euc-kr'];
const SINGLE: readonly EncodingId[] = ENCODINGS.filter((id) => isPage(id) && !DOUBLE.includes(id));

const bytesOf = (code: number): Uint8Array =>
  code > 0xff ? Uint8Array.of(code >> 8, code & 255) : Uint8Array.of(code);

/** Every code the page knows, with its text. */
function codesOf(page: CodePage): [number, string][] {
  const codes: [number, string][] = [];
  for (let b = 0; b < 256; b++) {
    if (page.single[b]! < INVALID) codes.push([b, String.fromCharCode(page.single[b]!)]);
  }
  if (page.double) {
    for (let code = 0; code < 0x10000; code++) {
      if (page.double[code] !== 0) codes.push([code, String.fromCharCode(page.double[code]!)]);
    }
  }
  return [...codes, ...page.extra];
}

/** Codes for which `fails` says so, in hex: a short list reads better than thousands of assertions. */
function failing(
  codes: readonly [number, string][],
  fails: (code: number, text: string) => boolean,
): string[] {
  return codes.filter(([code, text]) => fails(code, text)).map(([code]) => code.toString(16));
}

describe.each(DOUBLE)('%s', (id) => {
  describe.each(POLICIES)('under %s', (policy) => {
    const page = codePage(id, policy);
    const codes = codesOf(page);

    test('holds thousands of two-byte codes, each with a lead byte', () => {
      const two = codes.filter(([code]) => code > 0xff);
      expect(two.length).toBeGreaterThan(6000);
      expect(failing(two, (code) => page.single[code >> 8] !== LEAD)).toEqual([]);
    });

    test('reads every code without an error', () => {
      const misread = failing(codes, (code, text) => {
        const read = decode(id, bytesOf(code), policy);
        return read.text !== text || read.errors.length > 0;
      });
      expect(misread).toEqual([]);
    });

    test('has every code among the preimages of its character', () => {
      expect(failing(codes, (code, text) => !page.preimages(text).includes(code))).toEqual([]);
    });

    test('reads what it writes', () => {
      const lost: string[] = [];
      for (let unit = 1; unit < 0x10000; unit++) {
        if (page.codeOf[unit] === 0) continue;
        const char = String.fromCharCode(unit);
        const { bytes, unencodable } = encode(id, char, policy);
        if (unencodable.length > 0 || decode(id, bytes, policy).text !== char) lost.push(unit.toString(16));
        if (page.preimages(char)[0] !== page.codeOf[unit]) lost.push(`preimage ${unit.toString(16)}`);
      }
      expect(lost).toEqual([]);
    });
  });
});

describe.each(SINGLE)('%s', (id) => {
  test.each(POLICIES)('is read and written alike under %s', (policy) => {
    const page = codePage(id, policy);
    const wrong: number[] = [];
    for (let b = 0; b < 256; b++) {
      const { text, errors } = decode(id, Uint8Array.of(b), policy);
      if (page.single[b] === INVALID) {
        if (errors.length !== 1) wrong.push(b);
        continue;
      }
      const back = encode(id, text, policy);
      const codes = page.preimages(text);
      if (errors.length > 0 || !codes.includes(b) || back.bytes[0] !== codes[0] || back.bytes.length !== 1)
        wrong.push(b);
    }
    expect(wrong).toEqual([]);
  });

  test('has a character for every byte under windows', () => {
    expect(codePage(id, 'windows').single.filter((unit) => unit >= INVALID)).toHaveLength(0);
  });
});

describe('tables', () => {
  const { outputs } = JSON.parse(readFileSync(new URL('manifest.json', TABLES), 'utf8')) as {
    outputs: Record<string, { bytes: number; sha256: string }>;
  };
  const names = readdirSync(TABLES).filter((name) => name.endsWith('.bin'));

  test('are all in the manifest, 350 kB at most', () => {
    expect(names.sort()).toEqual(Object.keys(outputs).sort());
    expect(Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(350_000);
  });

  test.each(names)('%s is what the generator wrote', (name) => {
    const hash = createHash('sha256')
      .update(readFileSync(new URL(name, TABLES)))
      .digest('hex');
    expect(hash).toBe(outputs[name]!.sha256);
  });

  /** A change to a mapping must be meant: these move with it. */
  test('hold the mappings that were checked', () => {
    const hash = createHash('sha256');
    for (const id of ENCODINGS.filter((name) => isPage(name) || name === 'gb18030'))
      for (const policy of POLICIES) {
        const page = codePage(id, policy);
        hash.update(`${id} ${policy} ${JSON.stringify([...page.extra])}\n`);
        for (const units of [page.single, page.double, page.codeOf])
          if (units) hash.update(new Uint8Array(units.buffer, units.byteOffset, units.byteLength));
      }
    expect(hash.digest('hex')).toBe('5e1e0ac4a52863c7d09a670b3a269fff60cc48cf07f4dd41db12a3a72d3fe124');
  });
});
