/**
 * The code pages under their policies: which code is which character, and which code a character gets.
 *
 * Tables are read from `tables/` on first use, inverses are built when first asked for, everything is
 * kept. Refuses unknown names. In bytes: C4E3 of gbk is U+4F60 for everybody; A18C is U+E511 under
 * `windows` and nothing under `python`, whose double[0xA18C] is 0.
 */
import { ENCODINGS, INVALID, POLICIES, type CodePage, type EncodingId, type Policy } from './codec.ts';
import { CODES, FOUR_BYTE, readTable } from './format.ts';

/** Encodings that are nothing but a table of one- and two-byte codes. */
export type PageId = Exclude<EncodingId, 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'>;

const FIRST_PAIR = 0x8100;
const UNICODE: ReadonlySet<EncodingId> = new Set(['utf-8', 'utf-16le', 'utf-16be']);
/** The table file of the encodings that share one with others; all not listed are in `single`. */
const FILES: Partial<Record<EncodingId, string>> = {
  gbk: 'gbk',
  gb18030: 'gbk',
  big5: 'big5',
  shift_jis: 'shift_jis',
  'euc-kr': 'euc-kr',
};

const pages = new Map<string, Page>();

/** Whether an encoding is a table of one- and two-byte codes and nothing else (gb18030 has four-byte forms too). */
export function isPage(id: EncodingId): id is PageId {
  return !UNICODE.has(id) && id !== 'gb18030';
}

/** Whether the encoding takes every byte for a character of its own. */
export function isSingleByte(id: EncodingId): boolean {
  return isPage(id) && codePage(id).double === null;
}

/** The asset that holds the table of an encoding, below `src`; null for UTF-8 and UTF-16, which need none. Throws TypeError for an unknown one. */
export function tableAsset(id: EncodingId): string | null {
  checkNames(id, 'windows');
  return UNICODE.has(id) ? null : `codec/tables/${FILES[id] ?? 'single'}.bin`;
}

/**
 * The table of an encoding under a policy. For `gb18030` its one- and two-byte codes.
 * Throws TypeError for an unknown name, for UTF-8 and UTF-16.
 */
export function codePage(id: EncodingId, policy: Policy = 'windows'): CodePage {
  return pageOf(id, policy);
}

/** As codePage, with what only the encoder asks for. */
export function pageOf(id: EncodingId, policy: Policy): Page {
  const key = `${id}/${policy}`;
  let page = pages.get(key);
  if (!page) {
    checkNames(id, policy);
    if (UNICODE.has(id)) {
      const known = ENCODINGS.filter((name) => !UNICODE.has(name)).join(', ');
      throw new TypeError(`${JSON.stringify(id)} is not a code page; known: ${known}`);
    }
    pages.set(key, (page = new Page(id, policy)));
  }
  return page;
}

/** Throws TypeError unless both names are known. */
export function checkNames(id: EncodingId, policy: Policy): void {
  if (!ENCODINGS.includes(id))
    throw new TypeError(`unknown encoding ${JSON.stringify(id)}; known: ${ENCODINGS.join(', ')}`);
  if (!POLICIES.includes(policy))
    throw new TypeError(`unknown policy ${JSON.stringify(policy)}; known: ${POLICIES.join(', ')}`);
}

/** GB18030's four-byte forms within the BMP under a policy: linear pointer → UTF-16 unit, 0 where there is none. */
export function fourByteUnits(policy: Policy): Uint16Array {
  return readTable('gbk', 'gb18030', policy, FOUR_BYTE).units;
}

/** A page with what the encoder needs. */
export class Page implements CodePage {
  readonly id: EncodingId;
  readonly policy: Policy;
  readonly single: Uint16Array;
  readonly double: Uint16Array | null;
  readonly extra: ReadonlyMap<number, string>;
  readonly #prefer: readonly number[];
  readonly #refuse: readonly number[];
  #codeOf: Uint16Array | undefined;
  #extraCodes: ReadonlyMap<string, number> | undefined;
  #twins: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(id: EncodingId, policy: Policy) {
    const table = readTable(FILES[id] ?? 'single', id, policy, CODES);
    this.id = id;
    this.policy = policy;
    this.single = table.units.slice(0, 256);
    this.double = FILES[id] ? table.units.fill(0, 0, 256) : null;
    this.extra = table.extra;
    this.#prefer = table.prefer;
    this.#refuse = table.refuse;
  }

  get codeOf(): Uint16Array {
    return (this.#codeOf ??= this.#inverse());
  }

  /** The code the encoder writes for a text of `extra`. */
  get extraCodes(): ReadonlyMap<string, number> {
    if (!this.#extraCodes) {
      const refused = new Set(this.#refuse);
      const codes = new Map<string, number>();
      for (const [code, text] of this.extra)
        if (!refused.has(code) && !codes.has(text)) codes.set(text, code);
      this.#extraCodes = codes;
    }
    return this.#extraCodes;
  }

  get twins(): ReadonlyMap<number, readonly number[]> {
    return (this.#twins ??= this.#severalCodes());
  }

  preimages(char: string): readonly number[] {
    if (char.length !== 1) return this.#ofExtra(char);
    const unit = char.charCodeAt(0);
    const several = this.twins.get(unit);
    if (several) return several;
    const code = this.codeOf[unit]!;
    return code !== 0 || unit === 0 ? [code] : [];
  }

  /** The lowest code of each unit, but for those the vendor's encoder prefers or never writes. */
  #inverse(): Uint16Array {
    const codeOf = new Uint16Array(65536);
    const refused = new Set(this.#refuse);
    for (let b = 1; b < 256; b++) {
      const unit = this.single[b]!;
      if (unit < INVALID && codeOf[unit] === 0) codeOf[unit] = b;
    }
    const { double } = this;
    if (!double) return codeOf;
    for (let code = FIRST_PAIR; code < 65536; code++) {
      const unit = double[code]!;
      if (unit !== 0 && codeOf[unit] === 0 && !refused.has(code)) codeOf[unit] = code;
    }
    for (const code of this.#prefer) codeOf[double[code]!] = code;
    return codeOf;
  }

  /** The codes of a text of `extra`. */
  #ofExtra(text: string): number[] {
    const first = this.extraCodes.get(text);
    const found: number[] = [];
    for (const [code, other] of this.extra)
      if (other === text) {
        if (code === first) found.unshift(code);
        else found.push(code);
      }
    return found;
  }

  #severalCodes(): Map<number, number[]> {
    const { codeOf, single, double } = this;
    const all = new Map<number, number[]>();
    const add = (unit: number, code: number): void => {
      const first = codeOf[unit]!;
      if (code === first) return;
      const known = all.get(unit);
      if (known) known.push(code);
      else all.set(unit, first === 0 && unit !== 0 ? [code] : [first, code]);
    };
    for (let b = 0; b < 256; b++) if (single[b]! < INVALID) add(single[b]!, b);
    if (double)
      for (let code = FIRST_PAIR; code < 65536; code++) if (double[code] !== 0) add(double[code]!, code);
    return all;
  }
}
