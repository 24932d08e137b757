/**
 * Observed characters → byte lattice, for one reader under one policy.
 *
 * Each UTF-16 unit has arcs: sequences of slots that the reader would have shown as this unit. The
 * first is the table's own code; a `?` or U+FFFD has more (what the decoder would have replaced).
 * Under windows, `?` is 3F, or a lost lead byte with the ASCII byte it swallowed, or a lost byte at
 * the very end.
 */
import { codePage, isPage, replacement, type EncodingId, type Policy } from '../codec/index.ts';
import { byteSet, EATEN, HIGH } from './slots.ts';
import { LITERAL_MARK, LOST_BYTE, VANISHED } from '../weights.ts';

export interface Arc {
  readonly slots: readonly number[];
  /** Bits. */
  readonly cost: number;
  /** Some slot is a set. */
  readonly lost?: boolean;
  /** What must follow in the observed text: `eaten` a character whose byte is 00–3F or 7F, or the end; `end` the end. */
  readonly next?: 'ascii' | 'end';
}

export interface Lattice {
  readonly reader: EncodingId;
  readonly policy: Policy;
  /** Unit → its code (bytes, high first), −1 where the reader never shows this unit. */
  readonly codeOf: Int32Array;
  /** Units with more than the one code. */
  readonly arcs: ReadonlyMap<number, readonly Arc[]>;
  /** Pairs of bytes that the reader does not show: index lead << 8 | trail; null for single-byte readers. */
  readonly unreadable: Uint8Array | null;
  /** A mark stands for a lead byte alone: what follows was read again. */
  readonly loneLeads: boolean;
  /** Bytes that may have vanished between any two units, inside a character only. */
  readonly vanished: readonly Arc[];
}

const cache = new Map<string, Lattice>();

export function lattice(
  reader: EncodingId,
  policy: Policy,
  losses: readonly string[],
  writerIsUtf8: boolean,
): Lattice {
  const key = `${reader} ${policy} ${losses.join()} ${writerIsUtf8}`;
  let found = cache.get(key);
  if (!found) cache.set(key, (found = make(reader, policy, losses, writerIsUtf8)));
  return found;
}

function make(reader: EncodingId, policy: Policy, losses: readonly string[], writerIsUtf8: boolean): Lattice {
  const codeOf = new Int32Array(65536).fill(-1);
  const arcs = new Map<number, Arc[]>();
  if (isPage(reader)) {
    const page = codePage(reader, policy);
    for (let u = 0; u < 65536; u++) if (page.codeOf[u] !== 0 || u === 0) codeOf[u] = page.codeOf[u]!;
    for (let u = 0x80; u < 65536; u++) {
      if (codeOf[u]! < 0) continue;
      if (page.double === null || (reader !== 'shift_jis' && reader !== 'big5')) continue;
      const codes = page.preimages(String.fromCharCode(u));
      if (codes.length > 1)
        arcs.set(
          u,
          codes.map((c) => ({ slots: split(c), cost: 0 })),
        );
    }
    const mark = replacement(reader, policy);
    if (page.double && mark !== '')
      add(arcs, codeOf, mark.charCodeAt(0), replaced(reader, policy, writerIsUtf8));
    if (!page.double && mark === '\ufffd' && page.single.includes(0xfffe)) {
      const holes = byteSet((b) => page.single[b] === 0xfffe);
      add(arcs, codeOf, 0xfffd, [{ slots: [holes], cost: LOST_BYTE }]);
    }
    if (losses.includes('ufffd-as-question')) add(arcs, codeOf, 0x3f, arcs.get(0xfffd) ?? []);
  } else if (reader === 'utf-16le' || reader === 'utf-16be') {
    for (let u = 0; u < 65536; u++) codeOf[u] = -1;
    for (let u = 0; u < 65536; u++)
      arcs.set(u, [{ slots: reader === 'utf-16le' ? [u & 255, u >> 8] : [u >> 8, u & 255], cost: 0 }]);
  } else if (reader === 'utf-8') {
    for (let u = 0; u < 0x80; u++) codeOf[u] = u;
    for (let u = 0x80; u < 0xd800; u++) {
      const bytes =
        u < 0x800
          ? [0xc0 | (u >> 6), 0x80 | (u & 63)]
          : [0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)];
      if (u !== 0xfffd) arcs.set(u, [{ slots: bytes, cost: 0 }]);
    }
    const mark = replacement('utf-8', policy);
    if (mark !== '') add(arcs, codeOf, mark.charCodeAt(0), [{ slots: [byteSet((b) => b >= 0x80)], cost: 0 }]);
  }
  if (losses.includes('nel-as-newline')) add(arcs, codeOf, 0x0a, [{ slots: [0x85], cost: LOST_BYTE }]);
  if (losses.includes('nbsp-as-space')) add(arcs, codeOf, 0x20, byteOf(codeOf, 0xa0));
  return {
    reader,
    policy,
    codeOf,
    arcs,
    // bytes of a pair may also have vanished: then these say nothing of it
    unreadable: losses.includes('drop-private-use') ? null : unreadablePairs(reader, policy),
    loneLeads: policy === 'python' || policy === 'java' || policy === 'glibc',
    vanished: vanishing(reader, policy, losses),
  };
}

function split(code: number): number[] {
  return code > 0xff ? [code >> 8, code & 255] : [code];
}

/** Adds arcs to a unit that also has its own code. */
function add(arcs: Map<number, Arc[]>, codeOf: Int32Array, unit: number, more: readonly Arc[]): void {
  const own =
    arcs.get(unit) ??
    (codeOf[unit]! >= 0 ? [{ slots: split(codeOf[unit]!), cost: unit === 0x3f ? LITERAL_MARK : 0 }] : []);
  arcs.set(unit, [...own, ...more.map((arc) => ({ ...arc, lost: arc.slots.some((slot) => slot > 255) }))]);
}

/** The one byte that the reader shows as this unit, as something to be guessed; none if it has none. */
function byteOf(codeOf: Int32Array, unit: number): Arc[] {
  const code = codeOf[unit]!;
  return code < 0 || code > 0xff ? [] : [{ slots: [code], cost: LOST_BYTE }];
}

/** What a two-byte reader showed as its replacement character. */
function replaced(reader: EncodingId, policy: Policy, writerIsUtf8: boolean): Arc[] {
  const page = codePage(reader, policy);
  const bad = byteSet((b) => page.single[b] === 0xfffe && (b !== 0xff || !writerIsUtf8));
  const out: Arc[] = bad >= 0 ? [{ slots: [bad], cost: LOST_BYTE }] : [];
  const trails = byteSet(
    (t) => t >= 0x40 && t !== 0x7f && page.single[t] !== undefined && hasHole(page.double!, t),
  );
  switch (policy) {
    case 'windows':
    case 'php':
      out.push({ slots: [HIGH, EATEN], cost: LOST_BYTE }, { slots: [HIGH], cost: LOST_BYTE, next: 'end' });
      if (trails >= 0) out.push({ slots: [HIGH, trails], cost: LOST_BYTE });
      break;
    case 'mysql':
      out.push({ slots: [HIGH], cost: LOST_BYTE, next: 'ascii' });
      if (trails >= 0) out.push({ slots: [HIGH, trails], cost: LOST_BYTE });
      break;
    case 'whatwg':
      out.push({ slots: [HIGH], cost: LOST_BYTE, next: 'ascii' });
      if (trails >= 0 && reader !== 'gbk')
        out.push({ slots: [HIGH, trails], cost: LOST_BYTE }, { slots: [HIGH], cost: LOST_BYTE });
      break;
    case 'java':
    case 'python':
    case 'glibc':
      out.push(
        reader === 'gbk' && policy === 'java'
          ? { slots: [HIGH], cost: LOST_BYTE, next: 'ascii' }
          : { slots: [HIGH], cost: LOST_BYTE },
      );
      break;
  }
  return out;
}

const pairs = new Map<string, Uint8Array>();
/** Pairs of bytes that a reader does not show: index lead << 8 | trail; null for readers of single bytes and Unicode. */
export function unreadablePairs(reader: EncodingId, policy: Policy): Uint8Array | null {
  if (!isPage(reader)) return null;
  const { double, extra } = codePage(reader, policy);
  if (!double) return null;
  const key = `${reader} ${policy}`;
  let found = pairs.get(key);
  if (!found) {
    found = Uint8Array.from(double, (unit) => (unit === 0 ? 1 : 0));
    for (const code of extra.keys()) found[code] = 0;
    pairs.set(key, found);
  }
  return found;
}

function hasHole(double: Uint16Array, trail: number): boolean {
  for (let lead = 0x81; lead < 0xff; lead++) if (double[(lead << 8) | trail] === 0) return true;
  return false;
}

function vanishing(reader: EncodingId, policy: Policy, losses: readonly string[]): Arc[] {
  const out: Arc[] = [];
  if (losses.includes('drop-c1')) out.push({ slots: [byteSet((b) => b >= 0x80 && b < 0xa0)], cost: 1 });
  else if (losses.includes('drop-undefined'))
    out.push({ slots: [byteSet((b) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(b))], cost: VANISHED });
  if (losses.includes('drop-soft-hyphen')) out.push({ slots: [0xad], cost: VANISHED });
  if (losses.includes('trim-end'))
    out.push({ slots: [byteSet((b) => b === 0xa0 || b === 0x85)], cost: LOST_BYTE, next: 'end' });
  if (losses.includes('drop-end-mark')) out.push({ slots: [HIGH], cost: LOST_BYTE, next: 'end' });
  if (losses.includes('drop-private-use') && isPage(reader) && codePage(reader, policy).double) {
    const page = codePage(reader, policy);
    const bySeconds = new Map<number, number[]>();
    for (let lead = 0x81; lead < 0xff; lead++) {
      const seconds = byteSet((t) => isPrivate(page.double![(lead << 8) | t]!));
      if (seconds >= 0) bySeconds.set(seconds, [...(bySeconds.get(seconds) ?? []), lead]);
    }
    for (const [seconds, leads] of bySeconds)
      out.push({ slots: [byteSet((b) => leads.includes(b)), seconds], cost: VANISHED });
  }
  return out;
}

function isPrivate(unit: number): boolean {
  return unit >= 0xe000 && unit < 0xf900;
}
