/**
 * The writer's encoding as an automaton over slots: bytes in, characters out.
 *
 * `feed(pending, slot)` gives the new pending state, DONE when a character is complete (its
 * slots are then in `complete`), or DEAD when no text has these bytes. UTF-8: E4, TRAIL, A0 → DONE,
 * and `candidates` lists the 64 characters it may be.
 */
import { codePage, INVALID, LEAD, type EncodingId, utf8Length, utf8Second } from '../codec/index.ts';
import type { Model } from '../model/model.ts';
import { bytesOf, byteSet, intersect, mayBe, TRAIL } from '../channel/slots.ts';

/** No state of an unfinished character has these values: the count is in the top bits. */
export const DEAD = 1;
export const DONE = 2;

/** Characters that some slots may stand for, the likeliest (without context) first. */
export interface Candidates {
  readonly points: readonly number[];
  /** The same by class of the model. */
  readonly classes: ReadonlyMap<number, readonly number[]>;
}

export interface Writer {
  readonly id: EncodingId;
  /** `pending` 0: between characters. */
  feed(pending: number, slot: number): number;
  /** After DONE: the character's packed slots … */
  complete: number;
  /** … and its code point, or −1 if it is one of several. */
  point: number;
  candidates(complete: number, m: Model): Candidates;
}

/** Ten bits a slot, the count in the two bits above; as an int32, so compare with === only. */
const COUNT = 1 << 30;
function append(pending: number, slot: number): number {
  if (pending === 0) return COUNT | slot;
  const count = pending >>> 30;
  return (pending + COUNT) | (slot << (10 * count)) | 0;
}
/** Slots as one number. */
export function packSlots(slots: readonly number[]): number {
  return slots.reduce(append, 0);
}
export function slotAt(pending: number, i: number): number {
  return (pending >>> (10 * i)) & 1023;
}
export function slotCount(pending: number): number {
  return pending >>> 30;
}

const writers = new Map<EncodingId, Writer>();

/** The automaton of an encoding; throws TypeError if it cannot be a writer. */
export function writer(id: EncodingId): Writer {
  let w = writers.get(id);
  if (!w) {
    if (id === 'utf-8') w = utf8Writer();
    else w = pageWriter(id);
    writers.set(id, w);
  }
  return w;
}

const UTF8_LEAD = byteSet((b) => b >= 0xe2 && b <= 0xef);

function utf8Writer(): Writer {
  const seconds = Array.from({ length: 256 }, (_, first) =>
    utf8Length(first) > 1 ? byteSet((b) => utf8Second(first, b)) : -1,
  );
  const w: Writer = {
    id: 'utf-8',
    complete: 0,
    point: -1,
    feed(pending, slot) {
      if (pending === 0) {
        if (slot < 0x80) return one(w, slot);
        if (slot < 256) return utf8Length(slot) > 1 ? append(0, slot) : DEAD;
        if (mayBe(slot, 0x20)) return one(w, slot); // eaten ASCII
        const lead = intersect(slot, UTF8_LEAD);
        return lead < 0 ? DEAD : append(0, lead);
      }
      const first = slotAt(pending, 0);
      const count = slotCount(pending);
      const allowed = count === 1 && first < 256 ? seconds[first]! : TRAIL;
      const trail = intersect(slot, allowed);
      if (trail < 0) return DEAD;
      const length = first < 256 ? utf8Length(first) : 3;
      if (count + 1 < length) return append(pending, trail);
      if (length < 4) w.complete = append(pending, trail);
      w.point = -1;
      if (first < 256 && trail < 256) {
        let point = length === 2 ? first & 31 : length === 3 ? first & 15 : first & 7;
        for (let i = 1; i < count; i++) {
          const s = slotAt(pending, i);
          if (s > 255) return length === 4 ? DEAD : DONE;
          point = (point << 6) | (s & 63);
        }
        w.point = (point << 6) | (trail & 63);
      } else if (length === 4) return DEAD; // a lost byte of an astral character: too many to tell
      return DONE;
    },
    candidates: (complete, m) => cached(w, complete, m),
  };
  return w;
}

function one(w: Writer, slot: number): number {
  w.complete = append(0, slot);
  w.point = slot < 256 ? slot : -1;
  return DONE;
}

function pageWriter(id: EncodingId): Writer {
  const page = codePage(id === 'gb18030' ? 'gbk' : id, 'windows');
  const double = page.double!;
  const leads = byteSet((b) => page.single[b] === LEAD);
  const w: Writer = {
    id,
    complete: 0,
    point: -1,
    feed(pending, slot) {
      if (pending === 0) {
        if (slot < 256) {
          const unit = page.single[slot]!;
          if (unit === LEAD) return append(0, slot);
          if (unit === INVALID) return DEAD;
          w.complete = append(0, slot);
          w.point = unit;
          return DONE;
        }
        if (mayBe(slot, 0x20)) return one(w, slot);
        const lead = intersect(slot, leads);
        return lead < 0 ? DEAD : append(0, lead);
      }
      const lead = slotAt(pending, 0);
      if (lead < 256 && slot < 256) {
        const unit = double[(lead << 8) | slot]!;
        if (unit === 0) return DEAD;
        w.complete = append(pending, slot);
        w.point = unit;
        return DONE;
      }
      w.complete = append(pending, slot);
      w.point = -1;
      return DONE;
    },
    candidates: (complete, m) => cached(w, complete, m),
  };
  return w;
}

const lists = new Map<EncodingId, Map<number, Candidates>>();

/** All characters that the slots may be, by enumeration. */
function cached(w: Writer, complete: number, m: Model): Candidates {
  let known = lists.get(w.id);
  if (!known) lists.set(w.id, (known = new Map()));
  let list = known.get(complete);
  if (!list) known.set(complete, (list = enumerate(w, complete, m)));
  return list;
}

function enumerate(w: Writer, complete: number, m: Model): Candidates {
  const count = slotCount(complete);
  const points: number[] = [];
  const bytes = new Uint8Array(count);
  const fill = (i: number): void => {
    if (i === count) {
      const unit = unitOf(w.id, bytes);
      if (unit > 0 && unit !== 0xfffd && !(unit >= 0xe000 && unit < 0xf900)) points.push(unit);
      return;
    }
    for (const b of bytesOf(slotAt(complete, i))) {
      bytes[i] = b;
      fill(i + 1);
    }
  };
  fill(0);
  const cost = (u: number): number => m.zh.unigram[m.classOf[u]!]! + Math.min(m.hans[u]!, m.hant[u]!);
  points.sort((a, b) => cost(a) - cost(b) || a - b);
  const classes = new Map<number, number[]>();
  for (const u of points) {
    const others = classes.get(m.classOf[u]!);
    if (others) others.push(u);
    else classes.set(m.classOf[u]!, [u]);
  }
  return { points, classes };
}

/** The one UTF-16 unit that these bytes are in the encoding, if the encoding writes it so; else 0. */
function unitOf(id: EncodingId, bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = bytes;
  if (id !== 'utf-8') {
    const page = codePage(id === 'gb18030' ? 'gbk' : id, 'windows');
    const code = bytes.length === 1 ? a : (a << 8) | b;
    const unit = bytes.length === 1 ? page.single[a]! : page.double![code]!;
    return unit < INVALID && page.codeOf[unit] === code ? unit : 0;
  }
  if (bytes.length === 1) return a < 0x80 ? a : 0;
  if (bytes.length === 2) return utf8Length(a) === 2 && utf8Second(a, b) ? ((a & 31) << 6) | (b & 63) : 0;
  return utf8Length(a) === 3 && utf8Second(a, b) && (c & 0xc0) === 0x80
    ? ((a & 15) << 12) | ((b & 63) << 6) | (c & 63)
    : 0;
}
