/**
 * A slot is what is known of one byte: its value (0–255), or one of a set of values (256 + set).
 *
 * Up to three slots of an unfinished character are packed into one number, ten bits each with the
 * count above (writer.ts): E4 then "some trail byte" is count 2, slots E4 and TRAIL.
 */

/** Members of each set; index = slot − 256. */
const sets: Uint8Array[] = [];
const membership: boolean[][] = [];
const known = new Map<string, number>();
/** A slot has ten bits. */
const MOST_SETS = 768;

/** The slot of a set of bytes; the same set always has the same slot. A set of one is that byte; −1 if empty. */
export function byteSet(test: (byte: number) => boolean): number {
  const has = Array.from({ length: 256 }, (_, b) => test(b));
  const list = Uint8Array.from(has.flatMap((yes, b) => (yes ? [b] : [])));
  if (list.length <= 1) return list[0] ?? -1;
  const key = list.join();
  let slot = known.get(key);
  if (slot === undefined) {
    if (sets.length === MOST_SETS) return 256; // more than it may be; the replay refuses what was not
    slot = 256 + sets.push(list) - 1;
    membership.push(has);
    known.set(key, slot);
  }
  return slot;
}

/** The slot of these bytes. */
export function byteSetOf(bytes: readonly number[]): number {
  return byteSet((b) => bytes.includes(b));
}

/** The bytes that a slot may be. */
export function bytesOf(slot: number): Uint8Array {
  return slot < 256 ? Uint8Array.of(slot) : sets[slot - 256]!;
}

/** Whether a slot may be this byte. */
export function mayBe(slot: number, byte: number): boolean {
  return slot < 256 ? slot === byte : membership[slot - 256]![byte]!;
}

const intersections = new Map<number, number>();

/** The slot of the bytes that both may be; −1 if there are none. */
export function intersect(a: number, b: number): number {
  if (a === b) return a;
  if (a < 256) return mayBe(b, a) ? a : -1;
  if (b < 256) return mayBe(a, b) ? b : -1;
  const key = a * 65536 + b;
  let slot = intersections.get(key);
  if (slot === undefined) intersections.set(key, (slot = byteSet((x) => mayBe(a, x) && mayBe(b, x))));
  return slot;
}

/** Any byte; the first set, which stands in for those that find no room. */
byteSet(() => true);
export const TRAIL: number = byteSet((b) => b >= 0x80 && b <= 0xbf);
export const HIGH: number = byteSet((b) => b >= 0x81 && b <= 0xfe);
/** Any byte of a character beyond ASCII, in every encoding. */
export const OF_CHARACTER: number = byteSet((b) => b >= 0x40 && b < 0xff);
/** Bytes that a two-byte reader swallows together with a lead byte: no trail byte, so of those in text 20–3F, tab and line ends. */
export const EATEN: number = byteSet((b) => (b >= 0x20 && b < 0x40) || b === 9 || b === 10 || b === 13);
