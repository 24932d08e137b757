/**
 * What an encoding is here: a table of one- and two-byte codes under a named error policy.
 *
 * A policy names a real family of decoders. It decides two things: which mapping is meant where
 * vendors differ (A8BC is ḿ for WHATWG, U+E7C7 for Windows) and what happens to a bad byte.
 * Bytes C4 E3 3F read as `gbk`: C4E3 → 你, 3F → `?`.
 */

/** Every encoding this project knows, by the name used in channel ids. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gbk',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'latin1',
  'cp1250',
  'cp1251',
  'cp1252',
  'cp1254',
  'cp437',
  'cp850',
  'cp857',
  'cp866',
  'koi8-r',
  'macroman',
  'cp1253',
  'cp1255',
  'cp1256',
  'cp1257',
  'cp1258',
  'cp874',
  'koi8-u',
  'iso-8859-2',
  'iso-8859-5',
] as const;
export type EncodingId = (typeof ENCODINGS)[number];

/** Families of decoders whose treatment of bad bytes was measured. */
export const POLICIES = ['windows', 'whatwg', 'java', 'python', 'php', 'glibc', 'mysql'] as const;
export type Policy = (typeof POLICIES)[number];

/** Why bytes were invalid: a lead byte at the end, a lead byte with an impossible trail byte, an unmapped code, an impossible byte. */
export type InvalidReason = 'truncated' | 'bad-trail' | 'unassigned' | 'invalid-byte';

/** One invalid place. `offset`/`length` in bytes (what was consumed); `at` in UTF-16 units of the decoded text. */
export interface DecodeError {
  readonly offset: number;
  readonly length: number;
  readonly at: number;
  readonly reason: InvalidReason;
}

export interface Decoded {
  readonly text: string;
  readonly errors: readonly DecodeError[];
}

export interface Encoded {
  readonly bytes: Uint8Array;
  /** UTF-16 offsets of characters the encoding lacks; each was written as `?`. */
  readonly unencodable: readonly number[];
}

/** In `CodePage.single`: this byte starts a two-byte code / is invalid on its own. */
export const LEAD = 0xffff;
export const INVALID = 0xfffe;

/** A table-driven encoding of one- and two-byte codes under one policy. */
export interface CodePage {
  readonly id: EncodingId;
  readonly policy: Policy;
  /** byte → UTF-16 unit, or LEAD, or INVALID. Length 256. */
  readonly single: Uint16Array;
  /** lead << 8 | trail → UTF-16 unit; 0 where unassigned (or where `extra` has it). Length 65536; null for single-byte pages. */
  readonly double: Uint16Array | null;
  /** Codes whose text is not one BMP unit (HKSCS: astral characters, base + combining mark). */
  readonly extra: ReadonlyMap<number, string>;
  /** UTF-16 unit → the code the encoder writes (one byte: < 0x100, two bytes: lead << 8 | trail); 0 where there is none (and for U+0000). Length 65536. */
  readonly codeOf: Uint16Array;
  /** UTF-16 units with several codes, the encoder's first. */
  readonly twins: ReadonlyMap<number, readonly number[]>;
  /** Every code that decodes to this character (one code point, or one of the strings in `extra`), the encoder's first; empty if none. */
  preimages(char: string): readonly number[];
}
