/**
 * The part of the bytes that tells encodings apart: what lies beyond ASCII, with a little of its surroundings.
 *
 * ASCII says the same in every hypothesis, so it is left out; of a long input a few places are taken, spread
 * over all of it, and a short run that comes again is left out: a table of 是 and 否 says no more than two rows of it. Example: 'read ' × 1000 + C4 E3 BA C3 → `d ` C4 E3 BA C3.
 */
import { firstHigh } from './native.ts';
import { PLACES, SAMPLE } from './weights.ts';

export interface Sample {
  /** The pieces one after the other, each after a line feed but for the first. */
  bytes: Uint8Array;
  length: number;
  /** The input begins, ends with the sample: characters may be cut there. */
  begins: boolean;
  ends: boolean;
}

/** ASCII that is kept on both sides of a run. */
const MARGIN = 2;
/** Runs up to this length are taken once. */
const KEY = 32;
/** So many that were taken before are passed over in one place. */
const SKIPPED = 4096;
/** An input whose first bytes are mostly beyond ASCII is its own sample. */
const DENSE_LOOK = 64;
const DENSE = 24;

/** The sample of `bytes`, which hold something beyond ASCII. */
export function takeSample(bytes: Uint8Array): Sample {
  const size = bytes.length;
  if (size <= SAMPLE && isDense(bytes)) return { bytes, length: size, begins: true, ends: true };
  const taker = new Taker(bytes);
  const places = size <= SAMPLE ? 1 : PLACES;
  const each = size <= SAMPLE ? 2 * SAMPLE : Math.floor(SAMPLE / places);
  for (let place = 0; place < places && taker.covered < size; place++)
    taker.take(Math.max(taker.covered, Math.floor((size / places) * place)), each);
  // What is left of the room goes to what follows the last place.
  if (taker.length < SAMPLE) taker.take(taker.covered, SAMPLE - taker.length);
  return { bytes: taker.out, length: taker.length, begins: taker.begins, ends: taker.ends };
}

function isDense(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, DENSE_LOOK);
  let high = 0;
  for (let i = 0; i < end; i++) high += bytes[i]! >> 7;
  return high >= DENSE || high * 2 > end;
}

class Taker {
  readonly out: Uint8Array = new Uint8Array(2 * SAMPLE + 4 * PLACES);
  length = 0;
  /** Everything before was taken or left out. */
  covered = 0;
  begins = false;
  ends = false;
  readonly #bytes: Uint8Array;
  readonly #taken: Set<string> = new Set();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Takes about `room` bytes of what lies beyond ASCII from `from` on. */
  take(from: number, room: number): void {
    const bytes = this.#bytes;
    const size = bytes.length;
    const limit = Math.min(this.length + room, this.out.length - 2);
    let at = firstHigh(bytes, from);
    let skipped = 0;
    while (at < size && this.length < limit) {
      const start = Math.max(this.covered, at - MARGIN);
      const far = Math.min(size, start + limit - this.length);
      let to = at + 1;
      for (let quiet = 0; to < far && quiet < MARGIN; to++) quiet = bytes[to]! < 128 ? quiet + 1 : 0;
      if (skipped < SKIPPED && this.#isKnown(at, to)) {
        skipped++;
        at = firstHigh(bytes, to);
        continue;
      }
      if (this.length > 0 && start > this.covered) this.out[this.length++] = 10;
      this.out.set(bytes.subarray(start, to), this.length);
      this.length += to - start;
      this.begins ||= start === 0;
      this.ends ||= to === size;
      this.covered = to;
      at = firstHigh(bytes, to);
    }
    if (at >= size) this.covered = size;
  }

  /** Whether the same run was taken before: again, it tells nothing new. */
  #isKnown(from: number, to: number): boolean {
    if (to - from > KEY) return false;
    let key = '';
    for (let i = from; i < to; i++) if (this.#bytes[i]! >= 128) key += String.fromCharCode(this.#bytes[i]!);
    if (this.#taken.has(key)) return true;
    this.#taken.add(key);
    return false;
  }
}
