/**
 * The code pages under their policies: which mapping, which single bytes are invalid.
 *
 * A vendor's table is stored once (`tables/`), a policy picks it and lists its few differences.
 * Refuses unknown names. Example: codePage('gbk').double[0xC4E3] is 0x4F60 你; under `python` the
 * user-defined code A18C is unassigned, under `windows` it is U+E511.
 */
import { readAsset } from '../asset.ts';
import { ENCODINGS, INVALID, LEAD, POLICIES, type CodePage, type EncodingId, type Policy } from './codec.ts';
import { FIRST_LEAD, FIRST_TRAIL, LAST_LEAD, LAST_TRAIL, ROW } from './layout.ts';

/** Encodings that are a table of one- and two-byte codes. */
export type PageId = Exclude<EncodingId, 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'>;

const MULTIBYTE: ReadonlySet<string> = new Set(['gbk', 'big5', 'shift_jis', 'euc-kr']);
/** Policies whose tables follow WHATWG rather than Windows where the two differ. */
const WHATWG_TABLE: Record<string, ReadonlySet<Policy>> = {
  gbk: new Set(['whatwg', 'glibc']),
  big5: new Set(['whatwg']),
  shift_jis: new Set(),
  'euc-kr': new Set(),
};
/** Policies under which private-use codes are unassigned (decoder-by-decoder: PUA columns of the experiments). */
const NO_USER_DEFINED: Record<string, ReadonlySet<Policy>> = {
  gbk: new Set(['python', 'glibc', 'mysql']),
  big5: new Set(['java', 'python', 'php', 'glibc', 'mysql']),
  shift_jis: new Set(['python', 'mysql']),
  'euc-kr': new Set(['whatwg', 'python', 'php', 'glibc', 'mysql']),
};
/** Single bytes above 7F of two-byte pages that only Windows maps: [byte, policies that keep it]. */
const KEPT_SINGLES: Record<string, Record<number, readonly Policy[]>> = {
  gbk: { 0x80: ['windows', 'php', 'whatwg', 'glibc'], 0xff: ['windows', 'php'] },
  big5: { 0x80: ['windows', 'glibc'], 0xff: ['windows'] },
  shift_jis: {
    0x80: ['windows', 'whatwg', 'python'],
    0xa0: ['windows', 'python'],
    0xfd: ['windows', 'python'],
    0xfe: ['windows', 'python'],
    0xff: ['windows', 'python'],
  },
  'euc-kr': { 0x80: ['windows'], 0xff: ['windows'] },
};
/** cp125x holes are C1 controls except for these policies, which reject them. */
const REJECTS_HOLES: ReadonlySet<Policy> = new Set(['java', 'python', 'glibc']);

const cache = new Map<string, CodePage>();

export function isPage(id: EncodingId): id is PageId {
  return id !== 'utf-8' && id !== 'utf-16le' && id !== 'utf-16be' && id !== 'gb18030';
}

/** The page of an encoding under a policy; throws TypeError for unknown names. Tables load on first use. */
export function codePage(id: EncodingId, policy: Policy = 'windows'): CodePage {
  const key = `${id}/${policy}`;
  let page = cache.get(key);
  if (!page) {
    if (!ENCODINGS.includes(id) || !isPage(id))
      throw new TypeError(
        `no code page ${JSON.stringify(id)}; known: ${ENCODINGS.filter(isPage).join(', ')}`,
      );
    if (!POLICIES.includes(policy))
      throw new TypeError(`no error policy ${JSON.stringify(policy)}; known: ${POLICIES.join(', ')}`);
    cache.set(key, (page = MULTIBYTE.has(id) ? doublePage(id, policy) : singlePage(id, policy)));
  }
  return page;
}

function singlePage(id: PageId, policy: Policy): CodePage {
  const file = readAsset(`codec/tables/${id}.bin`);
  const single = new Uint16Array(256);
  for (let b = 0; b < 256; b++) {
    const unit = file[2 * b]! | (file[2 * b + 1]! << 8);
    const hole = unit === b && b >= 0x80 && b < 0xa0 && id.startsWith('cp125') && REJECTS_HOLES.has(policy);
    single[b] = hole ? INVALID : unit;
  }
  return withInverse(id, policy, single, null, new Map());
}

function doublePage(id: PageId, policy: Policy): CodePage {
  const file = readAsset(`codec/tables/${id}.${WHATWG_TABLE[id]!.has(policy) ? 'whatwg' : 'windows'}.bin`);
  const u16 = (i: number): number => file[2 * i]! | (file[2 * i + 1]! << 8);
  const single = new Uint16Array(256);
  for (let b = 0; b < 256; b++) {
    const kept = KEPT_SINGLES[id]![b];
    single[b] = kept && !kept.includes(policy) && u16(b) !== LEAD ? INVALID : u16(b);
  }
  const double = new Uint16Array(65536);
  const dropPrivate = NO_USER_DEFINED[id]!.has(policy);
  let i = 256;
  for (let lead = FIRST_LEAD; lead <= LAST_LEAD; lead++)
    for (let trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail++) {
      const unit = u16(i++);
      if (unit !== 0 && !(dropPrivate && unit >= 0xe000 && unit < 0xf900)) double[(lead << 8) | trail] = unit;
    }
  const tail = file.subarray(2 * (256 + (LAST_LEAD - FIRST_LEAD + 1) * ROW));
  return withInverse(
    id,
    policy,
    single,
    double,
    new Map(JSON.parse(new TextDecoder().decode(tail)) as [number, string][]),
  );
}

/**
 * Codes that the vendor's encoder prefers where several decode to one character: JIS X 0208 row 2
 * symbols and NEC special characters before NEC-selected and IBM extensions (cp932), IBM extensions
 * before NEC-selected ones; Big5 level 1 before the ETEN duplicates at F9 and A1C3/A1C5/A2CC/A2CE last.
 */
function preferred(id: PageId, code: number, before: number): boolean {
  if (before === 0) return true;
  if (id === 'shift_jis') return code >= 0xfa40 && before >= 0xed40 && before < 0xf040;
  return false;
}
const DISLIKED: Record<string, ReadonlySet<number>> = {
  big5: new Set([0xa2cc, 0xa2ce, 0xa1c3, 0xa1c5, 0xa1fe]),
};

function withInverse(
  id: PageId,
  policy: Policy,
  single: Uint16Array,
  double: Uint16Array | null,
  extra: Map<number, string>,
): CodePage {
  const codeOf = new Uint16Array(65536);
  for (let b = 255; b > 0; b--) if (single[b]! < INVALID) codeOf[single[b]!] = b;
  if (double) {
    const disliked = DISLIKED[id];
    for (let code = 0x8140; code < 0x10000; code++) {
      const unit = double[code]!;
      if (unit !== 0 && preferred(id, code, codeOf[unit]!) && !disliked?.has(code)) codeOf[unit] = code;
    }
    if (disliked)
      for (const code of disliked)
        if (double[code] && codeOf[double[code]] === 0) codeOf[double[code]] = code;
  }
  let all: Map<string, number[]> | undefined;
  return {
    id,
    policy,
    single,
    double,
    extra,
    codeOf,
    preimages(char) {
      all ??= allPreimages(single, double, extra, codeOf);
      return all.get(char) ?? [];
    },
  };
}

function allPreimages(
  single: Uint16Array,
  double: Uint16Array | null,
  extra: Map<number, string>,
  codeOf: Uint16Array,
): Map<string, number[]> {
  const all = new Map<string, number[]>();
  const add = (char: string, code: number): void => {
    const codes = all.get(char);
    if (!codes) all.set(char, [code]);
    else if (codeOf[char.charCodeAt(0)] === code && char.length === 1) codes.unshift(code);
    else codes.push(code);
  };
  for (let b = 0; b < 256; b++) if (single[b]! < INVALID) add(String.fromCharCode(single[b]!), b);
  if (double)
    for (let code = 0x8140; code < 0x10000; code++)
      if (double[code] !== 0) add(String.fromCharCode(double[code]!), code);
  for (const [code, text] of extra) add(text, code);
  return all;
}
