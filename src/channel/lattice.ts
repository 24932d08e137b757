/**
 * Observed characters → byte lattice, for one reader under one policy.
 *
 * Each UTF-16 unit has arcs: sequences of slots that the reader would have shown as this unit. The
 * first is the table's own code; a `?` or U+FFFD has more (what the decoder would have replaced).
 * Under windows, `?` is 3F, or a lost lead byte with the ASCII byte it swallowed, or a lost byte at
 * the very end.
 */
import {
  codePage,
  INVALID,
  isPage,
  LEAD,
  pairLength,
  replacement,
  type EncodingId,
  type PageId,
  type Policy,
} from '../codec/index.ts';
import { byteSet, byteSetOf, HIGH } from './slots.ts';
import { LITERAL_MARK, LOST_BYTE, VANISHED } from '../weights.ts';

export interface Arc {
  readonly slots: readonly number[];
  /** Bits. */
  readonly cost: number;
  /** Some slot is a set. */
  readonly lost?: boolean;
  /** The observed text must end here. */
  readonly end?: true;
  /** What vanished may have done so wherever a character is unfinished, whether or not it can go on without. */
  readonly anywhere?: true;
  /** The slot by the byte that follows (MARKED: some that the reader replaced), −1 where it would have shown the two. */
  readonly before?: (next: number) => number;
}

export interface Lattice {
  readonly reader: EncodingId;
  readonly policy: Policy;
  /** Unit → its code (bytes, high first), −1 where the reader never shows this unit. */
  readonly codeOf: Int32Array;
  /** Units with more than the one code. */
  readonly arcs: ReadonlyMap<number, readonly Arc[]>;
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
  const codeOf = codesOf(reader, policy);
  const arcs = ownArcs(reader, policy, codeOf);
  const mark = replacement(reader, policy).charCodeAt(0);
  if (isPage(reader)) {
    if (mark >= 0) arcs.add(mark, () => lost(reader, policy, losses, writerIsUtf8, LOST_BYTE));
    if (losses.includes('ufffd-as-question')) arcs.add(0x3f, () => arcs.get(0xfffd) ?? []);
  } else if (reader === 'utf-8' && mark >= 0)
    arcs.add(mark, () => [{ slots: [byteSet((b) => b >= 0x80)], cost: 0 }]);
  else if (reader !== 'utf-8')
    // an odd number of bytes: the last one makes no unit
    arcs.add(mark, () => [{ slots: [byteSet((b) => b >= 0x20 && b < 0xff)], cost: LOST_BYTE, end: true }]);
  if (losses.includes('backslash-as-slash')) arcs.add(0x2f, () => [{ slots: [0x5c], cost: LOST_BYTE }]);
  if (losses.includes('nel-as-newline')) arcs.add(0x0a, () => [{ slots: [0x85], cost: LOST_BYTE }]);
  if (losses.includes('nbsp-as-space')) arcs.add(0x20, () => byteOf(codeOf, 0xa0));
  return {
    reader,
    policy,
    codeOf,
    arcs,
    vanished: vanishing(reader, policy, losses, writerIsUtf8),
  };
}

const codes = new Map<string, Int32Array>();

/** The reader's codes of one and two bytes; −1 for all other units. */
function codesOf(reader: EncodingId, policy: Policy): Int32Array {
  const key = `${reader} ${policy}`;
  let found = codes.get(key);
  if (found) return found;
  if (isPage(reader)) {
    found = new Int32Array(codePage(reader, policy).codeOf);
    for (let u = 1; u < 65536; u++) if (found[u] === 0) found[u] = -1;
  } else {
    found = new Int32Array(65536).fill(-1);
    if (reader === 'utf-8') for (let u = 0; u < 0x80; u++) found[u] = u;
  }
  codes.set(key, found);
  return found;
}

/** What units with another number of bytes, or with several codes, stand for. */
function ownArcs(reader: EncodingId, policy: Policy, codeOf: Int32Array): Arcs {
  if (reader === 'utf-16le') return new Arcs(codeOf, (u) => [u & 255, u >> 8]);
  if (reader === 'utf-16be') return new Arcs(codeOf, (u) => [u >> 8, u & 255]);
  if (reader === 'utf-8') return new Arcs(codeOf, utf8Slots);
  const arcs = new Arcs(codeOf);
  if (reader !== 'shift_jis' && reader !== 'big5') return arcs;
  for (const [unit, all] of codePage(reader, policy).twins)
    if (unit >= 0x80 && codeOf[unit]! >= 0)
      arcs.set(
        unit,
        all.map((code) => ({ slots: split(code), cost: 0 })),
      );
  return arcs;
}

function utf8Slots(u: number): number[] | null {
  if (u < 0x80 || u >= 0xd800 || u === 0xfffd) return null;
  return u < 0x800
    ? [0xc0 | (u >> 6), 0x80 | (u & 63)]
    : [0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)];
}

/** Arcs by unit, made when they are first asked for: few texts need those of a lost byte. */
class Arcs extends Map<number, readonly Arc[]> {
  readonly #codeOf: Int32Array;
  readonly #slots: (unit: number) => number[] | null;
  readonly #more = new Map<number, () => readonly Arc[]>();

  /** `slots`: the bytes of units that are no codes of one or two bytes. */
  constructor(codeOf: Int32Array, slots: (unit: number) => number[] | null = () => null) {
    super();
    this.#codeOf = codeOf;
    this.#slots = slots;
  }

  /** A unit, which also has its own code, may stand for something else. */
  add(unit: number, more: () => readonly Arc[]): void {
    this.#more.set(unit, more);
  }

  override get(unit: number): readonly Arc[] | undefined {
    const known = super.get(unit);
    const more = this.#more.get(unit);
    if (known && !more) return known;
    this.#more.delete(unit);
    const slots = this.#slots(unit);
    let own = known ?? (slots ? [{ slots, cost: 0 }] : undefined);
    if (!more && !own) return undefined;
    const code = this.#codeOf[unit]!;
    own ??= code < 0 ? [] : [{ slots: split(code), cost: unit === 0x3f ? LITERAL_MARK : 0 }];
    const other = more?.() ?? [];
    const all = [...own, ...other.map((arc) => ({ ...arc, lost: arc.slots.some((slot) => slot > 255) }))];
    this.set(unit, all);
    return all;
  }

  override has(unit: number): boolean {
    return this.get(unit) !== undefined;
  }
}

function split(code: number): number[] {
  return code > 0xff ? [code >> 8, code & 255] : [code];
}

/** The one byte that the reader shows as this unit, as something to be guessed; none if it has none. */
function byteOf(codeOf: Int32Array, unit: number): Arc[] {
  const code = codeOf[unit]!;
  return code < 0 || code > 0xff ? [] : [{ slots: [code], cost: LOST_BYTE }];
}

/**
 * What a reader replaced, exactly as its decoder does: single bytes that are nothing, pairs that it takes
 * together, lead bytes alone before a byte that it reads again, a lead byte at the end.
 */
function lost(
  reader: PageId,
  policy: Policy,
  losses: readonly string[],
  writerIsUtf8: boolean,
  cost: number,
): Arc[] {
  const page = codePage(reader, policy);
  const out: Arc[] = [];
  const bad = byteSet((b) => page.single[b] === INVALID && (b !== 0xff || !writerIsUtf8));
  if (bad >= 0) out.push({ slots: [bad], cost });
  if (!page.double) return out;
  const leads = byteSet((b) => page.single[b] === LEAD);
  const { together, alone } = unreadable(reader, policy);
  for (const [trails, firsts] of together) out.push({ slots: [byteSetOf(firsts), trails], cost });
  if (alone.some((firsts, next) => firsts.length > 0 && next > 0)) {
    const known: number[] = [];
    // bytes of a pair may also have vanished: then what follows says nothing
    if (losses.includes('drop-private-use')) out.push({ slots: [leads], cost });
    else out.push({ slots: [leads], cost, before: (next) => (known[next] ??= byteSetOf(alone[next]!)) });
  }
  out.push({ slots: [leads], cost, end: true });
  return out;
}

/** ASCII that text has. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
}

interface Unreadable {
  /** Slot of trail bytes → the lead bytes that are lost together with just these. */
  together: [number, number[]][];
  /** By the byte that follows (and MARKED): the lead bytes that are lost alone before it. */
  alone: number[][];
}

/** A byte that the reader replaced or that began a pair which it replaced. */
export const MARKED = 256;

const unreadables = new Map<string, Unreadable>();

/** The pairs that a reader cannot show, by how many bytes its decoder takes. */
function unreadable(reader: PageId, policy: Policy): Unreadable {
  const key = `${reader} ${policy}`;
  const known = unreadables.get(key);
  if (known) return known;
  const page = codePage(reader, policy);
  const together = new Map<number, number[]>();
  const alone: number[][] = Array.from({ length: 256 }, () => []);
  for (let lead = 0x80; lead < 256; lead++) {
    if (page.single[lead] !== LEAD) continue;
    const taken = new Uint8Array(256);
    for (let trail = 0; trail < 256; trail++) {
      const code = (lead << 8) | trail;
      if (page.double![code] !== 0 || page.extra.has(code)) continue;
      if (pairLength(page, lead, trail) === 2) taken[trail] = 1;
      else alone[trail]!.push(lead);
    }
    for (const trails of [
      byteSet((b) => taken[b] === 1 && isText(b)),
      byteSet((b) => taken[b] === 1 && b >= 0x80 && b < 0xff),
    ])
      if (trails >= 0) together.set(trails, [...(together.get(trails) ?? []), lead]);
  }
  // FF is in no text
  alone.push([...new Set(alone.filter((_, b) => page.single[b]! >= INVALID && b < 0xff).flat())]);
  const found = { together: [...together], alone };
  unreadables.set(key, found);
  return found;
}

function vanishing(
  reader: EncodingId,
  policy: Policy,
  losses: readonly string[],
  writerIsUtf8: boolean,
): Arc[] {
  const out: Arc[] = [];
  if (isPage(reader) && (replacement(reader, policy) === '' || losses.includes('drop-marks')))
    out.push(...lost(reader, policy, losses, writerIsUtf8, VANISHED));
  if (losses.includes('drop-c1')) out.push({ slots: [byteSet((b) => b >= 0x80 && b < 0xa0)], cost: 1 });
  else if (losses.includes('drop-undefined'))
    out.push({ slots: [byteSet((b) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(b))], cost: VANISHED });
  if (losses.includes('drop-backslash')) out.push({ slots: [0x5c], cost: VANISHED, anywhere: true });
  if (losses.includes('drop-soft-hyphen')) out.push({ slots: [0xad], cost: VANISHED });
  if (losses.includes('trim-end'))
    out.push({ slots: [byteSet((b) => b === 0xa0 || b === 0x85)], cost: LOST_BYTE, end: true });
  if (losses.includes('drop-end-mark')) out.push({ slots: [HIGH], cost: LOST_BYTE, end: true });
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
